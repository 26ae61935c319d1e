"""The plan over the map: every shaft where it would stand, and each measure tied to all the stairwells it unlocks."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import ceil, dist
from typing import Any

from sanxin.documents.drawing.svg import group, mark, polygon
from sanxin.foundation.shapes import Point
from sanxin.journey.survey import Feature, Site

MEASURE, SHAFT = "#5a2d82", "#1d2321"
HALF_M = 1.3


def plan_layer(site: Site, outcome: Mapping[str, Any] | None, said: Mapping[str, str]) -> str:
    """Draw an assessment's plan; ``said`` are the measures in words. Nothing where there is no plan."""
    if not outcome or not outcome.get("plan"):
        return ""
    shafts = [
        polygon(one["plan"]["shaft"], fill=SHAFT, fill_opacity=0.35, stroke=SHAFT, stroke_width=0.2)
        for one in outcome["stairwells"] if one.get("plan")
    ]  # fmt: skip
    things = {one.id: one for one in site.features if one.kind != "stairwell"}
    doors: dict[str, Any] = {one.id: one.geometry for one in site.of_kind("stairwell")}
    drawn = [
        _measure(things[one["id"].partition(":")[2]], [doors[each] for each in one["unlocks"]], one["id"], said)
        for one in outcome["measures"] if one["chosen"] and one["id"].partition(":")[2] in things
    ]  # fmt: skip
    return group([*shafts, *drawn], data_layer="plan")


def _measure(thing: Feature, doors: list[Point], measure: str, said: Mapping[str, str]) -> str:
    """Draw a diamond on the thing, and a dashed line to every door."""
    points = list(_points(thing))
    at = min(points, key=lambda point: sum(dist(point, door) for door in doors))
    x, y = at
    diamond = polygon(
        ((x - HALF_M, y), (x, y + HALF_M), (x + HALF_M, y), (x, y - HALF_M)),
        fill="#ffffff", stroke=MEASURE, stroke_width=0.5,
    )  # fmt: skip
    ties = [
        mark("line", x1=x, y1=-y, x2=door[0], y2=-door[1], stroke=MEASURE, stroke_width=0.4, stroke_dasharray="1.2 0.8")
        for door in doors
    ]  # fmt: skip
    title = mark("title", said.get(measure, measure).replace("&", "&amp;").replace("<", "&lt;"))
    return group([title, *ties, diamond], data_measure=measure)


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
