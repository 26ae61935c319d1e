"""A tally that cannot be counted is refused, and the culprit is named."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sanxin.engines.tally.problem import Ballot, Objection, Problem, ProblemRefused, Rule, Stance
from tests.engines.tally.rolls import SPECIAL, asked, drawn, dwellings

GOOD = asked(dwellings(3), "+-·", objections=(Objection("x1", "01"),), stances=(Stance("03", "unsure"),))


def test_a_problem_survives_being_written() -> None:
    assert Problem.from_json(GOOD.to_json()) == GOOD
    some = [problem for seed in range(60) if (problem := drawn(seed))]
    assert [Problem.from_json(each.to_json()) for each in some] == some


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"roll": ()}, "the roll is empty"),
        ({"roll": dwellings(3, area="0"), "ballots": ()}, "no area at all"),
        ({"roll": (*GOOD.roll, GOOD.roll[0])}, "roll “01” is wrong: the id is empty or used twice"),
        ({"roll": (replace(GOOD.roll[0], id=""),)}, "the id is empty"),
        ({"roll": (replace(GOOD.roll[0], area_m2=Decimal(-1)),)}, "its area -1 is not"),
        ({"roll": (replace(GOOD.roll[0], area_m2=Decimal("NaN")),)}, "its area NaN is not"),
        ({"roll": (replace(GOOD.roll[0], area_m2=Decimal("1.00001")),)}, "finer than 1 cm²"),
        ({"roll": (replace(GOOD.roll[0], owners=("",)),)}, "an owner's id is empty"),
        ({"ballots": (GOOD.ballots[0], GOOD.ballots[0])}, "ballots “b01”"),
        ({"ballots": (replace(GOOD.ballots[0], at="soon"),)}, "its time “soon” cannot be read"),
        ({"objections": (Objection("x"), Objection("x"))}, "objections “x”"),
        ({"stances": (Stance("03", "for"), Stance("03", "against"))}, "stances “03”"),
        ({"rule": Rule("A", Fraction(3, 4))}, "family A, and no other"),
        ({"rule": Rule("B", Fraction(3, 4), Fraction(2, 3))}, "family A, and no other"),
        ({"rule": Rule("A", Fraction(3, 4), Fraction(0))}, "more than 0 and at most 1"),
        ({"rule": Rule("B", Fraction(0))}, "nobody could meet or fail"),
        ({"rule": Rule("B", Fraction(1), strict=True)}, "nobody could meet or fail"),
        ({"rule": Rule("unanimity", Fraction(1, 2))}, "unanimity is a share of 1"),
    ],
)
def test_a_wrong_problem_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ProblemRefused, match=said):
        replace(GOOD, **changed)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("rule", "consent"), "1/0"),
        (("rule", "consent"), "most"),
        (("rule", "family"), "D"),
        (("colour",), 1),
    ],
)
def test_a_problem_that_does_not_read_is_refused_by_path(path: tuple[str, ...], value: Any) -> None:
    written = GOOD.to_json()
    inner = written
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(ProblemRefused, match=path[-1]):
        Problem.from_json(written)


def test_a_ballot_without_a_time_comes_first() -> None:
    assert Ballot("a", "01", "for").instant() < Ballot("b", "01", "for", at="1999-01-01").instant()
    assert SPECIAL.participation == Fraction(2, 3)
