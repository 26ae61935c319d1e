"""The planning problem, or some stairwells of it, as a CP-SAT model."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT, LiteralT

from sanxin.engines.siting.plan.problem import Feeder, Option, PlanProblem
from sanxin.engines.siting.plan.result import Reason

Enforced = tuple[LiteralT, ...]


@dataclass
class Model:
    """The variables of a model: options, ways, parts, sizes, windows; and the three things that are counted.

    ``lifted``, if asked for, has a variable for each joint constraint: true, and it does not bind.
    """

    problem: PlanProblem
    liftable: bool = False
    cp: CpModel = field(default_factory=CpModel)
    options: dict[str, IntVar] = field(default_factory=dict)
    alike: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    ways: dict[str, IntVar] = field(default_factory=dict)
    lifted: dict[Reason, IntVar] = field(default_factory=dict)
    served: dict[str, IntVar] = field(default_factory=dict)
    parts: dict[tuple[str, str], IntVar] = field(default_factory=dict)
    sizes: dict[tuple[str, float], IntVar] = field(default_factory=dict)
    windows: dict[str, IntVar] = field(default_factory=dict)
    costs: list[LinearExprT] = field(default_factory=list)

    def unless_lifted(self, reason: Reason) -> Enforced:
        """Give what a joint constraint is enforced by: nothing, or that it is not lifted."""
        if not self.liftable:
            return ()
        if reason not in self.lifted:
            self.lifted[reason] = self.cp.new_bool_var(f"lift {reason.bind} {reason.on}")
        return (self.lifted[reason].negated(),)

    def spelled_out(self, true: frozenset[str]) -> frozenset[str]:
        """Name, for each set of options that are alike and of which one is taken, the one taken."""
        names = set(true)
        for name, options in self.alike.items():
            if name in true:
                names.add(next(each.key for each in options if "/".join(the_part(each)) in true))
        return frozenset(names)

    @property
    def count(self) -> LinearExprT:
        """Count the stairwells served."""
        return LinearExpr.sum(list(self.served.values()))

    @property
    def cost_yuan(self) -> LinearExprT:
        """Sum what is spent."""
        return LinearExpr.sum(self.costs)

    @property
    def light_tenths(self) -> LinearExprT:
        """Sum the light taken from all windows."""
        return LinearExpr.sum(list(self.windows.values()))


def model_of(problem: PlanProblem, stairwells: Iterable[str], *, liftable: bool = False) -> Model:
    """Write the part of a problem that concerns some stairwells; what they share with others must be among them."""
    model, among = Model(problem, liftable), set(stairwells)
    possible = [option for option in problem.options if option.stairwell in among and all(option.needs)]
    alike, options = sets_alike(problem, possible)
    for option in options:
        model.options[option.key] = model.cp.new_bool_var(option.key)
    for number, same in enumerate(alike):
        model.alike[f"{same[0].stairwell}/*{number}"] = same
    for name in model.alike:
        model.options[name] = model.cp.new_bool_var(name)
    for stairwell in sorted(among):
        served = model.cp.new_bool_var(stairwell)
        own = [each.key for each in options if each.stairwell == stairwell]
        own += [name for name, same in model.alike.items() if same[0].stairwell == stairwell]
        model.cp.add(LinearExpr.sum([model.options[key] for key in own]) == served)
        model.served[stairwell] = served
    _measures(model, options)
    for feeder in problem.feeders:
        _feeder(model, feeder, [option for option in options if option.stairwell in feeder.stairwells])
    _exclusions(model)
    _light(model, options)
    if problem.budget_yuan is not None:
        within = model.cp.add(model.cost_yuan <= problem.budget_yuan)
        within.only_enforce_if(*model.unless_lifted(Reason("budget", "budget")))
    return model


def _measures(model: Model, options: Sequence[Option]) -> None:
    prices = {(each.id, part.id): part.cost_yuan for each in model.problem.measures for part in each.parts}
    for name, same in model.alike.items():
        any_part = [_part(model, the_part(option), prices) for option in same]
        model.cp.add_bool_or(any_part).only_enforce_if(model.options[name])
        model.costs.append(same[0].cost_yuan * model.options[name])
    for option in options:
        taken = model.options[option.key]
        model.costs.append(option.cost_yuan * taken)
        for number, need in enumerate(option.needs):
            ways = [taken]
            if len(need) > 1:
                ways = [model.cp.new_bool_var(way_name(option, number, way)) for way in range(len(need))]
                model.ways |= {way.name: way for way in ways}
                model.cp.add(LinearExpr.sum(ways) == 1).only_enforce_if(taken)
                for way in ways:
                    model.cp.add_implication(way, taken)
            for way, use in zip(ways, need, strict=True):
                model.costs.append(use.own_yuan * way)
                for part in use.parts:
                    model.cp.add_implication(way, _part(model, (use.measure, part), prices))


def sets_alike(
    problem: PlanProblem, options: Iterable[Option]
) -> tuple[list[tuple[Option, ...]], list[Option]]:
    """Part options that differ only in the one part they need from the rest.

    One variable serves a whole set of them: without it, covering problems of this kind are not solved.
    """
    bound = {key for each in problem.exclusions for key in (each.one, each.other)}
    bound |= {key for cut in problem.cuts for key in cut.options}
    sets: dict[tuple[str, int], list[Option]] = {}
    rest = []
    for option in options:
        uses = [use for need in option.needs for use in need]
        plain = len(uses) == 1 and len(uses[0].parts) == 1 and not uses[0].own_yuan
        if plain and not option.power_w and not option.losses and option.key not in bound:
            sets.setdefault((option.stairwell, option.cost_yuan), []).append(option)
        else:
            rest.append(option)
    return [tuple(same) for same in sets.values()], rest


def the_part(option: Option) -> tuple[str, str]:
    """Give the one part that an option of a set needs."""
    ((use,),) = option.needs
    return use.measure, use.parts[0]


def way_name(option: Option, need: int, way: int) -> str:
    """Name the variable that says by which of its uses an option's need is met."""
    return f"{option.key}#{need}.{way}"


