"""Why a stairwell is not served: a smallest set of things that, lifted, would let it be."""

from collections.abc import Iterable, Sequence

from ortools.sat.python.cp_model import LinearExpr

from sanxin.engines.siting.plan.problem import PlanProblem
from sanxin.engines.siting.plan.result import Choice, Reason, Unserved
from sanxin.engines.siting.plan.solve.model import model_of
from sanxin.engines.siting.plan.solve.search import Impossible, OutOfEffort, minimise


def unserved(
    problem: PlanProblem, choices: Iterable[Choice], missing: Iterable[str], groups: Sequence[tuple[str, ...]]
) -> tuple[Unserved, ...]:
    """Give the stairwells left out, each with the fewest reasons that would have to go."""
    served = {choice.stairwell for choice in choices}
    return tuple(
        Unserved(stairwell, _reasons(problem, stairwell, served, group))
        for stairwell in sorted(missing)
        for group in groups
        if stairwell in group
    )


def _reasons(
    problem: PlanProblem, stairwell: str, served: set[str], group: tuple[str, ...]
) -> tuple[Reason, ...]:
    options = [option for option in problem.options if option.stairwell == stairwell]
    if not any(all(option.needs) for option in options):
        hopeless = sorted((sum(not need for need in option.needs), option.cost_yuan) for option in options)
        fewest = hopeless[0] if hopeless else None
        best = next(
            (
                option
                for option in options
                if (sum(not need for need in option.needs), option.cost_yuan) == fewest
            ),
            None,
        )
        return (Reason("nothing_helps", best.id if best else stairwell),)
    model = model_of(problem, group, liftable=True)
    for one in (*(served & set(group)), stairwell):
        model.cp.add(model.served[one] == 1)
    try:
        found = minimise(model, LinearExpr.sum(list(model.lifted.values())))
    except (Impossible, OutOfEffort):
        return (Reason("effort", stairwell),)
    lifted = [reason for reason, variable in model.lifted.items() if variable.name in found.true]
    # Nothing stands against it: a search broken off left it out.
    return tuple(sorted(lifted, key=lambda reason: (reason.bind, reason.on))) or (
        Reason("effort", stairwell),
    )
