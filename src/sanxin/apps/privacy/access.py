"""Whose request it is: the household's own, or the office's that keeps the list. Unseen and absent read alike."""

from datetime import datetime

from django_scopes import scopes_disabled

from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.privacy.models import DataRequest
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.refusal import Refusal


def verb_for(actor: Actor | None) -> Verb:
    """Name the right by which somebody reads or asks: a household at home, the office by its care of the list."""
    return Verb.DWELLING_SEE if isinstance(actor, Household | Helper) else Verb.PARTY_MANAGE


def load_request_for(actor: Actor | None, public_id: str, at: datetime) -> DataRequest:
    """Fetch a request with its dwelling for whoever answers it.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        wanted = DataRequest.objects.select_related("dwelling__compound", "dwelling__stairwell")
        found = wanted.filter(public_id=public_id).first()
    if found is None:
        raise Refusal(NOT_FOUND.because())
    registry.load_compound_for(actor, found.dwelling.compound.public_id, Verb.PARTY_MANAGE, at)
    return found
