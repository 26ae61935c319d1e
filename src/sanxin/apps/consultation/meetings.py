"""Reading meetings: told to a household with nobody's room but its own, to the office with every room."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django_scopes import scope

from sanxin.apps.consultation.access import load_meeting_for, own_stairwell
from sanxin.apps.consultation.models import Attended, Meeting
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.journey.consult.meetings import Agenda, Minutes, agenda, minutes_from
from sanxin.record.sealing import house_key, unseal


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting as a list shows it: its words, where, and how many dwellings came of how many."""

    public_id: str
    minutes: Minutes
    stairwell: str
    asked: int
    came: int
    represented: int


@dataclass(frozen=True, slots=True)
class Room:
    """A dwelling that came, for who may see it."""

    dwelling: str
    stairwell: str
    room: str
    way: str


@dataclass(frozen=True, slots=True)
class MeetingRead:
    """One version of a meeting: the rooms the reader may see by name, all others counted by stairwell."""

    line: MeetingLine
    compound: registry.Compound
    stairwell: str
    rooms: tuple[Room, ...]
    others: tuple[tuple[str, int], ...]
    replaces: str
    replaced_by: str
    has_sheet: bool
    actor: str
    recorded_at: datetime


def meetings_of(actor: Actor, compound: str, at: datetime) -> list[MeetingLine]:
    """List a compound's meetings by their latest version, newest first; a household reads its own stairwell's."""
    card = registry.load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    own = own_stairwell(actor, at)
    with scope(neighbourhood=card.neighbourhood_id):
        found = _standing(card)
        if own is not None:
            found = found.filter(Q(stairwell=None) | Q(stairwell=own))
        return _lines(list(found.order_by("-held_at", "-pk")))


def agenda_of(actor: Actor, compound: str, at: datetime) -> Agenda:
    """Give what a compound's meetings left open and what they settled, as far as the reader may read them."""
    card = registry.load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        told = agenda((one.public_id, _words(one)) for one in _standing(card).order_by("pk"))
    seen = {one.public_id for one in meetings_of(actor, compound, at)}
    return Agenda(
        tuple(one for one in told.open if one.meeting in seen),
        tuple(one for one in told.settled if one.meeting in seen),
    )


def meeting_of(actor: Actor, meeting: str, at: datetime) -> MeetingRead:
    """Give one version of a meeting, whoever it was replaced by.

    :raises Refusal: if there is none, or it is not for this actor
    """
    held = load_meeting_for(actor, meeting, Verb.COMPOUND_SEE, at)
    visible = {one.public_id for one in registry.dwellings(actor, held.compound.public_id, at)}
    with scope(neighbourhood=held.neighbourhood_id):
        came = Attended.objects.filter(meeting=held).select_related("dwelling__stairwell")
        rooms = [
            Room(one.dwelling.public_id, one.dwelling.stairwell.code, one.dwelling.room, one.way)
            for one in came.order_by("dwelling__position", "dwelling__pk")
        ]
        (line,) = _lines([held])
        later = Meeting.objects.filter(replaces=held).first()
    others = Counter(one.stairwell for one in rooms if one.dwelling not in visible)
    return MeetingRead(
        line, held.compound, held.stairwell.public_id if held.stairwell else "",
        tuple(one for one in rooms if one.dwelling in visible), tuple(others.items()),
        held.replaces.public_id if held.replaces else "", later.public_id if later else "",
        bool(held.sheet_digest), held.actor, held.recorded_at,
    )  # fmt: skip


def sheet_of(actor: Actor, meeting: str, at: datetime) -> tuple[str, bytes]:
    """Give the media type and content of the signed sheet, which names people: only to who records meetings.

    :raises Refusal: if the actor may not see it, or there is none
    """
    held = load_meeting_for(actor, meeting, Verb.VISIT_RECORD, at)
    return journal.read_evidence(neighbourhood=held.neighbourhood_id, digest=held.sheet_digest)


def attended_by(actor: Actor, dwelling: str, at: datetime) -> list[tuple[MeetingLine, str]]:
    """List the meetings a dwelling came to, oldest first, each with how: in person or represented."""
    home = registry.load_dwelling_for(actor, dwelling, Verb.DWELLING_SEE, at)
    with scope(neighbourhood=home.neighbourhood_id):
        ways = dict(Attended.objects.filter(dwelling=home).values_list("meeting_id", "way"))
        held = list(_standing(home.compound).filter(pk__in=ways).order_by("held_at", "pk"))
        return [(line, ways[one.pk]) for one, line in zip(held, _lines(held), strict=True)]


def versions_attended(actor: Actor, dwelling: str, at: datetime) -> list[str]:
    """Name every version of minutes that lists a dwelling, corrected ones too."""
    home = registry.load_dwelling_for(actor, dwelling, Verb.DWELLING_SEE, at)
    with scope(neighbourhood=home.neighbourhood_id):
        return list(Attended.objects.filter(dwelling=home).values_list("meeting__public_id", flat=True))


def threads_of(compound: registry.Compound) -> set[str]:
    """Name every matter a compound's meetings ever raised, in any version; call it within scope."""
    held = Meeting.objects.filter(compound=compound)
    return {point.thread for one in held for point in _words(one).points}


def _standing(compound: registry.Compound) -> QuerySet[Meeting]:
    """Leave out the versions that were replaced; call it within scope."""
    replaced = Meeting.objects.filter(compound=compound).exclude(replaces=None).values("replaces")
    return Meeting.objects.filter(compound=compound).exclude(pk__in=replaced).select_related("stairwell")


def _lines(held: Iterable[Meeting]) -> list[MeetingLine]:
    found = list(held)
    came: Counter[int] = Counter()
    represented: Counter[int] = Counter()
    for meeting, way in Attended.objects.filter(meeting__in=found).values_list("meeting_id", "way"):
        came[meeting] += 1
        represented[meeting] += way == "represented"
    return [
        MeetingLine(
            one.public_id, _words(one), one.stairwell.code if one.stairwell else "", one.asked, came[one.pk],
            represented[one.pk],
        )
        for one in found
    ]  # fmt: skip


def _words(one: Meeting) -> Minutes:
    key = house_key(settings.SECRET_KEY, "consultation")
    return minutes_from(json.loads(unseal(key, bytes(one.sealed_words), one.public_id)))
