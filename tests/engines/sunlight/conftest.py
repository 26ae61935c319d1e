"""Both ways of reckoning: the compiled closed form and NumPy's."""

from collections.abc import Iterator

import pytest

from sanxin.engines.sunlight.solve.compiled import library


@pytest.fixture(scope="module", params=["compiled", "numpy"])
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    built = library.LIBRARY
    assert built, "the C library was not built: run.py test builds it, with the compiler it brings along"
    library.LIBRARY = built if request.param == "compiled" else None
    yield request.param
    library.LIBRARY = built
