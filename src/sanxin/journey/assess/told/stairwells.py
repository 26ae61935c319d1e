"""Every stairwell as ``assessment.json`` has it: class, reasons, candidates, and what the plan does there."""

from collections.abc import Mapping
from typing import Any

from sanxin.engines.siting.grounds import FREE, HAS_LIFT, HELPED, STUCK, because_of
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import AlreadyServed, Conflict, Judged, Placement, Sited
from sanxin.engines.siting.things import Stairwell
from sanxin.foundation.finding import Because
from sanxin.journey.assess.planning import Plan
from sanxin.journey.assess.shafts import height_m
from sanxin.journey.sunlight.facade import looks_deg

TENTHS = 10
Losses = Mapping[str, Mapping[str, int]]


def stairwells_told(
    problem: Problem, sited: Sited, losses: Losses | None, plan: Plan
) -> list[dict[str, Any]]:
    """Tell every stairwell, in the order of ids; without light, nothing is said of it."""
    asked = {each.id: each for each in problem.stairwells}
    return [
        {
            **(_served(each) if isinstance(each, AlreadyServed) else _judged(problem, each, losses)),
            "facade": _facade(asked[each.stairwell]),
            "plan": _planned(problem, asked[each.stairwell], losses, plan),
        }
        for each in sited.stairwells
    ]


def _served(each: AlreadyServed) -> dict[str, Any]:
    return {
        "id": each.stairwell, "building": each.building, "class": None, "has_lift": True,
        "because": [HAS_LIFT.because().to_json()], "candidates": 0, "reasons": [], "candidate": None,
        "considered": [],
    }  # fmt: skip


def _judged(problem: Problem, each: Judged, losses: Losses | None) -> dict[str, Any]:
    special = {scheme.id for scheme in problem.schemes if scheme.special}
    return {
        "id": each.stairwell,
        "building": each.building,
        "class": each.suitability,
        "has_lift": False,
        "because": [_class_because(each).to_json()],
        "candidates": len(each.candidates),
        "reasons": [
            {**_conflict(reason), "because": [because_of(problem.limits, reason).to_json()]}
            for reason in each.reasons
        ],
        "candidate": _candidate(each.chosen.placement),
        "considered": [
            {
                "id": one.placement.id,
                "special": one.placement.scheme in special,
                "conflicts": [_conflict(conflict) for conflict in one.conflicts],
                "sunlight": _taken(losses, f"{each.stairwell}/{one.placement.id}"),
            }
            for one in each.candidates
        ],
    }


def _planned(
    problem: Problem, stairwell: Stairwell, losses: Losses | None, plan: Plan
) -> dict[str, Any] | None:
    choice = next((one for one in plan.planned.choices if one.stairwell == stairwell.id), None)
    if choice is None:
        return None
    placement = plan.placements[stairwell.id]
    taken = _taken(losses, f"{stairwell.id}/{choice.option}")
    scheme = next(one for one in problem.schemes if one.id == placement.scheme)
    return {
        "candidate": choice.option,
        **{key: value for key, value in _candidate(placement).items() if key != "id"},
        "height_m": height_m(problem, stairwell, placement),
        "measures": list(choice.measures),
        "lift_yuan": scheme.price_yuan,
        "cost_yuan": choice.cost_yuan,
        "sunlight_lost_min_max": taken["worst_min"] if taken else None,
        "sunlight_lost_min_total": taken["total_min"] if taken else None,
    }


def _taken(losses: Losses | None, key: str) -> dict[str, float] | None:
    """Say what a candidate, built alone, takes: at worst from one window, and from all together."""
    if losses is None:
        return None
    tenths = losses.get(key, {}).values()
    return {"worst_min": max(tenths, default=0) / TENTHS, "total_min": sum(tenths) / TENTHS}


def _class_because(each: Judged) -> Because:
    tried, count = len(each.candidates), len(each.chosen.conflicts)
    if each.suitability == "suitable":
        return FREE.because(tried=tried, free=sum(not one.conflicts for one in each.candidates))
    sentence = HELPED if each.suitability == "difficult" else STUCK
    return sentence.because(tried=tried, candidate=each.chosen.placement.id, count=count)


def _facade(stairwell: Stairwell) -> dict[str, Any]:
    return {
        "foot": list(stairwell.foot),
        "wall": [list(end) for end in stairwell.wall],
        "azimuth_deg": round(looks_deg(stairwell.wall), 3),
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "rule": conflict.rule,
        "object": conflict.object,
        "measured": conflict.measured,
        "required": conflict.required,
        "unit": conflict.unit,
        "remedies": list(conflict.remedies),
    }


def _candidate(placement: Placement) -> dict[str, Any]:
    return {
        "id": placement.id,
        "scheme": placement.scheme,
        "offset_m": placement.offset_m,
        "standoff_m": placement.standoff_m,
        "shaft": [list(corner) for corner in placement.shaft],
        "bridge": [list(corner) for corner in placement.bridge] if placement.bridge else None,
    }
