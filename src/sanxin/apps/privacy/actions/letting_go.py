"""Letting go of what is past its term, class by class; each time is on record, and no proof is touched."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django_scopes import scopes_disabled

from sanxin.apps.consultation import actions as consultation
from sanxin.apps.decisions import actions as decisions
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation.queries import NOT_FOUND
from sanxin.apps.privacy.classes import CLASSES, ends_of_visits, homes_to_keep, refuse_unknown
from sanxin.apps.privacy.models import DataRequest, RequestAnswer
from sanxin.apps.privacy.terms import term_of
from sanxin.foundation.actor import Actor, System
from sanxin.foundation.calendar import When, legal_day
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

STREAM = "privacy/retention"

NO_CLASS = Sentence(
    "privacy.no_class",
    "没有“{found}”这一类，或它不按时间清理。能清理的有：{known}。",
    "There is no class “{found}”, or nothing of it goes by time. These can be let go: {known}.",
)


@transaction.atomic
def let_go(*, actor: Actor, code: str, hold: Sequence[str] = (), **when: Unpack[When]) -> int:
    """Let go of what of a class is past its term, except for decisions held back; give how many.

    It spans every neighbourhood of the store, so only the house itself may.

    :raises Refusal: if the actor is not the house, nothing of the class goes by time, or what is held back is no decision
    """
    if not isinstance(actor, System):
        raise Refusal(NOT_FOUND.because())
    known = [one.code for one in CLASSES if one.ends != "never"]
    if code not in known:
        raise Refusal(NO_CLASS.because(found=code, known="、".join(known)))
    refuse_unknown(hold, when["occurred_at"])
    if code == "ballot_photographs":
        return _photographs(actor, hold, when)
    if code == "visit_words":
        return _visit_words(actor, hold, when)
    return _spent(actor, code, hold, when)


def _photographs(actor: Actor, hold: Sequence[str], when: When) -> int:
    past = decisions.past_keeping(legal_day(when["occurred_at"]))
    return sum(
        decisions.let_go(actor=actor, decision=one.decision, **when)
        for one in past
        if one.decision not in hold
    )


def _visit_words(actor: Actor, hold: Sequence[str], when: When) -> int:
    served, kept = ends_of_visits(when["occurred_at"], hold)
    gone = 0
    for one in served:
        assert one.concluded_at is not None  # noqa: S101 - a window that is over began with a conclusion
        count = consultation.forget_words([(one.place, one.concluded_at)], kept)
        if count:
            journal.enter(
                actor=actor, stream=one.stream, verb="words.let_go", subject=f"decision/{one.decision}",
                payload={"class": "visit_words", "count": count, "by": one.cited}, neighbourhood=one.neighbourhood,
                **when,
            )  # fmt: skip
        gone += count
    return gone


def _spent(actor: Actor, code: str, hold: Sequence[str], when: When) -> int:
    term = term_of(code, legal_day(when["occurred_at"]))
    before = term.before(when["occurred_at"])
    match code:
        case "requests":
            count = _forget_requests(before, when)
        case "helpers":
            kept = homes_to_keep(when["occurred_at"], hold)
            count = organisation.forget_helpers(before, kept, when["recorded_at"])
        case _:
            count = FORGET[code](before)
    if count:
        payload = {
            "class": code,
            "count": count,
            "before": before,
            "days": term.days,
            "by": term.held.ordinance.id,
        }
        journal.enter(
            actor=actor, stream=STREAM, verb="records.let_go", subject=f"class/{code}", payload=payload,
            neighbourhood=None, **when,
        )  # fmt: skip
    return count


def _forget_requests(before: datetime, when: When) -> int:
    with scopes_disabled():
        past = list(
            DataRequest.objects.filter(answered_at__lt=before, let_go_at=None).values_list("pk", flat=True)
        )
        RequestAnswer.objects.filter(request__in=past).update(sealed=None)
        return DataRequest.objects.filter(pk__in=past).update(
            wrapped_key=None, sealed=None, let_go_at=when["recorded_at"]
        )


FORGET: dict[str, Callable[[datetime], int]] = {
    "looks": journal.forget_looks,
    "cards": lambda before: organisation.forget_spent("cards", before),
    "households": lambda before: organisation.forget_spent("households", before),
    "sessions": lambda before: organisation.forget_spent("sessions", before),
    "throttles": lambda before: organisation.forget_spent("throttles", before),
}
