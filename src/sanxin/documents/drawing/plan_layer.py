"""The plan over the map: every shaft where it would stand, and each measure tied to all the stairwells it unlocks."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import ceil, cos, dist, pi, sin
from typing import Any

from sanxin.documents.drawing.svg import group, label, mark, polygon
from sanxin.foundation.shapes import Point
from sanxin.journey.survey import Feature, Site

MEASURE, SHAFT = "#5a2d82", "#1d2321"
HALF_M = 2.4
DOOR_CLEAR_M = 6.5  # off the stairwells' own marks, which lie above


def plan_layer(site: Site, outcome: Mapping[str, Any] | None, said: Mapping[str, str]) -> str:
    """Draw an assessment's plan; nothing where there is none.

    ``said`` are the measures in words, in the order they are numbered by wherever they are listed.
    """
    if not outcome or not outcome.get("plan"):
        return ""
    shafts = [
        polygon(one["plan"]["shaft"], fill=SHAFT, fill_opacity=0.35, stroke=SHAFT, stroke_width=0.2)
        for one in outcome["stairwells"] if one.get("plan")
    ]  # fmt: skip
    things = {one.id: one for one in site.features if one.kind != "stairwell"}
    doors: dict[str, Any] = {one.id: one.geometry for one in site.of_kind("stairwell")}
    chosen = [one for one in outcome["measures"] if one["chosen"] and _thing_of(one) in things]
    taken: list[Point] = []
    drawn = []
    for one in sorted(chosen, key=lambda one: [*said].index(one["id"]) if one["id"] in said else 0):
        served = [doors[each] for each in one["unlocks"]]
        foot, at = _place(things[_thing_of(one)], served, list(doors.values()), taken)
        taken.append(at)
        drawn.append(_measure(foot, at, served, one["id"], said))
    return group([*shafts, *drawn], data_layer="plan")


def _thing_of(measure: Mapping[str, Any]) -> str:
    return str(measure["id"].partition(":")[2])


def _place(
    thing: Feature, served: list[Point], doors: list[Point], taken: list[Point]
) -> tuple[Point, Point]:
    """Find the point of a thing nearest to whom it serves, and where its sign can be read, off other signs."""
    points = list(_points(thing))
    foot = min(points, key=lambda point: sum(dist(point, door) for door in served))
    round_it = (
        (foot[0] + far * cos(turn * pi / 8), foot[1] + far * sin(turn * pi / 8))
        for far in (DOOR_CLEAR_M, 1.5 * DOOR_CLEAR_M, 2 * DOOR_CLEAR_M)
        for turn in range(16)
    )
    free = [
        point
        for point in (*points, *round_it)
        if all(dist(point, door) >= DOOR_CLEAR_M for door in doors)
        and all(dist(point, sign) >= 2.5 * HALF_M for sign in taken)
    ]
    return foot, min(free, key=lambda point: dist(point, foot), default=foot)


def _measure(foot: Point, at: Point, served: list[Point], measure: str, said: Mapping[str, str]) -> str:
    """Draw a numbered diamond tied to its thing, and a dashed line to every door it serves."""
    x, y = at
    diamond = polygon(
        ((x - HALF_M, y), (x, y + HALF_M), (x + HALF_M, y), (x, y - HALF_M)),
        fill="#ffffff", stroke=MEASURE, stroke_width=0.5,
    )  # fmt: skip
    ties = [_line(at, door, stroke_dasharray="1.2 0.8") for door in served]
    number = (
        label((x, y - 0.9), str([*said].index(measure) + 1), 2.6, fill=MEASURE) if measure in said else ""
    )
    title = mark("title", said.get(measure, measure).replace("&", "&amp;").replace("<", "&lt;"))
    leader = "" if at == foot else _line(at, foot)
    return group([title, *ties, leader, diamond, number], data_measure=measure)


def _line(one: Point, other: Point, **style: Any) -> str:
    ends = {"x1": one[0], "y1": -one[1], "x2": other[0], "y2": -other[1]}
    return mark(
        "line",
        **{key: f"{value:.2f}" for key, value in ends.items()},
        stroke=MEASURE,
        stroke_width=0.4,
        **style,
    )


def _points(thing: Feature) -> Iterator[Point]:
    """Give points along a thing, at most a metre apart."""
    geometry: Any = thing.geometry
    if thing.form == "point":
        yield geometry
        return
    for a, b in pairwise((*geometry, geometry[0]) if thing.form == "ring" else geometry):
        steps = max(ceil(dist(a, b)), 1)
        yield from (
            (a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps) for i in range(steps + 1)
        )
