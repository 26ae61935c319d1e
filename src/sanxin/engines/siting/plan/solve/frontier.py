"""The frontier of budgets: what it costs at least to serve one stairwell, two, and so on to all that can be."""

from collections.abc import Iterator

from sanxin.engines.siting.plan.problem import PlanProblem
from sanxin.engines.siting.plan.result import Step
from sanxin.engines.siting.plan.solve.components import components
from sanxin.engines.siting.plan.solve.model import model_of
from sanxin.engines.siting.plan.solve.search import Impossible, OutOfEffort, minimise

Costs = list[tuple[int, int]]  # by how many are served: at what cost, and the bound


def frontier(problem: PlanProblem) -> tuple[Step, ...]:
    """Give the least cost of every number of stairwells served, whatever the budget.

    Groups that share nothing are reckoned apart and joined: of every split of a number over the groups
    the cheapest. A number that no search could reach is left out.
    """
    whole: Costs = [(0, 0)]
    for group in components(problem):
        whole = _joined(whole, list(_of_group(problem, group)))
    return tuple(Step(served, *costs) for served, costs in enumerate(whole))


def _of_group(problem: PlanProblem, group: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    yield 0, 0
    hint: frozenset[str] = frozenset()
    model = model_of(problem, group)
    for count in range(1, len(group) + 1):
        model.cp.add(model.count >= count)
        try:
            found = minimise(model, model.cost_yuan, hint)
        except (Impossible, OutOfEffort):
            return
        hint = found.true
        yield found.value, found.bound


def _joined(some: Costs, more: Costs) -> Costs:
    joined: Costs = []
    for served in range(len(some) + len(more) - 1):
        splits = [
            (some[here], more[served - here])
            for here in range(max(0, served - len(more) + 1), min(len(some), served + 1))
        ]
        joined.append(
            (min(one[0] + two[0] for one, two in splits), min(one[1] + two[1] for one, two in splits))
        )
    return joined
