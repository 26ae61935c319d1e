"""The plan's checker: every sum, need, limit and share of an answer reckoned again from the question alone."""

from collections.abc import Iterator
from itertools import combinations
from math import prod

from sanxin.engines.siting.plan.problem import Feeder, Option, PlanProblem
from sanxin.engines.siting.plan.result import Paid, Planned
from sanxin.foundation.finding import Because, Sentence

MOST_COMBINATIONS = 20_000
FAULT = Sentence(
    "siting.plan.check",
    zh="方案与题目不符：{what}（{where}），报 {said}，应为 {found}",
    en="The plan does not fit the problem: {what} ({where}) is said to be {said} and is {found}",
)


def check(problem: PlanProblem, planned: Planned) -> tuple[Because, ...]:
    """List everything in a plan that the problem does not bear out; none means it stands.

    Few combinations are tried all, and prove the optimum again; of larger problems the optimum is believed.
    """
    options = {option.key: option for option in problem.options}
    taken = {}
    for choice in planned.choices:
        option = options.get(f"{choice.stairwell}/{choice.option}")
        if option is None or choice.stairwell in taken:
            return (_fault("option", choice.stairwell, choice.option, "-"),)
        taken[choice.stairwell] = option
    return (
        *_served(problem, planned, taken),
        *_needs(taken, planned),
        *_joint(problem, planned, taken),
        *_money(problem, planned, taken),
        *_light(problem, planned, taken),
        *_claims(planned),
        *_optimum(problem, planned),
    )


def _fault(what: str, where: str, said: object, found: object) -> Because:
    return FAULT.because(what=what, where=where, said=str(said), found=str(found))


def _served(problem: PlanProblem, planned: Planned, taken: dict[str, Option]) -> Iterator[Because]:
    left = sorted(set(problem.stairwells) - set(taken))
    said = [each.stairwell for each in planned.unserved]
    if said != left:
        yield _fault("unserved", "-", said, left)
    for each in planned.unserved:
        helps = any(all(one.needs) for one in problem.options if one.stairwell == each.stairwell)
        named = [reason.bind for reason in each.reasons]
        if not named or (("nothing_helps" in named) == helps):
            yield _fault("reasons", each.stairwell, named, "nothing_helps" if not helps else "joint limits")


def _needs(taken: dict[str, Option], planned: Planned) -> Iterator[Because]:
    """Each need is met by a use whose parts are all paid, and whose cost the stairwell shares."""
    paid = {one.measure: set(one.parts) for one in planned.measures}
    sharing = {one.measure: {who for who, _ in one.attributed_yuan} for one in planned.measures}
    for choice in planned.choices:
        needs = taken[choice.stairwell].needs
        if [way < len(need) for way, need in zip(choice.ways, needs, strict=False)] != [True] * len(needs):
            yield _fault("need", choice.stairwell, choice.ways, f"{len(needs)} needs")
            continue
        uses = [need[way] for way, need in zip(choice.ways, needs, strict=True)]
        for use in uses:
            met = set(use.parts) <= paid.get(use.measure, set())
            if not met or choice.stairwell not in sharing.get(use.measure, set()):
                yield _fault("need", choice.stairwell, sorted(paid), use.measure)
        if not {use.measure for use in uses} <= set(choice.measures):
            yield _fault("measures", choice.stairwell, choice.measures, [use.measure for use in uses])


def _joint(problem: PlanProblem, planned: Planned, taken: dict[str, Option]) -> Iterator[Because]:
    keys = {option.key for option in taken.values()}
    for each in problem.exclusions:
        if {each.one, each.other} <= keys:
            yield _fault(each.rule, f"{each.one}–{each.other}", "both", "one of them")
    sizes = {one.measure: one.size_kva for one in planned.measures}
    for feeder in problem.feeders:
        drawn = [taken[one].power_w for one in feeder.stairwells if one in taken and taken[one].power_w]
        rated = sizes.get(feeder.id) or feeder.sizes[0].rated_kva
        if drawn and not _carries(feeder, rated, drawn):
            yield _fault("feeder", feeder.id, rated, f"{sum(drawn)} W")
    if problem.budget_yuan is not None and planned.cost_yuan > problem.budget_yuan:
        yield _fault("budget", "-", planned.cost_yuan, problem.budget_yuan)


def _carries(feeder: Feeder, rated_kva: float, drawn_w: list[int]) -> bool:
    factor = feeder.factors[min(len(drawn_w), len(feeder.factors)) - 1]
    load_kva = feeder.peak_kva + factor * sum(drawn_w) / 1000 / feeder.power_factor
    return load_kva <= rated_kva * feeder.load_ratio + 1e-6


def _money(problem: PlanProblem, planned: Planned, taken: dict[str, Option]) -> Iterator[Because]:
    prices = {(each.id, part.id): part.cost_yuan for each in problem.measures for part in each.parts}
    enlarged = {
        (feeder.id, size.rated_kva): size.cost_yuan for feeder in problem.feeders for size in feeder.sizes
    }
    for one in planned.measures:
        own = _own_yuan(one, planned, taken)
        if one.size_kva is not None:
            found = enlarged.get((one.measure, one.size_kva), -1)
        else:
            found = own + sum(prices.get((one.measure, part), 0) for part in one.parts)
        if one.cost_yuan != found:
            yield _fault("measure", one.measure, one.cost_yuan, found)
        if sum(yuan for _, yuan in one.attributed_yuan) != one.cost_yuan or not _equal(one, own):
            yield _fault("shares", one.measure, one.attributed_yuan, one.cost_yuan)
    shares = [dict(one.attributed_yuan) for one in planned.measures]
    for choice in planned.choices:
        found = taken[choice.stairwell].cost_yuan + sum(each.get(choice.stairwell, 0) for each in shares)
        if choice.cost_yuan != found:
            yield _fault("cost", choice.stairwell, choice.cost_yuan, found)
    whole = sum(option.cost_yuan for option in taken.values()) + sum(
        one.cost_yuan for one in planned.measures
    )
    if planned.cost_yuan != whole:
        yield _fault("cost", "plan", planned.cost_yuan, whole)


