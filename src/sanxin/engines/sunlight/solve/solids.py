"""Prisms as the solver reads them: walls, and their outlines cut into triangles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanxin.engines.sunlight.columns import Columns
from sanxin.engines.sunlight.solve.sun import Floats
from sanxin.foundation.shapes import Point

Triangle = tuple[Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Solids:
    """``box`` (P, 4): least and greatest x, then y. ``span`` (P, 2): base and top.

    ``walls`` (W, 2, 2): their ends as the ring runs, the open air on the right. ``pieces`` (T, 3, 2):
    triangles, counter-clockwise. ``wall_of`` and ``piece_of`` name the prism.
    """

    box: Floats
    span: Floats
    walls: Floats
    wall_of: NDArray[np.int64]
    pieces: Floats
    piece_of: NDArray[np.int64]


def solids_of(columns: Columns, origin: Point) -> Solids:
    """Take prisms apart, in metres from an origin."""
    rings = np.split(columns.corners - origin, columns.first[1:-1]) if len(columns.base_m) else []
    cut = [triangles(ring) for ring in rings]
    walls = [np.stack([ring, np.roll(ring, -1, axis=0)], axis=1) for ring in rings]
    order = np.arange(len(rings))
    return Solids(
        box=np.array([(*ring.min(axis=0), *ring.max(axis=0)) for ring in rings]).reshape(-1, 4)[
            :, [0, 2, 1, 3]
        ],
        span=np.stack([columns.base_m, columns.top_m], axis=-1),
        walls=np.concatenate([np.empty((0, 2, 2)), *walls]),
        wall_of=np.repeat(order, [len(ring) for ring in rings]),
        pieces=np.concatenate([np.empty((0, 3, 2)), *cut]),
        piece_of=np.repeat(order, [len(pieces) for pieces in cut]),
    )


def triangles(ring: Floats) -> Floats:
    """Cut a counter-clockwise outline into triangles (n − 2 of them, fewer where corners lie in line)."""
    corners: list[Point] = [(float(x), float(y)) for x, y in ring]
    found: list[Triangle] = []
    while len(corners) > 3:
        # The first ear; every outline has one.
        number = max(range(len(corners)), key=lambda each: _is_ear(corners, each))
        found.append((corners[number - 1], corners[number], corners[(number + 1) % len(corners)]))
        del corners[number]
    kept = [triangle for triangle in (*found, tuple(corners)) if _turn(*triangle) > 0]
    return np.array(kept).reshape(-1, 3, 2)


def _is_ear(corners: list[Point], number: int) -> bool:
    """Tell whether a corner can be cut off; one in line with its neighbours can, and leaves no piece."""
    a, b, c = corners[number - 1], corners[number], corners[(number + 1) % len(corners)]
    others = (corner for corner in corners if corner not in (a, b, c))
    return _turn(a, b, c) >= 0 and not any(_within(corner, a, b, c) for corner in others)


def _within(point: Point, a: Point, b: Point, c: Point) -> bool:
    return _turn(a, b, point) >= 0 and _turn(b, c, point) >= 0 and _turn(c, a, point) >= 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
