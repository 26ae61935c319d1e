"""What is said of windows in short, held against the day as stepped through: lit hours, counts, and who shades when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sanxin.engines.sunlight.check.day import Change, Spells, day_of, steps, without
from sanxin.engines.sunlight.check.verdict import (
    EDGE_MIN,
    FIGURE,
    FIGURE_MIN,
    TIMES,
    WINDOWS,
    Violation,
    offsets_of,
)
from sanxin.engines.sunlight.problem import Problem, Standard, Window
from sanxin.foundation.finding import Because


@dataclass(frozen=True, slots=True)
class LitClaim:
    """What is said of one window: its lit hours, the counted total and longest spell, and each prism's hours."""

    id: str
    offset_m: float
    lit: Spells
    total_min: float
    longest_min: float
    shades: Mapping[str, Spells] = field(default_factory=dict)


def check_lit(problem: Problem, claims: Sequence[LitClaim], *, step_s: float = 20.0) -> tuple[Violation, ...]:
    """List everything that stepping through the day does not bear out; ``shades`` are checked where they are given."""
    windows = {window.id: window for window in problem.windows}
    if strange := sorted({claim.id for claim in claims} ^ set(windows)):
        return (Violation(strange[0], WINDOWS.because(windows=" ".join(strange[:5]))),)
    return tuple(
        Violation(claim.id, because)
        for claim in claims
        for because in _of_window(problem, windows[claim.id], claim, step_s)
    )


def _of_window(problem: Problem, window: Window, claim: LitClaim, step_s: float) -> Iterator[Because]:
    standard = problem.standard
    offsets = offsets_of(window.width_m, standard)
    if not any(abs(claim.offset_m - offset) < 1e-5 for offset in offsets):
        yield FIGURE.because(window=claim.id, what="offset_m", said=str(claim.offset_m), found=str(offsets))
        return
    probes = [moment for spell in claim.lit for moment in spell]
    minutes = steps(standard.start_min, standard.end_min, step_s, probes)
    day = day_of(problem, window, claim.offset_m, minutes, Change())
    yield from _differ(claim.id, "lit", claim.lit, day.lit())
    for prism in sorted({*claim.shades, *day.shades}) if claim.shades else ():
        yield from _differ(claim.id, prism, claim.shades.get(prism, []), day.shades.get(prism, []))
    yield from _counted(standard, claim)


def _differ(window: str, what: str, said: Spells, found: Spells) -> Iterator[Because]:
    for start, end in (*without(said, found), *without(found, said)):
        if end - start > EDGE_MIN:
            yield TIMES.because(window=window, what=what, start=round(start, 3), end=round(end, 3))


def _counted(standard: Standard, claim: LitClaim) -> Iterator[Because]:
    lengths = [end - start for start, end in claim.lit]
    counted = [length for length in lengths if length >= standard.min_spell_min - FIGURE_MIN / 2]
    found = {"total_min": sum(counted), "longest_min": max(counted, default=0.0)}
    for what, value in found.items():
        if abs(getattr(claim, what) - value) > FIGURE_MIN:
            yield FIGURE.because(window=claim.id, what=what, said=str(getattr(claim, what)), found=str(value))
