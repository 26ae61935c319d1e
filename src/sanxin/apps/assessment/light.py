"""Whose light is whose: the windows of one dwelling, and what of an assessment a household may read."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django_scopes import scope

from sanxin.apps.assessment.models import Assessment
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor, Helper, Household


def light_of(actor: Actor, dwelling: str, at: datetime) -> dict[str, Any] | None:
    """Give a compound's newest outcome with the windows of one dwelling only; None if it was never assessed.

    :raises Refusal: if there is no such dwelling, or it is not for this actor
    """
    home = registry.load_dwelling_for(actor, dwelling, Verb.DWELLING_SEE, at)
    with scope(neighbourhood=home.neighbourhood_id):
        newest = Assessment.objects.filter(compound=home.compound).order_by("-number").first()
    return only_of(home.stairwell.code, home.room, json.loads(newest.outcome)) if newest else None


def as_seen_by(actor: Actor, outcome: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Leave to a household only its own windows: how much light others lose is theirs to know."""
    if not isinstance(actor, Household | Helper):
        return outcome
    home = registry.load_dwelling_for(actor, actor.dwelling, Verb.DWELLING_SEE, at)
    return only_of(home.stairwell.code, home.room, outcome)


def only_of(stairwell: str, room: str, outcome: dict[str, Any]) -> dict[str, Any]:
    """Leave out every window but a dwelling's own."""
    windows = [one for one in outcome.get("windows") or () if belongs(one, stairwell, room)]
    return {**outcome, "windows": windows}


def belongs(window: Mapping[str, Any], stairwell: str, room: str) -> bool:
    """Tell whether a window is a dwelling's: surveyed ones say ``9-203``, or ``203`` beside their stairwell."""
    named = window["dwelling"]
    return bool(named == f"{stairwell}-{room}" or (named == room and window["stairwell"] == stairwell))
