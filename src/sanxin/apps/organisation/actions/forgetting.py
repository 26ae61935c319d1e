"""Forgetting what let somebody in once and lets nobody in any more: cards, sessions, counted failures."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from sanxin.apps.organisation.models import HouseholdToken, Invitation, Throttle

SPENT: dict[str, Callable[[datetime], QuerySet[Any]]] = {
    "cards": lambda before: Invitation.objects.filter(Q(used_at__lt=before) | Q(expires_at__lt=before)),
    "households": lambda before: HouseholdToken.objects.filter(
        Q(revoked_at__lt=before) | Q(expires_at__lt=before)
    ),
    "sessions": lambda before: Session.objects.filter(expire_date__lt=before),
    "throttles": lambda before: Throttle.objects.filter(window_started_at__lt=before).exclude(
        locked_until__gte=before
    ),
}


def count_spent(what: str, before: datetime) -> int:
    """Count the cards, households' sessions, browser sessions or counted failures that were spent before an instant."""
    with scopes_disabled():
        return SPENT[what](before).count()


@transaction.atomic
def forget_spent(what: str, before: datetime) -> int:
    """Let go of them; give how many. They open nothing any more; whoever calls puts it on record."""
    with scopes_disabled():
        return SPENT[what](before).delete()[0]
