"""The airport game equals the figures others printed, its own definition, and stays in its core."""

import json
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import factorial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanxin.engines.sharing.check import check
from sanxin.engines.sharing.problem import Dwelling, FloorCost, Problem
from sanxin.engines.sharing.solve import shapley, solve

GOLDEN = Path(__file__).parents[2] / "golden" / "airport_vectors.json"
CASES: dict[str, dict[str, Any]] = {
    each["id"]: each for each in json.loads(GOLDEN.read_text("utf-8"))["cases"]
}


@pytest.mark.parametrize("name", [ident for ident, each in CASES.items() if each["kind"] == "airport"])
def test_the_published_games(name: str) -> None:
    case = CASES[name]
    found = shapley(case["cost"])
    assert [float(each) for each in found] == pytest.approx(
        case["expected"]["shapley"], abs=case["tolerance"]
    )
    assert sum(found) == max(case["cost"])


def test_birminghams_runway_fees() -> None:
    case = CASES["birmingham-1968-69"]
    players = case["players_of_type"]
    costs = [cost for cost, count in zip(case["cost"], players, strict=True) for _ in range(count)]
    found = shapley(costs)
    first = [sum(players[:place]) for place in range(len(players))]
    fees = [float(found[place]) for place in first]
    assert fees == pytest.approx(case["expected"]["shapley_per_player"], abs=case["tolerance"])
    assert [round(each, 2) for each in fees] == case["expected"]["shapley_per_player_2dp"]
    assert sum(found) == 117_676


@pytest.mark.parametrize("name", [ident for ident, each in CASES.items() if "cost" in each])
def test_the_shares_of_a_lift_are_those_of_the_published_game(name: str) -> None:
    case, finer = CASES[name], 10**12
    players = case.get("players_of_type", [1] * len(case["cost"]))
    floors = [floor for floor, count in enumerate(players, 2) for _ in range(count)]
    dwellings = tuple(Dwelling(f"{number:05}", floor, None) for number, floor in enumerate(floors))
    costs = tuple(FloorCost(floor, cost) for floor, cost in enumerate(case["cost"], 2))
    problem = Problem("airport", dwellings, max(case["cost"]) * finer, stand_alone=costs)
    found = solve(problem)
    assert check(problem, found) == []
    printed = case["expected"].get("shapley") or case["expected"]["shapley_per_player"]
    given = [share.fen / finer for share in found.shares]
    assert given == pytest.approx([printed[floor - 2] for floor in floors], abs=case["tolerance"])


def by_enumeration(costs: list[int]) -> list[Fraction]:
    """Weigh what each player adds to every one of the 2ⁿ groups of the others."""
    players, value = range(len(costs)), []
    for player in players:
        others = [each for each in players if each != player]
        total = Fraction(0)
        for size in range(len(costs)):
            share = Fraction(factorial(size) * factorial(len(costs) - size - 1), factorial(len(costs)))
            for group in combinations(others, size):
                reached = max((costs[each] for each in group), default=0)
                total += share * (max(reached, costs[player]) - reached)
        value.append(total)
    return value


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_the_closed_form_is_the_value_by_its_definition(costs: list[int]) -> None:
    assert shapley(costs) == by_enumeration(costs)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(2, 7), min_size=1, max_size=7),
    st.lists(st.integers(1, 10**6), min_size=6, max_size=6),
)
def test_its_shares_are_those_of_the_definition_and_no_group_would_do_better(
    floors: list[int], alone: list[int]
) -> None:
    stated = dict(zip(range(2, 8), alone, strict=True))
    dwellings = tuple(Dwelling(f"{number}", floor, None) for number, floor in enumerate(floors))
    whole = max(stated[floor] for floor in floors)
    costs = tuple(FloorCost(floor, fen) for floor, fen in stated.items())
    problem = Problem("airport", dwellings, whole, stand_alone=costs)
    found = solve(problem)
    exact = by_enumeration([stated[floor] for floor in floors])
    assert check(problem, found) == []
    assert all(abs(share.fen - part) < 1 for share, part in zip(found.shares, exact, strict=True))
    for size in range(1, len(floors) + 1):
        for group in combinations(range(len(floors)), size):
            pays = sum(found.shares[each].fen for each in group)
            # Rounding gives a group less than a fen a member more than its exact share.
            assert pays < max(stated[floors[each]] for each in group) + size


@pytest.mark.parametrize("rule", ["elevator", "area"])
def test_the_elevator_rule_with_floors_of_different_flats(rule: Any) -> None:
    case = CASES["custosascensor-areas"]
    dwellings = tuple(
        Dwelling(f"{floor}0{flat}", floor, Decimal(area))
        for floor, areas in enumerate(case["areas"], 1)
        for flat, area in enumerate(areas, 1)
    )
    problem = Problem(rule, dwellings, case["total"] * 10**12, apply_to="floor_then_area")
    found = solve(problem)
    assert check(problem, found) == []
    name = {"elevator": "elevator_rule_area", "area": "equal_area"}[rule]
    printed = [each for floor in case["expected"][name] for each in floor]
    assert [share.fen / 10**12 for share in found.shares] == pytest.approx(printed, abs=case["tolerance"])
