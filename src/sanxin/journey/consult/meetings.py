"""Meetings: what may be written of one, and what several of them settled or left open (R037, R071)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from sanxin.foundation.calendar import CHINA, legal_day
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal

KINDS: dict[str, Words] = {
    "residents": Words("居民会议", "residents' meeting"),
    "stairwell": Words("楼组会", "stairwell meeting"),
    "coordination": Words("协调会", "coordination meeting"),
    "design": Words("设计听取会", "design hearing"),
    "yard": Words("板凳会", "yard meeting"),
}
POINT_OUTCOMES: dict[str, Words] = {
    "open": Words("待办", "to be done"),
    "agreed": Words("已商定", "agreed"),
    "withdrawn": Words("已撤回", "withdrawn"),
}
WAYS: dict[str, Words] = {
    "in_person": Words("本人到会", "came in person"),
    "represented": Words("委托他人", "represented"),
}

NO_KIND = Sentence(
    "meeting.no_kind",
    "没有“{found}”这类会议。请从列表中选：{known}。",
    "There is no meeting “{found}”; it is one of: {known}.",
)
NO_TITLE = Sentence(
    "meeting.no_title",
    "会议没有写议题。请用一句话写明为什么事开会。",
    "The meeting has no subject. Say in a few words what it was about.",
)
NO_POINT = Sentence(
    "meeting.no_point",
    "会议记录里一件事也没有。请至少写一点：说了什么、结果怎样。",
    "The minutes have no point. Write one at least: what was said and what came of it.",
)
NOT_HELD_YET = Sentence(
    "meeting.not_held_yet",
    "会议时间 {held_at} 还没有到。请在开完会以后再记。",
    "The meeting is to be at {held_at}, which is not past. Record it once it was held.",
)
NOTHING_SAID = Sentence(
    "meeting.nothing_said",
    "第 {number} 点没有写说了什么。请写上，或删去这一点。",
    "Point {number} does not say what was said. Write it, or leave the point out.",
)
NO_OUTCOME = Sentence(
    "meeting.no_outcome",
    "第 {number} 点的结果“{found}”不对。请从列表中选：{known}。",
    "Point {number}: there is no outcome “{found}”; it is one of: {known}.",
)
NOBODY_ACTS = Sentence(
    "meeting.nobody_acts",
    "第 {number} 点是待办，要写明由谁办、哪天前办好。",
    "Point {number} is to be done: say who does it, and by which day.",
)
DUE_BEFORE = Sentence(
    "meeting.due_before",
    "第 {number} 点要在 {due_on} 前办好，但会议是 {held_on} 开的。请核对日期。",
    "Point {number} is due on {due_on}, before the meeting on {held_on}. Check the day.",
)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a meeting: what was said, what came of it, and who is to act by which day.

    ``thread`` is shared by every point, of whatever meeting, that is about the same matter.
    """

    said: str
    outcome: str
    who: str = ""
    due_on: date | None = None
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What is written of a meeting; who came of the dwellings is told beside it. Each body comes with its role."""

    kind: str
    title: str
    held_at: datetime
    points: tuple[Point, ...]
    place: str = ""
    chaired_by: str = ""
    noted_by: str = ""
    bodies: tuple[tuple[str, str], ...] = ()
    decision: str = ""

    @property
    def held_on(self) -> date:
        """Give the day it was held, in the place's own time."""
        return legal_day(self.held_at)

    @property
    def open(self) -> int:
        """Count the points it left to be done."""
        return sum(point.outcome == "open" for point in self.points)

    def to_json(self) -> dict[str, Any]:
        """Write it as a JSON value, from which :func:`minutes_from` reads it back."""
        return {
            "kind": self.kind, "title": self.title, "held_at": self.held_at.isoformat(), "place": self.place,
            "chaired_by": self.chaired_by, "noted_by": self.noted_by, "decision": self.decision,
            "bodies": [list(body) for body in self.bodies],
            "points": [
                {
                    "said": one.said, "outcome": one.outcome, "who": one.who,
                    "due_on": one.due_on.isoformat() if one.due_on else None, "thread": one.thread,
                }
                for one in self.points
            ],
        }  # fmt: skip


