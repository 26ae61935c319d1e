"""From options taken to what is done and who pays: each part is paid once and split equally among its users."""

from collections.abc import Iterable, Mapping

from sanxin.engines.siting.plan.problem import Option, PlanProblem, Use
from sanxin.engines.siting.plan.result import Choice, Paid
from sanxin.engines.siting.plan.solve.model import size_name, way_name

Shares = dict[str, int]


def settle(problem: PlanProblem, true: frozenset[str]) -> tuple[tuple[Choice, ...], tuple[Paid, ...]]:
    """Give the choices and the measures of a solution, by the names of the variables that are true in it."""
    taken = [option for option in problem.options if option.key in true]
    ways = {option.stairwell: ways_of(option, true) for option in taken}
    uses = {
        option.stairwell: [need[way] for need, way in zip(option.needs, ways[option.stairwell], strict=True)]
        for option in taken
    }
    paid = [*_measures(problem, uses), *_feeders(problem, taken, true)]
    choices = [_choice(option, ways[option.stairwell], uses[option.stairwell], paid) for option in taken]
    return (
        tuple(sorted(choices, key=lambda choice: choice.stairwell)),
        tuple(sorted(paid, key=lambda one: one.measure)),
    )


def cost_of(problem: PlanProblem, true: frozenset[str]) -> int:
    """Give what a solution costs in whole yuan: the lifts, and everything done for them."""
    return sum(choice.cost_yuan for choice in settle(problem, true)[0])


def light_of(problem: PlanProblem, true: frozenset[str]) -> int:
    """Give the tenths of a minute a solution takes from all windows, by the problem's losses and cuts."""
    lost: dict[str, int] = {}
    for option in problem.options:
        if option.key in true:
            for window, tenths in option.losses:
                lost[window] = max(lost.get(window, 0), tenths)
    for cut in problem.cuts:
        if true.issuperset(cut.options):
            lost[cut.window] = max(lost.get(cut.window, 0), cut.tenths)
    return sum(lost.values())


def ways_of(option: Option, true: frozenset[str]) -> tuple[int, ...]:
    """Say by which of its uses each of an option's needs is met."""
    return tuple(
        next(way for way in range(len(need)) if len(need) == 1 or way_name(option, number, way) in true)
        for number, need in enumerate(option.needs)
    )


def split_equally(cost_yuan: int, users: Iterable[str]) -> Shares:
    """Split whole yuan equally; what does not divide goes a yuan each to the first by id."""
    ordered = sorted(users)
    each, left = divmod(cost_yuan, len(ordered))
    return {user: each + (place < left) for place, user in enumerate(ordered)}


def _measures(problem: PlanProblem, uses: Mapping[str, list[Use]]) -> Iterable[Paid]:
    for measure in problem.measures:
        mine = {
            stairwell: [use for use in taken if use.measure == measure.id]
            for stairwell, taken in uses.items()
        }
        parts, by_users = [], dict[tuple[str, ...], int]()
        for part in measure.parts:
            users = tuple(
                sorted(who for who, taken in mine.items() if any(part.id in use.parts for use in taken))
            )
            if users:
                parts.append(part.id)
                by_users[users] = by_users.get(users, 0) + part.cost_yuan
        shares = {who: sum(use.own_yuan for use in taken) for who, taken in mine.items() if taken}
        for users, cost_yuan in by_users.items():
            _add(shares, split_equally(cost_yuan, users))
        if shares:
            yield Paid(measure.id, tuple(parts), sum(shares.values()), tuple(sorted(shares.items())))


def _feeders(problem: PlanProblem, taken: Iterable[Option], true: frozenset[str]) -> Iterable[Paid]:
    drawing = {option.stairwell for option in taken if option.power_w}
    for feeder in problem.feeders:
        users = drawing & set(feeder.stairwells)
        for size in feeder.sizes[1:]:
            if users and size_name(feeder.id, size.rated_kva) in true:
                shares = split_equally(size.cost_yuan, users)
                yield Paid(
                    feeder.id, ("whole",), size.cost_yuan, tuple(sorted(shares.items())), size.rated_kva
                )


def _choice(option: Option, ways: tuple[int, ...], uses: Iterable[Use], paid: Iterable[Paid]) -> Choice:
    shares = [(one.measure, dict(one.attributed_yuan)) for one in paid]
    mine = {measure: part[option.stairwell] for measure, part in shares if option.stairwell in part}
    used = {use.measure for use in uses} | set(mine)
    return Choice(
        option.stairwell, option.id, ways, tuple(sorted(used)), option.cost_yuan + sum(mine.values())
    )


def _add(shares: Shares, more: Shares) -> None:
    for user, yuan in more.items():
        shares[user] = shares.get(user, 0) + yuan
