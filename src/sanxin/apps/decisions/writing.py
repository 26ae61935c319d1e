"""What every verb of this room shares: entering its stream, sealing words."""

from typing import Any

from django.conf import settings

from sanxin.apps.decisions.models import Decision
from sanxin.apps.journal import actions as journal
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.record.sealing import house_key, seal, unseal


def enter(
    actor: Actor, decision: Decision, verb: str, payload: dict[str, Any], when: When
) -> journal.Receipt:
    """Put a fact of a decision on record, in the decision's own stream."""
    return journal.enter(
        actor=actor, stream=decision.stream, verb=verb, subject=f"decision/{decision.public_id}",
        payload=payload, neighbourhood=decision.neighbourhood_id, **when,
    )  # fmt: skip


def enter_for_project(
    actor: Actor, decision: Decision, verb: str, payload: dict[str, Any], when: When
) -> journal.Receipt:
    """Put a fact of a decision on its project's record, where the gates of the walk look for it."""
    return journal.enter(
        actor=actor, stream=f"project/{decision.project.public_id}", verb=verb,
        subject=f"project/{decision.project.public_id}", payload={"decision": decision.public_id, **payload},
        neighbourhood=decision.neighbourhood_id, **when,
    )  # fmt: skip


def sealed(words: str, context: str) -> bytes:
    """Seal what somebody wrote."""
    return seal(house_key(settings.SECRET_KEY, "decisions"), words.encode(), context)


def opened(words: bytes | memoryview, context: str) -> str:
    """Read what somebody wrote."""
    return unseal(house_key(settings.SECRET_KEY, "decisions"), bytes(words), context).decode()
