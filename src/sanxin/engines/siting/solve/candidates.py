"""Candidates: each scheme, moved along the façade and off it in the steps its catalogue entry allows."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import dist, floor

from sanxin.engines.siting.result import Placement
from sanxin.engines.siting.things import Scheme, Stairwell
from sanxin.foundation.shapes import Point, Ring


@dataclass(frozen=True, slots=True)
class Frame:
    """A stairwell's own axes: ``along`` its wall, ``out`` into the open, from its foot."""

    foot: Point
    along: Point
    out: Point

    def place(self, along_m: float, out_m: float) -> Point:
        """Give the site's coordinates of a point in the frame."""
        return (
            self.foot[0] + along_m * self.along[0] + out_m * self.out[0],
            self.foot[1] + along_m * self.along[1] + out_m * self.out[1],
        )

    def along_m(self, point: Point) -> float:
        """Give how far along the façade a point lies."""
        return (point[0] - self.foot[0]) * self.along[0] + (point[1] - self.foot[1]) * self.along[1]

    def rectangle(self, low_m: float, high_m: float, near_m: float, far_m: float) -> Ring:
        """Give the counter-clockwise ring of a rectangle square to the façade."""
        return (
            self.place(low_m, near_m), self.place(low_m, far_m),
            self.place(high_m, far_m), self.place(high_m, near_m),
        )  # fmt: skip


def frame_of(stairwell: Stairwell) -> Frame:
    """Lay the axes of a stairwell: along its wall, and out on the wall's right."""
    (x0, y0), (x1, y1) = stairwell.wall
    length = dist(*stairwell.wall)
    along = ((x1 - x0) / length, (y1 - y0) / length)
    return Frame(stairwell.foot, along, (along[1], -along[0]))


def placements(frame: Frame, schemes: tuple[Scheme, ...]) -> Iterator[tuple[Scheme, Placement]]:
    """Give every placement of every scheme, the preferred first: by scheme, then stand-off, then offset."""
    for scheme in schemes:
        for standoff_m in scheme.standoffs_m:
            for offset_m in offsets_m(scheme):
                yield scheme, _placement(frame, scheme, offset_m, standoff_m)


def offsets_m(scheme: Scheme) -> list[float]:
    """Give a scheme's offsets from the stairwell's foot, the smallest first, left before right."""
    steps = floor(scheme.offset_reach_m / scheme.offset_step_m + 1e-9)
    offsets = [round(step * scheme.offset_step_m, 1) + 0.0 for step in range(-steps, steps + 1)]
    return sorted(offsets, key=lambda offset: (abs(offset), offset))


def _placement(frame: Frame, scheme: Scheme, offset_m: float, standoff_m: float) -> Placement:
    half, bridge_half = scheme.width_m / 2, scheme.bridge_width_m / 2
    has_bridge = standoff_m > 0 and bridge_half > 0
    return Placement(
        id=f"{scheme.id}@{offset_m:+.1f},{standoff_m:.1f}",
        scheme=scheme.id,
        offset_m=offset_m,
        standoff_m=standoff_m,
        shaft=frame.rectangle(offset_m - half, offset_m + half, standoff_m, standoff_m + scheme.depth_m),
        bridge=frame.rectangle(-bridge_half, bridge_half, 0.0, standoff_m) if has_bridge else None,
    )
