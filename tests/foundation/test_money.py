"""Money never loses a fen."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.foundation.money import fen_from_yuan, split_fen, yuan_text

AMOUNTS = st.integers(-(10**12), 10**12)
WEIGHTS = st.dictionaries(
    st.text("0123456789-", min_size=1, max_size=5),
    st.fractions(0, 1000, max_denominator=9999),
    min_size=1,
    max_size=30,
).filter(lambda weights: sum(weights.values()) > 0)


@pytest.mark.parametrize(
    ("yuan", "fen"), [("0.01", 1), ("123.45", 12345), (7, 700), ("-3.5", -350), (Decimal("1e3"), 100000)]
)
def test_yuan_become_whole_fen(yuan: str | int | Decimal, fen: int) -> None:
    assert fen_from_yuan(yuan) == fen


@pytest.mark.parametrize("yuan", ["0.001", "NaN", "Infinity", "", "十元", None])
def test_what_is_not_a_whole_number_of_fen_is_no_money(yuan: str) -> None:
    with pytest.raises(ValueError, match=r"fen|yuan"):
        fen_from_yuan(yuan)


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123456789, "1,234,567.89")]
)
def test_fen_are_written_as_people_read_yuan(fen: int, text: str) -> None:
    assert yuan_text(fen) == text


@given(AMOUNTS)
def test_writing_and_reading_gives_the_same_sum(fen: int) -> None:
    assert fen_from_yuan(yuan_text(fen).replace(",", "")) == fen


@given(AMOUNTS, WEIGHTS)
def test_the_parts_of_a_split_add_up_and_none_is_off_by_a_whole_fen(
    total: int, weights: dict[str, Fraction]
) -> None:
    parts = split_fen(total, weights)
    whole = sum(weights.values())
    assert sum(parts.values()) == total
    assert all(abs(parts[key] - total * weight / whole) < 1 for key, weight in weights.items())


@given(AMOUNTS, WEIGHTS)
def test_a_split_does_not_depend_on_the_order_of_its_keys(total: int, weights: dict[str, Fraction]) -> None:
    assert split_fen(total, weights) == split_fen(total, dict(reversed(weights.items())))


def test_a_fen_left_over_goes_to_the_larger_loss_and_then_to_the_smaller_key() -> None:
    assert split_fen(100, {"b": Fraction(1), "a": Fraction(1), "c": Fraction(1)}) == {
        "b": 33,
        "a": 34,
        "c": 33,
    }
    assert split_fen(10, {"a": Fraction(1, 4), "b": Fraction(3, 4)}) == {"a": 3, "b": 7}


@pytest.mark.parametrize("weights", [{"a": Fraction(0)}, {"a": Fraction(-1), "b": Fraction(2)}])
def test_weights_that_share_nothing_or_less_are_refused(weights: dict[str, Fraction]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_fen(100, weights)
