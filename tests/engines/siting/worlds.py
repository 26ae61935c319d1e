"""Random grounds: a slab with two stairwells and a handful of everything, from a seed."""

from dataclasses import replace
from math import cos, radians, sin
from random import Random
from typing import Any

from sanxin.engines.siting.problem import LAYERS, Problem
from sanxin.engines.siting.things import (
    Body,
    BuriedLine,
    LaneStrip,
    Opening,
    OverheadLine,
    Patch,
    Spot,
    Stairwell,
    Transformer,
    Zone,
)
from sanxin.foundation.shapes import Point, ring
from tests.engines.siting.ground import LIMITS, ONE, REMEDIES, SLIM

SCHEMES = (
    replace(ONE, offset_reach_m=0.6, offset_step_m=0.6, standoffs_m=(1.5, 0.0)),
    replace(ONE, id="wide", entry="level", bridge_width_m=5.0, depth_m=2.3),
    SLIM,
)
OBSTACLES = tuple(layer for layer in LAYERS if layer not in {"stairwells", "bodies", "boundary"})


def world(seed: int, *, angle_deg: float = 0.0, shift: Point = (0.0, 0.0), mirrored: bool = False) -> Problem:
    """Make a ground; the same seed turned, shifted or mirrored is the same ground seen otherwise."""
    chance = Random(seed)
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))

    def put(x: float, y: float) -> Point:
        x = -x if mirrored else x
        return (shift[0] + c * x - s * y, shift[1] + s * x + c * y)

    def near() -> Point:
        return (chance.uniform(-14, 14), chance.uniform(-2, 14))

    def patch(ident: str, size: float) -> Any:
        (x, y), w, h = near(), chance.uniform(0.5, size), chance.uniform(0.5, size)
        lean = chance.uniform(-0.5, 0.5)
        return ident, ring([put(x, y), put(x + w, y + lean), put(x + w - lean, y + h), put(x, y + h)])

    def elbow(ident: str) -> Any:
        (x, y), w = near(), chance.uniform(2, 5)
        outline = [(0, 0), (9, 0), (9, 7.5), (9 - w, 7.5), (9 - w, w), (0, w)]
        return ident, ring([put(x + u, y + v) for u, v in outline])

    def course() -> Any:
        return tuple(put(*near()) for _ in range(chance.randint(2, 3)))

    block = ring([put(-15, -10), put(15, -10), put(15, 0), put(-15, 0)])
    ends = (put(15, 0), put(-15, 0))
    wall = ends if not mirrored else (ends[1], ends[0])
    stairwells = tuple(
        Stairwell(str(i), "B", put(x, 0), wall, heritage=seed % 17 == 3) for i, x in enumerate((-6, 6))
    )
    count = chance.randint(0, 2)
    return Problem(
        SCHEMES, LIMITS, REMEDIES, stairwells,
        bodies=(
            Body("B", block, "B"),
            Body("C", ring([put(-20, 11), put(3, 11), put(3, 20), put(-20, 20)]), "C", chance.choice((2, 3))),
            *(Body(*patch(f"M{i}", 3), chance.choice((None, "B", "C"))) for i in range(count)),
        ),
        boundary=(Patch("RED", ring([put(-30, -30), put(30, -30), put(9, 9), put(-12, 25)])),) if seed % 3 else (),
        lanes=tuple(Patch(*patch(f"L{i}", 12) if i else elbow("L0")) for i in range(chance.randint(0, 2))),
        lane_strips=tuple(LaneStrip(f"K{i}", course(), chance.uniform(3, 6)) for i in range(chance.randint(0, 2))),
        buried=tuple(
            BuriedLine(f"P{i}", chance.choice(("water", "sewer", "gas_low")), course(), chance.choice((None, 100.0, 400.0)))
            for i in range(chance.randint(0, 3))
        ),
        overhead=tuple(OverheadLine(f"O{i}", course(), chance.choice((0.4, 10.0))) for i in range(chance.randint(0, 1))),
        poles=tuple(Spot(f"PL{i}", put(*near())) for i in range(chance.randint(0, 6))),
        trees=tuple(Spot(f"T{i}", put(*near()), chance.random() < 0.3) for i in range(chance.randint(0, 6))),
        greens=tuple(Patch(*patch(f"G{i}", 4)) for i in range(chance.randint(0, 2))),
        sheds=tuple(Patch(*patch(f"S{i}", 4)) for i in range(chance.randint(0, 1))),
        heritage_zones=tuple(Zone(*patch(f"H{i}", 5), chance.random() < 0.5) for i in range(chance.randint(0, 1))),
        openings=tuple(
            Opening(
                f"W{i}", chance.choice(("window", "door")), "B", put(chance.uniform(-14, 14), chance.uniform(0, 0.4)),
                chance.uniform(0.6, 2.0), chance.random() < 0.6,
            )
            for i in range(chance.randint(0, 5))
        ),
        transformers=(Transformer("X", 100.0, chance.uniform(60, 75), ("0",)),) if seed % 2 else (),
    )  # fmt: skip


def without(asked: Problem, layer: str, ident: str) -> Problem:
    """Take one thing away."""
    kept = tuple(thing for thing in getattr(asked, layer) if thing.id != ident)
    return replace(asked, **{layer: kept})
