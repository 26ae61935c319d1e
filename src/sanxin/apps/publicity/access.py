"""Fetching a notice and checking in one call. Unseen and absent read alike."""

from datetime import datetime

from django_scopes import scopes_disabled

from sanxin.apps.organisation import queries as organisation
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.publicity.models import Notice
from sanxin.foundation.actor import Actor
from sanxin.foundation.refusal import Refusal


def load_notice_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Notice:
    """Fetch a notice with its project, and make sure that the actor may do this with it.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        wanted = Notice.objects.select_related("project__compound", "project__stairwell", "project__building")
        found = wanted.filter(public_id=public_id).first()
    if found is None or not organisation.can(actor, verb, found.neighbourhood_id, at):
        raise Refusal(NOT_FOUND.because())
    return found
