"""Properties of a raw feature → the complete, typed properties of its kind, or faults."""

import json
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault
from sanxin.intake.faults import fault, quoted
from sanxin.intake.kinds import REQUIRED, Key, Kind

EXPECTED: Mapping[str, tuple[str, str]] = {
    "text": ("文字", "text"),
    "number": ("数值", "a number"),
    "positive": ("大于 0 的数值", "a number greater than 0"),
    "zero_or_more": ("不小于 0 的数值", "a number of zero or more"),
    "whole": ("正整数", "a whole number of 1 or more"),
    "flag": ("true 或 false", "true or false"),
    "list": ("列表", "a list"),
    "azimuth": ("0 到 360 之间的角度", "an angle between 0 and 360"),
}
FLAGS = {"true": True, "false": False, "是": True, "否": False, "1": True, "0": False}


class Unfit(ValueError):
    """A value that is not of its key's type."""


def typed_properties(
    kind: Kind, given: Mapping[str, Any], file: str, place: Words
) -> tuple[dict[str, Any], list[Fault]]:
    """Fill in defaults and check types and choices of every key of a kind."""
    complete: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, key in kind.keys.items():
        value = given.get(name)
        if value is None or value == "":
            if key.default is REQUIRED:
                faults.append(_misfit("missing", file, place, name, value, key))
            complete[name] = None if key.default is REQUIRED else key.default
            continue
        try:
            complete[name] = _chosen(_typed(value, key), key)
        except (Unfit, json.JSONDecodeError):
            faults.append(_misfit("unfit", file, place, name, value, key))
    return complete, faults


def _typed(value: Any, key: Key) -> Any:
    read = READ.get(key.type)
    return read(value) if read else _number(value, key)


def _text(value: Any) -> str:
    if isinstance(value, bool | list | dict):
        raise Unfit
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _flag(value: Any) -> bool:
    if str(value).strip().lower() not in FLAGS:
        raise Unfit
    return FLAGS[str(value).strip().lower()]


def _list(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(_text(item) for item in value)
    if isinstance(value, str) and value.startswith("["):
        # GIS programs keep a list as JSON text, for want of a list type.
        return _list(json.loads(value))
    if isinstance(value, str):
        return tuple(part.strip() for part in value.replace("；", "、").replace(";", "、").split("、"))
    raise Unfit


READ: Mapping[str, Callable[[Any], Any]] = {"text": _text, "flag": _flag, "list": _list}


def _number(value: Any, key: Key) -> float | int:
    if isinstance(value, bool):
        raise Unfit
    try:
        number = float(value)
    except (TypeError, ValueError) as unreadable:
        raise Unfit from unreadable
    if not _in_range(number, key):
        raise Unfit
    return int(number) if key.type == "whole" else number


def _in_range(number: float, key: Key) -> bool:
    if not isfinite(number) or (key.most is not None and number > key.most):
        return False
    match key.type:
        case "whole":
            return number >= 1 and number.is_integer()
        case "azimuth":
            return 0 <= number <= 360
        case "zero_or_more":
            return number >= 0
        case _:
            return key.type != "positive" or number > 0


def _chosen(value: Any, key: Key) -> Any:
    if key.choices and str(value) not in key.choices:
        raise Unfit
    return value


def _misfit(why: str, file: str, place: Words, name: str, value: Any, key: Key) -> Fault:
    zh, en = EXPECTED[key.type]
    if key.most is not None:
        zh, en = f"{zh}，不超过 {key.most:g}", f"{en}, {key.most:g} at most"
    if key.choices:
        listed = " ".join(key.choices)
        zh, en = f"其中之一：{listed}", f"one of: {listed}"
    return fault(
        f"feature.key.{why}",
        file,
        Words(f"{place.zh}，属性 {name}", f"{place.en}, key {name}"),
        found=quoted(value),
        expected=(zh, en),
        remedy=(f"请在该要素的属性中补正 {name}。", f"Correct {name} among the feature's properties."),
    )
