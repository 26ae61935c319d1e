"""The ground made searchable: one tree a layer, and the placements of one stairwell as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Placement
from sanxin.engines.siting.solve.candidates import Frame, frame_of, placements
from sanxin.engines.siting.things import Opening, Scheme, Stairwell, Transformer
from sanxin.foundation.shapes import Ring

Geometries = Any  # arrays of shapely geometries; numpy knows them only as objects
Lengths = Any


@dataclass(frozen=True)
class Layer:
    """The things of one layer with their shapes, found by nearness."""

    things: Sequence[Any]
    shapes: Geometries

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Give the search tree over the layer's shapes."""
        return shapely.STRtree(self.shapes)

    def near(self, reach: Any) -> list[int]:
        """Give the places of the things whose boxes touch a shape's box, in id order."""
        if not len(self.things):
            return []
        return sorted(int(place) for place in self.tree.query(reach))


@dataclass(frozen=True)
class Ground:
    """A whole problem, laid out for searching."""

    problem: Problem
    bodies: Layer
    boundary: Layer
    lanes: Layer
    buried: Layer
    overhead: Layer
    poles: Layer
    trees: Layer
    greens: Layer
    sheds: Layer
    heritage_zones: Layer
    openings: dict[str, list[Opening]] = field(default_factory=dict)
    transformers: dict[str, list[Transformer]] = field(default_factory=dict)
    parts: dict[str, list[int]] = field(default_factory=dict)
    """The places of a building and its masses among the bodies, the building itself first."""


@dataclass(frozen=True)
class Plot:
    """One stairwell on the ground, with all its placements."""

    ground: Ground
    stairwell: Stairwell
    frame: Frame
    schemes: tuple[Scheme, ...]
    placements: tuple[Placement, ...]
    shafts: Geometries
    bridges: Geometries

    def box(self, reach_m: float) -> Any:
        """Give the box around all placements, grown by a reach in metres."""
        low_x, low_y, high_x, high_y = self.extent
        return shapely.box(low_x - reach_m, low_y - reach_m, high_x + reach_m, high_y + reach_m)

    @cached_property
    def extent(self) -> tuple[float, float, float, float]:
        """Give the bounds of all placements."""
        low_x, low_y, high_x, high_y = shapely.total_bounds(np.concatenate([self.shafts, self.bridges]))
        return low_x, low_y, high_x, high_y

    def distances_m(self, shape: Any) -> Lengths:
        """Give the distance from each placement, bridge included, to a shape."""
        return np.fmin(shapely.distance(self.shafts, shape), shapely.distance(self.bridges, shape))

    def covered_m2(self, shape: Any) -> Lengths:
        """Give the area each placement, bridge included, has in common with a shape."""
        return common_m2(self.shafts, shape) + common_m2(self.bridges, shape)

    @cached_property
    def area_m2(self) -> Lengths:
        """Give the area of each placement, bridge included."""
        return shapely.area(self.shafts) + np.nan_to_num(shapely.area(self.bridges))


def common_m2(shapes: Geometries, shape: Any) -> Lengths:
    """Give the area each of some shapes has in common with another; where there is none, zero."""
    touching = shapely.intersects(shapes, shape)
    areas = np.zeros(len(shapes))
    areas[touching] = shapely.area(shapely.intersection(shapes[touching], shape))
    return areas


def lay_out(problem: Problem) -> Ground:
    """Lay out a problem for searching."""
    ground = Ground(
        problem,
        bodies=_rings(problem.bodies),
        boundary=_rings(problem.boundary),
        lanes=lane_layer(problem),
        buried=_lines(problem.buried),
        overhead=_lines(problem.overhead),
        poles=_points(problem.poles),
        trees=_points(problem.trees),
        greens=_rings(problem.greens),
        sheds=_rings(problem.sheds),
        heritage_zones=_rings([zone for zone in problem.heritage_zones if not zone.approved]),
    )
    for opening in problem.openings:
        ground.openings.setdefault(opening.building, []).append(opening)
    for transformer in problem.transformers:
        for stairwell in transformer.serves:
            ground.transformers.setdefault(stairwell, []).append(transformer)
    for place, body in enumerate(problem.bodies):
        if body.building == body.id:
            ground.parts.setdefault(body.id, []).insert(0, place)
        elif body.building is not None:
            ground.parts.setdefault(body.building, []).append(place)
    return ground


def plot_of(ground: Ground, stairwell: Stairwell) -> Plot:
    """Put every placement of every scheme at one stairwell."""
    frame = frame_of(stairwell)
    pairs = list(placements(frame, ground.problem.schemes))
    placed = tuple(placement for _, placement in pairs)
    bridges = [shapely.Polygon(each.bridge) if each.bridge else None for each in placed]
    return Plot(
        ground,
        stairwell,
        frame,
        schemes=tuple(scheme for scheme, _ in pairs),
        placements=placed,
        shafts=shapely.polygons([each.shaft for each in placed]),
        bridges=np.array(bridges, dtype=object),
    )


@dataclass(frozen=True, slots=True)
class LanePiece:
    """A stretch of a fire lane; ``axis`` is its direction where it is known."""

    id: str
    ring: Ring
    axis: tuple[float, float] | None


def lane_layer(problem: Problem) -> Layer:
    """Turn lanes into pieces: an outline is one piece, a centre line one rectangle a segment."""
    pieces = [LanePiece(lane.id, lane.ring, None) for lane in problem.lanes]
    for strip in problem.lane_strips:
        for start, end in pairwise(strip.line):
            frame = frame_of(Stairwell("", "", start, (start, end)))
            length = frame.along_m(end)
            pieces.append(
                LanePiece(
                    strip.id, frame.rectangle(0.0, length, -strip.width_m / 2, strip.width_m / 2), frame.along
                )
            )
    return _rings(pieces)


def _rings(things: Sequence[Any]) -> Layer:
    return Layer(things, np.array([shapely.Polygon(thing.ring) for thing in things], dtype=object))


def _lines(things: Sequence[Any]) -> Layer:
    return Layer(things, np.array([shapely.LineString(thing.line) for thing in things], dtype=object))


def _points(things: Sequence[Any]) -> Layer:
    return Layer(things, np.array([shapely.Point(thing.at) for thing in things], dtype=object))
