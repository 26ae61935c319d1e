"""Plans with a known optimum, plans against every combination, and what must hold however prices change."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.engines.siting.plan.check import check
from sanxin.engines.siting.plan.problem import (
    Cut,
    Exclusion,
    Feeder,
    Measure,
    Part,
    PlanProblem,
    ProblemRefused,
    Size,
    Use,
    WindowLimit,
)
from sanxin.engines.siting.plan.result import Reason
from sanxin.engines.siting.plan.solve import frontier, solve
from sanxin.engines.siting.plan.solve.search import OutOfEffort, minimise
from tests.engines.siting.plan.questions import PIPE, POLE, by_chance, option, whole

SIZES = (Size(100.0, 0), Size(125.0, 90_000), Size(160.0, 120_000))
FEEDER = Feeder("enlarge:T", ("1", "2", "3"), 60.0, 0.8, 0.85, (1.0, 0.85, 0.78), SIZES)


def planned(problem: PlanProblem):  # type: ignore[no-untyped-def]
    answer = solve(problem)
    assert check(problem, answer) == ()
    return answer


def test_a_pole_that_stands_in_the_way_of_three_is_moved_once_and_each_bears_a_third() -> None:
    options = tuple(option(one, "a", 500_000, whole(POLE)) for one in ("1", "2", "3"))
    plan = planned(PlanProblem(("1", "2", "3"), options, (POLE,)))
    (moved,) = plan.measures
    assert (moved.cost_yuan, moved.attributed_yuan) == (30_000, (("1", 10_000), ("2", 10_000), ("3", 10_000)))
    assert (plan.status, plan.cost_yuan, plan.bound_yuan) == ("optimal", 1_530_000, 1_530_000)


def test_a_yuan_that_does_not_divide_goes_to_the_first_by_id() -> None:
    pole = Measure("p", (Part("whole", 100),))
    plan = planned(
        PlanProblem(("1", "2", "3"), tuple(option(one, "a", 0, whole(pole)) for one in "123"), (pole,))
    )
    assert dict(plan.measures[0].attributed_yuan) == {"1": 34, "2": 33, "3": 33}


def test_of_a_line_only_the_stretches_needed_are_paid_and_what_overlaps_is_shared() -> None:
    near, far = Use(PIPE.id, ("0–4", "4–6")), Use(PIPE.id, ("4–6", "6–9"))
    plan = planned(PlanProblem(("1", "2"), (option("1", "a", 0, near), option("2", "a", 0, far)), (PIPE,)))
    assert dict(plan.measures[0].attributed_yuan) == {"1": 5_000, "2": 4_000}
    alone = planned(PlanProblem(("1",), (option("1", "a", 0, near),), (PIPE,)))
    assert alone.cost_yuan == 6_000


def test_a_dearer_lift_that_avoids_a_dearer_pole_is_taken() -> None:
    options = (option("1", "at the pole", 500_000, whole(POLE)), option("1", "beside it", 520_000))
    assert planned(PlanProblem(("1",), options, (POLE,))).choices[0].option == "beside it"


def test_a_transformer_grows_by_a_real_step_when_lifts_together_ask_for_more() -> None:
    lifts = tuple(option(one, "a", 0, power_w=15_000) for one in ("1", "2", "3"))
    one = planned(PlanProblem(("1",), lifts[:1], feeders=(replace(FEEDER, stairwells=("1",)),)))
    assert one.measures == ()
    three = planned(PlanProblem(("1", "2", "3"), lifts, feeders=(FEEDER,)))
    # 60 + 0.78 × 45 / 0.85 = 101.3 kVA: 80 % of 125 is too little.
    assert [(each.measure, each.size_kva, each.cost_yuan) for each in three.measures] == [
        ("enlarge:T", 160.0, 120_000)
    ]
    assert dict(three.measures[0].attributed_yuan) == {"1": 40_000, "2": 40_000, "3": 40_000}


def test_a_transformer_that_cannot_grow_enough_leaves_out_one_and_says_so() -> None:
    lifts = tuple(option(one, "a", int(one), power_w=15_000) for one in ("1", "2", "3"))
    small = replace(FEEDER, sizes=FEEDER.sizes[:2])
    plan = planned(PlanProblem(("1", "2", "3"), lifts, feeders=(small,)))
    assert [each.stairwell for each in plan.choices] == ["1", "2"]
    assert [(each.stairwell, each.reasons) for each in plan.unserved] == [
        ("3", (Reason("feeder", "enlarge:T"),))
    ]


def test_two_shafts_that_shade_one_window_are_reckoned_together_where_a_cut_says_so() -> None:
    options = (
        option("1", "left", 0, losses=(("w", 40),)), option("1", "right", 0, losses=(("w", 60),)),
        option("2", "a", 0, losses=(("w", 50),)),
    )  # fmt: skip
    loose = planned(PlanProblem(("1", "2"), options))
    assert (loose.light_tenths, loose.choices[0].option) == (50, "left")
    cut = planned(PlanProblem(("1", "2"), options, cuts=(Cut("w", ("1/left", "2/a"), 90),)))
    assert (cut.light_tenths, cut.choices[0].option) == (60, "right")


def test_a_household_that_agreed_to_no_more_keeps_its_light_at_a_price() -> None:
    options = (option("1", "cheap", 100, losses=(("w", 70),)), option("1", "dear", 300, losses=(("w", 20),)))
    assert planned(PlanProblem(("1",), options)).cost_yuan == 100
    assert planned(PlanProblem(("1",), options, limits=(WindowLimit("w", 30),))).cost_yuan == 300
    none = planned(PlanProblem(("1",), options, limits=(WindowLimit("w", 10),)))
    assert none.unserved[0].reasons == (Reason("window_limit", "w"),)


def test_two_that_exclude_one_another_leave_one_out_with_the_pair_as_the_reason() -> None:
    pair = Exclusion("1/a", "2/a", "fire_lane")
    plan = planned(
        PlanProblem(("1", "2"), (option("1", "a", 5), option("2", "a", 7)), exclusions=(pair, pair))
    )
    assert ([each.stairwell for each in plan.choices], plan.cost_yuan) == (["1"], 5)
    assert plan.unserved[0].reasons == (Reason("exclusion", "1/a fire_lane 2/a"),)


def test_a_stairwell_that_nothing_helps_names_the_option_with_least_against_it() -> None:
    hopeless = replace(option("1", "a", 1), needs=((), ()))
    less = replace(option("1", "b", 9), needs=((),))
    plan = planned(PlanProblem(("1", "2", "3"), (hopeless, less, option("2", "a", 3))))
    assert [(each.stairwell, each.reasons) for each in plan.unserved] == [
        ("1", (Reason("nothing_helps", "b"),)), ("3", (Reason("nothing_helps", "3"),)),
    ]  # fmt: skip


def test_one_need_may_be_met_by_either_of_two_measures_and_the_cheaper_is() -> None:
    two = replace(option("1", "a", 0), needs=((whole(POLE), whole(PIPE)),))
    plan = planned(PlanProblem(("1",), (two,), (POLE, PIPE)))
    assert [each.measure for each in plan.measures] == [PIPE.id]
    assert plan.choices[0].ways == (1,)


def test_a_budget_serves_as_many_as_it_can_and_the_frontier_says_what_each_more_costs() -> None:
    options = (option("1", "a", 100), option("2", "a", 120, whole(POLE)), option("3", "a", 130, whole(POLE)))
    problem = PlanProblem(("1", "2", "3"), options, (POLE,), budget_yuan=30_300)
    plan = planned(problem)
    assert ([each.stairwell for each in plan.choices], plan.cost_yuan) == (["1", "2"], 30_220)
    assert plan.unserved[0].reasons == (Reason("budget", "budget"),)
    steps = [
        (step.served, step.cost_yuan, step.bound_yuan)
        for step in frontier(replace(problem, budget_yuan=None))
    ]
    assert steps == [(0, 0, 0), (1, 100, 100), (2, 30_220, 30_220), (3, 30_350, 30_350)]
    who = [step.stairwells for step in frontier(replace(problem, budget_yuan=None))]
    assert who == [(), ("1",), ("1", "2"), ("1", "2", "3")]


def test_a_frontier_stops_where_no_plan_serves_more() -> None:
    steps = frontier(PlanProblem(("1", "2"), (option("1", "a", 4), replace(option("2"), needs=((),)))))
    assert [(step.served, step.cost_yuan) for step in steps] == [(0, 0), (1, 4)]


def test_a_search_without_effort_promises_nothing_it_has_not_found() -> None:
    problem = replace(by_chance(3), budget_yuan=None, effort=1e-9)
    plan = solve(problem)
    assert plan.served_bound >= len(plan.choices)
    assert check(problem, plan) == ()


def test_a_search_that_breaks_off_later_keeps_what_it_has_and_proves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = PlanProblem(("1",), (option("1", "a", 500, whole(POLE), losses=(("w", 7),)),), (POLE,))
    calls: list[object] = []

    def breaking(*given_: object) -> object:
        calls.append(given_)
        if len(calls) > 1:
            raise OutOfEffort
        return minimise(*given_)  # type: ignore[arg-type]

    monkeypatch.setattr("sanxin.engines.siting.plan.solve.stages.minimise", breaking)
    plan = solve(problem)
    assert (plan.status, plan.cost_yuan, plan.bound_yuan, plan.light_tenths) == ("feasible", 30_500, 0, 7)
    assert check(problem, plan) == ()


@given(st.integers(0, 10_000))
def test_no_combination_beats_the_plan(seed: int) -> None:
    problem = by_chance(seed)
    plan = planned(problem)
    assert plan.status == "optimal"


@given(st.integers(0, 10_000))
def test_another_measure_never_costs_more_and_a_cheaper_part_never_serves_fewer(seed: int) -> None:
    problem = replace(by_chance(seed), budget_yuan=None)
    before = solve(problem)
    first = problem.options[0]
    way_out = replace(first, id="way out", needs=(), losses=(), power_w=0)
    more = solve(replace(problem, options=(*problem.options, way_out)))
    assert len(more.choices) >= len(before.choices)
    if len(more.choices) == len(before.choices):
        assert more.cost_yuan <= before.cost_yuan
    cheaper = tuple(
        replace(each, parts=tuple(replace(part, cost_yuan=part.cost_yuan // 2) for part in each.parts))
        for each in problem.measures
    )
    after = solve(replace(problem, measures=cheaper))
    assert len(after.choices) == len(before.choices)
    assert after.cost_yuan <= before.cost_yuan
    budget = replace(problem, budget_yuan=before.cost_yuan // 2)
    assert len(solve(replace(budget, measures=cheaper)).choices) >= len(solve(budget).choices)


@given(st.integers(0, 10_000))
def test_the_frontier_is_what_every_budget_gives(seed: int) -> None:
    problem = replace(by_chance(seed), budget_yuan=None)
    steps = frontier(problem)
    assert [step.cost_yuan for step in steps] == sorted(step.cost_yuan for step in steps)
    for step in steps:
        plan = solve(replace(problem, budget_yuan=step.cost_yuan))
        assert (len(plan.choices) >= step.served, step.cost_yuan) == (True, step.bound_yuan)
    assert len(solve(problem).choices) == steps[-1].served


@given(st.integers(0, 10_000), st.randoms())
def test_the_order_of_a_question_never_matters(seed: int, chance) -> None:  # type: ignore[no-untyped-def]
    problem = by_chance(seed)
    options, measures = list(problem.options), list(problem.measures)
    chance.shuffle(options)
    chance.shuffle(measures)
    one, two = solve(problem), solve(replace(problem, options=tuple(options), measures=tuple(measures)))
    said = [(len(each.choices), each.cost_yuan, each.light_tenths) for each in (one, two)]
    assert said[0] == said[1]


def test_a_question_is_written_and_read_back() -> None:
    problem = by_chance(11)
    assert PlanProblem.from_json(problem.to_json()) == problem
    with pytest.raises(ProblemRefused, match="plan"):
        PlanProblem.from_json({"stairwells": []})


def test_a_question_that_makes_no_sense_names_the_culprit() -> None:
    sound = PlanProblem(("1",), (option("1", "a", 5, whole(POLE)),), (POLE,))
    wrong = (
        {"stairwells": ("1", "1")}, {"stairwells": ("2",)}, {"measures": ()}, {"measures": (POLE, POLE)},
        {"options": (option("1", "a", -5),)}, {"options": (option("1", "a", 5, losses=(("w", -1),)),)},
        {"options": (option("1", "a", 5, losses=(("w", 1), ("w", 2))),)},
        {"measures": (replace(POLE, parts=(Part("whole", -1),)),)},
        {"options": (option("1", "a", 5, Use(POLE.id, ("half",))),)},
        {"feeders": (replace(FEEDER, stairwells=("9",)),)}, {"feeders": (replace(FEEDER, stairwells=(), sizes=()),)},
        {"feeders": (replace(FEEDER, stairwells=(), factors=(1.2,)),)},
        {"exclusions": (Exclusion("1/a", "1/a", "x"),)}, {"cuts": (Cut("w", ("9/a",), 1),)}, {"cuts": (Cut("w", (), 1),)},
        {"limits": (WindowLimit("w", 1), WindowLimit("w", 2))}, {"limits": (WindowLimit("w", -1),)},
        {"budget_yuan": -1}, {"effort": 0.0},
    )  # fmt: skip
    for change in wrong:
        with pytest.raises(ProblemRefused):
            replace(sound, **change)  # type: ignore[arg-type]
