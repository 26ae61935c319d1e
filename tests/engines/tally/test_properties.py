"""The solver against trying everything, the checker on whatever is drawn, and forgeries of every kind."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sanxin.engines.tally.check import check, check_count, minimal
from sanxin.engines.tally.problem import Ballot, Dwelling, Problem, Readings, Rule, Stance
from sanxin.engines.tally.result import Forecast, Move, RefusedBallot, Sums, Tally
from sanxin.engines.tally.solve import outcome, solve
from sanxin.engines.tally.solve.ballots import answers_of
from sanxin.engines.tally.solve.cover import both
from sanxin.engines.tally.solve.heads import heads_of
from tests.engines.tally.rolls import SPECIAL, asked, drawn, dwellings, smallest_by_trying

SEEDS = st.integers(0, 10**9)


def problem_of(seed: int, most: int = 8) -> Problem:
    problem = drawn(seed, most)
    assume(problem is not None)
    assert problem
    return problem


@settings(max_examples=600, deadline=None)
@given(SEEDS)
def test_the_smallest_change_is_what_trying_everything_finds(seed: int) -> None:
    problem = problem_of(seed, 7)
    assume(problem.readings.not_returned == "no_part")
    change, tried = solve(problem).change, smallest_by_trying(problem)
    assert (change is None) is (tried is None)
    assert check(problem, solve(problem)) == ()
    if change is None or tried is None:
        return
    count, heads, turn = tried
    assert (change.heads, change.moves[0].to_state if change.moves else None) == (count, turn)
    moved = {move.dwelling for move in change.moves}
    owners = heads_of(problem, answers_of(problem)[0])
    assert tuple(sorted(head.id for head in owners if moved & {each.id for each in head.dwellings})) == heads


@settings(max_examples=1500, deadline=None)
@given(SEEDS)
def test_the_checker_is_silent_on_any_true_tally(seed: int) -> None:
    problem = problem_of(seed, 30)
    assert [each.because.say("en") for each in check(problem, solve(problem))] == []
    assert check_count(problem, outcome(problem)) == ()


def test_a_thousand_dwellings_are_counted_and_proven() -> None:
    for seed in range(6):
        chance = Random(seed)
        roll = tuple(
            Dwelling(
                f"{number:04}", Decimal(chance.randrange(3000, 14000)) / 100, (f"o{chance.randrange(700)}",)
            )
            for number in range(1000)
        )
        ballots = tuple(
            Ballot(each.id, each.id, chance.choice(["for", "for", "against", "abstain"]))  # type: ignore[arg-type]
            for each in roll
            if chance.random() < 0.3 + 0.1 * seed
        )
        problem = Problem(SPECIAL, roll, ballots)
        tally = solve(problem)
        assert tally.change
        assert tally.change.heads > 20
        assert check(problem, tally) == ()


def half_returned(seed: int) -> Problem:
    """Draw owners of two dwellings, one answered against and one silent: both areas pull, apart."""
    chance = Random(seed)
    roll, ballots = [], []
    for number in range(chance.choice([4, 6, 8, 20, 40])):
        one, other = chance.randrange(3000, 20000), chance.randrange(3000, 20000)
        roll += [
            Dwelling(f"{number:02}{side}", Decimal(area) / 100, (f"o{number}",))
            for side, area in zip("ab", (one, other), strict=True)
        ]
        answer = chance.choice(["for", "against", "against", "against", "abstain", ""])
        ballots += [Ballot(f"b{number}", f"{number:02}a", answer)] if answer else []  # type: ignore[arg-type]
    return Problem(
        Rule("A", Fraction(2, 5), Fraction(chance.randint(50, 90), 100)), tuple(roll), tuple(ballots)
    )


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_owners_who_answered_for_one_dwelling_of_two_are_weighed_exactly(seed: int) -> None:
    problem = half_returned(seed)
    tally = solve(problem)
    assert [each.because.say("en") for each in check(problem, tally)] == []
    if len(problem.roll) <= 16:
        tried = smallest_by_trying(problem)
        assert tally.change
        assert tried
        assert tally.change.heads == tried[0]


GAINS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=8)


@settings(max_examples=800, deadline=None)
@given(GAINS, st.integers(1, 8), st.integers(-5, 120), st.integers(-5, 120))
def test_two_needs_at_once_are_decided_as_trying_every_choice_does(
    gains: list[tuple[int, int]], count: int, part: int, consent: int
) -> None:
    count = min(count, len(gains))
    tried = any(
        sum(one for one, _ in some) >= part and sum(other for _, other in some) >= consent
        for some in combinations(gains, count)
    )
    assert both(gains, count, part, consent) is tried
    ids = {str(number): gain for number, gain in enumerate(gains)}
    assert minimal.can(ids, list(ids), count, (part, consent), dict.fromkeys(ids, 0)) is (
        tried or max(part, consent) <= 0
    )


@pytest.mark.parametrize(
    ("gains", "count", "need", "can"),
    [
        ([(11, 5), (11, 11), (10, 8), (0, 7), (3, 10), (0, 2), (1, 5), (7, 3), (6, 8)], 2, (19, 8), True),
        ([(0, 5), (3, 0), (3, 5), (1, 0), (3, 1), (2, 4), (3, 0), (4, 0), (1, 0)], 6, (17, 10), True),
        ([(0, 7), (5, 10), (10, 2), (5, 2), (3, 1), (9, 4), (0, 9), (4, 8)], 4, (19, 25), True),
        ([(1, 5), (2, 5), (0, 2), (4, 2), (5, 2)], 2, (4, 9), False),
        (
            [(26, 29), (17, 18), (18, 28), (24, 28), (31, 19), (12, 19), (39, 18), (1, 31), (5, 16)],
            5,
            (111, 126),
            False,
        ),
        ([(7, 4), (2, 7), (2, 2), (4, 0), (6, 0)], 3, (13, 12), False),
        ([(3, 6), (3, 1), (5, 2), (6, 3), (5, 5), (0, 3)], 2, (10, 9), False),
    ],
)
def test_where_no_weighting_decides_the_sums_are_searched(
    gains: list[tuple[int, int]], count: int, need: tuple[int, int], can: bool
) -> None:
    assert both(gains, count, *need) is can
    named = {str(number): gain for number, gain in enumerate(gains)}
    assert minimal.can(named, list(named), count, need, dict.fromkeys(named, 0)) is can


TWELVE = asked(dwellings(12, d02="王芳", d05="王芳"), "+++++---····")
FORGERIES: dict[str, Callable[[Tally], Tally]] = {
    "passed": lambda tally: replace(tally, passed=not tally.passed),
    "a test": lambda tally: replace(tally, tests=(replace(tally.tests[0], have=1), *tally.tests[1:])),
    "a test left out": lambda tally: replace(tally, tests=tally.tests[1:]),
    "a threshold": lambda tally: replace(tally, tests=(replace(tally.tests[0], required=Fraction(1, 2)), *tally.tests[1:])),
    "heads": lambda tally: replace(tally, heads=Sums(12, 8, 5)),
    "area": lambda tally: replace(tally, area_cm2=Sums(1, 1, 1)),
    "a refused ballot": lambda tally: replace(tally, refused=(RefusedBallot("b01", "01", "second"),)),
    "a forecast": lambda tally: replace(tally, forecast=Forecast("passes", (), (), 0, 0)),
    "no change": lambda tally: replace(tally, change=None),
    "the direction": lambda tally: changed(tally, to="fail"),
    "a move from nowhere": lambda tally: changed(tally, moves=(Move("06", "missing", "for"),)),
    "a move of nobody": lambda tally: changed(tally, moves=(Move("66", "against", "for"),)),
    "a move that turns nothing": lambda tally: changed(tally, moves=()),
    "one head too many": lambda tally: changed(tally, heads=2, moves=(*against(tally, "06"), *against(tally, "07"))),
    "a later head": lambda tally: changed(tally, moves=against(tally, "07")),
    "a miscount of heads": lambda tally: changed(tally, heads=3),
    "an objection": lambda tally: changed(tally, objections=("x",)),
}  # fmt: skip


def changed(tally: Tally, **more: Any) -> Tally:
    assert tally.change
    return replace(tally, change=replace(tally.change, **more))


def against(tally: Tally, dwelling: str) -> tuple[Move, ...]:
    return (Move(dwelling, "against", "for"),)


@pytest.mark.parametrize("kind", FORGERIES)
def test_the_checker_sees_every_forgery(kind: str) -> None:
    true = solve(TWELVE)
    assert check(TWELVE, true) == ()
    assert check(TWELVE, FORGERIES[kind](true)) != ()


@pytest.mark.parametrize(
    ("answers", "moves"),
    [
        ("++++++++----", (Move("02", "for", "against"),)),
        ("++++++++----", (Move("02", "for", "missing"),)),
        ("++++++++----", (Move("01", "for", "missing"),)),
        ("++++++++----", (Move("01", "for", "against"), Move("03", "for", "against"))),
    ],
)
def test_the_checker_sees_a_change_to_fail_that_is_not_the_first(
    answers: str, moves: tuple[Move, ...]
) -> None:
    problem = asked(dwellings(12), answers, Rule("B", Fraction(2, 3)))
    true = solve(problem)
    assert true.change
    assert true.change.moves == (Move("01", "for", "against"),)
    assert check(problem, changed(true, heads=len(moves), moves=moves)) != ()


def test_the_checker_sees_a_change_given_where_none_may_be() -> None:
    problem = asked(dwellings(12), "+++++·······", readings=Readings(not_returned="follow_majority"))
    other = solve(replace(problem, readings=Readings()))
    assert check(problem, replace(solve(problem), change=other.change)) != ()


def test_only_part_of_a_head_moving_is_seen() -> None:
    problem = asked(dwellings(6, d01="王芳", d02="王芳"), "··++++", Rule("B", Fraction(5, 6)))
    true = solve(problem)
    assert true.change
    assert [move.dwelling for move in true.change.moves] == ["01", "02"]
    assert check(problem, changed(true, moves=true.change.moves[:1])) != ()


UNOWNED = tuple(replace(each, owners=()) if each.id in ("02", "03") else each for each in dwellings(6))


def test_a_dwelling_nobody_is_known_to_own_is_never_asked_to_turn_the_outcome() -> None:
    problem = asked(UNOWNED, "······", Rule("B", Fraction(2, 3)))
    change = solve(problem).change
    assert change
    assert [move.dwelling for move in change.moves] == ["01", "04", "05", "06"]
    moved = (Move("01", "missing", "for"), Move("02", "missing", "for"), *change.moves[2:])
    assert check(problem, changed(solve(problem), moves=moved)) != ()


def test_where_even_all_who_can_answer_would_not_do_no_change_is_given_and_that_is_checked() -> None:
    hopeless = asked(UNOWNED, "+····+", Rule("B", Fraction(5, 6)))
    assert solve(hopeless).change is None
    assert check(hopeless, solve(hopeless)) == ()
    possible = replace(hopeless, rule=Rule("B", Fraction(2, 3)))
    assert check(possible, replace(solve(possible), change=None)) != ()


def test_a_forecast_takes_no_answer_for_a_dwelling_nobody_is_known_to_own() -> None:
    problem = asked(
        UNOWNED, "++····", Rule("B", Fraction(5, 6)), stances=(Stance("03", "for"), Stance("04", "for"))
    )
    forecast = solve(problem).forecast
    assert forecast
    assert (forecast.outcome, forecast.stances, forecast.open) == ("fails", 1, 2)
    assert check(problem, solve(problem)) == ()


def test_a_problem_is_plain_json() -> None:
    assert json.loads(json.dumps(TWELVE.to_json()))["roll"][0]["area_m2"] == "60"
