"""Shares add up to the cost, equal what cities print, and no tampering passes the checker."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from math import factorial
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
from sanxin.engines.sharing.solve import shapley, solve


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


def test_yanjis_ten_households() -> None:
    table = weights({2: "2.0", 3: "2.8", 4: "3.6", 5: "4.4", 6: "5.2"})
    shares = fen(Problem("floor_weights", stairwell(range(2, 7), 2), 36_000_000, weights=table))
    assert shares == [each for wan in (20, 28, 36, 44, 52) for each in [wan * 100_000] * 2]


def test_a_table_of_percentages() -> None:
    table = weights({2: "1.5", 3: "4", 4: "9", 5: "15", 6: "20.5"})
    shares = fen(Problem("floor_weights", stairwell(range(2, 7), 2), 10_000, weights=table))
    assert shares == [150, 150, 400, 400, 900, 900, 1500, 1500, 2050, 2050]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6))
def test_the_airport_game_is_the_mean_over_all_orders(costs: list[int]) -> None:
    mean = [Fraction(0)] * len(costs)
    for order in permutations(range(len(costs))):
        reached = 0
        for player in order:
            mean[player] += max(costs[player] - reached, 0)
            reached = max(reached, costs[player])
    assert shapley([Fraction(each) for each in costs]) == [each / factorial(len(costs)) for each in mean]


FLATS = st.builds(
    Dwelling, st.just("x"), st.integers(1, 6), st.decimals("20", "200", places=2), st.booleans(),
    st.booleans(), st.sampled_from([0, 0, 0, 400]), st.sampled_from([0, 0, 0, 5000]),
    st.sampled_from([0, 0, 700]), st.fractions(0, 5, max_denominator=9),
)  # fmt: skip
COSTS = tuple(FloorCost(floor, floor * 9_000) for floor in range(2, 7))


@settings(max_examples=300)
@given(
    st.sampled_from(RULES), st.lists(FLATS, min_size=1, max_size=9), st.integers(0, 90_000),
    st.integers(0, 900), st.sampled_from([(), COSTS]), st.fractions(-0.5, 1, max_denominator=50),
    st.sampled_from(["dwelling", "dwelling_area", "floor_then_area"]),
)  # fmt: skip
def test_whatever_is_shared_adds_up_and_a_moved_fen_is_seen(
    rule: Any, flats: list[Dwelling], capital: int, upkeep: int, alone: Any, rate: Fraction, apply_to: Any
) -> None:
    dwellings = tuple(replace(each, id=f"{number}") for number, each in enumerate(flats))
    table = weights({floor: f"{floor - 1}/2" for floor in range(1, 7)})
    problem = Problem(rule, dwellings, capital, upkeep, table, apply_to, alone, rate)
    try:
        found = solve(problem)
    except ProblemRefused:
        reject()
    if capital or upkeep or any(each.carries for each in dwellings):
        assert sum(each.fen for each in found.shares) == capital + upkeep
    assert check(problem, found) == []
    assert Problem.from_json(problem.to_json()) == problem
    moved = (replace(found.shares[0], fen=found.shares[0].fen + 1), *found.shares[1:])
    assert check(problem, replace(found, shares=moved))
    assert check(problem, replace(found, in_core="no"))  # type: ignore[arg-type]
    assert check(problem, replace(found, shares=found.shares[1:]))


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


def test_a_relief_without_others_to_carry_it_is_refused() -> None:
    with pytest.raises(ProblemRefused, match="relief"):
        solve(Problem("equal", (Dwelling("101", 2, Decimal(60), relief_fen=5),), 100))


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
    ],
)
def test_a_wrong_problem_names_the_culprit(wrong: dict[str, Any]) -> None:
    base: dict[str, Any] = {"rule": "equal", "dwellings": (dwelling(),), "capital_fen": 100}
    with pytest.raises(ProblemRefused, match="is wrong"):
        Problem(**{**base, **wrong})


def test_json_that_does_not_fit_is_refused_by_its_path() -> None:
    with pytest.raises(ProblemRefused, match=r"problem\.rule"):
        Problem.from_json({})


def test_interest_of_late_joiners_whose_parts_cancel_is_given_back() -> None:
    late = {"103": 365, "104": 730}
    dwellings = tuple(
        Dwelling(ident, floor, Decimal(60), late_days=late.get(ident, 0))
        for ident, floor in (("101", 2), ("102", 2), ("103", 1), ("104", 2))
    )
    assert sum(fen(Problem("equal_benefit", dwellings, 6_000_000, late_rate=Fraction(3, 100)))) == 6_000_000
