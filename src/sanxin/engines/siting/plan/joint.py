"""Pairs of placements at different stairwells that cannot both stand, though each could alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import shapely

from sanxin.engines.siting.plan.problem import Exclusion
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Candidate, Judged
from sanxin.engines.siting.solve.ground import lane_layer
from sanxin.engines.siting.solve.lanes import Taken, left_beside_m, taken_of


@dataclass(frozen=True, slots=True)
class Body:
    """A candidate's body on the ground: shaft and bridge as one shape."""

    key: str
    stairwell: str
    building: str
    candidate: Candidate
    shape: Any


def exclusions(problem: Problem, judged: Sequence[Judged]) -> tuple[Exclusion, ...]:
    """Find the pairs: bodies that overlap, or stand too near for fire, or leave too little of a lane between them."""
    bodies = [_body(each, one) for each in judged for one in each.candidates if _possible(one)]
    found = {**_narrowed_lanes(problem, bodies), **_too_near(problem, bodies)}
    return tuple(Exclusion(one, other, rule) for (one, other), rule in sorted(found.items()))


def _possible(candidate: Candidate) -> bool:
    return all(conflict.remedies for conflict in candidate.conflicts)


def _body(judged: Judged, candidate: Candidate) -> Body:
    parts = [candidate.placement.shaft, *([candidate.placement.bridge] if candidate.placement.bridge else [])]
    shape = shapely.union_all([shapely.Polygon(part) for part in parts])
    key = f"{judged.stairwell}/{candidate.placement.id}"
    return Body(key, judged.stairwell, judged.building, candidate, shape)


def _too_near(problem: Problem, bodies: Sequence[Body]) -> dict[tuple[str, str], str]:
    if not bodies:
        return {}
    ratings = {body.id: body.fire_rating for body in problem.bodies}
    reach = max(each.least_m for each in problem.limits.separations)
    tree = shapely.STRtree([body.shape for body in bodies])
    pairs = tree.query([body.shape for body in bodies], predicate="dwithin", distance=reach)
    found = {}
    for one, other in sorted({(min(pair), max(pair)) for pair in pairs.T.tolist()}):
        a, b = bodies[one], bodies[other]
        if a.stairwell == b.stairwell:
            continue
        if shapely.area(shapely.intersection(a.shape, b.shape)) > problem.limits.tolerance:
            found[a.key, b.key] = "building_overlap"
        elif a.building != b.building:
            least_m = problem.limits.separation_m(ratings[a.building], ratings[b.building]) or 0.0
            if shapely.distance(a.shape, b.shape) < least_m - problem.limits.tolerance:
                found[a.key, b.key] = "fire_separation"
    return found


def _narrowed_lanes(problem: Problem, bodies: Sequence[Body]) -> dict[tuple[str, str], str]:
    layer, required = lane_layer(problem), problem.limits.lane_clear_m.value - problem.limits.tolerance
    found = {}
    for place, piece in enumerate(layer.things):
        standing = list(_standing(problem, piece, layer.shapes[place], bodies))
        for (a, taken), (b, other) in combinations(standing, 2):
            if a.stairwell != b.stairwell and left_beside_m(piece, taken, other) < required:
                found[a.key, b.key] = "fire_lane"
    return found


def _standing(
    problem: Problem, piece: Any, outline: Any, bodies: Sequence[Body]
) -> Iterator[tuple[Body, Taken]]:
    shapes = np.array([body.shape for body in bodies], dtype=object)
    for number in map(int, np.nonzero(shapely.intersects(shapes, outline))[0]):
        if shapely.area(shapely.intersection(shapes[number], outline)) > problem.limits.tolerance:
            yield bodies[number], taken_of(piece, outline, shapes[number])
