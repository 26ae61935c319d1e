"""Solver and checker on random grounds: they agree, forgeries show, and the class behaves as it should."""

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanxin.engines.siting.check import check
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import AlreadyServed, Candidate, Judged, Sited
from sanxin.engines.siting.solve import solve
from sanxin.engines.siting.things import BuriedLine
from tests.engines.siting.ground import ONE, judged, problem
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


def ways_to_forge(target: Judged, number: int) -> list[str]:
    ways = ["class", "count", "shaft", "chosen", "invent"]
    ways += ["measure", "require", "drop", "remedy", "double"] if target.candidates[number].conflicts else []
    return ways + (["reasons"] if target.reasons else [])


def forged(answer: Sited, target: Judged, number: int, way: str) -> Sited:
    """Forge one thing in what an answer says of a stairwell, or of one of its candidates."""
    candidate = target.candidates[number]
    if way == "class":
        changed = replace(target, suitability=next(word for word in RANK if word != target.suitability))
    elif way == "count":
        changed = replace(target, candidates=target.candidates[1:])
    elif way == "chosen":
        changed = replace(target, chosen=next(each for each in target.candidates if each != target.chosen))
    elif way == "reasons":
        changed = replace(target, reasons=target.reasons[1:])
    else:
        made = forged_candidate(candidate, way)
        changed = replace(
            target, candidates=(*target.candidates[:number], made, *target.candidates[number + 1 :])
        )
    return Sited(tuple(changed if each is target else each for each in answer.stairwells))


def forged_candidate(candidate: Candidate, way: str) -> Candidate:
    if way == "shaft":
        (x, y), *rest = candidate.placement.shaft
        return replace(candidate, placement=replace(candidate.placement, shaft=((x + 0.01, y), *rest)))
    if way == "invent":
        model = next(c for each in answers(world(1)) for k in each.candidates for c in k.conflicts)
        return replace(candidate, conflicts=(*candidate.conflicts, replace(model, object="nobody")))
    one, *others = candidate.conflicts
    lies = {
        "measure": [replace(one, measured=one.measured + 0.002)],
        "require": [replace(one, required=9.9 if one.required is None else None)],
        "drop": [],
        "remedy": [replace(one, remedies=(*one.remedies, "wish:1"))],
        "double": [one, one],
    }
    return replace(candidate, conflicts=(*lies[way], *others))


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.integers(0, 1_000_000))
def test_the_checker_sees_any_single_forgery(seed: int, choice: int) -> None:
    asked, chance = world(seed), Random(choice)
    answer = solve(asked)
    target = chance.choice([each for each in answer.stairwells if isinstance(each, Judged)])
    number = chance.randrange(len(target.candidates))
    way = chance.choice(ways_to_forge(target, number))
    assert check(asked, forged(answer, target, number, way)), way


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("class", "class"), ("count", "candidates"), ("shaft", "moved"), ("chosen", "chosen"), ("invent", "invented"),
        ("measure", "figures"), ("require", "figures"), ("drop", "missing"), ("remedy", "figures"),
        ("double", "invented"), ("reasons", "reasons"),
    ],
)  # fmt: skip
def test_the_checker_says_what_was_forged(way: str, told: str) -> None:
    pipe = BuriedLine("P", "gas_low", ((-30.0, 3.9), (30.0, 3.9)))
    asked = problem(schemes=(ONE, replace(ONE, id="two", depth_m=2.5)), buried=(pipe,))
    answer = solve(asked)
    (target,) = answer.stairwells
    assert isinstance(target, Judged)
    lie = forged(answer, target, 0, way)
    assert f"siting.check.{told}" in {each.because.code for each in check(asked, lie)}


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
