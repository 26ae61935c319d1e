"""The ordinances on money → the subsidy of a lift, and a city's weights of the floors."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sanxin.foundation.citation import Citation
from sanxin.foundation.finding import Words
from sanxin.foundation.money import FEN_PER_YUAN
from sanxin.rulebook.leaf import Leaf
from sanxin.rulebook.reader import Rules

SUBSIDY_KEYS = ("share", "of", "most_yuan", "fixed_yuan", "least_storeys", "paid_after", "reason")
WEIGHT_KEYS = ("weights", "each_further", "within_floor", "upkeep_too", "reference_only")


@dataclass(frozen=True, slots=True)
class SubsidyRule:
    """A city's subsidy: a share of the price up to a cap, or a fixed sum; neither: ``reason`` says why.

    ``paid_late``: it is paid only once the lift is in use, so the households lay it out.
    """

    share: Fraction | None
    most_fen: int | None
    fixed_fen: int | None
    least_storeys: int
    paid_late: bool
    reason: Words | None
    citation: Citation

    def of(self, capital_fen: int, storeys: int) -> tuple[int, Words | None]:
        """Give the subsidy in fen, never above its cap nor the cost, or why there is none."""
        if storeys < self.least_storeys:
            return 0, Words(f"要 {self.least_storeys} 层以上", f"only from {self.least_storeys} storeys")
        if self.share is None and self.fixed_fen is None:
            return 0, self.reason
        fen = int(capital_fen * self.share) if self.share is not None else self.fixed_fen or 0
        return min(fen, capital_fen, capital_fen if self.most_fen is None else self.most_fen), None


@dataclass(frozen=True, slots=True)
class WeightsRule:
    """A city's weights of the floors: the table, what each floor above it adds, and where it stands.

    ``by_area``: a floor weighs once, and within it each dwelling by its area.
    """

    table: dict[int, Fraction]
    each_further: Fraction
    by_area: bool
    citation: Citation

    def of(self, floors: Iterable[int]) -> dict[int, Fraction]:
        """Give the weights of some floors, those above the table included."""
        top = max(self.table)
        return {
            floor: self.table[min(floor, top)] + max(0, floor - top) * self.each_further for floor in floors
        }


def subsidy_rule(rules: Rules) -> SubsidyRule:
    """Read the subsidy for a lift retrofit.

    :raises NothingInForce: if the rulebook has nothing on it
    :raises InputRefused: if a value is wrong, naming file and key
    """
    held = rules.need("money/lift_subsidy").version
    values = held.values
    values.only(*SUBSIDY_KEYS)
    share = values.share("share") if values.has("share") else None
    most, fixed = (_fen(values, key) if values.has(key) else None for key in ("most_yuan", "fixed_yuan"))
    if share is not None and fixed is not None:
        raise values.wrong("fixed_yuan", fixed, Words("比例或定额，只写一个", "a share or a sum, not both"))
    return SubsidyRule(
        share, most, fixed,
        least_storeys=values.days("least_storeys") if values.has("least_storeys") else 1,
        paid_late=values.has("paid_after"),
        reason=values.words("reason") if share is None and fixed is None else None,
        citation=held.citation,
    )  # fmt: skip


def weights_rule(rules: Rules) -> WeightsRule:
    """Read a city's weights of the floors.

    :raises NothingInForce: if the rulebook has nothing on it
    :raises InputRefused: if a value is wrong, naming file and key
    """
    held = rules.need("money/floor_weights").version
    values = held.values
    values.only(*WEIGHT_KEYS)
    within = values.one_of("within_floor", ("area", "dwelling"))
    return WeightsRule(_table(values), _weight(values, "each_further"), within == "area", held.citation)


def _fen(values: Leaf, key: str) -> int:
    return values.days(key) * FEN_PER_YUAN


def _table(values: Leaf) -> dict[int, Fraction]:
    """Read weights by floor, from the first floor to the highest without a gap."""
    table = values.value.get("weights")
    if not isinstance(table, dict) or set(table) != set(range(1, len(table) + 1)) or not table:
        raise values.wrong(
            "weights", table, Words("从 1 层起、不缺层的系数", "weights from floor 1, none left out")
        )
    named = Leaf(
        values.file, values.within("weights"), {str(floor): weight for floor, weight in table.items()}
    )
    return {floor: _weight(named, str(floor)) for floor in table}


def _weight(leaf: Leaf, key: str) -> Fraction:
    """Read a weight, written as a text such as "1.1" so that it stays exact."""
    value = leaf.value.get(key)
    try:
        weight = Fraction(value) if isinstance(value, str) else None
    except (ValueError, ZeroDivisionError):
        weight = None
    if weight is None or weight < 0:
        raise leaf.wrong(key, value, Words('形如 "1.1" 的系数', 'a weight such as "1.1"'))
    return weight
