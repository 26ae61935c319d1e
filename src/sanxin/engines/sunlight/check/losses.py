"""What of a table of losses does not hold: each window stepped through without and with the candidate."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sanxin.engines.sunlight.check.day import Change, day_of, steps
from sanxin.engines.sunlight.check.verdict import MEASURE_MIN, Violation, offsets_of
from sanxin.engines.sunlight.problem import Prism, Problem, Window
from sanxin.engines.sunlight.result import LossTable
from sanxin.foundation.finding import Because, Sentence

TENTHS = 10
# A tenth is the nearest one; what is stepped may fall on the other side of the half.
NEAR_TENTHS = 1

LOSS = Sentence(
    "sunlight.check.loss",
    zh="井道 {candidate} 对窗 {window} 的影响写 {said} 分钟，实为 {found}",
    en="Shaft {candidate} is said to take {said} minutes from window {window}; it is {found}",
)
STRANGE = Sentence(
    "sunlight.check.candidates",
    zh="表中的井道或窗与题目不符：{what}",
    en="The table names shafts or windows that are not those of the problem: {what}",
)


def check_losses(
    problem: Problem, candidates: Sequence[Prism], table: LossTable, *, step_s: float = 1.0
) -> tuple[Violation, ...]:
    """List everything in a table of losses that the problem does not bear out.

    Every window is stepped with every candidate given, whether the table names it or not; hand in
    fewer candidates to check fewer rows. A window with a spell within 0.2 min of the shortest that
    counts is not judged.
    """
    windows = {window.id for window in problem.windows}
    strange = {candidate.id for candidate in candidates} - set(table.by_candidate)
    strange |= {window for row in table.by_candidate.values() for window in row} - windows
    if strange:
        return (Violation(min(strange), STRANGE.because(what=" ".join(sorted(strange)[:5]))),)
    return tuple(_wrong(problem, candidates, table, step_s))


def _wrong(
    problem: Problem, candidates: Sequence[Prism], table: LossTable, step_s: float
) -> Iterator[Violation]:
    for window in problem.windows:
        before, near = counted_min(problem, window, step_s)
        for candidate in () if near else candidates:
            added = replace(problem, prisms=(*problem.prisms, candidate))
            after, near_after = counted_min(added, window, step_s)
            found, said = (
                max((before - after) * TENTHS, 0.0),
                table.by_candidate[candidate.id].get(window.id, 0),
            )
            if not near_after and abs(found - said) > NEAR_TENTHS:
                yield Violation(window.id, _loss(candidate, window, said / TENTHS, found / TENTHS))


def _loss(candidate: Prism, window: Window, said_min: float, found_min: float) -> Because:
    return LOSS.because(candidate=candidate.id, window=window.id, said=said_min, found=round(found_min, 2))


def counted_min(problem: Problem, window: Window, step_s: float) -> tuple[float, bool]:
    """Give the counted minutes of a window's best stretch, and whether a spell is too short to be sure of."""
    standard = problem.standard
    minutes = steps(standard.start_min, standard.end_min, step_s)
    best, near = (0.0, 0.0), False
    for offset in offsets_of(window.width_m, standard):
        lengths = [end - start for start, end in day_of(problem, window, offset, minutes, Change()).lit()]
        near = near or any(abs(length - standard.min_spell_min) < MEASURE_MIN for length in lengths)
        counted = [length for length in lengths if length >= standard.min_spell_min]
        total = sum(counted)
        measure = total if standard.least_of == "total" else max(counted, default=0.0)
        best = max(best, (round(measure, 3), total))
    return best[1], near
