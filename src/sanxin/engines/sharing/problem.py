"""The question of a sharing: dwellings, the sums to share and the rule in one frozen value that names the culprit."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Self

from sanxin.engines import codec
from sanxin.engines.refusing import read_problem, refuse_doubled
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal

Rule = Literal[
    "equal", "area", "floor_weights", "ride_height", "elevator", "equal_benefit", "airport", "custom"
]
Apply = Literal["dwelling", "dwelling_area", "floor_then_area"]
RULES: tuple[Rule, ...] = (
    "equal", "area", "floor_weights", "ride_height", "elevator", "equal_benefit", "airport", "custom",
)  # fmt: skip
DAYS_A_YEAR = 365

FAULTY = Sentence(
    "sharing.problem.faulty",
    zh="分摊题目中 {layer} “{id}”有误：{what}",
    en="In the sharing, {layer} “{id}” is wrong: {what}",
)


class ProblemRefused(Refusal):
    """A cost that cannot be shared as asked."""


def refused(layer: str, ident: str, zh: str, en: str) -> ProblemRefused:
    """Make the refusal that names the culprit."""
    return ProblemRefused(FAULTY.because(layer=layer, id=ident, what=Words(zh, en)))


@dataclass(frozen=True, slots=True)
class Dwelling:
    """One dwelling. Willingness (``joins``) and payment (``pays``) are two facts; only who does both carries cost.

    ``late_days``: it buys in so many days after the others. ``relief_fen``: how much of its share the
    others carry for it at most. ``compensation_fen``: what it receives for its loss. ``weight``: its own
    weight under the rule ``custom``. ``area_m2`` is None where nobody knows it.
    """

    id: str
    floor: int
    area_m2: Decimal | None
    joins: bool = True
    pays: bool = True
    late_days: int = 0
    relief_fen: int = 0
    compensation_fen: int = 0
    weight: Fraction | None = None

    @property
    def carries(self) -> bool:
        """Tell whether it carries cost."""
        return self.joins and self.pays

    @property
    def known_area_m2(self) -> Decimal:
        """Give its area.

        :raises ProblemRefused: if nobody knows it
        """
        if self.area_m2 is None:
            raise refused("dwellings", self.id, "这条规则要用面积，缺这一户的面积", "the rule needs its area")
        return self.area_m2


@dataclass(frozen=True, slots=True)
class FloorWeight:
    """The weight of one floor."""

    floor: int
    weight: Fraction


@dataclass(frozen=True, slots=True)
class FloorCost:
    """What a lift to one floor alone would cost."""

    floor: int
    fen: int


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a sharing may know. ``capital_fen`` and ``upkeep_fen`` are what is left for the dwellings to pay.

    ``apply_to`` says what bears the weight of a floor, stated or by height: each dwelling, each square metre,
    or the floor as one, within it by area.
    Compensation is added to the capital to be raised. ``late_rate`` is simple interest a year (below 0:
    depreciation) on a late joiner's share.
    """

    rule: Rule
    dwellings: tuple[Dwelling, ...]
    capital_fen: int
    upkeep_fen: int = 0
    weights: tuple[FloorWeight, ...] = ()
    apply_to: Apply = "dwelling"
    stand_alone: tuple[FloorCost, ...] = ()
    late_rate: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "dwellings", tuple(sorted(self.dwellings, key=lambda each: each.id)))
        validate(self)

    def to_json(self) -> dict[str, Any]:
        """Write the problem as a JSON object; ``from_json`` reads the same value back."""
        return codec.plain(self)  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, written: Any) -> Self:
        """Read a problem.

        :raises ProblemRefused: if a key is missing, unknown or of the wrong kind, naming its path
        """
        return read_problem(cls, written, "problem", refused)


def validate(problem: Problem) -> None:
    """Refuse doubled ids, bad floors, areas or sums, and a rule whose figures are missing.

    :raises ProblemRefused: naming the layer and the id at fault
    """
    refuse_doubled("dwellings", [each.id for each in problem.dwellings], refused)
    refuse_doubled("weights", [str(each.floor) for each in problem.weights], refused)
    refuse_doubled("stand_alone", [str(each.floor) for each in problem.stand_alone], refused)
    for dwelling in problem.dwellings:
        _dwelling(dwelling)
    _not_below_zero("to_share", [("capital", problem.capital_fen), ("upkeep", problem.upkeep_fen)])
    _not_below_zero("weights", [(str(each.floor), each.weight) for each in problem.weights])
    _not_below_zero("stand_alone", [(str(each.floor), each.fen) for each in problem.stand_alone])
    if problem.late_rate <= -1:
        raise refused("late_joining", str(problem.late_rate), "应大于 -1", "expected more than -1")
    _figures(problem)


def _not_below_zero(layer: str, amounts: Iterable[tuple[str, int | Fraction]]) -> None:
    for ident, amount in amounts:
        if amount < 0:
            raise refused(layer, ident, f"{amount} 小于 0", f"{amount} is below 0")


def _dwelling(dwelling: Dwelling) -> None:
    if dwelling.floor < 1:
        raise refused("dwellings", dwelling.id, "楼层应从 1 起", "its floor is below 1")
    area = dwelling.area_m2
    if area is not None and (not area.is_finite() or area <= 0):
        raise refused("dwellings", dwelling.id, "面积应大于 0", "its area is not above 0")
    _not_below_zero(
        "dwellings",
        ((dwelling.id, each) for each in (
            dwelling.late_days, dwelling.relief_fen, dwelling.compensation_fen, dwelling.weight or 0,
        )),
    )  # fmt: skip


def _figures(problem: Problem) -> None:
    """Refuse a floor or dwelling that carries and whose area, weight or stand-alone cost the rule needs and nobody gave."""
    weighed = {each.floor for each in problem.weights}
    costed = {each.floor for each in problem.stand_alone} | {1}
    by_floor = problem.rule in ("floor_weights", "ride_height", "elevator")
    of_whole_floors = by_floor and problem.apply_to == "floor_then_area"
    asked = {each.floor for each in problem.dwellings if each.carries} if of_whole_floors else set()
    for each in problem.dwellings:
        if each.floor in asked:
            _ = each.known_area_m2
        if not each.carries:
            continue
        if problem.rule == "area" or (by_floor and problem.apply_to == "dwelling_area"):
            _ = each.known_area_m2
        if problem.rule == "floor_weights" and each.floor not in weighed:
            raise refused("weights", str(each.floor), "缺这一层的系数", "the weight of this floor is missing")
        if problem.rule == "custom" and each.weight is None:
            raise refused("weights", each.id, "缺这一户的系数", "the weight of this dwelling is missing")
        if problem.stand_alone and each.floor not in costed:
            raise refused(
                "stand_alone", str(each.floor), "缺单独装到这一层的造价", "the cost to this floor is missing"
            )
