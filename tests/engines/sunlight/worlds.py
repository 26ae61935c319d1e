"""Random compounds to reckon sunlight in, from a seed: slabs, towers, wings, courts, overhangs, shafts."""

from collections.abc import Callable
from math import atan2, cos, degrees, radians, sin
from random import Random
from typing import Any

from sanxin.engines.sunlight.problem import Effective, Prism, Problem, Standard, Window
from sanxin.foundation.shapes import Point, ring, signed_area_m2

GREAT_COLD = Standard("great-cold", -20.116, 480.0, 960.0, 5.0, full_window=False, day="大寒日", year=2001)
OUTLINES = {
    "slab": [(0, 0), (5, 0), (5, 1), (0, 1)],
    "elbow": [(0, 0), (4, 0), (4, 1), (1.2, 1), (1.2, 3), (0, 3)],
    "court": [(0, 0), (4, 0), (4, 3), (3, 3), (3, 1), (1, 1), (1, 3), (0, 3)],
    "cross": [(1, 0), (2, 0), (2, 1), (3, 1), (3, 2), (2, 2), (2, 3), (1, 3), (1, 2), (0, 2), (0, 1), (1, 1)],
    "wedge": [(0, 0), (3, 0.4), (2.2, 2), (0.3, 1.5)],
}  # fmt: skip
SHANGHAI = (Effective(165, 195, 540, 900), Effective(150, 164, 540, 870), Effective(196, 210, 570, 900))


def standard_of(chance: Random) -> Standard:
    """Make a day and a way of counting."""
    start_min, end_min = chance.choice(
        [(480.0, 960.0), (540.0, 900.0), (0.0, 1440.0), (chance.uniform(300, 600), chance.uniform(800, 1200))]
    )
    effective = SHANGHAI if chance.random() < 0.15 else ()
    return Standard(
        "random",
        chance.choice([-20.116, -23.44, 0.0, chance.uniform(-23.4, 23.4)]),
        start_min, end_min,
        min_spell_min=chance.choice([0.0, 5.0, 30.0]),
        full_window=chance.random() < 0.5,
        day="x",
        wide_window=chance.choice(["best", "centred"]),
        sweep_deg=chance.choice([0.0, 0.0, 12.0]),
        effective=effective,
        least_min=chance.choice([None, 60.0, 120.0]),
        least_of=chance.choice(["total", "longest"]),
    )  # fmt: skip


def world(
    seed: int, *, angle_deg: float = 0.0, shift: Point = (0.0, 0.0), mirrored: bool = False, windows: int = 2
) -> Problem:
    """Make a compound; the same seed turned, shifted or mirrored is the same compound seen otherwise."""
    chance = Random(seed)
    latitude, standard = chance.uniform(18, 54), standard_of(chance)
    own_angle = chance.choice([0.0, 0.0, chance.uniform(0, 360)])
    c, s = cos(radians(angle_deg + own_angle)), sin(radians(angle_deg + own_angle))

    def put(x: float, y: float) -> Point:
        u, v = c * x - s * y, s * x + c * y
        return (shift[0] + (-u if mirrored else u), shift[1] + v)

    plain = [*_buildings(chance), *_attached(chance)]
    prisms = tuple(Prism(name, ring([put(x, y) for x, y in outline]), *span) for name, outline, span in plain)
    return Problem(
        latitude, standard, prisms, tuple(_window(number, chance, plain, put) for number in range(windows))
    )


def _buildings(chance: Random) -> list[tuple[str, list[Point], tuple[float, float]]]:
    found = []
    for number in range(chance.randint(1, 5)):
        outline = OUTLINES[chance.choice(list(OUTLINES))]
        scale, tall = chance.uniform(4, 14), chance.choice([18.0, 18.0, 60.0, chance.uniform(3, 100)])
        x, y = (0.0, 0.0) if not number else (chance.uniform(-70, 70), chance.uniform(-70, 60))
        base = chance.choice([0.0, 0.0, 0.0, chance.uniform(2, 20)])
        found.append(
            (f"B{number}", [(x + scale * u, y + scale * v) for u, v in outline], (base, base + tall))
        )
    return found


def _attached(chance: Random) -> list[tuple[str, list[Point], tuple[float, float]]]:
    """Make wings, shafts, corridors and overhangs at the south wall of the first building, some touching it."""
    found = []
    for number in range(chance.randint(0, 4)):
        x, deep, wide = chance.uniform(-3, 30), chance.uniform(0.5, 6), chance.uniform(0.5, 8)
        gap = chance.choice([0.0, 0.0, chance.uniform(0.1, 4)])
        base = chance.choice([0.0, 0.0, chance.uniform(0.5, 15)])
        outline = [(x, -gap - deep), (x + wide, -gap - deep), (x + wide, -gap), (x, -gap)]
        top = base + chance.choice([0.2, 3.0, chance.uniform(1, 25)])
        found.append((f"S{number}", outline, (base, top)))
    return found


def _window(number: int, chance: Random, plain: list[Any], put: Callable[[float, float], Point]) -> Window:
    name, outline, (base, top) = chance.choice(plain)
    corners = [put(*corner) for corner in outline]
    place, share = chance.randrange(len(outline)), chance.uniform(0.05, 0.95)
    a, b = corners[place], corners[(place + 1) % len(corners)]
    if signed_area_m2(corners) < 0:
        a, b = b, a
        share = 1 - share
    at = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
    azimuth = degrees(atan2(b[1] - a[1], a[0] - b[0]))
    width_m = chance.choice([0.9, 1.5, 2.4, 3.3])
    return Window(f"{name}/{number}", at, chance.uniform(base, top), azimuth % 360.0, width_m)
