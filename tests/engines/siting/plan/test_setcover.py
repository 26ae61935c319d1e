"""Covering problems of the literature, put as plans, come out at their published optima, proven."""

import csv
from pathlib import Path

import pytest

from sanxin.engines.siting.plan.check import check
from sanxin.engines.siting.plan.problem import Measure, Option, Part, PlanProblem, Use
from sanxin.engines.siting.plan.solve import solve

# Not traced: the large ones only take longer for it.
pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
GOLDEN = Path(__file__).parents[3] / "golden" / "setcover"


def read(name: str) -> tuple[list[int], list[list[int]]]:
    numbers = map(int, (GOLDEN / f"{name}.txt").read_text(encoding="ascii").split())
    rows, columns = next(numbers), next(numbers)
    costs = [next(numbers) for _ in range(columns)]
    return costs, [[next(numbers) for _ in range(next(numbers))] for _ in range(rows)]


def as_plan(costs: list[int], covers: list[list[int]]) -> PlanProblem:
    """A measure a column; for each row, a stairwell, one option a column that covers it."""
    measures = tuple(Measure(f"c{column}", (Part("whole", cost),)) for column, cost in enumerate(costs, 1))
    options = tuple(
        Option(f"c{column}", f"r{row}", 0, needs=((Use(f"c{column}", ("whole",)),),))
        for row, columns in enumerate(covers)
        for column in columns
    )
    return PlanProblem(tuple(f"r{row}" for row in range(len(covers))), options, measures)


@pytest.mark.parametrize(
    ("instance", "optimum"),
    list(csv.reader((GOLDEN / "optimum.csv").read_text(encoding="ascii").splitlines()))[1:],
)
def test_the_published_optimum_is_found_and_proven(instance: str, optimum: str) -> None:
    problem = as_plan(*read(instance))
    plan = solve(problem)
    assert (plan.status, plan.cost_yuan, plan.bound_yuan) == ("optimal", int(optimum), int(optimum))
    assert len(plan.choices) == len(problem.stairwells)
    assert check(problem, plan) == ()
