"""The share table on a decision's record, as a page shows it, and a household's own line of it with the sum behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django_scopes import scope

from sanxin.apps.decisions import queries as decisions
from sanxin.apps.journal import queries as record
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.engines.sharing.problem import Problem
from sanxin.engines.sharing.solve import solve
from sanxin.foundation.actor import Actor, Helper, Household
from sanxin.foundation.finding import Words
from sanxin.journey.share import grounds_of
from sanxin.journey.share.words import RULES


@dataclass(frozen=True, slots=True)
class AdoptedShares:
    """A table of shares put on record for a decision: the record's payload, and when."""

    decision: str
    title: str
    at: datetime
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShareOnRecord:
    """A household's own line of the table on record: what it pays in fen, by which rule, and the sum behind it."""

    table: AdoptedShares
    fen: int
    rule: Words
    because: tuple[Mapping[str, Any], ...]


def adopted_shares(actor: Actor, stairwell: str, at: datetime) -> AdoptedShares | None:
    """Give the newest table of shares on record for a stairwell, for whoever sees its decisions.

    Its rows name dwellings: a page for neighbours shows of it what stands by floor.
    """
    found = registry.load_stairwell_for(actor, stairwell, Verb.DECISION_SEE, at)
    listed = decisions.decisions_on(actor, found.compound.public_id, at)
    for asked in (one for one in listed if one.stairwell_id == found.pk):
        with scope(neighbourhood=asked.neighbourhood_id):
            records = [one for one in record.records_of(asked.stream) if one["verb"] == "shares.adopt"]
        if records:
            told = records[-1]
            return AdoptedShares(
                asked.public_id, asked.title, datetime.fromisoformat(told["occurred_at"]), told["payload"]
            )
    return None


def own_share(actor: Household | Helper, at: datetime) -> ShareOnRecord | None:
    """Give a household its own line of the newest table on record, and the sum behind it where that still gives it."""
    home = registry.load_dwelling_for(actor, actor.dwelling, Verb.DWELLING_SEE, at)
    adopted = adopted_shares(actor, home.stairwell.public_id, at)
    rooms = {ident: room for room, ident in adopted.told["homes"].items()} if adopted else {}
    if adopted is None or actor.dwelling not in rooms:
        return None
    problem = Problem.from_json(adopted.told["problem"])
    shares, room = solve(problem), rooms[actor.dwelling]
    reckoned = next(one.fen for one in shares.shares if one.dwelling == room)
    fen = next(one["fen"] for one in adopted.told["result"]["shares"] if one["dwelling"] == room)
    because = grounds_of(problem, shares, {})[room] if reckoned == fen else ()
    return ShareOnRecord(adopted, fen, RULES[problem.rule], tuple(one.to_json() for one in because))
