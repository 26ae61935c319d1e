"""A small hand-made ground: one block, its north wall at y = 0, one stairwell with its foot at the origin."""

from dataclasses import replace
from datetime import date
from typing import Any

from sanxin.engines.siting.check import check
from sanxin.engines.siting.limits import Band, Clearance, Figure, Grounded, Limits, RemedyKind, Separation
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Judged
from sanxin.engines.siting.solve import solve
from sanxin.engines.siting.things import Body, Opening, Patch, Scheme, Stairwell
from sanxin.foundation.citation import Citation, Standing
from sanxin.foundation.shapes import Ring

CITATION = Citation("a standard made up for tests", "1", Standing.UNVERIFIED, date(2026, 1, 1))


def any_size(kind: str, least_m: float) -> Clearance:
    return Clearance(kind, (Band(None, inclusive=True, least_m=least_m),), CITATION)


LIMITS = Limits(
    clearances=(
        any_size("gas_low", 0.7),
        any_size("sewer", 2.5),
        Clearance("water", (Band(200.0, True, 1.0), Band(None, True, 3.0)), CITATION),
    ),
    overhead=Clearance("overhead", (Band(1.0, False, 1.0), Band(10.0, True, 1.5)), CITATION),
    separations=(Separation((2, 2), 6.0), Separation((2, 3), 7.0), Separation((3, 3), 8.0)),
    separation_citation=CITATION,
    lane_clear_m=Figure(4.0, CITATION),
    door_passage_m=Figure(1.2, CITATION),
    load_ratio=Figure(0.8, CITATION),
    power_factor=Figure(0.8, CITATION),
    grounded=(Grounded("land_boundary", CITATION),),
    tolerance=0.001,
    facade_reach_m=0.3,
)
REMEDIES = (
    *(RemedyKind(kind, ordinary=True) for kind in ("relocate", "move_pole", "enlarge")),
    *(RemedyKind(kind, False) for kind in ("release_green", "move_tree", "remove_shed", "heritage_approval")),
)
ONE = Scheme("one", "half_landing", "一", "one", 2.0, 2.0, 1.0, 0.0, 0.1, (1.5,), 8.0)
"""The one scheme of most tests: a shaft 2 × 2 m, 1.5 m off, on the axis: x −1..1, y 1.5..3.5."""
SLIM = replace(ONE, id="slim", width_m=1.0, depth_m=1.0, special=True)


def box(left: float, bottom: float, right: float, top: float) -> Ring:
    return ((left, bottom), (right, bottom), (right, top), (left, top))


BLOCK = Body("B", box(-20.0, -10.0, 20.0, 0.0), "B", 2)
FOOT = Stairwell("1", "B", (0.0, 0.0), ((20.0, 0.0), (-20.0, 0.0)))
DOOR = Opening("D", "door", "B", (0.0, 0.0), 1.2)


def problem(**layers: Any) -> Problem:
    given: dict[str, Any] = {
        "schemes": (ONE,), "limits": LIMITS, "remedies": REMEDIES, "stairwells": (FOOT,), "bodies": (BLOCK,),
    }  # fmt: skip
    return Problem(**(given | layers))


def judged(asked: Problem, stairwell: str = "1") -> Judged:
    """Solve, have the checker agree, and give one stairwell's answer."""
    answer = solve(asked)
    assert [violation.because.say("en") for violation in check(asked, answer)] == []
    (found,) = (each for each in answer.stairwells if each.stairwell == stairwell)
    assert isinstance(found, Judged)
    return found


def reasons(**layers: Any) -> list[tuple[str, str, float, float | None, tuple[str, ...]]]:
    """Give the reasons on the small ground with some layers laid on it."""
    return [
        (each.rule, each.object, each.measured, each.required, each.remedies)
        for each in judged(problem(**layers)).reasons
    ]


LAND = Patch("RED", box(-40.0, -40.0, 40.0, 40.0))
