"""The addresses of the interface. Each translates, makes one call, renders."""

from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import APIKeyCookie

from sanxin import __version__
from sanxin.apps.decisions import actions
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor, Public
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.api import shapes
from sanxin.interfaces.web.attendance import Visit

UNREADABLE = Sentence(
    "api.unreadable",
    "“{where}”读不出来：{what}。请对照 /api/openapi.json 改正。",
    "“{where}” cannot be read: {what}. Correct it by /api/openapi.json.",
)
REFUSED = {404: shapes.NoShape, 422: shapes.NoShape}


class Session(APIKeyCookie):
    """Whoever came in by the pages' door; writing asks for the CSRF mark as every form does."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Give the actor of the session; nobody in particular is refused."""
        del key
        actor = cast(Visit, request).actor
        return None if isinstance(actor, Public) else actor


api = NinjaAPI(title="三新 Sanxin", version=__version__, auth=Session(), docs_url=None)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say no as the pages do: what is unseen and what is absent read alike."""
    status = (
        HTTPStatus.NOT_FOUND if refusal.because.sentence is NOT_FOUND else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    told = {"code": refusal.because.code, "zh": refusal.say("zh"), "en": refusal.say("en")}
    return api.create_response(request, told, status=status)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """Say which value cannot be read, and what was expected."""
    first = wrong.errors[0]
    where = ".".join(str(step) for step in first.get("loc", ()))
    because = UNREADABLE.because(where=where, what=str(first.get("msg", "")))
    told = {"code": because.code, "zh": because.say("zh"), "en": because.say("en")}
    return api.create_response(request, told, status=HTTPStatus.UNPROCESSABLE_ENTITY)


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


@api.post("/rounds/{asked}/ballots", response={200: shapes.ReceiptShape, **REFUSED})
def hand_in(request: HttpRequest, asked: shapes.Ident, ballot: shapes.BallotShape) -> Any:
    """Hand in a ballot; the same key again gives the same receipt."""
    visit = cast(Visit, request)
    return actions.cast_ballot(actor=visit.actor, round=asked, **ballot.dict(), **visit.when)


@api.post("/decisions/{decision}/objections", response={200: shapes.MadeShape, **REFUSED})
def object_to(request: HttpRequest, decision: shapes.Ident, objection: shapes.ObjectionShape) -> Any:
    """Raise an objection."""
    visit = cast(Visit, request)
    made = actions.raise_objection(actor=visit.actor, decision=decision, **objection.dict(), **visit.when)
    return {"id": made}


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
