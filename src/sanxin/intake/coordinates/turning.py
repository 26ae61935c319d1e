"""Drawings in metres of their own, turned to true north: all that a site in local metres needs."""

from collections.abc import Callable
from math import cos, radians, sin

from sanxin.foundation.shapes import Point

ToLocal = Callable[[float, float], Point]
LOCAL = "local"


def as_drawn(x: float, y: float) -> Point:
    """Give a coordinate pair as it is."""
    return x, y


def turned(local: ToLocal, true_north_deg: float) -> ToLocal:
    """Turn what a function gives clockwise, so that y is to true north.

    :param true_north_deg: clockwise angle from the drawing's +y to true north
    """
    if true_north_deg == 0:
        return local
    c, s = cos(radians(true_north_deg)), sin(radians(true_north_deg))

    def to_north(x: float, y: float) -> Point:
        east, north = local(x, y)
        return east * c - north * s, east * s + north * c

    return to_north
