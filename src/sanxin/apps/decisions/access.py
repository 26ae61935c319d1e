"""Fetching a decision, a round or an objection and checking in one call. Unseen and absent read alike."""

from datetime import datetime
from typing import TypeVar

from django_scopes import scopes_disabled

from sanxin.apps.decisions.models import Agreement, Decision, Objection, RollLine, Round
from sanxin.apps.organisation import queries as organisation
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

Of = TypeVar("Of", Decision, Round, Objection, Agreement)
OVER = ("compound", "building", "stairwell", "project")
OF_DECISION = ("decision", *(f"decision__{one}" for one in OVER))
NOT_ON_ROLL = Sentence(
    "decisions.not_on_roll",
    "这一户不在第 {number} 轮的名册上。名册在开票时冻结，不再增减。",
    "This dwelling is not on the roll of round {number}, which was frozen when it opened.",
)


def load_decision_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Decision:
    """Fetch a decision and make sure that the actor may do this with it; a household, one it decides on.

    :raises Refusal: if there is none, or it is not for this actor
    """
    return _allowed(actor, _found(Decision, public_id, *OVER), verb, at)


def load_round_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Round:
    """Fetch a round with its decision, and make sure of access as for the decision.

    :raises Refusal: if there is none, or it is not for this actor
    """
    found = _found(Round, public_id, "decision")
    _allowed(actor, found.decision, verb, at)
    return found


def load_line_for(actor: Actor | None, public_id: str, dwelling: str, verb: Verb, at: datetime) -> RollLine:
    """Fetch a dwelling's line of a round's roll, with its round, and make sure of access as for the round.

    :raises Refusal: if there is no such round, it is not for this actor, or the dwelling is not on its roll
    """
    with scopes_disabled():
        lines = RollLine.objects.select_related("round__decision")
        line = next(iter(lines.filter(round__public_id=public_id, dwelling__public_id=dwelling)), None)
    if line is None:
        raise Refusal(NOT_ON_ROLL.because(number=load_round_for(actor, public_id, verb, at).number))
    _allowed(actor, line.round.decision, verb, at)
    return line


def load_objection_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Objection:
    """Fetch an objection with its decision, and make sure of access; a household reads its own.

    :raises Refusal: if there is none, or it is not for this actor
    """
    found = _found(Objection, public_id, "dwelling", *OF_DECISION)
    _allowed(actor, found.decision, verb, at)
    if isinstance(actor, Household | Helper) and actor.dwelling != found.dwelling.public_id:
        raise Refusal(NOT_FOUND.because())
    return found


def load_agreement_for(actor: Actor | None, public_id: str, verb: Verb, at: datetime) -> Agreement:
    """Fetch an agreement with its decision, and make sure of access as for the decision.

    :raises Refusal: if there is none, or it is not for this actor
    """
    found = _found(Agreement, public_id, *OF_DECISION)
    _allowed(actor, found.decision, verb, at)
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


def _found(kind: type[Of], public_id: str, *along: str) -> Of:
    with scopes_disabled():
        found = kind.objects.select_related(*along).filter(public_id=public_id).first()
    if found is None:
        raise Refusal(NOT_FOUND.because())
    return found


def _allowed(actor: Actor | None, decision: Decision, verb: Verb, at: datetime) -> Decision:
    if not _may(actor, verb, decision.neighbourhood_id, at):
        raise Refusal(NOT_FOUND.because())
    if isinstance(actor, Household | Helper) and not covers(decision, actor.dwelling):
        raise Refusal(NOT_FOUND.because())
    return decision


def _may(actor: Actor | None, verb: Verb, neighbourhood: int, at: datetime) -> bool:
    """Tell whether an actor may: someone of a part of the neighbourhood sees what it decides together too."""
    if organisation.can(actor, verb, neighbourhood, at):
        return True
    return verb == Verb.DECISION_SEE and neighbourhood in organisation.neighbourhoods_for(actor, verb, at)
