"""Share a cost: exact fractions by rule, then whole fen whose sum is the cost."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from sanxin.engines.sharing.problem import DAYS_A_YEAR, Dwelling, Problem, refused
from sanxin.engines.sharing.result import Share, Shares, Violation

Parts = dict[str, Fraction]
ONE = Fraction(1)


def solve(problem: Problem) -> Shares:
    """Give each dwelling its share in whole fen.

    :raises ProblemRefused: if nobody is left to carry the cost, or a relief
    """
    raised = Fraction(problem.capital_fen + sum(each.compensation_fen for each in problem.dwellings))
    wanted = _bought_in(problem, raised)
    capital, relief = _relieved(problem, wanted)
    built = to_fen(capital)
    kept = to_fen(_by_rule(problem, _carriers(problem), Fraction(problem.upkeep_fen)))
    shares = []
    for each in problem.dwellings:
        upkeep = kept.get(each.id, 0)
        gross = built.get(each.id, 0) + upkeep
        shares.append(
            Share(
                each.id, gross - each.compensation_fen, gross, upkeep, each.compensation_fen,
                int(relief.get(each.id, 0)),
            )
        )  # fmt: skip
    violation = _overcharged(problem, [each.fen - each.upkeep_fen for each in shares])
    return Shares(tuple(shares), None if not problem.stand_alone else violation is None, violation)


def to_fen(exact: Mapping[str, Fraction]) -> dict[str, int]:
    """Round parts whose sum is whole: down, then one fen each to the largest fractions lost, ties to the smaller id."""
    parts = {ident: part.__floor__() for ident, part in exact.items()}
    lost = {ident: exact[ident] - parts[ident] for ident in parts}
    left = int(sum(lost.values(), Fraction(0)))
    for ident in sorted(lost, key=lambda each: (-lost[each], each))[:left]:
        parts[ident] += 1
    return parts


def shapley(costs: Sequence[Fraction]) -> list[Fraction]:
    """Give the Shapley value of the airport game, in which a group costs as much as its dearest member.

    Each step between two costs is shared by all who need it (Littlechild and Owen, 1973); O(n log n).
    """
    order = sorted(range(len(costs)), key=costs.__getitem__)
    value, reached, ahead, found = Fraction(0), Fraction(0), len(costs), [Fraction(0)] * len(costs)
    for cost, group in groupby(order, key=costs.__getitem__):
        members = list(group)
        value, reached = value + (cost - reached) / ahead, cost
        ahead -= len(members)
        for member in members:
            found[member] = value
    return found


def _carriers(problem: Problem) -> list[Dwelling]:
    return [each for each in problem.dwellings if each.carries]


def _by_rule(problem: Problem, among: Sequence[Dwelling], amount: Fraction) -> Parts:
    """Share an amount among some dwellings, exactly."""
    if not amount:
        return {each.id: amount for each in among}
    if problem.rule in ("airport", "equal_benefit"):
        return _by_game(problem, among, amount)
    weights = _weights(problem, among)
    whole = sum(weights, Fraction(0))
    if not whole:
        raise _nobody(problem)
    unit = amount / whole
    return {each.id: unit * weight for each, weight in zip(among, weights, strict=True)}


def _by_game(problem: Problem, among: Sequence[Dwelling], amount: Fraction) -> Parts:
    """Share by the costs of a lift to each floor, scaled so that the dearest is the amount."""
    stated = {each.floor: each.fen for each in problem.stand_alone}
    alone = [Fraction(stated[each.floor] if stated and each.floor > 1 else each.floor - 1) for each in among]
    dearest = max(alone, default=Fraction(0))
    if not dearest:
        raise _nobody(problem)
    costs = [amount * each / dearest for each in alone]
    if problem.rule == "airport":
        return dict(zip([each.id for each in among], shapley(costs), strict=True))
    saved = (sum(costs, Fraction(0)) - amount) / len(costs)
    return {each.id: cost - saved for each, cost in zip(among, costs, strict=True)}


def _weights(problem: Problem, among: Sequence[Dwelling]) -> list[Fraction]:
    if problem.rule == "equal":
        return [ONE] * len(among)
    if problem.rule == "area":
        return [Fraction(each.area_m2) for each in among]
    if problem.rule == "ride_height":
        return [Fraction(each.floor - 1) for each in among]
    if problem.rule == "elevator":
        return [1 + Fraction(each.floor - 1, 2) for each in among]
    if problem.rule == "custom":
        return [each.weight or Fraction(0) for each in among]
    return _floor_weights(problem, among)


def _floor_weights(problem: Problem, among: Sequence[Dwelling]) -> list[Fraction]:
    of_floor = {each.floor: each.weight for each in problem.weights}
    if problem.apply_to == "dwelling":
        return [of_floor[each.floor] for each in among]
    if problem.apply_to == "dwelling_area":
        return [of_floor[each.floor] * Fraction(each.area_m2) for each in among]
    whole: dict[int, Fraction] = defaultdict(Fraction)
    for each in problem.dwellings:
        whole[each.floor] += Fraction(each.area_m2)
    return [of_floor[each.floor] * Fraction(each.area_m2) / whole[each.floor] for each in among]


def _bought_in(problem: Problem, amount: Fraction) -> Parts:
    """Share among those there from the start; who comes late pays its share with interest to those who paid for it."""
    carriers = _carriers(problem)
    early = [each for each in carriers if not each.late_days]
    first = _by_rule(problem, early, amount)
    if len(early) == len(carriers) or not amount:
        return first | {each.id: Fraction(0) for each in carriers if each.late_days}
    together = _by_rule(problem, carriers, amount)
    late = {
        each.id: together[each.id] * (1 + problem.late_rate * each.late_days / DAYS_A_YEAR)
        for each in carriers
        if each.late_days
    }
    paid, eased = sum(late.values(), Fraction(0)), {ident: first[ident] - together[ident] for ident in first}
    whole = sum(eased.values(), Fraction(0))
    if not whole:
        return {ident: part * (1 - paid / amount) for ident, part in first.items()} | late
    return {ident: first[ident] - eased[ident] * paid / whole for ident in first} | late


def _relieved(problem: Problem, wanted: Parts) -> tuple[Parts, Parts]:
    """Take the reliefs off, and lay them on the others in proportion to what they pay."""
    relief = {
        each.id: Fraction(min(each.relief_fen, wanted[each.id].__floor__()))
        for each in _carriers(problem)
        if each.relief_fen and wanted[each.id] > 0
    }
    whole = sum(relief.values(), Fraction(0))
    if not whole:
        return wanted, relief
    asked = {each.id for each in problem.dwellings if each.relief_fen}
    others = {ident: part for ident, part in wanted.items() if part > 0 and ident not in asked}
    base = sum(others.values(), Fraction(0))
    if not base:
        raise refused(
            "hardship", min(relief), "没有别的住户承担减免", "no other dwelling can carry the relief"
        )
    moved = {ident: part * whole / base for ident, part in others.items()}
    return {
        ident: part - relief.get(ident, Fraction(0)) + moved.get(ident, Fraction(0))
        for ident, part in wanted.items()
    }, relief


def _overcharged(problem: Problem, paid: Sequence[int]) -> Violation | None:
    """Find the group that overpays most against its stated cost; for each cost the worst group is all who pay below it."""
    stated = {each.floor: each.fen for each in problem.stand_alone} | {1: 0}
    if not problem.stand_alone:
        return None
    payers = [(each, fen) for each, fen in zip(problem.dwellings, paid, strict=True) if fen > 0]
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


def _nobody(problem: Problem) -> Exception:
    return refused("rule", problem.rule, "按这条规则没有人出钱", "by this rule nobody would pay")
