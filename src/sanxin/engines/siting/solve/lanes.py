"""What is left of a fire lane beside something that stands in it."""

from collections.abc import Iterator
from itertools import pairwise
from math import atan2, dist, pi, sqrt
from typing import Any

import shapely

from sanxin.engines.siting.solve.ground import LanePiece
from sanxin.foundation.shapes import Point, Ring

WINDOW_M = 10.0
SLICE_MARGIN_M = 0.001
AT_EDGE_M = 1e-6
NOTHING_M2 = 1e-9


def left_m(piece: LanePiece, outline: Any, part: Any) -> float:
    """Give the clear width in metres left on the wider side of a part that stands in a lane.

    Over the stretch the part takes of the lane, measured square to the lane's axis: from the part
    to the nearest edge of the lane on either side; the wider of the two.
    """
    centre = shapely.centroid(part)
    axis = piece.axis or axis_near(piece.ring, (centre.x, centre.y))
    shares = shapely.get_parts(shapely.intersection(part, outline))
    # Where a lane only touches the part, the common ground has lines and points besides areas.
    ground = shares[shapely.area(shares) > NOTHING_M2]
    taken = [_turned(axis, point) for point in shapely.get_coordinates(ground)]
    start, end = min(u for u, _ in taken) + SLICE_MARGIN_M, max(u for u, _ in taken) - SLICE_MARGIN_M
    low, high = min(v for _, v in taken), max(v for _, v in taken)
    edges = list(_edges_within([_turned(axis, point) for point in piece.ring], start, end))
    above = [min(pair) for pair in edges if max(pair) > high + AT_EDGE_M or min(pair) >= high - AT_EDGE_M]
    below = [max(pair) for pair in edges if min(pair) < low - AT_EDGE_M or max(pair) <= low + AT_EDGE_M]
    left_above = max(min(above, default=high) - high, 0.0)
    left_below = max(low - max(below, default=low), 0.0)
    return max(left_above, left_below)


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
