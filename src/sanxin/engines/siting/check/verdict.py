"""The verdict: every claim of an answer held against what the problem alone gives."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import dist
from typing import Any

from sanxin.engines.siting.check.claims import Claim, Considered, claims_of
from sanxin.engines.siting.check.rules import DOUBT, Found, Surroundings, found_at
from sanxin.engines.siting.check.stand import Stand, stands
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Conflict, Placement, Sited
from sanxin.engines.siting.things import Stairwell
from sanxin.foundation.finding import Because, Sentence

ROUNDING = 0.0005 + 1e-6
SHIFT_M = 1e-6

STAIRWELLS = Sentence(
    "siting.check.stairwells",
    zh="结果中的门栋与题目不一致：{said}",
    en="The answer and the problem name different stairwells: {said}",
)
CANDIDATES = Sentence(
    "siting.check.candidates",
    zh="门栋 {stairwell} 的候选位置与题目不符：{said}",
    en="Stairwell {stairwell}: the candidates are not those the problem gives: {said}",
)
MOVED = Sentence(
    "siting.check.moved",
    zh="门栋 {stairwell} 候选 {candidate} 的井道或连廊位置不对",
    en="Stairwell {stairwell}: shaft or bridge of {candidate} is not where it belongs",
)
MISSING = Sentence(
    "siting.check.missing",
    zh="门栋 {stairwell} 候选 {candidate} 漏报 {rule}（{object}）",
    en="Stairwell {stairwell}: {candidate} leaves out {rule} ({object})",
)
INVENTED = Sentence(
    "siting.check.invented",
    zh="门栋 {stairwell} 候选 {candidate} 多报 {rule}（{object}）",
    en="Stairwell {stairwell}: {candidate} reports {rule} ({object}), which is not so",
)
FIGURES = Sentence(
    "siting.check.figures",
    zh="门栋 {stairwell} 候选 {candidate} 的 {rule}（{object}）数值或办法不对：报 {said}，应为 {found}",
    en="Stairwell {stairwell}: {candidate} misstates {rule} ({object}): says {said}, is {found}",
)
CLASS = Sentence(
    "siting.check.class",
    zh="门栋 {stairwell} 的类别报为 {said}，应为 {found}",
    en="Stairwell {stairwell} is said to be {said} and is {found}",
)
CHOSEN = Sentence(
    "siting.check.chosen",
    zh="门栋 {stairwell} 的代表候选报为 {said}，应为 {found}",
    en="Stairwell {stairwell} is spoken for by {said}; it should be {found}",
)
REASONS = Sentence(
    "siting.check.reasons",
    zh="门栋 {stairwell} 的原因与代表候选的冲突不一致：{said}",
    en="Stairwell {stairwell}: the reasons are not the conflicts of its candidate: {said}",
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One claim that does not hold."""

    stairwell: str
    because: Because


def check(problem: Problem, sited: Sited) -> tuple[Violation, ...]:
    """List every claim of a result that the problem does not bear out; none means it stands."""
    return check_claims(problem, claims_of(sited))


def check_claims(problem: Problem, claims: Sequence[Claim]) -> tuple[Violation, ...]:
    """List every claim that the problem does not bear out."""
    asked, answered = [each.id for each in problem.stairwells], [each.stairwell for each in claims]
    if asked != answered:
        said = ", ".join(sorted(set(asked) ^ set(answered))) or ", ".join(answered)
        return (Violation("", STAIRWELLS.because(said=said)),)
    near = Surroundings(problem)
    pairs = zip(problem.stairwells, claims, strict=True)
    found = (because for stairwell, claim in pairs for because in _faults(near, stairwell, claim))
    return tuple(Violation(str(because.params.get("stairwell", "")), because) for because in found)


def _faults(near: Surroundings, stairwell: Stairwell, claim: Claim) -> Iterator[Because]:
    if claim.building != stairwell.building:
        yield STAIRWELLS.because(said=f"{stairwell.id}: {claim.building}")
    if stairwell.has_lift:
        if claim.suitability or claim.considered or claim.reasons:
            yield CLASS.because(stairwell=stairwell.id, said=str(claim.suitability), found="None")
        return
    places = stands(near.problem, stairwell)
    said = [each.id for each in claim.considered]
    if said != [stand.id for stand in places]:
        yield CANDIDATES.because(stairwell=stairwell.id, said=f"{len(said)} / {len(places)}")
        return
    for stand, considered in zip(places, claim.considered, strict=True):
        yield from _candidate_faults(near, stairwell, stand, considered)
    yield from _judgement_faults(near.problem, stairwell, places, claim)