def size_name(feeder: str, rated_kva: float) -> str:
    """Name the variable that says what a transformer becomes."""
    return f"{feeder}@{rated_kva:g}"


def _part(model: Model, key: tuple[str, str], prices: Mapping[tuple[str, str], int]) -> IntVar:
    if key not in model.parts:
        model.parts[key] = model.cp.new_bool_var("/".join(key))
        model.costs.append(prices[key] * model.parts[key])
    return model.parts[key]


def _feeder(model: Model, feeder: Feeder, options: Sequence[Option]) -> None:
    drawing = [option for option in options if option.power_w]
    if not drawing:
        return
    sizes = {size: model.cp.new_bool_var(size_name(feeder.id, size.rated_kva)) for size in feeder.sizes}
    for size, taken in sizes.items():
        model.sizes[feeder.id, size.rated_kva] = taken
        model.costs.append(size.cost_yuan * taken)
    most = len({option.stairwell for option in drawing})
    rooms = {
        (lifts, size): model.cp.new_bool_var(f"{size_name(feeder.id, size.rated_kva)}#{lifts}")
        for lifts in range(most + 1)
        for size in feeder.sizes
    }
    model.cp.add_exactly_one(rooms.values())
    for size, taken in sizes.items():
        model.cp.add(LinearExpr.sum([rooms[lifts, size] for lifts in range(most + 1)]) == taken)
    lifts = LinearExpr.sum([model.options[option.key] for option in drawing])
    model.cp.add(lifts == LinearExpr.weighted_sum(list(rooms.values()), [number for number, _ in rooms]))
    power = LinearExpr.weighted_sum(
        [model.options[each.key] for each in drawing], [each.power_w for each in drawing]
    )
    # One row for all numbers and sizes: its relaxation is what proofs need, a row for each says next to nothing.
    room_w = [feeder.room_w(number, size) if number else 0 for number, size in rooms]
    room = LinearExpr.weighted_sum(list(rooms.values()), room_w)
    unless = model.unless_lifted(Reason("feeder", feeder.id))
    model.cp.add(power <= room).only_enforce_if(*unless)


def _exclusions(model: Model) -> None:
    for each in model.problem.exclusions:
        if each.one in model.options and each.other in model.options:
            pair = model.options[each.one] + model.options[each.other]
            unless = model.unless_lifted(Reason("exclusion", f"{each.one} {each.rule} {each.other}"))
            model.cp.add(pair <= 1).only_enforce_if(*unless)


def _light(model: Model, options: Sequence[Option]) -> None:
    """A window loses at least what any one stairwell's shaft takes from it, and at least what the cuts say."""
    losses: dict[str, dict[str, list[tuple[IntVar, int]]]] = {}
    for option in options:
        for window, tenths in option.losses:
            by_stairwell = losses.setdefault(window, {})
            by_stairwell.setdefault(option.stairwell, []).append((model.options[option.key], tenths))
    limits = {limit.window: limit.tenths for limit in model.problem.limits}
    cuts = [cut for cut in model.problem.cuts if all(key in model.options for key in cut.options)]
    for window in sorted({*losses, *(cut.window for cut in cuts)}):
        by_stairwell = losses.get(window, {})
        most = sum(max(tenths for _, tenths in taken) for taken in by_stairwell.values())
        most = max([most, *(cut.tenths for cut in cuts if cut.window == window)])
        lost = model.cp.new_int_var(0, most, f"light {window}")
        model.windows[window] = lost
        if window in limits:
            unless = model.unless_lifted(Reason("window_limit", window))
            model.cp.add(lost <= limits[window]).only_enforce_if(*unless)
        for taken in by_stairwell.values():
            weights = [tenths for _, tenths in taken]
            model.cp.add(lost >= LinearExpr.weighted_sum([variable for variable, _ in taken], weights))
    for cut in cuts:
        together = LinearExpr.sum([model.options[key] for key in cut.options])
        model.cp.add(model.windows[cut.window] >= cut.tenths * (together - len(cut.options) + 1))
