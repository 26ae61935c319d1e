"""What was changed for a dwelling since it asked: the journal's entries an answer may point to."""

from dataclasses import dataclass
from datetime import datetime

from django_scopes import scope

from sanxin.apps.journal import queries as journal
from sanxin.apps.privacy.models import DataRequest
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor

CORRECTING = (
    "party.relate",
    "party.end",
    "party.erase",
    "household.revoke",
    "dwelling.replace",
    "dwelling.place",
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the journal by which something of the dwelling was put right."""

    index: int
    verb: str
    at: datetime


def corrections_since(actor: Actor, request: DataRequest, at: datetime) -> list[Correction]:
    """List the changes of a dwelling, its parties and its row since it asked, newest first."""
    home = request.dwelling
    parties = {line.party for line in registry.people_of(actor, home.public_id, at)}
    subjects = [f"dwelling/{home.public_id}", *(f"party/{one}" for one in sorted(parties))]
    compound = home.compound.public_id
    changes = registry.history(actor, compound, at, subject=f"dwelling/{home.public_id}")
    imported = {one["recorded_at"] for one in changes}
    with scope(neighbourhood=request.neighbourhood_id):
        found = [
            line for subject in subjects for line in journal.lines(subject=subject) if line.verb in CORRECTING
        ]
        batches = journal.lines(subject=f"compound/{compound}")
    found += [line for line in batches if line.verb == "compound.import" and line.recorded_at in imported]
    since = [
        Correction(one.index, one.verb, one.recorded_at)
        for one in found
        if one.recorded_at >= request.recorded_at
    ]
    return sorted(since, key=lambda one: one.index, reverse=True)