def _candidate_faults(
    near: Surroundings, stairwell: Stairwell, stand: Stand, considered: Considered
) -> Iterator[Because]:
    if considered.placement is not None and not _same_place(considered.placement, stand):
        yield MOVED.because(stairwell=stairwell.id, candidate=stand.id)
    found = found_at(near, stairwell, stand)
    said: dict[tuple[str, str], Conflict] = {}
    for conflict in considered.conflicts:
        key = (conflict.rule, conflict.object)
        where: dict[str, Any] = {
            "stairwell": stairwell.id,
            "candidate": stand.id,
            "rule": key[0],
            "object": key[1],
        }
        if key not in found or key in said:
            yield INVENTED.because(**where)
        elif not _same_figures(conflict, found[key]):
            yield FIGURES.because(**where, said=_brief(conflict), found=_brief(found[key]))
        said[key] = conflict
    for key, fact in found.items():
        if fact.margin > DOUBT and key not in said:
            yield MISSING.because(stairwell=stairwell.id, candidate=stand.id, rule=key[0], object=key[1])


def _same_place(placement: Placement, stand: Stand) -> bool:
    if (placement.bridge is None) != (stand.bridge is None) or len(placement.shaft) != 4:
        return False
    said = (*placement.shaft, *(placement.bridge or ()))
    meant = (*stand.shaft, *(stand.bridge or ()))
    same = (placement.scheme, placement.offset_m, placement.standoff_m)
    return (
        same == (stand.scheme.id, stand.offset_m, stand.standoff_m)
        and len(said) == len(meant)
        and all(dist(one, other) <= SHIFT_M for one, other in zip(said, meant, strict=True))
    )


def _same_figures(conflict: Conflict, found: Found) -> bool:
    if (conflict.required is None) != (found.required is None):
        return False
    return (
        abs(conflict.measured - found.measured) <= ROUNDING
        and abs((conflict.required or 0.0) - (found.required or 0.0)) <= ROUNDING
        and conflict.unit == found.unit
        and conflict.remedies == found.remedies
    )


def _brief(fact: Conflict | Found) -> str:
    return f"{fact.measured:.3f}/{fact.required} {fact.unit} {','.join(fact.remedies)}"


def _judgement_faults(
    problem: Problem, stairwell: Stairwell, places: Sequence[Stand], claim: Claim
) -> Iterator[Because]:
    stubborn = [_without_ordinary(problem, each.conflicts) for each in claim.considered]
    plain = [number for number, stand in enumerate(places) if not stand.scheme.special]
    best = min(plain, key=lambda number: (*_weight(problem, claim.considered[number].conflicts), number))
    count = len(claim.considered[best].conflicts)
    suitability = "suitable" if count == 0 else "unsuitable" if stubborn[best] else "difficult"
    if claim.suitability != suitability:
        yield CLASS.because(stairwell=stairwell.id, said=str(claim.suitability), found=suitability)
    if claim.chosen is None or claim.chosen.id != places[best].id:
        said = claim.chosen.id if claim.chosen else "-"
        yield CHOSEN.because(stairwell=stairwell.id, said=said, found=places[best].id)
    elif not _same_place(claim.chosen, places[best]):
        yield MOVED.because(stairwell=stairwell.id, candidate=places[best].id)
    helpful = {
        stand.scheme.id
        for stand, hard in zip(places, stubborn, strict=True)
        if not hard and stand.scheme.special
    }
    extra = tuple(f"special_scheme:{each.id}" for each in problem.schemes if each.id in helpful)
    meant = _named(claim.considered[best].conflicts, extra if stubborn[best] else ())
    if _named(claim.reasons, ()) != meant:
        said = ", ".join(f"{reason.rule} {reason.object}" for reason in claim.reasons)
        yield REASONS.because(stairwell=stairwell.id, said=said or "-")


def _weight(problem: Problem, conflicts: Sequence[Conflict]) -> tuple[int, int, int]:
    without_any = len([each for each in conflicts if not each.remedies])
    return without_any, _without_ordinary(problem, conflicts), len(conflicts)


def _without_ordinary(problem: Problem, conflicts: Iterable[Conflict]) -> int:
    return sum(
        1 for each in conflicts if not [remedy for remedy in each.remedies if problem.is_ordinary(remedy)]
    )


def _named(conflicts: Iterable[Conflict], extra: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [
        (each.rule, each.object, each.measured, each.required, each.unit, each.remedies + extra)
        for each in conflicts
    ]
