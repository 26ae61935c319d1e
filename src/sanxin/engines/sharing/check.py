"""The independent checker: proves a sharing from the problem alone, dwelling by dwelling; shares no code with the solver."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import accumulate, pairwise

from sanxin.engines.sharing.problem import Dwelling, Problem
from sanxin.engines.sharing.result import Shares
from sanxin.foundation.finding import Because, Sentence

WRONG = Sentence(
    "sharing.check", zh="{what}：写 {said}，实为 {found}", en="{what}: given as {said}; it is {found}"
)
Amounts = dict[str, Fraction]


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
    capital, upkeep = (
        _whole(exact),
        _whole(_parts(problem, _payers(problem), Fraction(problem.upkeep_fen)) or {}),
    )
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


def _whole(exact: Amounts) -> dict[str, int]:
    """Round as agreed: rank every dwelling by the fraction it would lose, and give the first ones a fen."""
    ranked = sorted((-(part % 1), ident) for ident, part in exact.items())
    extra = {ident for _, ident in ranked[: int(sum(part % 1 for part in exact.values()))]}
    return {ident: int(part // 1) + (ident in extra) for ident, part in exact.items()}


def _parts(problem: Problem, among: list[Dwelling], amount: Fraction) -> Amounts | None:
    """Share by the rule's own formula, dwelling by dwelling; None if nobody would pay."""
    if not amount:
        return {each.id: amount for each in among}
    if problem.rule not in ("airport", "equal_benefit"):
        weights = _weights(problem, among)
        whole = sum(weights.values())
        return {ident: weight * amount / whole for ident, weight in weights.items()} if whole else None
    cost = _stated(problem)
    alone = {each.floor: cost(each.floor) for each in among}
    if not any(alone.values()):
        return None
    scale = amount / max(alone.values())
    count = Counter(each.floor for each in among)
    if problem.rule == "equal_benefit":
        saved = (scale * sum(alone[floor] * count[floor] for floor in alone) - amount) / len(among)
        return {each.id: scale * alone[each.floor] - saved for each in among}
    steps = sorted({Fraction(0), *alone.values()})
    riders = {top: sum(count[floor] for floor in alone if alone[floor] >= top) for top in steps[1:]}
    price = {top: (top - below) / riders[top] for below, top in pairwise(steps)}
    of_floor = {floor: scale * sum(price[top] for top in price if top <= alone[floor]) for floor in alone}
    return {each.id: Fraction(of_floor[each.floor]) for each in among}


def _stated(problem: Problem) -> Callable[[int], Fraction]:
    stated = {each.floor: Fraction(each.fen) for each in problem.stand_alone}
    return lambda floor: stated[floor] if stated and floor > 1 else Fraction(floor - 1)


def _weights(problem: Problem, among: list[Dwelling]) -> Amounts:
    if problem.rule == "custom":
        return {each.id: each.weight or Fraction(0) for each in among}
    of_floor: Callable[[int], Fraction] = {
        "equal": lambda _: Fraction(1),
        "area": lambda _: Fraction(1),
        "ride_height": lambda floor: Fraction(floor - 1),
        "elevator": lambda floor: Fraction(floor + 1, 2),
    }.get(problem.rule, {each.floor: each.weight for each in problem.weights}.__getitem__)
    by_area = problem.rule == "area" or (problem.rule != "equal" and problem.apply_to != "dwelling")
    if not by_area:
        return {each.id: of_floor(each.floor) for each in among}
    of_area: Callable[[int], Fraction] = of_floor
    if problem.rule != "area" and problem.apply_to == "floor_then_area":
        carrying, of_whole = {each.floor for each in among}, defaultdict[int, Fraction](Fraction)
        for each in problem.dwellings:
            if each.floor in carrying:
                of_whole[each.floor] += Fraction(each.area_m2 or 0)
        of_area = {floor: of_floor(floor) / of_whole[floor] for floor in carrying}.__getitem__
    return {each.id: of_area(each.floor) * Fraction(each.area_m2 or 0) for each in among}


def _capital(problem: Problem, amount: Fraction) -> tuple[Amounts, dict[str, int]]:
    payers = _payers(problem)
    parts = _over_time(problem, payers, amount)
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


def _over_time(problem: Problem, payers: list[Dwelling], amount: Fraction) -> Amounts:
    """Hold each sharing for as long as it stood: a dwelling pays the last, and interest on each earlier one while it held."""
    days = sorted({each.late_days for each in payers})
    stood = [
        (day, _parts(problem, [each for each in payers if each.late_days <= day], amount)) for day in days
    ]
    held = [(day, parts) for day, parts in stood if parts is not None]
    if not held:
        return {}
    grown = [max(Fraction(0), 1 + problem.late_rate * (day - held[0][0]) / 365) for day, _ in held]
    last = held[-1][1]
    total = {each.id: last[each.id] * grown[-1] for each in payers}
    for (_, parts), now, then in zip(held, grown, grown[1:], strict=False):
        for ident, part in parts.items():
            total[ident] -= part * (then - now)
    return total


def _core(problem: Problem, shares: Shares) -> Iterator[Because]:
    """For each stated cost, ask whether all who pay and cost no more pay more than it."""
    cost = _stated(problem)
    paid = [
        (each.dwelling, cost(dwelling.floor), each.fen - each.upkeep_fen)
        for dwelling, each in zip(problem.dwellings, shares.shares, strict=True)
        if dwelling.joins and dwelling.pays and each.fen - each.upkeep_fen > 0
    ] if problem.stand_alone else []  # fmt: skip
    of_cost: Counter[Fraction] = Counter()
    for _, top, fen in paid:
        of_cost[top] += fen
    tops = sorted(of_cost)
    groups = [
        (fen, int(top)) for top, fen in zip(tops, accumulate(of_cost[top] for top in tops), strict=True)
    ]
    worst = max((pays - top for pays, top in groups), default=0)
    holds = worst <= 0 if problem.stand_alone else None
    if shares.in_core is not holds:
        yield WRONG.because(what="in_core", said=str(shares.in_core), found=str(holds))
    found: tuple[tuple[str, ...], int, int] | None = None
    if worst > 0:
        pays, most = next(each for each in groups if each[0] - each[1] == worst)
        found = (tuple(ident for ident, alone, _ in paid if alone <= most), pays, most)
    named = shares.violation
    said = (named.dwellings, named.pays_fen, named.alone_fen) if named else None
    if said != found:
        yield WRONG.because(what="core_violation", said=str(said), found=str(found))
