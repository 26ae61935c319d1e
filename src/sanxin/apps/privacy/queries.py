"""Reading privacy: a household's own requests, what waits for the office, and how long what is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django_scopes import scope

from sanxin.apps.organisation.queries import Verb, neighbourhoods_for, units_for
from sanxin.apps.privacy.access import load_request_for, verb_for
from sanxin.apps.privacy.classes import CLASSES, Kept, counts, table
from sanxin.apps.privacy.corrections import Correction, corrections_since
from sanxin.apps.privacy.models import DataRequest, RequestAnswer
from sanxin.apps.privacy.terms import due_on
from sanxin.apps.privacy.words import ABOUT, HOW, KINDS, reason_of, words_of
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import legal_day

__all__ = [
    "ABOUT", "CLASSES", "HOW", "KINDS", "Correction", "Kept", "RequestLine", "compound_of", "corrections_for", "counts", "requests_in",
    "requests_of", "table", "waiting_by_compound",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """The answer to a request: how, the reason, the journal's entry that put it right, and when."""

    how: str
    reason: str
    correction: int | None
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as a list shows it; ``days`` is its age, ``due`` the day an answer is due if a rule names one."""

    public_id: str
    dwelling: str
    stairwell: str
    room: str
    kind: str
    about: str
    words: str
    right: str
    actor: str
    at: datetime
    days: int
    due: date | None
    let_go_at: datetime | None
    answer: AnswerLine | None


def requests_of(actor: Actor, dwelling: str, at: datetime) -> list[RequestLine]:
    """List a dwelling's requests with their answers, newest first: its own household's, or for the office.

    :raises Refusal: if the dwelling is not for this actor
    """
    home = registry.load_dwelling_for(actor, dwelling, verb_for(actor), at)
    with scope(neighbourhood=home.neighbourhood_id):
        return _lines(Q(dwelling=home), at)


def requests_in(actor: Actor, compound: str, at: datetime) -> tuple[list[RequestLine], list[RequestLine]]:
    """List a compound's requests: those that wait, oldest first, and those that are answered, newest first.

    :raises Refusal: if the compound's list of people is not for this actor to keep
    """
    card = registry.load_compound_for(actor, compound, Verb.PARTY_MANAGE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        found = _lines(Q(dwelling__compound=card), at)
    return [one for one in reversed(found) if one.answer is None], [one for one in found if one.answer]


def waiting_by_compound(actor: Actor, at: datetime) -> dict[str, int]:
    """Count the requests that wait for an answer in every compound whose people the actor keeps."""
    with scope(neighbourhood=neighbourhoods_for(actor, Verb.PARTY_MANAGE, at)):
        waiting = DataRequest.objects.filter(
            answered_at=None, neighbourhood__in=units_for(actor, Verb.PARTY_MANAGE, at)
        )
        counted = waiting.values("dwelling__compound__public_id").annotate(n=Count("pk")).order_by()
        return {row["dwelling__compound__public_id"]: row["n"] for row in counted}


def compound_of(actor: Actor, request: str, at: datetime) -> str:
    """Give the compound of a request, by public id, for whoever answers it.

    :raises Refusal: if the request is not for this actor
    """
    return load_request_for(actor, request, at).dwelling.compound.public_id


def corrections_for(actor: Actor, request: str, at: datetime) -> list[Correction]:
    """List what was changed for the dwelling since it asked, newest first, for whoever answers.

    :raises Refusal: if the request is not for this actor
    """
    return corrections_since(actor, load_request_for(actor, request, at), at)


def _lines(which: Q, at: datetime) -> list[RequestLine]:
    over = ("dwelling__stairwell", "dwelling__compound")
    asked = list(DataRequest.objects.filter(which).select_related(*over).order_by("-occurred_at", "-pk"))
    answers = _answers(asked)
    return [_line(one, answers.get(one.pk), at) for one in asked]


def _answers(asked: Iterable[DataRequest]) -> dict[int, RequestAnswer]:
    given = RequestAnswer.objects.filter(request__in=list(asked))
    return {one.request_id: one for one in given}


def _line(one: DataRequest, given: RequestAnswer | None, at: datetime) -> RequestLine:
    words, right = words_of(one)
    home = one.dwelling
    return RequestLine(
        one.public_id, home.public_id, home.stairwell.code, home.room, one.kind, one.about, words, right, one.actor,
        one.occurred_at, (legal_day(at) - legal_day(one.occurred_at)).days,
        due_on(home.compound.place, one.occurred_at), one.let_go_at,
        _answer(one, given) if given else None,
    )  # fmt: skip


def _answer(one: DataRequest, given: RequestAnswer) -> AnswerLine:
    return AnswerLine(
        given.how, reason_of(one, given.sealed), given.correction, given.actor, given.occurred_at
    )
