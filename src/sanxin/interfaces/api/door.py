"""The door programs come in by: who they are, and how they are told no."""

from http import HTTPStatus
from typing import cast

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import APIKeyCookie

from sanxin import __version__
from sanxin.apps.journal.queries import BUSY, TRY_AGAIN_AFTER_S, is_busy
from sanxin.apps.organisation.queries import NOT_FOUND
from sanxin.foundation.actor import Actor, Public
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.api import shapes
from sanxin.interfaces.web.attendance import Visit

UNREADABLE = Sentence(
    "api.unreadable",
    "“{where}”读不出来：{what}。请对照 /api/openapi.json 改正。",
    "“{where}” cannot be read: {what}. Correct it by /api/openapi.json.",
)
REFUSED = {404: shapes.NoShape, 422: shapes.NoShape, 503: shapes.NoShape}


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
    return api.create_response(request, _told(refusal.because), status=status)


@api.exception_handler(OperationalError)
def busy(request: HttpRequest, fault: OperationalError) -> HttpResponse:
    """Say that others were writing, that nothing was written, and when to try again.

    :raises OperationalError: if it is something else that ails the store
    """
    if not is_busy(fault):
        raise fault
    response = api.create_response(request, _told(BUSY.because()), status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(TRY_AGAIN_AFTER_S)
    return response


def _told(because: Because) -> dict[str, str]:
    return {"code": because.code, "zh": because.say("zh"), "en": because.say("en")}


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """Say which value cannot be read, and what was expected."""
    first = wrong.errors[0]
    where = ".".join(str(step) for step in first.get("loc", ()))
    because = UNREADABLE.because(where=where, what=str(first.get("msg", "")))
    return api.create_response(request, _told(because), status=HTTPStatus.UNPROCESSABLE_ENTITY)
