"""Windows of a site: those surveyed, put on their walls; where a building has none, one a dwelling and floor."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import cos, dist, radians, sin

from sanxin.engines.sunlight.problem import Window
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.foundation.shapes import Point, Ring
from sanxin.journey.sunlight.facade import Facade, facade_of, looks_deg
from sanxin.journey.survey import Feature, Site
from sanxin.rulebook.sunlight import Choices

Wall = tuple[Point, Point]
LONG_ENOUGH = 0.7
NO_WALL = Sentence(
    "sunlight.no_wall",
    zh="窗 {window}：楼栋 {building} 没有朝向 {azimuth}° 的外墙",
    en="Window {window}: building {building} has no wall that looks {azimuth}°",
)


NO_DEPTH = Sentence(
    "sunlight.no_depth",
    zh="窗 {window} 的阳台有侧墙或已封闭，按阳台洞口计算，但没有写进深 balcony_depth_m（米）",
    en="Window {window} is behind a side-walled or enclosed balcony, whose opening counts, but its balcony_depth_m is not given",
)


class NoDepth(Refusal):
    """A balcony's opening counts, and nobody said how far out it is."""


class NoSuchWall(Refusal):
    """A window names an azimuth that none of its building's walls looks to."""


@dataclass(frozen=True, slots=True)
class SiteWindow:
    """A window for the engine, and what the site knows of it.

    ``assumed``: nobody surveyed it; ``moved_m``: how far it was drawn from the wall it was put on;
    ``balcony``: the kind of balcony it is behind, ``at_opening``: that its opening counts, not the window.
    """

    window: Window
    building: str
    stairwell: str
    dwelling: str
    floor: int | None
    habitable: bool
    assumed: bool
    moved_m: float
    balcony: str = ""
    at_opening: bool = False


def windows_of(site: Site, choices: Choices) -> tuple[SiteWindow, ...]:
    """Give every window of a site.

    A layer of windows that the survey calls "none" does not count: its buildings get assumed ones.

    :raises NoSuchWall: if no wall of its building looks the way a window says
    :raises NoDepth: if the opening of a balcony counts and its depth is not given
    """
    known = site.of_kind("window") if site.standing_of("window") == "complete" else ()
    outlines = _outlines(site)
    buildings = {each.id: each for each in site.of_kind("building")}
    surveyed = tuple(
        _surveyed(each, buildings[each.properties["building"]], outlines, choices) for each in known
    )
    seen = {each.building for each in surveyed}
    assumed = (each for building in buildings.values() for each in _assumed(site, building, choices, seen))
    return (*surveyed, *assumed)


def _outlines(site: Site) -> dict[str, list[tuple[Ring, float, float]]]:
    """Give for each building its outlines and those of its masses, each with base and top."""
    found: dict[str, list[tuple[Ring, float, float]]] = {}
    for each in site.of_kind("building"):
        found.setdefault(each.id, []).append((_ring(each), *span_of(each)))
    for each in site.of_kind("mass"):
        if each.properties.get("building"):
            found.setdefault(each.properties["building"], []).append((_ring(each), *span_of(each)))
    return found


def span_of(each: Feature) -> tuple[float, float]:
    """Give the base and the top of a building, mass or shaft, in metres above the site's zero."""
    properties = each.properties
    base_m = float(properties.get("base_m") or 0.0)
    height_m = properties.get("height_m")
    if height_m is None:
        height_m = properties["storeys"] * properties.get("storey_height_m", 2.8) + 0.6
    return base_m, base_m + float(height_m)


def _surveyed(
    each: Feature, building: Feature, outlines: dict[str, list[tuple[Ring, float, float]]], choices: Choices
) -> SiteWindow:
    properties, at = each.properties, _point(each)
    floor, sill_m = properties.get("floor"), properties.get("sill_m")
    sill_m = _sill_m(building, floor or 1, choices) if sill_m is None else sill_m
    azimuth_deg = properties.get("azimuth_deg")
    walls = [
        facade
        for number, (outline, base_m, top_m) in enumerate(outlines[building.id])
        if number == 0 or base_m <= sill_m < top_m
        for facade in [facade_of(at, outline, azimuth_deg)]
        if facade is not None
    ]
    if not walls:
        raise NoSuchWall(NO_WALL.because(window=each.id, building=building.id, azimuth=azimuth_deg))
    wall = min(walls, key=lambda facade: round(dist(at, facade.foot), 6))
    away_m = dist(at, wall.foot)
    balcony = properties.get("balcony") or ""
    width_m = float(properties.get("width_m") or choices.assumed_width_m)
    on_wall = _on_wall(each.id, wall, float(sill_m), width_m)
    return SiteWindow(
        _at_opening(each, on_wall) if balcony in choices.at_opening else on_wall,
        building.id,
        properties.get("stairwell") or "",
        properties.get("dwelling") or "",
        floor,
        properties.get("habitable", True),
        assumed=False,
        moved_m=round(away_m, 3) if away_m > choices.facade_reach_m else 0.0,
        balcony=balcony,
        at_opening=balcony in choices.at_opening,
    )


