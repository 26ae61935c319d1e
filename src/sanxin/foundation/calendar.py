"""Instants in UTC, legal days in the place's own zone, half-open periods and the counting of terms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)

IsWorkingDay = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` until, and without, ``until``; open-ended if ``until`` is None."""

    first: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.first:
            raise ValueError(f"a period from {self.first} must end after it, not on {self.until}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether some day lies in both periods."""
        starts_in_time = other.until is None or self.first < other.until
        return starts_in_time and (self.until is None or other.first < self.until)


def last_day_of_term(start: date, days: int, is_working_day: IsWorkingDay) -> date:
    """Give the last day of a term of running days.

    The day it starts is not counted; a last day that is no working day moves to the next one
    (民法典 Art. 201 and 203).

    :raises ValueError: if ``days`` is less than one
    """
    if days < 1:
        raise ValueError(f"a term has at least one day, not {days}")
    day = start + timedelta(days=days)
    while not is_working_day(day):
        day += ONE_DAY
    return day


class When(TypedDict):
    """The two times of every fact: when it happened, and when it was recorded."""

    occurred_at: datetime
    recorded_at: datetime


def legal_day(at: datetime, zone: ZoneInfo = CHINA) -> date:
    """Give the day on which an instant falls for the law.

    :raises ValueError: if the instant names no zone
    """
    if at.tzinfo is None:
        raise ValueError(f"{at} is no instant: it names no zone")
    return at.astimezone(zone).date()


def years_after(day: date, years: int) -> date:
    """Give the same day some years on; of a leap day the day after, so that nothing ends too soon."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
