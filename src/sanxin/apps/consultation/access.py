"""Fetching a meeting and checking in one call. Unseen and absent read alike."""

from datetime import datetime

from django_scopes import scopes_disabled

from sanxin.apps.consultation.models import Meeting
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.refusal import Refusal


def load_meeting_for(actor: Actor, meeting: str, verb: Verb, at: datetime) -> Meeting:
    """Fetch a meeting if the actor may do ``verb`` in its compound; a household finds its own stairwell's.

    :raises Refusal: alike, whether it is not there or not for this actor
    """
    with scopes_disabled():
        wanted = Meeting.objects.select_related("compound", "stairwell", "replaces")
        found = wanted.filter(public_id=meeting).first()
    if found is None:
        raise Refusal(NOT_FOUND.because())
    registry.load_compound_for(actor, found.compound.public_id, verb, at)
    own = own_stairwell(actor, at)
    if own is not None and found.stairwell_id not in (None, own):
        raise Refusal(NOT_FOUND.because())
    return found


def own_stairwell(actor: Actor, at: datetime) -> int | None:
    """Give the number of the stairwell a household, or its helper, lives in; None for anybody else."""
    if not isinstance(actor, Household | Helper):
        return None
    return registry.load_dwelling_for(actor, actor.dwelling, Verb.DWELLING_SEE, at).stairwell_id
