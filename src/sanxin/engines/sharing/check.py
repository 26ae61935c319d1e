"""The independent checker: proves a sharing from the problem alone, dwelling by dwelling; shares no code with the solver."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from sanxin.engines.sharing.problem import Dwelling, Problem
from sanxin.engines.sharing.result import Shares
from sanxin.foundation.finding import Because, Sentence

WRONG = Sentence(
    "sharing.check", zh="{what}：写 {said}，实为 {found}", en="{what}: given as {said}; it is {found}"
)
Exact = dict[str, Fraction]


def check(problem: Problem, shares: Shares) -> list[Because]:
    """List every claim that does not hold; an empty list means the sharing stands."""
    wanted = [each.id for each in problem.dwellings]
    given = [each.dwelling for each in shares.shares]
    if wanted != given:
        return [WRONG.because(what="dwellings", said=str(given), found=str(wanted))]
    return list(_sums(problem, shares)) + list(_core(problem, shares))


def _sums(problem: Problem, shares: Shares) -> Iterator[Because]:
    paid_out = sum(each.compensation_fen for each in problem.dwellings)
    exact, relief = _capital(problem, Fraction(problem.capital_fen + paid_out))
    capital, upkeep = _whole(exact), _whole(_parts(problem, _payers(problem), Fraction(problem.upkeep_fen)))
    for each, share in zip(problem.dwellings, shares.shares, strict=True):
        kept = upkeep.get(each.id, 0)
        gross = capital.get(each.id, 0) + kept
        found = {
            "fen": gross - each.compensation_fen, "gross_fen": gross, "upkeep_fen": kept,
            "compensation_fen": each.compensation_fen, "relief_fen": relief.get(each.id, 0),
        }  # fmt: skip
        for name, value in found.items():
            if getattr(share, name) != value:
                said = str(getattr(share, name))
                yield WRONG.because(what=f"{each.id} {name}", said=said, found=str(value))
    total, whole = sum(each.fen for each in shares.shares), problem.capital_fen + problem.upkeep_fen
    if total != whole:
        yield WRONG.because(what="sum", said=str(total), found=str(whole))


def _payers(problem: Problem) -> list[Dwelling]:
    return [each for each in problem.dwellings if each.joins and each.pays]


def _whole(exact: Exact) -> dict[str, int]:
    """Round as agreed: rank every dwelling by the fraction it would lose, and give the first ones a fen."""
    ranked = sorted((-(part % 1), ident) for ident, part in exact.items())
    extra = {ident for _, ident in ranked[: int(sum(part % 1 for part in exact.values()))]}
    return {ident: int(part // 1) + (ident in extra) for ident, part in exact.items()}


def _parts(problem: Problem, among: list[Dwelling], amount: Fraction) -> Exact:
    if not amount:
        return {each.id: amount for each in among}
    if problem.rule not in ("airport", "equal_benefit"):
        weights = {each.id: _weight(problem, each) for each in among}
        whole = sum(weights.values())
        return {ident: weight * amount / whole for ident, weight in weights.items()}
    alone = {each.floor: _alone(problem, each.floor) for each in among}
    scale = amount / max(alone.values())
    count = {floor: sum(each.floor == floor for each in among) for floor in alone}
    if problem.rule == "equal_benefit":
        saved = (scale * sum(alone[floor] * count[floor] for floor in alone) - amount) / len(among)
        return {each.id: scale * alone[each.floor] - saved for each in among}
    steps = sorted({Fraction(0), *alone.values()})
    riders = {top: sum(count[floor] for floor in alone if alone[floor] >= top) for top in steps[1:]}
    price = {top: (top - below) / riders[top] for below, top in pairwise(steps)}
    of_floor = {floor: scale * sum(price[top] for top in price if top <= alone[floor]) for floor in alone}
    return {each.id: Fraction(of_floor[each.floor]) for each in among}


def _alone(problem: Problem, floor: int) -> Fraction:
    if floor == 1 or not problem.stand_alone:
        return Fraction(floor - 1)
    return Fraction(next(each.fen for each in problem.stand_alone if each.floor == floor))


def _weight(problem: Problem, each: Dwelling) -> Fraction:
    simple = {
        "equal": Fraction(1), "area": Fraction(each.area_m2), "ride_height": Fraction(each.floor - 1),
        "elevator": Fraction(each.floor + 1, 2), "custom": each.weight or Fraction(0),
    }  # fmt: skip
    if problem.rule in simple:
        return simple[problem.rule]
    weight = next(one.weight for one in problem.weights if one.floor == each.floor)
    if problem.apply_to == "dwelling":
        return weight
    area = Fraction(each.area_m2)
    if problem.apply_to == "dwelling_area":
        return weight * area
    return weight * area / sum(Fraction(one.area_m2) for one in problem.dwellings if one.floor == each.floor)


def _capital(problem: Problem, amount: Fraction) -> tuple[Exact, dict[str, int]]:
    payers = _payers(problem)
    first = [each for each in payers if each.late_days == 0]
    parts, full = _parts(problem, first, amount), _parts(problem, payers, amount)
    late = {
        each.id: full[each.id] * (365 + problem.late_rate * each.late_days) / 365
        for each in payers
        if each.late_days
    }
    drop = sum((parts[each.id] - full[each.id] for each in first), Fraction(0))
    for each in first:
        back = (parts[each.id] - full[each.id]) / drop if drop else parts[each.id] / (amount or 1)
        parts[each.id] -= back * sum(late.values())
    parts |= late
    relief = {
        each.id: min(each.relief_fen, int(parts[each.id] // 1))
        for each in payers
        if each.relief_fen and parts[each.id] > 0
    }
    bearers = {each.id: parts[each.id] for each in payers if not each.relief_fen and parts[each.id] > 0}
    if any(relief.values()):
        burden = Fraction(sum(relief.values())) / sum(bearers.values())
        parts |= {ident: part * (1 + burden) for ident, part in bearers.items()}
        parts |= {ident: parts[ident] - less for ident, less in relief.items()}
    return parts, relief


def _core(problem: Problem, shares: Shares) -> Iterator[Because]:
    """For each stated cost, ask whether all who pay and cost no more pay more than it."""
    paid = [
        (each.dwelling, _alone(problem, dwelling.floor), each.fen - each.upkeep_fen)
        for dwelling, each in zip(problem.dwellings, shares.shares, strict=True)
    ] if problem.stand_alone else []  # fmt: skip
    groups = [
        (sum(fen for _, cost, fen in paid if cost <= top and fen > 0), int(top))
        for top in sorted({cost for _, cost, fen in paid if fen > 0})
    ]
    worst = max((pays - top for pays, top in groups), default=0)
    holds = worst <= 0 if problem.stand_alone else None
    if shares.in_core is not holds:
        yield WRONG.because(what="in_core", said=str(shares.in_core), found=str(holds))
    found = None
    if worst > 0:
        pays, top = next(each for each in groups if each[0] - each[1] == worst)
        found = (tuple(ident for ident, cost, fen in paid if cost <= top and fen > 0), pays, top)
    named = shares.violation
    said = (named.dwellings, named.pays_fen, named.alone_fen) if named else None
    if said != found:
        yield WRONG.because(what="core_violation", said=str(said), found=str(found))
