"""The C library is built for wide instructions where both the compiler and the processor know them."""

import sys
from pathlib import Path

import pytest

from sanxin.engines.sunlight.solve.compiled import library
from tools import compiled

# Stands in for a compiler: copies a library that was built before, unless it is asked for what it does not know.
COMPILER = """
import pathlib, sys
built, when_wide, *given = sys.argv[1:]
wide = "-mavx" in given
if wide and when_wide == "refuses":
    sys.exit(1)
made = b"of another processor" if when_wide == "makes nothing that runs" or wide else pathlib.Path(built).read_bytes()
pathlib.Path(given[given.index("-o") + 1]).write_bytes(made)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    built = tmp_path / "built" / library.PATH.name
    built.parent.mkdir()
    (tmp_path / "compiler.py").write_text(COMPILER, encoding="utf-8")
    monkeypatch.setattr(compiled, "BUILT", built)
    monkeypatch.setattr(compiled, "STAMP", built.with_suffix(".stamp"))
    monkeypatch.setattr(compiled, "WIDE", ("-mavx",))
    return built


def compiler(place: Path, when_wide: str) -> list[str]:
    return [sys.executable, str(place.parents[1] / "compiler.py"), str(library.PATH), when_wide]


@pytest.mark.parametrize("when_wide", ["refuses", "makes what does not run"])
def test_where_wide_instructions_do_not_go_the_library_is_built_without_them(
    place: Path, when_wide: str
) -> None:
    assert compiled.build(compiler(place, when_wide))
    assert library.load(place) is not None
    assert sorted(place.parent.iterdir()) == sorted([compiled.BUILT, compiled.STAMP])


def test_a_library_that_does_not_run_here_is_not_kept(place: Path) -> None:
    assert not compiled.build(compiler(place, "makes nothing that runs"))
    assert not list(place.parent.iterdir())


def test_what_is_up_to_date_is_not_built_again(place: Path) -> None:
    assert compiled.build(compiler(place, "refuses"))
    assert compiled.build(["no such compiler"])


def test_the_library_is_built_again_when_its_flags_change(monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiled.fingerprint()
    monkeypatch.setattr(compiled, "WIDE", ("-mavx512f",))
    assert compiled.fingerprint() != before
