"""The independent checker: proves a sharing from the problem alone, dwelling by dwelling; shares no code with the solver."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import accumulate, pairwise

from sanxin.engines.sharing.problem import Dwelling, Problem
from sanxin.engines.sharing.result import Share, Shares, Violation
from sanxin.foundation.finding import Because, Sentence

WRONG = Sentence(
    "sharing.check", zh="{what}：写 {said}，实为 {found}", en="{what}: given as {said}; it is {found}"
)
FIGURES = ("fen", "gross_fen", "upkeep_fen", "compensation_fen", "relief_fen")
Amounts = dict[str, Fraction]


def check(problem: Problem, shares: Shares) -> list[Because]:
    """List every claim that does not hold; an empty list means the sharing stands."""
    wanted = [each.id for each in problem.dwellings]
    given = [each.dwelling for each in shares.shares]
    if wanted != given:
        return [WRONG.because(what="dwellings", said=str(given), found=str(wanted))]
    found = recount(problem)
    if found is None:
        return [WRONG.because(what=problem.rule, said="-", found="nobody carries it")]
    return list(_differences(shares, found))


def recount(problem: Problem) -> Shares | None:
    """Share again, by other means than the solver; None where nobody is left to carry the cost or a relief."""
    paid_out = sum(each.compensation_fen for each in problem.dwellings)
    exact = _over_time(problem, _payers(problem), Fraction(problem.capital_fen + paid_out))
    kept = _parts(problem, _payers(problem), Fraction(problem.upkeep_fen))
    if exact is None or kept is None:
        return None
    relief = {
        each.id: min(each.relief_fen, int(exact[each.id] // 1))
        for each in _payers(problem)
        if each.relief_fen and exact[each.id] > 0
    }
    carried = _carried(problem, exact, relief)
    if carried is None:
        return None
    capital, upkeep = _whole(carried), _whole(kept)
    shares = []
    for each in problem.dwellings:
        gross = capital.get(each.id, 0) + upkeep.get(each.id, 0)
        net, own = gross - each.compensation_fen, (upkeep.get(each.id, 0), each.compensation_fen)
        shares.append(Share(each.id, net, gross, *own, relief.get(each.id, 0)))
    found = _core(problem, shares) if problem.stand_alone else None
    return Shares(tuple(shares), None if not problem.stand_alone else found is None, found)


def _differences(shares: Shares, found: Shares) -> Iterator[Because]:
    for given, true in zip(shares.shares, found.shares, strict=True):
        for name in FIGURES if given != true else ():
            said, value = getattr(given, name), getattr(true, name)
            if said != value:
                yield WRONG.because(what=f"{true.dwelling} {name}", said=str(said), found=str(value))
    for name in ("in_core", "violation"):
        said, value = getattr(shares, name), getattr(found, name)
        if said != value or type(said) is not type(value):
            yield WRONG.because(what=name, said=str(said), found=str(value))


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


def _carried(problem: Problem, parts: Amounts, relief: dict[str, int]) -> Amounts | None:
    """Lay the reliefs on those who pay and asked for none, in proportion."""
    if not any(relief.values()):
        return parts
    asked = {each.id for each in problem.dwellings if each.relief_fen}
    bearers = {ident: part for ident, part in parts.items() if part > 0 and ident not in asked}
    if not bearers:
        return None
    burden = Fraction(sum(relief.values())) / sum(bearers.values())
    more = {ident: part * burden for ident, part in bearers.items()}
    return {ident: part + more.get(ident, 0) - relief.get(ident, 0) for ident, part in parts.items()}


def _over_time(problem: Problem, payers: list[Dwelling], amount: Fraction) -> Amounts | None:
    """Hold each sharing for as long as it stood: a dwelling pays the last, and interest on each earlier one while it held."""
    days = sorted({each.late_days for each in payers})
    stood = [
        (day, _parts(problem, [each for each in payers if each.late_days <= day], amount)) for day in days
    ]
    held = [(day, parts) for day, parts in stood if parts is not None]
    if not held:
        return None if amount else {}
    grown = [max(Fraction(0), 1 + problem.late_rate * (day - held[0][0]) / 365) for day, _ in held]
    last = held[-1][1]
    total = {each.id: last[each.id] * grown[-1] for each in payers}
    for (_, parts), now, then in zip(held, grown, grown[1:], strict=False):
        for ident, part in parts.items():
            total[ident] -= part * (then - now)
    return total


def _core(problem: Problem, shares: list[Share]) -> Violation | None:
    """For each stated cost, ask whether all who pay and cost no more pay more than it; name the first that is worst."""
    cost = _stated(problem)
    paid = [
        (each.dwelling, int(cost(dwelling.floor)), each.fen - each.upkeep_fen)
        for dwelling, each in zip(problem.dwellings, shares, strict=True)
        if each.fen > each.upkeep_fen
    ]
    of_cost: Counter[int] = Counter()
    for _, top, fen in paid:
        of_cost[top] += fen
    tops = sorted(of_cost)
    over = [
        (pays - top, pays, top)
        for top, pays in zip(tops, accumulate(of_cost[top] for top in tops), strict=True)
    ]
    worst = max((each for each, _, _ in over), default=0)
    if worst <= 0:
        return None
    _, pays, most = next(each for each in over if each[0] == worst)
    return Violation(tuple(ident for ident, alone, _ in paid if alone <= most), pays, most)
