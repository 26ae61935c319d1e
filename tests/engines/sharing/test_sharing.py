"""Shares add up to the cost, equal what cities print, and no tampering passes the checker."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from sanxin.engines.sharing.check import check
from sanxin.engines.sharing.problem import (
    RULES,
    Dwelling,
    FloorCost,
    FloorWeight,
    Problem,
    ProblemRefused,
)
from sanxin.engines.sharing.solve import solve


def weights(table: dict[int, str]) -> tuple[FloorWeight, ...]:
    return tuple(FloorWeight(floor, Fraction(weight)) for floor, weight in table.items())


def stairwell(floors: range, flats: int = 1) -> tuple[Dwelling, ...]:
    return tuple(
        Dwelling(f"{floor}0{flat}", floor, Decimal(60)) for floor in floors for flat in range(1, flats + 1)
    )


def fen(problem: Problem) -> list[int]:
    found = solve(problem)
    assert check(problem, found) == []
    return [each.fen for each in found.shares]


@pytest.mark.parametrize("apply_to", ["dwelling", "dwelling_area", "floor_then_area"])
def test_guangzhous_weights_on_420_000_yuan(apply_to: Any) -> None:
    table = weights({1: "0", 2: "0.5", 3: "1", 4: "1.1", 5: "1.2", 6: "1.3"})
    problem = Problem("floor_weights", stairwell(range(1, 7)), 42_000_000, weights=table, apply_to=apply_to)
    assert fen(problem) == [0, 4117647, 8235294, 9058824, 9882353, 10705882]


FLATS = st.builds(
    Dwelling, st.just("x"), st.integers(1, 6), st.none() | st.decimals("20", "200", places=2), st.booleans(),
    st.booleans(), st.sampled_from([0, 0, 30, 400, 400, 2000]), st.sampled_from([0, 0, 0, 5000]),
    st.sampled_from([0, 0, 700]), st.fractions(0, 5, max_denominator=9),
)  # fmt: skip
COSTS = tuple(FloorCost(floor, floor * 9_000) for floor in range(2, 7))


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(RULES), st.lists(FLATS, min_size=1, max_size=9), st.integers(0, 90_000),
    st.integers(0, 900), st.sampled_from([(), COSTS]), st.fractions(Fraction(-9, 10), 1, max_denominator=50),
    st.sampled_from(["dwelling", "dwelling_area", "floor_then_area"]),
)  # fmt: skip
def test_whatever_is_shared_adds_up_and_a_moved_fen_is_seen(
    rule: Any, flats: list[Dwelling], capital: int, upkeep: int, alone: Any, rate: Fraction, apply_to: Any
) -> None:
    dwellings = tuple(replace(each, id=f"{number}") for number, each in enumerate(flats))
    table = weights({floor: f"{floor - 1}/2" for floor in range(1, 7)})
    try:
        problem = Problem(rule, dwellings, capital, upkeep, table, apply_to, alone, rate)
        found = solve(problem)
    except ProblemRefused:
        reject()
    assert sum(each.fen for each in found.shares) == capital + upkeep
    assert check(problem, found) == []
    assert Problem.from_json(problem.to_json()) == problem
    moved = (replace(found.shares[0], fen=found.shares[0].fen + 1), *found.shares[1:])
    assert check(problem, replace(found, shares=moved))
    assert check(problem, replace(found, in_core="no"))  # type: ignore[arg-type]
    assert check(problem, replace(found, shares=found.shares[1:]))


def test_a_neighbour_who_refuses_doubles_nobodys_share() -> None:
    table = weights({floor: str(floor) for floor in range(2, 5)})
    flats = stairwell(range(2, 5), 2)
    out = tuple(replace(each, pays=each.id != "302") for each in flats)
    problem = Problem("floor_weights", out, 150_000, weights=table, apply_to="floor_then_area")
    # 2 2 3 – 4 4 of 15: what 302 leaves is spread over all, not laid on 301.
    assert fen(problem) == [20_000, 20_000, 30_000, 0, 40_000, 40_000]
    assert fen(replace(problem, apply_to="dwelling")) == fen(problem)


def test_the_group_that_would_do_better_alone_is_named() -> None:
    problem = Problem("equal", stairwell(range(1, 4)), 30_000, stand_alone=COSTS)
    found = solve(problem)
    assert (found.in_core, check(problem, found)) == (False, [])
    assert found.violation
    assert found.violation.dwellings == ("101",)
    assert check(problem, replace(found, violation=None))
    assert solve(replace(problem, rule="airport", capital_fen=27_000)).in_core is True


def test_a_low_floor_may_receive() -> None:
    assert fen(Problem("equal_benefit", stairwell(range(1, 4)), 30_000)) == [-5_000, 10_000, 25_000]


def test_reliefs_are_carried_by_the_others_in_proportion() -> None:
    table = weights({1: "0", 2: "1", 3: "2", 4: "3"})
    flats = stairwell(range(1, 5))
    asked = tuple(replace(each, relief_fen=12_000 if each.id == "401" else 0) for each in flats)
    problem = Problem("floor_weights", asked, 60_000, weights=table)
    assert fen(problem) == [0, 10_000 + 4_000, 20_000 + 8_000, 30_000 - 12_000]
    far = replace(problem, dwellings=tuple(replace(each, relief_fen=each.relief_fen * 9) for each in asked))
    assert fen(far) == [0, 20_000, 40_000, 0]  # no more is relieved than the share
    assert [each.relief_fen for each in solve(far).shares] == [0, 0, 0, 30_000]


def test_a_relief_without_others_to_carry_it_is_refused() -> None:
    with pytest.raises(ProblemRefused, match="relief"):
        solve(Problem("equal", (Dwelling("101", 2, Decimal(60), relief_fen=5),), 100))


def test_where_nobody_would_pay_it_is_refused() -> None:
    nobody = tuple(replace(each, pays=False) for each in stairwell(range(1, 4)))
    ground = stairwell(range(1, 2), 2)
    late = tuple(replace(each, late_days=number * 9) for number, each in enumerate(ground))
    for problem in (
        Problem("equal", nobody, 100), Problem("airport", nobody, 100), Problem("ride_height", ground, 100),
        Problem("airport", ground, 100), Problem("equal_benefit", late, 100), Problem("equal", nobody, 0, 100),
    ):  # fmt: skip
        with pytest.raises(ProblemRefused, match="nobody would pay"):
            solve(problem)


def test_nothing_to_share_is_shared_among_nobody() -> None:
    assert fen(
        Problem("airport", tuple(replace(each, joins=False) for each in stairwell(range(1, 3))), 0)
    ) == [0, 0]


def dwelling(**more: Any) -> Dwelling:
    return replace(Dwelling("101", 2, Decimal(60)), **more)


@pytest.mark.parametrize(
    "wrong",
    [
        {"dwellings": (dwelling(), dwelling())},
        {"dwellings": (dwelling(floor=0),)},
        {"dwellings": (dwelling(area_m2=Decimal(0)),)},
        {"dwellings": (dwelling(relief_fen=-1),)},
        {"capital_fen": -1},
        {"late_rate": Fraction(-1)},
        {"rule": "floor_weights"},
        {"rule": "custom"},
        {"stand_alone": (FloorCost(3, 5),)},
        {"rule": "area", "dwellings": (dwelling(area_m2=None),)},
        {"rule": "elevator", "apply_to": "dwelling_area", "dwellings": (dwelling(area_m2=None),)},
        {
            "rule": "ride_height",
            "apply_to": "floor_then_area",
            "dwellings": (dwelling(), dwelling(id="102", area_m2=None, pays=False)),
        },
    ],
)
def test_a_wrong_problem_names_the_culprit(wrong: dict[str, Any]) -> None:
    base: dict[str, Any] = {"rule": "equal", "dwellings": (dwelling(),), "capital_fen": 100}
    with pytest.raises(ProblemRefused, match="is wrong"):
        Problem(**{**base, **wrong})


def test_an_unknown_area_matters_only_to_rules_of_area() -> None:
    flats = (dwelling(area_m2=None), dwelling(id="201", floor=3, area_m2=None))
    assert fen(Problem("equal", flats, 100)) == [50, 50]
    assert fen(Problem("ride_height", flats, 90)) == [30, 60]
    known = (dwelling(), dwelling(id="102", area_m2=None, pays=False))
    assert fen(Problem("area", known, 100)) == [100, 0]


def test_json_that_does_not_fit_is_refused_by_its_path() -> None:
    with pytest.raises(ProblemRefused, match=r"problem\.rule"):
        Problem.from_json({})


def test_shares_of_a_cost_that_nobody_can_carry_do_not_stand() -> None:
    flats = stairwell(range(1, 3))
    some = solve(Problem("equal", flats, 100))
    alone = tuple(replace(each, relief_fen=60, pays=each.id == "201") for each in flats)
    for problem in (
        Problem("equal", alone, 100),
        Problem("equal", tuple(replace(each, pays=False) for each in flats), 0, 100),
        Problem("ride_height", flats[:1], 100),
    ):
        given = replace(
            some,
            shares=tuple(
                each for each in some.shares if len(problem.dwellings) > 1 or each.dwelling == "101"
            ),
        )
        assert "nobody" in check(problem, given)[0].say("en")


def test_shares_that_leave_a_dwelling_out_do_not_stand() -> None:
    problem = Problem("equal", stairwell(range(1, 3)), 100)
    found = solve(problem)
    for others in (found.shares[:1], found.shares[::-1], (*found.shares, found.shares[0])):
        assert check(problem, replace(found, shares=others))[0].say("en").startswith("dwellings: ")


def test_the_checker_asks_only_for_the_areas_of_floors_that_carry() -> None:
    flats = (*stairwell(range(2, 4), 2), dwelling(id="401", floor=4, area_m2=None, joins=False))
    assert fen(Problem("elevator", flats, 100, apply_to="floor_then_area")) == [21, 21, 29, 29, 0]
