"""Recording meetings: what was said, what came of it, who came."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Unpack

from django.conf import settings
from django.db import transaction
from django_scopes import scope

from sanxin.apps.consultation.access import load_meeting_for
from sanxin.apps.consultation.meetings import threads_of
from sanxin.apps.consultation.models import Attended, Meeting
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry.queries import (
    Compound,
    Stairwell,
    hold_compound,
    load_compound_for,
    stairwell_in,
    standing_homes,
)
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import canonical_bytes, digest, sha256_hex
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.consult.meetings import WAYS, Minutes, require_complete
from sanxin.record.ids import new_public_id
from sanxin.record.sealing import house_key, seal

SHEETS = {b"\xff\xd8\xff": "image/jpeg", b"%PDF-": "application/pdf"}

NO_STAIRWELL = Sentence(
    "meeting.no_stairwell",
    "楼组会要选是哪个门栋开的。",
    "A stairwell meeting is of one stairwell: choose which.",
)
NOT_OF_HERE = Sentence(
    "meeting.not_of_here",
    "到会的户里有 {count} 户不在“{where}”现有的住户之列。请只勾选这里的住户。",
    "{count} of the dwellings that came are not among those of “{where}” now. Tick dwellings of this place only.",
)
NO_WAY = Sentence(
    "meeting.no_way",
    "没有“{found}”这种到会方式，应为本人到会或委托他人。",
    "There is no way to attend “{found}”: a dwelling came in person or was represented.",
)
NO_THREAD = Sentence(
    "meeting.no_thread",
    "第 {number} 点接着说的那件事，这个小区的会议里没有。请重新打开表格再填。",
    "Point {number} goes on with a matter no meeting of this compound raised. Open the form again.",
)
NO_SHEET = Sentence(
    "meeting.no_sheet",
    "签到表应为 JPEG 照片或 PDF，这个文件不是。请用手机拍照上传。",
    "The signed sheet is a JPEG photograph or a PDF; this file is neither. Take it with a phone.",
)
CORRECTED = Sentence(
    "meeting.corrected",
    "这份记录已经更正过。请打开最新的一份再更正。",
    "These minutes were corrected already. Open the latest version and correct that.",
)


@transaction.atomic
def record_meeting(
    *, actor: Actor, compound: str, minutes: Minutes, attended: Mapping[str, str] | None = None,
    stairwell: str = "", replaces: str = "", sheet: bytes = b"", **when: Unpack[When],
) -> str:  # fmt: skip
    """Put a meeting on record and give its public id; the same minutes sent twice are one meeting.

    ``attended`` tells of each dwelling that came how it did. A correction names the version it ``replaces``,
    which stays. ``sheet`` is the signed sheet, JPEG or PDF. Words are sealed; the log commits their digest.

    :raises Refusal: if the actor may not, the minutes are not complete, a dwelling or stairwell is not of the
        compound, a point goes on with a matter nobody raised, or the version was corrected already
    """
    there = load_compound_for(actor, compound, Verb.VISIT_RECORD, when["occurred_at"])
    require_complete(minutes, when["occurred_at"])
    media_type, came = _media_type(sheet), dict(attended or {})
    hold_compound(there)
    content = digest([minutes.to_json(), came, stairwell, replaces, sha256_hex(sheet)])
    with scope(neighbourhood=there.neighbourhood_id):
        if same := Meeting.objects.filter(compound=there, content_sha256=content).first():
            return same.public_id
        made = Meeting(
            neighbourhood_id=there.neighbourhood_id, compound=there, kind=minutes.kind, held_at=minutes.held_at,
            stairwell=_stairwell(there, minutes.kind, stairwell), content_sha256=content, actor=actor.ref, **when,
        )  # fmt: skip
        homes = _homes(actor, made, came)
        made.asked, made.replaces = len(homes), _replaced(actor, made, replaces) if replaces else None
        made.sheet_digest = _kept(made, sheet, media_type, when)
        tied = _tied(minutes, threads_of(there))
        words = canonical_bytes(tied.to_json())
        made.sealed_words = seal(house_key(settings.SECRET_KEY, "consultation"), words, made.public_id)
        made.save()
        Attended.objects.bulk_create(
            Attended(
                neighbourhood_id=there.neighbourhood_id, meeting=made, dwelling_id=homes[one], way=way, **when
            )
            for one, way in came.items()
        )
    _enter(actor, made, tied, came, sha256_hex(words), when)
    return made.public_id


def _stairwell(there: Compound, kind: str, stairwell: str) -> Stairwell | None:
    if kind == "stairwell" and not stairwell:
        raise Refusal(NO_STAIRWELL.because())
    return stairwell_in(there, stairwell) if stairwell else None


def _homes(actor: Actor, made: Meeting, came: Mapping[str, str]) -> dict[str, int]:
    """Give the numbers of the dwellings a meeting is of, and make sure that those who came are among them."""
    for way in came.values():
        if way not in WAYS:
            raise Refusal(NO_WAY.because(found=way))
    place = made.stairwell
    homes = {
        home.public_id: home.number
        for home in standing_homes(actor, made.compound.public_id, made.occurred_at)
        if place is None or home.stairwell == place.code
    }
    if strange := came.keys() - homes.keys():
        where = f"{made.compound.name} {place.code}" if place else made.compound.name
        raise Refusal(NOT_OF_HERE.because(count=len(strange), where=where))
    return homes


def _replaced(actor: Actor, made: Meeting, replaces: str) -> Meeting:
    old = load_meeting_for(actor, replaces, Verb.VISIT_RECORD, made.occurred_at)
    if old.compound_id != made.compound_id:
        raise Refusal(NOT_FOUND.because())
    if Meeting.objects.filter(replaces=old).exists():
        raise Refusal(CORRECTED.because())
    return old


def _tied(minutes: Minutes, known: Collection[str]) -> Minutes:
    """Tie each point to its matter: the one it goes on with, or one of its own."""
    for number, point in enumerate(minutes.points, 1):
        if point.thread and point.thread not in known:
            raise Refusal(NO_THREAD.because(number=number))
    points = [replace(point, thread=point.thread or new_public_id()) for point in minutes.points]
    return replace(minutes, points=tuple(points))


def _media_type(sheet: bytes) -> str:
    found = [media_type for start, media_type in SHEETS.items() if sheet.startswith(start)]
    if sheet and not found:
        raise Refusal(NO_SHEET.because())
    return found[0] if found else ""


def _kept(made: Meeting, sheet: bytes, media_type: str, when: When) -> str:
    """Keep the signed sheet; a correction without one keeps that of the version it replaces."""
    if not sheet:
        return made.replaces.sheet_digest if made.replaces else ""
    return journal.keep_evidence(
        neighbourhood=made.neighbourhood_id, content=sheet, media_type=media_type, **when
    )


def _enter(
    actor: Actor, made: Meeting, minutes: Minutes, came: Mapping[str, str], words: str, when: When
) -> None:
    """What was said stays out of the log: it carries the fact, the counts, and digests of words and sheet."""
    place, old = made.stairwell, made.replaces
    journal.enter(
        actor=actor, stream=f"registry/compound/{made.compound.public_id}", verb="meeting.record",
        subject=f"meeting/{made.public_id}", neighbourhood=made.neighbourhood_id,
        payload={
            "id": made.public_id, "kind": made.kind, "held_at": made.held_at,
            "stairwell": place.public_id if place else None, "replaces": old.public_id if old else None,
            "points": len(minutes.points), "open": minutes.open, "dwellings": len(came), "asked": made.asked,
            "represented": sum(way == "represented" for way in came.values()), "bodies": len(minutes.bodies),
            "words": words, "sheet": made.sheet_digest,
        }, **when,
    )  # fmt: skip
