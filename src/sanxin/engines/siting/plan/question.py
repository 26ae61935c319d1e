"""From what siting found to the planning question: options with their needs, measures in parts, transformers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sanxin.engines.siting.plan.joint import exclusions
from sanxin.engines.siting.plan.problem import (
    Cut,
    Feeder,
    Measure,
    Option,
    Part,
    PlanProblem,
    Size,
    Use,
    WindowLimit,
)
from sanxin.engines.siting.plan.stretches import Stretch, stretches_m
from sanxin.engines.siting.prices import Works
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import Candidate, Conflict, Judged, Sited
from sanxin.engines.siting.things import BuriedLine, OverheadLine
from sanxin.foundation.shapes import Ring, signed_area_m2

Losses = Mapping[str, Mapping[str, int]]  # by option's key, then window: tenths of a minute
WHOLE = "whole"
JOINT = "transformer"


@dataclass(frozen=True)
class Pricing:
    """Prices whatever stands in the way; collects, line by line, which option needs which stretch."""

    problem: Problem
    works: Works
    stretches: dict[str, dict[str, tuple[Stretch, ...]]] = field(default_factory=dict)

    def lines(self) -> dict[str, tuple[str, BuriedLine | OverheadLine]]:
        """Give every line by the measure that relocates it, with its kind."""
        buried = {f"relocate:{each.id}": (each.utility, each) for each in self.problem.buried}
        return {**{f"relocate:{each.id}": ("overhead", each) for each in self.problem.overhead}, **buried}


def plan_problem(
    problem: Problem, sited: Sited, losses: Losses, *, cuts: Sequence[Cut] = (),
    limits: Sequence[WindowLimit] = (), budget_yuan: int | None = None,
) -> PlanProblem:  # fmt: skip
    """Ask for the plan of a site that was judged.

    ``losses`` are what each candidate takes from each window by itself, ``cuts`` what some take together.

    :raises ValueError: if the problem knows no prices
    :raises ProblemRefused: if a loss or a limit is out of range
    """
    if problem.works is None:
        raise ValueError("a plan needs prices")
    pricing = Pricing(problem, problem.works)
    judged = [each for each in sited.stairwells if isinstance(each, Judged)]
    stretched = list(_stretched(pricing, judged))
    pieces = {measure: _pieces(by_option.values()) for measure, by_option in pricing.stretches.items()}
    return PlanProblem(
        tuple(each.stairwell for each in judged),
        tuple(_option(pricing, pieces, losses, each, one) for each, one in stretched),
        tuple(sorted(_measures(pricing, pieces, stretched), key=lambda measure: measure.id)),
        tuple(_feeders(pricing, {each.stairwell for each in judged})),
        exclusions(problem, judged),
        tuple(cuts),
        tuple(limits),
        budget_yuan,
    )


def _stretched(pricing: Pricing, judged: Sequence[Judged]) -> Iterator[tuple[Judged, Candidate]]:
    lines = pricing.lines()
    for each in judged:
        for candidate in each.candidates:
            for conflict in candidate.conflicts:
                for remedy in (one for one in conflict.remedies if one in lines):
                    found = _stretch(pricing, lines[remedy][1], candidate, conflict)
                    pricing.stretches.setdefault(remedy, {})[_key(each, candidate)] = found
            yield each, candidate


def _stretch(
    pricing: Pricing, line: BuriedLine | OverheadLine, candidate: Candidate, conflict: Conflict
) -> tuple[Stretch, ...]:
    required, placement = conflict.required or 0.0, candidate.placement
    if isinstance(line, BuriedLine):
        reach_m = required + (line.diameter_mm or 0.0) / 2000
        return stretches_m(line.line, (placement.shaft,), reach_m, pricing.works.line_end_m)
    rings = (placement.shaft, placement.bridge) if placement.bridge else (placement.shaft,)
    return stretches_m(line.line, rings, required, pricing.works.line_end_m)


def _pieces(stretches: Iterable[tuple[Stretch, ...]]) -> tuple[Stretch, ...]:
    """Cut a line wherever some option's stretch begins or ends."""
    ends = sorted({end for each in stretches for stretch in each for end in stretch})
    return tuple(pairwise(ends))


