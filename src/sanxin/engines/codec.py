"""Frozen values to JSON and back, led by their own annotations; a misfit names its path."""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

ATOMS = frozenset((float, str, int, bool, NoneType))


class Misfit(Exception):
    """Something in the JSON is not what the value needs."""

    def __init__(self, path: str, expected: str) -> None:
        super().__init__(f"{path}: expected {expected}")
        self.path, self.expected = path, expected


def plain(value: Any, digits: int | None = None) -> Any:
    """Write a frozen value with JSON's own kinds only, its floats to so many digits if asked."""
    kind: Any = type(value)
    if kind is float and digits is not None:
        return round(value, digits) + 0.0
    if kind in ATOMS:
        return value
    if kind is tuple and digits is None:
        return [plain(item) for item in value]
    if kind is tuple:  # mostly of floats, of which a day's light has many
        return [round(item, digits) + 0.0 if type(item) is float else plain(item, digits) for item in value]
    if (names := _names(kind)) is not None:
        return {name: plain(getattr(value, name), digits) for name in names}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Fraction):
        return str(value)
    return value.value if isinstance(value, Enum) else value


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def build(kind: Any, written: Any, path: str) -> Any:
    """Read a value of an annotated kind out of JSON.

    :raises Misfit: at the first key or item that does not fit
    """
    if is_dataclass(kind):
        return _record(kind, written, path)
    if isinstance(kind, UnionType):
        return _optional(kind, written, path)
    if get_origin(kind) is tuple:
        return _items(get_args(kind), written, path)
    if get_origin(kind) is Literal:
        return _one_of(get_args(kind), written, path)
    return _scalar(kind, written, path)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _record(kind: Any, written: Any, path: str) -> Any:
    if not isinstance(written, dict):
        raise Misfit(path, "an object")
    hints = _hints(kind)
    if strange := sorted(written.keys() - hints.keys()):
        raise Misfit(f"{path}.{strange[0]}", "no such key")
    for field in fields(kind):
        if field.name not in written and field.default is MISSING:
            raise Misfit(f"{path}.{field.name}", "a value")
    return kind(**{key: build(hints[key], item, f"{path}.{key}") for key, item in written.items()})


def _optional(kind: Any, written: Any, path: str) -> Any:
    if written is None:
        return None
    (inner,) = (option for option in get_args(kind) if option is not NoneType)
    return build(inner, written, path)


def _items(kinds: tuple[Any, ...], written: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(written, list):
        raise Misfit(path, "a list")
    if kinds[-1] is ...:
        kinds = (kinds[0],) * len(written)
    if len(written) != len(kinds):
        raise Misfit(path, f"{len(kinds)} items")
    return tuple(
        build(kind, item, f"{path}[{place}]")
        for place, (kind, item) in enumerate(zip(kinds, written, strict=True))
    )


def _one_of(options: tuple[Any, ...], written: Any, path: str) -> Any:
    if written not in options:
        raise Misfit(path, " | ".join(options))
    return written


def _scalar(kind: Any, written: Any, path: str) -> Any:
    is_number = isinstance(written, int | float) and not isinstance(written, bool)
    if kind is float and is_number:
        return float(written)
    if kind in (str, bool, int) and type(written) is kind:
        return written
    if isinstance(kind, type) and isinstance(written, str) and kind not in (str, bool, int, float):
        return _from_text(kind, written, path)
    raise Misfit(path, kind.__name__)


def _from_text(kind: Any, written: str, path: str) -> Any:
    try:
        return date.fromisoformat(written) if kind is date else kind(written)
    except (ValueError, ArithmeticError) as fault:
        raise Misfit(path, kind.__name__) from fault