def _at_opening(each: Feature, window: Window) -> Window:
    """Move a window out to the opening of its balcony."""
    depth_m = each.properties.get("balcony_depth_m")
    if depth_m is None:
        raise NoDepth(NO_DEPTH.because(window=each.id))
    azimuth = radians(window.azimuth_deg)
    (x, y), out_m = window.at, float(depth_m)
    return replace(window, at=(x + out_m * sin(azimuth), y + out_m * cos(azimuth)))


def _on_wall(ident: str, wall: Facade, sill_m: float, width_m: float) -> Window:
    return Window(ident, wall.foot, sill_m, looks_deg(wall.wall), width_m)


def _sill_m(building: Feature, floor: int, choices: Choices) -> float:
    storey_m = building.properties.get("storey_height_m", 2.8)
    return span_of(building)[0] + (floor - 1) * float(storey_m) + choices.sill_above_floor_m


def _assumed(site: Site, building: Feature, choices: Choices, seen: set[str]) -> Iterator[SiteWindow]:
    if building.id in seen:
        return
    wall = main_wall(_ring(building))
    stairwells = _along(
        wall, [each for each in site.of_kind("stairwell") if each.properties["building"] == building.id]
    )
    for place, stairwell in enumerate(stairwells or [""]):
        for floor, rooms in _rooms(site, building, stairwell).items():
            for number, room in enumerate(rooms):
                share = (place + (number + 0.5) / len(rooms)) / max(len(stairwells), 1)
                name = ":".join(
                    part for part in ("assumed", building.id, stairwell, str(floor), room) if part
                )
                yield _laid(name, building, wall, share, (stairwell, room, floor), choices)


def _laid(
    name: str, building: Feature, wall: Wall, share: float, whose: tuple[str, str, int], choices: Choices
) -> SiteWindow:
    (ax, ay), (bx, by) = wall
    stairwell, room, floor = whose
    foot = (ax + share * (bx - ax), ay + share * (by - ay))
    window = _on_wall(name, Facade(foot, wall), _sill_m(building, floor, choices), choices.assumed_width_m)
    return SiteWindow(window, building.id, stairwell, room, floor, habitable=True, assumed=True, moved_m=0.0)


def main_wall(outline: Ring) -> Wall:
    """Give the main façade: of the walls at least 0.7 times as long as the longest, the most southerly."""
    walls = list(zip(outline, (*outline[1:], outline[0]), strict=True))
    longest_m = max(dist(*wall) for wall in walls)
    main = [wall for wall in walls if dist(*wall) >= LONG_ENOUGH * longest_m]
    return max(main, key=lambda wall: (round(cos(radians(looks_deg(wall) - 180.0)), 6), dist(*wall)))


def _along(wall: Wall, stairwells: list[Feature]) -> list[str]:
    """Order stairwells as they come along a wall."""
    (ax, ay), (bx, by) = wall
    keyed = [
        ((x - ax) * (bx - ax) + (y - ay) * (by - ay), each.id)
        for each in stairwells
        for x, y in [_point(each)]
    ]
    return [ident for _, ident in sorted(keyed)]


def _rooms(site: Site, building: Feature, stairwell: str) -> dict[int, list[str]]:
    """Give the rooms of each floor; one without a name where no list says, the ground floor where it says none."""
    floors: dict[int, list[str]] = {}
    for row in site.dwellings:
        if stairwell and row.stairwell == stairwell:
            floors.setdefault(row.floor or 1, []).append(row.room)
    if not floors:
        return {floor: [""] for floor in range(1, int(building.properties["storeys"]) + 1)}
    return {floor: sorted(rooms) for floor, rooms in sorted(floors.items())}


def _point(feature: Feature) -> Point:
    x, y = feature.geometry
    return float(x), float(y)  # type: ignore[arg-type]


def _ring(feature: Feature) -> Ring:
    return tuple(feature.geometry)  # type: ignore[arg-type]
