"""The form a meeting is recorded on: filled anew, with what is still open, or with the version to be corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sanxin.apps.consultation import actions
from sanxin.apps.consultation import queries as consultation
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.documents.order import natural
from sanxin.foundation.calendar import CHINA, legal_day
from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given
from sanxin.interfaces.web.views.people.households import by_room
from sanxin.journey.consult.meetings import KINDS, POINT_OUTCOMES, Minutes, Point

LONG, TITLE = 1000, 120
POINT_ROWS, SHOWN_ROWS, BODY_ROWS = 12, 3, 6
MOST_ROWS, MOST_BODIES = 100, 30
LINES = ("kind", "title", "held_at", "place", "chaired_by", "noted_by", "decision", "stairwell", "replaces")


@dataclass(frozen=True, slots=True)
class Row:
    """One point as the form has it; ``before`` is how the matter was last left."""

    number: int
    said: str = ""
    outcome: str = "open"
    who: str = ""
    due: str = ""
    thread: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form: lines, ticked dwellings, bodies and points, as text."""

    lines: Mapping[str, str]
    points: tuple[Row, ...]
    came: frozenset[str] = frozenset()
    represented: frozenset[str] = frozenset()
    bodies: tuple[tuple[str, str], ...] = field(default_factory=tuple)


@require_http_methods(["GET", "HEAD", "POST"])
def record_meeting(visit: Visit, compound: str) -> HttpResponse:
    """Show the form, and put a meeting on record; what was typed stays in the form when it is refused."""
    card = registry.load_compound_for(visit.actor, compound, Verb.VISIT_RECORD, visit.at)
    if visit.method != "POST":
        return _form(visit, card, _started(visit, compound))
    try:
        made = _record(visit, compound)
    except Refusal as refused:
        if refused.because.sentence is NOT_FOUND:
            raise
        return _form(visit, card, _typed(visit), refused)
    messages.success(
        visit,
        "已记下，可以打印出来请大家签名。"
        if visit.language == "zh"
        else "Recorded; print it and have it signed.",
    )
    return redirect("meeting", meeting=made)


def _record(visit: Visit, compound: str) -> str:
    sheet = visit.FILES.get("sheet")
    came = dict.fromkeys(visit.POST.getlist("represented"), "represented")
    came |= dict.fromkeys(visit.POST.getlist("came"), "in_person")  # who came needs nobody to speak for them
    bodies = [(_line(visit, f"body_{n}"), _line(visit, f"role_{n}")) for n in range(1, MOST_BODIES + 1)]
    points = [_point(visit, number) for number in _numbers(visit)]
    minutes = Minutes(
        visit.POST.get("kind", ""), given.text(visit, "title", most=TITLE), given.moment(visit, "held_at"),
        tuple(point for point in points if point is not None), given.text(visit, "place"),
        given.text(visit, "chaired_by"), given.text(visit, "noted_by"),
        tuple(body for body in bodies if body[0]), visit.POST.get("decision", "")[:20],
    )  # fmt: skip
    return actions.record_meeting(
        actor=visit.actor, compound=compound, minutes=minutes, attended=came,
        stairwell=visit.POST.get("stairwell", ""), replaces=visit.POST.get("replaces", ""),
        sheet=sheet.read() if sheet else b"", **visit.when,
    )  # fmt: skip


def _numbers(visit: Visit) -> list[int]:
    return [number for number in range(1, MOST_ROWS) if f"said_{number}" in visit.POST]


def _line(visit: Visit, key: str) -> str:
    return given.text(visit, key, called=Words("单位或身份", "body or role"))


def _point(visit: Visit, number: int) -> Point | None:
    """Read one row; a row in which nothing was written is no point."""
    called = Words(f"第 {number} 行", f"row {number}")
    said = given.text(visit, f"said_{number}", most=LONG, called=called)
    who = given.text(visit, f"who_{number}", called=called)
    due_on = given.day_if_any(visit, f"due_{number}", called=called)
    if not (said or who or due_on):
        return None
    outcome = visit.POST.get(f"outcome_{number}", "")
    return Point(said, outcome, who, due_on, visit.POST.get(f"thread_{number}", ""))


