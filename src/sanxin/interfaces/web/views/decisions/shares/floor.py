"""Standing on floor N: what it would pay, climb and lose in light. Figures by floor; no neighbour is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.funding import queries as funding
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.finding import Words
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views.decisions.shares import choices
from sanxin.journey.share.words import RULES as RULE_WORDS

PATH = "floor"


@dataclass(frozen=True, slots=True)
class Floor:
    """What a table asks of one floor, from least to most, in fen; ``upkeep_fen`` is the most a year within it."""

    number: int
    dwellings: int
    paying: int
    least_fen: int
    most_fen: int
    upkeep_fen: int


@require_safe
def floor(visit: Visit, stairwell: str) -> HttpResponse:
    """Show a stairwell from one floor: of the bench's own table to the office, of the one on record to everybody."""
    found = registry.load_stairwell_for(visit.actor, stairwell, Verb.DECISION_SEE, visit.at)
    runs = registry.may(visit.actor, found.compound.public_id, Verb.DECISION_RUN, visit.at)
    given = choices.read(visit.GET)
    tried = {key: value for key, value in given.items() if key != PATH}
    adopted = funding.adopted_shares(visit.actor, stairwell, visit.at)
    if runs and tried:
        outcome = choices.reckon(choices.bench_of(visit, found), tried)
        floors = floors_of(outcome["problem"], outcome["shares"])
        rule: Words | None = RULE_WORDS[outcome["rule"]]
    else:
        told = adopted.told if adopted else None
        floors = floors_of(told["problem"], told["result"]["shares"]) if told else {}
        rule, tried = RULE_WORDS[told["problem"]["rule"]] if told else None, {}
    asked = given.get(PATH, "")
    here = floors.get(int(asked)) if asked.isdecimal() and len(asked) < 4 else None
    here = here or floors.get(max(floors, default=0))
    context = {
        "here": "compounds",
        "stairwell": found,
        "card": found.compound,
        "runs": runs,
        "rule_said": rule,
        "tried": choices.address(tried),
        "adopted": adopted,
        "floors": floors.values(),
        "floor": here,
        "light": _light(visit, found, here.number) if here else None,
    }
    return render(visit, "web/decisions/floor.html", context)


def floors_of(problem: Mapping[str, Any], shares: list[dict[str, Any]]) -> dict[int, Floor]:
    """Gather a table by floor."""
    of = {one["dwelling"]: one for one in shares}
    on: dict[int, list[Mapping[str, Any]]] = {}
    for each in problem["dwellings"]:
        on.setdefault(each["floor"], []).append(each)
    return {
        number: Floor(
            number,
            len(homes),
            sum(each["joins"] and each["pays"] for each in homes),
            min(of[each["id"]]["fen"] for each in homes),
            max(of[each["id"]]["fen"] for each in homes),
            max(of[each["id"]]["upkeep_fen"] for each in homes),
        )
        for number, homes in sorted(on.items())
    }


def _light(visit: Visit, stairwell: registry.Stairwell, number: int) -> tuple[int, float, float] | None:
    """Give how many windows the floor has that the reader may know of, and the least and most minutes they lose."""
    latest = assessments.latest(visit.actor, stairwell.compound.public_id, visit.at)
    outcome = assessments.outcome_of(visit.actor, latest.public_id, visit.at) if latest else {}
    lost = [
        one["before_min"] - one["after_min"]
        for one in outcome.get("windows") or ()
        if one["stairwell"] == stairwell.code and one["floor"] == number
    ]
    return (len(lost), min(lost), max(lost)) if lost else None
