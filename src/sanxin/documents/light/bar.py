"""The bar of a window's day: what is lit now, what is lit after, what is taken. Hatching says it without colour."""

from collections.abc import Iterable, Iterator
from math import ceil, floor
from typing import Any
from xml.sax.saxutils import escape

from sanxin.documents.drawing.svg import FONT, mark
from sanxin.documents.light.day import Hours, Interval, WindowDay
from sanxin.documents.light.words import lost_words
from sanxin.foundation.finding import Language

WIDTH, HEIGHT, EDGE = 360.0, 136.0, 6.0
STRIP, NOW, AFTER = 26.0, 26.0, 80.0
TEXT = 19
INK, LIT, RIM, SHADE, TAKEN = "#1d2321", "#ffd445", "#6b5200", "#6f7883", "#9c2b23"
LABELS = {"zh": ("现在", "建成后"), "en": ("now", "after")}


def bar(day: WindowDay, hours: Hours, said: str, language: Language, ident: str) -> str:
    """Draw a window's day as SVG: two strips over one ruler. ``said`` is read aloud; ``ident`` keeps ids apart."""
    now, after = LABELS[language]
    at = _scale(hours)
    whole = [(hours.start_min, hours.end_min)]
    taken = [(one.start_min, one.end_min) for one in day.taken]
    parts = [
        mark("title", escape(said)),
        _hatching(ident),
        *_ruler(hours, at),
        _text(EDGE, NOW - 7, now),
        *_blocks(whole, NOW, at, fill=f"url(#{ident}-shade)", stroke=SHADE),
        *_blocks(day.before, NOW, at, fill=LIT, stroke=RIM),
        _text(EDGE, AFTER - 7, after),
        *_blocks(whole, AFTER, at, fill=f"url(#{ident}-shade)", stroke=SHADE),
        *_blocks(day.after, AFTER, at, fill=LIT, stroke=RIM),
        *_blocks(taken, AFTER, at, fill=f"url(#{ident}-taken)", stroke=TAKEN, stroke_width=2),
        *_arrow(day, at, language),
    ]
    return mark(
        "svg", "".join(parts), xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        role="img", class_="day-bar",
    )  # fmt: skip


def swatch(kind: str, ident: str) -> str:
    """Draw one sign of the key: ``lit``, ``shade`` or ``taken``."""
    fill, stroke = {"lit": (LIT, RIM), "shade": (f"url(#{ident}-shade)", SHADE)}.get(
        kind, (f"url(#{ident}-taken)", TAKEN)
    )
    box = mark("rect", x=1, y=1, width=34, height=18, fill=fill, stroke=stroke)
    return mark(
        "svg", _hatching(ident) + box, xmlns="http://www.w3.org/2000/svg", viewBox="0 0 36 20", class_="swatch-sign",
        aria_hidden="true",
    )  # fmt: skip


class _scale:  # noqa: N801 - used as a function of the minute
    """Where a minute of the sun's time lies; the ruler begins at the whole hour of the clock before the first."""

    def __init__(self, hours: Hours) -> None:
        self.first = floor((hours.start_min + hours.shift_min) / 60) * 60 - hours.shift_min
        self.last = hours.end_min

    def __call__(self, minute: float) -> float:
        return EDGE + (minute - self.first) / (self.last - self.first) * (WIDTH - 2 * EDGE)


def _hatching(ident: str) -> str:
    def pattern(name: str, ground: str, line: str, width: float) -> str:
        drawn = mark("rect", width=7, height=7, fill=ground) + mark("rect", width=width, height=7, fill=line)
        turn = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
        return mark("pattern", drawn, id=f"{ident}-{name}", width=7, height=7, **turn)

    return mark("defs", pattern("shade", "#e3e5e8", "#c4c9cf", 2.5) + pattern("taken", "#ffffff", TAKEN, 3.5))


def _blocks(intervals: Iterable[Interval], top: float, at: _scale, **style: Any) -> Iterator[str]:
    for start, end in intervals:
        x = at(start)
        yield mark("rect", x=_n(x), y=top, width=_n(max(at(end) - x, 1.2)), height=STRIP, **style)


def _ruler(hours: Hours, at: _scale) -> Iterator[str]:
    """Draw a line every hour of the clock and write every second one."""
    first = ceil((at.first + hours.shift_min) / 60)
    last = floor((at.last + hours.shift_min) / 60)
    for hour in range(first, last + 1):
        x = at(hour * 60 - hours.shift_min)
        yield mark(
            "line", x1=_n(x), x2=_n(x), y1=NOW - 3, y2=AFTER + STRIP + 5, stroke="#aab0b6", stroke_width=1
        )
        if (hour - first) % 2 == 0:
            anchor = "start" if x < 2 * EDGE else "end" if x > WIDTH - 4 * EDGE else "middle"
            yield _text(min(max(x, EDGE), WIDTH - 2), HEIGHT - 6, f"{hour}:00", anchor)


def _arrow(day: WindowDay, at: _scale, language: Language) -> Iterator[str]:
    """Point at every stretch taken; beside the longest write how much is lost in all."""
    if not day.taken:
        return
    for one in day.taken:
        x = at((one.start_min + one.end_min) / 2)
        tip = f"{_n(x - 5)},{AFTER - 11} {_n(x + 5)},{AFTER - 11} {_n(x)},{AFTER - 2}"
        yield mark("polygon", points=tip, fill=TAKEN)
    longest = max(day.taken, key=lambda one: one.end_min - one.start_min)
    x = at((longest.start_min + longest.end_min) / 2)
    on_the_left = x > WIDTH / 2
    yield _text(
        x - 9 if on_the_left else max(x + 9, 84), AFTER - 7, lost_words(day, language), "end" if on_the_left else "start",
        fill=TAKEN, font_weight="bold",
    )  # fmt: skip


def _text(x: float, y: float, words: str, anchor: str = "start", **style: Any) -> str:
    given = {"fill": INK, **style}
    # The printer's SVG reader draws a variable font at its thinnest; a hairline in its own colour helps it.
    return mark(
        "text", escape(words), x=_n(x), y=_n(y), font_size=TEXT, font_family=FONT, text_anchor=anchor,
        stroke=given["fill"], stroke_width=0.5, **given,
    )  # fmt: skip


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
