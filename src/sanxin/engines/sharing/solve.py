"""Share a cost: exact parts by rule over one denominator, then whole fen whose sum is the cost."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from sanxin.engines.sharing.problem import DAYS_A_YEAR, Dwelling, Problem, refused
from sanxin.engines.sharing.result import Share, Shares, Violation


@dataclass(frozen=True, slots=True)
class Exact:
    """Exact amounts over one denominator, which keeps a hundred thousand of them fast: item i is ``parts[i] / of``."""

    parts: list[int]
    of: int = 1


def solve(problem: Problem) -> Shares:
    """Give each dwelling its share in whole fen.

    :raises ProblemRefused: if nobody is left to carry the cost, or a relief
    """
    carriers = [each for each in problem.dwellings if each.carries]
    raised = problem.capital_fen + sum(each.compensation_fen for each in problem.dwellings)
    wanted = _bought_in(problem, carriers, raised)
    reliefs = _reliefs(carriers, wanted)
    built = to_fen(_relieved(carriers, wanted, reliefs))
    kept = to_fen(_paid(problem, carriers, problem.upkeep_fen))
    of = dict(zip([each.id for each in carriers], zip(built, kept, reliefs, strict=True), strict=True))
    shares = []
    for each in problem.dwellings:
        capital, upkeep, relief = of.get(each.id, (0, 0, 0))
        gross, received = capital + upkeep, each.compensation_fen
        shares.append(Share(each.id, gross - received, gross, upkeep, received, relief))
    violation = _overcharged(problem, [each.fen - each.upkeep_fen for each in shares])
    return Shares(tuple(shares), None if not problem.stand_alone else violation is None, violation)


def to_fen(exact: Exact) -> list[int]:
    """Round parts whose sum is whole: down, then one fen each to the largest fractions lost, ties to the earlier."""
    fen = [part // exact.of for part in exact.parts]
    lost = [part % exact.of for part in exact.parts]
    # A stable sort, so that of equal fractions the one named first comes first.
    for place in sorted(range(len(lost)), key=lost.__getitem__, reverse=True)[: sum(lost) // exact.of]:
        fen[place] += 1
    return fen


def shapley(costs: Sequence[int]) -> list[Fraction]:
    """Give the Shapley value of the airport game, in which a group costs as much as its dearest member.

    Each step between two costs is shared by all who need it (Littlechild and Owen, 1973); O(n log n).
    """
    at_cost, ahead, reached, value = Counter(costs), len(costs), 0, Fraction(0)
    of_cost: dict[int, Fraction] = {}
    for cost in sorted(at_cost):
        value += Fraction(cost - reached, ahead)
        of_cost[cost] = value
        reached, ahead = cost, ahead - at_cost[cost]
    return [of_cost[cost] for cost in costs]


def weights_of(problem: Problem, among: Sequence[Dwelling]) -> Exact | None:
    """Give the weights by which a rule shares among some dwellings; None for a rule that has none."""
    if problem.rule == "equal":
        return Exact([1] * len(among))
    if problem.rule == "area":
        return _over_one(each.known_area_m2 for each in among)
    if problem.rule == "custom":
        return _over_one(each.weight or Fraction(0) for each in among)
    if problem.rule not in ("floor_weights", "ride_height", "elevator"):
        return None
    by_floor = _floor_weights(problem, {each.floor for each in among})
    if problem.apply_to == "floor_then_area":
        whole = _floor_areas(problem, by_floor)
        by_floor = {floor: weight / whole[floor] for floor, weight in by_floor.items()}
    weights = _over_one(by_floor[each.floor] for each in among)
    if problem.apply_to == "dwelling":
        return weights
    areas = _over_one(each.known_area_m2 for each in among)
    both = [weight * area for weight, area in zip(weights.parts, areas.parts, strict=True)]
    return Exact(both, weights.of * areas.of)


def _over_one(numbers: Iterable[Fraction | Decimal]) -> Exact:
    ratios = [number.as_integer_ratio() for number in numbers]
    of = lcm(*{below for _, below in ratios})
    return Exact([above * (of // below) for above, below in ratios], of)


def _floor_weights(problem: Problem, floors: Iterable[int]) -> dict[int, Fraction]:
    if problem.rule == "floor_weights":
        stated = {each.floor: each.weight for each in problem.weights}
        return {floor: stated[floor] for floor in floors}
    if problem.rule == "ride_height":
        return {floor: Fraction(floor - 1) for floor in floors}
    return {floor: 1 + Fraction(floor - 1, 2) for floor in floors}


def _floor_areas(problem: Problem, floors: Iterable[int]) -> dict[int, Fraction]:
    """Add up the area of every dwelling of a floor, whoever pays: a neighbour's refusal doubles nobody's share."""
    whole: dict[int, Fraction] = defaultdict(Fraction)
    for each in problem.dwellings:
        if each.floor in floors:
            whole[each.floor] += Fraction(each.known_area_m2)
    return whole


def by_rule(problem: Problem, among: Sequence[Dwelling], amount: int) -> Exact | None:
    """Share an amount among some dwellings; None if by the rule none of them would pay."""
    if not amount:
        return Exact([0] * len(among))
    weights = weights_of(problem, among)
    if weights is None:
        return _by_game(problem, among, amount)
    whole = sum(weights.parts)
    return Exact([amount * weight for weight in weights.parts], whole) if whole else None


def _by_game(problem: Problem, among: Sequence[Dwelling], amount: int) -> Exact | None:
    """Share by the costs of a lift to each floor, scaled so that the dearest is the amount."""
    alone = _alone(problem, {each.floor for each in among})
    costs = [alone[each.floor] for each in among]
    dearest = max(costs, default=0)
    if not dearest:
        return None
    if problem.rule == "airport":
        value = _over_one(shapley(costs))
        return Exact([amount * part for part in value.parts], value.of * dearest)
    # x = c − (Σc − C)/n with every cost scaled by amount / dearest, over the denominator dearest × n.
    saved = sum(costs) - dearest
    return Exact([amount * (len(costs) * cost - saved) for cost in costs], dearest * len(costs))


def _alone(problem: Problem, floors: Iterable[int]) -> dict[int, int]:
    """Give what a lift to some floors alone costs: stated, else in proportion to the height; ground floor 0."""
    stated = {each.floor: each.fen for each in problem.stand_alone}
    return {floor: stated[floor] if stated and floor > 1 else floor - 1 for floor in floors}


def _paid(problem: Problem, among: Sequence[Dwelling], amount: int) -> Exact:
    found = by_rule(problem, among, amount)
    if found is None:
        raise refused("rule", problem.rule, "按这条规则没有人出钱", "by this rule nobody would pay")
    return found


def _bought_in(problem: Problem, carriers: Sequence[Dwelling], amount: int) -> Exact:
    """Share among the first who can raise it; each later joining shares it anew, and what moves bears interest.

    Who joins pays its share of the new sharing, and each one there before gets back exactly by how much its own
    share fell, both with simple interest since the first day.
    """
    days = sorted({each.late_days for each in carriers})
    if len(days) < 2:
        return _paid(problem, carriers, amount)
    total, began = Exact([0] * len(carriers)), None
    before = total
    for day in days:
        there = [place for place, each in enumerate(carriers) if each.late_days <= day]
        found = by_rule(problem, [carriers[place] for place in there], amount)
        if found is None:
            continue
        began = day if began is None else began
        now = Exact([0] * len(carriers), found.of)
        for place, part in zip(there, found.parts, strict=True):
            now.parts[place] = part
        grown = max(Fraction(0), 1 + problem.late_rate * Fraction(day - began, DAYS_A_YEAR))
        total, before = _plus(_plus(total, now, grown), before, -grown), now
    return total if began is not None else _paid(problem, carriers, amount)


def _plus(one: Exact, other: Exact, times: Fraction) -> Exact:
    of = lcm(one.of, other.of * times.denominator)
    left, right = of // one.of, of // (other.of * times.denominator) * times.numerator
    return Exact([a * left + b * right for a, b in zip(one.parts, other.parts, strict=True)], of)


def _reliefs(carriers: Sequence[Dwelling], wanted: Exact) -> list[int]:
    """Cap each relief at the dwelling's share in whole fen."""
    return [
        max(0, min(each.relief_fen, part // wanted.of))
        for each, part in zip(carriers, wanted.parts, strict=True)
    ]


def _relieved(carriers: Sequence[Dwelling], wanted: Exact, reliefs: Sequence[int]) -> Exact:
    """Take the reliefs off, and lay them on the others in proportion to what they pay."""
    whole = sum(reliefs)
    if not whole:
        return wanted
    pairs = list(zip(carriers, wanted.parts, strict=True))
    base = sum(part for each, part in pairs if not each.relief_fen and part > 0)
    if not base:
        asked = next(each.id for each in carriers if each.relief_fen)
        raise refused("hardship", asked, "没有别的住户承担减免", "no other dwelling can carry the relief")
    more = base + whole * wanted.of
    parts = [
        part * more if part > 0 and not each.relief_fen else (part - relief * wanted.of) * base
        for (each, part), relief in zip(pairs, reliefs, strict=True)
    ]
    return Exact(parts, wanted.of * base)


def _overcharged(problem: Problem, paid: Sequence[int]) -> Violation | None:
    """Find the group that overpays most against its stated cost; for each cost the worst group is all who pay below it."""
    if not problem.stand_alone:
        return None
    payers = [(each, fen) for each, fen in zip(problem.dwellings, paid, strict=True) if fen > 0]
    stated = _alone(problem, {each.floor for each, _ in payers})
    at_cost: Counter[int] = Counter()
    for each, fen in payers:
        at_cost[stated[each.floor]] += fen
    total, worst, excess = 0, 0, 0
    for cost in sorted(at_cost):
        total += at_cost[cost]
        if total - cost > excess:
            worst, excess = cost, total - cost
    if not excess:
        return None
    group = tuple(each.id for each, _ in payers if stated[each.floor] <= worst)
    return Violation(group, worst + excess, worst)
