"""The planning question: options, what each needs, what is shared and paid once, and what binds them jointly."""

from dataclasses import dataclass
from math import isfinite
from typing import Any, Self

from sanxin.engines import codec
from sanxin.engines.refusing import read_problem, refuse_doubled
from sanxin.engines.siting.problem import ProblemRefused, refused

FIRST_SEED = 20220301


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a measure that is paid once, whoever needs it: a stretch of a line, a whole pole. Whole yuan."""

    id: str
    cost_yuan: int


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that can be done, in parts. A pole has one part; a line has a part a stretch."""

    id: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """What one option takes of a measure: these parts, and ``own_yuan`` that nobody shares."""

    measure: str
    parts: tuple[str, ...] = ()
    own_yuan: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """One placement at one stairwell. Of each of its ``needs`` one use suffices; no use means nothing helps.

    ``losses`` are tenths of a minute that this shaft, alone, takes from each window. ``power_w`` is in watts.
    """

    id: str
    stairwell: str
    cost_yuan: int
    power_w: int = 0
    needs: tuple[tuple[Use, ...], ...] = ()
    losses: tuple[tuple[str, int], ...] = ()

    @property
    def key(self) -> str:
        """Name it among all stairwells' options."""
        return f"{self.stairwell}/{self.id}"


@dataclass(frozen=True, slots=True)
class Size:
    """A transformer as it is (no cost) or as it could become."""

    rated_kva: float
    cost_yuan: int


@dataclass(frozen=True, slots=True)
class Feeder:
    """A transformer: ``peak_kva`` + factor(n) × Σ kW / power factor ≤ rated kVA × ``load_ratio``.

    n is the number of new lifts on it; ``factors[n − 1]`` is their diversity, the last holding for more.
    ``sizes[0]`` is what stands today. Enlarging it is the measure ``id``.
    """

    id: str
    stairwells: tuple[str, ...]
    peak_kva: float
    load_ratio: float
    power_factor: float
    factors: tuple[float, ...]
    sizes: tuple[Size, ...]

    def room_w(self, lifts: int, size: Size) -> int:
        """Give the watts that so many lifts may draw together at a size."""
        factor = self.factors[min(lifts, len(self.factors)) - 1]
        spare_kva = size.rated_kva * self.load_ratio - self.peak_kva
        return int(spare_kva * self.power_factor * 1000 / factor + 1e-6)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two options that cannot both stand, and by which rule: bodies that overlap, a lane narrowed from both sides."""

    one: str
    other: str
    rule: str


@dataclass(frozen=True, slots=True)
class Cut:
    """All these options together take at least so many tenths of a minute from a window."""

    window: str
    options: tuple[str, ...]
    tenths: int


@dataclass(frozen=True, slots=True)
class WindowLimit:
    """At most so many tenths of a minute may be taken from a window, because a household agreed to no more."""

    window: str
    tenths: int


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """All that planning may know. ``effort`` bounds each search in deterministic seconds, the same on every run."""

    stairwells: tuple[str, ...]
    options: tuple[Option, ...]
    measures: tuple[Measure, ...] = ()
    feeders: tuple[Feeder, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    cuts: tuple[Cut, ...] = ()
    limits: tuple[WindowLimit, ...] = ()
    budget_yuan: int | None = None
    seed: int = FIRST_SEED
    effort: float = 60.0

    def __post_init__(self) -> None:
        validate(self)

    def to_json(self) -> dict[str, Any]:
        """Write the problem as a JSON object; ``from_json`` reads the same value back."""
        return codec.plain(self)  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, written: Any) -> Self:
        """Read a problem.

        :raises ProblemRefused: if a key is missing, unknown or of the wrong kind, naming its path
        """
        return read_problem(cls, written, "plan", refused)


def validate(problem: PlanProblem) -> None:
    """Refuse doubled ids, references to nothing, negative costs and losses, and feeders without sizes.

    :raises ProblemRefused: naming the layer and the id at fault
    """
    refuse_doubled("stairwells", problem.stairwells, refused)
    refuse_doubled("options", (option.key for option in problem.options), refused)
    refuse_doubled(
        "measures", [each.id for each in problem.measures] + [each.id for each in problem.feeders], refused
    )
    parts = {measure.id: {part.id for part in measure.parts} for measure in problem.measures}
    for measure in problem.measures:
        refuse_doubled("measures", [f"{measure.id}/{part.id}" for part in measure.parts], refused)
        for part in measure.parts:
            _not_negative("measures", measure.id, part.cost_yuan)
    for option in problem.options:
        _option(option, set(problem.stairwells), parts)
    for feeder in problem.feeders:
        _feeder(feeder, set(problem.stairwells))
    _joint(problem)
    if not problem.effort > 0:
        raise refused("effort", str(problem.effort), "须大于零", "it must be above zero")


def _option(option: Option, stairwells: set[str], parts: dict[str, set[str]]) -> None:
    if option.stairwell not in stairwells:
        raise refused("options", option.key, "所属门栋不存在", "its stairwell is not there")
    _not_negative("options", option.key, option.cost_yuan, option.power_w)
    for use in (use for need in option.needs for use in need):
        if use.measure not in parts or not set(use.parts) <= parts[use.measure]:
            raise refused("options", option.key, f"措施 {use.measure} 不存在", f"no measure {use.measure}")
        _not_negative("options", option.key, use.own_yuan)
    refuse_doubled("options", [f"{option.key}/{window}" for window, _ in option.losses], refused)
    _not_negative("options", option.key, *(tenths for _, tenths in option.losses))


def _feeder(feeder: Feeder, stairwells: set[str]) -> None:
    if not set(feeder.stairwells) <= stairwells:
        raise refused("feeders", feeder.id, "所供门栋不存在", "it serves a stairwell that is not there")
    figures = (feeder.peak_kva, *(size.rated_kva for size in feeder.sizes))
    above = (feeder.load_ratio, feeder.power_factor, *feeder.factors)
    fit = all(isfinite(one) and one >= 0 for one in figures) and all(0 < one <= 1 for one in above)
    if not (fit and feeder.factors and feeder.sizes and feeder.sizes[0].cost_yuan == 0):
        raise refused("feeders", feeder.id, "容量、系数有误", "a size or a factor of it is wrong")
    _not_negative("feeders", feeder.id, *(size.cost_yuan for size in feeder.sizes))


def _joint(problem: PlanProblem) -> None:
    keys = {option.key for option in problem.options}
    for each in problem.exclusions:
        if each.one not in keys or each.other not in keys or each.one == each.other:
            raise refused("exclusions", f"{each.one}–{each.other}", "方案不存在", "no such options")
    for cut in problem.cuts:
        if not cut.options or not set(cut.options) <= keys:
            raise refused("cuts", cut.window, "方案不存在", "no such options")
        _not_negative("cuts", cut.window, cut.tenths)
    refuse_doubled("limits", (limit.window for limit in problem.limits), refused)
    _not_negative("limits", "", *(limit.tenths for limit in problem.limits))
    if problem.budget_yuan is not None:
        _not_negative("budget", str(problem.budget_yuan), problem.budget_yuan)


def _not_negative(layer: str, ident: str, *values: int) -> None:
    if any(value < 0 for value in values):
        raise refused(layer, ident, "数值不得小于零", "a value of it is below zero")


__all__ = [
    "Cut", "Exclusion", "Feeder", "Measure", "Option", "Part", "PlanProblem", "ProblemRefused", "Size", "Use",
    "WindowLimit",
]  # fmt: skip
