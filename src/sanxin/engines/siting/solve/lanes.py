"""What is left of a fire lane beside something that stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, dist, inf, pi, sqrt
from typing import Any

import shapely

from sanxin.engines.siting.solve.ground import LanePiece
from sanxin.foundation.shapes import Point, Ring

WINDOW_M = 10.0
SLICE_MARGIN_M = 0.001
AT_EDGE_M = 1e-6
NOTHING_M2 = 1e-9


@dataclass(frozen=True, slots=True)
class Taken:
    """What a part takes of a lane, turned to the lane's axis: from where to where along it, and across it."""

    axis: Point
    start_m: float
    end_m: float
    low_m: float
    high_m: float


def taken_of(piece: LanePiece, outline: Any, part: Any, axis: Point | None = None) -> Taken:
    """Reckon what a part takes of a lane, along the lane's axis near it or along the axis given."""
    centre = shapely.centroid(part)
    axis = axis or piece.axis or axis_near(piece.ring, (centre.x, centre.y))
    shares = shapely.get_parts(shapely.intersection(part, outline))
    # Where a lane only touches the part, the common ground has lines and points besides areas.
    ground = shares[shapely.area(shares) > NOTHING_M2]
    taken = [_turned(axis, point) for point in shapely.get_coordinates(ground)]
    start, end = min(u for u, _ in taken) + SLICE_MARGIN_M, max(u for u, _ in taken) - SLICE_MARGIN_M
    return Taken(axis, start, end, min(v for _, v in taken), max(v for _, v in taken))


def left_m(piece: LanePiece, outline: Any, part: Any) -> float:
    """Give the clear width in metres left on the wider side of a part that stands in a lane.

    Over the stretch the part takes of the lane, measured square to the lane's axis: from the part
    to the nearest edge of the lane on either side; the wider of the two.
    """
    return max(_sides_m(piece, taken_of(piece, outline, part)))


def left_beside_m(piece: LanePiece, one: Taken, other: Taken) -> float:
    """Give the clear width left where two parts stand in a lane beside one another: of three gaps the widest.

    Infinite where they do not stand beside one another, or the lane turns between them.
    """
    start, end = max(one.start_m, other.start_m), min(one.end_m, other.end_m)
    if one.axis != other.axis or end <= start:
        return inf
    low, high = sorted((one, other), key=lambda taken: taken.low_m)
    both = Taken(one.axis, start, end, low.low_m, max(low.high_m, high.high_m))
    return max(*_sides_m(piece, both), high.low_m - low.high_m)


def _sides_m(piece: LanePiece, taken: Taken) -> tuple[float, float]:
    low, high = taken.low_m, taken.high_m
    corners = [_turned(taken.axis, point) for point in piece.ring]
    edges = list(_edges_within(corners, taken.start_m, taken.end_m))
    above = [min(pair) for pair in edges if max(pair) > high + AT_EDGE_M or min(pair) >= high - AT_EDGE_M]
    below = [max(pair) for pair in edges if min(pair) < low - AT_EDGE_M or max(pair) <= low + AT_EDGE_M]
    return max(min(above, default=high) - high, 0.0), max(low - max(below, default=low), 0.0)


def axis_near(corners: Ring, centre: Point) -> Point:
    """Give the direction of the side with the longest stretch within 10 m of a point."""
    best = max(
        (round(_stretch_m(start, end, centre), 6), -round(_bearing(start, end), 6), start, end)
        for start, end in pairwise((*corners, corners[0]))
    )
    start, end = best[2], best[3]
    length = dist(start, end)
    return ((end[0] - start[0]) / length, (end[1] - start[1]) / length)


def _stretch_m(start: Point, end: Point, centre: Point) -> float:
    length = dist(start, end)
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    along = (centre[0] - start[0]) * ux + (centre[1] - start[1]) * uy
    off = (centre[0] - start[0]) * uy - (centre[1] - start[1]) * ux
    if abs(off) >= WINDOW_M:
        return 0.0
    half = sqrt(WINDOW_M**2 - off**2)
    return max(0.0, min(length, along + half) - max(0.0, along - half))


def _bearing(start: Point, end: Point) -> float:
    return atan2(end[1] - start[1], end[0] - start[0]) % pi


def _turned(axis: Point, point: Any) -> Point:
    x, y = float(point[0]), float(point[1])
    return (x * axis[0] + y * axis[1], y * axis[0] - x * axis[1])


def _edges_within(corners: list[Point], start: float, end: float) -> Iterator[tuple[float, float]]:
    for (u0, v0), (u1, v1) in pairwise([*corners, corners[0]]):
        if max(u0, u1) < start or min(u0, u1) > end:
            continue
        if abs(u1 - u0) < AT_EDGE_M:
            yield v0, v1
            continue
        at = [min(max(u, start), end) for u in (u0, u1)]
        slope = (v1 - v0) / (u1 - u0)
        yield v0 + (at[0] - u0) * slope, v0 + (at[1] - u0) * slope
