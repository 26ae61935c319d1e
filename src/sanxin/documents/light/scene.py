"""A compound in space: the prisms the sun was reckoned with, and every window with its day in a sentence."""

from collections.abc import Iterator, Mapping
from typing import Any

from sanxin.documents.light.day import WindowDay, days_of, hours_of
from sanxin.documents.light.words import facing_words, window_sentence
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Placement
from sanxin.foundation.finding import Language
from sanxin.journey.assess.shafts import solids_of
from sanxin.journey.survey import Site

ASSUMED_HEIGHT_M = 1.5  # how high a window is drawn whose height nobody surveyed; light counts at the sill


def has_scene(outcome: Mapping[str, Any] | None) -> bool:
    """Tell whether an assessment holds sunlight; older versions hold none, and then there is nothing to show."""
    return bool(outcome and outcome.get("sunlight"))


def scene(site: Site, outcome: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Give what the page in space draws, in the frame of the sunlight problem: metres, y true north, z up.

    Windows are those the outcome holds: a household's own for a household. Times are minutes of true solar time.
    """
    problem, standard = outcome["sunlight"]["problem"], outcome["sunlight"]["standard"]
    posed = {one["id"]: one for one in problem["windows"]}
    heights = {one.id: one.properties.get("height_m") for one in site.of_kind("window")}
    return {
        "day": standard["day"],
        "latitude_deg": problem["latitude_deg"],
        "declination_deg": standard["declination_deg"],
        "clock_less_solar_min": hours_of(outcome).clock_less_solar_min,
        "prisms": [
            *(_prism(**one, added=False) for one in problem["prisms"]),
            *(_prism(**one, added=True) for one in _lifts(outcome)),
        ],
        "windows": [
            _window(day, outcome, language) | _pane(posed[day.id], heights.get(day.id))
            for day in days_of(outcome)
        ],
        "stairwells": {
            one["id"]: {"at": one["facade"]["foot"], "azimuth_deg": one["facade"]["azimuth_deg"]}
            for one in outcome["stairwells"]
        },
    }


def _prism(*, added: bool, **prism: Any) -> dict[str, Any]:
    return {**prism, "kind": prism["id"].partition(":")[0], "added": added}


def _lifts(outcome: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Stand up the plan's shafts and bridges, as the sunlight after it was reckoned with."""
    siting = Problem.from_json(outcome["problem"])
    named = {one.id: one for one in siting.stairwells}
    for one in outcome["stairwells"]:
        if one.get("plan"):
            for solid in solids_of(siting, named[one["id"]], _placement(one["plan"]), one["id"]):
                yield {"id": solid.id, "ring": solid.ring, "base_m": solid.base_m, "top_m": solid.top_m}


def _placement(plan: Mapping[str, Any]) -> Placement:
    shaft, bridge = (tuple((x, y) for x, y in plan[key] or ()) for key in ("shaft", "bridge"))
    return Placement(
        plan["candidate"], plan["scheme"], plan["offset_m"], plan["standoff_m"], shaft, bridge or None
    )


def _window(day: WindowDay, outcome: Mapping[str, Any], language: Language) -> dict[str, Any]:
    named = f"{day.dwelling or day.id} {facing_words(day, language)}"
    return {
        "id": day.id,
        "before": day.before,
        "after": day.after,
        "lost_min": day.lost_min,
        "said": window_sentence(day, named, hours_of(outcome), language),
    }


def _pane(posed: Mapping[str, Any], height_m: float | None) -> dict[str, Any]:
    return {
        "at": posed["at"],
        "azimuth_deg": posed["azimuth_deg"],
        "sill_m": posed["sill_m"],
        "width_m": posed["width_m"],
        "height_m": height_m or ASSUMED_HEIGHT_M,
    }
