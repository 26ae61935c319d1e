"""What strangers hand in: JSON read strictly, held against a form, and shown so that it cannot pass for a line of ours."""

import json
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sanxin.foundation.finding import Words

DEEPEST, LARGEST, MOST_SHOWN = 32, 2**63, 300
WIDE_SPACE = "\u3000"
HASH = re.compile(r"[0-9a-f]{64}")
SHARE = re.compile(r"\d{1,6}(/[1-9]\d{0,5})?")
DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,12})?")
# A short text that stands for a number of a thousand digits or more.
ENDLESS = re.compile(r"[\d.]+[eE][+-]?\d{3,}")


def read_json(text: str | bytes) -> Any:
    """Read JSON that means one thing to everybody.

    :raises ValueError: if it is none, a key stands twice, a number has no end, half a character stands in it, or
        it is nested deeper than 32
    """
    plain = text.decode() if isinstance(text, bytes) else text
    try:
        value = json.loads(plain, parse_constant=_no_number, object_pairs_hook=_object)
    except RecursionError as deep:
        raise ValueError(f"nested deeper than {DEEPEST}") from deep
    _refuse_unsound(value)
    return value


def _no_number(written: str) -> Any:
    raise ValueError(f"{written} is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _refuse_unsound(value: Any) -> None:
    waiting = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST:
            raise ValueError(f"nested deeper than {DEEPEST}")
        if isinstance(one, str):
            one.encode()
        elif isinstance(one, dict):
            waiting += [(item, depth + 1) for pair in one.items() for item in pair]
        elif isinstance(one, list):
            waiting += [(item, depth + 1) for item in one]
        elif isinstance(one, int | float) and not (math.isfinite(one) and abs(one) < LARGEST):
            raise ValueError("a number is out of all bounds")


def shown(value: Any) -> str:
    """Show what a stranger wrote in one line: what does not print is written as its code, what is long is cut."""
    text = value if isinstance(value, str) else str(value)
    cut = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}……"
    return "".join(
        one if one.isprintable() or one == WIDE_SPACE else one.encode("unicode_escape").decode()
        for one in cut
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """What one value must be, as it is said, and how that is told."""

    said: Words
    holds: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Many:
    """A list of things of one form."""

    form: "Form"


Form = Kind | Many | Mapping[str, "Form"]


@dataclass(frozen=True, slots=True)
class Misshapen:
    """The first place where something is not of its form: where, what stands there, what should."""

    place: str
    found: Words
    expected: Words

    def said(self) -> Words:
        """Say it in one clause."""
        place = self.place or "*"
        return Words(
            f"{place} 现为 {self.found.zh}，应为{self.expected.zh}",
            f"{place} is {self.found.en}, expected {self.expected.en}",
        )


MISSING = Words("空缺", "missing")
AN_OBJECT, A_LIST = Words("对象", "an object"), Words("列表", "a list")


def misshapen(form: Form, value: Any, place: str = "") -> Misshapen | None:
    """Give the first place where a value is not of a form.

    An object has every key of its form; one whose name ends in "?" may be missing. Other keys may be there.
    """
    if isinstance(form, Kind):
        return None if form.holds(value) else Misshapen(place, _found(value), form.said)
    if isinstance(form, Many):
        if not isinstance(value, list):
            return Misshapen(place, _found(value), A_LIST)
        items = (misshapen(form.form, item, f"{place}[{at}]") for at, item in enumerate(value))
        return next((wrong for wrong in items if wrong), None)
    if not isinstance(value, dict):
        return Misshapen(place, _found(value), AN_OBJECT)
    return next((wrong for key in form if (wrong := _key(form, key, value, place))), None)


def _key(form: Mapping[str, Form], key: str, value: dict[str, Any], place: str) -> Misshapen | None:
    name = key.removesuffix("?")
    where = f"{place}.{name}" if place else name
    if name in value:
        return misshapen(form[key], value[name], where)
    return None if key.endswith("?") else Misshapen(where, MISSING, _expected(form[key]))


def _expected(form: Form) -> Words:
    if isinstance(form, Kind):
        return form.said
    return A_LIST if isinstance(form, Many) else AN_OBJECT


def _found(value: Any) -> Words:
    text = shown(json.dumps(value, ensure_ascii=False, default=str))
    return Words(text[:60], text[:60])


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_instant(value: Any) -> bool:
    try:
        return datetime.fromisoformat(value).utcoffset() is not None
    except (TypeError, ValueError):
        return False


def _fits(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _has_ends(value: Any) -> bool:
    return isinstance(value, dict) and ENDLESS.search(json.dumps(value)) is None


def one_of(options: Collection[str]) -> Kind:
    """Make the kind of a word out of some."""
    said = " | ".join(sorted(options))
    return Kind(Words(said, said), lambda value: isinstance(value, str) and value in options)


def maybe(kind: Kind) -> Kind:
    """Make the kind of a value that may be null."""
    said = Words(f"{kind.said.zh}或 null", f"{kind.said.en} or null")
    return Kind(said, lambda value: value is None or kind.holds(value))


TEXT = Kind(Words("文字", "a text"), lambda value: isinstance(value, str))
FLAG = Kind(Words("是或否", "true or false"), lambda value: isinstance(value, bool))
WHOLE = Kind(Words("整数", "a whole number"), lambda value: type(value) is int)
COUNT = Kind(Words("不小于 0 的整数", "a whole number from 0"), _is_count)
AMOUNT = Kind(Words("大于 0 的整数", "a whole number above 0"), lambda value: _is_count(value) and value > 0)
DIGEST = Kind(Words("64 位十六进制", "64 hexadecimal digits"), _fits(HASH))
INSTANT = Kind(Words("带时区的时间", "a time with its zone"), _is_instant)
FRACTION = Kind(Words("分数，如 2/3", "a fraction such as 2/3"), _fits(SHARE))
NUMBER = Kind(Words("小数", "a decimal number"), _fits(DECIMAL))
OBJECT = Kind(AN_OBJECT, lambda value: isinstance(value, dict))
FIGURES = Kind(Words("对象，其中没有天文数字", "an object without astronomical numbers"), _has_ends)
