"""One stairwell at large scale: the shaft where it would stand, and what is in its way, measured."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import dist
from typing import Any

from sanxin.documents.drawing.features import box, ground, line_colour, line_words, openings
from sanxin.documents.drawing.site_map import CLASS_COLOURS, enlarged, stairwell_mark
from sanxin.documents.drawing.svg import circle, document, group, label, mark, polygon
from sanxin.foundation.shapes import Bounds, Line, Point, Ring
from sanxin.journey.survey import Feature, Site

REACH_EAST_M, REACH_NORTH_M = 14.0, 10.5
LABEL_M = 0.42
MARK_SCALE = 0.3
LABEL_WIDTH_M = 4.6  # the longest, as 低压燃气管 DN89 P13


def stairwell_plan(site: Site, judged: Mapping[str, Any]) -> str:
    """Draw the surroundings of a stairwell, its candidate shaft, and a dimension for every reason."""
    stairwell = next(feature for feature in site.of_kind("stairwell") if feature.id == judged["id"])
    candidate = judged.get("candidate") or {}
    shaft: Ring = tuple((x, y) for x, y in candidate.get("shaft", ()))
    middle: Any = _middle(shaft) if shaft else stairwell.geometry
    within = _around(middle)
    named = {reason["object"] for reason in judged["reasons"]}
    parts = [
        ground(site, within),
        openings(site, within),
        _line_labels(site, within),
        _shaft(shaft, judged["class"]),
        group(_dimensions(site, shaft, judged), data_layer="reasons"),
        group(_named(site, named, within)),
        enlarged(stairwell_mark(stairwell, judged, None), stairwell, MARK_SCALE),
        _scale(within),
    ]
    return document(parts, within, f"{judged['id']} 号门平面", class_="stairwell-plan")


def _middle(ring: Ring) -> Point:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _around(middle: Point) -> Bounds:
    x, y = middle
    return x - REACH_EAST_M, y - REACH_NORTH_M, x + REACH_EAST_M, y + REACH_NORTH_M


def _shaft(shaft: Ring, suitability: str | None) -> str:
    if not shaft:
        return ""
    colour = CLASS_COLOURS[suitability]
    body = polygon(shaft, fill=colour, fill_opacity=0.22, stroke=colour, stroke_width=0.14)
    return body + label((_middle(shaft)[0], _middle(shaft)[1] - 0.2), "井道", 0.62, fill=colour)


def _dimensions(site: Site, shaft: Ring, judged: Mapping[str, Any]) -> Iterator[str]:
    """Draw a measured line from the shaft to each thing a metre-reason names."""
    features = {
        feature.id: feature for feature in site.features if feature.kind not in {"window", "stairwell"}
    }
    for number, reason in enumerate(judged["reasons"] if shaft else ()):
        feature = features.get(reason["object"])
        if feature is None or reason["unit"] != "m" or feature.kind == "boundary":
            continue
        near, far = _nearest(shaft, feature)
        yield mark("line", x1=near[0], y1=-near[1], x2=far[0], y2=-far[1], stroke="#a8322a", stroke_width=0.1)
        yield circle(near, 0.12, fill="#a8322a") + circle(far, 0.12, fill="#a8322a")
        words = f"{reason['measured']:.2f} m"
        if reason["required"]:
            words += f"（应 ≥ {reason['required']:.2f}）"
        at = ((near[0] + far[0]) / 2 + 0.3, (near[1] + far[1]) / 2 + 0.7 * number)
        yield label(at, words, LABEL_M, fill="#a8322a", text_anchor="start", font_weight="bold", halo=True)


def _named(site: Site, ids: set[str], within: Bounds) -> Iterator[str]:
    for feature in site.features:
        if feature.id in ids and feature.form == "point" and feature.kind not in {"stairwell", "window"}:
            x, y, _, _ = box(feature)
            if within[0] < x < within[2] and within[1] < y < within[3]:
                yield label((x, y + 0.6), feature.id, LABEL_M, font_weight="bold", halo=True)


def _line_labels(site: Site, within: Bounds) -> str:
    west, south, east, north = within
    found: list[str] = []
    taken: list[Point] = []
    for kind in ("pipe", "overhead_line"):
        for feature in site.of_kind(kind):
            corners: Any = feature.geometry
            inside = [
                p for p in _along(corners) if west + 1 < p[0] < east - 3 and south + 1 < p[1] < north - 1
            ]
            if inside:
                x, y = next((p for p in inside if _is_free(p, taken)), inside[0])
                taken.append((x, y))
                found.append(
                    label((x + 0.2, y + 0.16), line_words(feature), LABEL_M, fill=line_colour(feature),
                          text_anchor="start", halo=True)
                )  # fmt: skip
    return group(found)


def _is_free(at: Point, taken: list[Point]) -> bool:
    """Tell whether a line's label may begin here without lying over one that is there."""
    return all(abs(at[0] - x) > LABEL_WIDTH_M or abs(at[1] - y) > 1.3 * LABEL_M for x, y in taken)


def _along(line: Line, step_m: float = 0.5) -> Iterator[Point]:
    for a, b in pairwise(line):
        steps = max(int(dist(a, b) / step_m), 1)
        for i in range(steps + 1):
            yield a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps


def _nearest(shaft: Ring, feature: Feature) -> tuple[Point, Point]:
    """Give the nearest points of shaft and thing, good to a few centimetres: enough for a drawing."""
    geometry: Any = feature.geometry
    there = [geometry] if feature.form == "point" else list(_along(_closed(geometry, feature.form), 0.1))
    here = list(_along((*shaft, shaft[0]), 0.1))
    return min(((a, b) for a in here for b in _close(there, shaft)), key=lambda pair: dist(*pair))


def _close(points: list[Point], shaft: Ring) -> list[Point]:
    """Of many points keep those that can be the nearest, so that long lines draw fast."""
    middle = _middle(shaft)
    least = min(dist(point, middle) for point in points)
    return [point for point in points if dist(point, middle) <= least + 3.0]


def _closed(geometry: Line, form: str) -> Line:
    return (*geometry, geometry[0]) if form == "ring" else geometry


def _scale(within: Bounds) -> str:
    west, south, _, _ = within
    bar = polygon(
        (
            (west + 0.6, south + 0.5),
            (west + 5.6, south + 0.5),
            (west + 5.6, south + 0.65),
            (west + 0.6, south + 0.65),
        ),
        fill="#1d2321",
    )
    return group(
        [bar, label((west + 3.1, south + 0.85), "5 m", 0.5), label((west + 6.6, south + 0.5), "↑北", 0.6)]
    )
