"""Shapes are whole, or refused with what is wrong."""

from math import cos, isclose, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.foundation.shapes import bounds, line, ring, signed_area_m2

SQUARE = [(0, 0), (2, 0), (2, 2), (0, 2)]
FAR = st.floats(-5e6, 5e6)


def test_a_ring_comes_out_counter_clockwise_and_open() -> None:
    clockwise = [(0, 0), (0, 2), (2, 2), (2, 2), (2, 0), (0, 0)]
    assert signed_area_m2(ring(clockwise)) == 4
    assert len(ring(clockwise)) == 4


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ([(0, 0), (1, 1)], "three corners"),
        ([(0, 0), (0, 0), (0, 0)], "three corners"),
        ([(0, 0), (1, 1), (2, 2)], "no area"),
        ([(0, 0), (2, 2), (2, 0), (0, 2)], "crosses itself"),
        ([(0, 0), (1, float("nan")), (1, 0)], "not a place"),
        ([(0, 0), (float("inf"), 0), (1, 1)], "not a place"),
    ],
)
def test_what_is_no_ring_is_refused(points: list[tuple[float, float]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        ring(points)


def test_a_line_needs_two_points_that_differ() -> None:
    assert line([(0, 0), (0, 0), (1, 0)]) == ((0, 0), (1, 0))
    with pytest.raises(ValueError, match="two points"):
        line([(1, 1), (1, 1)])


@given(FAR, FAR, st.floats(0.1, 100), st.integers(3, 12))
def test_an_area_does_not_depend_on_where_the_ring_lies(
    x: float, y: float, radius: float, corners: int
) -> None:
    here = [(radius * cos(2 * pi * k / corners), radius * sin(2 * pi * k / corners)) for k in range(corners)]
    there = [(px + x, py + y) for px, py in here]
    assert isclose(signed_area_m2(here), signed_area_m2(there), rel_tol=1e-5, abs_tol=1e-6)


def test_the_bounds_hold_every_point() -> None:
    assert bounds([(1, 5), (-2, 3), (0, 9)]) == (-2, 3, 1, 9)
