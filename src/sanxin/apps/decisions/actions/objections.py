"""Objections: raised in writing, answered in writing, settled by whoever raised them. None is ever removed."""

from typing import Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.decisions.access import covers, load_decision_for, load_objection_for
from sanxin.apps.decisions.models import Objection, Reply
from sanxin.apps.decisions.writing import enter, sealed
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

HOW = ("withdrawn", "agreed", "referred")

NO_WORDS = Sentence(
    "decisions.no_words",
    "没有写内容。请用一两句话写清楚。",
    "Nothing is written. Say it in a sentence or two.",
)
CONCLUDED = Sentence(
    "decisions.objection_too_late",
    "“{title}”已经结案。新的意见请另行提出。",
    "“{title}” is concluded. Raise what is new as a matter of its own.",
)
NO_REPLY = Sentence(
    "decisions.no_reply",
    "还没有书面答复，不能记为已了结。",
    "It has no written reply yet, so it cannot be settled.",
)
NO_SUCH = Sentence(
    "decisions.no_such_end",
    "“{found}”不是了结方式，应为：撤回、达成一致、转送。",
    "“{found}” is no way to settle it; it is withdrawn, agreed or referred.",
)


@transaction.atomic
def raise_objection(*, actor: Actor, decision: str, dwelling: str, words: str, **when: Unpack[When]) -> str:
    """Put a household's objection on record; give its public id.

    :raises Refusal: if the actor may not, nothing is written, or the decision is concluded
    """
    asked = load_decision_for(actor, decision, Verb.OBJECTION_RAISE, when["occurred_at"])
    own = not isinstance(actor, Household | Helper) or actor.dwelling == dwelling
    if not own or not covers(asked, dwelling):
        raise Refusal(NOT_FOUND.because())
    if not words.strip():
        raise Refusal(NO_WORDS.because())
    if asked.concluded_at is not None:
        raise Refusal(CONCLUDED.because(title=asked.title))
    home = registry.load_dwelling_for(actor, dwelling, Verb.DWELLING_SEE, when["occurred_at"])
    with scope(neighbourhood=asked.neighbourhood_id):
        made = Objection(
            neighbourhood_id=asked.neighbourhood_id, decision=asked, dwelling=home, actor=actor.ref, **when
        )
        made.sealed_words = sealed(words.strip(), made.public_id)
        made.save()
    told = {"id": made.public_id, "dwelling": dwelling, "words": sha256_hex(words.strip().encode())}
    enter(actor, asked, "objection.raise", told, when)
    return made.public_id


@transaction.atomic
def answer_objection(*, actor: Actor, objection: str, words: str, **when: Unpack[When]) -> str:
    """Reply to an objection in writing; give the reply's public id.

    :raises Refusal: if the actor may not, or nothing is written
    """
    found = load_objection_for(actor, objection, Verb.DECISION_RUN, when["occurred_at"])
    if not words.strip():
        raise Refusal(NO_WORDS.because())
    with scope(neighbourhood=found.neighbourhood_id):
        made = Reply(neighbourhood_id=found.neighbourhood_id, objection=found, actor=actor.ref, **when)
        made.sealed_words = sealed(words.strip(), made.public_id)
        made.save()
    told = {"id": objection, "reply": made.public_id, "words": sha256_hex(words.strip().encode())}
    enter(actor, found.decision, "objection.reply", told, when)
    return made.public_id


@transaction.atomic
def settle_objection(*, actor: Actor, objection: str, how: str, **when: Unpack[When]) -> None:
    """Record how an answered objection ended: withdrawn, agreed, or referred to somebody else.

    Whoever raised it withdraws it or agrees; the office records what was signed, or refers it.

    :raises Refusal: if it has no reply, or this actor may not end it so
    """
    at_home = isinstance(actor, Household | Helper)
    verb = Verb.OBJECTION_RAISE if at_home else Verb.DECISION_RUN
    found = load_objection_for(actor, objection, verb, when["occurred_at"])
    if how not in (HOW[:2] if at_home else HOW):
        raise Refusal(NO_SUCH.because(found=how))
    with scope(neighbourhood=found.neighbourhood_id):
        if not Reply.objects.filter(objection=found).exists():
            raise Refusal(NO_REPLY.because())
        Objection.objects.filter(pk=found.pk).update(settled_at=when["occurred_at"], settled_how=how)
    if how == "referred":
        enter(actor, found.decision, "objection.refer", {"id": objection}, when)
    else:
        enter(actor, found.decision, "objection.settle", {"id": objection, "how": how}, when)
