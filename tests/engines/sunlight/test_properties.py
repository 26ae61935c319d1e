"""Solver and checker on random compounds: they agree, forgeries show, and light behaves as light does."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanxin.engines.sunlight.check import check
from sanxin.engines.sunlight.problem import Effective, Prism, Problem
from sanxin.engines.sunlight.result import Shade, Sunlit, WindowLight
from sanxin.engines.sunlight.solve import solve
from sanxin.foundation.shapes import ring
from tests.engines.sunlight.worlds import world

pytestmark = pytest.mark.usefixtures("way")
SEEDS = st.integers(0, 100_000)
NEAR_MIN = 1e-3


def total_of(intervals: tuple[tuple[float, float], ...]) -> float:
    return sum(end - start for start, end in intervals)


def differ_min(one: WindowLight, other: WindowLight) -> float:
    """Give for how long two answers disagree on whether a window is lit."""
    cuts = sorted({moment for each in (one, other) for spell in each.lit for moment in spell})
    apart = 0.0
    for low, high in pairwise(cuts):
        states = [any(a <= low and high <= b for a, b in each.lit) for each in (one, other)]
        apart += (high - low) * (states[0] != states[1])
    return apart


def assert_same_light(one: Problem, other: Problem) -> None:
    for a, b in zip(solve(one).windows, solve(other).windows, strict=True):
        # Of two stretches of a wide sill that are as good, either may be chosen.
        if abs(a.offset_m - b.offset_m) < 1e-9:
            assert differ_min(a, b) < NEAR_MIN, a.id
        else:
            assert abs(a.total_min - b.total_min) < NEAR_MIN, a.id


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_the_checker_agrees_with_the_solver_on_any_compound(seed: int) -> None:
    asked = world(seed)
    assert [each.because.say("en") for each in check(asked, solve(asked))] == []


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from([(0.0, 4e6), (4e6, 0.0), (-4e6, 4e6), (3.5e5, 3.45e6)]))
def test_far_coordinates_change_nothing(seed: int, shift: tuple[float, float]) -> None:
    near, far = world(seed), world(seed, shift=shift)
    for a, b in zip(solve(near).windows, solve(far).windows, strict=True):
        if abs(a.offset_m - b.offset_m) < 1e-9:
            assert differ_min(a, b) < 0.02, a.id


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_a_full_turn_and_another_first_corner_change_nothing(seed: int) -> None:
    asked = world(seed)
    rolled = tuple(replace(prism, ring=(*prism.ring[1:], prism.ring[0])) for prism in asked.prisms)
    assert_same_light(asked, replace(asked, prisms=rolled))
    assert_same_light(asked, world(seed, angle_deg=360.0))


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_a_mirrored_compound_has_its_morning_in_the_afternoon(seed: int) -> None:
    asked, mirrored = (
        replace(each, standard=replace(each.standard, effective=(), wide_window="centred"))
        for each in (world(seed), world(seed, mirrored=True))
    )
    standard = mirrored.standard
    hours = {"start_min": 1440.0 - standard.end_min, "end_min": 1440.0 - standard.start_min}
    turned = replace(mirrored, standard=replace(standard, **hours))
    for a, b in zip(solve(asked).windows, solve(turned).windows, strict=True):
        back = replace(b, lit=tuple((1440.0 - end, 1440.0 - start) for start, end in b.lit[::-1]))
        assert differ_min(a, back) < NEAR_MIN, a.id


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.floats(0.1, 0.9))
def test_a_prism_in_two_pieces_shades_as_one(seed: int, share: float) -> None:
    asked = world(seed)
    first, *others = asked.prisms
    cut_m = first.base_m + share * (first.top_m - first.base_m)
    lower, upper = (
        Prism("lower", first.ring, first.base_m, cut_m),
        Prism("upper", first.ring, cut_m, first.top_m),
    )
    assert_same_light(asked, replace(asked, prisms=(lower, upper, *others)))
    x = [corner[0] for corner in first.ring]
    if len(first.ring) == 4 and len({round(each, 6) for each in x}) == 2:
        (x0, x1), (y0, y1) = (min(x), max(x)), (min(c[1] for c in first.ring), max(c[1] for c in first.ring))
        middle = x0 + share * (x1 - x0)
        halves = tuple(
            Prism(f"half{a}", ring([(a, y0), (b, y0), (b, y1), (a, y1)]), first.base_m, first.top_m)
            for a, b in ((x0, middle), (middle, x1))
        )
        assert_same_light(asked, replace(asked, prisms=(*halves, *others)))


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_the_order_of_the_file_does_not_matter_and_less_in_the_way_is_never_darker(seed: int) -> None:
    asked = world(seed)
    again = replace(asked, prisms=asked.prisms[::-1], windows=asked.windows[::-1])
    assert solve(again) == solve(asked)
    before = solve(asked).windows
    for number in range(len(asked.prisms)):
        fewer = replace(asked, prisms=asked.prisms[:number] + asked.prisms[number + 1 :])
        for less, more in zip(before, solve(fewer).windows, strict=True):
            assert more.total_min >= less.total_min - NEAR_MIN


def told(problem: Problem, answer: Sunlit) -> list[str]:
    return [each.because.say("zh") for each in check(problem, answer, step_s=20.0)]


def forged(window: WindowLight, way: str) -> WindowLight:
    lies = {
        "total_min": window.total_min + 1.0,
        "longest_min": window.longest_min - 1.0,
        "spells": window.spells + 1,
        "all_min": window.all_min + 1.0,
        "meets": not window.meets,
        "offset_m": 0.15,
        "lit": ((500.0, 500.5), *window.lit) if window.lit else ((500.0, 501.0),),
        "available": (),
        "range_min": (window.range_min[0] - 1.0, window.range_min[1]),
        "flips": ("height",) if not window.flips else (),
        "shades": (*window.shades, Shade("nobody", ((481.0, 482.0),), 1.0)),
    }
    return replace(window, **{way: lies[way]})


WAYS = (
    "total_min", "longest_min", "spells", "all_min", "meets", "offset_m", "lit", "available", "range_min",
    "flips", "shades", "unshaded", "parts", "doubled",
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("full", [False, True])
def test_the_checker_sees_any_single_forgery(way: str, full: bool) -> None:
    asked = plain(full=full)
    answer = solve(asked)
    assert told(asked, answer) == []
    (window,) = answer.windows
    if way == "parts":
        first, *others = window.shades
        lie = replace(window, shades=(replace(first, taken_min=first.taken_min + 0.5), *others))
    elif way == "unshaded":
        lie = replace(window, shades=())
    elif way == "doubled":
        lie = replace(window, lit=(*window.lit, *window.lit))
    else:
        lie = forged(window, way)
    assert told(asked, Sunlit((lie,)))


def plain(*, full: bool) -> Problem:
    """Make a south window before a slab and a shaft, some of its day lit."""
    base = next(problem for problem in map(world, range(100)) if not problem.standard.effective)
    standard = replace(
        base.standard, declination_deg=-20.116, start_min=480.0, end_min=960.0, min_spell_min=5.0,
        full_window=full, wide_window="best", sweep_deg=0.0, least_min=60.0, least_of="total",
    )  # fmt: skip
    slab = Prism("slab", ((-20.0, -40.0), (10.0, -40.0), (10.0, -30.0), (-20.0, -30.0)), 0.0, 20.0)
    shaft = Prism("shaft", ((2.0, -3.0), (4.0, -3.0), (4.0, 0.0), (2.0, 0.0)), 0.0, 20.0)
    window = replace(base.windows[0], id="w", at=(0.0, 0.0), sill_m=0.9, azimuth_deg=180.0, width_m=2.4)
    return Problem(31.17, standard, (slab, shaft), (window,))


@pytest.mark.parametrize("way", ["missing", "doubled", "strange"])
def test_the_checker_sees_a_wrong_list_of_windows(way: str) -> None:
    asked = plain(full=False)
    (window,) = solve(asked).windows
    lists = {"missing": (), "doubled": (window, window), "strange": (replace(window, id="x"),)}
    assert len(told(asked, Sunlit(lists[way]))) == 1


def test_a_better_stretch_that_was_not_chosen_shows() -> None:
    asked = plain(full=True)
    worse = replace(asked, standard=replace(asked.standard, wide_window="centred"))
    (chosen,), (middle,) = solve(asked).windows, solve(worse).windows
    assert chosen.total_min > middle.total_min + 1.0
    lie = replace(middle, range_min=chosen.range_min)
    assert any("offset_m" in said for said in told(asked, Sunlit((lie,))))


def test_counting_by_the_longest_spell_is_checked_as_well() -> None:
    asked = plain(full=False)
    longest = replace(asked, standard=replace(asked.standard, least_of="longest", least_min=None))
    assert told(longest, solve(longest)) == []
    (window,) = solve(longest).windows
    assert total_of(window.lit) == pytest.approx(window.all_min)


@pytest.mark.parametrize("azimuth_deg", [180.0, 359.8, 90.0])
def test_hours_that_depend_on_the_azimuth_are_checked_as_well(azimuth_deg: float) -> None:
    asked = plain(full=False)
    table = (Effective(165, 195, 600.0, 660.0), Effective(0, 15, 480.0, 960.0))
    turned = replace(asked.windows[0], azimuth_deg=azimuth_deg)
    asked = replace(asked, standard=replace(asked.standard, effective=table), windows=(turned,))
    answer = solve(asked)
    assert told(asked, answer) == []
    (window,) = answer.windows
    assert told(asked, Sunlit((replace(window, lit=((480.0, 500.0),)),)))


def test_a_spell_too_near_the_minimum_leaves_small_changes_unjudged() -> None:
    asked = plain(full=False)
    (window,) = solve(asked).windows
    shortest = min(end - start for start, end in window.lit)
    edge = replace(asked, standard=replace(asked.standard, min_spell_min=shortest - 0.01))
    assert told(edge, solve(edge)) == []
