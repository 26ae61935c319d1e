"""How faults in handed-in files are said."""

from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault

EMPTY = Words("空", "nothing")


def quoted(value: Any) -> Words:
    """Quote what stands there, or say that nothing does."""
    if value is None or value == "":
        return EMPTY
    shown = str(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    return Words(f"“{shown}”", f"“{shown}”")


def fault(
    code: str,
    file: str,
    place: Words | str,
    *,
    found: Words | str,
    expected: tuple[str, str],
    remedy: tuple[str, str],
) -> Fault:
    """Make a fault from pairs of (中文, English)."""
    where = Words(place, place) if isinstance(place, str) else place
    return Fault(code, file, where, found, Words(*expected), Words(*remedy))


def row_place(row: int, column: str = "") -> Words:
    """Name a row, and a column of it, the way a clerk sees them in the sheet."""
    if column:
        return Words(f"第 {row} 行“{column}”列", f"row {row}, column “{column}”")
    return Words(f"第 {row} 行", f"row {row}")
