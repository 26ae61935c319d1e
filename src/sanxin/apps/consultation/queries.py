"""Reading consultation: what each household thinks as of a day, who is reached, and the counts of every stairwell."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django_scopes import scope

from sanxin.apps.consultation.access import load_meeting_for
from sanxin.apps.consultation.meetings import (
    MeetingLine,
    MeetingRead,
    Room,
    agenda_of,
    attended_by,
    meeting_of,
    meetings_of,
    sheet_of,
    versions_attended,
)
from sanxin.apps.consultation.models import Means, StanceTaken, Visit
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.journey.consult import OUTCOMES, STANCES, Outcome, Stance, is_reached
from sanxin.record.sealing import house_key, unseal

__all__ = [
    "OUTCOMES", "STANCES", "KeptVisits", "Means", "MeetingLine", "MeetingRead", "Room", "Said", "VisitLine", "agenda_of",
    "attended_by", "kept_on", "load_meeting_for", "meeting_of", "meetings_of", "not_yet_reached", "said_by",
    "sheet_of", "stance_counts", "stances_as_of", "versions_attended", "visits_to",
]  # fmt: skip


_STANCE: dict[str, Stance] = {stance: stance for stance in STANCES}
_OUTCOME: dict[str, Outcome] = {outcome: outcome for outcome in OUTCOMES}


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One attempt, as a list shows it."""

    means: str
    outcome: str
    note: str
    actor: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One stance a household took."""

    stance: str
    condition: str
    actor: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class KeptVisits:
    """What is kept of visits to a dwelling, for itself: no words, but whether there are some. Newest first.

    Visits are (when, by what means, outcome, noted), stances (when, stance, with a condition).
    """

    visits: list[tuple[datetime, str, str, bool]]
    stances: list[tuple[datetime, str, bool]]


def kept_on(actor: Actor, dwelling: str, at: datetime) -> KeptVisits:
    """List what is kept of visits to a dwelling and of its stances without the words, for its own household too."""
    home = registry.load_dwelling_for(actor, dwelling, Verb.DWELLING_SEE, at)
    with scope(neighbourhood=home.neighbourhood_id):
        visits = Visit.objects.filter(dwelling=home).order_by("-occurred_at", "-pk")
        said = StanceTaken.objects.filter(dwelling=home).order_by("-occurred_at", "-pk")
        return KeptVisits(
            [(one.occurred_at, one.means, one.outcome, one.sealed_note is not None) for one in visits],
            [(one.occurred_at, one.stance, one.sealed_condition is not None) for one in said],
        )


def visits_to(actor: Actor, dwelling: str, at: datetime) -> list[VisitLine]:
    """List every attempt to reach a dwelling, newest first, for whoever visits."""
    home = registry.load_dwelling_for(actor, dwelling, Verb.VISIT_RECORD, at)
    with scope(neighbourhood=home.neighbourhood_id):
        found = list(Visit.objects.filter(dwelling=home).order_by("-occurred_at", "-pk"))
    return [
        VisitLine(one.means, one.outcome, _opened(one.sealed_note, one.public_id), one.actor, one.occurred_at)
        for one in found
    ]


def said_by(actor: Actor, dwelling: str, at: datetime) -> list[Said]:
    """List every stance a household took, newest first, for whoever visits."""
    home = registry.load_dwelling_for(actor, dwelling, Verb.VISIT_RECORD, at)
    with scope(neighbourhood=home.neighbourhood_id):
        found = list(StanceTaken.objects.filter(dwelling=home).order_by("-occurred_at", "-pk"))
    return [
        Said(one.stance, _opened(one.sealed_condition, one.public_id), one.actor, one.occurred_at)
        for one in found
    ]


def stances_as_of(actor: Actor, compound: str, on: datetime, at: datetime) -> dict[str, Stance]:
    """Give every standing dwelling's stance as it was at an instant, by public id; who said nothing is not reached."""
    card = registry.load_compound_for(actor, compound, Verb.DWELLING_SEE, at)
    homes = registry.standing_homes(actor, compound, at)
    with scope(neighbourhood=card.neighbourhood_id):
        taken = StanceTaken.objects.filter(dwelling__compound=card, occurred_at__lte=on)
        said = _latest(taken)
    return {home.public_id: said.get(home.number, "not_reached") for home in homes}


def stance_counts(actor: Actor, compound: str, at: datetime) -> dict[str, dict[Stance, int]]:
    """Count the stances of every stairwell, by its code: no household is named, so whoever sees the compound may ask."""
    card = registry.load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    homes = registry.standing_homes(actor, compound, at)
    with scope(neighbourhood=card.neighbourhood_id):
        taken = StanceTaken.objects.filter(dwelling__compound=card, occurred_at__lte=at)
        said = _latest(taken)
    counts: dict[str, dict[Stance, int]] = {}
    for home in homes:
        of = counts.setdefault(home.stairwell, dict.fromkeys(STANCES, 0))
        of[said.get(home.number, "not_reached")] += 1
    return counts


def not_yet_reached(actor: Actor, compound: str, attempts: int, at: datetime) -> list[registry.HomeLine]:
    """List the dwellings without a delivered visit or enough recorded attempts: a decision waits for them (R020)."""
    card = registry.load_compound_for(actor, compound, Verb.VISIT_RECORD, at)
    with scope(neighbourhood=card.neighbourhood_id):
        made = Visit.objects.filter(dwelling__compound=card).values_list("dwelling_id", "outcome")
        outcomes: dict[int, list[Outcome]] = {}
        for dwelling, outcome in made:
            outcomes.setdefault(dwelling, []).append(_OUTCOME[outcome])
    homes = registry.standing_homes(actor, compound, at)
    return [home for home in homes if not is_reached(outcomes.get(home.number, []), attempts)]


def _latest(taken: QuerySet[StanceTaken]) -> dict[int, Stance]:
    """Of each dwelling's stances, the last; call it within scope."""
    rows = taken.order_by("occurred_at", "pk").values_list("dwelling_id", "stance")
    return {dwelling: _STANCE[stance] for dwelling, stance in rows}


def _opened(sealed: bytes | memoryview | None, context: str) -> str:
    key = house_key(settings.SECRET_KEY, "consultation")
    return unseal(key, bytes(sealed), context).decode() if sealed else ""
