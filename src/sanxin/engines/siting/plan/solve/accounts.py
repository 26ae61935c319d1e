"""From options taken to what is done and who pays: each part is paid once and split equally among its users."""

from collections.abc import Iterable, Mapping

from sanxin.engines.siting.plan.problem import Option, PlanProblem, Use
from sanxin.engines.siting.plan.result import Choice, Paid
from sanxin.engines.siting.plan.solve.model import size_name, way_name

Shares = dict[str, int]


def settle(problem: PlanProblem, true: frozenset[str]) -> tuple[tuple[Choice, ...], tuple[Paid, ...]]:
    """Give the choices and the measures of a solution, by the names of the variables that are true in it."""
    taken = [option for option in problem.options if option.key in true]
    uses = {option.stairwell: uses_of(option, true) for option in taken}
    paid = [*_measures(problem, uses), *_feeders(problem, taken, true)]
    choices = [_choice(option, uses[option.stairwell], paid) for option in taken]
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


def uses_of(option: Option, true: frozenset[str]) -> list[Use]:
    """Give the use by which each of an option's needs is met."""
    return [
        next(
            use for way, use in enumerate(need) if len(need) == 1 or way_name(option, number, way) in true
        )
        for number, need in enumerate(option.needs)
    ]


def split_equally(cost_yuan: int, users: Iterable[str]) -> Shares:
    """Split whole yuan equally; what does not divide goes a yuan each to the first by id."""
    ordered = sorted(users)
    each, left = divmod(cost_yuan, len(ordered))
    return {user: each + (place < left) for place, user in enumerate(ordered)}


def _measures(problem: PlanProblem, uses: Mapping[str, list[Use]]) -> Iterable[Paid]:
    for measure in problem.measures:
        shares, parts, own = Shares(), [], 0
        for part in measure.parts:
            users = [
                stairwell
                for stairwell, taken in uses.items()
                if any(use.measure == measure.id and part.id in use.parts for use in taken)
            ]
            if users:
                parts.append(part)
                _add(shares, split_equally(part.cost_yuan, users))
        for stairwell, taken in uses.items():
            for use in taken:
                if use.measure == measure.id:
                    own += use.own_yuan
                    _add(shares, {stairwell: use.own_yuan})
        if shares:
            cost_yuan = sum(part.cost_yuan for part in parts) + own
            yield Paid(measure.id, tuple(part.id for part in parts), cost_yuan, tuple(sorted(shares.items())))


def _feeders(problem: PlanProblem, taken: Iterable[Option], true: frozenset[str]) -> Iterable[Paid]:
    drawing = {option.stairwell for option in taken if option.power_w}
    for feeder in problem.feeders:
        users = drawing & set(feeder.stairwells)
        for size in feeder.sizes[1:]:
            if users and size_name(feeder.id, size.rated_kva) in true:
                shares = split_equally(size.cost_yuan, users)
                yield Paid(feeder.id, ("whole",), size.cost_yuan, tuple(sorted(shares.items())), size.rated_kva)


def _choice(option: Option, uses: Iterable[Use], paid: Iterable[Paid]) -> Choice:
    shares = [(one.measure, dict(one.attributed_yuan)) for one in paid]
    mine = {measure: part[option.stairwell] for measure, part in shares if option.stairwell in part}
    used = {use.measure for use in uses} | set(mine)
    return Choice(option.stairwell, option.id, tuple(sorted(used)), option.cost_yuan + sum(mine.values()))


def _add(shares: Shares, more: Shares) -> None:
    for user, yuan in more.items():
        shares[user] = shares.get(user, 0) + yuan
