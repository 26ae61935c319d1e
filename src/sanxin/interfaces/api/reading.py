"""What programs read: compounds, decisions and rounds, and the log's head."""

from typing import Any, cast

from django.http import HttpRequest

from sanxin.apps.decisions import queries as decisions
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.api import shapes
from sanxin.interfaces.api.door import REFUSED, api
from sanxin.interfaces.web.attendance import Visit


@api.get("/compounds", response=list[shapes.CompoundShape])
def compounds(request: HttpRequest) -> Any:
    """List the compounds the caller sees."""
    visit = cast(Visit, request)
    return [
        {"id": one.public_id, "name": one.name, "place": one.place, "built_year": one.built_year}
        for one in registry.compounds(visit.actor, visit.at)
    ]


@api.get("/compounds/{compound}/decisions", response={200: list[shapes.DecisionShape], **REFUSED})
def compound_decisions(request: HttpRequest, compound: shapes.Ident) -> Any:
    """List the decisions over a compound; a household's, those it decides on."""
    visit = cast(Visit, request)
    card = registry.load_compound_for(visit.actor, compound, Verb.COMPOUND_SEE, visit.at)
    return [_decision(visit, one) for one in decisions.decisions_on(visit.actor, card.public_id, visit.at)]


@api.get("/decisions/{decision}", response={200: shapes.DecisionShape, **REFUSED})
def decision(request: HttpRequest, decision: shapes.Ident) -> Any:
    """Give a decision with its rounds."""
    visit = cast(Visit, request)
    return _decision(visit, decisions.load_decision_for(visit.actor, decision, Verb.DECISION_SEE, visit.at))


@api.get("/decisions/{decision}/objections", response={200: list[shapes.ObjectedShape], **REFUSED})
def objections(request: HttpRequest, decision: shapes.Ident) -> Any:
    """List the objections to a decision with their replies; a household reads its own."""
    visit = cast(Visit, request)
    return [
        {
            "id": one.public_id, "dwelling": one.dwelling, "words": one.words, "at": one.at,
            "replies": [{"words": words, "at": at} for words, at in one.replies],
            "settled": one.settled_how or None,
        }
        for one in decisions.objections_of(visit.actor, decision, visit.at)
    ]  # fmt: skip


@api.get("/rounds/{asked}/roll", response={200: list[shapes.SheetShape], **REFUSED})
def roll(request: HttpRequest, asked: shapes.Ident) -> Any:
    """List the frozen roll with what came in, for whoever takes ballots."""
    visit = cast(Visit, request)
    return [
        {
            "sheet": one.sheet, "dwelling": one.dwelling, "stairwell": one.stairwell, "room": one.room,
            "area_m2": one.area_m2, "ballot": one.ballot, "channel": one.channel, "at": one.at,
            "corrected": one.earlier, "half_read": one.half_read, "owner_known": bool(one.owners),
        }
        for one in decisions.roll_of(visit.actor, asked, visit.at)
    ]  # fmt: skip


@api.get("/rounds/{asked}/receipts/{dwelling}", response={200: dict[str, Any], **REFUSED})
def receipt(request: HttpRequest, asked: shapes.Ident, dwelling: shapes.Ident) -> Any:
    """Give the receipt file of a dwelling's ballot, as ``sanxin verify --receipt`` reads it: to its household, and to the office."""
    visit = cast(Visit, request)
    found = decisions.proof_of(visit.actor, asked, dwelling, visit.at)
    if found is None:
        raise Refusal(NOT_FOUND.because())
    return found


@api.get("/root", response=shapes.RootShape, auth=None)
def root(request: HttpRequest) -> Any:
    """Give the log's head: anyone may ask, and hold it against what was printed."""
    del request
    return journal.tree_head()


def _decision(visit: Visit, found: decisions.Decision) -> dict[str, Any]:
    return {
        "id": found.public_id,
        "title": found.title,
        "matter": found.matter,
        "scope": found.scope_kind,
        "concluded": found.concluded_at is not None,
        "passed": found.passed,
        "rounds": [
            {
                "id": one.public_id, "number": one.number, "question": one.question, "opens_at": one.opens_at,
                "closes_at": one.closes_at, "sheets": one.sheets, "handed_in": one.dwellings_in,
                "passed": one.outcome["passed"] if one.outcome else None,
            }
            for one in decisions.round_states(visit.actor, found.public_id, visit.at)
        ],
    }  # fmt: skip
