"""Planning as an office does by hand: stairwell by stairwell, the cheapest placement given what is bought already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from sanxin.engines.siting.plan.problem import Feeder, Option, PlanProblem, Use

Parts = frozenset[tuple[str, str]]


@dataclass
class Bought:
    """What stands and is paid for so far."""

    problem: PlanProblem
    taken: dict[str, Option] = field(default_factory=dict)
    parts: Parts = frozenset()
    sizes: dict[str, int] = field(default_factory=dict)
    cost_yuan: int = 0


def by_hand(problem: PlanProblem) -> tuple[int, int]:
    """Plan every stairwell in the order given; give how many are served, and what all of it costs."""
    prices = {(each.id, part.id): part.cost_yuan for each in problem.measures for part in each.parts}
    excluded: dict[str, set[str]] = {}
    for each in problem.exclusions:
        excluded.setdefault(each.one, set()).add(each.other)
        excluded.setdefault(each.other, set()).add(each.one)
    bought = Bought(problem)
    for stairwell in problem.stairwells:
        standing = {option.key for option in bought.taken.values()}
        ways = [
            way
            for option in problem.options
            if option.stairwell == stairwell
            and all(option.needs)
            and not excluded.get(option.key, set()) & standing
            for way in _ways(bought, option, prices)
        ]
        if ways:
            cost_yuan, _, option, parts, sizes = min(ways, key=lambda way: way[:2])
            bought.taken[stairwell] = option
            bought.parts |= parts
            bought.sizes |= sizes
            bought.cost_yuan += cost_yuan
    return len(bought.taken), bought.cost_yuan


def _ways(
    bought: Bought, option: Option, prices: dict[tuple[str, str], int]
) -> Iterator[tuple[int, str, Option, Parts, dict[str, int]]]:
    """Give each way to build one placement now, with what it adds to the bill."""
    grown = _grown(bought, option)
    if grown is None or _too_dark(bought, option):
        return
    for uses in product(*option.needs):
        parts = frozenset(_parts(uses))
        new = sum(prices[part] for part in parts - bought.parts) + sum(use.own_yuan for use in uses)
        yield option.cost_yuan + new + grown[0], option.key, option, parts, grown[1]


def _parts(uses: Iterable[Use]) -> Iterator[tuple[str, str]]:
    return ((use.measure, part) for use in uses for part in use.parts)


def _grown(bought: Bought, option: Option) -> tuple[int, dict[str, int]] | None:
    """Give what its transformer costs more than it has already, by the least size that carries one lift more."""
    added_yuan, sizes = 0, {}
    for feeder in (each for each in bought.problem.feeders if option.stairwell in each.stairwells):
        drawn = [one.power_w for one in bought.taken.values() if one.stairwell in feeder.stairwells]
        size = _least(feeder, [*drawn, option.power_w], bought.sizes.get(feeder.id, 0))
        if size is None:
            return None
        # The old size is counted as if it had never been put there: kinder to planning by hand than life is.
        added_yuan += feeder.sizes[size].cost_yuan - feeder.sizes[bought.sizes.get(feeder.id, 0)].cost_yuan
        sizes[feeder.id] = size
    return added_yuan, sizes


def _least(feeder: Feeder, drawn_w: list[int], from_size: int) -> int | None:
    fit = (
        size
        for size in range(from_size, len(feeder.sizes))
        if sum(drawn_w) <= feeder.room_w(len(drawn_w), feeder.sizes[size])
    )
    return next(fit, None)


def _too_dark(bought: Bought, option: Option) -> bool:
    """Tell whether a household would lose more than it agreed to."""
    taken = [*bought.taken.values(), option]
    keys = {one.key for one in taken}
    for limit in bought.problem.limits:
        lost = [dict(one.losses).get(limit.window, 0) for one in taken]
        lost += [
            cut.tenths for cut in bought.problem.cuts if cut.window == limit.window and keys >= {*cut.options}
        ]
        if max(lost) > limit.tenths:
            return True
    return False
