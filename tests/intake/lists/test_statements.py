"""A bank's statement: every line of money in or out is read to the fen, or refused by its row number."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from sanxin.foundation.refusal import InputRefused
from sanxin.intake.lists.statements import ReadStatement, read_statement
from sanxin.journey.ledger.matching import StatementLine

HEAD = "交易日期,收入金额,支出金额,对方户名,摘要,流水号\n"
LINE = '2026-05-08,"100,000.00",,王芳,9-402 加梯款,B001\n'


def read(path: Path, text: str, encoding: str = "utf-8") -> ReadStatement:
    path.write_bytes(text.encode(encoding))
    return read_statement(path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "流水.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_lines_come_in_or_go_out_and_sums_are_no_lines(file: Path, encoding: str) -> None:
    text = (
        "账户：9 号门加梯专户\n起止日期,20260501,20260531\n"
        + HEAD
        + LINE
        + "2026/5/9,0.00,300.5,某电梯公司,首付款,B002\n"
    )
    found = read(file, text + "\n本页合计,100000.00,300.50\n期末余额,99699.5\n", encoding)
    assert found.faults == ()
    assert found.lines == (
        StatementLine("4", date(2026, 5, 8), 10_000_000, "王芳", "9-402 加梯款", "B001"),
        StatementLine("5", date(2026, 5, 9), -30_050, "某电梯公司", "首付款", "B002"),
    )


def test_english_headings_and_one_column_of_signed_amounts(file: Path) -> None:
    found = read(
        file, "Date,Amount,Counterparty,Description,Reference\n20260508,-12.30,Lift Ltd,first,part\n"
    )
    assert found.lines == (StatementLine("2", date(2026, 5, 8), -1230, "Lift Ltd", "first part"),)


@pytest.mark.parametrize(("said", "fen"), [("贷", 500), ("收入", 500), ("D", -500), ("支", -500)])
def test_a_column_that_says_which_way_decides_the_sign(file: Path, said: str, fen: int) -> None:
    assert [one.fen for one in read(file, f"日期,借贷标志,发生额\n2026年5月8日,{said},¥5.00\n").lines] == [
        fen
    ]


@pytest.mark.parametrize(
    "day", ["2026-05-08 10:22:33", "2026-5-8", "2026.05.08", "20260508 102233", "2026年5月8日 10:22"]
)
def test_days_as_banks_write_them(file: Path, day: str) -> None:
    assert read(file, HEAD + f"{day},1,,,,\n").lines[0].on == date(2026, 5, 8)


@pytest.mark.parametrize(
    ("row", "place", "found"),
    [
        ("五月八日,1,,,,", "第 3 行“交易日期”列", "五月八日"),
        ("2026-02-30,1,,,,", "第 3 行“交易日期”列", "2026-02-30"),
        ("2026-05-08,一百,,,,", "第 3 行“收入金额”列", "一百"),
        ("2026-05-08,1.005,,,,", "第 3 行“收入金额”列", "1.005"),
        ("2026-05-08,,-3,,,", "第 3 行“支出金额”列", "-3"),
        ("2026-05-08,99999999999999999,,,,", "第 3 行“收入金额”列", "99999999999999999"),
        ("2026-05-08,1,2,,,", "第 3 行", "收入和支出都有"),
        ("2026-05-08,,--,,,", "第 3 行", "没有金额"),
        ("2026-05-08", "第 3 行", "没有金额"),
    ],
)
def test_what_cannot_be_read_is_refused_by_row_and_column(
    file: Path, row: str, place: str, found: str
) -> None:
    read_file = read(file, HEAD + LINE + row + "\n")
    assert len(read_file.lines) == 1
    (fault,) = read_file.faults
    assert place in fault.say("zh")
    assert found in fault.say("zh")
    assert "row 3" in fault.say("en")


def test_a_direction_nobody_knows_is_refused(file: Path) -> None:
    (fault,) = read(file, "日期,借贷标志,发生额\n2026-05-08,冲,5\n").faults
    assert "“借贷标志”列" in fault.say("zh")


def test_a_workbook_reads_the_same_with_its_days_and_numbers_as_excel_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "流水.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet("明细"), book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(HEAD.strip().split(",")):
            sheet.write(0, column, name)
        sheet.write_datetime(1, 0, datetime(2026, 5, 8), day)  # noqa: DTZ001 - a spreadsheet's day has no zone
        sheet.write_number(1, 1, 12345.67)
        sheet.write_string(1, 3, "王芳")
        sheet.write_number(1, 5, 20260508000123)
    (line,) = read_statement(path).lines
    assert (line.on, line.fen, line.payer, line.serial) == (
        date(2026, 5, 8),
        1_234_567,
        "王芳",
        "20260508000123",
    )


def test_a_file_without_a_heading_we_know_is_refused(file: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read(file, "室号,业主\n402,王芳\n")
    assert "没有认得的表头" in refused.value.faults[0].say("zh")
