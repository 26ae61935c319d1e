"""Plane shapes in metres: x to the east, y to true north, rings counter-clockwise and not closed."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import isfinite

from sanxin.foundation.finding import Words

Point = tuple[float, float]
Line = tuple[Point, ...]
Ring = tuple[Point, ...]
Bounds = tuple[float, float, float, float]

SMALLEST_RING_M2 = 1e-6


class BrokenShape(ValueError):
    """Points that make no shape, and why in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


def ring(points: Iterable[Sequence[float]]) -> Ring:
    """Make a ring out of points: closing and repeated points dropped, turned counter-clockwise.

    :raises BrokenShape: if fewer than three corners are left, it encloses nothing, or crosses itself
    """
    corners = _distinct(points)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        raise BrokenShape(
            f"面至少要三个角，现有 {len(corners)} 个",
            f"a ring needs at least three corners, got {len(corners)}",
        )
    if crossing := _crossing(corners):
        x, y = crossing
        raise BrokenShape(
            f"轮廓在 ({x:.2f}, {y:.2f}) 附近自交", f"the ring crosses itself near ({x:.2f}, {y:.2f})"
        )
    doubled = signed_area_m2(corners)
    if abs(doubled) < SMALLEST_RING_M2:
        raise BrokenShape("轮廓没有围出面积", "the ring encloses no area")
    return tuple(corners) if doubled > 0 else tuple(reversed(corners))


def line(points: Iterable[Sequence[float]]) -> Line:
    """Make a line out of points, repeated points dropped.

    :raises BrokenShape: if fewer than two points are left
    """
    corners = _distinct(points)
    if len(corners) < 2:
        raise BrokenShape(
            f"线至少要两个点，现有 {len(corners)} 个", f"a line needs at least two points, got {len(corners)}"
        )
    return tuple(corners)


def signed_area_m2(corners: Sequence[Point]) -> float:
    """Give the area within a ring, negative if it runs clockwise (the shoelace formula)."""
    x0, y0 = corners[0]
    shifted = [(x - x0, y - y0) for x, y in corners]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*shifted, shifted[0]])) / 2


def bounds(points: Iterable[Point]) -> Bounds:
    """Give the smallest upright box around some points: least x, least y, greatest x, greatest y."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _distinct(points: Iterable[Sequence[float]]) -> list[Point]:
    corners: list[Point] = []
    for x, y, *_ in points:
        if not (isfinite(x) and isfinite(y)):
            raise BrokenShape(f"({x}, {y}) 不是一个位置", f"({x}, {y}) is not a place")
        corner = (float(x), float(y))
        if not corners or corner != corners[-1]:
            corners.append(corner)
    return corners


def _crossing(corners: list[Point]) -> Point | None:
    edges = list(pairwise([*corners, corners[0]]))
    for i, (a, b) in enumerate(edges):
        for j in range(i + 2, len(edges)):
            if i == 0 and j == len(edges) - 1:
                continue
            if _cross(a, b, *edges[j]):
                return edges[j][0]
    return None


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
