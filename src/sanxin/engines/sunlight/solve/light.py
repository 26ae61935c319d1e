"""From bars to light: for every stretch of sill what is open, and for every window its best stretch."""

from dataclasses import dataclass, replace

import numpy as np

from sanxin.engines.sunlight.columns import Columns
from sanxin.engines.sunlight.problem import Standard
from sanxin.engines.sunlight.solve.compiled import library
from sanxin.engines.sunlight.solve.compiled.tree import Tree
from sanxin.engines.sunlight.solve.eyes import Eyes, eyes_of
from sanxin.engines.sunlight.solve.merge import Gaps, gaps
from sanxin.engines.sunlight.solve.shade import Bars, Index, joined, shade, spans
from sanxin.engines.sunlight.solve.solids import Solids, solids_of
from sanxin.engines.sunlight.solve.sun import Floats, Sun, minute_of, sun_of

EQUAL_DIGITS = 6
NEVER = (0.0, 0.0)
WINDOWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Light:
    """What a whole problem comes to, before it is told window by window.

    ``total``, ``longest`` and ``spells`` count by the standard, for each window's ``chosen`` stretch;
    ``lit``, ``available`` and ``bars`` (in minutes) are by stretch.
    """

    eyes: Eyes
    chosen: Index
    total: Floats
    longest: Floats
    spells: Index
    lit: Gaps
    available: Gaps
    bars: Bars


@dataclass(frozen=True, slots=True)
class Scene:
    """A problem taken apart once, so that small changes of it cost little: a tree where C was built."""

    columns: Columns
    origin: tuple[float, float]
    prisms: Solids | Tree

    def eyes(self) -> Eyes:
        """Lay out the eyes of every window."""
        return eyes_of(self.columns, self.origin)

    def sun(self, declination_by_deg: float) -> Sun:
        """Give the sun of the standard's day, its declination moved by a little if asked."""
        standard = self.columns.standard
        moved_deg = standard.declination_deg + declination_by_deg
        return sun_of(self.columns.latitude_deg, moved_deg, standard.start_min, standard.end_min)


def scene_of(columns: Columns) -> Scene:
    """Take a problem apart, around a middle of its own."""
    origin = columns.origin()
    if library.LIBRARY is None:
        return Scene(columns, origin, solids_of(columns, origin))
    return Scene(columns, origin, Tree(library.LIBRARY, columns, origin))


def counted(
    scene: Scene, *, declination_by_deg: float = 0.0, sill_by_m: float = 0.0, threads: int = 1
) -> tuple[Floats, Floats]:
    """Count every window's total and longest spell, and nothing else; changes as for ``light``."""
    if isinstance(scene.prisms, Tree):
        sun = scene.sun(declination_by_deg)
        return scene.prisms.totals(scene.columns, sun, sill_by_m=sill_by_m, threads=threads)
    parts = [np.empty((2, 0))]
    for first in range(0, len(scene.columns.x_m), WINDOWS_AT_ONCE):
        some = scene.columns.windows(slice(first, first + WINDOWS_AT_ONCE))
        found = light(
            replace(scene, columns=some), declination_by_deg=declination_by_deg, sill_by_m=sill_by_m
        )
        parts.append(np.stack([found.total, found.longest]))
    total, longest = np.concatenate(parts, axis=1)
    return total, longest


