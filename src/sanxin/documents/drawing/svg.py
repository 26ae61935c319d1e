"""A few SVG marks in site metres; y points north, so it is turned over on the way to the page."""

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from sanxin.foundation.shapes import Bounds, Point

FONT = "Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


def mark(name: str, text: str = "", **attributes: Any) -> str:
    """Write one element; ``_`` in an attribute's name stands for ``-``, and a None is left out."""
    written = "".join(
        f" {key.strip('_').replace('_', '-')}={quoteattr(str(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{text}</{name}>" if text else f"<{name}{written}/>"


def polygon(ring: Sequence[Point], **attributes: Any) -> str:
    """Draw a ring."""
    return mark("polygon", points=_points(ring), **attributes)


def polyline(corners: Sequence[Point], **attributes: Any) -> str:
    """Draw an open line."""
    return mark("polyline", points=_points(corners), fill="none", **attributes)


def circle(centre: Point, radius_m: float, text: str = "", **attributes: Any) -> str:
    """Draw a dot; ``text`` may hold a title element."""
    return mark("circle", text, cx=_number(centre[0]), cy=_number(-centre[1]), r=radius_m, **attributes)


def label(at: Point, words: str, size_m: float, *, halo: bool = False, **attributes: Any) -> str:
    """Write words with their middle at a place, unless ``text_anchor`` says otherwise.

    A halo is a second text underneath: the printer's SVG reader knows no ``paint-order``. It also draws
    a variable font at its thinnest, so every letter gets a hairline in its own colour.
    """
    given = {"text_anchor": "middle", "font_family": FONT, "fill": "#1d2321", **attributes}
    hairline = {"stroke": given["fill"], "stroke_width": round(size_m * 0.035, 3)}
    place = {"x": _number(at[0]), "y": _number(-at[1]), "font_size": size_m}
    around = {"stroke": "#ffffff", "stroke_width": round(size_m * 0.35, 3), "stroke_linejoin": "round"}
    under = mark("text", escape(words), **place, **given, **around, aria_hidden="true") if halo else ""
    return under + mark("text", escape(words), **place, **given, **hairline)


def group(parts: Iterable[str], **attributes: Any) -> str:
    """Put marks into a group."""
    return mark("g", "".join(parts) or "<!-- -->", **attributes)


def document(parts: Iterable[str], within: Bounds, title: str, **attributes: Any) -> str:
    """Wrap marks into an SVG document that shows exactly ``within``."""
    west, south, east, north = within
    return mark(
        "svg",
        mark("title", escape(title)) + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{_number(west)} {_number(-north)} {_number(east - west)} {_number(north - south)}",
        **{"role": "img", **attributes},
    )


def _points(corners: Sequence[Point]) -> str:
    return " ".join(f"{_number(x)},{_number(-y)}" for x, y in corners)


def _number(metres: float) -> str:
    return f"{metres:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if abs(metres) < 0.005 else "-0")