def _started(visit: Visit, compound: str) -> Draft:
    """Begin a form: with the version to be corrected, or anew with what earlier meetings left open."""
    if replaces := visit.GET.get("replaces", ""):
        return _corrected(consultation.meeting_of(visit.actor, replaces, visit.at))
    stairwell = visit.GET.get("stairwell", "")
    codes = {one.public_id: one.code for one in registry.stairwells(visit.actor, compound, visit.at)}
    about = {"", codes.get(stairwell, "")} if stairwell else {"", *codes.values()}
    held = {one.public_id: one.stairwell for one in consultation.meetings_of(visit.actor, compound, visit.at)}
    today = legal_day(visit.at)
    carried = [
        Row(0, thread=one.point.thread, before=_left(visit, one.point, one.age_days(today)))
        for one in consultation.agenda_of(visit.actor, compound, visit.at).open
        if held[one.meeting] in about
    ]
    lines = {
        "kind": "stairwell" if stairwell else "residents", "stairwell": stairwell,
        "held_at": f"{visit.at.astimezone(CHINA):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    return Draft(lines, _numbered(carried))


def _left(visit: Visit, point: Point, age_days: int) -> str:
    if visit.language == "zh":
        return f"{point.said}（{point.who}，{point.due_on} 前；已 {age_days} 天）"
    return f"{point.said} ({point.who}, by {point.due_on}; {age_days} days so far)"


def _corrected(read: consultation.MeetingRead) -> Draft:
    held = read.line.minutes
    rows = [Row(0, one.said, one.outcome, one.who, f"{one.due_on or ''}", one.thread) for one in held.points]
    ways = {
        way: frozenset(one.dwelling for one in read.rooms if one.way == way)
        for way in ("in_person", "represented")
    }
    lines = {
        "kind": held.kind, "title": held.title, "held_at": f"{held.held_at.astimezone(CHINA):%Y-%m-%dT%H:%M}",
        "place": held.place, "chaired_by": held.chaired_by, "noted_by": held.noted_by, "decision": held.decision,
        "stairwell": read.stairwell, "replaces": read.line.public_id,
    }  # fmt: skip
    return Draft(lines, _numbered(rows), ways["in_person"], ways["represented"], held.bodies)


def _typed(visit: Visit) -> Draft:
    """Take up what was typed, whatever is wrong with it."""
    sent: Mapping[str, Any] = visit.POST
    rows = [
        Row(
            number, *(sent.get(f"{key}_{number}", "") for key in ("said", "outcome", "who", "due", "thread", "before"))
        )
        for number in _numbers(visit)
    ]  # fmt: skip
    bodies = tuple((sent.get(f"body_{n}", ""), sent.get(f"role_{n}", "")) for n in range(1, MOST_BODIES + 1))
    came, represented = (frozenset(visit.POST.getlist(key)) for key in ("came", "represented"))
    return Draft({key: sent.get(key, "") for key in LINES}, tuple(rows), came, represented, bodies)


def _numbered(rows: list[Row]) -> tuple[Row, ...]:
    """Number the rows and add empty ones below."""
    found = [*rows, *[Row(0)] * POINT_ROWS]
    return tuple(
        Row(number, one.said, one.outcome, one.who, one.due, one.thread, one.before)
        for number, one in enumerate(found[: MOST_ROWS - 1], 1)
    )


def _form(
    visit: Visit, card: registry.Compound, draft: Draft, refused: Refusal | None = None
) -> HttpResponse:
    compound, stairwell = card.public_id, draft.lines.get("stairwell", "")
    homes = registry.dwellings(visit.actor, compound, visit.at, stairwell=stairwell or None)
    lines = sorted(registry.stairwells(visit.actor, compound, visit.at), key=lambda line: natural(line.code))
    filled = max(
        (row.number for row in draft.points if row.said or row.thread or row.who or row.due), default=0
    )
    known = [body for body in draft.bodies if any(body)]
    bodies = [*known, *[("", "")] * BODY_ROWS][: max(BODY_ROWS, len(known))]
    context = {
        "here": "compounds",
        "card": card,
        "draft": draft,
        "place": next((line for line in lines if line.public_id == stairwell), None),
        "lines": lines,
        "seats": [
            (code, list(found))
            for code, found in groupby(sorted(homes, key=by_room), lambda home: home.stairwell)
        ],
        "bodies": [(number, *body) for number, body in enumerate(bodies, 1)],
        "first_points": draft.points[: filled + SHOWN_ROWS],
        "more_points": draft.points[filled + SHOWN_ROWS :],
        "kinds": KINDS,
        "outcomes": POINT_OUTCOMES,
        "decisions": decisions.decisions_on(visit.actor, compound, visit.at),
        "refused": refused,
    }
    return render(visit, "web/meetings/form.html", context, status=422 if refused else 200)
