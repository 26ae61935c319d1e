"""Meetings: what is still to be done and by whom, one meeting's minutes, on the page and on paper."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanxin.apps.consultation import queries as consultation
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.journal import actions as record
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, account_names
from sanxin.apps.registry import queries as registry
from sanxin.documents.papers.minutes import Came, Held, minutes_paper
from sanxin.foundation.actor import Staff
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import attachment
from sanxin.interfaces.web.views.decisions.posted.papers import PDF, PRINTED_ROOT, handed_out


@require_safe
def meetings(visit: Visit, compound: str) -> HttpResponse:
    """Tell what meetings left to be done, the matter due first before others, and list them, newest first."""
    card = registry.load_compound_for(visit.actor, compound, Verb.COMPOUND_SEE, visit.at)
    agenda = consultation.agenda_of(visit.actor, compound, visit.at)
    today = legal_day(visit.at)
    waiting = [(one, one.age_days(today), one.is_late(today)) for one in agenda.open]
    context = {
        "here": "compounds",
        "tab": "meetings",
        "card": card,
        "lines": consultation.meetings_of(visit.actor, compound, visit.at),
        "agenda": agenda,
        "waiting": waiting,
        "oldest_days": max((age for _, age, _ in waiting), default=0),
        "late": sum(late for _, _, late in waiting),
        "may_record": registry.may(visit.actor, compound, Verb.VISIT_RECORD, visit.at),
    }
    return render(visit, "web/meetings/meetings.html", context)


@require_safe
def meeting(visit: Visit, meeting: str) -> HttpResponse:
    """Show one version of a meeting's minutes."""
    read = consultation.meeting_of(visit.actor, meeting, visit.at)
    _note(visit, read)
    compound = read.compound.public_id
    about = {one.public_id: one for one in decisions.decisions_on(visit.actor, compound, visit.at)}
    context = {
        "here": "compounds",
        "card": read.compound,
        "read": read,
        "held": read.line.minutes,
        "came": _came(read),
        "decision": about.get(read.line.minutes.decision),
        "names": account_names([read.actor]),
        "may_record": registry.may(visit.actor, compound, Verb.VISIT_RECORD, visit.at),
    }
    return render(visit, "web/meetings/meeting.html", context)


@require_safe
def minutes(visit: Visit, meeting: str, ending: str) -> HttpResponse:
    """Hand out a meeting's minutes in PDF or Word, with the rooms the reader may see."""
    if ending not in ("pdf", "docx"):
        raise Refusal(NOT_FOUND.because())
    read = consultation.meeting_of(visit.actor, meeting, visit.at)
    _note(visit, read)
    head, line = journal.tree_head(), read.line
    scope = f"{line.stairwell} 号门" if line.stairwell else ""
    root = f"{head.root[:PRINTED_ROOT]}@{head.size}"
    held = Held(
        read.compound.name,
        scope,
        line.minutes,
        _came(read),
        line.asked,
        root,
        corrected=bool(read.replaced_by),
    )
    title = f"会议记录-{line.minutes.held_on}-{line.minutes.title}"
    return handed_out(title, [minutes_paper(held)], "meeting", ending)


@require_safe
def sheet(visit: Visit, meeting: str) -> HttpResponse:
    """Show the signed sheet to whoever records meetings: it carries names."""
    media_type, content = consultation.sheet_of(visit.actor, meeting, visit.at)
    _note(visit, consultation.meeting_of(visit.actor, meeting, visit.at))
    if media_type == PDF:
        return attachment("签到表.pdf", content, PDF)
    return HttpResponse(content, content_type=media_type, headers={"Cache-Control": "private, no-store"})


def _note(visit: Visit, read: consultation.MeetingRead) -> None:
    """Note that the office read which households came: each of them sees it on its own page."""
    if isinstance(visit.actor, Staff) and read.rooms:
        record.note_look(
            actor=visit.actor, neighbourhood=read.compound.neighbourhood_id, what="meetings",
            subject=f"meeting/{read.line.public_id}", at=visit.at,
        )  # fmt: skip


def _came(read: consultation.MeetingRead) -> list[Came]:
    """Lay out who came by stairwell: rooms in person, rooms represented, and how many others."""
    others = dict(read.others)
    rooms = {code: list(found) for code, found in groupby(read.rooms, lambda room: room.stairwell)}
    return [
        Came(
            code,
            [one.room for one in rooms.get(code, []) if one.way == "in_person"],
            [one.room for one in rooms.get(code, []) if one.way == "represented"],
            others.get(code, 0),
        )
        for code in dict.fromkeys([*rooms, *others])
    ]
