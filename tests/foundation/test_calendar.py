"""Days as the law counts them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.foundation.calendar import Period, last_day_of_term, legal_day, years_after

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


def weekday(day: date) -> bool:
    return day.weekday() < 5


def every_day(day: date) -> bool:
    return True


def test_the_day_a_term_starts_is_not_counted() -> None:
    assert last_day_of_term(date(2022, 3, 1), 10, every_day) == date(2022, 3, 11)


def test_a_last_day_that_is_no_working_day_moves_to_the_next_one() -> None:
    assert last_day_of_term(date(2022, 3, 2), 10, weekday) == date(2022, 3, 14)


def test_a_term_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        last_day_of_term(date(2022, 3, 1), 0, every_day)


@given(DAYS, st.integers(1, 400))
def test_a_term_ends_on_a_working_day_and_never_early(start: date, days: int) -> None:
    last = last_day_of_term(start, days, weekday)
    assert weekday(last)
    assert last >= start + timedelta(days=days)
    assert not any(weekday(start + timedelta(days=days + n)) for n in range((last - start).days - days))


def test_a_period_holds_its_first_day_and_not_the_one_it_ends_on() -> None:
    period = Period(date(2021, 1, 1), date(2022, 1, 1))
    assert date(2021, 1, 1) in period
    assert date(2022, 1, 1) not in period
    assert date(2500, 1, 1) in Period(date(2021, 1, 1))


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="end after"):
        Period(date(2021, 1, 1), date(2021, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(DAYS)
    length = draw(st.none() | st.integers(1, 3000))
    return Period(first, None if length is None else first + timedelta(days=length))


@given(periods(), periods())
def test_periods_overlap_if_and_only_if_a_day_lies_in_both(one: Period, other: Period) -> None:
    later = max(one.first, other.first)
    assert one.overlaps(other) == (later in one and later in other)
    assert one.overlaps(other) == other.overlaps(one)


def test_an_evening_in_utc_is_the_next_day_for_the_law_in_china() -> None:
    assert legal_day(datetime(2022, 3, 1, 15, 59, tzinfo=UTC)) == date(2022, 3, 1)
    assert legal_day(datetime(2022, 3, 1, 16, 0, tzinfo=UTC)) == date(2022, 3, 2)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="names no zone"):
        legal_day(datetime(2022, 3, 1))  # noqa: DTZ001 - the very mistake


def test_some_years_on_it_is_the_same_day_and_after_a_leap_day_the_day_after() -> None:
    assert years_after(date(2024, 2, 28), 1) == date(2025, 2, 28)
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
