"""Which stretch of a line lies too near a shaft, in metres along it: closed form, no buffers, no sampling."""

from collections.abc import Iterator
from itertools import pairwise
from math import dist, inf, sqrt

from sanxin.foundation.shapes import Line, Point, Ring

Stretch = tuple[float, float]
DIGITS = 3  # a millimetre


def stretches_m(line: Line, rings: tuple[Ring, ...], reach_m: float, end_m: float) -> tuple[Stretch, ...]:
    """Give the stretches of a line nearer than ``reach_m`` to any of some convex rings, ``end_m`` added at either end.

    Metres from the line's start, clipped to the line, to the millimetre; stretches that touch are one.
    """
    length = sum(dist(*pair) for pair in pairwise(line))
    found = sorted(
        (max(low - end_m, 0.0), min(high + end_m, length))
        for ring in rings
        for low, high in _near(line, ring, reach_m)
    )
    joined: list[Stretch] = []
    for low, high in found:
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple((round(low, DIGITS), round(high, DIGITS)) for low, high in joined)


def _near(line: Line, ring: Ring, reach_m: float) -> Iterator[Stretch]:
    start_m = 0.0
    for start, end in pairwise(line):
        length = dist(start, end)
        along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
        pieces = [piece for piece in _pieces(start, along, ring, reach_m) if piece[0] <= piece[1]]
        # All that lies within reach of a convex ring is convex, so its part of a segment is one piece.
        low = max(min((piece[0] for piece in pieces), default=inf), 0.0)
        high = min(max((piece[1] for piece in pieces), default=-inf), length)
        if low <= high:
            yield start_m + low, start_m + high
        start_m += length


def _pieces(start: Point, along: Point, ring: Ring, reach_m: float) -> Iterator[Stretch]:
    sides = list(pairwise((*ring, ring[0])))
    within = (-inf, inf)
    for one, two in sides:
        length = dist(one, two)
        side = ((two[0] - one[0]) / length, (two[1] - one[1]) / length)
        out = (side[1], -side[0])
        away = (start[0] - one[0], start[1] - one[1])
        beyond = _where(_dot(away, out), _dot(along, out), 0.0, reach_m)
        beside = _where(_dot(away, side), _dot(along, side), 0.0, length)
        yield _both(beyond, beside)
        within = _both(within, _where(_dot(away, out), _dot(along, out), -inf, 0.0))
        yield _in_circle(away, along, reach_m)
    yield within


def _where(value: float, slope: float, least: float, most: float) -> Stretch:
    """Give where value + slope·t lies between two bounds."""
    if abs(slope) < 1e-12:
        return (-inf, inf) if least <= value <= most else (inf, -inf)
    ends = sorted(((least - value) / slope, (most - value) / slope))
    return ends[0], ends[1]


def _in_circle(away: Point, along: Point, reach_m: float) -> Stretch:
    middle = -_dot(away, along)
    left = reach_m**2 - (_dot(away, away) - middle**2)
    if left < 0:
        return inf, -inf
    return middle - sqrt(left), middle + sqrt(left)


def _both(one: Stretch, two: Stretch) -> Stretch:
    return max(one[0], two[0]), min(one[1], two[1])


def _dot(one: Point, two: Point) -> float:
    return one[0] * two[0] + one[1] * two[1]
