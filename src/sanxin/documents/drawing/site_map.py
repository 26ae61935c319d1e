"""The whole compound on one sheet: every stairwell by its class, in colour and in shape."""

from collections.abc import Mapping
from typing import Any

from sanxin.documents.drawing.features import box, ground
from sanxin.documents.drawing.svg import circle, document, group, label, mark, polygon
from sanxin.foundation.shapes import Bounds, Point, bounds
from sanxin.journey.survey import Feature, Site

CLASS_COLOURS: Mapping[str | None, str] = {
    "suitable": "#2f7d4f",
    "difficult": "#b8730a",
    "unsuitable": "#a8322a",
    None: "#5b6472",
}
CLASS_WORDS: Mapping[str | None, tuple[str, str]] = {
    "suitable": ("适合", "suitable"),
    "difficult": ("较难", "difficult"),
    "unsuitable": ("不适合", "unsuitable"),
    None: ("已有电梯", "has a lift"),
}
MARGIN_M = 6.0


def site_map(
    site: Site, outcome: Mapping[str, Any] | None, links: Mapping[str, str] | None = None, over: str = ""
) -> str:
    """Draw the compound; stairwells link to ``links`` by id where given, else to ``#stairwell-ID``.

    ``over`` is SVG drawn over the ground, below the stairwells.
    """
    judged = {one["id"]: one for one in outcome["stairwells"]} if outcome else {}
    within = whole(site)
    marks = [
        enlarged(
            stairwell_mark(one, judged.get(one.id), (links or {}).get(one.id, f"#stairwell-{one.id}")),
            one,
            mark_scale(within),
        )
        for one in site.of_kind("stairwell")
    ]
    parts = [ground(site), over, group(marks, data_layer="stairwell"), _scale_bar(within)]
    return document(
        parts,
        within,
        f"{site.name} 总图",
        role="group",
        class_="site-map",
        preserveAspectRatio="xMidYMid meet",
    )


def mark_scale(within: Bounds) -> float:
    """Give how much larger marks are drawn on a large site, so that they can still be read on A4."""
    width_m = within[2] - within[0]
    return min(max(width_m / 140, 0.8), 1.8)


def enlarged(drawn: str, stairwell: Feature, scale: float) -> str:
    """Draw a stairwell's mark larger or smaller about its own place."""
    x, y, _, _ = box(stairwell)
    moved = f"translate({x * (1 - scale):.2f} {-y * (1 - scale):.2f}) scale({scale:.2f})"
    return mark("g", drawn, transform=moved)


def whole(site: Site) -> Bounds:
    """Give the box of everything on the site with a margin around it."""
    boxes = [box(feature) for feature in site.features]
    west, south, east, north = bounds([*(one[:2] for one in boxes), *(one[2:] for one in boxes)])
    return west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + MARGIN_M


def stairwell_mark(feature: Feature, judged: Mapping[str, Any] | None, link: str | None) -> str:
    """Draw one stairwell: a disc if suitable, a triangle if difficult, a square if unsuitable; a link if it leads on."""
    point: Any = feature.geometry
    if judged is None:
        shape, words = circle(point, 2.3, fill="#ffffff", stroke="#1d2321", stroke_width=0.3), "未评估"
    else:
        shape, words = _shape(point, judged["class"]), CLASS_WORDS[judged["class"]][0]
    return mark(
        "a" if link else "g",
        mark("title", f"{feature.id} 号门：{words}")
        + shape
        + label((point[0], point[1] - 0.75), feature.id, 2.1, fill="#ffffff" if judged else "#1d2321"),
        **({"href": link} if link else {}),
        data_stairwell=feature.id,
        data_class=judged["class"] if judged else None,
    )


def _shape(at: Point, suitability: str | None) -> str:
    x, y = at
    style: dict[str, Any] = {"fill": CLASS_COLOURS[suitability], "stroke": "#ffffff", "stroke_width": 0.25}
    if suitability == "difficult":
        return polygon(((x - 3, y - 1.9), (x + 3, y - 1.9), (x, y + 3.2)), **style)
    if suitability == "unsuitable":
        return polygon(
            ((x - 1.7, y - 1.7), (x + 1.7, y - 1.7), (x + 1.7, y + 1.7), (x - 1.7, y + 1.7)), **style
        )
    return circle(at, 2.3, **style)


def _scale_bar(within: Bounds) -> str:
    west, south, _, _ = within
    y = south + 1.8
    bar = polygon(((west + 2, y), (west + 22, y), (west + 22, y + 0.5), (west + 2, y + 0.5)), fill="#1d2321")
    north = polygon(
        ((west + 27, y), (west + 28, y + 3), (west + 29, y), (west + 28, y + 0.7)), fill="#1d2321"
    )
    return group(
        [bar, label((west + 12, y + 1), "20 m", 1.6), north, label((west + 30.2, y + 0.6), "北", 1.6)]
    )
