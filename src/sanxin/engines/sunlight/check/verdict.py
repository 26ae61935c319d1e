"""What of a sunlight answer does not hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from sanxin.engines.sunlight.check.day import Change, Day, Spells, common, day_of, steps, without
from sanxin.engines.sunlight.problem import Problem, Standard, Window
from sanxin.engines.sunlight.result import Sunlit, WindowLight
from sanxin.foundation.finding import Because, Sentence

EDGE_MIN = 0.02
FIGURE_MIN = 1e-4
MEASURE_MIN = 0.2
COARSE_S, FINE_S = 20.0, 1.0
CHANGES = {
    "declination": (Change(declination_deg=-0.05), Change(declination_deg=0.05)),
    "height": (Change(sill_m=-0.1), Change(sill_m=0.1)),
}

WINDOWS = Sentence(
    "sunlight.check.windows",
    zh="结果中的窗与题目不符：{windows}",
    en="The windows of the result are not those of the problem: {windows}",
)
TIMES = Sentence(
    "sunlight.check.times",
    zh="窗 {window}：{what}与复核相差 {start} 至 {end}（真太阳时分钟）",
    en="Window {window}: {what} differs from what was found between {start} and {end} (minutes of true solar time)",
)
FIGURE = Sentence(
    "sunlight.check.figure",
    zh="窗 {window}：{what}写 {said}，实为 {found}",
    en="Window {window}: {what} is given as {said}; it is {found}",
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing in an answer that does not hold, and of which window."""

    window: str
    because: Because


def check(
    problem: Problem, answer: Sunlit, *, step_s: float = 1.0, changes_every: int = 1
) -> tuple[Violation, ...]:
    """List everything in an answer that the problem does not bear out.

    Intervals are found again by stepping ``step_s`` seconds, with a probe on either side of every
    claimed edge: a spell that nobody claims and that is shorter than a step may go unseen. What small
    changes do, and the stretches of a wide sill that were not chosen, are stepped every 20 s (every
    second before anything is held against the answer), and only for one window in ``changes_every``:
    they cost five times as much as all the rest.
    """
    windows = {window.id: window for window in problem.windows}
    claimed = [each.id for each in answer.windows]
    if claimed != sorted(windows):
        strange = sorted(set(claimed) ^ set(windows)) or claimed
        return (Violation(strange[0], WINDOWS.because(windows=" ".join(strange[:5]))),)
    return tuple(
        Violation(each.id, because)
        for number, each in enumerate(answer.windows)
        for because in _of_window(
            problem, windows[each.id], each, step_s, changes=number % changes_every == 0
        )
    )


def _of_window(
    problem: Problem, window: Window, claim: WindowLight, step_s: float, *, changes: bool
) -> Iterator[Because]:
    standard = problem.standard
    offsets = offsets_of(window.width_m, standard)
    if not any(abs(claim.offset_m - offset) < 1e-9 for offset in offsets):
        yield _figure(claim, "offset_m", claim.offset_m, str(offsets))
        return
    probes = [moment for spells in _claimed(claim).values() for spell in spells for moment in spell]
    minutes = steps(standard.start_min, standard.end_min, step_s, probes)
    day = day_of(problem, window, claim.offset_m, minutes, Change())
    yield from _times(claim, day)
    yield from _figures(claim, standard)
    yield from _parts(claim)
    if changes:
        yield from _hangs_on(problem, window, claim, offsets)


def _claimed(claim: WindowLight) -> dict[str, Spells]:
    shades = {f"shades.{shade.prism}": list(shade.intervals) for shade in claim.shades}
    return {"available": list(claim.available), "lit": list(claim.lit), **shades}


def _times(claim: WindowLight, day: Day) -> Iterator[Because]:
    shades = {f"shades.{prism}": spells for prism, spells in day.shades.items()}
    found = {"available": day.available, "lit": day.lit(), **shades}
    said = _claimed(claim)
    for what in sorted({*found, *said}):
        here, there = said.get(what, []), found.get(what, [])
        for start, end in (*without(here, there), *without(there, here)):
            if end - start > EDGE_MIN:
                yield TIMES.because(window=claim.id, what=what, start=round(start, 3), end=round(end, 3))
        if any(a >= b for a, b in here) or any(a[1] > b[0] for a, b in pairwise(here)):
            yield _figure(claim, what, here, "…")


def _figures(claim: WindowLight, standard: Standard) -> Iterator[Because]:
    lengths = [end - start for start, end in claim.lit]
    counted = [length for length in lengths if length >= standard.min_spell_min - FIGURE_MIN / 2]
    found = {
        "total_min": sum(counted),
        "longest_min": max(counted, default=0.0),
        "spells": len(counted),
        "all_min": sum(lengths),
        "all_longest_min": max(lengths, default=0.0),
    }
    for what, value in found.items():
        if abs(getattr(claim, what) - value) > FIGURE_MIN:
            yield _figure(claim, what, getattr(claim, what), value)
    meets = _verdict(standard, found["total_min"] if standard.least_of == "total" else found["longest_min"])
    if meets != claim.meets:
        yield _figure(claim, "meets", claim.meets, meets)


