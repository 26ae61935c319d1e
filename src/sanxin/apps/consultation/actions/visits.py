"""Recording visits and stances."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Unpack

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django_scopes import scope, scopes_disabled

from sanxin.apps.consultation.models import Means, StanceTaken, Visit
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry.queries import load_dwelling_for
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.consult import OUTCOMES, STANCES
from sanxin.record.sealing import house_key, seal

NO_SUCH = Sentence(
    "consultation.no_such",
    "没有“{found}”这一项，应为：{known}。",
    "There is no “{found}”; it is one of: {known}.",
)
NO_CONDITION = Sentence(
    "consultation.no_condition",
    "“有条件同意”要写明条件是什么。",
    "In favour on a condition: say which.",
)


@transaction.atomic
def record_visit(
    *, actor: Actor, dwelling: str, means: str, outcome: str, note: str = "", **when: Unpack[When]
) -> str:
    """Record an attempt to reach a dwelling and what came of it; give its public id.

    :raises Refusal: if the actor may not, or means or outcome are not known
    """
    home = load_dwelling_for(actor, dwelling, Verb.VISIT_RECORD, when["occurred_at"])
    _one_of(means, Means.values)
    _one_of(outcome, OUTCOMES)
    with scope(neighbourhood=home.neighbourhood_id):
        made = Visit(
            neighbourhood_id=home.neighbourhood_id, dwelling=home, means=means, outcome=outcome, actor=actor.ref,
            **when,
        )  # fmt: skip
        made.sealed_note = _sealed(note, made.public_id)
        made.save()
    _enter(actor, home, "visit.record", made.public_id, {"means": means, "outcome": outcome}, note, when)
    return made.public_id


@transaction.atomic
def record_stance(
    *, actor: Actor, dwelling: str, stance: str, condition: str = "", **when: Unpack[When]
) -> str:
    """Record what a household thinks now; what it thought before stays on record (R028).

    :raises Refusal: if the actor may not, the stance is not known, or a condition is not said
    """
    home = load_dwelling_for(actor, dwelling, Verb.VISIT_RECORD, when["occurred_at"])
    _one_of(stance, STANCES[:3])
    if stance == "conditional" and not condition.strip():
        raise Refusal(NO_CONDITION.because())
    with scope(neighbourhood=home.neighbourhood_id):
        made = StanceTaken(
            neighbourhood_id=home.neighbourhood_id, dwelling=home, stance=stance, actor=actor.ref, **when
        )
        made.sealed_condition = _sealed(condition.strip(), made.public_id)
        made.save()
    _enter(actor, home, "stance.record", made.public_id, {"stance": stance}, condition.strip(), when)
    return made.public_id


Place = tuple[
    int, int | None, int | None
]  # numbers of compound, building, stairwell; None is the whole of it


def count_words(served: Sequence[tuple[Place, datetime]], kept: Sequence[Place]) -> int:
    """Count the notes and conditions said by an instant at some places, without those at places to keep."""
    with scopes_disabled():
        return sum(
            model.objects.filter(_said(served, kept, **{column: None})).count() for model, column in WORDS
        )


@transaction.atomic
def forget_words(served: Sequence[tuple[Place, datetime]], kept: Sequence[Place]) -> int:
    """Drop the words of those notes and conditions, never the fact; give how many. Whoever calls puts it on record."""
    with scopes_disabled():
        return sum(
            model.objects.filter(_said(served, kept, **{column: None})).update(**{column: None})
            for model, column in WORDS
        )


WORDS: tuple[tuple[Any, str], ...] = ((Visit, "sealed_note"), (StanceTaken, "sealed_condition"))


def _said(served: Sequence[tuple[Place, datetime]], kept: Sequence[Place], **empty: None) -> Q:
    said = Q(pk__in=[])
    for place, until in served:
        said |= _there(place) & Q(occurred_at__lte=until)
    for place in kept:
        said &= ~_there(place)
    return said & ~Q(**empty)


def _there(place: Place) -> Q:
    over = ("dwelling__compound", "dwelling__stairwell__building", "dwelling__stairwell")
    return Q(**{field: number for field, number in zip(over, place, strict=True) if number is not None})


def _one_of(found: str, known: tuple[str, ...] | list[str]) -> None:
    if found not in known:
        raise Refusal(NO_SUCH.because(found=found, known="、".join(known)))


def _sealed(text: str, context: str) -> bytes | None:
    key = house_key(settings.SECRET_KEY, "consultation")
    return seal(key, text.encode(), context) if text else None


def _enter(
    actor: Actor, home: object, verb: str, public_id: str, payload: dict[str, str], text: str, when: When
) -> None:
    """What was said stays out of the journal: it carries the fact, and a digest of the words."""
    said = {"words": sha256_hex(text.encode())} if text else {}
    journal.enter(
        actor=actor, stream=f"registry/compound/{home.compound.public_id}", verb=verb,  # type: ignore[attr-defined]
        subject=f"dwelling/{home.public_id}", neighbourhood=home.neighbourhood_id,  # type: ignore[attr-defined]
        payload={"id": public_id, **payload, **said}, **when,
    )  # fmt: skip
