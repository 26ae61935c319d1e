"""What two lifts cannot be together, though each could be alone: found by the planner, found again by the checker."""

from dataclasses import replace
from typing import Any

import pytest

from sanxin.engines.siting.check.plan import PaidMeasure, PlanClaim, PlannedLift, check_plan
from sanxin.engines.siting.plan.joint import exclusions
from sanxin.engines.siting.plan.question import plan_problem
from sanxin.engines.siting.plan.solve import solve as plan
from sanxin.engines.siting.prices import LinePrice, Rung, Works
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Judged
from sanxin.engines.siting.solve import solve
from sanxin.engines.siting.things import (
    UTILITIES,
    Body,
    BuriedLine,
    LaneStrip,
    Patch,
    Spot,
    Stairwell,
    Transformer,
)
from tests.engines.siting.ground import BLOCK, CITATION, FOOT, ONE, box, problem

WORKS = Works(
    tuple(LinePrice(kind, 1000) for kind in (*UTILITIES, "overhead")), 2.0, 30_000, 3_000, 8_000, 600, 500, 0,
    (Rung(125.0, 90), Rung(160.0, 120)), (1.0, 0.85), CITATION,
)  # fmt: skip
LIFT = replace(ONE, price_yuan=500_000, overhead_m=4.2)


def facing(depth_m: float, x: float = 0.0) -> tuple[Stairwell, Body]:
    """Give a stairwell and its block across the way, ``depth_m`` from the first."""
    wall = ((-20.0, depth_m), (20.0, depth_m))
    block = Body("C", box(-20.0, depth_m, 20.0, depth_m + 10), "C", 2)
    return Stairwell("2", "C", (x, depth_m), wall, storeys=6, storey_m=2.8), block


NEAR = Stairwell("2", "B", (1.5, 0.0), ((20.0, 0.0), (-20.0, 0.0)), storeys=6, storey_m=2.8)
HERE = replace(FOOT, storeys=6, storey_m=2.8)


def asked(*stairwells: Stairwell, **layers: Any) -> Problem:
    return problem(schemes=(LIFT,), stairwells=(HERE, *stairwells), works=WORKS, **layers)


def rules_of(ground: Problem) -> list[str]:
    judged = [each for each in solve(ground).stairwells if isinstance(each, Judged)]
    return [each.rule for each in exclusions(ground, judged)]


def claim_of(ground: Problem, *ids: str) -> PlanClaim:
    """Claim a lift at each of some stairwells, whatever is in the way."""
    lifts = []
    for judged in solve(ground).stairwells:
        if isinstance(judged, Judged) and judged.stairwell in ids:
            place = judged.candidates[0].placement
            height_m = 4.5 * 2.8 + 4.2
            lifts.append(PlannedLift(judged.stairwell, place.id, place.shaft, height_m, (), 500_000))
    left = tuple(each.id for each in ground.stairwells if each.id not in ids)
    return PlanClaim(tuple(lifts), (), left, 500_000 * len(lifts))


def said(ground: Problem, claim: PlanClaim) -> list[str]:
    return [str(one.params["what"]) for one in check_plan(ground, claim)]


def across(depth_m: float, x: float = 0.0, **layers: Any) -> Problem:
    stairwell, block = facing(depth_m, x)
    return asked(stairwell, bodies=(BLOCK, block), **layers)


def narrow(x: float = 0.0) -> Problem:
    """Make a lane of 5.5 m between two blocks that may stand 3 m apart: each shaft takes a metre of it."""
    ground = across(10.5, x, lane_strips=(LaneStrip("L", ((-30.0, 5.25), (30.0, 5.25)), 5.5),))
    apart = tuple(replace(each, least_m=3.0) for each in ground.limits.separations)
    return replace(ground, limits=replace(ground.limits, separations=apart))


@pytest.mark.parametrize(
    ("ground", "rule"),
    [(asked(NEAR), "building_overlap"), (across(12.0), "fire_separation"), (narrow(), "fire_lane")],
)
def test_two_that_each_could_stand_exclude_one_another(ground: Problem, rule: str) -> None:
    assert rules_of(ground) == [rule]
    made = plan(plan_problem(ground, solve(ground), {}))
    assert (len(made.choices), len(made.unserved)) == (1, 1)
    assert rule in made.unserved[0].reasons[0].on
    assert said(ground, claim_of(ground, "1", "2")) == [rule]
    assert said(ground, claim_of(ground, "1")) == []


def test_a_lane_narrowed_first_here_and_then_there_leaves_room() -> None:
    ground = narrow(8.0)
    assert rules_of(ground) == []
    assert said(ground, claim_of(ground, "1", "2")) == []


def test_two_that_stand_far_enough_and_only_touch_a_lane_may_both_stand() -> None:
    ground = across(14.0, lane_strips=(LaneStrip("L", ((-30.0, 5.5), (30.0, 5.5)), 4.0),))
    assert rules_of(ground) == []
    assert said(ground, claim_of(ground, "1", "2")) == []
    assert said(across(50.0), claim_of(across(50.0), "1", "2")) == []


