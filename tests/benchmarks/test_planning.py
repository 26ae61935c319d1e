"""The planning benchmark compares like with like: the same model, the same optimum, and a hand that is no wizard."""

from dataclasses import replace
from math import inf

import pytest
from ortools.linear_solver.python import model_builder

from benchmarks.planning.__main__ import Answer, added, contradictions, saved
from benchmarks.planning.greedy import by_hand
from benchmarks.planning.milp import Programme, programme_of
from benchmarks.planning.questions import town
from sanxin.engines.siting.plan.check import check
from sanxin.engines.siting.plan.problem import PlanProblem
from sanxin.engines.siting.plan.solve import solve
from sanxin.engines.siting.plan.solve.components import components
from tests.engines.siting.plan.questions import by_chance


def by_highs(programme: Programme) -> list[list[float] | None]:
    """Minimise the aims in turn, with the HiGHS that comes with OR-tools."""
    model, found = model_builder.Model(), list[list[float] | None]()
    columns = [model.new_int_var(0, upper, f"x{number}") for number, upper in enumerate(programme.upper)]

    def of(terms: dict[int, int]) -> object:
        return model_builder.LinearExpr.weighted_sum([columns[key] for key in terms], list(terms.values()))

    for low, terms, high in programme.rows:
        model.add_linear_constraint(of(terms), -inf if low is None else low, inf if high is None else high)
    for aim in programme.aims:
        model.minimize(of(aim))
        solver = model_builder.Solver("highs")
        assert solver.solve(model) == model_builder.SolveStatus.OPTIMAL
        best = round(solver.objective_value)
        found.append([best, best])
        model.add(of(aim) <= best)
    return found


def answers(problem: PlanProblem) -> tuple[Answer, Answer, Answer]:
    plan = solve(problem)
    mine = Answer(
        "ours", 1.0,
        ((len(plan.choices), plan.served_bound), (plan.cost_yuan, plan.bound_yuan), (plan.light_tenths, plan.light_bound_tenths)),
    )  # fmt: skip
    theirs = [by_highs(programme_of(problem, group)) for group in components(problem)]
    served, yuan = by_hand(problem)
    return (
        mine,
        Answer("HiGHS", 1.0, added(theirs)),
        Answer("hand", 1.0, ((served, served), (yuan, yuan), None)),
    )


def poorer(hand: Answer, mine: Answer) -> bool:
    (served, _), (yuan, _) = hand.aims[0], hand.aims[1]  # type: ignore[misc]
    (most, _), (least, _) = mine.aims[0], mine.aims[1]  # type: ignore[misc]
    return bool((-served, yuan) >= (-most, least))


@pytest.mark.parametrize("seed", range(12))
def test_small_questions_of_every_kind_have_one_optimum_and_no_hand_beats_it(seed: int) -> None:
    mine, theirs, hand = answers(replace(by_chance(seed), budget_yuan=None))
    assert mine.aims == theirs.aims
    assert poorer(hand, mine)


def test_a_street_of_the_benchmark_has_one_optimum_and_planning_by_hand_costs_more() -> None:
    mine, theirs, hand = answers(town(40, 7, 60.0))
    assert mine.aims == theirs.aims
    assert contradictions(mine, theirs) == ""
    assert poorer(hand, mine)
    assert "yuan less" in saved(mine, hand)


@pytest.mark.parametrize(("stairwells", "effort"), [(40, 0.02), (40, 0.05), (60, 0.1)])
def test_a_plan_broken_off_anywhere_is_a_plan_that_stands(stairwells: int, effort: float) -> None:
    problem = town(stairwells, 7, effort)
    plan = solve(problem)
    assert plan.status == "feasible"
    assert check(problem, plan) == ()


def test_every_stairwell_of_the_benchmark_has_twenty_measures_and_shares_each() -> None:
    problem = town(60, 3, 60.0)
    users: dict[str, set[str]] = {measure.id: set() for measure in problem.measures}
    for option in problem.options:
        for use in (use for need in option.needs for use in need):
            users[use.measure].add(option.stairwell)
    for stairwell in problem.stairwells:
        mine = [who for who in users.values() if stairwell in who]
        assert len(mine) == 20
    assert sum(len(who) > 1 for who in users.values()) / len(users) > 0.9


def test_a_contradiction_is_seen_and_an_unproven_answer_is_none() -> None:
    mine = Answer("ours", 1.0, ((9, 9), (100, 100), (5, 5)))
    assert "yuan DIFFERS" in contradictions(mine, replace(mine, aims=((9, 9), (90, 90), None)))
    assert "served DIFFERS" in contradictions(mine, replace(mine, aims=((10, 10), None, None)))
    assert contradictions(mine, replace(mine, aims=((9, 9), (110, 95), (1, 1)))) == ""
