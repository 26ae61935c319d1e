"""Where at its building a stairwell's lift would stand: the wall, and the foot on it."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import atan2, cos, degrees, dist, pi, radians

from sanxin.foundation.shapes import Point, Ring

FACING_DEG = 45.0


@dataclass(frozen=True, slots=True)
class Facade:
    """A wall of a building, and a stairwell's foot on it."""

    foot: Point
    wall: tuple[Point, Point]


def facade_of(at: Point, outline: Ring, azimuth_deg: float | None) -> Facade | None:
    """Find the wall nearest to a point, of those that look within 45° of an azimuth if one is given.

    None if no wall looks that way.
    """
    least = cos(radians(FACING_DEG)) - 1e-9
    walls = [
        _facing(at, *wall)
        for wall, looks in _walls(outline)
        if azimuth_deg is None or cos(radians(looks - azimuth_deg)) >= least
    ]
    return min(walls, key=lambda wall: (round(dist(at, wall.foot), 6), wall.wall), default=None)


@lru_cache(maxsize=1024)
def _walls(outline: Ring) -> tuple[tuple[tuple[Point, Point], float], ...]:
    """Give the walls of an outline and the azimuth that each looks to."""
    return tuple((wall, looks_deg(wall)) for wall in pairwise((*outline, outline[0])))


def looks_deg(wall: tuple[Point, Point]) -> float:
    """Give the azimuth a wall looks to, in degrees clockwise from north.

    A ring runs counter-clockwise, so the open air is on a wall's right.
    """
    (x0, y0), (x1, y1) = wall
    return degrees(atan2(y1 - y0, x0 - x1) % (2 * pi))


def _facing(at: Point, start: Point, end: Point) -> Facade:
    dx, dy = end[0] - start[0], end[1] - start[1]
    share = ((at[0] - start[0]) * dx + (at[1] - start[1]) * dy) / (dx * dx + dy * dy)
    share = min(max(share, 0.0), 1.0)
    return Facade((start[0] + share * dx, start[1] + share * dy), (start, end))
