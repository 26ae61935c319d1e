"""The rules, one function each: what is in the way of which placement."""

from collections.abc import Callable, Iterator
from typing import Any

import shapely

from sanxin.engines.siting.result import Conflict, Unit
from sanxin.engines.siting.solve.ground import Layer, Plot, common_m2
from sanxin.engines.siting.solve.lanes import left_m
from sanxin.engines.siting.things import Opening

Found = Iterator[tuple[int, Conflict]]  # the placement's number, and what is in its way
Rule = Callable[[Plot], Found]


def land_boundary(plot: Plot) -> Found:
    """Find placements that reach out of the land-use boundary; with none surveyed, nothing does."""
    layer = plot.ground.boundary
    if not layer.things:
        return
    outside = plot.area_m2.copy()
    for place in layer.near(plot.box(0.0)):
        outside -= plot.covered_m2(layer.shapes[place])
    if not (outside > _tolerance(plot)).any():
        return
    nearest = int(shapely.distance(layer.shapes, shapely.Point(plot.stairwell.foot)).argmin())
    yield from _too_much(plot, "land_boundary", layer.things[nearest].id, outside, "m2")


def fire_lane(plot: Plot) -> Found:
    """Find placements that stand in a fire lane and leave less than its clear width beside them."""
    layer, required = plot.ground.lanes, plot.ground.problem.limits.lane_clear_m.value
    narrowest: dict[tuple[int, str], float] = {}
    for place in layer.near(plot.box(0.0)):
        piece, outline = layer.things[place], layer.shapes[place]
        for parts in (plot.shafts, plot.bridges):
            taken = common_m2(parts, outline)
            for number in (taken > _tolerance(plot)).nonzero()[0]:
                key = (int(number), piece.id)
                left = left_m(piece, outline, parts[number])
                narrowest[key] = min(left, narrowest.get(key, left))
    for (number, ident), left in sorted(narrowest.items()):
        if left < required - _tolerance(plot):
            yield number, Conflict("fire_lane", ident, _said(left), required, "m")


def fire_separation(plot: Plot) -> Found:
    """Find placements nearer to another building than fire allows and than their own already stands."""
    limits, layer = plot.ground.problem.limits, plot.ground.bodies
    own = plot.ground.parts[plot.stairwell.building]
    rating = next(layer.things[part].fire_rating for part in own)
    reach = max(each.least_m for each in limits.separations)
    for place in layer.near(plot.box(reach)):
        if place in own:
            continue
        required = limits.separation_m(rating, layer.things[place].fire_rating) or 0.0
        gap = min(layer.shapes[part].distance(layer.shapes[place]) for part in own)
        distances = plot.distances_m(layer.shapes[place])
        for number in (distances < min(required, gap) - _tolerance(plot)).nonzero()[0]:
            yield (
                int(number),
                Conflict("fire_separation", layer.things[place].id, _said(distances[number]), required, "m"),
            )


def building_overlap(plot: Plot) -> Found:
    """Find placements that stand in a building or mass, their own or another."""
    layer = plot.ground.bodies
    for place in layer.near(plot.box(0.0)):
        covered = plot.covered_m2(layer.shapes[place])
        yield from _too_much(plot, "building_overlap", layer.things[place].id, covered, "m2")


def buried_lines(plot: Plot) -> Found:
    """Find shafts too near the outside of a line in the ground. A bridge has no foundation."""
    limits, layer = plot.ground.problem.limits, plot.ground.buried
    widest = max((line.diameter_mm or 0.0 for line in layer.things), default=0.0)
    reach = max((clearance.greatest_m for clearance in limits.clearances), default=0.0) + widest / 2000
    for place in layer.near(plot.box(reach)):
        line = layer.things[place]
        clearance = limits.clearance(line.utility)
        required = (clearance and clearance.least_m(line.diameter_mm or 0.0)) or 0.0
        distances = shapely.distance(plot.shafts, layer.shapes[place]) - (line.diameter_mm or 0.0) / 2000
        for number in (distances < required - _tolerance(plot)).nonzero()[0]:
            measured = _said(max(distances[number], 0.0))
            remedies = (f"relocate:{line.id}",)
            yield (
                int(number),
                Conflict(f"clearance.{line.utility}", line.id, measured, required, "m", remedies),
            )


def overhead_lines(plot: Plot) -> Found:
    """Find placements too near a line in the air, seen in plan."""
    limits, layer = plot.ground.problem.limits, plot.ground.overhead
    for place in layer.near(plot.box(limits.overhead.greatest_m)):
        line = layer.things[place]
        required = limits.overhead.least_m(line.voltage_kv) or 0.0
        distances = plot.distances_m(layer.shapes[place])
        for number in (distances < required - _tolerance(plot)).nonzero()[0]:
            measured, remedies = _said(distances[number]), (f"relocate:{line.id}",)
            yield int(number), Conflict("clearance.overhead", line.id, measured, required, "m", remedies)


def poles(plot: Plot) -> Found:
    """Find placements that stand on a pole."""
    for number, pole in _stood_on(plot, plot.ground.poles):
        yield number, Conflict("pole", pole.id, 0.0, None, "m", (f"move_pole:{pole.id}",))


