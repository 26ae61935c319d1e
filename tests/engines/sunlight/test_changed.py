"""A shaft that comes, moves or goes: who is reckoned again, what it takes, and that it is all the same in the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanxin.engines.sunlight.check import check_losses
from sanxin.engines.sunlight.problem import Prism, Problem, ProblemRefused, Window
from sanxin.engines.sunlight.result import LossTable, Sunlit
from sanxin.engines.sunlight.solve import solve, totals
from sanxin.engines.sunlight.solve.changed import Renewed, incremental, joint_losses, losses, renew
from sanxin.foundation.shapes import ring
from tests.engines.sunlight.worlds import GREAT_COLD, world

pytestmark = pytest.mark.usefixtures("way")
SEEDS = st.integers(0, 100_000)


def shaft(ident: str, x: float, y: float, top_m: float = 19.6, base_m: float = 0.0) -> Prism:
    return Prism(ident, ring([(x, y), (x + 2.4, y), (x + 2.4, y + 2.2), (x, y + 2.2)]), base_m, top_m)


def shafts(seed: int, count: int) -> tuple[Prism, ...]:
    chance = Random(seed)
    return tuple(
        shaft(
            f"C{number}",
            chance.uniform(-30, 40),
            chance.uniform(-40, 20),
            chance.uniform(5, 40),
            chance.choice([0.0, 3.0]),
        )
        for number in range(count)
    )


def street(windows: int = 60) -> Problem:
    """Make a long slab with a window every 3 m of its south wall."""
    slab = Prism("slab", ring([(0, 0), (3.0 * windows, 0), (3.0 * windows, 11), (0, 11)]), 0.0, 17.4)
    eyes = tuple(Window(f"w{k:03}", (3.0 * k + 1.5, 0.0), 0.9, 180.0) for k in range(windows))
    return Problem(31.17, GREAT_COLD, (slab,), eyes)


def assert_same(one: Sunlit, other: Sunlit) -> None:
    for a, b in zip(one.windows, other.windows, strict=True):
        assert (a.id, a.spells, a.meets, a.flips) == (b.id, b.spells, b.meets, b.flips)
        assert [each.prism for each in a.shades] == [each.prism for each in b.shades]
        figures = (a.total_min, a.longest_min, *a.range_min)
        assert figures == pytest.approx((b.total_min, b.longest_min, *b.range_min), abs=1e-9)


@contextmanager
def counting() -> Iterator[list[str]]:
    """Write down which windows are handed to the solver."""
    asked: list[str] = []
    true_solve = incremental.solve

    def noting(problem: Problem) -> Sunlit:
        asked.extend(window.id for window in problem.windows)
        return true_solve(problem)

    incremental.solve = noting
    try:
        yield asked
    finally:
        incremental.solve = true_solve


def renewed(before: Problem, after: Problem) -> Renewed:
    answer = solve(before)
    with counting() as asked:
        found = renew(before, answer, after)
    assert asked == list(found.reckoned)
    again = {each.id for each in solve(after).windows} - set(found.reckoned)
    kept = {each.id: each for each in answer.windows}
    assert all(each is kept[each.id] for each in found.sunlit.windows if each.id in again)
    assert_same(found.sunlit, solve(after))
    return found


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_a_shaft_that_comes_moves_or_goes_leaves_what_a_full_reckoning_finds(seed: int) -> None:
    asked = world(seed, windows=6)
    here, there = shafts(seed, 2)
    with_it = replace(asked, prisms=(*asked.prisms, here))
    moved = replace(asked, prisms=(*asked.prisms, replace(there, id=here.id)))
    for before, after in ((asked, with_it), (with_it, moved), (moved, asked)):
        found = renewed(before, after)
        assert [each.id for each in found.sunlit.windows] == [each.id for each in solve(after).windows]


def test_only_windows_that_a_shaft_can_reach_are_reckoned_again() -> None:
    before = street()
    after = replace(before, prisms=(*before.prisms, shaft("new", 90.0, -2.2, top_m=5.0)))
    found = renewed(before, after)
    # A shaft 4.1 m above the sill casts no shadow beyond 3.7 × 4.2 m either side.
    assert 8 <= len(found.reckoned) <= 14
    assert renewed(before, before).reckoned == ()


def test_new_and_moved_windows_are_reckoned_and_another_day_is_another_answer() -> None:
    before = street(5)
    first, *others = before.windows
    raised, fresh = replace(first, sill_m=3.7), replace(first, id="x", sill_m=6.5)
    assert renewed(before, replace(before, windows=(raised, fresh, *others))).reckoned == ("w000", "x")
    summer = replace(before, standard=replace(GREAT_COLD, declination_deg=0.0))
    assert len(renewed(before, summer).reckoned) == 5


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_each_loss_is_what_the_shaft_alone_takes_in_a_full_reckoning(seed: int) -> None:
    asked, candidates = world(seed, windows=6), shafts(seed, 4)
    table = losses(asked, candidates)
    assert set(table.by_candidate) == {each.id for each in candidates}
    before, _ = totals(asked)
    for candidate in candidates:
        after, _ = totals(replace(asked, prisms=(*asked.prisms, candidate)))
        for window, lost in zip(asked.windows, (before - after) * 10, strict=True):
            said = table.by_candidate[candidate.id].get(window.id, 0)
            assert abs(said - max(lost, 0)) <= 0.5 + 1e-6
            assert said or window.id not in table.by_candidate[candidate.id]


def test_what_two_shafts_hide_together_counts_once() -> None:
    asked = street(8)
    one, other = shaft("a", 9.0, -4.0), shaft("b", 9.0, -8.0)
    alone, joint = losses(asked, (one, other)), joint_losses(asked, (one, other))
    both = {name: sum(row.get(name, 0) for row in alone.by_candidate.values()) for name in joint}
    assert any(joint[name] < both[name] - 1 for name in joint)
    assert joint_losses(asked, ()) == {}
    before, after = (totals(each)[0] for each in (asked, replace(asked, prisms=(*asked.prisms, one, other))))
    assert joint == {
        w.id: round(float(lost))
        for w, lost in zip(asked.windows, (before - after) * 10, strict=True)
        if round(lost)
    }


def test_a_shaft_out_of_reach_takes_nothing_and_a_taken_name_is_refused() -> None:
    asked = street(3)
    assert losses(asked, (shaft("far", 0.0, 500.0),)) == LossTable({"far": {}})
    with pytest.raises(ProblemRefused, match="slab"):
        losses(asked, (shaft("slab", 0.0, -5.0),))


def told(asked: Problem, candidates: tuple[Prism, ...], table: LossTable) -> list[str]:
    return [each.because.say("zh") for each in check_losses(asked, candidates, table, step_s=5.0)]


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_the_checker_bears_out_every_loss(seed: int) -> None:
    asked, candidates = world(seed), shafts(seed, 2)
    assert told(asked, candidates, losses(asked, candidates)) == []


def test_the_checker_sees_a_loss_that_is_wrong_missing_or_of_nobody() -> None:
    asked, candidate = street(4), shaft("a", 3.0, -3.0)
    table = losses(asked, (candidate,)).by_candidate["a"]
    assert told(asked, (candidate,), LossTable({"a": table})) == []
    name = next(iter(table))
    assert len(told(asked, (candidate,), LossTable({"a": {**table, name: table[name] + 20}}))) == 1
    assert (
        len(told(asked, (candidate,), LossTable({"a": {k: v for k, v in table.items() if k != name}}))) == 1
    )
    assert len(told(asked, (candidate,), LossTable({}))) == 1
    assert len(told(asked, (candidate,), LossTable({"a": {"nobody": 3}}))) == 1


def test_the_checker_judges_no_window_whose_spell_hangs_by_a_thread() -> None:
    asked, candidate = street(1), shaft("a", 3.0, -3.0)
    (window,) = solve(replace(asked, prisms=(*asked.prisms, candidate))).windows
    shortest = min(end - start for start, end in window.lit)
    for spell in (shortest, 480.0):
        edge = replace(asked, standard=replace(GREAT_COLD, min_spell_min=spell))
        assert told(edge, (candidate,), LossTable({"a": {"w000": 4000}})) == []
    longest = replace(asked, standard=replace(GREAT_COLD, least_of="longest"))
    assert told(longest, (candidate,), losses(longest, (candidate,))) == []
