"""A reader of workbooks that reckons their formulas anew, in the doubles a spreadsheet has; knows only what ours use."""

import math
import re
from io import BytesIO
from typing import Any

import numpy as np
from openpyxl import load_workbook

CELL = r"(?:(\w+)!)?\$?([A-Z]+)\$?(\d+)"
TOKEN = re.compile(rf'"[^"]*"|{CELL}:{CELL}|{CELL}|<>|>=|<=|[=<>]')


class Workbook:
    """Cells by sheet and name; ``put`` changes one, ``value`` reckons one."""

    def __init__(self, content: bytes) -> None:
        book = load_workbook(BytesIO(content))
        self.cells = {
            (sheet.title, cell.coordinate): cell.value
            for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
        }  # fmt: skip
        self.known: dict[tuple[str, str], Any] = {}

    def put(self, sheet: str, name: str, value: Any) -> None:
        self.cells[sheet, name] = value
        self.known.clear()

    def value(self, sheet: str, name: str) -> Any:
        key = (sheet, name)
        if key not in self.known:
            written = self.cells.get(key)
            is_formula = isinstance(written, str) and written.startswith("=")
            self.known[key] = self.reckon(sheet, written[1:]) if is_formula else written
        return self.known[key]

    def reckon(self, sheet: str, formula: str) -> Any:
        names = {name: getattr(self, name) for name in ("CELL", "RANGE")}
        return eval(TOKEN.sub(lambda found: self._python(sheet, found), formula), {**FUNCTIONS, **names})

    def _python(self, sheet: str, found: re.Match[str]) -> str:
        text = found[0]
        if text.startswith('"'):
            return text
        if text in OPERATORS:
            return OPERATORS[text]
        if found[2]:
            return f"RANGE({found[1] or sheet!r}, {found[2]!r}, {found[3]}, {found[6]})"
        return f"CELL({found[7] or sheet!r}, {found[8] + found[9]!r})"

    def CELL(self, sheet: str, name: str) -> Any:  # noqa: N802 - as a formula calls it
        value = self.value(sheet, name)
        return float(value) if isinstance(value, int | float) else (value or 0.0)

    def RANGE(self, sheet: str, column: str, first: int, last: int) -> Any:  # noqa: N802
        return np.array([self.CELL(sheet, f"{column}{row}") for row in range(first, last + 1)])


def whole(*numbers: Any) -> list[int]:
    return [int(each) for one in numbers for each in np.ravel(one)]


def rounded(number: Any, digits: int) -> Any:
    return np.floor(np.abs(number) * 10**digits + 0.5) / 10**digits * np.sign(number)


OPERATORS = {"<>": "!=", ">=": ">=", "<=": "<=", "=": "==", "<": "<", ">": ">"}
FUNCTIONS: dict[str, Any] = {
    "IF": lambda test, yes, no: yes if test else no,
    "INT": lambda number: float(math.floor(number)),
    "ROUND": rounded,
    "ABS": np.abs,
    "SUM": lambda *numbers: float(sum(np.sum(each) for each in numbers)),
    "MAX": lambda *numbers: float(max(np.max(each) for each in numbers)),
    "SUMPRODUCT": lambda numbers: float(np.sum(numbers)),
    "SUMIF": lambda where, sought, numbers: float(np.sum(numbers[where == sought])),
    "GCD": lambda *numbers: float(math.gcd(*whole(*numbers))),
    "LCM": lambda *numbers: float(math.lcm(*whole(*numbers))),
}