def _option(
    pricing: Pricing,
    pieces: Mapping[str, tuple[Stretch, ...]],
    losses: Losses,
    judged: Judged,
    candidate: Candidate,
) -> Option:
    scheme = next(each for each in pricing.problem.schemes if each.id == candidate.placement.scheme)
    key = _key(judged, candidate)
    return Option(
        candidate.placement.id,
        judged.stairwell,
        scheme.price_yuan,
        round(scheme.power_kw * 1000),
        tuple(
            tuple(_use(pricing, pieces, key, remedy, conflict) for remedy in conflict.remedies)
            for conflict in candidate.conflicts
            if conflict.rule != JOINT
        ),
        tuple(sorted(losses.get(key, {}).items())),
    )


def _use(
    pricing: Pricing, pieces: Mapping[str, tuple[Stretch, ...]], key: str, remedy: str, conflict: Conflict
) -> Use:
    if remedy in pricing.stretches:
        mine = pricing.stretches[remedy][key]
        return Use(remedy, tuple(_name(piece) for piece in pieces[remedy] if _among(piece, mine)))
    if remedy.startswith("release_green:"):
        return Use(remedy, (), round(pricing.works.green_yuan_m2 * conflict.measured))
    return Use(remedy, (WHOLE,))


def _measures(
    pricing: Pricing, pieces: Mapping[str, tuple[Stretch, ...]], stretched: Iterable[tuple[Judged, Candidate]]
) -> Iterator[Measure]:
    lines = pricing.lines()
    for measure, cuts in pieces.items():
        kind = lines[measure][0]
        prices = [
            Part(_name(cut), pricing.works.line_yuan(kind, cut[1]) - pricing.works.line_yuan(kind, cut[0]))
            for cut in cuts
        ]
        yield Measure(measure, tuple(prices))
    others = {
        remedy
        for _, candidate in stretched
        for conflict in candidate.conflicts
        for remedy in conflict.remedies
        if conflict.rule != JOINT and remedy not in pieces
    }
    for measure in others:
        whole = None if measure.startswith("release_green:") else _whole_yuan(pricing, measure)
        yield Measure(measure, () if whole is None else (Part(WHOLE, whole),))


def _whole_yuan(pricing: Pricing, measure: str) -> int:
    kind, _, ident = measure.partition(":")
    works, problem = pricing.works, pricing.problem
    match kind:
        case "move_pole":
            owners = next(pole.owners for pole in problem.poles if pole.id == ident)
            return works.pole_yuan + works.pole_owner_yuan * len(owners)
        case "move_tree":
            return works.tree_yuan
        case "remove_shed":
            ring: Ring = next(shed.ring for shed in problem.sheds if shed.id == ident)
            return round(works.shed_yuan_m2 * signed_area_m2(ring))
        case _:
            return works.approval_yuan


def _feeders(pricing: Pricing, judged: set[str]) -> Iterator[Feeder]:
    limits, works = pricing.problem.limits, pricing.works
    for each in pricing.problem.transformers:
        rungs = [rung for rung in works.rungs if rung.rated_kva > each.rated_kva]
        sizes = (Size(each.rated_kva, 0), *(Size(rung.rated_kva, rung.yuan) for rung in rungs))
        yield Feeder(
            f"enlarge:{each.id}", tuple(sorted(judged & set(each.serves))), each.peak_kva,
            limits.load_ratio.value, limits.power_factor.value, works.factors, sizes,
        )  # fmt: skip


def _key(judged: Judged, candidate: Candidate) -> str:
    return f"{judged.stairwell}/{candidate.placement.id}"


def _name(piece: Stretch) -> str:
    return f"{piece[0]:.3f}–{piece[1]:.3f}"


def _among(piece: Stretch, stretches: Iterable[Stretch]) -> bool:
    return any(low <= piece[0] and piece[1] <= high for low, high in stretches)
