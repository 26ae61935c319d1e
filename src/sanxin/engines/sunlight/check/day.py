"""A window's day found by stepping: every change of state is bracketed between two steps and bisected."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from sanxin.engines.sunlight.check.ray import eyes_at, hides, may_hide
from sanxin.engines.sunlight.check.sky import Flags, Floats, Sky, seen_from, sky_at
from sanxin.engines.sunlight.problem import Prism, Problem, Window
from sanxin.engines.sunlight.result import Interval

HALVINGS = 14
Spells = list[Interval]


@dataclass(frozen=True, slots=True)
class Change:
    """A small change of the question: added to the declination and to the sill."""

    declination_deg: float = 0.0
    sill_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Day:
    """When the sun may be had, when each prism hides it, and what is left."""

    available: Spells
    shades: dict[str, Spells]

    def lit(self) -> Spells:
        """Give the intervals that nobody hides."""
        left = self.available
        for spells in self.shades.values():
            left = without(left, spells)
        return left


def day_of(problem: Problem, window: Window, offset_m: float, minutes: Floats, change: Change) -> Day:
    """Step through a day at some minutes (ascending; they bound what can be missed)."""
    standard = problem.standard
    declination_deg = standard.declination_deg + change.declination_deg

    whole_day = sky_at(minutes, problem.latitude_deg, declination_deg)

    def sky(minute: Floats) -> Sky:
        return whole_day if minute is minutes else sky_at(minute, problem.latitude_deg, declination_deg)

    def seen(minute: Floats) -> Flags:
        return seen_from(window, standard, sky(minute))

    available, shades = spells_of(seen, minutes), {}
    eyes = eyes_at(window, standard, offset_m, change.sill_m)
    slopes = whole_day.slope[seen(minutes)]
    # Between two steps the sun may stand a little lower than at either.
    flattest = max(0.98 * float(slopes.min(initial=1e9)) - 0.005, 0.0)
    for prism in problem.prisms if available else ():
        if not any(may_hide(prism, eye, window.azimuth_deg, flattest) for eye in eyes):
            continue

        def hidden(minute: Floats, prism: Prism = prism) -> Flags:
            flags: Flags = np.any([hides(prism, eye, sky(minute)) for eye in eyes], axis=0)
            return flags

        spells = common(spells_of(hidden, minutes), available)
        if spells:
            shades[prism.id] = spells
    return Day(available, shades)


def spells_of(state: Callable[[Floats], Flags], minutes: Floats) -> Spells:
    """Find when a state holds, given that it changes at most once between neighbouring minutes."""
    held = state(minutes)
    turns = np.nonzero(held[1:] != held[:-1])[0]
    low, high, before = minutes[turns], minutes[turns + 1], held[turns]
    for _ in range(HALVINGS if len(turns) else 0):
        middle = (low + high) / 2
        same = state(middle) == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    edges = [*([float(minutes[0])] if held[0] else []), *((low + high) / 2).tolist()]
    edges += [float(minutes[-1])] if held[-1] else []
    return list(zip(edges[::2], edges[1::2], strict=True))


def common(spells: Iterable[Interval], others: Spells) -> Spells:
    """Give what two lists of intervals share."""
    met = [(max(a, c), min(b, d)) for a, b in spells for c, d in others]
    return [(start, end) for start, end in met if end > start]


def without(spells: Spells, others: Iterable[Interval]) -> Spells:
    """Give what is left of some intervals when others are taken out."""
    for low, high in others:
        spells = [
            (a, b)
            for start, end in spells
            for a, b in ((start, min(end, low)), (max(start, high), end))
            if b > a
        ]
    return spells


def steps(start_min: float, end_min: float, step_s: float, probes: Iterable[float] = ()) -> Floats:
    """Lay out the moments to ask about: even steps, and a moment on either side of each claimed edge."""
    count = int(np.ceil((end_min - start_min) * 60.0 / step_s)) + 1
    beside = [probe + side for probe in probes for side in (-0.01, 0.01)]
    moments = np.concatenate([np.linspace(start_min, end_min, count), beside])
    return np.unique(np.clip(moments, start_min, end_min))
