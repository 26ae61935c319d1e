"""Sheets as people keep them (xlsx, xls, CSV in UTF-8 or GBK) → rows of clean text, one at a time."""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import InputRefused
from sanxin.intake.faults import fault

SNIFFED_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row: which sheet, its number as the sheet shows it, and its cells as clean text."""

    sheet: str
    number: int
    cells: tuple[str, ...]


def rows(path: Path) -> Iterator[Row]:
    """Read every row of every sheet; merged cells repeat their value in each row they cover.

    Text is NFKC-normalised (full-width digits become plain ones) and trimmed.

    :raises InputRefused: if the file is not a workbook or a CSV, or has a password
    """
    return _csv_rows(path) if path.suffix.lower() in {".csv", ".txt"} else _workbook_rows(path)


def row_count(path: Path) -> int:
    """Count the rows of a list, quickly and roughly, so that progress can be shown."""
    if path.suffix.lower() in {".csv", ".txt"}:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(SNIFFED_BYTES), b""))
    workbook = _opened(path)
    return sum(workbook.get_sheet_by_name(name).total_height for name in workbook.sheet_names)


def clean(value: Any) -> str:
    """Give a cell as clean text: full-width and compatibility characters folded, spaces trimmed."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def _csv_rows(path: Path) -> Iterator[Row]:
    # newline="" is what the csv module asks for, so that a line break inside quotes stays one cell.
    with path.open(encoding=_encoding(path), newline="", errors="replace") as file:
        for number, cells in enumerate(csv.reader(file), 1):
            yield Row("", number, tuple(clean(cell) if cell else "" for cell in cells))


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(SNIFFED_BYTES)
    try:
        # A character cut in half at the end of what was sniffed is no sign against UTF-8.
        head[: head.rfind(b"\n") + 1 or len(head)].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _workbook_rows(path: Path) -> Iterator[Row]:
    workbook = _opened(path)
    for name in workbook.sheet_names:
        yield from _sheet_rows(workbook.get_sheet_by_name(name))


def _opened(path: Path) -> Any:
    # Only a workbook needs its library, which takes a while to load.
    calamine: Any = import_module("python_calamine")
    try:
        return calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError as locked:
        raise _unreadable(path, "有密码的工作簿", "a workbook with a password") from locked
    except (calamine.CalamineError, calamine.ZipError, OSError) as broken:
        raise _unreadable(path, "打不开的文件", "a file that does not open") from broken


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    covered = _merged(sheet)
    held: dict[tuple[int, int], str] = {}
    for index, values in enumerate(sheet.iter_rows()):
        cells = [clean(value) for value in values]
        for column, origin in covered.get(index, {}).items():
            if origin == (index, column):
                held[origin] = cells[column] if column < len(cells) else ""
            elif column < len(cells):
                cells[column] = held[origin]
        yield Row(sheet.name, index + 1, tuple(cells))


def _merged(sheet: Any) -> dict[int, dict[int, tuple[int, int]]]:
    """Say for each cell of a merge that goes down one column where its value is written."""
    covered: dict[int, dict[int, tuple[int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        # A merge across columns is a title, and must not be repeated into its neighbours.
        if left == right:
            for row in range(top, bottom + 1):
                covered.setdefault(row, {})[left] = (top, left)
    return covered


def _unreadable(path: Path, zh: str, en: str) -> InputRefused:
    return InputRefused([
        fault(
            "list.unreadable", path.name, Words("整个文件", "the whole file"), found=Words(zh, en),
            expected=(".xlsx、.xls 工作簿，或 UTF-8、GBK 的 .csv", "an .xlsx or .xls workbook, or a .csv in UTF-8 or GBK"),
            remedy=("请在 Excel 或 WPS 中打开后另存为 .xlsx（不设密码）。",
                    "Open it in Excel or WPS and save it as .xlsx without a password."),
        )
    ])  # fmt: skip
