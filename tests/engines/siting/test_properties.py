"""Solver and checker on random grounds: they agree, forgeries show, and the class behaves as it should."""

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanxin.engines.siting.check import check
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import AlreadyServed, Judged, Sited
from sanxin.engines.siting.solve import solve
from tests.engines.siting.ground import judged
from tests.engines.siting.worlds import OBSTACLES, without, world

SEEDS = st.integers(0, 10_000)
RANK = {"suitable": 2, "difficult": 1, "unsuitable": 0}


def answers(asked: Problem) -> list[Judged]:
    return [each for each in solve(asked).stairwells if isinstance(each, Judged)]


def shape(asked: Problem) -> list[tuple[object, ...]]:
    """Give what must not depend on how the ground lies: classes, and conflicts by rule and object."""
    return [
        (each.stairwell, each.suitability, sorted(len(candidate.conflicts) for candidate in each.candidates))
        for each in answers(asked)
    ]


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_the_checker_agrees_with_the_solver_on_any_ground(seed: int) -> None:
    asked = world(seed)
    assert [violation.because.say("en") for violation in check(asked, solve(asked))] == []


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_the_same_ground_gives_the_same_answer_in_any_order(seed: int) -> None:
    asked, chance = world(seed), Random(seed)
    shuffled = {
        layer: tuple(chance.sample(things := getattr(asked, layer), len(things))) for layer in OBSTACLES
    }
    again = replace(asked, **shuffled, bodies=asked.bodies[::-1], stairwells=asked.stairwells[::-1])
    assert again == asked
    assert solve(again) == solve(asked)


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.floats(0, 360), st.floats(-5e5, 5e5), st.floats(-4e6, 4e6))
def test_turning_and_shifting_the_ground_changes_nothing(seed: int, angle: float, x: float, y: float) -> None:
    assert shape(world(seed, angle_deg=angle, shift=(x, y))) == shape(world(seed))


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_a_mirrored_ground_gives_mirrored_conflicts(seed: int) -> None:
    assert shape(world(seed, mirrored=True)) == shape(world(seed))


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_taking_any_obstacle_away_worsens_no_class(seed: int) -> None:
    asked = world(seed)
    before = answers(asked)
    for layer in OBSTACLES:
        for thing in getattr(asked, layer):
            after = answers(without(asked, layer, thing.id))
            for one, other in zip(before, after, strict=True):
                assert RANK[other.suitability] >= RANK[one.suitability], (layer, thing.id)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_taking_away_exactly_what_the_reasons_name_frees_the_chosen_candidate(seed: int) -> None:
    asked = world(seed)
    for each in answers(asked):
        freed, names = asked, {reason.object for reason in each.reasons}
        for layer in (*OBSTACLES, "boundary"):
            for name in names:
                freed = without(freed, layer, name)
        kept = tuple(body for body in freed.bodies if body.id not in names)
        listed = tuple(replace(stairwell, heritage=False) for stairwell in freed.stairwells)
        if any(body.building not in {other.id for other in kept} | {None} for body in kept):
            continue  # a building was in the way, and its own masses would hang in the air
        if any(body.building == each.building for body in freed.bodies if body not in kept):
            continue  # without a wing of its own the building stands farther off than it did, and must stay so
        assert (
            judged(replace(freed, bodies=kept, stairwells=listed), each.stairwell).suitability == "suitable"
        )


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_a_problem_survives_its_own_json(seed: int) -> None:
    asked = world(seed)
    assert Problem.from_json(json.loads(json.dumps(asked.to_json()))) == asked


def forged(answer: Sited, chance: Random) -> tuple[str, Sited]:
    """Forge one thing in an answer."""
    target = chance.choice([each for each in answer.stairwells if isinstance(each, Judged)])
    number = chance.randrange(len(target.candidates))
    candidate = target.candidates[number]
    ways = ["class", "count", "shaft", "chosen", "invent"]
    ways += ["measure", "require", "drop", "remedy", "double"] if candidate.conflicts else []
    ways += ["reasons"] if target.reasons else []
    way = chance.choice(ways)
    if way == "class":
        lie = chance.choice([word for word in RANK if word != target.suitability])
        changed = replace(target, suitability=lie)
    elif way == "count":
        changed = replace(target, candidates=target.candidates[1:])
    elif way == "chosen":
        changed = replace(
            target, chosen=chance.choice([each for each in target.candidates if each != target.chosen])
        )
    elif way == "reasons":
        changed = replace(target, reasons=target.reasons[1:])
    else:
        one = candidate.conflicts[0] if candidate.conflicts else None
        placement, conflicts = candidate.placement, candidate.conflicts
        if way == "shaft":
            (x, y), *rest = placement.shaft
            placement = replace(placement, shaft=((x + 0.01, y), *rest))
        elif way == "invent" or one is None:
            model = next(c for each in answers(world(1)) for k in each.candidates for c in k.conflicts)
            conflicts = (*conflicts, replace(model, object="nobody"))
        else:
            conflicts = {
                "measure": (replace(one, measured=one.measured + 0.002), *conflicts[1:]),
                "require": (replace(one, required=9.9 if one.required is None else None), *conflicts[1:]),
                "drop": conflicts[1:],
                "remedy": (replace(one, remedies=(*one.remedies, "wish:1")), *conflicts[1:]),
                "double": (one, *conflicts),
            }[way]
        made = replace(candidate, placement=placement, conflicts=conflicts)
        changed = replace(
            target, candidates=(*target.candidates[:number], made, *target.candidates[number + 1 :])
        )
    return way, Sited(tuple(changed if each is target else each for each in answer.stairwells))


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.integers(0, 1_000_000))
def test_the_checker_sees_any_single_forgery(seed: int, choice: int) -> None:
    asked = world(seed)
    way, lie = forged(solve(asked), Random(choice))
    assert check(asked, lie), way


@pytest.mark.parametrize("way", ["missing", "doubled", "strange", "building"])
def test_the_checker_sees_a_wrong_list_of_stairwells(way: str) -> None:
    asked = world(5)
    one, two = solve(asked).stairwells
    lists = {
        "missing": (one,),
        "doubled": (one, two, two),
        "strange": (one, replace(two, stairwell="9")),
        "building": (one, replace(two, building="C")),
    }
    violations = check(asked, Sited(lists[way]))
    assert violations
    assert all(violation.because.say("zh") for violation in violations)


def test_a_stairwell_with_a_lift_is_counted_and_not_judged() -> None:
    asked = world(5)
    served = replace(asked, stairwells=tuple(replace(each, has_lift=True) for each in asked.stairwells))
    answer = solve(served)
    assert answer.stairwells == (AlreadyServed("0", "B"), AlreadyServed("1", "B"))
    assert check(served, answer) == ()
    assert check(served, solve(asked))
    assert check(asked, answer)
