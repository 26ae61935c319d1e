"""Judging: from conflicts to a class, and the one candidate that speaks for a stairwell."""

from collections.abc import Sequence
from dataclasses import replace

from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import AlreadyServed, Candidate, Conflict, Judged, Sited
from sanxin.engines.siting.solve.conflicts import conflicts_of
from sanxin.engines.siting.solve.ground import Ground, lay_out, plot_of
from sanxin.engines.siting.things import Stairwell


def solve(problem: Problem) -> Sited:
    """Class every stairwell, each judged alone, with its candidates, conflicts and reasons."""
    ground = lay_out(problem)
    return Sited(tuple(_answer(ground, stairwell) for stairwell in problem.stairwells))


def _answer(ground: Ground, stairwell: Stairwell) -> Judged | AlreadyServed:
    if stairwell.has_lift:
        return AlreadyServed(stairwell.id, stairwell.building)
    plot = plot_of(ground, stairwell)
    found = zip(plot.placements, conflicts_of(plot), strict=True)
    return _judged(ground.problem, stairwell, tuple(Candidate(*each) for each in found))


def _judged(problem: Problem, stairwell: Stairwell, candidates: tuple[Candidate, ...]) -> Judged:
    special = {scheme.id for scheme in problem.schemes if scheme.special}
    ordinary = [each for each in candidates if each.placement.scheme not in special]
    chosen = min(ordinary, key=lambda each: (_hopeless(each), _hard(problem, each), len(each.conflicts)))
    reasons = chosen.conflicts
    if not reasons:
        return Judged(stairwell.id, stairwell.building, "suitable", candidates, chosen, ())
    if not _hard(problem, chosen):
        return Judged(stairwell.id, stairwell.building, "difficult", candidates, chosen, reasons)
    helpful = [
        scheme.id
        for scheme in problem.schemes
        if scheme.special
        and any(_fits(problem, each) for each in candidates if each.placement.scheme == scheme.id)
    ]
    named = _with_special(reasons, helpful)
    return Judged(stairwell.id, stairwell.building, "unsuitable", candidates, chosen, named)


def _hard(problem: Problem, candidate: Candidate) -> int:
    return sum(
        not any(problem.is_ordinary(remedy) for remedy in conflict.remedies)
        for conflict in candidate.conflicts
    )


def _hopeless(candidate: Candidate) -> int:
    return sum(not conflict.remedies for conflict in candidate.conflicts)


def _fits(problem: Problem, candidate: Candidate) -> bool:
    return not _hard(problem, candidate)


def _with_special(reasons: Sequence[Conflict], schemes: Sequence[str]) -> tuple[Conflict, ...]:
    extra = tuple(f"special_scheme:{scheme}" for scheme in schemes)
    return tuple(replace(reason, remedies=reason.remedies + extra) for reason in reasons)
