"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import LazySettings

from tests.people import Cast, build_cast
from tests.sites import bring_in
from tests.stores import empty_store

# The browser keeps a loop of its own in the thread of the tests that follow on the same worker; none of them is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# A machine that is busy with something else is no defect; what is slow is measured in benchmarks/. A change must not be
# refused for a draw it has nothing to do with, so the draws are the same every time; new ones:
# ``pytest --hypothesis-profile explore``.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def data_dir(settings: LazySettings, tmp_path: Path) -> Path:
    """Files go to a folder of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in their places."""
    return build_cast()


@pytest.fixture
def compound(cast: Cast) -> str:
    """The small compound, imported by the secretary; its public id."""
    return bring_in(cast.secretary, cast.jinniu).compound


@pytest.fixture
def store(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The surroundings of an empty store of the kind under test, for processes of their own."""
    with empty_store(tmp_path) as env:
        yield env
