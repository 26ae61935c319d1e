"""The planner's model as an integer programme: columns, rows, and the three aims, as plain data."""

from dataclasses import asdict, dataclass, field
from typing import Any

from sanxin.engines.siting.plan.problem import Feeder, Option, PlanProblem

Terms = dict[int, int]


@dataclass
class Programme:
    """Whole columns from 0 to ``upper``, rows ``low ≤ Σ terms ≤ high`` (None: no limit), aims minimised in turn."""

    upper: list[int] = field(default_factory=list)
    rows: list[tuple[int | None, Terms, int | None]] = field(default_factory=list)
    aims: list[Terms] = field(default_factory=lambda: [{}, {}, {}])

    def column(self, upper: int = 1) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(self, terms: Terms, *, low: int | None = None, high: int | None = None) -> None:
        self.rows.append((low, terms, high))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def programme_of(problem: PlanProblem, group: tuple[str, ...]) -> Programme:
    """Write one group of stairwells that share nothing with others: served (as a loss), yuan, tenths of light."""
    made, among = Programme(), set(group)
    served, yuan, _ = made.aims
    options = [one for one in problem.options if one.stairwell in among and all(one.needs)]
    taken = {option.key: made.column() for option in options}
    for option in options:
        served[taken[option.key]] = -1
        yuan[taken[option.key]] = option.cost_yuan
    for stairwell in group:
        made.row({taken[one.key]: 1 for one in options if one.stairwell == stairwell}, high=1)
    _needs(made, problem, options, taken)
    for feeder in problem.feeders:
        _feeder(
            made,
            feeder,
            [one for one in options if one.stairwell in feeder.stairwells and one.power_w],
            taken,
        )
    for each in problem.exclusions:
        if each.one in taken and each.other in taken:
            made.row({taken[each.one]: 1, taken[each.other]: 1}, high=1)
    _light(made, problem, options, taken)
    return made


def _needs(made: Programme, problem: PlanProblem, options: list[Option], taken: dict[str, int]) -> None:
    prices = {(each.id, part.id): part.cost_yuan for each in problem.measures for part in each.parts}
    bought: dict[tuple[str, str], int] = {}
    yuan = made.aims[1]
    for option in options:
        for need in option.needs:
            ways = [taken[option.key]] if len(need) == 1 else [made.column() for _ in need]
            if len(need) > 1:
                made.row({**dict.fromkeys(ways, 1), taken[option.key]: -1}, low=0, high=0)
            for way, use in zip(ways, need, strict=True):
                yuan[way] = yuan.get(way, 0) + use.own_yuan
                for part in ((use.measure, part) for part in use.parts):
                    if part not in bought:
                        bought[part] = made.column()
                        yuan[bought[part]] = prices[part]
                    made.row({bought[part]: 1, way: -1}, low=0)


def _feeder(made: Programme, feeder: Feeder, drawing: list[Option], taken: dict[str, int]) -> None:
    """Take one of (number of lifts, size): a row says the number, a row the room. No large constant is needed."""
    if not drawing:
        return
    most = len({option.stairwell for option in drawing})
    columns = {(lifts, size): made.column() for lifts in range(most + 1) for size in feeder.sizes}
    made.row(dict.fromkeys(columns.values(), 1), low=1, high=1)
    numbers = {column: -lifts for (lifts, _), column in columns.items() if lifts}
    made.row({**{taken[one.key]: 1 for one in drawing}, **numbers}, low=0, high=0)
    rooms = {column: -feeder.room_w(lifts, size) for (lifts, size), column in columns.items() if lifts}
    made.row({**{taken[one.key]: one.power_w for one in drawing}, **rooms}, high=0)
    for (_, size), column in columns.items():
        made.aims[1][column] = size.cost_yuan


def _light(made: Programme, problem: PlanProblem, options: list[Option], taken: dict[str, int]) -> None:
    losses: dict[str, dict[str, Terms]] = {}
    for option in options:
        for window, tenths in option.losses:
            losses.setdefault(window, {}).setdefault(option.stairwell, {})[taken[option.key]] = -tenths
    cuts = [cut for cut in problem.cuts if all(key in taken for key in cut.options)]
    limits = {limit.window: limit.tenths for limit in problem.limits}
    most = {
        window: max(-tenths for terms in taken.values() for tenths in terms.values())
        for window, taken in losses.items()
    }
    for cut in cuts:
        most[cut.window] = max(most.get(cut.window, 0), cut.tenths)
    lost = {
        window: made.column(min(most[window], limits.get(window, most[window]))) for window in sorted(most)
    }
    for window, column in lost.items():
        made.aims[2][column] = 1
        for terms in losses.get(window, {}).values():
            made.row({column: 1, **terms}, low=0)
    for cut in cuts:
        terms = {taken[key]: -cut.tenths for key in cut.options}
        made.row({lost[cut.window]: 1, **terms}, low=cut.tenths * (1 - len(cut.options)))