def trees(plot: Plot) -> Found:
    """Find placements that stand on a tree. A protected tree cannot be moved."""
    for number, tree in _stood_on(plot, plot.ground.trees):
        remedies = () if tree.protected else (f"move_tree:{tree.id}",)
        yield number, Conflict("tree", tree.id, 0.0, None, "m", remedies)


def greens(plot: Plot) -> Found:
    """Find shafts that take green. The green under a bridge stays green."""
    layer = plot.ground.greens
    for place in layer.near(plot.box(0.0)):
        taken, green = common_m2(plot.shafts, layer.shapes[place]), layer.things[place]
        yield from _too_much(plot, "green", green.id, taken, "m2", f"release_green:{green.id}")


def sheds(plot: Plot) -> Found:
    """Find placements that stand in a shed."""
    layer = plot.ground.sheds
    for place in layer.near(plot.box(0.0)):
        taken, shed = plot.covered_m2(layer.shapes[place]), layer.things[place]
        yield from _too_much(plot, "shed", shed.id, taken, "m2", f"remove_shed:{shed.id}")


def heritage(plot: Plot) -> Found:
    """Find placements in a heritage zone without approval, or at a listed stairwell."""
    layer, stairwell = plot.ground.heritage_zones, plot.stairwell
    for place in layer.near(plot.box(0.0)):
        taken, zone = plot.covered_m2(layer.shapes[place]), layer.things[place]
        yield from _too_much(plot, "heritage", zone.id, taken, "m2", f"heritage_approval:{zone.id}")
    if stairwell.heritage:
        remedies = (f"heritage_approval:{stairwell.id}",)
        for number, area in enumerate(plot.area_m2):
            yield number, Conflict("heritage", stairwell.id, _said(area), 0.0, "m2", remedies)


def openings(plot: Plot) -> Found:
    """Find placements in front of a habitable window, or that leave a door no way out."""
    wall = shapely.LineString(plot.stairwell.wall)
    reach = plot.ground.problem.limits.facade_reach_m
    for opening in plot.ground.openings.get(plot.stairwell.building, ()):
        if not opening.habitable and opening.kind == "window":
            continue
        if wall.distance(shapely.Point(opening.at)) <= reach:
            yield from _in_front(plot, opening)


def _in_front(plot: Plot, opening: Opening) -> Found:
    middle = plot.frame.along_m(opening.at)
    low, high = middle - opening.width_m / 2, middle + opening.width_m / 2
    passage = plot.ground.problem.limits.door_passage_m.value
    for number, (placement, scheme) in enumerate(zip(plot.placements, plot.schemes, strict=True)):
        half = scheme.width_m / 2
        ends = [placement.offset_m - half, placement.offset_m + half]
        if opening.kind == "window" and placement.bridge:
            ends += [-scheme.bridge_width_m / 2, scheme.bridge_width_m / 2]
        covered = min(high, max(ends)) - max(low, min(ends))
        if covered <= _tolerance(plot):
            continue
        if opening.kind == "window":
            yield number, Conflict("window", opening.id, _said(covered), 0.0, "m")
        elif placement.standoff_m < passage - _tolerance(plot):
            yield number, Conflict("door", opening.id, _said(placement.standoff_m), passage, "m")


def transformers(plot: Plot) -> Found:
    """Find schemes that draw more than a transformer has left, one lift judged alone."""
    limits = plot.ground.problem.limits
    for transformer in plot.ground.transformers.get(plot.stairwell.id, ()):
        allowed = transformer.rated_kva * limits.load_ratio.value
        for number, scheme in enumerate(plot.schemes):
            load = transformer.peak_kva + scheme.power_kw / limits.power_factor.value
            if load > allowed + limits.tolerance:
                yield (
                    number,
                    Conflict(
                        "transformer",
                        transformer.id,
                        _said(load),
                        _said(allowed),
                        "kVA",
                        (f"enlarge:{transformer.id}",),
                    ),
                )


ALL_RULES: tuple[Rule, ...] = (
    land_boundary, fire_lane, fire_separation, building_overlap, buried_lines, overhead_lines, poles, trees,
    greens, sheds, heritage, openings, transformers,
)  # fmt: skip


def conflicts_of(plot: Plot) -> list[tuple[Conflict, ...]]:
    """Find everything in the way of each placement, by rule and object."""
    found: list[list[Conflict]] = [[] for _ in plot.placements]
    for rule in ALL_RULES:
        for number, conflict in rule(plot):
            found[number].append(conflict)
    return [tuple(sorted(each, key=lambda conflict: (conflict.rule, conflict.object))) for each in found]


def _tolerance(plot: Plot) -> float:
    return plot.ground.problem.limits.tolerance


def _said(measured: float) -> float:
    return round(float(measured), 3) + 0.0


def _too_much(plot: Plot, rule: str, ident: str, measured: Any, unit: Unit, *remedies: str) -> Found:
    for number in (measured > _tolerance(plot)).nonzero()[0]:
        yield int(number), Conflict(rule, ident, _said(measured[number]), 0.0, unit, remedies)


def _stood_on(plot: Plot, layer: Layer) -> Iterator[tuple[int, Any]]:
    for place in layer.near(plot.box(_tolerance(plot))):
        distances = plot.distances_m(layer.shapes[place])
        for number in (distances <= _tolerance(plot)).nonzero()[0]:
            yield int(number), layer.things[place]
