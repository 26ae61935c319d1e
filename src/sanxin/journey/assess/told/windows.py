"""Every window as ``assessment.json`` has it: when it is lit before and after the plan's lifts, and who takes what."""

from typing import Any

from sanxin.engines.sunlight.result import WindowLight
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because
from sanxin.journey.assess.light import Light
from sanxin.journey.assess.planning import Plan
from sanxin.journey.assess.shafts import BRIDGE, SHAFT, owner_of
from sanxin.journey.sunlight.report import rounded, standard_told, state_told, taken_by, window_told
from sanxin.journey.sunlight.windows import SiteWindow


def windows_told(light: Light, plan: Plan) -> list[dict[str, Any]]:
    """Tell every window, in the site's order."""
    today = {each.id: each for each in light.today.windows}
    after = {each.id: each for each in plan.light[1].windows} if plan.light else today
    return [_told(each, today[each.window.id], after[each.window.id]) for each in light.question.windows]


def sunlight_told(light: Light, because: list[Because], clock: dict[str, float] | None) -> dict[str, Any]:
    """Tell by what the windows were reckoned: standard, clock, grounds, and the problem as things stand."""
    problem = light.problem.to_json()
    return {
        "standard": standard_told(light.rule, light.problem.latitude_deg),
        "clock": clock,
        "because": [each.to_json() for each in because],
        "problem": problem,
        "problem_sha256": digest(problem),
    }


def _told(each: SiteWindow, before: WindowLight, after: WindowLight) -> dict[str, Any]:
    added = [shade.prism for shade in after.shades if shade.prism.partition(":")[0] in (SHAFT, BRIDGE)]
    taken: dict[str, float] = {}
    for prism, minutes in taken_by(before, after, added).items():
        taken[owner_of(prism)] = taken.get(owner_of(prism), 0.0) + minutes
    return {
        **window_told(each),
        **state_told("before", before),
        **state_told("after", after),
        "offset_m": {"before": rounded(before.offset_m), "after": rounded(after.offset_m)},
        "lost_min": rounded(before.total_min - after.total_min),
        "taken_by": rounded(taken),
        "shades": [
            {"prism": shade.prism, "intervals": rounded([list(one) for one in shade.intervals])}
            for shade in after.shades
        ],
        "flips": list(dict.fromkeys((*before.flips, *after.flips))),
    }
