"""Fetching a decision, a round or an objection and checking in one call. Unseen and absent read alike."""

from datetime import datetime

from django_scopes import scopes_disabled

from sanxin.apps.decisions.models import Agreement, Decision, Objection, Round
from sanxin.apps.organisation import queries as organisation
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.refusal import Refusal

OVER = ("compound", "building", "stairwell", "project")


def load_decision_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Decision:
    """Fetch a decision and make sure that the actor may do this with it; a household, one it decides on.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        found = Decision.objects.select_related(*OVER).filter(public_id=public_id).first()
    return _allowed(actor, found, verb, at)


def load_round_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Round:
    """Fetch a round with its decision, and make sure of access as for the decision.

    :raises Refusal: if there is none, or it is not for this actor
    """
    with scopes_disabled():
        found = Round.objects.select_related("decision").filter(public_id=public_id).first()
    _allowed(actor, found.decision if found else None, verb, at)
    assert found is not None  # noqa: S101 - nobody is allowed what is not there
    return found


def load_objection_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Objection:
    """Fetch an objection with its decision, and make sure of access; a household reads its own.

    :raises Refusal: if there is none, or it is not for this actor
    """
    over = [f"decision__{one}" for one in OVER]
    with scopes_disabled():
        wanted = Objection.objects.select_related("decision", "dwelling", *over)
        found = wanted.filter(public_id=public_id).first()
    _allowed(actor, found.decision if found else None, verb, at)
    assert found is not None  # noqa: S101 - nobody is allowed what is not there
    if isinstance(actor, Household | Helper) and actor.dwelling != found.dwelling.public_id:
        raise Refusal(NOT_FOUND.because())
    return found


def load_agreement_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Agreement:
    """Fetch an agreement with its decision, and make sure of access as for the decision.

    :raises Refusal: if there is none, or it is not for this actor
    """
    over = [f"decision__{one}" for one in OVER]
    with scopes_disabled():
        found = Agreement.objects.select_related("decision", *over).filter(public_id=public_id).first()
    _allowed(actor, found.decision if found else None, verb, at)
    assert found is not None  # noqa: S101 - nobody is allowed what is not there
    return found


def covers(decision: Decision, dwelling: str) -> bool:
    """Tell whether a dwelling is one of those a decision is over."""
    with scopes_disabled():
        return registry.is_over(
            dwelling, compound=decision.compound_id, building=decision.building_id,
            stairwell=decision.stairwell_id,
        )  # fmt: skip


def sees_each(actor: Actor, decision: Decision, at: datetime) -> bool:
    """Tell whether single votes and objections are for this actor: not for neighbours, nor for who is of a part only."""
    if isinstance(actor, Household | Helper):
        return False
    return organisation.can(actor, Verb.DWELLING_SEE, decision.neighbourhood_id, at)


def _allowed(actor: Actor | None, decision: Decision | None, verb: Verb, at: datetime) -> Decision:
    if decision is None or not _may(actor, verb, decision.neighbourhood_id, at):
        raise Refusal(NOT_FOUND.because())
    if isinstance(actor, Household | Helper) and not covers(decision, actor.dwelling):
        raise Refusal(NOT_FOUND.because())
    return decision


def _may(actor: Actor | None, verb: Verb, neighbourhood: int, at: datetime) -> bool:
    """Tell whether an actor may: someone of a part of the neighbourhood sees what it decides together too."""
    if organisation.can(actor, verb, neighbourhood, at):
        return True
    return verb == Verb.DECISION_SEE and neighbourhood in organisation.neighbourhoods_for(actor, verb, at)
