"""Finding a defect and checking in one call."""

from datetime import datetime

from django_scopes import scopes_disabled

from sanxin.apps.condition.models import Defect
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry.queries import load_compound_for
from sanxin.foundation.actor import Actor
from sanxin.foundation.refusal import Refusal


def load_defect_for(actor: Actor, defect: str, verb: Verb, at: datetime) -> Defect:
    """Fetch a defect if the actor may do ``verb`` in its compound.

    :raises Refusal: alike, whether it is not there or not for this actor
    """
    with scopes_disabled():
        found = Defect.objects.select_related("compound").filter(public_id=defect).first()
    if found is None:
        raise Refusal(NOT_FOUND.because())
    load_compound_for(actor, found.compound.public_id, verb, at)
    return found
