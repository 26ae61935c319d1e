"""The compiled closed form and NumPy's give the same answers; without a library Sanxin still reckons."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanxin.engines.sunlight.columns import Columns
from sanxin.engines.sunlight.problem import Problem, ProblemRefused
from sanxin.engines.sunlight.result import WindowLight
from sanxin.engines.sunlight.solve import solve, totals, totals_of
from sanxin.engines.sunlight.solve.compiled import library, tree
from sanxin.engines.sunlight.solve.light import scene_of
from tests.engines.sunlight.worlds import world

SAME_MIN = 1e-6
SEEDS = st.integers(0, 1_000_000)


@contextmanager
def by_numpy() -> Iterator[None]:
    built, library.LIBRARY = library.LIBRARY, None
    try:
        yield
    finally:
        library.LIBRARY = built


def figures(window: WindowLight) -> list[float]:
    ends = [moment for each in (window.available, window.lit) for spell in each for moment in spell]
    shades = [moment for shade in window.shades for spell in shade.intervals for moment in spell]
    parts = [shade.taken_min for shade in window.shades]
    return [*ends, *shades, *parts, window.total_min, window.longest_min, *window.range_min, window.offset_m]


def test_the_library_was_built_where_tests_run() -> None:
    assert library.LIBRARY is not None, f"{library.PATH} is not there: run.py test builds it"


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_both_ways_count_the_same_minutes_on_any_compound(seed: int) -> None:
    asked = world(seed, windows=6)
    compiled = totals(asked)
    with by_numpy():
        assert np.abs(np.array(compiled) - totals(asked)).max() < SAME_MIN


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_both_ways_tell_the_same_story_of_every_window(seed: int) -> None:
    asked = world(seed, windows=4)
    compiled = solve(asked).windows
    with by_numpy():
        for one, other in zip(compiled, solve(asked).windows, strict=True):
            assert [shade.prism for shade in one.shades] == [shade.prism for shade in other.shades]
            assert figures(one) == pytest.approx(figures(other), abs=SAME_MIN)
            assert (one.spells, one.meets, one.flips) == (other.spells, other.meets, other.flips)


@settings(max_examples=50, deadline=None)
@given(SEEDS)
def test_columns_count_as_the_problem_does_on_any_number_of_threads(seed: int) -> None:
    asked = world(seed, windows=30)
    for threads in (1, 2):
        found = totals_of(Columns.of(asked), threads=threads)
        assert np.abs(np.array(found) - totals(asked)).max() < SAME_MIN


def test_many_parts_on_threads_add_up_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "FEWEST_AT_ONCE", 7)
    columns = Columns.of(world(3, windows=50))
    assert np.array_equal(totals_of(columns, threads=2), totals_of(columns))


def test_numpy_takes_many_windows_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanxin.engines.sunlight.solve.light.WINDOWS_AT_ONCE", 7)
    asked = world(5, windows=20)
    compiled = totals(asked)
    with by_numpy():
        assert np.abs(np.array(compiled) - totals(asked)).max() < SAME_MIN


def test_a_library_that_is_missing_broken_or_of_another_version_is_left_alone(tmp_path: Path) -> None:
    assert library.load(tmp_path / "missing.so") is None
    (tmp_path / "broken.so").write_bytes(b"no library")
    assert library.load(tmp_path / "broken.so") is None


def test_a_library_of_another_version_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "VERSION", 0)
    assert library.load() is None


class Foreign:
    """A library made of instructions that this processor does not know: only whether it runs may be asked."""

    def closed_form_runs_here(self) -> int:
        return 0


def test_a_library_for_another_processor_is_asked_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library.ctypes, "CDLL", lambda _: Foreign())
    assert library.load() is None


class Full:
    """A library with no memory left."""

    def __init__(self, planted: int) -> None:
        self.planted = planted

    def closed_form_index(self, *_: Any) -> int:
        return self.planted

    def closed_form_free(self, *_: Any) -> None: ...

    def closed_form_bars(self, *_: Any) -> int:
        return -1

    def closed_form_totals(self, *_: Any) -> int:
        return -1


def test_no_memory_is_an_error_and_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = world(1)
    monkeypatch.setattr(library, "LIBRARY", Full(0))
    with pytest.raises(MemoryError):
        scene_of(Columns.of(asked))
    monkeypatch.setattr(library, "LIBRARY", Full(1))
    with pytest.raises(MemoryError):
        totals(asked)
    with pytest.raises(MemoryError):
        solve(asked)


WRONG = {
    "sill_m": np.array([np.nan, 1.0]),
    "azimuth_deg": np.array([1.0]),
    "width_m": np.array([1.5, 0.0]),
    "top_m": np.array([-1.0]),
    "corners": np.array([[0.0, 0.0], [0.0, 9.0], [9.0, 9.0], [9.0, 0.0]]),
    "first": np.array([0, 2]),
    "latitude_deg": 3.0,
}


@pytest.mark.parametrize("name", WRONG)
def test_columns_refuse_nonsense_and_name_it(name: str) -> None:
    good = columns()
    with pytest.raises(ProblemRefused) as refusal:
        replace(good, **{name: WRONG[name], **({"corners": good.corners[:2]} if name == "first" else {})})
    assert name in refusal.value.say("en")


def columns() -> Columns:
    square = np.array([[0.0, 0.0], [9.0, 0.0], [9.0, 9.0], [0.0, 9.0]])
    sills = np.array([1.0, 4.0])
    return Columns(
        31.17, world(0).standard, square, np.array([0, 4]), np.zeros(1), np.full(1, 20.0),
        np.full(2, 4.5), np.full(2, -20.0), sills, np.zeros(2), np.full(2, 1.5),
    )  # fmt: skip


def test_nothing_in_the_way_and_nobody_looking_are_answers() -> None:
    nobody = replace(world(0), prisms=(), windows=())
    assert totals_of(Columns.of(nobody))[0].size == 0
    alone = Problem(nobody.latitude_deg, nobody.standard, (), world(0).windows)
    compiled = totals(alone)
    with by_numpy():
        assert np.array(compiled) == pytest.approx(np.array(totals(alone)), abs=SAME_MIN)
