"""A place in a YAML or JSON file that knows its way: every wrong value is refused with file and key."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault, InputRefused

MAPPING = Words("若干“键: 值”", "a mapping of keys to values")
LIST = Words("一个列表", "a list")
REMEDY = Words("请改正规则文件中的这一项。", "Correct this key in the rule file.")


CASE_REMEDY = Words("请改正题目文件中的这一项。", "Correct this key in the case.")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value in a file, and the path of keys that leads to it."""

    file: str
    path: str
    value: Any
    code: str = "rulebook.value"
    remedy: Words = REMEDY

    def wrong(self, key: str, found: Any, expected: Words) -> InputRefused:
        """Make the refusal of one key."""
        path = self.within(key) or "/"
        place = Words(f"键 {path}", f"key {path}")
        return InputRefused([Fault(self.code, self.file, place, f"“{found}”", expected, self.remedy)])

    def keys(self) -> tuple[str, ...]:
        """Give the keys of a mapping, in the file's order."""
        if not isinstance(self.value, dict) or not all(isinstance(key, str) for key in self.value):
            raise self.wrong("", self.value, MAPPING)
        return tuple(self.value)

    def only(self, *known: str) -> None:
        """Refuse a key that nobody would read."""
        for key in self.keys():
            if key not in known:
                raise self.wrong(
                    key, key, Words("其中之一：" + " ".join(known), "one of: " + " ".join(known))
                )

    def unknown(self, *known: str) -> Sequence[Fault]:
        """Warn of each key that nobody reads."""
        unused, code = Words("该键未被使用。", "It was not used."), self.code.partition(".")[0]
        expected = Words("已知的键", "a key we know")
        return [
            replace(fault, code=f"{code}.key.unknown", remedy=unused)
            for key in self.keys()
            if key not in known
            for fault in self.wrong(key, key, expected).faults
        ]

    def has(self, key: str) -> bool:
        """Tell whether a key holds anything."""
        return key in self.keys() and self.value[key] is not None

    def at(self, key: str) -> "Leaf":
        """Step into the mapping under a key."""
        inner = replace(self, path=self.within(key), value=self._get(key))
        inner.keys()
        return inner

    def list(self, key: str) -> "list[Leaf]":
        """Step into the items of the list under a key; an empty list is refused."""
        items = self._get(key)
        if not isinstance(items, list) or not items:
            raise self.wrong(key, items, LIST)
        return [
            replace(self, path=f"{self.within(key)}[{number}]", value=item)
            for number, item in enumerate(items)
        ]

    def items(self, key: str) -> "Sequence[Leaf]":
        """Step into the items of the list under a key, which may be empty or left out."""
        return self.list(key) if self.has(key) and self.value[key] != [] else []

    def ident(self, key: str) -> str:
        """Read an id, written as a text or a whole number."""
        value = self.value.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
            raise self.wrong(key, value, Words("编号（文字或整数）", "an id, text or a whole number"))
        return str(value)

    def text(self, key: str) -> str:
        """Read a text that is not empty."""
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, value, Words("文字", "text"))
        return value

    def one_of(self, key: str, options: Sequence[str]) -> str:
        """Read one of some words."""
        value = self._get(key)
        if value not in options:
            raise self.wrong(
                key, value, Words("其中之一：" + " ".join(options), "one of: " + " ".join(options))
            )
        return str(value)

    def day(self, key: str) -> date:
        """Read a date."""
        value = self._get(key)
        if type(value) is not date:
            raise self.wrong(key, value, Words("形如 2023-06-01 的日期", "a date such as 2023-06-01"))
        return value

    def dates(self, key: str) -> tuple[date, ...]:
        """Read a list of dates, which may be empty."""
        items = self._get(key)
        if not isinstance(items, list) or not all(type(item) is date for item in items):
            raise self.wrong(key, items, Words("日期的列表", "a list of dates"))
        return tuple(items)

    def flag(self, key: str) -> bool:
        """Read true or false."""
        value = self._get(key)
        if not isinstance(value, bool):
            raise self.wrong(key, value, Words("true 或 false", "true or false"))
        return value

    def words(self, key: str) -> Words:
        """Read one thing said in both languages."""
        said = self.at(key)
        said.only("zh", "en")
        return Words(said.text("zh"), said.text("en"))

    def texts(self, key: str, options: Sequence[str] = ()) -> tuple[str, ...]:
        """Read a list of words, each one of some if any are named; the list may be empty."""
        items = self._get(key)
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.wrong(key, items, LIST)
        for item in items if options else ():
            if item not in options:
                raise self.wrong(
                    key, item, Words("其中之一：" + " ".join(options), "one of: " + " ".join(options))
                )
        return tuple(items)

    def share(self, key: str) -> Fraction:
        """Read a share of 0 to 1, written as a text such as "3/4" so that it stays exact."""
        value = self._get(key)
        try:
            share = Fraction(value) if isinstance(value, str) else None
        except (ValueError, ZeroDivisionError):
            share = None
        if share is None or not 0 <= share <= 1:
            raise self.wrong(key, value, Words('形如 "3/4" 的比例', 'a share such as "3/4"'))
        return share

    def days(self, key: str, *, least: int = 1) -> int:
        """Read a whole number of days, or of anything else that is counted."""
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.wrong(
                key, value, Words(f"不小于 {least} 的整数", f"a whole number of {least} or more")
            )
        return value

    def number(self, key: str, *, least: float = 0.0) -> float:
        """Read a number that is not below ``least``."""
        return self._number(key, self._get(key), least)

    def numbers(self, key: str) -> tuple[float, ...]:
        """Read a list of numbers, none below zero."""
        items = self._get(key)
        if not isinstance(items, list) or not items:
            raise self.wrong(key, items, LIST)
        return tuple(self._number(key, item, 0.0) for item in items)

    def _number(self, key: str, value: Any, least: float) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not isfinite(value) or value < least:
            raise self.wrong(key, value, Words(f"不小于 {least:g} 的数", f"a number of {least:g} or more"))
        return float(value)

    def _get(self, key: str) -> Any:
        if key not in self.keys():
            raise self.wrong(key, "", Words("这一项不能缺", "this key, which is needed"))
        return self.value[key]

    def within(self, key: str) -> str:
        """Give the path of keys that leads to a key."""
        return ".".join(part for part in (self.path, key) if part)


def json_leaf(file: str, content: bytes, kind: str) -> Leaf:
    """Read a case handed in as a JSON object of our first schema; decimals stay exact.

    :raises InputRefused: if it is no such object, or its text could not be written again, naming the file
    """
    try:
        written = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=str)
        # Half a character, written as an escape, is JSON and yet no text.
        json.dumps(written, ensure_ascii=False, default=str).encode()
    except (json.JSONDecodeError, UnicodeError, RecursionError) as broken:
        place = Words("整个文件", "the whole file")
        expected = Words("UTF-8 的 JSON 对象", "a JSON object in UTF-8")
        remedy = Words("请检查逗号、括号和引号。", "Check its commas, brackets and quotes.")
        raise InputRefused([Fault(f"{kind}.json", file, place, str(broken), expected, remedy)]) from broken
    leaf = Leaf(file, "", written, f"{kind}.value", CASE_REMEDY)
    if leaf.has("schema_version") and leaf.value["schema_version"] != 1:
        raise leaf.wrong("schema_version", leaf.value["schema_version"], Words("1，或不写", "1, or nothing"))
    return leaf