def _parts(claim: WindowLight) -> Iterator[Because]:
    parts = parts_of({shade.prism: list(shade.intervals) for shade in claim.shades}, list(claim.available))
    for shade in claim.shades:
        if abs(shade.taken_min - parts[shade.prism]) > FIGURE_MIN:
            yield _figure(claim, f"taken_min.{shade.prism}", shade.taken_min, parts[shade.prism])
    lost = sum(end - start for start, end in claim.available) - claim.all_min
    taken = sum(parts.values())
    if abs(lost - taken) > FIGURE_MIN * (1 + len(claim.lit) + len(claim.available)):
        yield _figure(claim, "taken_min", taken, lost)


def parts_of(shades: Mapping[str, Spells], within: Spells) -> dict[str, float]:
    """Share out some hours: from edge to edge of all shades, those at work have equal parts."""
    inside = {prism: common(spells, within) for prism, spells in shades.items()}
    edges = sorted({moment for spells in inside.values() for spell in spells for moment in spell})
    parts = dict.fromkeys(shades, 0.0)
    for low, high in pairwise(edges):
        taking = [prism for prism, spells in inside.items() if common(spells, [(low, high)])]
        for prism in taking:
            parts[prism] += (high - low) / len(taking)
    return parts


def _hangs_on(
    problem: Problem, window: Window, claim: WindowLight, offsets: Sequence[float]
) -> Iterator[Because]:
    wrong: list[Because] = []
    for step_s in (COARSE_S, FINE_S):
        # A shade of seconds that a coarse step misses can cut off a spell too short to count: look again.
        wrong = list(_changed(problem, window, claim, offsets, step_s))
        if not wrong:
            return
    yield from wrong


def _changed(
    problem: Problem, window: Window, claim: WindowLight, offsets: Sequence[float], step_s: float
) -> Iterator[Because]:
    standard = problem.standard
    measure = claim.total_min if standard.least_of == "total" else claim.longest_min
    here, near = _best(problem, window, offsets, Change(), step_s)
    if not near and here > measure + MEASURE_MIN:
        yield _figure(claim, "offset_m", claim.offset_m, f"{here:.3f} > {measure:.3f}")
    found, doubtful, flips = [measure], near, set()
    for name, changes in CHANGES.items():
        for change in changes:
            moved, near = _best(problem, window, offsets, change, step_s)
            found, doubtful = [*found, moved], doubtful or near or _close(standard, moved)
            flips |= {name} if _verdict(standard, moved) != claim.meets else set()
    if doubtful:
        return
    ends = (min(found), max(found))
    if any(abs(a - b) > MEASURE_MIN for a, b in zip(ends, claim.range_min, strict=True)):
        yield _figure(claim, "range_min", claim.range_min, ends)
    if flips != set(claim.flips) and not _close(standard, measure):
        yield _figure(claim, "flips", claim.flips, sorted(flips))


def _best(
    problem: Problem, window: Window, offsets: Sequence[float], change: Change, step_s: float
) -> tuple[float, bool]:
    """Give the best measure of any stretch, and whether some spell is too near the minimum to be sure."""
    standard = problem.standard
    minutes = steps(standard.start_min, standard.end_min, step_s)
    best, near = 0.0, False
    for offset in offsets:
        lengths = [end - start for start, end in day_of(problem, window, offset, minutes, change).lit()]
        near = near or any(abs(length - standard.min_spell_min) < MEASURE_MIN for length in lengths)
        counted = [length for length in lengths if length >= standard.min_spell_min]
        best = max(best, sum(counted) if standard.least_of == "total" else max(counted, default=0.0))
    return best, near


def _close(standard: Standard, measure: float) -> bool:
    return standard.least_min is not None and abs(measure - standard.least_min) < MEASURE_MIN


def _verdict(standard: Standard, measure: float) -> bool | None:
    return None if standard.least_min is None else measure >= standard.least_min - FIGURE_MIN / 2


def offsets_of(width_m: float, standard: Standard) -> list[float]:
    """Give where the stretches of a sill that count may lie, from its middle."""
    spare = width_m - 1.8
    if spare <= 0 or not standard.full_window or standard.wide_window == "centred":
        return [0.0]
    inner = [0.3 * k for k in range(1, ceil(spare / 2 / 0.3 - 1e-9))]
    return [0.0, *(sign * at for at in (*inner, spare / 2) for sign in (-1, 1))]


def _figure(claim: WindowLight, what: str, said: object, found: object) -> Because:
    return FIGURE.because(window=claim.id, what=what, said=str(said), found=str(found))
