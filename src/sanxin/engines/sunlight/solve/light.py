"""From bars to light: for every stretch of sill what is open, and for every window its best stretch."""

from dataclasses import dataclass, replace

import numpy as np

from sanxin.engines.sunlight.problem import Problem, Standard, Window
from sanxin.engines.sunlight.solve.eyes import Eyes, eyes_of
from sanxin.engines.sunlight.solve.merge import Gaps, gaps
from sanxin.engines.sunlight.solve.shade import Bars, Index, joined, shade, spans
from sanxin.engines.sunlight.solve.solids import Solids, solids_of
from sanxin.engines.sunlight.solve.sun import Floats, Sun, minute_of, sun_of

EQUAL_DIGITS = 6
NEVER = (0.0, 0.0)


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
    """A problem taken apart once, so that small changes of it cost little."""

    problem: Problem
    origin: tuple[float, float]
    solids: Solids


def scene_of(problem: Problem) -> Scene:
    """Take a problem apart, around a middle of its own: far coordinates cost no digits."""
    points = [prism.ring[0] for prism in problem.prisms] or [window.at for window in problem.windows]
    x, y = np.mean(points, axis=0) if points else (0.0, 0.0)
    origin = (float(np.floor(x)), float(np.floor(y)))
    return Scene(problem, origin, solids_of(problem.prisms, origin))


def light(scene: Scene, *, declination_by_deg: float = 0.0, sill_by_m: float = 0.0) -> Light:
    """Reckon every window, with the declination and all sills moved by a little if asked."""
    problem, standard = scene.problem, scene.problem.standard
    moved = standard.declination_deg + declination_by_deg
    sun = sun_of(problem.latitude_deg, moved, standard.start_min, standard.end_min)
    eyes = eyes_of(problem, scene.origin)
    if sill_by_m:
        eyes = replace(eyes, place=eyes.place + np.array([0.0, 0.0, sill_by_m]))
    closed = _by_stretch(_closed(problem, sun), eyes, len(problem.windows))
    shaded = shade(eyes, scene.solids, sun)
    shaded = Bars(eyes.stretch[shaded.eye], shaded.prism, minute_of(shaded.low), minute_of(shaded.high))
    day, stretches = (standard.start_min, standard.end_min), len(eyes.stretch_window)
    bars = joined([closed, shaded])
    available = gaps(closed.eye, closed.low, closed.high, stretches, day)
    lit = gaps(bars.eye, bars.low, bars.high, stretches, day)
    counted = lit.lasting(standard.min_spell_min)
    total, longest = counted.total(stretches), counted.longest(stretches)
    chosen = _best(eyes, total if standard.least_of == "total" else longest, len(problem.windows))
    spells = np.bincount(counted.group, minlength=stretches)
    return Light(eyes, chosen, total[chosen], longest[chosen], spells[chosen], lit, available, shaded)


def _best(eyes: Eyes, measure: Floats, windows: int) -> Index:
    """Choose for each window the stretch with the greatest measure; of equal ones the first."""
    order = np.lexsort((np.arange(len(measure)), -np.round(measure, EQUAL_DIGITS), eyes.stretch_window))
    first = np.searchsorted(eyes.stretch_window[order], np.arange(windows))
    return order[first]


def _closed(problem: Problem, sun: Sun) -> Gaps:
    """Find, by window, when there is no sun to be had: below the horizon, behind the façade, out of hours."""
    standard, count = problem.standard, len(problem.windows)
    window, low, high = spans(_before_facade(problem, sun), sun.low, sun.high)
    hours = np.array([_hours(each, standard) for each in problem.windows]).reshape(-1, 2)
    low = np.maximum(minute_of(low), hours[window, 0])
    high = np.minimum(minute_of(high), hours[window, 1])
    kept = high > low
    day = (standard.start_min, standard.end_min)
    return gaps(window[kept], low[kept], high[kept], count, day)


def _by_stretch(closed: Gaps, eyes: Eyes, windows: int) -> Bars:
    """Hand each window's closed hours to all of its stretches."""
    counts = np.bincount(closed.group, minlength=windows)
    first = np.cumsum(counts) - counts
    repeat = counts[eyes.stretch_window]
    stretch = np.repeat(np.arange(len(repeat)), repeat)
    within = np.arange(len(stretch)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    row = first[eyes.stretch_window[stretch]] + within
    return Bars(stretch, np.full(len(stretch), -1), closed.low[row], closed.high[row])


def _before_facade(problem: Problem, sun: Sun) -> Floats:
    """Give for each window the conditions that the sun is before its façade, off its plane, and up."""
    x, y, z = sun.direction
    azimuth_deg = np.array([window.azimuth_deg for window in problem.windows])
    right, left = (
        np.radians(azimuth_deg + side * (90.0 - problem.standard.sweep_deg))[:, None] for side in (1.0, -1.0)
    )
    past_left = np.cos(left) * x - np.sin(left) * y
    short_of_right = np.sin(right) * y - np.cos(right) * x
    return np.stack([short_of_right, past_left, np.broadcast_to(z, past_left.shape)], axis=1)


def _hours(window: Window, standard: Standard) -> tuple[float, float]:
    if not standard.effective:
        return standard.start_min, standard.end_min
    azimuth = round(window.azimuth_deg % 360.0) % 360
    named = (each for each in standard.effective if each.from_deg <= azimuth <= each.to_deg)
    return next(((each.start_min, each.end_min) for each in named), NEVER)
