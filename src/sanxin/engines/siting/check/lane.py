"""What is left of a fire lane, reckoned again in plain Python."""

from dataclasses import dataclass
from math import atan2, hypot, inf, pi

from sanxin.engines.siting.check.plane import Edge, clip, edges_of, ring_area_m2
from sanxin.engines.siting.problem import Problem
from sanxin.foundation.shapes import Point, Ring

AROUND_M = 10.0
TRIM_M = 0.001
EDGE_M = 1e-6
NOTHING_M2 = 1e-9


@dataclass(frozen=True, slots=True)
class Piece:
    """A lane's outline, or one segment of a lane drawn as a line, with its direction."""

    id: str
    ring: Ring
    axis: Point | None
    triangles: tuple[Ring, ...]


def pieces_of(problem: Problem) -> tuple[Piece, ...]:
    """Cut lanes into pieces that each run one way."""
    pieces = [Piece(lane.id, lane.ring, None, triangles_of(lane.ring)) for lane in problem.lanes]
    for strip in problem.lane_strips:
        half = strip.width_m / 2
        for (ax, ay), (bx, by) in edges_of(strip.line, closed=False):
            length = hypot(bx - ax, by - ay)
            ux, uy = (bx - ax) / length, (by - ay) / length
            sx, sy = half * uy, -half * ux
            corners = ((ax + sx, ay + sy), (bx + sx, by + sy), (bx - sx, by - sy), (ax - sx, ay - sy))
            pieces.append(Piece(strip.id, corners, (ux, uy), triangles_of(corners)))
    return tuple(pieces)


def triangles_of(corners: Ring) -> tuple[Ring, ...]:
    """Cut a counter-clockwise ring into triangles, ear by ear.

    Clipping a hollow ring leaves edges without area behind, whose corners are no part of it; clipping
    triangles leaves none.
    """
    left = list(corners)
    cut: list[Ring] = []
    while len(left) > 2:
        ears = [
            (_blocked(left, place), place) for place in range(len(left)) if _turn(*_ear(left, place)) >= 0
        ]
        _, place = min(ears)
        cut.append(_ear(left, place))
        del left[place]
    return tuple(cut)


def _ear(corners: list[Point], place: int) -> tuple[Point, Point, Point]:
    return corners[place - 1], corners[place], corners[(place + 1) % len(corners)]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _blocked(corners: list[Point], place: int) -> int:
    a, b, c = _ear(corners, place)
    others = [point for point in corners if point not in (a, b, c)]
    return sum(_turn(a, b, p) >= 0 and _turn(b, c, p) >= 0 and _turn(c, a, p) >= 0 for p in others)


def clear_width_m(piece: Piece, part: Ring) -> float:
    """Give the clear width left on the wider side of a rectangle that stands in a lane."""
    (ux, uy), (first, last, low, high) = _taken(piece, (part,))
    return _left(piece, (ux, uy), (first, last, low, high))


def clear_width_beside_m(piece: Piece, one: tuple[Ring, ...], other: tuple[Ring, ...]) -> float:
    """Give the clear width where two bodies stand in a lane side by side; infinite if they do not."""
    (axis, mine), (same, theirs) = _taken(piece, one), _taken(piece, other)
    first, last = max(mine[0], theirs[0]), min(mine[1], theirs[1])
    if axis != same or last <= first:
        return inf
    lower, upper = (mine, theirs) if mine[2] <= theirs[2] else (theirs, mine)
    beside = _left(piece, axis, (first, last, lower[2], max(mine[3], theirs[3])))
    return max(beside, upper[2] - lower[3])


def _taken(piece: Piece, parts: tuple[Ring, ...]) -> tuple[Point, tuple[float, float, float, float]]:
    weights = [ring_area_m2(part) for part in parts]
    middles = [(sum(x for x, _ in part) / len(part), sum(y for _, y in part) / len(part)) for part in parts]
    middle = (
        sum(weight * x for weight, (x, _) in zip(weights, middles, strict=True)) / sum(weights),
        sum(weight * y for weight, (_, y) in zip(weights, middles, strict=True)) / sum(weights),
    )
    ux, uy = piece.axis or _axis(piece.ring, middle)
    shares = [clip(triangle, part) for triangle in piece.triangles for part in parts]
    taken = [
        _seen(ux, uy, corner) for share in shares if ring_area_m2(share) > NOTHING_M2 for corner in share
    ]
    first, last = min(u for u, _ in taken) + TRIM_M, max(u for u, _ in taken) - TRIM_M
    return (ux, uy), (first, last, min(v for _, v in taken), max(v for _, v in taken))


def _left(piece: Piece, axis: Point, taken: tuple[float, float, float, float]) -> float:
    (ux, uy), (first, last, low, high) = axis, taken
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
