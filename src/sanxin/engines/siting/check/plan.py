"""A plan held against the ground: every stand, need, joint limit, cost and share reckoned again from the problem."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sanxin.engines.siting.check import plane
from sanxin.engines.siting.check.bill import bill, equal_parts
from sanxin.engines.siting.check.lane import clear_width_beside_m
from sanxin.engines.siting.check.rules import DOUBT, Found, Surroundings, found_at
from sanxin.engines.siting.check.stand import Stand, stands
from sanxin.engines.siting.prices import Works
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.things import Stairwell, Transformer
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.shapes import Ring

SHIFT_M = 1e-6
SLACK_YUAN = 12  # a stretch's ends are to the millimetre; either side of one is a yuan or a few
FAULT = Sentence(
    "siting.check.plan",
    zh="方案{what}不符（{where}）：报 {said}，应为 {found}",
    en="The plan's {what} does not hold ({where}): said to be {said}, is {found}",
)


@dataclass(frozen=True, slots=True)
class PlannedLift:
    """What a plan claims of one stairwell."""

    stairwell: str
    candidate: str
    shaft: Ring
    height_m: float
    measures: tuple[str, ...]
    cost_yuan: int


@dataclass(frozen=True, slots=True)
class PaidMeasure:
    """What a plan claims of one measure it carries out."""

    id: str
    cost_yuan: int
    size_kva: float | None
    shares: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlanClaim:
    """What a plan claims: the lifts, the measures, who is left out, and what it all costs."""

    lifts: tuple[PlannedLift, ...]
    measures: tuple[PaidMeasure, ...]
    unserved: tuple[str, ...]
    cost_yuan: int


@dataclass(frozen=True)
class _Site:
    problem: Problem
    works: Works
    near: Surroundings
    stairwells: Mapping[str, Stairwell]


def check_plan(problem: Problem, claim: PlanClaim) -> tuple[Because, ...]:
    """List everything in a plan that the problem does not bear out; none means it stands. The optimum is not tried."""
    if problem.works is None:
        return (_fault("works", "-", "a plan", "no prices"),)
    site = _Site(
        problem, problem.works, Surroundings(problem), {each.id: each for each in problem.stairwells}
    )
    placed = {lift.stairwell: _stand(site, lift) for lift in claim.lifts}
    lost = [lift for lift in claim.lifts if placed[lift.stairwell] is None]
    if lost or len(placed) != len(claim.lifts):
        where = lost[0].stairwell if lost else "-"
        return (_fault("candidate", where, lost[0].candidate if lost else "twice", "-"),)
    chosen = {who: stand for who, stand in placed.items() if stand is not None}
    found = {who: _conflicts(site, who, stand) for who, stand in chosen.items()}
    return (
        *_everybody(site, claim, chosen),
        *(fault for lift in claim.lifts for fault in _lift(site, lift, chosen[lift.stairwell], found)),
        *_pairs(site, chosen),
        *_measures(site, claim, chosen, found),
        *_totals(claim, chosen),
    )


def _fault(what: str, where: str, said: object, found: object) -> Because:
    return FAULT.because(what=what, where=where, said=str(said), found=str(found))


def _stand(site: _Site, lift: PlannedLift) -> Stand | None:
    stairwell = site.stairwells.get(lift.stairwell)
    if stairwell is None or stairwell.has_lift:
        return None
    return next((one for one in stands(site.problem, stairwell) if one.id == lift.candidate), None)


def _conflicts(site: _Site, who: str, stand: Stand) -> list[Found]:
    facts = found_at(site.near, site.stairwells[who], stand)
    return [fact for fact in facts.values() if fact.margin > DOUBT and fact.rule != "transformer"]


def _everybody(site: _Site, claim: PlanClaim, chosen: Mapping[str, Stand]) -> Iterator[Because]:
    left = sorted(each.id for each in site.problem.stairwells if not each.has_lift and each.id not in chosen)
    if sorted(claim.unserved) != left:
        yield _fault("unserved", "-", sorted(claim.unserved), left)


def _lift(
    site: _Site, lift: PlannedLift, stand: Stand, found: Mapping[str, Sequence[Found]]
) -> Iterator[Because]:
    stairwell = site.stairwells[lift.stairwell]
    moved = len(lift.shaft) != len(stand.shaft) or any(
        abs(one - other) > SHIFT_M
        for said, meant in zip(lift.shaft, stand.shaft, strict=True)
        for one, other in zip(said, meant, strict=True)
    )
    if moved:
        yield _fault("shaft", lift.stairwell, lift.shaft, stand.shaft)
    landings = stairwell.storeys - (1.5 if stand.scheme.entry == "half_landing" else 1)
    height_m = max(landings, 0) * stairwell.storey_m + stand.scheme.overhead_m
    if abs(lift.height_m - height_m) > 0.001:
        yield _fault("height", lift.stairwell, lift.height_m, height_m)
    for fact in found[lift.stairwell]:
        if not set(fact.remedies) & set(lift.measures):
            wanted = " | ".join(fact.remedies) or "nothing helps"
            yield _fault("measures", f"{lift.stairwell} {fact.rule} {fact.object}", lift.measures, wanted)


def _pairs(site: _Site, chosen: Mapping[str, Stand]) -> Iterator[Because]:
    limits = site.problem.limits
    ratings = {body.id: body.fire_rating for body in site.problem.bodies}
    for one, other in combinations(sorted(chosen), 2):
        a, b = chosen[one], chosen[other]
        if plane.ring_gap_m(a.shaft, b.shaft) > 2 * limits.lane_clear_m.value + 20:
            continue
        where = f"{one}–{other}"
        common = sum(plane.common_m2(mine, theirs) for mine in a.parts for theirs in b.parts)
        if common > limits.tolerance + DOUBT:
            yield _fault("building_overlap", where, f"{common:.3f} m2", "0")
        homes = site.stairwells[one].building, site.stairwells[other].building
        gap = min(plane.ring_gap_m(mine, theirs) for mine in a.parts for theirs in b.parts)
        least = limits.separation_m(ratings[homes[0]], ratings[homes[1]]) or 0.0
        if homes[0] != homes[1] and gap < least - limits.tolerance - DOUBT:
            yield _fault("fire_separation", where, f"{gap:.3f} m", f"{least} m")
        for piece in site.near.pieces:
            taken = [sum(plane.common_m2(piece.ring, part) for part in stand.parts) for stand in (a, b)]
            if min(taken) > limits.tolerance:
                left = clear_width_beside_m(piece, a.parts, b.parts)
                if left < limits.lane_clear_m.value - limits.tolerance - DOUBT:
                    yield _fault(
                        "fire_lane", f"{where} {piece.id}", f"{left:.3f} m", limits.lane_clear_m.value
                    )


def _measures(
    site: _Site, claim: PlanClaim, chosen: Mapping[str, Stand], found: Mapping[str, Sequence[Found]]
) -> Iterator[Because]:
    using = {lift.stairwell: set(lift.measures) for lift in claim.lifts}
    for paid in claim.measures:
        if paid.id.startswith("enlarge:"):
            yield from _enlarged(site, paid, chosen)
            continue
        needs = {
            who: [(chosen[who], fact) for fact in facts if paid.id in fact.remedies]
            for who, facts in found.items()
            if paid.id in using[who] and any(paid.id in fact.remedies for fact in facts)
        }
        borne = bill(site.problem, site.works, paid.id, needs) if needs else {}
        if set(paid.shares) != set(borne) or any(
            abs(yuan - borne[who]) > SLACK_YUAN for who, yuan in paid.shares.items()
        ):
            yield _fault("shares", paid.id, dict(paid.shares), borne)
        if sum(paid.shares.values()) != paid.cost_yuan:
            yield _fault("cost", paid.id, paid.cost_yuan, sum(paid.shares.values()))
    carried_out = {paid.id for paid in claim.measures}
    for who, measures in using.items():
        if missing := sorted(measures - carried_out):
            yield _fault("measures", who, missing, "carried out")
    for transformer in site.problem.transformers:
        yield from _load(site, claim, transformer, chosen)


def _enlarged(site: _Site, paid: PaidMeasure, chosen: Mapping[str, Stand]) -> Iterator[Because]:
    serves = [set(each.serves) for each in site.problem.transformers if f"enlarge:{each.id}" == paid.id]
    users = sorted(set(chosen) & serves[0]) if serves else []
    prices = [rung.yuan for rung in site.works.rungs if rung.rated_kva == paid.size_kva]
    if not users or not prices:
        yield _fault("measure", paid.id, paid.size_kva, [rung.rated_kva for rung in site.works.rungs])
    elif (paid.cost_yuan, dict(paid.shares)) != (prices[0], equal_parts(prices[0], users)):
        yield _fault("cost", paid.id, (paid.cost_yuan, dict(paid.shares)), (prices[0], users))


def _load(
    site: _Site, claim: PlanClaim, transformer: Transformer, chosen: Mapping[str, Stand]
) -> Iterator[Because]:
    sizes = [paid.size_kva for paid in claim.measures if paid.id == f"enlarge:{transformer.id}"]
    rated = (sizes[0] if sizes else None) or transformer.rated_kva
    drawn_kw = [chosen[who].scheme.power_kw for who in transformer.serves if who in chosen]
    if not drawn_kw:
        return
    factors, limits = site.works.factors, site.problem.limits
    factor = factors[-1] if len(drawn_kw) > len(factors) else factors[len(drawn_kw) - 1]
    load = transformer.peak_kva + factor * sum(drawn_kw) / limits.power_factor.value
    allowed = rated * limits.load_ratio.value
    if load > allowed + limits.tolerance:
        yield _fault("transformer", transformer.id, f"{allowed:.2f} kVA", f"{load:.2f} kVA")


def _totals(claim: PlanClaim, chosen: Mapping[str, Stand]) -> Iterator[Because]:
    for lift in claim.lifts:
        borne = sum(paid.shares.get(lift.stairwell, 0) for paid in claim.measures)
        whole = chosen[lift.stairwell].scheme.price_yuan + borne
        if lift.cost_yuan != whole:
            yield _fault("cost", lift.stairwell, lift.cost_yuan, whole)
    total = sum(stand.scheme.price_yuan for stand in chosen.values())
    total += sum(paid.cost_yuan for paid in claim.measures)
    if claim.cost_yuan != total:
        yield _fault("cost", "plan", claim.cost_yuan, total)
