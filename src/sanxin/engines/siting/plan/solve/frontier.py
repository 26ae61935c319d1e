"""The frontier of budgets: what it costs at least to serve one stairwell, two, and so on to all that can be."""

from collections.abc import Iterator
from dataclasses import replace

from sanxin.engines.siting.plan.problem import PlanProblem
from sanxin.engines.siting.plan.result import Step
from sanxin.engines.siting.plan.solve.components import components
from sanxin.engines.siting.plan.solve.model import model_of
from sanxin.engines.siting.plan.solve.search import Impossible, OutOfEffort, minimise

NOTHING = Step(0, 0, 0, ())


def frontier(problem: PlanProblem) -> tuple[Step, ...]:
    """Give the least cost of every number of stairwells served, whatever the budget, and which they are.

    Groups that share nothing are reckoned apart and joined: of every split of a number over the groups
    the cheapest. All steps of a group together take the effort of one search; a number that no search
    could reach is left out.
    """
    whole = [NOTHING]
    for group in components(problem):
        whole = _joined(whole, list(_of_group(problem, group)))
    return tuple(whole)


def _of_group(problem: PlanProblem, group: tuple[str, ...]) -> Iterator[Step]:
    yield NOTHING
    hint: frozenset[str] = frozenset()
    model = model_of(replace(problem, effort=problem.effort / len(group)), group)
    for count in range(1, len(group) + 1):
        model.cp.add(model.count >= count)
        try:
            found = minimise(model, model.cost_yuan, hint)
        except (Impossible, OutOfEffort):
            return
        hint = found.true
        served = sorted(option.stairwell for option in problem.options if option.key in found.true)
        yield Step(count, found.value, found.bound, tuple(served))


def _joined(some: list[Step], more: list[Step]) -> list[Step]:
    joined = []
    for served in range(len(some) + len(more) - 1):
        splits = [
            (some[here], more[served - here])
            for here in range(max(0, served - len(more) + 1), min(len(some), served + 1))
        ]
        one, two = min(splits, key=lambda split: split[0].cost_yuan + split[1].cost_yuan)
        bound_yuan = min(one.bound_yuan + two.bound_yuan for one, two in splits)
        stairwells = tuple(sorted((*one.stairwells, *two.stairwells)))
        joined.append(Step(served, one.cost_yuan + two.cost_yuan, bound_yuan, stairwells))
    return joined
