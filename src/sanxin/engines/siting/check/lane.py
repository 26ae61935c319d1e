"""What is left of a fire lane, reckoned again in plain Python."""

from dataclasses import dataclass
from math import atan2, hypot, pi

from sanxin.engines.siting.check.plane import Edge, clip, edges_of
from sanxin.engines.siting.problem import Problem
from sanxin.foundation.shapes import Point, Ring

AROUND_M = 10.0
TRIM_M = 0.001
EDGE_M = 1e-6


@dataclass(frozen=True, slots=True)
class Piece:
    """A lane's outline, or one segment of a lane drawn as a line, with its direction."""

    id: str
    ring: Ring
    axis: Point | None


def pieces_of(problem: Problem) -> tuple[Piece, ...]:
    """Cut lanes into pieces that each run one way."""
    pieces = [Piece(lane.id, lane.ring, None) for lane in problem.lanes]
    for strip in problem.lane_strips:
        half = strip.width_m / 2
        for (ax, ay), (bx, by) in edges_of(strip.line, closed=False):
            length = hypot(bx - ax, by - ay)
            ux, uy = (bx - ax) / length, (by - ay) / length
            sx, sy = half * uy, -half * ux
            corners = ((ax + sx, ay + sy), (bx + sx, by + sy), (bx - sx, by - sy), (ax - sx, ay - sy))
            pieces.append(Piece(strip.id, corners, (ux, uy)))
    return tuple(pieces)


def clear_width_m(piece: Piece, part: Ring) -> float:
    """Give the clear width left on the wider side of a rectangle that stands in a lane."""
    middle = (sum(x for x, _ in part) / len(part), sum(y for _, y in part) / len(part))
    ux, uy = piece.axis or _axis(piece.ring, middle)
    taken = [_seen(ux, uy, corner) for corner in clip(piece.ring, part)]
    first, last = min(u for u, _ in taken) + TRIM_M, max(u for u, _ in taken) - TRIM_M
    low, high = min(v for _, v in taken), max(v for _, v in taken)
    upper: list[float] = []
    lower: list[float] = []
    turned = [_seen(ux, uy, corner) for corner in piece.ring]
    for one, other in edges_of(turned, closed=True):
        span = _within(one, other, first, last)
        if span is None:
            continue
        if span[1] > high + EDGE_M or span[0] >= high - EDGE_M:
            upper.append(span[0])
        if span[0] < low - EDGE_M or span[1] <= low + EDGE_M:
            lower.append(span[1])
    over = min(upper, default=high) - high
    under = low - max(lower, default=low)
    return max(over, under, 0.0)


def _axis(corners: Ring, middle: Point) -> Point:
    best = edges_of(corners, closed=True)[0]
    for edge in edges_of(corners, closed=True):
        best = edge if _weight(edge, middle) > _weight(best, middle) else best
    (ax, ay), (bx, by) = best
    length = hypot(bx - ax, by - ay)
    return ((bx - ax) / length, (by - ay) / length)


def _weight(edge: Edge, middle: Point) -> tuple[float, float]:
    (ax, ay), (bx, by) = edge
    return round(_stretch(edge, middle), 6), -round(atan2(by - ay, bx - ax) % pi, 6)


def _stretch(edge: Edge, middle: Point) -> float:
    (ax, ay), (bx, by) = edge
    length = hypot(bx - ax, by - ay)
    along = ((middle[0] - ax) * (bx - ax) + (middle[1] - ay) * (by - ay)) / length
    off = ((middle[1] - ay) * (bx - ax) - (middle[0] - ax) * (by - ay)) / length
    if abs(off) >= AROUND_M:
        return 0.0
    half = float((AROUND_M * AROUND_M - off * off) ** 0.5)
    return max(0.0, min(along + half, length) - max(along - half, 0.0))


def _seen(ux: float, uy: float, point: Point) -> Point:
    return (point[0] * ux + point[1] * uy, point[1] * ux - point[0] * uy)


def _within(one: Point, other: Point, first: float, last: float) -> tuple[float, float] | None:
    (u0, v0), (u1, v1) = sorted((one, other))
    if u1 < first or u0 > last:
        return None
    if u1 - u0 < EDGE_M:
        return min(v0, v1), max(v0, v1)
    heights = [v0 + (v1 - v0) * (min(max(u, first), last) - u0) / (u1 - u0) for u in (u0, u1)]
    return min(heights), max(heights)
