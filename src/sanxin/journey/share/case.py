"""A case handed in as JSON → values. A wrong value is refused by key; an unknown key is a warning."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from sanxin.engines.sharing.problem import RULES, Apply, Dwelling, Rule
from sanxin.foundation.area import area_m2
from sanxin.foundation.finding import Words
from sanxin.foundation.money import fen_from_yuan
from sanxin.foundation.refusal import Fault
from sanxin.rulebook.leaf import Leaf, json_leaf

Value = TypeVar("Value")
KEYS = (
    "schema_version", "place", "on", "dwellings", "costs", "other_sources", "subsidy", "rule", "weights",
    "weights_apply_to", "stand_alone_yuan", "compensation", "late_joining",
)  # fmt: skip
DWELLING = ("id", "floor", "area_m2", "joins", "pays", "joined_on", "hardship_yuan", "approver")
APPLY: tuple[Apply, ...] = ("dwelling", "dwelling_area", "floor_then_area")
SOURCES, KINDS = ("residents", "programme", "fund"), ("capital", "upkeep")
MOST_FEN, MOST_FLOOR, MOST_M2, LONGEST_NUMBER = 10**15, 200, 10**6, 30
CM2_PER_M2 = 10_000


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of the cost plan, who bears it, and whether it is spent once or every year."""

    item: str
    fen: int
    source: str
    kind: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case. ``on`` None: not said. ``subsidy_fen`` None: by the rulebook. ``weights`` None: the city's.

    ``weights`` are keyed as handed in, by floor or by dwelling. ``apply_to`` and ``late_rate`` are None where
    the case does not say. ``joined_on`` and ``approvers`` hold those dwellings that state one.
    """

    file: str
    place: str
    on: date | None
    dwellings: tuple[Dwelling, ...]
    joined_on: Mapping[str, date]
    approvers: Mapping[str, str]
    costs: tuple[Cost, ...]
    other_fen: int
    subsidy_fen: int | None
    rule: Rule
    weights: Mapping[str, Fraction] | None
    apply_to: Apply | None
    stand_alone: Mapping[int, int]
    late_rate: Fraction | None


def read_case(file: str, content: bytes) -> tuple[Case, tuple[Fault, ...]]:
    """Read a case, and the warnings about keys that nobody uses.

    :raises InputRefused: naming file, key, what was found, what was expected
    """
    leaf = json_leaf(file, content, "share")
    warnings = list(leaf.unknown(*KEYS))
    written, compensation = leaf.list("dwellings"), _compensation(leaf, warnings)
    dwellings = tuple(_dwelling(each, compensation, warnings) for each in written)
    known = {each.id for each in dwellings}
    if strange := sorted(compensation.keys() - known):
        raise leaf.wrong("compensation", strange[0], Words("名单里的住户", "a dwelling of the list"))
    return Case(
        file, leaf.text("place"), _day(leaf, "on") if leaf.has("on") else None, dwellings,
        {_id(each): _day(each, "joined_on") for each in written if each.has("joined_on")},
        {_id(each): each.text("approver") for each, one in zip(written, dwellings, strict=True) if one.relief_fen},
        tuple(_cost(each, warnings) for each in leaf.list("costs")),
        sum(_source(each, warnings) for each in leaf.items("other_sources")),
        _subsidy(leaf), _rule(leaf), _weights(leaf, known), _apply(leaf), _stand_alone(leaf), _late(leaf, warnings),
    ), tuple(warnings)  # fmt: skip


def _read(leaf: Leaf, key: str, kind: Callable[[Any], Value], expected: Words) -> Value:
    value = leaf.value.get(key)
    try:
        if isinstance(value, bool | None):
            raise TypeError
        return kind(value)
    except (ValueError, TypeError, ArithmeticError) as wrong:
        raise leaf.wrong(key, value, expected) from wrong


def _id(leaf: Leaf) -> str:
    return leaf.ident("id")


def _day(leaf: Leaf, key: str) -> date:
    return _read(leaf, key, date.fromisoformat, Words("形如 2023-06-01 的日期", "a date such as 2023-06-01"))


def _fen(value: Any) -> int:
    fen = fen_from_yuan(_short(value))
    if not 0 <= fen <= MOST_FEN:
        raise ValueError(value)
    return fen


def _short(value: Any) -> str:
    """Keep a number written plainly: a power of ten would be computed at length and mean nothing here."""
    text = str(value)
    if len(text) > LONGEST_NUMBER or "e" in text.lower() or "_" in text:
        raise ValueError(value)
    return text


def _money(leaf: Leaf, key: str) -> int:
    return _read(leaf, key, _fen, Words("不小于 0、细到分的元数", "yuan, 0 or more, no finer than a fen"))


def _rule(leaf: Leaf) -> Rule:
    rule: Any = leaf.one_of("rule", RULES)
    return rule  # type: ignore[no-any-return]


def _apply(leaf: Leaf) -> Apply | None:
    apply_to: Any = leaf.one_of("weights_apply_to", APPLY) if leaf.has("weights_apply_to") else None
    return apply_to  # type: ignore[no-any-return]


def _weight(value: Any) -> Fraction:
    number = Fraction(_short(value))
    if number < 0:
        raise ValueError(value)
    return number


def _weights(leaf: Leaf, ids: Collection[str]) -> Mapping[str, Fraction] | None:
    if not leaf.has("weights"):
        return None
    table = leaf.at("weights")
    for key in table.keys():  # noqa: SIM118 - a Leaf is no dict
        if not (key.isascii() and key.isdecimal()) and key not in ids:
            raise table.wrong(key, key, Words("楼层，或名单里的住户", "a floor, or a dwelling of the list"))
    expected = Words('不小于 0 的系数，如 "1.1"', 'a weight of 0 or more, such as "1.1"')
    return {key: _read(table, key, _weight, expected) for key in table.keys()}  # noqa: SIM118 - a Leaf is no dict


def _stand_alone(leaf: Leaf) -> Mapping[int, int]:
    if not leaf.has("stand_alone_yuan"):
        return {}
    table = leaf.at("stand_alone_yuan")
    for key in table.keys():  # noqa: SIM118 - a Leaf is no dict
        if not (key.isascii() and key.isdecimal()) or str(int(key)) != key:
            raise table.wrong(key, key, Words("楼层", "a floor"))
    return {int(key): _money(table, key) for key in table.keys()}  # noqa: SIM118 - a Leaf is no dict


def _subsidy(leaf: Leaf) -> int | None:
    value = leaf.value.get("subsidy")
    if value in ("auto", "none", None):
        return None if value == "auto" else 0
    expected = Words("auto、none 或元数", "auto, none, or yuan")
    return _read(leaf, "subsidy", _fen, expected)


def _cost(leaf: Leaf, warnings: list[Fault]) -> Cost:
    warnings += leaf.unknown("item", "yuan", "source", "kind")
    source = leaf.one_of("source", SOURCES) if leaf.has("source") else "residents"
    kind = leaf.one_of("kind", KINDS) if leaf.has("kind") else "capital"
    return Cost(leaf.text("item"), _money(leaf, "yuan"), source, kind)


def _source(leaf: Leaf, warnings: list[Fault]) -> int:
    warnings += leaf.unknown("item", "yuan")
    leaf.text("item")
    return _money(leaf, "yuan")


def _compensation(leaf: Leaf, warnings: list[Fault]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for each in leaf.items("compensation"):
        warnings += each.unknown("dwelling", "yuan")
        ident = each.ident("dwelling")
        found[ident] = found.get(ident, 0) + _money(each, "yuan")
    return found


def _late(leaf: Leaf, warnings: list[Fault]) -> Fraction | None:
    if not leaf.has("late_joining"):
        return None
    late = leaf.at("late_joining")
    warnings += late.unknown("rate")
    expected = Words("年利率，如 0.03；大于 -1", "a rate a year such as 0.03, above -1")
    return _read(late, "rate", _rate, expected)


def _rate(value: Any) -> Fraction:
    rate = Fraction(_short(value))
    if not -1 < rate <= 1:
        raise ValueError(value)
    return rate


def _dwelling(leaf: Leaf, compensation: Mapping[str, int], warnings: list[Fault]) -> Dwelling:
    warnings += leaf.unknown(*DWELLING)
    return Dwelling(
        _id(leaf),
        _read(leaf, "floor", _floor, Words("从 1 起的楼层", "a floor, 1 or above")),
        _read(leaf, "area_m2", _area, Words("大于 0、细到平方厘米的平方米数", "square metres, above 0, no finer than a cm²"))
        if leaf.has("area_m2") else None,
        joins=not leaf.has("joins") or leaf.flag("joins"),
        pays=not leaf.has("pays") or leaf.flag("pays"),
        relief_fen=_money(leaf, "hardship_yuan") if leaf.has("hardship_yuan") else 0,
        compensation_fen=compensation.get(_id(leaf), 0),
    )  # fmt: skip


def _floor(value: Any) -> int:
    if isinstance(value, Decimal) or not 1 <= int(value) <= MOST_FLOOR:
        raise ValueError(value)
    return int(value)


def _area(value: Any) -> Decimal:
    area = area_m2(_short(value))
    if not 0 < area <= MOST_M2 or area * CM2_PER_M2 != int(area * CM2_PER_M2):
        raise ValueError(value)
    return area


def by_dwelling(case: Case) -> bool:
    """Tell whether the weights of a case are keyed by dwelling, and not by floor."""
    if case.weights is None or case.rule == "floor_weights":
        return False
    named = [each.id in case.weights for each in case.dwellings]
    return all(named) or (any(named) and not all(str(each.floor) in case.weights for each in case.dwellings))
