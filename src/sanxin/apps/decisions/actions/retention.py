"""What may go once a decision can no longer be challenged: photographs of sheets and of proxies. The record stays."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Unpack

from django.db import transaction
from django_scopes import scope, scopes_disabled

from sanxin.apps.decisions.models import Ballot, Decision, SheetReading
from sanxin.apps.journal import actions as journal
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When, legal_day, years_after
from sanxin.foundation.citation import Citation
from sanxin.rulebook.reader import NothingInForce, rules_in_force

CLASS = "ballot_photographs"


@dataclass(frozen=True, slots=True)
class PastKeeping:
    """A decision whose challenge window is over, and how many photographs are still kept for it."""

    decision: str
    title: str
    concluded_on: date
    window_ended_on: date
    photographs: int
    cited: str
    standing: str


@dataclass(frozen=True, slots=True)
class Span:
    """A decision with what it is over: numbers of compound, building, stairwell; ``over`` once its window is past."""

    decision: str
    title: str
    neighbourhood: int
    stream: str
    place: tuple[int, int | None, int | None]
    concluded_at: datetime | None
    over: bool
    cited: str


def past_keeping(on: date) -> list[PastKeeping]:
    """List the decisions whose photographs may go on a day, by the challenge window of their place and day."""
    with scopes_disabled():
        concluded = list(
            Decision.objects.exclude(concluded_at=None).select_related("compound").order_by("concluded_at")
        )
    found = (_past(one, on) for one in concluded)
    return [one for one in found if one is not None and one.photographs]


@transaction.atomic
def let_go(*, actor: Actor, decision: str, **when: Unpack[When]) -> int:
    """Erase a decision's photographs for good, once its window is over; give how many. Every proof still stands."""
    past = {one.decision: one for one in past_keeping(legal_day(when["occurred_at"]))}
    if decision not in past:
        return 0
    with scopes_disabled():
        asked = Decision.objects.get(public_id=decision)
    digests = _photographs(asked)
    for digest in digests:
        journal.erase_evidence(
            neighbourhood=asked.neighbourhood_id, digest=digest, recorded_at=when["recorded_at"]
        )
    journal.enter(
        actor=actor, stream=f"project/{_project(asked)}", verb="evidence.let_go", subject=f"decision/{decision}",
        payload={"class": CLASS, "photographs": sorted(digests), "by": past[decision].cited},
        neighbourhood=asked.neighbourhood_id, **when,
    )  # fmt: skip
    return len(digests)


def spans(on: date) -> list[Span]:
    """Tell of every decision what it is over and whether it still may be challenged on a day, oldest first."""
    with scopes_disabled():
        found = Decision.objects.select_related("compound", "project").order_by("concluded_at", "pk")
        return [_span(one, on) for one in found]


def _span(asked: Decision, on: date) -> Span:
    window = _window(asked)
    return Span(
        asked.public_id, asked.title, asked.neighbourhood_id, f"project/{asked.project.public_id}",
        (asked.compound_id, asked.building_id, asked.stairwell_id), asked.concluded_at,
        over=window is not None and on > window.ended_on,
        cited=f"{window.citation.document} {window.citation.clause}" if window else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Window:
    """The time in which a concluded decision may be challenged, and the rule that says so."""

    concluded_on: date
    ended_on: date
    citation: Citation


def _window(asked: Decision) -> _Window | None:
    """Reckon a decision's window from its conclusion; there is none without one, or where no rule is in force."""
    if asked.concluded_at is None:
        return None
    concluded = legal_day(asked.concluded_at)
    try:
        held = rules_in_force(asked.compound.place, concluded).need("decisions/challenge")
    except NothingInForce:
        return None
    years = held.version.values.days("within_years")
    return _Window(concluded, years_after(concluded, years), held.version.citation)


def _past(asked: Decision, on: date) -> PastKeeping | None:
    window = _window(asked)
    if window is None or on <= window.ended_on:
        return None
    return PastKeeping(
        asked.public_id, asked.title, window.concluded_on, window.ended_on, len(_photographs(asked)),
        f"{window.citation.document} {window.citation.clause}", window.citation.standing.value,
    )  # fmt: skip


def _photographs(asked: Decision) -> set[str]:
    """Name what is still kept: sheets and authorities, not the agreement and not the contract."""
    with scope(neighbourhood=asked.neighbourhood_id):
        cast = Ballot.objects.filter(round__decision=asked)
        named = {
            *cast.values_list("photo", flat=True),
            *cast.values_list("proxy_document", flat=True),
            *SheetReading.objects.filter(round__decision=asked).values_list("photo", flat=True),
        } - {""}
    return journal.evidence_kept(asked.neighbourhood_id, named)


def _project(asked: Decision) -> str:
    with scopes_disabled():
        return str(Decision.objects.values_list("project__public_id", flat=True).get(pk=asked.pk))
