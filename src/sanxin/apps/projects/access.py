"""Fetching a project and checking in one call. Unseen and absent read alike."""

from datetime import datetime

from django_scopes import scopes_disabled

from sanxin.apps.organisation import queries as organisation
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.projects.models import Project
from sanxin.foundation.actor import Actor
from sanxin.foundation.refusal import Refusal


def load_project_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Project:
    """Fetch a project and make sure that the actor may do this with it.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        project = Project.objects.select_related("compound").filter(public_id=public_id).first()
    if project is None or not organisation.can(actor, verb, project.neighbourhood_id, at):
        raise Refusal(NOT_FOUND.because())
    return project
