"""The independent checker on what was stored: all of it, the light too, soon after, while nobody waits for it."""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django_scopes import scopes_disabled

from sanxin.apps.assessment.models import Assessment
from sanxin.apps.journal import actions as journal
from sanxin.foundation.actor import Actor
from sanxin.journey.assess import checks

SOON = timedelta(days=1)


def check_stored(*, actor: Actor, at: datetime) -> str | None:
    """Check the next version stored within a day that was not checked yet, and put on record what was found.

    Gives its public id; None if none waits. The check itself runs outside any transaction: it may take a while.
    """
    with scopes_disabled():
        waiting = Assessment.objects.filter(recorded_at__gt=at - SOON, recorded_at__lte=at, checked_at=None)
        version = waiting.select_related("compound").order_by("pk").first()
    if version is None:
        return None
    faults = [one.to_json() for one in checks(json.loads(version.outcome))]
    with transaction.atomic(), scopes_disabled():
        taken = Assessment.objects.filter(pk=version.pk, checked_at=None).update(
            checked_at=at, faults=json.dumps(faults, ensure_ascii=False)
        )
        if taken:
            journal.enter(
                actor=actor, stream=f"registry/compound/{version.compound.public_id}", verb="assessment.check",
                subject=f"compound/{version.compound.public_id}",
                payload={"assessment": version.public_id, "faults": [one["code"] for one in faults]},
                occurred_at=at, recorded_at=at, neighbourhood=version.neighbourhood_id,
            )  # fmt: skip
    return version.public_id
