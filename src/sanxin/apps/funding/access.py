"""Whose ledger it is: open to the households it is for, single lines masked to everybody else without a duty there."""

from datetime import datetime

from django_scopes import scopes_disabled

from sanxin.apps.organisation import queries as organisation
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.projects.queries import Project, load_project_for
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.refusal import Refusal


def load_funded_for(actor: Actor | None, project: str, verb: Verb, at: datetime) -> Project:
    """Fetch a project whose ledger the actor may see or keep; a household, only one over its own dwelling.

    :raises Refusal: if there is none, or it is not for this actor
    """
    found = load_project_for(actor, project, verb, at)
    if isinstance(actor, Household | Helper) and not is_over(found, actor.dwelling):
        raise Refusal(NOT_FOUND.because())
    return found


def is_over(project: Project, dwelling: str) -> bool:
    """Tell whether a project is over a dwelling."""
    if project.compound_id is None:
        return False
    with scopes_disabled():
        return registry.is_over(
            dwelling, compound=project.compound_id, building=project.building_id,
            stairwell=project.stairwell_id,
        )  # fmt: skip


def sees_each(actor: Actor, project: Project, at: datetime) -> bool:
    """Tell whether the lines of single dwellings are for this actor: the households themselves, office and audit."""
    if isinstance(actor, Household | Helper):
        return is_over(project, actor.dwelling)
    return organisation.can(actor, Verb.DWELLING_SEE, project.neighbourhood_id, at)
