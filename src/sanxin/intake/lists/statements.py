"""A bank's statement of an account, Excel or CSV, row by row → lines of money in and out, or why a row cannot be taken."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.money import fen_from_yuan
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.intake.faults import fault, quoted, row_place
from sanxin.intake.lists.columns import Unreadable, heading
from sanxin.intake.lists.sheets import Row, rows
from sanxin.journey.ledger.matching import StatementLine

HEADER_WITHIN_ROWS = 30  # banks print whose account it is, and for which days, above the table
LARGEST_FEN = 10**15  # ten thousand billion yuan: beyond it somebody put an account's number there
DAY = re.compile(
    r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?|[ T]+\d{6})?"
)
SUMS = re.compile(
    r"(?:本页|本期|借方|贷方)?(?:合计|总计|小计|期初余额|期末余额|承前页|过次页)|total\b", re.IGNORECASE
)
CURRENCY = re.compile(r"^[¥￥]|元$|^(?:CNY|RMB)\s*", re.IGNORECASE)
DIRECTIONS = {
    **dict.fromkeys(("贷", "贷方", "收", "收入", "转入", "c", "cr", "credit", "in"), 1),
    **dict.fromkeys(("借", "借方", "支", "支出", "转出", "d", "dr", "debit", "out"), -1),
}  # fmt: skip
NOTHING = {"", "-", "--", "—", "/"}


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its headings, how a cell is read, and what a cell holds in words."""

    zh: str
    headings: frozenset[str]
    read: Callable[[str], Any]
    expected: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """What a file holds: its lines, each with its row in the file as its id, and the faults of the others."""

    lines: tuple[StatementLine, ...]
    faults: tuple[Fault, ...]


def _day(text: str) -> date:
    found = DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups()))  # type: ignore[union-attr]
    except (AttributeError, ValueError) as no_day:
        raise Unreadable from no_day


def _amount(text: str) -> int:
    bare = CURRENCY.sub("", text.replace(",", "").replace("+", "").strip()).strip()
    if bare in NOTHING:
        return 0
    try:
        fen = fen_from_yuan(bare)
    except ValueError as no_sum:
        raise Unreadable from no_sum
    if abs(fen) > LARGEST_FEN:
        raise Unreadable
    return fen


def _sum(text: str) -> int:
    """Read what one side of the account shows. A sign there would say the other side, or nothing: a person decides."""
    fen = _amount(text)
    if fen < 0:
        raise Unreadable
    return fen


def _direction(text: str) -> int:
    if text.lower() not in DIRECTIONS:
        raise Unreadable
    return DIRECTIONS[text.lower()]


def _heading(zh: str, also: str, read: Callable[[str], Any], expected: tuple[str, str]) -> Heading:
    return Heading(zh, frozenset({heading(zh), *also.split()}), read, expected)


SUM = ("不带正负号的金额，如 100000.00", "an amount without a sign, such as 100000.00")
YUAN = ("以元为单位的金额，如 100000.00", "an amount in yuan such as 100000.00")
COLUMNS: Mapping[str, Heading] = {
    "on": _heading("交易日期", "记账日期 入账日期 交易时间 记账时间 日期 date valuedate transactiondate bookingdate", _day,
                   ("日期，如 2026-05-08", "a day such as 2026-05-08")),
    "income": _heading("收入金额", "收入 贷方发生额 贷方金额 贷方 转入金额 存入金额 credit creditamount income deposit", _sum, SUM),
    "expense": _heading("支出金额", "支出 借方发生额 借方金额 借方 转出金额 支取金额 debit debitamount expense withdrawal", _sum, SUM),
    "amount": _heading("交易金额", "发生额 金额 amount transactionamount", _amount, YUAN),
    "direction": _heading("借贷标志", "借贷方向 借贷 收支 收支标志 收/支 direction dc", _direction, ("借或贷", "credit or debit")),
    "payer": _heading("对方户名", "对方名称 对方账户名称 对方单位 付款人 交易对手 counterparty counterpartyname payer", str,
                      ("户名", "a name")),
    "memo": _heading("摘要", "附言 用途 备注 交易附言 交易摘要 memo description remark reference details", str, ("文字", "text")),
    "serial": _heading("流水号", "交易流水号 交易流水 凭证号 交易序号 序列号 serial serialno transactionid transactionno", str,
                       ("银行流水号", "the bank's serial")),
}  # fmt: skip
TEXTS = ("payer", "memo", "serial")


