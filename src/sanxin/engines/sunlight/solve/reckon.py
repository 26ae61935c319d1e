"""Sunlight, told window by window: what is lit, how it counts, who takes the rest, and what it hangs on."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np

from sanxin.engines.sunlight.columns import Columns
from sanxin.engines.sunlight.problem import Problem
from sanxin.engines.sunlight.result import Change, Interval, Shade, Sunlit, WindowLight
from sanxin.engines.sunlight.solve.light import Light, counted, light, scene_of
from sanxin.engines.sunlight.solve.merge import SLIVER_MIN, Gaps
from sanxin.engines.sunlight.solve.sun import Floats

DECLINATION_DEG = 0.05
HEIGHT_M = 0.1

Owned = dict[str, list[Interval]]


def solve(problem: Problem) -> Sunlit:
    """Reckon when the sun reaches every window, and everything that follows from it."""
    scene = scene_of(Columns.of(problem))
    found = light(scene)
    measured = 0 if problem.standard.least_of == "total" else 1
    changed: dict[Change, tuple[Floats, ...]] = {
        "declination": tuple(
            counted(scene, declination_by_deg=by)[measured] for by in (-DECLINATION_DEG, DECLINATION_DEG)
        ),
        "height": tuple(counted(scene, sill_by_m=by)[measured] for by in (-HEIGHT_M, HEIGHT_M)),
    }
    lit, available = _by_window(found, found.lit), _by_window(found, found.available)
    owned = _owned(problem, found)
    return Sunlit(
        tuple(
            _window(problem, found, number, (lit[number], available[number], owned[number]), changed)
            for number in range(len(problem.windows))
        )
    )


def totals(problem: Problem) -> tuple[Floats, Floats]:
    """Reckon only each window's counted total and longest spell, in minutes: no attribution, no flags."""
    columns = Columns.of(problem)
    # The floors of one column of a façade share their walls.
    order = np.lexsort((columns.sill_m, columns.y_m, columns.x_m))
    found = counted(scene_of(columns.windows(order)))
    back = np.argsort(order)
    return found[0][back], found[1][back]


def totals_of(columns: Columns, *, threads: int = 1) -> tuple[Floats, Floats]:
    """Reckon the counted total and longest spell of every row of windows, in minutes, in their order.

    Made for cities: millions of windows in seconds where the compiled closed form was built, on as many
    threads as are given (the NumPy closed form takes one).
    """
    return counted(scene_of(columns), threads=threads)


def shared(owned: Owned, within: Iterable[Interval]) -> dict[str, float]:
    """Share out the minutes of some intervals among those who hide the sun, equally at every moment.

    A moment that k of them hide counts a k-th for each; one that nobody hides counts for nobody.
    """
    parts = dict.fromkeys(owned, 0.0)
    for each in within:
        met = [(*part, name) for name, intervals in owned.items() for part in clip(intervals, (each,))]
        cuts = sorted({moment for *part, _ in met for moment in part})
        for low, high in pairwise(cuts):
            takers = [name for first, last, name in met if first <= low and high <= last]
            for name in takers:
                parts[name] += (high - low) / len(takers)
    return parts


def clip(intervals: Iterable[Interval], within: Iterable[Interval]) -> list[Interval]:
    """Give what some intervals have in common with others, slivers left out."""
    bounds = tuple(within)
    return [
        (low, high)
        for start, end in intervals
        for first, last in bounds
        for low, high in [(max(start, first), min(end, last))]
        if high - low > SLIVER_MIN
    ]


def _measure(problem: Problem, found: Light) -> Floats:
    return found.total if problem.standard.least_of == "total" else found.longest


def _by_window(found: Light, of_stretch: Gaps) -> list[list[Interval]]:
    first = np.searchsorted(of_stretch.group, found.chosen, "left")
    last = np.searchsorted(of_stretch.group, found.chosen, "right")
    ends = list(zip(of_stretch.low.tolist(), of_stretch.high.tolist(), strict=True))
    return [ends[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]


def _owned(problem: Problem, found: Light) -> list[Owned]:
    """Give for each window the prisms before its chosen stretch and when each hides the sun."""
    bars, window = found.bars, found.eyes.stretch_window[found.bars.eye]
    mine = found.chosen[window] == bars.eye
    order = np.lexsort((bars.low[mine], bars.prism[mine], window[mine]))
    columns = (window, bars.prism, bars.low, bars.high)
    owned: list[Owned] = [{} for _ in problem.windows]
    for number, prism, low, high in zip(*(column[mine][order].tolist() for column in columns), strict=True):
        intervals = owned[number].setdefault(problem.prisms[prism].id, [])
        if intervals and low - intervals[-1][1] <= SLIVER_MIN:
            intervals[-1] = (intervals[-1][0], max(high, intervals[-1][1]))
        else:
            intervals.append((low, high))
    return owned


def _window(
    problem: Problem,
    found: Light,
    number: int,
    told: tuple[list[Interval], list[Interval], Owned],
    changed: Mapping[Change, tuple[Floats, ...]],
) -> WindowLight:
    lit, available, owned = told
    in_time = {name: clip(intervals, available) for name, intervals in owned.items()}
    parts = shared(in_time, available)
    measure = float(_measure(problem, found)[number])
    about = [measure, *(float(each[number]) for moved in changed.values() for each in moved)]
    lengths = [high - low for low, high in lit]
    return WindowLight(
        id=problem.windows[number].id,
        available=tuple(available),
        lit=tuple(lit),
        total_min=float(found.total[number]),
        longest_min=float(found.longest[number]),
        spells=int(found.spells[number]),
        all_min=sum(lengths),
        all_longest_min=max(lengths, default=0.0),
        shades=tuple(Shade(name, tuple(each), parts[name]) for name, each in in_time.items() if each),
        offset_m=float(found.eyes.stretch_offset[found.chosen[number]]),
        range_min=(min(about), max(about)),
        meets=_meets(problem, measure),
        flips=tuple(
            change
            for change, moved in changed.items()
            if any(_meets(problem, float(each[number])) != _meets(problem, measure) for each in moved)
        ),
    )


def _meets(problem: Problem, measure: float) -> bool | None:
    least_min = problem.standard.least_min
    return None if least_min is None else measure >= least_min - SLIVER_MIN
