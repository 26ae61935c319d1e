"""Lexicographic planning: most served, then at least cost, then with least light taken, group by group."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python.cp_model import LinearExpr, LinearExprT

from sanxin.engines.siting.plan.problem import PlanProblem
from sanxin.engines.siting.plan.result import Planned
from sanxin.engines.siting.plan.solve.accounts import cost_of, light_of, settle
from sanxin.engines.siting.plan.solve.components import components
from sanxin.engines.siting.plan.solve.model import Model, model_of
from sanxin.engines.siting.plan.solve.reasons import unserved
from sanxin.engines.siting.plan.solve.search import Found, OutOfEffort, minimise

EXACT = 2**53  # the solver gives back its sums as floats


@dataclass(frozen=True, slots=True)
class Stage:
    """The best plan of one group: what is true in it, and value and bound of the three aims."""

    true: frozenset[str]
    served: tuple[int, int]
    cost_yuan: tuple[int, int]
    light_tenths: tuple[int, int]

    @property
    def proven(self) -> bool:
        """Tell whether all three are proven."""
        return all(value == bound for value, bound in (self.served, self.cost_yuan, self.light_tenths))


def solve(problem: PlanProblem) -> Planned:
    """Plan: one option a stairwell and the measures they need, lexicographically best.

    Without a budget, groups that share nothing are planned apart, and their sum is the plan.
    """
    whole = tuple(sorted(problem.stairwells))
    groups: Sequence[tuple[str, ...]] = components(problem) if problem.budget_yuan is None else [whole]
    stages = [plan_group(problem, group) for group in groups]
    true = frozenset(name for stage in stages for name in stage.true)
    choices, paid = settle(problem, true)
    missing = set(whole) - {choice.stairwell for choice in choices}
    served, cost_yuan, light = (
        _sum(getattr(stage, aim) for stage in stages) for aim in ("served", "cost_yuan", "light_tenths")
    )
    return Planned(
        "optimal" if all(stage.proven for stage in stages) else "feasible",
        choices, paid, unserved(problem, choices, missing, groups),
        served[1], cost_yuan[0], cost_yuan[1], light[0], light[1],
    )  # fmt: skip


def plan_group(problem: PlanProblem, group: tuple[str, ...]) -> Stage:
    """Plan one group of stairwells; nothing at all if the search ended before it found anything."""
    model = model_of(problem, group)
    try:
        most = minimise(model, -model.count)
    except OutOfEffort:
        return Stage(frozenset(), (0, len(group)), (0, 0), (0, 0))
    model.cp.add(model.count >= -most.value)
    cost = _next(model, model.cost_yuan, most, cost_of)
    model.cp.add(model.cost_yuan <= cost.value)
    light = _least_light(model, cost)
    spent = cost_of(problem, light.true)
    return Stage(light.true, (-most.value, -most.bound), (spent, cost.bound), (light.value, light.bound))


def _least_light(model: Model, cost: Found) -> Found:
    """Take least light at a cost; where the cost is proven, it stays in what is minimised, weighed so that it comes first.

    Measured: on four hundred stairwells the weighed sum is proven in two minutes, where light by itself never is. What
    would cost more is thereby known to be out of the question, and is not tried.
    """
    so_far = light_of(model.problem, cost.true)
    weight = so_far + 1
    if cost.value != cost.bound or weight * (cost.value + 1) >= EXACT:
        return _next(model, model.light_tenths, cost, light_of)
    model.cp.add(model.light_tenths <= so_far)
    both = LinearExpr.weighted_sum([model.cost_yuan, model.light_tenths], [weight, 1])
    found = _next(model, both, cost, light_of)
    return Found(found.value, max(found.bound - weight * cost.value, 0), found.true)


def _next(
    model: Model, what: LinearExprT, so_far: Found, counted: Callable[[PlanProblem, frozenset[str]], int]
) -> Found:
    """Improve on what was found; if the effort does not suffice, keep it, with nothing proven.

    What an answer is worth is counted from the answer: a search broken off leaves sums larger than they need be.
    """
    before = counted(model.problem, so_far.true)
    try:
        found = minimise(model, what, so_far.true)
    except OutOfEffort:
        return Found(before, 0, so_far.true)
    value = counted(model.problem, found.true)
    return (
        Found(value, found.bound, found.true) if value <= before else Found(before, found.bound, so_far.true)
    )


def _sum(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    listed = list(pairs)
    return sum(value for value, _ in listed), sum(bound for _, bound in listed)
