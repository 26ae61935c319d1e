"""Where to go next: willingness against feasibility (R012)."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sanxin.journey.consult import STANCES, StairwellWill, is_reached, matrix, next_up

CLASSES = st.sampled_from(["suitable", "difficult", "unsuitable", ""])
WILLS = st.builds(
    lambda code, suitability, counts, cost: StairwellWill(str(code), suitability, dict(zip(STANCES, counts, strict=True)), cost),
    st.integers(1, 99), CLASSES, st.tuples(*[st.integers(0, 12)] * 4), st.none() | st.integers(0, 9),
)  # fmt: skip


def will(code: str, suitability: str, in_favour: int, of: int = 12, cost: int | None = None) -> StairwellWill:
    counts = {"for": in_favour, "conditional": 0, "against": 0, "not_reached": of - in_favour}
    return StairwellWill(code, suitability, counts, cost)  # type: ignore[arg-type]


def test_the_threshold_met_exactly_counts_and_the_hard_but_wanted_are_exactly_those_on_record() -> None:
    found = matrix(
        [
            will("1", "difficult", 8),
            will("2", "difficult", 7),
            will("3", "unsuitable", 12),
            will("4", "suitable", 12),
        ],
        Fraction(2, 3),
    )
    assert [one.code for one in found.hard_but_wanted()] == ["1", "3"]
    assert [one.code for one in found.cells["difficult", False]] == ["2"]


@given(st.lists(WILLS, max_size=12), st.fractions(0, 1))
def test_every_stairwell_stands_in_one_cell(wills: list[StairwellWill], threshold: Fraction) -> None:
    cells = matrix(wills, threshold).cells
    assert sum(len(of) for of in cells.values()) == len(wills)
    for (suitability, wanted), of in cells.items():
        assert all(one.suitability == suitability and (one.willingness >= threshold) == wanted for one in of)


def test_next_come_the_most_wanted_then_the_easiest_then_the_cheapest() -> None:
    order = next_up([
        will("10", "suitable", 6, cost=5), will("2", "suitable", 6, cost=5), will("3", "difficult", 12),
        will("4", "suitable", 12), will("5", "suitable", 6, cost=4), will("6", "", 12),
    ])  # fmt: skip
    assert [one.code for one in order] == ["4", "3", "5", "2", "10"]


def test_nobody_lives_there_and_nobody_wants_it() -> None:
    assert will("1", "suitable", 0, of=0).willingness == 0


def test_three_attempts_or_one_delivery() -> None:
    assert is_reached(["absent", "delivered"], 3)
    assert not is_reached(["absent", "refused"], 3)
    assert is_reached(["absent", "refused", "absent"], 3)
