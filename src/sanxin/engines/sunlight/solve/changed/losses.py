"""What candidates would take from each window: alone, for planning, and together, exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sanxin.engines.sunlight.columns import Columns
from sanxin.engines.sunlight.problem import Prism, Problem
from sanxin.engines.sunlight.result import LossTable
from sanxin.engines.sunlight.solve.light import Light, best, handed_on, light, scene_of, shade_of
from sanxin.engines.sunlight.solve.merge import SLIVER_MIN, Gaps, gaps
from sanxin.engines.sunlight.solve.reckon import totals
from sanxin.engines.sunlight.solve.shade import Bars, Index, joined
from sanxin.engines.sunlight.solve.sun import Floats, minute_of

TENTHS = 10
LONGEST_DAY_MIN = 2048.0


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Candidates and the windows they take light from, and every stretch of those windows."""

    candidate: Index
    window: Index
    of_stretch: Index
    stretch: Index


def losses(
    problem: Problem, prisms: Sequence[Prism], candidate_of: Mapping[str, str] | None = None
) -> LossTable:
    """Reckon for each candidate, added alone to the problem, what every window loses.

    A candidate is one prism, unless ``candidate_of`` says of which candidate a prism is a part: a shaft
    and its bridges. Each window is reckoned once as things stand; a candidate then only cuts into what is lit.

    :raises ProblemRefused: if a prism is not sound or its id is taken, naming it
    """
    asked = replace(replace(problem, prisms=(*problem.prisms, *prisms)), prisms=tuple(prisms))
    names = [prism.id if candidate_of is None else candidate_of[prism.id] for prism in asked.prisms]
    candidates = sorted(set(names))
    table: dict[str, dict[str, int]] = {name: {} for name in candidates}
    found = light(scene_of(Columns.of(problem)))
    bars = _cuts(asked, found)
    if len(bars.eye):
        owner = np.searchsorted(candidates, names)
        bars = Bars(bars.eye, owner[bars.prism], bars.low, bars.high)
        pairs = _pairs(bars, found)
        lost = _lost(problem, found, bars, pairs)
        for number in np.nonzero(lost)[0].tolist():
            row = table[candidates[pairs.candidate[number]]]
            row[problem.windows[pairs.window[number]].id] = int(lost[number])
    return LossTable(table)


def joint_losses(problem: Problem, chosen: Sequence[Prism]) -> Mapping[str, int]:
    """Reckon what every window loses, in tenths of a minute, if all chosen prisms are built together.

    What two of them hide counts once, and what none of them alone would cut too short to count may be
    so together: the sum of a ``LossTable`` is neither a floor nor a ceiling.

    :raises ProblemRefused: if a prism is not sound or its id is taken, naming it
    """
    (before, _), (after, _) = (
        totals(problem),
        totals(replace(problem, prisms=(*problem.prisms, *chosen))),
    )
    lost = np.rint((before - after) * TENTHS).astype(int).tolist()
    return {window.id: tenths for window, tenths in zip(problem.windows, lost, strict=True) if tenths > 0}


def _cuts(asked: Problem, found: Light) -> Bars:
    """Find, by stretch, the intervals in which a candidate hides a sun that is seen today; in minutes."""
    scene = scene_of(Columns.of(asked))
    eyes = scene.eyes()
    bars = shade_of(scene, eyes, scene.sun(0.0))
    bars = Bars(eyes.stretch[bars.eye], bars.prism, minute_of(bars.low), minute_of(bars.high))
    seen = _lit_before(found.lit, bars.eye, bars.high) - _lit_before(found.lit, bars.eye, bars.low)
    kept = seen > SLIVER_MIN
    return Bars(bars.eye[kept], bars.prism[kept], bars.low[kept], bars.high[kept])


def _lit_before(lit: Gaps, stretch: Index, minute: Floats) -> Floats:
    """Give, up to a constant for each stretch, for how long it was lit before a minute."""
    starts, ends = (lit.group * LONGEST_DAY_MIN + each for each in (lit.low, lit.high))
    lasted = np.concatenate([[0.0], np.cumsum(lit.high - lit.low)])
    moment = stretch * LONGEST_DAY_MIN + minute
    number = np.searchsorted(starts, moment)
    over = np.concatenate([[-np.inf], ends])[number] - moment
    return lasted[number] - np.maximum(over, 0.0)


def _pairs(bars: Bars, found: Light) -> _Pairs:
    of_window = found.eyes.stretch_window
    windows = len(found.chosen)
    key = np.unique(bars.prism * windows + of_window[bars.eye])
    candidate, window = key // windows, key % windows
    of_stretch, stretch = handed_on(np.bincount(of_window, minlength=windows), window)
    return _Pairs(candidate, window, of_stretch, stretch)


def _lost(problem: Problem, found: Light, bars: Bars, pairs: _Pairs) -> Index:
    """Count every pair's light again, and give what is lost in tenths."""
    standard, groups = problem.standard, len(pairs.stretch)
    day = (standard.start_min, standard.end_min)
    stretches = len(found.eyes.stretch_window)
    dark = gaps(found.lit.group, found.lit.low, found.lit.high, stretches, day)
    key = pairs.candidate[pairs.of_stretch] * stretches + pairs.stretch
    order = np.argsort(key)
    group = order[np.searchsorted(key[order], bars.prism * stretches + bars.eye)]
    shut = joined([_handed_on(dark, pairs.stretch, stretches), Bars(group, bars.prism, bars.low, bars.high)])
    lasting = gaps(shut.eye, shut.low, shut.high, groups, day).lasting(standard.min_spell_min)
    total, longest = lasting.total(groups), lasting.longest(groups)
    measure = total if standard.least_of == "total" else longest
    chosen = best(pairs.of_stretch, measure, len(pairs.window))
    lost = found.total[pairs.window] - total[chosen]
    return np.maximum(np.rint(lost * TENTHS), 0.0).astype(np.int64)


def _handed_on(dark: Gaps, stretch: Index, stretches: int) -> Bars:
    """Hand each stretch's dark hours to every group that is about it."""
    group, row = handed_on(np.bincount(dark.group, minlength=stretches), stretch)
    return Bars(group, np.full(len(group), -1), dark.low[row], dark.high[row])
