"""A list of dwellings, row by row → what each row says, or why it cannot be taken."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.intake.faults import EMPTY, fault, quoted, row_place
from sanxin.intake.lists.columns import COLUMNS, Unreadable, heading, stairwell_label
from sanxin.intake.lists.sheets import Row, rows
from sanxin.journey.survey import DwellingRow

HEADER_WITHIN_ROWS = 15
NAMES = frozenset(COLUMNS)
BLANK = {name: column.read("") for name, column in COLUMNS.items()}
# A floor or stairwell can be told from the room.
TOLD_BY_ROOM = ("stairwell", "room", "floor")
ROOM_OF_A_FLOOR = re.compile(r"(\d{1,2})\d{2}")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of the list: where it stood, and the dwelling it names or the faults that refuse it."""

    row: int
    dwelling: DwellingRow | None
    faults: tuple[Fault, ...] = ()


@dataclass
class _Sheet:
    """How one sheet is to be read: which column holds what."""

    name: str
    columns: dict[int, str]
    stairwell: str = ""


@dataclass
class _Reader:
    file: str
    stairwells: Set[str]
    seen: dict[tuple[str, str], Words] = field(default_factory=dict)


def read_dwellings(path: Path, stairwells: Set[str]) -> Iterator[ReadRow]:
    """Read a dwelling list lazily, one row at a time, so that its length does not matter.

    :param stairwells: the stairwell ids a row may name; empty to accept any
    :raises InputRefused: if the file cannot be opened or no sheet has a header we know
    """
    reader = _Reader(path.name, stairwells)
    sheet: _Sheet | None = None
    skipped: dict[str, int] = {}
    found = False
    for row in rows(path):
        if sheet is None or sheet.name != row.sheet:
            sheet = _header(row) if skipped.get(row.sheet, 0) < HEADER_WITHIN_ROWS else None
            skipped[row.sheet] = skipped.get(row.sheet, 0) + 1
            found = found or sheet is not None
        elif any(row.cells):
            yield _read(row, sheet, reader)
    if not found:
        raise _no_header(path)


def _header(row: Row) -> _Sheet | None:
    columns: dict[int, str] = {}
    for index, cell in enumerate(row.cells):
        for name, column in COLUMNS.items():
            if heading(cell) in column.headings and name not in columns.values():
                columns[index] = name
    named = set(columns.values())
    return _Sheet(row.sheet, columns) if "room" in named and len(named) >= 2 else None


def _read(row: Row, sheet: _Sheet, reader: _Reader) -> ReadRow:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    said = set(TOLD_BY_ROOM)
    for index, name in sheet.columns.items():
        cell = row.cells[index] if index < len(row.cells) else ""
        if not cell:
            values[name] = BLANK[name]
            continue
        said.add(name)
        column = COLUMNS[name]
        try:
            values[name] = column.read(cell)
        except Unreadable:
            faults.append(
                fault(
                    f"dwelling.{name}", reader.file, _place(row, column.zh), found=quoted(cell),
                    expected=column.expected, remedy=column.remedy,
                )
            )  # fmt: skip
    values["blank"] = NAMES - said
    faults += _settle_room(values, row, sheet, reader)
    if not faults:
        faults += _settle_floor(values, row, reader)
        faults += _once(values, row, reader)
    return ReadRow(row.number, None if faults else DwellingRow(**values), tuple(faults))


def _settle_room(values: dict[str, Any], row: Row, sheet: _Sheet, reader: _Reader) -> list[Fault]:
    """Split ``3-402``, carry a stairwell down the blank cells under it, and check that it is known."""
    prefix, _, bare = values["room"].rpartition("-")
    bare = bare.removesuffix("室")
    if not bare:
        return [_faulty(reader, row, "room", EMPTY)]
    prefix = stairwell_label(prefix)
    written = values.get("stairwell") or ""
    stairwell = written or prefix or sheet.stairwell
    if not stairwell:
        return [_faulty(reader, row, "stairwell", EMPTY)]
    if prefix and written and prefix != written and not written.endswith(f"-{prefix}"):
        return [_contradiction(reader, row, written, values["room"])]
    if reader.stairwells and stairwell not in reader.stairwells:
        return [_unknown_stairwell(reader, row, stairwell)]
    sheet.stairwell = stairwell
    values["stairwell"], values["room"] = stairwell, bare
    return []


def _settle_floor(values: dict[str, Any], row: Row, reader: _Reader) -> list[Fault]:
    digits = ROOM_OF_A_FLOOR.fullmatch(values["room"])
    by_room = int(digits[1]) if digits else None
    if values.get("floor") is None:
        values["floor"] = by_room
    if values["floor"] is None:
        return [_faulty(reader, row, "floor", EMPTY)]
    return []


def _once(values: dict[str, Any], row: Row, reader: _Reader) -> list[Fault]:
    key = (values["stairwell"], values["room"])
    here = _place(row, "")
    earlier = reader.seen.setdefault(key, here)
    if earlier is here:
        return []
    return [
        fault(
            "dwelling.twice", reader.file, _place(row, COLUMNS["room"].zh),
            found=quoted("-".join(key)),
            expected=(f"每户一行（{earlier.zh}已有此户）", f"one row a dwelling ({earlier.en} has it already)"),
            remedy=("请删去重复的一行；共有人写在同一行，以、分隔。",
                    "Drop one of the two; co-owners share a row, split by 、."),
        )
    ]  # fmt: skip


def _place(row: Row, column: str) -> Words:
    place = row_place(row.number, column)
    return Words(f"工作表“{row.sheet}”{place.zh}", f"sheet “{row.sheet}”, {place.en}") if row.sheet else place


def _faulty(reader: _Reader, row: Row, name: str, found: Words) -> Fault:
    column = COLUMNS[name]
    return fault(
        f"dwelling.{name}", reader.file, _place(row, column.zh), found=found,
        expected=column.expected, remedy=column.remedy,
    )  # fmt: skip


def _contradiction(reader: _Reader, row: Row, written: str, room: str) -> Fault:
    return fault(
        "dwelling.room.contradiction", reader.file, _place(row, COLUMNS["room"].zh), found=quoted(room),
        expected=(f"与门栋 {written} 一致的室号", f"a room in stairwell {written}"),
        remedy=("请核对门栋与室号，改正其中之一。", "Check stairwell and room, and correct one of them."),
    )  # fmt: skip


def _unknown_stairwell(reader: _Reader, row: Row, stairwell: str) -> Fault:
    some = "、".join(sorted(reader.stairwells, key=lambda name: (len(name), name))[:8])
    return fault(
        "dwelling.stairwell.unknown", reader.file, _place(row, COLUMNS["stairwell"].zh), found=quoted(stairwell),
        expected=(f"图上有的门栋（如 {some}）", f"a stairwell on the map (such as {some})"),
        remedy=("请改正门栋，或先在图上补画。", "Correct it, or draw the stairwell on the map first."),
    )  # fmt: skip


def _no_header(path: Path) -> InputRefused:
    needed: Mapping[str, str] = {
        name: COLUMNS[name].zh for name in ("stairwell", "room", "floor", "area_m2", "owners")
    }
    zh = "、".join(needed.values())
    return InputRefused([
        fault(
            "list.no_header", path.name, Words(f"前 {HEADER_WITHIN_ROWS} 行", f"the first {HEADER_WITHIN_ROWS} rows"),
            found=Words("没有认得出的表头", "no heading we know"),
            expected=(f"含“{zh}”的表头行", f"a heading row with {', '.join(needed)}"),
            remedy=("请下载模板，按其表头整理。", "Download the template and use its headings."),
        )
    ])  # fmt: skip
