"""Forgetting what let somebody in once and lets nobody in any more: cards, sessions, counted failures, helpers' names."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from sanxin.apps.journal.actions import erase_evidence
from sanxin.apps.organisation.models import HelperConsent, HouseholdToken, Invitation, Throttle
from sanxin.foundation.calendar import legal_day

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


def count_helpers(before: datetime, kept: Collection[str]) -> int:
    """Count the consents that ended before an instant's day and still name the helper, but those of dwellings to keep."""
    with scopes_disabled():
        return _naming(before, kept).count()


@transaction.atomic
def forget_helpers(before: datetime, kept: Collection[str], recorded_at: datetime) -> int:
    """Let go of their names and of the sheets that were signed; that somebody helped, and when, stays. Give how many.

    Whoever calls puts it on record.
    """
    with scopes_disabled():
        gone = list(_naming(before, kept))
        HelperConsent.objects.filter(pk__in=[one.pk for one in gone]).update(
            sealed_name=None, let_go_at=recorded_at
        )
        signed = {(one.neighbourhood_id, one.evidence_digest) for one in gone if one.evidence_digest}
        for neighbourhood, sheet in signed:
            standing = HelperConsent.objects.filter(neighbourhood=neighbourhood, let_go_at=None)
            if not standing.filter(evidence_digest=sheet).exists():
                erase_evidence(neighbourhood=neighbourhood, digest=sheet, recorded_at=recorded_at)
    return len(gone)


def _naming(before: datetime, kept: Collection[str]) -> QuerySet[HelperConsent]:
    over = HelperConsent.objects.filter(until__lt=legal_day(before), let_go_at=None)
    named = over.exclude(sealed_name=None, evidence_digest="")
    return named.exclude(dwelling__in=list(kept))
