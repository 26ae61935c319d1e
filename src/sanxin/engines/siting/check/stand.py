"""Where a lift would stand, reckoned again from the definitions in the README."""

from dataclasses import dataclass
from math import hypot

from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.things import Scheme, Stairwell
from sanxin.foundation.shapes import Point, Ring


@dataclass(frozen=True, slots=True)
class Stand:
    """One scheme at one place: its rings, and its extent along the façade measured from the foot."""

    id: str
    scheme: Scheme
    offset_m: float
    standoff_m: float
    shaft: Ring
    bridge: Ring | None

    @property
    def parts(self) -> tuple[Ring, ...]:
        """Give shaft and bridge."""
        return (self.shaft, self.bridge) if self.bridge else (self.shaft,)

    def reach_along(self, *, with_bridge: bool) -> tuple[float, float]:
        """Give how far the shaft, or all of it, reaches along the façade to either side."""
        low, high = self.offset_m - self.scheme.width_m / 2, self.offset_m + self.scheme.width_m / 2
        if with_bridge and self.bridge:
            side = self.scheme.bridge_width_m / 2
            return min(low, -side), max(high, side)
        return low, high


def stands(problem: Problem, stairwell: Stairwell) -> list[Stand]:
    """Give every stand of every scheme, in the order of preference."""
    found: list[Stand] = []
    for scheme in problem.schemes:
        count = int(scheme.offset_reach_m / scheme.offset_step_m + 1e-9)
        shifts = [0] + [side * step for step in range(1, count + 1) for side in (-1, 1)]
        for standoff_m in scheme.standoffs_m:
            for shift in shifts:
                found.append(
                    _stand(scheme, stairwell, round(shift * scheme.offset_step_m, 1) + 0.0, standoff_m)
                )
    return found


def along_m(stairwell: Stairwell, point: Point) -> float:
    """Give how far along the façade from the stairwell's foot a point lies."""
    dx, dy = _direction(stairwell)
    return (point[0] - stairwell.foot[0]) * dx + (point[1] - stairwell.foot[1]) * dy


def _direction(stairwell: Stairwell) -> Point:
    (ax, ay), (bx, by) = stairwell.wall
    length = hypot(bx - ax, by - ay)
    return ((bx - ax) / length, (by - ay) / length)


def _stand(scheme: Scheme, stairwell: Stairwell, offset_m: float, standoff_m: float) -> Stand:
    low, high = offset_m - scheme.width_m / 2, offset_m + scheme.width_m / 2
    side = scheme.bridge_width_m / 2
    bridge = _box(stairwell, (-side, side), (0.0, standoff_m)) if standoff_m > 0 and side > 0 else None
    return Stand(
        f"{scheme.id}@{offset_m:+.1f},{standoff_m:.1f}",
        scheme,
        offset_m,
        standoff_m,
        _box(stairwell, (low, high), (standoff_m, standoff_m + scheme.depth_m)),
        bridge,
    )


def _box(stairwell: Stairwell, across: tuple[float, float], out: tuple[float, float]) -> Ring:
    (dx, dy), (x, y) = _direction(stairwell), stairwell.foot
    corners = ((across[0], out[0]), (across[0], out[1]), (across[1], out[1]), (across[1], out[0]))
    return tuple((x + dx * a + dy * o, y + dy * a - dx * o) for a, o in corners)
