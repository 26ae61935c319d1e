"""One search: a model, what to minimise, and how hard to try. The same model gives the same answer."""

from dataclasses import dataclass

from ortools.sat.python.cp_model import FEASIBLE, INFEASIBLE, OPTIMAL, CpSolver, LinearExprT

from sanxin.engines.siting.plan.solve.model import Model


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came back with: the best value, the bound, and which variables are true."""

    value: int
    bound: int
    true: frozenset[str]

    @property
    def proven(self) -> bool:
        """Tell whether nothing better exists."""
        return self.value == self.bound


class OutOfEffort(Exception):
    """The search ended before it found anything."""


class Impossible(Exception):
    """The search proved that there is nothing to find."""


def minimise(model: Model, what: LinearExprT, hint: frozenset[str] = frozenset()) -> Found:
    """Minimise something over a model; ``hint`` names variables that were true in a good answer.

    :raises OutOfEffort: if it ended without an answer
    :raises Impossible: if there is none
    """
    cp = model.cp
    cp.clear_hints()  # type: ignore[no-untyped-call]
    named = [*model.options.values(), *model.ways.values(), *model.parts.values(), *model.sizes.values()]
    named += model.lifted.values()
    if hint:
        for variable in named:
            cp.add_hint(variable, variable.name in hint)
    cp.minimize(what)
    solver = CpSolver()
    # Measured: its default on two cores proves nothing in ten seconds where one worker with this level is done in three.
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = model.problem.seed % 2**31
    solver.parameters.max_deterministic_time = model.problem.effort
    status = solver.solve(cp)
    if status == INFEASIBLE:
        raise Impossible
    if status not in (OPTIMAL, FEASIBLE):
        raise OutOfEffort
    true = frozenset(variable.name for variable in named if solver.boolean_value(variable))
    return Found(round(solver.objective_value), round(solver.best_objective_bound), model.spelled_out(true))
