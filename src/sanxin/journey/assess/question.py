"""A site and the siting rules → the siting problem. A layer nobody surveyed stays out of it."""

from collections.abc import Iterable
from math import dist
from typing import Any

from sanxin.engines.siting.plan.problem import WindowLimit
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.things import (
    Body,
    BuriedLine,
    LaneStrip,
    Opening,
    OverheadLine,
    Patch,
    Spot,
    Stairwell,
    Transformer,
    Zone,
)
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.foundation.shapes import Line, Point, Ring, line, ring
from sanxin.journey.sunlight.facade import facade_of
from sanxin.journey.survey import SURVEYED_LAYERS, Feature, Site
from sanxin.rulebook.siting import SitingRules

DIGITS = 6  # a micrometre: finer differences come from the projection, not from the survey

NO_WALL = Sentence(
    "assess.no_wall",
    zh="门栋 {stairwell}：楼栋 {building} 没有朝向 {azimuth}° 的外墙",
    en="Stairwell {stairwell}: building {building} has no wall that looks {azimuth}°",
)


class NoSuchWall(Refusal):
    """A stairwell names an azimuth that none of its building's walls looks to."""


def agreed_limits(site: Site) -> tuple[WindowLimit, ...]:
    """Give what households agreed to lose at most, for every window the survey says it of."""
    agreed = [(each.id, each.properties.get("agreed_loss_min")) for each in site.of_kind("window")]
    return tuple(
        WindowLimit(window, round(minutes * 10)) for window, minutes in agreed if minutes is not None
    )


def siting_problem(site: Site, rules: SitingRules) -> Problem:
    """Ask where lifts could stand on a site.

    :raises NoSuchWall: if no wall looks the way a stairwell says
    :raises ProblemRefused: if the site cannot be judged, naming the thing at fault
    """
    buildings = {building.id: building for building in site.of_kind("building")}
    stairwells = tuple(_stairwell(each, buildings) for each in site.of_kind("stairwell"))
    lanes = _known(site, "fire_lane")
    zones = _known(site, "heritage_zone")
    return Problem(
        schemes=rules.schemes,
        limits=rules.limits,
        remedies=rules.remedies,
        stairwells=stairwells,
        bodies=(*_buildings(site), *_masses(site)),
        boundary=_patches(_known(site, "boundary")),
        lanes=_patches(lane for lane in lanes if lane.form == "ring"),
        lane_strips=tuple(
            LaneStrip(lane.id, _line(lane), lane.properties["width_m"])
            for lane in lanes
            if lane.form == "line"
        ),
        buried=tuple(
            BuriedLine(
                pipe.id,
                pipe.properties["utility"],
                _line(pipe),
                pipe.properties.get("diameter_mm"),
                pipe.properties.get("owner", ""),
            )
            for pipe in _known(site, "pipe")
        ),
        overhead=tuple(
            OverheadLine(
                each.id, _line(each), each.properties["voltage_kv"], each.properties.get("owner", "")
            )
            for each in _known(site, "overhead_line")
        ),
        poles=tuple(
            Spot(pole.id, _point(pole), owners=tuple(pole.properties.get("owners", ())))
            for pole in _known(site, "pole")
        ),
        trees=tuple(
            Spot(tree.id, _point(tree), tree.properties.get("protected", False))
            for tree in _known(site, "tree")
        ),
        greens=_patches(_known(site, "green")),
        sheds=_patches(_known(site, "shed")),
        heritage_zones=tuple(
            Zone(each.id, _ring(each), bool(each.properties.get("approval"))) for each in zones
        ),
        openings=tuple(_opening(each) for layer in ("window", "door") for each in _known(site, layer)),
        works=rules.works,
        transformers=_transformers(_known(site, "transformer"), stairwells),
    )


def _known(site: Site, layer: str) -> tuple[Feature, ...]:
    """Give a layer's features that count: none where nobody surveyed, none that are only assumed."""
    if layer in SURVEYED_LAYERS and site.standing_of(layer) == "none":
        return ()
    return tuple(each for each in site.of_kind(layer) if not each.properties.get("assumed"))


def _stairwell(each: Feature, buildings: dict[str, Feature]) -> Stairwell:
    building, azimuth = each.properties["building"], each.properties.get("facade_azimuth_deg")
    body = buildings[building].properties
    facade = facade_of(_point(each), _ring(buildings[building]), azimuth)
    if facade is None:
        raise NoSuchWall(NO_WALL.because(stairwell=each.id, building=building, azimuth=azimuth))
    return Stairwell(
        each.id,
        building,
        _rounded(facade.foot),
        facade.wall,
        each.properties.get("has_lift", False),
        each.properties.get("heritage", False),
        int(each.properties.get("storeys") or body["storeys"]),
        float(body.get("storey_height_m") or 2.8),
        float(body.get("base_m") or 0.0),
    )


def _buildings(site: Site) -> Iterable[Body]:
    for each in site.of_kind("building"):
        yield Body(each.id, _ring(each), each.id, each.properties.get("fire_rating", 2))


def _masses(site: Site) -> Iterable[Body]:
    ratings = {each.id: each.properties.get("fire_rating", 2) for each in site.of_kind("building")}
    for each in site.of_kind("mass"):
        ident = f"mass:{each.id}" if each.id in ratings else each.id
        building = each.properties.get("building") or ""
        yield Body(ident, _ring(each), building or None, ratings.get(building, 2))


def _patches(features: Iterable[Feature]) -> tuple[Patch, ...]:
    return tuple(Patch(each.id, _ring(each)) for each in features)


def _opening(each: Feature) -> Opening:
    properties = each.properties
    kind: Any = each.kind
    return Opening(
        each.id,
        kind,
        properties["building"],
        _point(each),
        properties["width_m"],
        properties.get("habitable", True),
    )


def _transformers(
    features: tuple[Feature, ...], stairwells: tuple[Stairwell, ...]
) -> tuple[Transformer, ...]:
    serves: dict[str, list[str]] = {each.id: list(each.properties.get("serves") or ()) for each in features}
    free = [each for each in features if not serves[each.id]]
    named = {stairwell for listed in serves.values() for stairwell in listed}
    for stairwell in stairwells:
        if free and stairwell.id not in named:
            nearest = min(free, key=lambda each: (round(dist(_point(each), stairwell.foot), 6), each.id))
            serves[nearest.id].append(stairwell.id)
    return tuple(
        Transformer(
            each.id, each.properties["rated_kva"], each.properties["peak_kva"], tuple(sorted(serves[each.id]))
        )
        for each in features
    )


def _rounded(point: Point) -> Point:
    return (round(point[0], DIGITS) + 0.0, round(point[1], DIGITS) + 0.0)


def _point(feature: Feature) -> Point:
    return _rounded(feature.geometry)  # type: ignore[arg-type]


def _line(feature: Feature) -> Line:
    return line(_rounded(point) for point in feature.geometry)  # type: ignore[arg-type]


def _ring(feature: Feature) -> Ring:
    return ring(_rounded(point) for point in feature.geometry)  # type: ignore[arg-type]
