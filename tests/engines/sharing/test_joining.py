"""Who joins later pays its share with interest, and each who paid before gets back by how much its own share fell."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from sanxin.engines.sharing.check import check
from sanxin.engines.sharing.problem import RULES, Dwelling, FloorWeight, Problem
from sanxin.engines.sharing.solve import solve

YEAR = 365


def flats(*late: tuple[int, int]) -> tuple[Dwelling, ...]:
    """Make one flat a pair: its floor, and after how many days it joins."""
    return tuple(
        Dwelling(f"{number}", floor, Decimal(60), late_days=days)
        for number, (floor, days) in enumerate(late, 1)
    )


def fen(problem: Problem) -> list[int]:
    found = solve(problem)
    assert check(problem, found) == []
    return [each.fen for each in found.shares]


def test_a_late_joiner_pays_with_interest_to_each_by_how_much_its_share_fell() -> None:
    problem = Problem("ride_height", flats((3, 0), (5, 0), (7, YEAR)), 120_000, late_rate=Fraction(3, 100))
    # Before: 40,000 and 80,000. After: 20,000, 40,000 and 60,000. So 20,000 and 40,000 come back, and 3 % on them.
    assert fen(problem) == [40_000 - 20_600, 80_000 - 41_200, 61_800]


def test_interest_runs_only_while_the_money_was_out() -> None:
    problem = Problem("equal", flats((2, 0), (3, YEAR), (4, 3 * YEAR)), 60_000, late_rate=Fraction(1, 10))
    # The second pays 30,000 and 3,000; the third 20,000 and 6,000, half of which goes to each of the first two.
    assert fen(problem) == [60_000 - 33_000 - 13_000, 33_000 - 13_000, 26_000]


def test_without_interest_everybody_ends_as_if_all_had_joined_at_once() -> None:
    late = flats((2, 0), (6, 700), (3, 20), (1, 5), (6, 20))
    at_once = tuple(replace(each, late_days=0) for each in late)
    table = tuple(FloorWeight(floor, Fraction(floor)) for floor in range(1, 7))
    for rule in RULES:
        late, at_once = (tuple(replace(one, weight=Fraction(2)) for one in each) for each in (late, at_once))
        one, other = (Problem(rule, each, 700_001, 77, table) for each in (late, at_once))
        assert fen(one) == fen(other), rule


def test_where_everybody_is_late_the_first_of_them_raise_the_cost() -> None:
    problem = Problem("equal", flats((2, 30), (3, 30)), 50_000, late_rate=Fraction(1))
    assert fen(problem) == [25_000, 25_000]
    later = Problem("equal", flats((2, 30), (3, 30 + YEAR)), 50_000, late_rate=Fraction(1))
    assert fen(later) == [0, 50_000]


def test_the_first_who_can_by_the_rule_pay_raise_the_cost() -> None:
    problem = Problem(
        "ride_height", flats((1, 0), (3, YEAR), (3, 2 * YEAR)), 50_000, late_rate=Fraction(1, 10)
    )
    assert fen(problem) == [0, 50_000 - 27_500, 27_500]


@pytest.mark.parametrize(("days", "pays"), [(YEAR, 12_500), (2 * YEAR, 0), (9 * YEAR, 0)])
def test_what_has_lost_its_worth_costs_a_joiner_less_and_never_below_nothing(days: int, pays: int) -> None:
    problem = Problem("equal", flats((2, 0), (3, days)), 50_000, late_rate=Fraction(-1, 2))
    assert fen(problem) == [50_000 - pays, pays]


def test_a_joiner_whom_the_rule_pays_is_paid_with_interest() -> None:
    problem = Problem("equal_benefit", flats((3, 0), (5, 0), (1, YEAR)), 60_000, late_rate=Fraction(1, 10))
    assert fen(problem) == [15_000 + 5_500, 45_000 + 5_500, -11_000]
