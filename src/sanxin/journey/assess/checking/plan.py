"""What an assessment says of its plan, held against the ground it stands on."""

from collections.abc import Mapping, Sequence
from typing import Any

from sanxin.engines.siting.check.plan import PaidMeasure, PlanClaim, PlannedLift, check_plan
from sanxin.engines.siting.problem import Problem
from sanxin.foundation.finding import Because, Sentence

SAID = Sentence(
    "check.plan",
    zh="方案的 {what} 写 {said}，实为 {found}",
    en="The plan says {what} is {said}; it is {found}",
)


def plan_checks(written: Mapping[str, Any], problem: Problem) -> list[Because]:
    """List what does not hold of a plan; an assessment without one has nothing to hold."""
    if written["plan"] is None:
        return []
    claim = PlanClaim(
        tuple(_lift(each["id"], each["plan"]) for each in written["stairwells"] if each["plan"]),
        tuple(_paid(one) for one in written["measures"] if one["chosen"]),
        tuple(each["id"] for each in written["plan"]["unserved"]),
        written["plan"]["cost_yuan"],
    )
    return [*check_plan(problem, claim), *_totals(written, claim)]


def misplaced(violations: Sequence[Because]) -> bool:
    """Tell whether some lift of the plan is at no place that the ground gives."""
    return any(one.code == "siting.check.plan" and one.params["what"] == "candidate" for one in violations)


def _lift(stairwell: str, plan: Mapping[str, Any]) -> PlannedLift:
    shaft = tuple((float(x), float(y)) for x, y in plan["shaft"])
    return PlannedLift(
        stairwell, plan["candidate"], shaft, plan["height_m"], tuple(plan["measures"]), plan["cost_yuan"]
    )


def _paid(measure: Mapping[str, Any]) -> PaidMeasure:
    shares = measure["cost_attributed_yuan"]
    return PaidMeasure(measure["id"], measure["cost_yuan"], measure["size_kva"], dict(shares))


def _totals(written: Mapping[str, Any], claim: PlanClaim) -> list[Because]:
    plan, served = written["plan"], len(claim.lifts)
    tight = plan["bound_yuan"] == plan["cost_yuan"] and plan["served_bound"] == plan["served"]
    tight = tight and plan["sunlight_lost_min_bound"] == plan["sunlight_lost_min_total"]
    said = {
        "served": plan["served"], "summary.served_by_plan": written["summary"]["served_by_plan"],
        "bound_yuan": plan["bound_yuan"] <= plan["cost_yuan"], "served_bound": plan["served_bound"] >= served,
        "optimal": plan["status"] == "optimal" and not tight,
        "within_budget": plan["budget_yuan"] is None or plan["cost_yuan"] <= plan["budget_yuan"],
        "unlocks": [one["id"] for one in written["measures"] if one["chosen"]
                    and one["unlocks"] != sorted(one["cost_attributed_yuan"])],
    }  # fmt: skip
    found = {
        "served": served, "summary.served_by_plan": served, "bound_yuan": True, "served_bound": True,
        "optimal": False, "within_budget": True, "unlocks": [],
    }  # fmt: skip
    return [
        SAID.because(what=what, said=str(said[what]), found=str(value))
        for what, value in found.items()
        if said[what] != value
    ]