def _own_yuan(one: Paid, planned: Planned, taken: dict[str, Option]) -> int:
    return sum(
        need[way].own_yuan
        for choice in planned.choices
        for way, need in zip(choice.ways, taken[choice.stairwell].needs, strict=False)
        if way < len(need) and need[way].measure == one.measure
    )


def _equal(one: Paid, own_yuan: int) -> bool:
    """A measure of one piece, all of it shared, is split to within a yuan."""
    yuan = [each for _, each in one.attributed_yuan]
    return bool(own_yuan) or len(one.parts) != 1 or max(yuan) - min(yuan) <= 1


def _light(problem: PlanProblem, planned: Planned, taken: dict[str, Option]) -> Iterator[Because]:
    keys = {option.key for option in taken.values()}
    lost: dict[str, int] = {}
    for option in taken.values():
        for window, tenths in option.losses:
            lost[window] = max(tenths, lost.get(window, 0))
    for cut in problem.cuts:
        if set(cut.options) <= keys:
            lost[cut.window] = max(cut.tenths, lost.get(cut.window, 0))
    for limit in problem.limits:
        if lost.get(limit.window, 0) > limit.tenths:
            yield _fault("window_limit", limit.window, lost[limit.window], limit.tenths)
    if planned.light_tenths != sum(lost.values()):
        yield _fault("light", "plan", planned.light_tenths, sum(lost.values()))


def _claims(planned: Planned) -> Iterator[Because]:
    pairs = (
        (planned.served_bound, len(planned.choices)),
        (planned.cost_yuan, planned.bound_yuan),
        (planned.light_tenths, planned.light_bound_tenths),
    )
    if any(more < less for more, less in pairs):
        yield _fault("bounds", "plan", pairs, "no value beyond its bound")
    tight = all(more == less for more, less in pairs)
    if (planned.status == "optimal") != tight:
        yield _fault("status", "plan", planned.status, "optimal" if tight else "feasible")


def _optimum(problem: PlanProblem, planned: Planned) -> Iterator[Because]:
    by_stairwell = [
        [None, *(one for one in problem.options if one.stairwell == each and all(one.needs))]
        for each in problem.stairwells
    ]
    alone = all(len(need) <= 1 for option in problem.options for need in option.needs)
    if planned.status != "optimal" or not alone or prod(map(len, by_stairwell)) > MOST_COMBINATIONS:
        return
    best = min(_outcomes(problem, by_stairwell))
    said = (-len(planned.choices), planned.cost_yuan, planned.light_tenths)
    if said != best:
        yield _fault("optimum", "plan", said, best)


def _outcomes(
    problem: PlanProblem, by_stairwell: list[list[Option | None]]
) -> Iterator[tuple[int, int, int]]:
    barred = {frozenset((each.one, each.other)) for each in problem.exclusions}
    limits = {limit.window: limit.tenths for limit in problem.limits}
    prices = {(each.id, part.id): part.cost_yuan for each in problem.measures for part in each.parts}
    for taken in _choices(by_stairwell):
        keys = {option.key for option in taken}
        if any(frozenset(pair) in barred for pair in combinations(sorted(keys), 2)):
            continue
        uses = [use for option in taken for (use,) in option.needs]
        parts = {(use.measure, part) for use in uses for part in use.parts}
        cost = sum(option.cost_yuan for option in taken) + sum(use.own_yuan for use in uses)
        cost += sum(prices[part] for part in parts)
        fed = [_cheapest(feeder, taken) for feeder in problem.feeders]
        lost = _lost(problem, taken, keys)
        over = problem.budget_yuan is not None and cost + sum(one or 0 for one in fed) > problem.budget_yuan
        if None in fed or over or any(lost.get(window, 0) > most for window, most in limits.items()):
            continue
        yield -len(taken), cost + sum(one or 0 for one in fed), sum(lost.values())


def _choices(by_stairwell: list[list[Option | None]]) -> Iterator[list[Option]]:
    if not by_stairwell:
        yield []
        return
    for rest in _choices(by_stairwell[1:]):
        for option in by_stairwell[0]:
            yield rest if option is None else [option, *rest]


def _cheapest(feeder: Feeder, taken: list[Option]) -> int | None:
    drawn = [option.power_w for option in taken if option.stairwell in feeder.stairwells and option.power_w]
    fits = [size.cost_yuan for size in feeder.sizes if not drawn or _carries(feeder, size.rated_kva, drawn)]
    return min(fits, default=None)


def _lost(problem: PlanProblem, taken: list[Option], keys: set[str]) -> dict[str, int]:
    lost: dict[str, int] = {}
    for option in taken:
        for window, tenths in option.losses:
            lost[window] = max(lost.get(window, 0), tenths)
    for cut in problem.cuts:
        if set(cut.options) <= keys:
            lost[cut.window] = max(lost.get(cut.window, 0), cut.tenths)
    return lost
