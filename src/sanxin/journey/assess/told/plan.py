"""The plan as ``assessment.json`` has it: what is done, by whom, how long it takes, what it costs and who bears it."""

from collections.abc import Iterable
from typing import Any

from sanxin.engines.siting.grounds import because_of
from sanxin.engines.siting.limits import Limits
from sanxin.engines.siting.plan.problem import Option, PlanProblem
from sanxin.engines.siting.plan.result import Paid, Reason, Step
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Judged
from sanxin.foundation.finding import Because, Sentence, Words
from sanxin.foundation.shapes import signed_area_m2
from sanxin.journey.assess.planning import Plan
from sanxin.rulebook.siting.works import MeasureKinds

TENTHS = 10
REASONS = {
    "exclusion": Sentence(
        "plan.unserved.exclusion",
        zh="与已选方案不能同时成立：{on}",
        en="It cannot stand beside what is chosen: {on}",
    ),
    "feeder": Sentence(
        "plan.unserved.feeder",
        zh="变压器再扩也不够：{on}",
        en="The transformer does not suffice at its largest size: {on}",
    ),
    "window_limit": Sentence(
        "plan.unserved.window_limit",
        zh="窗 {on} 约定的日照减少上限不允许",
        en="The agreed limit on light lost at window {on} does not allow it",
    ),
    "budget": Sentence(
        "plan.unserved.budget", zh="预算不够（{on} 元）", en="The budget does not suffice ({on} yuan)"
    ),
    "effort": Sentence(
        "plan.unserved.effort",
        zh="在限定的计算量内没有找到办法（{on}）",
        en="No way was found within the effort allowed ({on})",
    ),
}
NOTHING_HELPS = Sentence(
    "plan.unserved.nothing_helps",
    zh="没有可行的办法，最接近的位置仍然{what}",
    en="Nothing helps; even at the nearest place: {what}",
)
OPTIMAL = Sentence(
    "plan.optimal",
    zh="先求服务门栋最多，再求费用最低，再求日照减少最少；三项均已证明最优",
    en="Most stairwells first, then least cost, then least light lost; all three are proven",
)
FEASIBLE = Sentence(
    "plan.feasible",
    zh="在限定的计算量内未能证明最优：费用下限 {bound_yuan} 元",
    en="Not proven best within the effort allowed: the cost cannot be below {bound_yuan} yuan",
)


def plan_told(limits: Limits, plan: Plan, steps: Iterable[Step], *, reckoned: bool) -> dict[str, Any]:
    """Tell the plan as a whole. ``steps`` are its frontier; ``reckoned`` says that light was."""
    planned = plan.planned
    because = (
        OPTIMAL.because() if planned.status == "optimal" else FEASIBLE.because(bound_yuan=planned.bound_yuan)
    )
    return {
        "status": planned.status,
        "served": len(planned.choices),
        "served_bound": planned.served_bound,
        "unserved": [
            {"id": each.stairwell, "because": [one.to_json() for one in _unserved(limits, plan, each.stairwell, each.reasons)]}
            for each in planned.unserved
        ],
        "cost_yuan": planned.cost_yuan,
        "bound_yuan": planned.bound_yuan,
        "budget_yuan": plan.asked.budget_yuan,
        "sunlight_lost_min_total": planned.light_tenths / TENTHS if reckoned else None,
        "sunlight_lost_min_bound": planned.light_bound_tenths / TENTHS if reckoned else None,
        "limits": [{"window": each.window, "lost_min": each.tenths / TENTHS} for each in plan.asked.limits],
        "rounds": plan.rounds,
        "because": [because.to_json()],
        "frontier": [
            {"served": step.served, "cost_yuan": step.cost_yuan, "bound_yuan": step.bound_yuan, "stairwells": list(step.stairwells)}
            for step in steps
        ],
    }  # fmt: skip


def measures_told(problem: Problem, plan: Plan, kinds: MeasureKinds) -> list[dict[str, Any]]:
    """Tell every measure any candidate could need, those of the plan with who bears them."""
    asked = plan.asked
    paid = {one.measure: one for one in plan.planned.measures}
    wanted = {measure.id: _wanted(asked, measure.id) for measure in asked.measures}
    enlarged = {feeder.id for feeder in asked.feeders if len(feeder.sizes) > 1 and feeder.stairwells}
    return [
        {
            "id": measure,
            "kind": measure.partition(":")[0],
            "ordinary": problem.is_ordinary(measure),
            **_cost(asked, measure, paid.get(measure), wanted.get(measure, [])),
            **_who(problem, kinds, measure),
        }
        for measure in sorted({*wanted, *(enlarged & paid.keys()), *_tight(asked, enlarged)})
    ]


