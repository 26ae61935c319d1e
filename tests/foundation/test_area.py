"""Areas stay as the certificate has them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.foundation.area import area_m2, share_of

AREAS = st.decimals(0, 10000, places=4, allow_nan=False, allow_infinity=False)


def test_an_area_keeps_every_digit_it_was_written_with() -> None:
    assert str(area_m2("62.350")) == "62.350"


@pytest.mark.parametrize("text", ["-1", "NaN", "sNaN", "Infinity", "六十", None])
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="area"):
        area_m2(text)


def test_a_share_is_exact_and_of_nothing_nobody_has_any() -> None:
    assert share_of(Decimal("62.35"), Decimal("187.05")) == Fraction(1, 3)
    assert share_of(Decimal(0), Decimal(0)) == 0


@given(st.lists(AREAS, min_size=1, max_size=20))
def test_the_shares_of_all_parts_are_the_whole_exactly(areas: list[Decimal]) -> None:
    whole = sum(areas, Decimal(0))
    assert sum((share_of(area, whole) for area in areas), Fraction(0)) == (1 if whole else 0)
