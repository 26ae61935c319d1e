"""The plan's checker sees every kind of forgery, and believes no optimum it can try for itself."""

from dataclasses import replace

import pytest

from sanxin.engines.siting.plan.check import check
from sanxin.engines.siting.plan.problem import (
    Cut,
    Exclusion,
    Feeder,
    PlanProblem,
    Size,
    Use,
    WindowLimit,
)  # fmt: skip
from sanxin.engines.siting.plan.result import Choice, Planned, Reason, Unserved
from sanxin.engines.siting.plan.solve import solve
from tests.engines.siting.plan.questions import PIPE, POLE, option, whole

PROBLEM = PlanProblem(
    ("1", "2", "3"),
    (
        option("1", "a", 500, whole(POLE), power_w=15_000, losses=(("w", 40),)),
        option("1", "b", 9_000, losses=(("w", 5),)),
        option("2", "a", 600, whole(POLE), Use(PIPE.id, ("0–4",), 7), power_w=15_000, losses=(("w", 30),)),
        replace(option("3", "a", 1), needs=((),)),
    ),
    (POLE, PIPE),
    (Feeder("enlarge:T", ("1", "2"), 60.0, 0.8, 0.85, (1.0, 0.85), (Size(100.0, 0), Size(160.0, 90))),),
    (Exclusion("1/b", "2/a", "fire_lane"),),
    (Cut("w", ("1/a", "2/a"), 60),),
    (WindowLimit("w", 60),),
)
PLAN = solve(PROBLEM)


def forged(**changes: object) -> list[str]:
    return sorted({str(one.params["what"]) for one in check(PROBLEM, replace(PLAN, **changes))})  # type: ignore[arg-type]


def test_the_plan_itself_stands() -> None:
    assert check(PROBLEM, PLAN) == ()
    assert [choice.option for choice in PLAN.choices] == ["a", "a"]


@pytest.mark.parametrize("dropped", range(3))
def test_a_dropped_measure_is_seen(dropped: int) -> None:
    left = PLAN.measures[:dropped] + PLAN.measures[dropped + 1 :]
    assert {"need", "feeder"} & set(forged(measures=left))


def test_a_lowered_cost_is_seen_wherever_it_is_lowered() -> None:
    for number, paid in enumerate(PLAN.measures):
        cheaper = replace(paid, cost_yuan=paid.cost_yuan - 1)
        assert "measure" in forged(measures=(*PLAN.measures[:number], cheaper, *PLAN.measures[number + 1 :]))
    first = replace(PLAN.choices[0], cost_yuan=1)
    assert forged(choices=(first, *PLAN.choices[1:])) == ["cost"]
    assert "cost" in forged(cost_yuan=PLAN.cost_yuan - 5)
    assert forged(cost_yuan=PLAN.cost_yuan - 5, bound_yuan=PLAN.cost_yuan - 5) == ["cost", "optimum"]


def test_a_share_that_favours_one_is_seen() -> None:
    pole = next(number for number, paid in enumerate(PLAN.measures) if paid.measure == POLE.id)
    unfair = replace(PLAN.measures[pole], attributed_yuan=(("1", 1), ("2", 29_999)))
    assert "shares" in forged(measures=(*PLAN.measures[:pole], unfair, *PLAN.measures[pole + 1 :]))


def test_a_smaller_transformer_is_seen() -> None:
    small = tuple(
        replace(paid, size_kva=100.0, cost_yuan=0, attributed_yuan=(("1", 0), ("2", 0)))
        if paid.size_kva
        else paid
        for paid in PLAN.measures
    )
    assert "feeder" in forged(measures=small)


def test_less_light_taken_than_is_taken_is_seen() -> None:
    assert "light" in forged(light_tenths=30, light_bound_tenths=30)


def test_an_optimum_that_is_none_is_seen() -> None:
    only = tuple(one for one in PROBLEM.options if one.stairwell != "1")
    fewer = solve(replace(PROBLEM, options=only, exclusions=(), cuts=()))
    poorer = replace(fewer, unserved=(Unserved("1", (Reason("budget", "budget"),)), *PLAN.unserved))
    assert [str(one.params["what"]) for one in check(PROBLEM, poorer)] == ["optimum"]


def test_bounds_beyond_their_values_and_a_false_status_are_seen() -> None:
    assert forged(bound_yuan=PLAN.cost_yuan + 1) == ["bounds", "status"]
    assert forged(status="feasible") == ["status"]


def test_options_that_do_not_exist_or_stand_twice_are_seen() -> None:
    assert forged(choices=(replace(PLAN.choices[0], option="z"),)) == ["option"]
    assert forged(choices=(PLAN.choices[0], PLAN.choices[0])) == ["option"]


def test_needs_met_in_no_known_way_or_by_measures_unsaid_are_seen() -> None:
    first = replace(PLAN.choices[0], ways=(3,))
    assert "need" in forged(choices=(first, *PLAN.choices[1:]))
    silent = replace(PLAN.choices[0], measures=())
    assert forged(choices=(silent, *PLAN.choices[1:])) == ["measures"]


def test_a_stairwell_hushed_up_or_excused_with_the_wrong_reason_is_seen() -> None:
    assert forged(unserved=()) == ["unserved"]
    assert forged(unserved=(Unserved("3", (Reason("budget", "budget"),)),)) == ["reasons"]
    assert forged(unserved=(Unserved("3", ()),)) == ["reasons"]


def test_pairs_limits_and_budgets_broken_together_are_seen() -> None:
    both = Planned(
        "feasible", (Choice("1", "b", (), (), 9_000), replace(PLAN.choices[1], cost_yuan=0)), PLAN.measures, PLAN.unserved,
        3, 10**6, 0, 999, 0,
    )  # fmt: skip
    tight = replace(PROBLEM, limits=(WindowLimit("w", 4),), budget_yuan=10)
    said = {str(one.params["what"]) for one in check(tight, both)}
    assert {"fire_lane", "window_limit", "budget", "cost", "light"} <= said
