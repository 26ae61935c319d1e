"""Many decisions at once give what each gives alone."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanxin.engines.tally.many import AGAINST, FOR, MISSING, tally_many
from sanxin.engines.tally.problem import Ballot, Dwelling, Problem, ProblemRefused, Rule
from sanxin.engines.tally.solve import outcome
from tests.engines.tally.rolls import OF_ALL, ORDINARY, SPECIAL

ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 6), st.integers(0, 900_000), st.sampled_from([AGAINST, FOR, MISSING])),
    min_size=1, max_size=30,
)  # fmt: skip
ANSWERS: dict[int, Any] = {AGAINST: "against", FOR: "for"}


def columns(rows: list[tuple[int, ...]]) -> list[Any]:
    return [np.array(column, np.int64) for column in zip(*rows, strict=True)]


@settings(max_examples=300, deadline=None)
@given(ROWS, st.sampled_from([SPECIAL, ORDINARY, OF_ALL]))
def test_each_stairwell_of_many_is_counted_as_it_is_alone(rows: list[tuple[int, ...]], rule: Rule) -> None:
    assert_same_as_alone(rows, rule)


@pytest.mark.parametrize("rule", [SPECIAL, ORDINARY, OF_ALL])
def test_two_stairwells_of_which_one_agrees_are_told_apart(rule: Rule) -> None:
    rows = [
        (of, head, 500_000 + head, FOR if of or head > 3 else AGAINST) for of in (0, 1) for head in range(5)
    ]
    assert list(tally_many(rule, *columns(rows)).passed) == [False, True]
    assert_same_as_alone(rows, rule)


def assert_same_as_alone(rows: list[tuple[int, ...]], rule: Rule) -> None:
    many = tally_many(rule, *columns(rows))
    for stairwell in {row[0] for row in rows}:
        mine = [(number, row) for number, row in enumerate(rows) if row[0] == stairwell]
        if not any(row[2] for _, row in mine):
            continue
        roll = tuple(
            Dwelling(f"{number:03}", Decimal(row[2]) / 10000, (str(row[1]),)) for number, row in mine
        )
        ballots = tuple(
            Ballot(f"{number:03}", f"{number:03}", ANSWERS[row[3]])
            for number, row in mine
            if row[3] != MISSING
        )
        alone = outcome(Problem(rule, roll, ballots))
        heads, area = alone.heads, alone.area_cm2
        assert (many.heads_all[stairwell], many.heads_taking_part[stairwell], many.heads_for[stairwell]) == (
            heads.all, heads.taking_part, heads.in_favour,
        )  # fmt: skip
        assert many.area_all_cm2[stairwell] == area.all
        assert many.area_taking_part_cm2[stairwell] == area.taking_part
        assert many.area_for_cm2[stairwell] == area.in_favour
        assert many.passed[stairwell] == alone.passed


def test_no_rows_are_no_stairwells() -> None:
    nothing = np.zeros(0, np.int64)
    assert len(tally_many(SPECIAL, nothing, nothing, nothing, nothing).passed) == 0


@pytest.mark.parametrize(
    ("rows", "rule", "said"),
    [
        ([(0, 0, -1, FOR)], SPECIAL, "area_cm2"),
        ([(0, 0, 1, 3)], SPECIAL, "expected 0, 1 or 2"),
        ([(2**31, 2**31, 1, FOR)], SPECIAL, "too large to be packed"),
        ([(0, 0, 2**53, FOR)], SPECIAL, "too large to be added"),
        ([(0, 0, 1, FOR)], Rule("B", Fraction(1, 1001)), "at most 1000"),
    ],
)
def test_what_could_not_be_exact_is_refused(rows: list[tuple[int, ...]], rule: Rule, said: str) -> None:
    with pytest.raises(ProblemRefused, match=said):
        tally_many(rule, *columns(rows))


def test_columns_of_different_lengths_or_of_fractions_are_refused() -> None:
    one, two = np.zeros(1, np.int64), np.zeros(2, np.int64)
    with pytest.raises(ProblemRefused, match="head"):
        tally_many(SPECIAL, one, two, one, one)
    with pytest.raises(ProblemRefused, match="answer"):
        tally_many(SPECIAL, one, one, one, one.astype(float))
