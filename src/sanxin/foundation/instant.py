"""Instants: UTC in store, legal days reckoned in the place's own zone."""

from datetime import date, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


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
