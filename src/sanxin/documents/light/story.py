"""What a dwelling's light comes to on a page: its windows in order, each with its sentence, bar and shades."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanxin.documents.light.bar import bar, swatch
from sanxin.documents.light.day import Hours, WindowDay, days_of, hours_of
from sanxin.documents.light.words import (
    clock_sentence,
    in_order,
    rule_rows,
    shade_rows,
    window_sentence,
    window_words,
)
from sanxin.foundation.finding import Language
from sanxin.journey.survey import Site


@dataclass(frozen=True, slots=True)
class WindowStory:
    """One window as it is shown; ``bar`` is SVG, ``shades`` rows of when, what, and whether it is new."""

    id: str
    sentence: str
    bar: str
    assumed: bool
    shades: list[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class LightStory:
    """A dwelling's windows, the clock they are told by, and the rules that stand beside."""

    windows: list[WindowStory]
    clock: str
    rules: list[dict[str, str]]
    key: dict[str, str]


def light_story(
    outcome: Mapping[str, Any], names: Mapping[str, str], language: Language
) -> LightStory | None:
    """Tell the light of an outcome's windows; None where no window was reckoned. ``names`` are the buildings'."""
    days = in_order(days_of(outcome))
    if not days:
        return None
    hours = hours_of(outcome)
    told = [_story(day, days, hours, names, language, number) for number, day in enumerate(days, 1)]
    key = {kind: swatch(kind, f"key-{kind}") for kind in ("lit", "shade", "taken")}
    return LightStory(told, clock_sentence(outcome, hours, language), rule_rows(outcome, language), key)


def building_names(site: Site) -> dict[str, str]:
    """Give what people call each building that has a name."""
    named = ((one.id, one.properties.get("name")) for one in site.of_kind("building"))
    return {ident: str(name) for ident, name in named if name}


def _story(
    day: WindowDay,
    days: list[WindowDay],
    hours: Hours,
    names: Mapping[str, str],
    language: Language,
    number: int,
) -> WindowStory:
    named = window_words(day, days, language)
    said = window_sentence(day, f"您家{named}" if language == "zh" else f"Your {named}", hours, language)
    drawn = bar(day, hours, said, language, f"light-{number}")
    return WindowStory(day.id, said, drawn, day.assumed, shade_rows(day, names, hours, language))
