"""What is in the way of a stand, reckoned again: one function a rule, each finding with its margin."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sanxin.engines.siting.check import plane
from sanxin.engines.siting.check.lane import clear_width_m, pieces_of
from sanxin.engines.siting.check.stand import Stand, along_m
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.things import Body, Stairwell, Transformer
from sanxin.foundation.shapes import Bounds, bounds

DOUBT = 1e-6


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict, and by how much it is one: below zero it is none, around zero either may be said."""

    rule: str
    object: str
    measured: float
    required: float | None
    unit: str
    margin: float
    remedies: tuple[str, ...] = ()


class Surroundings:
    """The problem's things, found by nearness."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pieces = pieces_of(problem)
        self._things: dict[str, tuple[Any, ...]] = {"pieces": self.pieces}
        self._grids: dict[str, plane.Nearby] = {}
        self.parts: dict[str, list[Body]] = {}
        for body in problem.bodies:
            self.parts.setdefault(body.building or "", []).append(body)
        self.supplies: dict[str, list[Transformer]] = {}
        for transformer in problem.transformers:
            for stairwell in transformer.serves:
                self.supplies.setdefault(stairwell, []).append(transformer)
        self.widest_opening_m = max((each.width_m for each in problem.openings), default=0.0)
        self.widest_line_m = max((each.diameter_mm or 0.0 for each in problem.buried), default=0.0) / 1000

    def around(self, layer: str, box: Bounds, reach_m: float = 0.0) -> list[Any]:
        """Give the things of a layer that may be within reach of a box."""
        if layer not in self._grids:
            self._things.setdefault(layer, getattr(self.problem, layer, ()))
            self._grids[layer] = plane.Nearby(_box(thing) for thing in self._things[layer])
        return [self._things[layer][place] for place in self._grids[layer].around(box, reach_m)]


@dataclass(frozen=True, slots=True)
class At:
    """One stand at one stairwell, and what is around it."""

    near: Surroundings
    stairwell: Stairwell
    stand: Stand
    box: Bounds


Rule = Callable[[At], Iterator[Found]]


def land_boundary(at: At) -> Iterator[Found]:
    """Reckon the area outside all land within the boundary."""
    lands, limits = at.near.problem.boundary, at.near.problem.limits
    if not lands:
        return
    outside = sum(plane.ring_area_m2(part) for part in at.stand.parts)
    for land in at.near.around("boundary", at.box):
        outside -= sum(plane.common_m2(land.ring, part) for part in at.stand.parts)
    if outside < limits.tolerance - DOUBT:
        return
    nearest = min(
        lands, key=lambda land: (round(plane.point_gap_m(at.stairwell.foot, land.ring), 9), land.id)
    )
    yield _area(at.near, "land_boundary", nearest.id, outside)


def fire_lane(at: At) -> Iterator[Found]:
    """Reckon what is left of each lane the stand reaches into."""
    limits = at.near.problem.limits
    left: dict[str, tuple[float, float]] = {}
    for piece in at.near.around("pieces", at.box):
        for part in at.stand.parts:
            taken = plane.common_m2(piece.ring, part)
            if taken > limits.tolerance - DOUBT:
                width, known = clear_width_m(piece, part), left.get(piece.id)
                left[piece.id] = (width, taken) if known is None else min(known, (width, taken))
    for ident, (width, taken) in left.items():
        margin = min(limits.lane_clear_m.value - width, taken) - limits.tolerance
        yield Found("fire_lane", ident, width, limits.lane_clear_m.value, "m", margin)


def fire_separation(at: At) -> Iterator[Found]:
    """Reckon the gap to each other building against the table and against the gap there was."""
    limits = at.near.problem.limits
    own = at.near.parts[at.stairwell.building]
    rating = next(body.fire_rating for body in own if body.id == at.stairwell.building)
    reach = max(each.least_m for each in limits.separations)
    for other in at.near.around("bodies", at.box, reach):
        if other.building == at.stairwell.building:
            continue
        required = limits.separation_m(rating, other.fire_rating) or 0.0
        gap = min(plane.ring_gap_m(part, other.ring) for part in at.stand.parts)
        before = min(plane.ring_gap_m(body.ring, other.ring) for body in own)
        margin = min(required, before) - gap - limits.tolerance
        yield Found("fire_separation", other.id, gap, required, "m", margin)


def building_overlap(at: At) -> Iterator[Found]:
    """Reckon the area in common with any building or mass."""
    for body in at.near.around("bodies", at.box):
        taken = sum(plane.common_m2(body.ring, part) for part in at.stand.parts)
        yield _area(at.near, "building_overlap", body.id, taken)


def buried(at: At) -> Iterator[Found]:
    """Reckon the distance from the shaft to the outside of each buried line."""
    limits = at.near.problem.limits
    reach = max((each.greatest_m for each in limits.clearances), default=0.0) + at.near.widest_line_m
    for line in at.near.around("buried", at.box, reach):
        diameter = line.diameter_mm or 0.0
        clearance = limits.clearance(line.utility)
        required = (clearance.least_m(diameter) if clearance else None) or 0.0
        gap = plane.line_gap_m(line.line, at.stand.shaft) - diameter / 1000 / 2
        margin = required - gap - limits.tolerance
        rule, remedy = f"clearance.{line.utility}", f"relocate:{line.id}"
        yield Found(rule, line.id, max(gap, 0.0), required, "m", margin, (remedy,))


def overhead(at: At) -> Iterator[Found]:
    """Reckon the distance in plan to each overhead line."""
    limits = at.near.problem.limits
    for line in at.near.around("overhead", at.box, limits.overhead.greatest_m):
        required = limits.overhead.least_m(line.voltage_kv) or 0.0
        gap = min(plane.line_gap_m(line.line, part) for part in at.stand.parts)
        margin = required - gap - limits.tolerance
        yield Found("clearance.overhead", line.id, gap, required, "m", margin, (f"relocate:{line.id}",))


def spots(at: At) -> Iterator[Found]:
    """Reckon which poles and trees the stand is on."""
    tolerance = at.near.problem.limits.tolerance
    for layer, rule, verb in (("poles", "pole", "move_pole"), ("trees", "tree", "move_tree")):
        for spot in at.near.around(layer, at.box, tolerance):
            gap = min(plane.point_gap_m(spot.at, part) for part in at.stand.parts)
            stays = rule == "tree" and spot.protected
            remedies = () if stays else (f"{verb}:{spot.id}",)
            yield Found(rule, spot.id, 0.0, None, "m", tolerance - gap, remedies)


def patches(at: At) -> Iterator[Found]:
    """Reckon the green, sheds and heritage ground the stand takes."""
    for green in at.near.around("greens", at.box):
        taken = plane.common_m2(green.ring, at.stand.shaft)
        yield _area(at.near, "green", green.id, taken, f"release_green:{green.id}")
    for shed in at.near.around("sheds", at.box):
        taken = sum(plane.common_m2(shed.ring, part) for part in at.stand.parts)
        yield _area(at.near, "shed", shed.id, taken, f"remove_shed:{shed.id}")
    for zone in at.near.around("heritage_zones", at.box):
        taken = sum(plane.common_m2(zone.ring, part) for part in at.stand.parts)
        if not zone.approved:
            yield _area(at.near, "heritage", zone.id, taken, f"heritage_approval:{zone.id}")


def listed(at: At) -> Iterator[Found]:
    """Find a stairwell that is itself listed."""
    if at.stairwell.heritage:
        area = sum(plane.ring_area_m2(part) for part in at.stand.parts)
        remedy = f"heritage_approval:{at.stairwell.id}"
        yield Found("heritage", at.stairwell.id, area, 0.0, "m2", area, (remedy,))


def openings(at: At) -> Iterator[Found]:
    """Reckon what habitable windows are covered, and what doors have left before them."""
    limits = at.near.problem.limits
    reach = at.stand.standoff_m + limits.facade_reach_m + at.near.widest_opening_m
    for opening in at.near.around("openings", at.box, reach):
        off_wall = plane.to_line_m(opening.at, at.stairwell.wall)
        if opening.building != at.stairwell.building or off_wall > limits.facade_reach_m:
            continue
        is_window = opening.kind == "window"
        low, high = at.stand.reach_along(with_bridge=is_window)
        middle = along_m(at.stairwell, opening.at)
        covered = min(high, middle + opening.width_m / 2) - max(low, middle - opening.width_m / 2)
        margin = covered - limits.tolerance
        if is_window and opening.habitable:
            yield Found("window", opening.id, covered, 0.0, "m", margin)
        elif not is_window:
            passage = limits.door_passage_m.value
            short = passage - at.stand.standoff_m - limits.tolerance
            yield Found("door", opening.id, at.stand.standoff_m, passage, "m", min(margin, short))


def power(at: At) -> Iterator[Found]:
    """Reckon the load on each transformer that serves the stairwell with this one lift on it."""
    limits = at.near.problem.limits
    for transformer in at.near.supplies.get(at.stairwell.id, ()):
        load = transformer.peak_kva + at.stand.scheme.power_kw / limits.power_factor.value
        allowed = transformer.rated_kva * limits.load_ratio.value
        remedy = f"enlarge:{transformer.id}"
        yield Found(
            "transformer", transformer.id, load, allowed, "kVA", load - allowed - limits.tolerance, (remedy,)
        )


EVERY_RULE: tuple[Rule, ...] = (
    land_boundary, fire_lane, fire_separation, building_overlap, buried, overhead, spots, patches, listed,
    openings, power,
)  # fmt: skip


def found_at(near: Surroundings, stairwell: Stairwell, stand: Stand) -> dict[tuple[str, str], Found]:
    """Give every conflict a stand has or may be said to have, by rule and object."""
    box = bounds(point for part in stand.parts for point in part)
    at = At(near, stairwell, stand, box)
    every = [found for rule in EVERY_RULE for found in rule(at)]
    return {(found.rule, found.object): found for found in every if found.margin > -DOUBT}


def _area(near: Surroundings, rule: str, ident: str, taken: float, *remedies: str) -> Found:
    return Found(rule, ident, taken, 0.0, "m2", taken - near.problem.limits.tolerance, remedies)


def _box(thing: Any) -> Bounds:
    if hasattr(thing, "ring"):
        return bounds(thing.ring)
    return bounds(thing.line) if hasattr(thing, "line") else bounds([thing.at])
