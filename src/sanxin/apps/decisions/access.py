"""Fetching a decision, a round or an objection and checking in one call. Unseen and absent read alike."""

from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import connection
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
# What a ballot asks of its line, its round and their decision, in the order of each table; composed once, for a busy minute.
OF_LINE = ("id", "round_id", "sheet", "owners")
OF_ROUND = ("id", "neighbourhood_id", "decision_id", "number", "laid_down", "proxies_per_holder")
OF_ITS_DECISION = ("id", "neighbourhood_id", "public_id", "compound_id", "building_id", "stairwell_id")
WANTED = {"line": OF_LINE, "asked": OF_ROUND, "decision": OF_ITS_DECISION}
LINE = f"""
SELECT {", ".join(f"{table}.{name}" for table, names in WANTED.items() for name in names)}
FROM decisions_rollline line JOIN decisions_round asked ON asked.id = line.round_id
JOIN decisions_decision decision ON decision.id = asked.decision_id
JOIN registry_dwelling dwelling ON dwelling.id = line.dwelling_id
WHERE asked.public_id = %s AND dwelling.public_id = %s
"""  # noqa: S608 - names, no values
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
    with connection.cursor() as cursor:
        cursor.execute(LINE, [public_id, dwelling])
        found = cursor.fetchone()
    if found is None:
        raise Refusal(NOT_ON_ROLL.because(number=load_round_for(actor, public_id, verb, at).number))
    # What is not among these is fetched when it is asked for.
    values = iter(found)
    line = RollLine.from_db(connection.alias, OF_LINE, list(islice(values, len(OF_LINE))))
    line.round = Round.from_db(connection.alias, OF_ROUND, list(islice(values, len(OF_ROUND))))
    line.round.decision = Decision.from_db(connection.alias, OF_ITS_DECISION, list(values))
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
