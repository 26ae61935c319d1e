"""What programs do: the verbs of a decision, from opening to its end."""

from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Status
from ninja.files import UploadedFile

from sanxin.apps.decisions import actions
from sanxin.foundation.finding import Because
from sanxin.interfaces.api import shapes
from sanxin.interfaces.api.door import REFUSED, api
from sanxin.interfaces.web.attendance import Visit
from sanxin.journey.decide.rounds import Asking

ZIP = {
    "responses": {
        200: {
            "description": "OK",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@api.post("/projects/{project}/decisions", response={200: shapes.MadeShape, **REFUSED})
def open_decision(request: HttpRequest, project: shapes.Ident, opening: shapes.OpeningShape) -> Any:
    """Open a decision of a project over its stairwell, building or compound."""
    visit = cast(Visit, request)
    return {"id": actions.open_decision(actor=visit.actor, project=project, **opening.dict(), **visit.when)}


@api.post("/decisions/{decision}/rounds", response={200: shapes.MadeShape, **REFUSED})
def open_round(request: HttpRequest, decision: shapes.Ident, asked: shapes.AskedShape) -> Any:
    """Open the next round: the sheet is linted, the roll frozen, the rule pinned."""
    visit = cast(Visit, request)
    made = actions.open_round(
        actor=visit.actor, decision=decision,
        asking=Asking(asked.question, asked.text, tuple(asked.options)),
        times=actions.RoundTimes(asked.opens_at, asked.closes_at, asked.publish_by),
        proxies_per_holder=asked.proxies_per_holder, **visit.when,
    )  # fmt: skip
    return {"id": made}


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


@api.post("/rounds/{asked}/sheets", response={200: shapes.ReadShape, **REFUSED})
def read_sheet(
    request: HttpRequest, asked: shapes.Ident, sheet: Form[shapes.PaperShape], photo: File[UploadedFile]
) -> Any:
    """Read a paper sheet with its photograph: two people read it alike, or it counts for nobody."""
    visit = cast(Visit, request)
    done = actions.read_sheet(
        actor=visit.actor, round=asked, photo=photo.read(), **sheet.dict(), **visit.when
    )
    if isinstance(done, Because):
        return {"state": "differs", "why": {"code": done.code, "zh": done.say("zh"), "en": done.say("en")}}
    return {"state": "counted", "receipt": done} if done else {"state": "read_once"}


@api.post("/objections/{objection}/replies", response={200: shapes.MadeShape, **REFUSED})
def reply(request: HttpRequest, objection: shapes.Ident, said: shapes.SaidShape) -> Any:
    """Answer an objection in writing."""
    visit = cast(Visit, request)
    made = actions.answer_objection(actor=visit.actor, objection=objection, words=said.words, **visit.when)
    return {"id": made}


@api.post("/objections/{objection}/settlement", response={204: None, **REFUSED})
def settle(request: HttpRequest, objection: shapes.Ident, ended: shapes.SettlementShape) -> Any:
    """Record how an answered objection ended."""
    visit = cast(Visit, request)
    actions.settle_objection(actor=visit.actor, objection=objection, how=ended.how, **visit.when)
    return Status(HTTPStatus.NO_CONTENT, None)


@api.post("/rounds/{asked}/close", response={200: shapes.ClosedShape, **REFUSED})
def close(request: HttpRequest, asked: shapes.Ident) -> Any:
    """Close a round whose time is up; not yet closed if an outage lengthened it."""
    visit = cast(Visit, request)
    return {"closed": actions.close_round(actor=visit.actor, round=asked, **visit.when)}


@api.post("/rounds/{asked}/result", response={200: shapes.PassedShape, **REFUSED})
def declare(request: HttpRequest, asked: shapes.Ident) -> Any:
    """Count a closed round from the record, and publish the result."""
    visit = cast(Visit, request)
    return actions.declare(actor=visit.actor, round=asked, **visit.when)


@api.post("/rounds/{asked}/summary", response={204: None, **REFUSED})
def summarise(request: HttpRequest, asked: shapes.Ident, said: shapes.SaidShape) -> Any:
    """Write what a closed round said and what changes because of it."""
    visit = cast(Visit, request)
    actions.summarise(actor=visit.actor, round=asked, summary=said.words, **visit.when)
    return Status(HTTPStatus.NO_CONTENT, None)


@api.post("/decisions/{decision}/conclusion", response={200: shapes.PassedShape, **REFUSED})
def conclude(request: HttpRequest, decision: shapes.Ident) -> Any:
    """Conclude a decision by its last round and close its stream."""
    visit = cast(Visit, request)
    return {"passed": actions.conclude(actor=visit.actor, decision=decision, **visit.when)}


@api.post("/decisions/{decision}/exports/{grade}", response=REFUSED, openapi_extra=ZIP)
def export(request: HttpRequest, decision: shapes.Ident, grade: shapes.Grade) -> Any:
    """Hand out the record as ``sanxin verify`` reads it; that it was handed out is on record."""
    visit = cast(Visit, request)
    packed = actions.export_decision(actor=visit.actor, decision=decision, grade=grade, **visit.when)
    return HttpResponse(packed, content_type="application/zip")
