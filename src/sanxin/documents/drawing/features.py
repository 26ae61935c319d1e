"""How each kind of thing on a site is drawn, as survey maps in this country draw it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sanxin.documents.drawing.svg import circle, group, label, polygon, polyline
from sanxin.engines.siting.grounds import UTILITY_TERMS
from sanxin.foundation.shapes import Bounds, Point, bounds
from sanxin.journey.survey import Feature, Site

# Colours of buried lines after the usual habit of utility maps: gas pink, power red, water blue …
UTILITY_COLOURS: Mapping[str, str] = {
    "water": "#1f6fb2", "reclaimed": "#5aa9a3", "sewer": "#7a5230", "storm": "#4f7d8c", "heat": "#b5651d",
    "power_cable": "#c02626", "telecom": "#2e8b57", "telecom_duct": "#2e8b57",
}  # fmt: skip
GAS_COLOUR = "#c2337f"
NAME_M = 3.2
INK, WALL = "#1d2321", "#6d675c"


def ground(site: Site, near: Bounds | None = None) -> str:
    """Draw everything of a site but its stairwells, from the ground up; only what lies ``near``."""
    kinds = (
        "boundary", "heritage_zone", "green", "fire_lane", "shed", "building", "mass", "pipe", "overhead_line",
        "tree", "pole", "transformer",
    )  # fmt: skip
    layers = [group((DRAWN[kind](one) for one in _near(site, kind, near)), data_layer=kind) for kind in kinds]
    return "".join(layers) + ("" if near else _building_names(site))


def _building_names(site: Site) -> str:
    """Write them along the south side, clear of the stairs."""
    return group(
        label(
            (centre(one)[0], box(one)[1] + 1.2), f"{one.properties['name'] or one.id} · {one.properties['storeys']} 层",
            NAME_M, fill="#544e43",
        )
        for one in site.of_kind("building")
    )  # fmt: skip


def openings(site: Site, near: Bounds) -> str:
    """Draw windows and doors, which only a large scale can show."""
    return group(
        [
            circle(feature.geometry, 0.14, fill=_opening_colour(feature))  # type: ignore[arg-type]
            for kind in ("window", "door")
            for feature in _near(site, kind, near)
        ]
    )


def line_words(feature: Feature) -> str:
    """Say what a buried or overhead line is, as it is written along it."""
    if feature.kind == "overhead_line":
        return f"架空线 {feature.properties['voltage_kv']:g} kV {feature.id}"
    diameter = feature.properties.get("diameter_mm")
    return f"{UTILITY_TERMS[feature.properties['utility']].zh}{f' DN{diameter:g}' if diameter else ''} {feature.id}"


def line_colour(feature: Feature) -> str:
    """Give the colour of a buried line by its utility."""
    return UTILITY_COLOURS.get(feature.properties.get("utility", ""), GAS_COLOUR)


def box(feature: Feature) -> Bounds:
    """Give the box around a feature."""
    points: Any = [feature.geometry] if feature.form == "point" else feature.geometry
    return bounds(points)


def centre(feature: Feature) -> Point:
    """Give the middle of the box around a feature."""
    west, south, east, north = box(feature)
    return (west + east) / 2, (south + north) / 2


def _near(site: Site, kind: str, near: Bounds | None) -> Iterator[Feature]:
    for feature in site.of_kind(kind):
        if near is None or _touch(box(feature), near):
            yield feature


def _touch(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _opening_colour(feature: Feature) -> str:
    if feature.kind == "door":
        return "#8a4b08"
    return "#2b6cb0" if feature.properties["habitable"] else "#9aa5ad"


def _area(fill: str, stroke: str, width_m: float = 0.12, **extra: Any) -> Callable[[Feature], str]:
    def draw(feature: Feature) -> str:
        return polygon(feature.geometry, fill=fill, stroke=stroke, stroke_width=width_m, **extra)  # type: ignore[arg-type]

    return draw


def _building(feature: Feature) -> str:
    return polygon(feature.geometry, fill="#e4dfd3", stroke=WALL, stroke_width=0.25)  # type: ignore[arg-type]


def _lane(feature: Feature) -> str:
    if feature.form == "ring":
        return polygon(feature.geometry, fill="#efebe3", stroke="#c9c1b2", stroke_width=0.08)  # type: ignore[arg-type]
    width_m = feature.properties["width_m"]
    return polyline(feature.geometry, stroke="#efebe3", stroke_width=width_m)  # type: ignore[arg-type]


def _pipe(feature: Feature) -> str:
    return polyline(feature.geometry, stroke=line_colour(feature), stroke_width=0.2)  # type: ignore[arg-type]


def _overhead(feature: Feature) -> str:
    return polyline(feature.geometry, stroke="#3b3b3b", stroke_width=0.12, stroke_dasharray="1.2 0.6")  # type: ignore[arg-type]


def _dot(radius_m: float, fill: str, stroke: str) -> Callable[[Feature], str]:
    def draw(feature: Feature) -> str:
        return circle(feature.geometry, radius_m, fill=fill, stroke=stroke, stroke_width=0.12)  # type: ignore[arg-type]

    return draw


def _transformer(feature: Feature) -> str:
    x, y = centre(feature)
    square = ((x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1))
    return polygon(square, fill="#fbe9a9", stroke=INK, stroke_width=0.15) + label((x, y - 0.55), "变", 1.5)


DRAWN: Mapping[str, Callable[[Feature], str]] = {
    "boundary": _area("none", "#b03a2e", 0.35, stroke_dasharray="3 1"),
    "heritage_zone": _area("#f3e6d0", "#8a5a00", 0.2, fill_opacity=0.5),
    "green": _area("#dcead3", "#a9c79a"),
    "fire_lane": _lane,
    "shed": _area("#d9c7c0", "#8d6e63"),
    "building": _building,
    "mass": _area("#d8d2c4", WALL),
    "pipe": _pipe,
    "overhead_line": _overhead,
    "tree": _dot(1.0, "#a8cf98", "#5b8a4a"),
    "pole": _dot(0.35, "#ffffff", INK),
    "transformer": _transformer,
}
