"""A household asks about its own data; the office answers, and both stay on record."""

from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.journal import actions as journal
from sanxin.apps.privacy.access import load_request_for, verb_for
from sanxin.apps.privacy.corrections import corrections_since
from sanxin.apps.privacy.models import DataRequest, RequestAnswer
from sanxin.apps.privacy.words import ABOUT, HOW, KINDS, shut, shut_answer
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

MOST_OPEN = 3  # the house's own limit, so that a list of what waits stays one that people read

NO_SUCH = Sentence(
    "privacy.no_such",
    "没有“{found}”这一项，应为：{known}。请从页面上选。",
    "There is no “{found}”; it is one of: {known}. Choose from the page.",
)
NO_WORDS = Sentence(
    "privacy.no_words",
    "没有写内容。请用一两句话写清楚是哪一项。",
    "Nothing is written. Say in a sentence or two what it is about.",
)
TOO_MANY = Sentence(
    "privacy.too_many",
    "您家已有 {found} 件请求还没有答复，最多同时 {most} 件。请等答复后再提，急的事请到居委会当面说。",
    "{found} requests of yours wait for an answer, and {most} may wait at a time. Ask again when they are answered; if it presses, see the office.",
)
NO_REASON = Sentence(
    "privacy.no_reason",
    "没有写理由。做了什么、或为什么不能做，要对住户说清楚（个人信息保护法第五十条）。",
    "No reason is written. Tell the household what was done, or why it cannot be (PIPL Art. 50).",
)
ANSWERED = Sentence(
    "privacy.answered",
    "这件请求已经答复过了，答复不能改。住户还有话可以另提一件。",
    "This request is answered, and an answer is not changed. The household may ask again.",
)
NO_CORRECTION = Sentence(
    "privacy.no_correction",
    "存证第 {found} 条不是这一户提出请求之后所做的更正。请从列表中选，或不选。",
    "Entry {found} is no correction made for this dwelling since it asked. Choose from the list, or none.",
)


@transaction.atomic
def ask(
    *, actor: Actor, dwelling: str, kind: str, about: str, words: str, right: str = "", **when: Unpack[When]
) -> str:
    """Put on record what a household asks about its own data; give the request's public id.

    The office may do it for somebody who came in person, a helper for the dwelling that consented.

    :raises Refusal: if the actor may not, kind or subject are not known, nothing is written, or too many wait
    """
    home = registry.load_dwelling_for(actor, dwelling, verb_for(actor), when["occurred_at"])
    _one_of(kind, KINDS)
    _one_of(about, ABOUT)
    if not words.strip():
        raise Refusal(NO_WORDS.because())
    registry.hold_compound(home.compound)  # two at once would both count the same number
    with scope(neighbourhood=home.neighbourhood_id):
        waiting = DataRequest.objects.filter(dwelling=home, answered_at=None).count()
        if waiting >= MOST_OPEN:
            raise Refusal(TOO_MANY.because(found=waiting, most=MOST_OPEN))
        made = DataRequest(
            neighbourhood_id=home.neighbourhood_id,
            dwelling=home,
            kind=kind,
            about=about,
            actor=actor.ref,
            **when,
        )
        digest = shut(made, words.strip(), right.strip())
        made.save()
    _enter(actor, made, "request.ask", {"kind": kind, "about": about, "words": digest}, when)
    return made.public_id


@transaction.atomic
def answer_request(
    *, actor: Actor, request: str, how: str, reason: str, correction: int | None = None, **when: Unpack[When]
) -> None:
    """Answer a request: done, with the entry that put it right if there is one, or declined; with the reason always.

    :raises Refusal: if the actor may not, no reason is given, it is answered already, or the entry is no correction of it
    """
    asked = load_request_for(actor, request, when["occurred_at"])
    _one_of(how, HOW)
    if not reason.strip():
        raise Refusal(NO_REASON.because())
    registry.hold_compound(asked.dwelling.compound)
    with scope(neighbourhood=asked.neighbourhood_id):
        # One whose key a restore did not bring back was answered and let go since that backup.
        if not DataRequest.objects.filter(pk=asked.pk, answered_at=None).exclude(wrapped_key=None).exists():
            raise Refusal(ANSWERED.because())
    if correction is not None:
        known = [one.index for one in corrections_since(actor, asked, when["occurred_at"])]
        if how != "done" or correction not in known:
            raise Refusal(NO_CORRECTION.because(found=correction))
    sealed, digest = shut_answer(asked, reason.strip())
    with scope(neighbourhood=asked.neighbourhood_id):
        RequestAnswer.objects.create(
            neighbourhood_id=asked.neighbourhood_id, request=asked, how=how, sealed=sealed, correction=correction,
            actor=actor.ref, **when,
        )  # fmt: skip
        DataRequest.objects.filter(pk=asked.pk).update(answered_at=when["occurred_at"])
    _enter(actor, asked, "request.answer", {"how": how, "correction": correction, "reason": digest}, when)


def _one_of(found: str, known: tuple[str, ...]) -> None:
    if found not in known:
        raise Refusal(NO_SUCH.because(found=found, known="、".join(known)))


def _enter(actor: Actor, request: DataRequest, verb: str, payload: dict[str, object], when: When) -> None:
    """What was said stays out of the journal: it carries the fact, and a digest that only the request's key can tell."""
    home = request.dwelling
    journal.enter(
        actor=actor, stream=f"registry/compound/{home.compound.public_id}", verb=verb,
        subject=f"dwelling/{home.public_id}", neighbourhood=request.neighbourhood_id,
        payload={"id": request.public_id, **payload}, **when,
    )  # fmt: skip
