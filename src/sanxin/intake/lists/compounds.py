"""A street's list of compounds, one row each → cards without a plan yet, or why a row cannot be taken."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.intake.faults import fault, quoted, row_place
from sanxin.intake.lists.columns import Unreadable, heading
from sanxin.intake.lists.sheets import Row, rows
from sanxin.intake.manifest import NUMBERS, PLACE
from sanxin.journey.survey import Site

HEADER_WITHIN_ROWS = 15
NEEDED = ("name", "built_year")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the list: its headings, how a cell is read, and what a cell holds in words."""

    zh: str
    headings: frozenset[str]
    read: Callable[[str], Any]
    expected: tuple[str, str]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class ReadCompound:
    """One row: where it stood, the neighbourhood it names, and its card or the faults that refuse it."""

    row: int
    neighbourhood: str
    card: Site | None
    faults: tuple[Fault, ...] = ()


def read_compounds(path: Path) -> Iterator[ReadCompound]:
    """Read a list of compounds, one row at a time.

    :raises InputRefused: if the file cannot be opened or no sheet has a header we know
    """
    columns: dict[int, str] = {}
    sheet, seen, found = "", dict[tuple[str, str], int](), False
    for row in rows(path):
        if row.sheet != sheet:
            columns, sheet = {}, row.sheet
        if not columns:
            columns = _header(row) if row.number <= HEADER_WITHIN_ROWS else {}
            found = found or bool(columns)
        elif any(row.cells):
            yield _read(row, columns, path.name, seen)
    if not found:
        raise _no_header(path)


def _number(key: str) -> Callable[[str], float]:
    least, most, _ = NUMBERS[key]

    def read(text: str) -> float:
        try:
            value = float(text.removesuffix("年").removesuffix("°"))
        except ValueError as no_number:
            raise Unreadable from no_number
        if not least <= value <= most or (key == "built_year" and not value.is_integer()):
            raise Unreadable
        return value

    return read


def _place(text: str) -> str:
    if not PLACE.fullmatch(text):
        raise Unreadable
    return text


def _heading(
    zh: str, also: str, read: Callable[[str], Any], expected: tuple[str, str], **extra: Any
) -> Heading:
    return Heading(zh, frozenset({heading(zh), *also.split()}), read, expected, **extra)


COLUMNS: Mapping[str, Heading] = {
    "name": _heading("小区", "小区名称 compound name 楼院 院落", str, ("小区名称", "the compound's name")),
    "neighbourhood": _heading(
        "居民区", "neighbourhood 社区 居委 居委会", str, ("居民区名称", "a neighbourhood"), needed=False
    ),
    "place": _heading("所在地", "place 地方代码", _place, ("形如 cn/shanghai 的地方代码", "a place such as cn/shanghai")),
    "built_year": _heading(
        "建成年份", "built_year 年份 建成年代 建造年份 竣工年份", _number("built_year"), NUMBERS["built_year"][2]
    ),
    "tenure": _heading("产权类型", "tenure 产权 房屋性质", str, ("产权类型，如“售后公房”", "a tenure"), needed=False),
    "latitude": _heading("纬度", "latitude lat 北纬", _number("latitude"), NUMBERS["latitude"][2]),
    "longitude": _heading("经度", "longitude lon lng 东经", _number("longitude"), NUMBERS["longitude"][2]),
}  # fmt: skip


def _header(row: Row) -> dict[int, str]:
    columns: dict[int, str] = {}
    for index, cell in enumerate(row.cells):
        for name, column in COLUMNS.items():
            if heading(cell) in column.headings and name not in columns.values():
                columns[index] = name
    return columns if "name" in columns.values() and len(columns) >= 2 else {}


def _read(row: Row, columns: dict[int, str], file: str, seen: dict[tuple[str, str], int]) -> ReadCompound:
    cells = {name: row.cells[index] for index, name in columns.items() if index < len(row.cells)}
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, column in COLUMNS.items():
        cell = cells.get(name, "")
        try:
            values[name] = column.read(cell) if cell or column.needed else ""
            if column.needed and cell == "":
                raise Unreadable
        except Unreadable:
            faults.append(_faulty(row, column, file, cell))
    key = cells.get("neighbourhood", ""), cells.get("name", "")
    if not faults and key in seen:
        faults.append(_twice(row, file, key[1], seen[key]))
    seen.setdefault(key, row.number)
    return ReadCompound(row.number, key[0], None if faults else _card(values), tuple(faults))


def _card(values: dict[str, Any]) -> Site:
    return Site(
        values["name"], values["place"], values["latitude"], values["longitude"], int(values["built_year"]),
        values["tenure"], (), {},
    )  # fmt: skip


def _faulty(row: Row, column: Heading, file: str, cell: str) -> Fault:
    return fault(
        "compounds.cell", file, row_place(row.number, column.zh), found=quoted(cell), expected=column.expected,
        remedy=("请填写后再导入整张表。", "Fill it in and import the whole list again."),
    )  # fmt: skip


def _twice(row: Row, file: str, name: str, first: int) -> Fault:
    return fault(
        "compounds.twice", file, row_place(row.number, COLUMNS["name"].zh),
        found=Words(f"“{name}”，第 {first} 行已有", f"“{name}”, which row {first} has already"),
        expected=("每个小区只写一行", "one row a compound"),
        remedy=("请删去一行，或改正名称。", "Remove one, or correct its name."),
    )  # fmt: skip


def _no_header(path: Path) -> InputRefused:
    known = "、".join(column.zh for column in COLUMNS.values())
    return InputRefused([
        fault(
            "compounds.header", path.name, Words("整个文件", "the whole file"),
            found=Words("没有认得的表头", "no heading we know"),
            expected=(f"表头含“小区”等栏目（{known}）", f"a heading with 小区 and others of {known}"),
            remedy=("住户清册请加 --compound 指明小区；小区清册请补上表头。",
                    "For a list of dwellings say --compound; for a list of compounds add its headings."),
        )
    ])  # fmt: skip
