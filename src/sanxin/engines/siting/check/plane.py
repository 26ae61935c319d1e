"""Plane geometry for checking, in plain Python: distances, areas in common, nearness."""

from collections.abc import Iterable, Iterator, Sequence
from math import floor, hypot

from sanxin.foundation.shapes import Bounds, Line, Point, Ring, bounds

CELL_M = 25.0

Edge = tuple[Point, Point]


def edges_of(corners: Sequence[Point], *, closed: bool) -> list[Edge]:
    """Give the sides of a ring or the stretches of a line."""
    edges = [(corners[i], corners[i + 1]) for i in range(len(corners) - 1)]
    return [*edges, (corners[-1], corners[0])] if closed else edges


def ring_area_m2(corners: Sequence[Point]) -> float:
    """Give the area a ring encloses, whichever way it runs."""
    if len(corners) < 3:
        return 0.0
    x0, y0 = corners[0]
    total = 0.0
    for (ax, ay), (bx, by) in edges_of(corners, closed=True):
        total += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
    return abs(total) / 2


def clip(corners: Sequence[Point], convex: Ring) -> list[Point]:
    """Cut a ring down to what lies within a convex ring that runs counter-clockwise.

    Sutherland and Hodgman's way: pieces that fall apart stay joined by edges without area.
    """
    kept = list(corners)
    for start, end in edges_of(convex, closed=True):
        previous = kept[-1:]
        cut: list[Point] = []
        for corner in kept:
            inside, was_inside = _left_of(start, end, corner), _left_of(start, end, previous[0])
            if (inside > 0) != (was_inside > 0):
                share = was_inside / (was_inside - inside)
                (px, py), (cx, cy) = previous[0], corner
                cut.append((px + share * (cx - px), py + share * (cy - py)))
            if inside > 0:
                cut.append(corner)
            previous = [corner]
        kept = cut
    return kept


def common_m2(corners: Ring, convex: Ring) -> float:
    """Give the area a ring has in common with a convex one."""
    if _boxes_gap_m(bounds(corners), bounds(convex)) > 0:
        return 0.0
    return ring_area_m2(clip(corners, convex))


def holds(corners: Ring, point: Point) -> bool:
    """Tell whether a point lies within a ring, by counting the sides to its right."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in edges_of(corners, closed=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


def point_gap_m(point: Point, corners: Ring) -> float:
    """Give the distance from a point to a ring's area."""
    if holds(corners, point):
        return 0.0
    return min(_to_edge_m(point, edge) for edge in edges_of(corners, closed=True))


def line_gap_m(course: Line, corners: Ring) -> float:
    """Give the distance from a line to a ring's area."""
    if any(holds(corners, point) for point in course):
        return 0.0
    return _edges_gap_m(edges_of(course, closed=False), edges_of(corners, closed=True))


def ring_gap_m(one: Ring, other: Ring) -> float:
    """Give the distance between two rings' areas."""
    if holds(one, other[0]) or holds(other, one[0]):
        return 0.0
    return _edges_gap_m(edges_of(one, closed=True), edges_of(other, closed=True))


def to_line_m(point: Point, edge: Edge) -> float:
    """Give the distance from a point to a straight stretch."""
    return _to_edge_m(point, edge)


class Nearby:
    """Things by the squares of a grid their boxes touch, so that looking around costs the same anywhere."""

    def __init__(self, boxes: Iterable[Bounds]) -> None:
        self._cells: dict[tuple[int, int], list[int]] = {}
        self._boxes = list(boxes)
        for place, box in enumerate(self._boxes):
            for cell in _cells(box):
                self._cells.setdefault(cell, []).append(place)

    def around(self, box: Bounds, reach_m: float) -> list[int]:
        """Give the places of things that may be within reach of a box, in order."""
        grown = (box[0] - reach_m, box[1] - reach_m, box[2] + reach_m, box[3] + reach_m)
        found = {place for cell in _cells(grown) for place in self._cells.get(cell, ())}
        return sorted(place for place in found if _boxes_gap_m(self._boxes[place], box) <= reach_m)


def _cells(box: Bounds) -> Iterator[tuple[int, int]]:
    low_x, low_y, high_x, high_y = (floor(side / CELL_M) for side in box)
    for column in range(low_x, high_x + 1):
        for row in range(low_y, high_y + 1):
            yield column, row


def _left_of(start: Point, end: Point, point: Point) -> float:
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


def _boxes_gap_m(one: Bounds, other: Bounds) -> float:
    return max(one[0] - other[2], other[0] - one[2], one[1] - other[3], other[1] - one[3])


def _to_edge_m(point: Point, edge: Edge) -> float:
    (ax, ay), (bx, by) = edge
    dx, dy = bx - ax, by - ay
    share = ((point[0] - ax) * dx + (point[1] - ay) * dy) / (dx * dx + dy * dy)
    share = min(1.0, max(0.0, share))
    return hypot(point[0] - ax - share * dx, point[1] - ay - share * dy)


def _edges_gap_m(ones: Sequence[Edge], others: Sequence[Edge]) -> float:
    return min(_edge_gap_m(one, other) for one in ones for other in others)


def _edge_gap_m(one: Edge, other: Edge) -> float:
    sides = [_left_of(*one, point) for point in other] + [_left_of(*other, point) for point in one]
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return 0.0
    ends = [_to_edge_m(point, one) for point in other] + [_to_edge_m(point, other) for point in one]
    return min(ends)