def green_told(problem: Problem, plan: Plan) -> list[dict[str, Any]]:
    """Tell for each lawn how much the plan's shafts take of it: what has to be made good elsewhere."""
    taken: dict[str, float] = {}
    places = {
        f"{each.stairwell}/{one.placement.id}": one
        for each in plan.sited.stairwells
        if isinstance(each, Judged)
        for one in each.candidates
    }
    for choice in plan.planned.choices:
        for conflict in places[f"{choice.stairwell}/{choice.option}"].conflicts:
            if conflict.rule == "green":
                taken[conflict.object] = taken.get(conflict.object, 0.0) + conflict.measured
    return [
        {"id": green.id, "area_m2": round(signed_area_m2(green.ring), 2), "released_m2": round(taken[green.id], 2)}
        for green in problem.greens
        if green.id in taken
    ]  # fmt: skip


def _cost(
    asked: PlanProblem, measure: str, paid: Paid | None, wanted: list[tuple[Option, int]]
) -> dict[str, Any]:
    if paid is None:
        least = min((yuan for _, yuan in wanted), default=None)
        if least is None:
            least = next(feeder.sizes[1].cost_yuan for feeder in asked.feeders if feeder.id == measure)
        unlocks = sorted({option.stairwell for option, _ in wanted})
        return {
            "chosen": False,
            "cost_yuan": least,
            "size_kva": None,
            "unlocks": unlocks,
            "cost_attributed_yuan": {},
        }
    shares = dict(paid.attributed_yuan)
    return {
        "chosen": True, "cost_yuan": paid.cost_yuan, "size_kva": paid.size_kva, "unlocks": sorted(shares),
        "cost_attributed_yuan": shares,
    }  # fmt: skip


def _wanted(asked: PlanProblem, measure: str) -> list[tuple[Option, int]]:
    """List the options that a measure would help, and what each alone would pay for it."""
    prices = {part.id: part.cost_yuan for each in asked.measures if each.id == measure for part in each.parts}
    return [
        (option, use.own_yuan + sum(prices[part] for part in use.parts))
        for option in asked.options
        for need in option.needs
        for use in need
        if use.measure == measure
    ]


def _tight(asked: PlanProblem, enlarged: set[str]) -> set[str]:
    """Name the transformers that one lift alone would overload, chosen or not."""
    draws = {option.stairwell: option.power_w for option in asked.options}
    return {
        feeder.id
        for feeder in asked.feeders
        if feeder.id in enlarged
        and any(draws.get(one, 0) > feeder.room_w(1, feeder.sizes[0]) for one in feeder.stairwells)
    }


def _who(problem: Problem, kinds: MeasureKinds, measure: str) -> dict[str, Any]:
    kind, _, ident = measure.partition(":")
    rule = kinds.kinds[kind]
    named = _named(problem, kinds, kind, ident)
    default = [rule.party.zh] if rule.party else []
    return {
        "parties": named or default,
        "lead_days": rule.lead_days,
        "decision": rule.decision,
        "decided_by": rule.decided_by.to_json() if rule.decided_by else None,
    }


def _named(problem: Problem, kinds: MeasureKinds, kind: str, ident: str) -> list[str]:
    """List the parties the site names; for a line without an owner, who owns lines of its kind."""
    if kind == "move_pole":
        return [owner for pole in problem.poles if pole.id == ident for owner in pole.owners]
    if kind == "relocate":
        lines = [(each.owner, each.utility) for each in problem.buried if each.id == ident]
        lines += [(each.owner, "overhead") for each in problem.overhead if each.id == ident]
        return [owner or kinds.utilities[utility].zh for owner, utility in lines[:1]]
    return []


def _unserved(limits: Limits, plan: Plan, stairwell: str, reasons: tuple[Reason, ...]) -> Iterable[Because]:
    judged = next(each for each in plan.sited.stairwells if each.stairwell == stairwell)
    for reason in reasons:
        if reason.bind == "nothing_helps":
            yield from _nothing_helps(limits, judged, reason.on)
        else:
            on = f"{plan.asked.budget_yuan:,}" if reason.bind == "budget" else reason.on
            yield REASONS[reason.bind].because(on=on)


def _nothing_helps(limits: Limits, judged: object, candidate: str) -> Iterable[Because]:
    candidates = judged.candidates if isinstance(judged, Judged) else ()
    conflicts = next(one.conflicts for one in candidates if one.placement.id == candidate)
    for conflict in filter(lambda one: not one.remedies, conflicts):
        because = because_of(limits, conflict)
        what = Words(because.say("zh").rstrip("。"), because.say("en").rstrip("."))
        yield NOTHING_HELPS.because(because.citation, what=what)