def read_statement(path: Path) -> ReadStatement:
    """Read a bank statement. Rows that only add up others are no lines; several memo columns are joined.

    :raises InputRefused: if the file cannot be opened or has no header we know
    """
    columns: list[tuple[int, str]] = []
    sheet, found = "", False
    lines: list[StatementLine] = []
    faults: list[Fault] = []
    for row in rows(path):
        if row.sheet != sheet:
            columns, sheet = [], row.sheet
        if not columns:
            columns = _header(row) if row.number <= HEADER_WITHIN_ROWS else []
            found = found or bool(columns)
        elif _is_line(row):
            line, wrong = _read(row, columns, path.name)
            lines += [line] if line else []
            faults += wrong
    if not found:
        raise _no_header(path)
    return ReadStatement(tuple(lines), tuple(faults))


def _header(row: Row) -> list[tuple[int, str]]:
    columns: list[tuple[int, str]] = []
    for index, cell in enumerate(row.cells):
        for name, column in COLUMNS.items():
            is_new = name in TEXTS or name not in {each for _, each in columns}
            if is_new and heading(cell) in column.headings:
                columns.append((index, name))
    names = {name for _, name in columns}
    return columns if "on" in names and names & {"income", "expense", "amount"} else []


def _is_line(row: Row) -> bool:
    """Tell whether a row is a line of the account, and not empty nor a sum of others."""
    first = next((cell for cell in row.cells if cell), "")
    return bool(first) and SUMS.match(first.replace(" ", "")) is None


def _read(row: Row, columns: list[tuple[int, str]], file: str) -> tuple[StatementLine | None, list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for index, name in columns:
        cell = row.cells[index] if index < len(row.cells) else ""
        try:
            value = COLUMNS[name].read(cell)
            values[name] = " ".join(filter(None, [values.get(name, ""), value])) if name in TEXTS else value
        except Unreadable:
            faults.append(_faulty(row, name, file, cell))
    if faults:
        return None, faults
    fen = _fen(values)
    if fen is None:
        return None, [_no_one_amount(row, values, file)]
    said = {name: values.get(name, "") for name in TEXTS}
    return StatementLine(str(row.number), values["on"], fen, **said), []


def _fen(values: Mapping[str, Any]) -> int | None:
    """Give what came in, or went out below 0; None unless exactly one column says so."""
    income, expense = values.get("income", 0), values.get("expense", 0)
    amount = values.get("amount", 0)
    if "direction" in values:
        amount = values["direction"] * abs(amount)
    told = [fen for fen in (income, -expense) if fen] or [fen for fen in (amount,) if fen]
    return told[0] if len(told) == 1 else None


def _faulty(row: Row, name: str, file: str, cell: str) -> Fault:
    column = COLUMNS[name]
    return fault(
        f"statement.{name}", file, row_place(row.number, column.zh), found=quoted(cell), expected=column.expected,
        remedy=("请按银行原件改正后重新导入整份流水。", "Correct it from the bank's original and import the whole statement again."),
    )  # fmt: skip


def _no_one_amount(row: Row, values: Mapping[str, Any], file: str) -> Fault:
    both = bool(values.get("income")) and bool(values.get("expense"))
    found = Words("收入和支出都有", "money both in and out") if both else Words("没有金额", "no amount")
    return fault(
        "statement.one_amount", file, row_place(row.number), found=found,
        expected=("收入或支出其中一个金额", "one amount, in or out"),
        remedy=("请按银行原件改正后重新导入整份流水。", "Correct it from the bank's original and import the whole statement again."),
    )  # fmt: skip


def _no_header(path: Path) -> InputRefused:
    known = "、".join(column.zh for column in COLUMNS.values())
    return InputRefused([
        fault(
            "statement.header", path.name, Words("整个文件", "the whole file"),
            found=Words("没有认得的表头", "no heading we know"),
            expected=(f"含“交易日期”和金额的表头（{known}）", f"a heading with 交易日期 (date) and an amount, of {known}"),
            remedy=("请从网银下载交易明细（Excel 或 CSV），不要改动表头。",
                    "Download the list of transactions (Excel or CSV) from the bank, and leave its headings as they are."),
        )
    ])  # fmt: skip
