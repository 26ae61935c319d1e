"""The sunlight ordinances, or a standard handed in as JSON → the standard that the engine is handed."""

import json
from dataclasses import dataclass
from typing import Any

from sanxin.engines.sunlight.problem import Effective, Standard
from sanxin.foundation.citation import Citation
from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.rulebook.leaf import Leaf
from sanxin.rulebook.reader import InForce, Rules

STANDARDS = {"great-cold": "sunlight/great_cold", "winter-solstice": "sunlight/winter_solstice"}
NEEDED = ("declination_deg", "start_min", "end_min", "min_spell_min", "full_window", "day")
OPTIONAL = (
    "year", "wide_window", "sweep_deg", "effective", "least_min", "least_of", "equation_of_time_min",
)  # fmt: skip
BALCONIES = ("open", "side_walled", "enclosed")
STEEPEST_DEG = 23.5
LONGEST_EQUATION_MIN = 17.0
ONE_DAY_MIN = 1440.0


@dataclass(frozen=True, slots=True)
class StandardRule:
    """A standard, where it stands written (None for one handed in), and what the clock needs.

    ``equation_of_time_min`` is apparent less mean solar time on the day; None where nobody gave it.
    """

    standard: Standard
    citation: Citation | None
    equation_of_time_min: float | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the product assumes of windows nobody measured, and what counts for a window behind a balcony.

    ``at_opening`` names the kinds of balcony whose own opening counts; behind others, and where no rule
    is in force, the plane of the window does.
    """

    sill_above_floor_m: float
    assumed_width_m: float
    facade_reach_m: float
    at_opening: frozenset[str] = frozenset()


def standard_rule(rules: Rules, name: str) -> StandardRule:
    """Read a named standard (a key of STANDARDS) out of the rules in force.

    :raises NothingInForce: if no ordinance gives it for the place and day
    :raises InputRefused: if a value is wrong, naming file and key
    """
    each = rules.need(STANDARDS[name])
    each.version.values.only(*NEEDED, *OPTIONAL)
    return _rule(each.version.values, name, each.version.citation)


def custom_standard(file: str, content: bytes) -> tuple[StandardRule, tuple[Fault, ...]]:
    """Read a standard handed in as JSON; keys nobody knows come back as warnings.

    :raises InputRefused: if it is no JSON, or a key is missing or wrong, naming file and key
    """
    leaf = Leaf(file, "", _parsed(file, content))
    known = ("name", *NEEDED, *OPTIONAL)
    warnings = tuple(_unknown(leaf, key) for key in leaf.keys() if key not in known)  # noqa: SIM118 - a Leaf is no dict
    return _rule(leaf, leaf.text("name"), None), warnings


def window_choices(rules: Rules) -> Choices:
    """Read what is assumed of windows nobody measured.

    :raises NothingInForce: if no ordinance gives it
    :raises InputRefused: if a value is wrong, naming file and key
    """
    values = rules.need("sunlight/choices").version.values
    values.only("sill_above_floor_m", "assumed_width_m", "facade_reach_m")
    return Choices(
        values.number("sill_above_floor_m"),
        values.number("assumed_width_m", least=0.1),
        values.number("facade_reach_m"),
        _at_opening(balcony_rule(rules)),
    )


def balcony_rule(rules: Rules) -> InForce | None:
    """Find the rule of which plane counts for a window behind a balcony."""
    return rules.find("sunlight/balcony")


def _at_opening(rule: InForce | None) -> frozenset[str]:
    if rule is None:
        return frozenset()
    values = rule.version.values
    values.only(*BALCONIES)
    return frozenset(kind for kind in BALCONIES if values.one_of(kind, ("window", "opening")) == "opening")


def added_facilities(rules: Rules) -> InForce | None:
    """Find the rule that added facilities must not lower sunlight, from which lifts are exempt."""
    return rules.find("sunlight/added_facilities")


def _rule(leaf: Leaf, name: str, citation: Citation | None) -> StandardRule:
    wide_window: Any = leaf.one_of("wide_window", ("best", "centred")) if leaf.has("wide_window") else "best"
    least_of: Any = leaf.one_of("least_of", ("total", "longest")) if leaf.has("least_of") else "total"
    start_min, end_min = _hours(leaf)
    standard = Standard(
        name,
        _within(leaf, "declination_deg", STEEPEST_DEG),
        start_min,
        end_min,
        leaf.number("min_spell_min"),
        leaf.flag("full_window"),
        leaf.text("day"),
        year=int(leaf.number("year")) if leaf.has("year") else None,
        wide_window=wide_window,
        sweep_deg=_angle(leaf) if leaf.has("sweep_deg") else 0.0,
        effective=tuple(_effective(each) for each in leaf.list("effective")) if leaf.has("effective") else (),
        least_min=leaf.number("least_min") if leaf.has("least_min") else None,
        least_of=least_of,
    )
    clock = leaf.has("equation_of_time_min")
    return StandardRule(
        standard, citation, _within(leaf, "equation_of_time_min", LONGEST_EQUATION_MIN) if clock else None
    )


def _hours(leaf: Leaf) -> tuple[float, float]:
    start_min, end_min = leaf.number("start_min"), leaf.number("end_min")
    if not start_min < end_min <= ONE_DAY_MIN:
        expected = Words("晚于 start_min、不超过 1440 的分钟数", "minutes after start_min, 1440 at most")
        raise leaf.wrong("end_min", end_min, expected)
    return start_min, end_min


def _within(leaf: Leaf, key: str, most: float) -> float:
    value = leaf.number(key, least=-most)
    if value > most:
        raise leaf.wrong(key, value, Words(f"不超过 {most:g} 的数", f"a number of {most:g} at most"))
    return value


def _angle(leaf: Leaf) -> float:
    angle_deg = leaf.number("sweep_deg")
    if angle_deg >= 90:
        raise leaf.wrong("sweep_deg", angle_deg, Words("小于 90 的角度", "an angle below 90"))
    return angle_deg


def _effective(leaf: Leaf) -> Effective:
    leaf.only("from_deg", "to_deg", "start_min", "end_min")
    start_min, end_min = _hours(leaf)
    from_deg, to_deg = leaf.number("from_deg"), leaf.number("to_deg")
    if not from_deg <= to_deg <= 360:
        raise leaf.wrong(
            "to_deg", to_deg, Words("from_deg 到 360 之间的角度", "an angle from from_deg to 360")
        )
    return Effective(from_deg, to_deg, start_min, end_min)


def _unknown(leaf: Leaf, key: str) -> Fault:
    return Fault(
        "standard.key.unknown", leaf.file, Words(f"键 {key}", f"key {key}"), f"“{leaf.value[key]}”",
        Words("已知的键", "a key we know"), Words("该键未被使用。", "It was not used."),
    )  # fmt: skip


def _parsed(file: str, content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as broken:
        place, expected = (
            Words("整个文件", "the whole file"),
            Words("UTF-8 的 JSON 对象", "a JSON object in UTF-8"),
        )
        remedy = Words("请检查逗号、括号和引号。", "Check its commas, brackets and quotes.")
        raise InputRefused([Fault("standard.json", file, place, str(broken), expected, remedy)]) from broken