def test_a_pair_that_excludes_one_another_in_several_places_is_one_reason() -> None:
    ground = replace(across(12.0), schemes=(LIFT, replace(LIFT, id="slim", width_m=1.8)))
    made = plan(plan_problem(ground, solve(ground), {}))
    assert (len(made.choices), [len(each.reasons) for each in made.unserved]) == (1, [1])


def test_nobody_judged_is_a_plan_of_nothing() -> None:
    ground = replace(asked(), stairwells=(replace(HERE, has_lift=True),))
    made = plan(plan_problem(ground, solve(ground), {}))
    assert (made.choices, made.status, made.cost_yuan) == ((), "optimal", 0)
    assert (
        said(ground, claim_of(ground)) == ["unserved"] or check_plan(ground, PlanClaim((), (), (), 0)) == ()
    )


def test_a_plan_without_prices_is_refused() -> None:
    ground = replace(asked(), works=None)
    with pytest.raises(ValueError, match="prices"):
        plan_problem(ground, solve(ground), {})
    assert said(ground, claim_of(ground, "1")) == ["works"]


POLE = Spot("PL", (0.0, 2.0), owners=("a", "b"))
GAS = BuriedLine("P", "gas_low", ((-30.0, 3.6), (30.0, 3.6)), 100.0)
TREE, SHED = Spot("T", (0.3, 2.0)), Patch("S", box(-0.5, 2.0, 0.5, 3.0))
SUPPLY = Transformer("X", 100.0, 75.0, ("1",))


def bought(ground: Problem) -> tuple[PlanClaim, dict[str, PaidMeasure]]:
    made = plan(plan_problem(ground, solve(ground), {}))
    shafts = {
        f"{each.stairwell}/{one.placement.id}": one.placement.shaft
        for each in solve(ground).stairwells
        if isinstance(each, Judged)
        for one in each.candidates
    }
    lifts = tuple(
        PlannedLift(
            one.stairwell,
            one.option,
            shafts[f"{one.stairwell}/{one.option}"],
            4.5 * 2.8 + 4.2,
            one.measures,
            one.cost_yuan,
        )
        for one in made.choices
    )
    paid = tuple(
        PaidMeasure(one.measure, one.cost_yuan, one.size_kva, dict(one.attributed_yuan))
        for one in made.measures
    )
    left = tuple(one.stairwell for one in made.unserved)
    return PlanClaim(lifts, paid, left, made.cost_yuan), {one.id: one for one in paid}


@pytest.mark.parametrize(
    ("layers", "measure", "yuan"),
    [
        ({"poles": (POLE,)}, "move_pole:PL", 36_000),
        ({"trees": (TREE,)}, "move_tree:T", 8_000),
        ({"sheds": (SHED,)}, "remove_shed:S", 600),
        ({"greens": (Patch("G", box(-9, 1, 9, 9)),)}, "release_green:G", 2_000),
        ({"transformers": (SUPPLY,)}, "enlarge:X", 90),
        # 0.1 m from the shaft less half the pipe: 0.75 m are kept, 2 × √(0.75² − 0.1²) beside the shaft's 2 m, 4 m at the ends.
        ({"buried": (GAS,)}, "relocate:P", round(1000 * (2 + 2 * (0.75**2 - 0.1**2) ** 0.5 + 4))),
    ],
)
def test_each_measure_costs_what_the_prices_say_and_the_checker_finds_the_same(
    layers: dict[str, Any], measure: str, yuan: int
) -> None:
    ground = asked(**layers)
    claim, paid = bought(ground)
    assert abs(paid[measure].cost_yuan - yuan) <= 1
    assert check_plan(ground, claim) == ()
    cheaper = replace(paid[measure], cost_yuan=paid[measure].cost_yuan - 20)
    assert "cost" in said(ground, replace(claim, measures=(cheaper,)))
    moved = {who: part - 20 for who, part in paid[measure].shares.items()}
    lower = replace(cheaper, shares=moved)
    assert {"cost", "shares"} & set(said(ground, replace(claim, measures=(lower,))))
    assert {"measures", "transformer", "cost"} & set(said(ground, replace(claim, measures=())))


def test_a_transformer_of_no_known_size_and_a_lift_that_is_nowhere_are_seen() -> None:
    ground = asked(transformers=(SUPPLY,))
    claim, paid = bought(ground)
    odd = replace(paid["enlarge:X"], size_kva=133.0)
    assert "measure" in said(ground, replace(claim, measures=(odd,)))
    assert "measure" in said(
        ground, replace(claim, measures=(*claim.measures, PaidMeasure("enlarge:Y", 0, 125.0, {})))
    )
    strange = replace(claim.lifts[0], stairwell="99")
    assert said(ground, replace(claim, lifts=(strange,))) == ["candidate"]
    assert said(ground, replace(claim, lifts=(claim.lifts[0], claim.lifts[0]))) == ["candidate"]


def test_a_line_that_bends_round_a_shaft_is_paid_where_it_is_near_and_once() -> None:
    around = BuriedLine(
        "P", "gas_low", ((-9.0, 3.7), (-1.6, 3.7), (-1.6, 2.0), (-9.0, 2.0), (-9.0, 30.0), (9.0, 30.0)), 100.0
    )
    ground = asked(buried=(around,))
    claim, paid = bought(ground)
    assert check_plan(ground, claim) == ()
    assert paid["relocate:P"].cost_yuan < 1000 * 14