def light(scene: Scene, *, declination_by_deg: float = 0.0, sill_by_m: float = 0.0) -> Light:
    """Reckon every window, with the declination and all sills moved by a little if asked."""
    columns, standard, sun = scene.columns, scene.columns.standard, scene.sun(declination_by_deg)
    eyes = scene.eyes()
    if sill_by_m:
        eyes = replace(eyes, place=eyes.place + np.array([0.0, 0.0, sill_by_m]))
    closed = _by_stretch(_closed(columns, sun), eyes, len(columns.x_m))
    shaded = shade_of(scene, eyes, sun)
    shaded = Bars(eyes.stretch[shaded.eye], shaded.prism, minute_of(shaded.low), minute_of(shaded.high))
    day, stretches = (standard.start_min, standard.end_min), len(eyes.stretch_window)
    bars = joined([closed, shaded])
    available = gaps(closed.eye, closed.low, closed.high, stretches, day)
    lit = gaps(bars.eye, bars.low, bars.high, stretches, day)
    lasting = lit.lasting(standard.min_spell_min)
    total, longest = lasting.total(stretches), lasting.longest(stretches)
    measure = total if standard.least_of == "total" else longest
    chosen = best(eyes.stretch_window, measure, len(columns.x_m))
    spells = np.bincount(lasting.group, minlength=stretches)
    return Light(eyes, chosen, total[chosen], longest[chosen], spells[chosen], lit, available, shaded)


def shade_of(scene: Scene, eyes: Eyes, sun: Sun) -> Bars:
    """Find every interval of u in which a prism of the scene hides the sun from an eye."""
    if isinstance(scene.prisms, Tree):
        return scene.prisms.bars(eyes.place, sun, scene.columns.standard)
    return shade(eyes, scene.prisms, sun)


def best(owner: Index, measure: Floats, owners: int) -> Index:
    """Choose for each owner of stretches the one with the greatest measure; of equal ones the first."""
    order = np.lexsort((np.arange(len(measure)), -np.round(measure, EQUAL_DIGITS), owner))
    return order[np.searchsorted(owner[order], np.arange(owners))]


def _closed(columns: Columns, sun: Sun) -> Gaps:
    """Find, by window, when there is no sun to be had: below the horizon, behind the façade, out of hours."""
    standard, count = columns.standard, len(columns.x_m)
    window, low, high = spans(_before_facade(columns, sun), sun.low, sun.high)
    hours = np.array([_hours(each, standard) for each in columns.azimuth_deg.tolist()]).reshape(-1, 2)
    low = np.maximum(minute_of(low), hours[window, 0])
    high = np.minimum(minute_of(high), hours[window, 1])
    kept = high > low
    day = (standard.start_min, standard.end_min)
    return gaps(window[kept], low[kept], high[kept], count, day)


def _by_stretch(closed: Gaps, eyes: Eyes, windows: int) -> Bars:
    """Hand each window's closed hours to all of its stretches."""
    stretch, row = handed_on(np.bincount(closed.group, minlength=windows), eyes.stretch_window)
    return Bars(stretch, np.full(len(stretch), -1), closed.low[row], closed.high[row])


def handed_on(counts: Index, owner: Index) -> tuple[Index, Index]:
    """Give each of many the rows of its owner, who has so many, rows of one owner lying together: who, and which row."""
    repeat = counts[owner]
    who = np.repeat(np.arange(len(owner)), repeat)
    first = np.cumsum(counts) - counts
    return who, first[owner[who]] + np.arange(len(who)) - np.repeat(np.cumsum(repeat) - repeat, repeat)


def _before_facade(columns: Columns, sun: Sun) -> Floats:
    """Give for each window the conditions that the sun is before its façade, off its plane, and up."""
    x, y, z = sun.direction
    right, left = (
        np.radians(columns.azimuth_deg + side * (90.0 - columns.standard.sweep_deg))[:, None]
        for side in (1.0, -1.0)
    )
    past_left = np.cos(left) * x - np.sin(left) * y
    short_of_right = np.sin(right) * y - np.cos(right) * x
    return np.stack([short_of_right, past_left, np.broadcast_to(z, past_left.shape)], axis=1)


def _hours(azimuth_deg: float, standard: Standard) -> tuple[float, float]:
    if not standard.effective:
        return standard.start_min, standard.end_min
    azimuth = round(azimuth_deg % 360.0) % 360
    named = (each for each in standard.effective if each.from_deg <= azimuth <= each.to_deg)
    return next(((each.start_min, each.end_min) for each in named), NEVER)