def minutes_from(written: Mapping[str, Any]) -> Minutes:
    """Read back what :meth:`Minutes.to_json` wrote."""
    points = tuple(
        Point(
            one["said"], one["outcome"], one["who"],
            date.fromisoformat(one["due_on"]) if one["due_on"] else None, one["thread"],
        )
        for one in written["points"]
    )  # fmt: skip
    return Minutes(
        written["kind"], written["title"], datetime.fromisoformat(written["held_at"]), points, written["place"],
        written["chaired_by"], written["noted_by"], tuple((name, role) for name, role in written["bodies"]),
        written["decision"],
    )  # fmt: skip


def require_complete(minutes: Minutes, now: datetime) -> None:
    """Make sure that minutes can be put on record at an instant.

    :raises Refusal: if the kind is none, subject or points are missing, the meeting is yet to come, or a point
        has no words, no known outcome, nobody to act where it is open, or a due day before the meeting
    """
    if minutes.kind not in KINDS:
        raise Refusal(NO_KIND.because(found=minutes.kind, known=_listed(KINDS)))
    if not minutes.title.strip():
        raise Refusal(NO_TITLE.because())
    if not minutes.points:
        raise Refusal(NO_POINT.because())
    if minutes.held_at > now:
        raise Refusal(NOT_HELD_YET.because(held_at=f"{minutes.held_at.astimezone(CHINA):%Y-%m-%d %H:%M}"))
    for number, point in enumerate(minutes.points, 1):
        _require_point(number, point, minutes.held_on)


def _require_point(number: int, point: Point, held_on: date) -> None:
    if not point.said.strip():
        raise Refusal(NOTHING_SAID.because(number=number))
    if point.outcome not in POINT_OUTCOMES:
        raise Refusal(NO_OUTCOME.because(number=number, found=point.outcome, known=_listed(POINT_OUTCOMES)))
    if point.outcome == "open" and not (point.who.strip() and point.due_on):
        raise Refusal(NOBODY_ACTS.because(number=number))
    if point.due_on and point.due_on < held_on:
        raise Refusal(DUE_BEFORE.because(number=number, due_on=point.due_on, held_on=held_on))


def _listed(known: Mapping[str, Words]) -> Words:
    return Words("、".join(one.zh for one in known.values()), ", ".join(one.en for one in known.values()))


@dataclass(frozen=True, slots=True)
class Thread:
    """One matter through all its meetings: as it was last left, where, since when, and whether it ever waited."""

    point: Point
    meeting: str
    raised_on: date
    last_on: date
    waited: bool

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still is to act."""
        return self.point.outcome == "open"

    @property
    def days_taken(self) -> int:
        """Count the days from the meeting that raised it to the last that spoke of it."""
        return (self.last_on - self.raised_on).days

    def age_days(self, on: date) -> int:
        """Count the days since it was raised."""
        return (on - self.raised_on).days

    def is_late(self, on: date) -> bool:
        """Tell whether it is open past its day."""
        return self.is_open and self.point.due_on is not None and self.point.due_on < on


@dataclass(frozen=True, slots=True)
class Agenda:
    """What several meetings came to: matters still open, the one due first before others, and how long closed ones took."""

    open: tuple[Thread, ...]
    settled: tuple[Thread, ...]

    @property
    def waited_days(self) -> tuple[int, ...]:
        """Give how many days each matter took that waited and is settled, quickest first."""
        return tuple(sorted(one.days_taken for one in self.settled if one.waited))

    @property
    def median_days(self) -> float | None:
        """Give the median of those days; None if no matter waited and was settled (R071)."""
        return float(median(self.waited_days)) if self.waited_days else None


def agenda(meetings: Iterable[tuple[str, Minutes]]) -> Agenda:
    """Follow every matter through meetings, given with their ids in any order."""
    found: dict[str, Thread] = {}
    for public_id, minutes in sorted(meetings, key=lambda one: one[1].held_at):
        for point in minutes.points:
            before = found.get(point.thread)
            found[point.thread] = Thread(
                point, public_id, before.raised_on if before else minutes.held_on, minutes.held_on,
                point.outcome == "open" or (before is not None and before.waited),
            )  # fmt: skip
    waiting = [one for one in found.values() if one.is_open]
    waiting.sort(key=lambda one: (one.point.due_on or date.max, one.raised_on))
    return Agenda(tuple(waiting), tuple(one for one in found.values() if not one.is_open))
