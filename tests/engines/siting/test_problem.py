"""A siting problem refuses nonsense and names the culprit; its JSON is read strictly."""

from dataclasses import replace
from typing import Any

import pytest

from sanxin.engines.siting.problem import Problem, ProblemRefused
from sanxin.engines.siting.things import (
    Body,
    BuriedLine,
    LaneStrip,
    Opening,
    OverheadLine,
    Patch,
    Spot,
    Transformer,
)
from tests.engines.siting.ground import BLOCK, DOOR, FOOT, LIMITS, ONE, SLIM, box, problem

NAN = float("nan")
CLOCKWISE = box(0.0, 0.0, 1.0, 1.0)[::-1]
BOW_TIE = ((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0))


@pytest.mark.parametrize(
    ("layers", "culprit"),
    [
        ({"poles": (Spot("PL", (0.0, 9.0)), Spot("PL", (1.0, 9.0)))}, "“PL”"),
        ({"poles": (Spot("", (0.0, 9.0)),)}, "poles"),
        ({"schemes": (ONE, ONE)}, "“one”"),
        ({"schemes": (SLIM,)}, "no ordinary scheme"),
        ({"schemes": (replace(ONE, width_m=0.0),)}, "“one”"),
        ({"schemes": (replace(ONE, entry="window"),)}, "half_landing or level"),  # type: ignore[arg-type]
        ({"schemes": (replace(ONE, standoffs_m=()),)}, "stand-offs"),
        ({"schemes": (replace(ONE, standoffs_m=(-1.0,)),)}, "stand-offs"),
        ({"schemes": (replace(ONE, standoffs_m=(1.25,)),)}, "0.1 m"),
        ({"greens": (Patch("G", CLOCKWISE),)}, "“G”"),
        ({"sheds": (Patch("S", BOW_TIE),)}, "crosses itself"),
        ({"buried": (BuriedLine("P", "sewer", ((0.0, 0.0),)),)}, "“P”"),
        ({"trees": (Spot("T", (NAN, 0.0)),)}, "finite"),
        ({"openings": (replace(DOOR, width_m=0.0),)}, "“D”"),
        ({"lane_strips": (LaneStrip("L", ((0.0, 9.0), (5.0, 9.0)), NAN),)}, "“L”"),
        ({"transformers": (Transformer("X", 0.0, 1.0, ()),)}, "“X”"),
        ({"transformers": (Transformer("X", 1.0, -1.0, ()),)}, "“X”"),
        ({"transformers": (Transformer("X", 1.0, 1.0, ("7",)),)}, "serves 7"),
        ({"stairwells": (replace(FOOT, building="Z"),)}, "its building is not there"),
        ({"stairwells": (replace(FOOT, wall=((0.0, 0.0), (9.0, 9.0))),)}, "no side of its building"),
        ({"stairwells": (replace(FOOT, foot=(0.0, 0.5)),)}, "not on its wall"),
        ({"stairwells": (replace(FOOT, foot=(NAN, 0.0)),)}, "not on its wall"),
        ({"buried": (BuriedLine("P", "heat", ((0.0, 9.0), (5.0, 9.0))),)}, "no clearance for heat"),
        ({"overhead": (OverheadLine("O", ((0.0, 9.0), (5.0, 9.0)), 35.0),)}, "no rule for 35.0 kV"),
        ({"bodies": (replace(BLOCK, fire_rating=4),)}, "fire rating 4"),
        ({"bodies": (BLOCK, Body("P", box(50.0, 0.0, 51.0, 1.0), "P", 7))}, "“P”"),
    ],
)
def test_nonsense_is_refused_by_name(layers: dict[str, Any], culprit: str) -> None:
    with pytest.raises(ProblemRefused) as refusal:
        problem(**layers)
    assert culprit in refusal.value.say("en")
    assert refusal.value.say("zh")


def test_a_pair_of_fire_ratings_without_a_figure_is_refused_before_judging() -> None:
    limits = replace(LIMITS, separations=tuple(each for each in LIMITS.separations if each.ratings != (2, 3)))
    with pytest.raises(ProblemRefused, match="fire rating"):
        problem(limits=limits, bodies=(BLOCK, Body("P", box(50.0, 0.0, 51.0, 1.0), "P", 3)))


def test_a_window_and_a_door_may_share_an_id() -> None:
    assert len(problem(openings=(DOOR, Opening("D", "window", "B", (5.0, 0.0), 1.0))).openings) == 2


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("schemes", 0, "width_m"), "2", "problem.schemes[0].width_m"),
        (("schemes", 0, "width_m"), True, "float"),
        (("schemes", 0, "entry"), "roof", "half_landing | level"),
        (("schemes", 0, "colour"), "red", "problem.schemes[0].colour"),
        (("schemes",), {}, "a list"),
        (("stairwells", 0), [], "an object"),
        (("stairwells", 0, "foot"), [0.0], "2 items"),
        (("stairwells", 0, "has_lift"), 1, "bool"),
        (("limits", "overhead", "citation", "checked_on"), "soon", "date"),
        (("limits", "overhead", "citation", "standing"), "sure", "Standing"),
        (("limits", "separations", 0, "ratings"), [1, 2.5], "int"),
    ],
)
def test_a_problem_in_json_is_read_strictly(path: tuple[Any, ...], value: Any, said: str) -> None:
    written: Any = problem().to_json()
    inner = written
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(ProblemRefused) as refusal:
        Problem.from_json(written)
    assert said in refusal.value.say("en")


def test_a_key_that_has_no_default_must_be_there() -> None:
    written = problem().to_json()
    del written["limits"]
    with pytest.raises(ProblemRefused, match=r"problem\.limits"):
        Problem.from_json(written)
