"""Counting failures in the database, so that every process knows them: limits and lock-out.

Each count is its own transaction: a refusal that rolls back must not forget that it happened.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from sanxin.apps.organisation.models import Throttle
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.sealing import house_key, keyed_digest

LOCKED = Sentence(
    "organisation.locked",
    "尝试次数过多，请在 {minutes} 分钟后再试。",
    "Too many attempts. Try again in {minutes} minutes.",
)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures within a window lock for how long."""

    failures: int
    window: timedelta
    lock: timedelta


QUARTER = timedelta(minutes=15)
PER_ACCOUNT = Limit(5, QUARTER, QUARTER)
PER_ADDRESS = Limit(20, QUARTER, QUARTER)


def refuse_if_locked(what: str, at: datetime) -> None:
    """Make sure that nothing locks this account, address or card at the instant.

    :raises Refusal: if it is locked, saying for how many minutes
    """
    until = Throttle.objects.filter(key=_key(what), locked_until__gt=at).values_list(
        "locked_until", flat=True
    )
    if locked := until.first():
        raise Refusal(LOCKED.because(minutes=int((locked - at).total_seconds() // 60) + 1))


@transaction.atomic(durable=True)
def count_failure(what: str, limit: Limit, at: datetime) -> None:
    """Count one failure, and lock if that was the last one allowed."""
    key = _key(what)
    Throttle.objects.get_or_create(key=key, defaults={"window_started_at": at})
    counted = Throttle.objects.select_for_update().get(key=key)
    if counted.window_started_at <= at - limit.window:
        counted.failures, counted.window_started_at = 0, at
    counted.failures += 1
    if counted.failures >= limit.failures:
        counted.failures, counted.locked_until = 0, at + limit.lock
    counted.save()


def forget(what: str) -> None:
    """Forget the failures of an account after it signed in."""
    Throttle.objects.filter(key=_key(what)).delete()


def _key(what: str) -> str:
    return keyed_digest(house_key(settings.SECRET_KEY, "throttle"), what)
