"""A street's list of compounds: each row is a card, or is refused by its row number."""

from pathlib import Path

import pytest
import xlsxwriter

from sanxin.foundation.refusal import InputRefused
from sanxin.intake.lists.compounds import ReadCompound, read_compounds

HEAD = "小区名称,居民区,所在地,建成年份,产权类型,纬度,经度\n"
JINNIU = "金牛花苑,金牛居民区,cn/shanghai,1996,售后公房,31.17,121.43\n"


def read(path: Path, text: str, encoding: str = "utf-8") -> list[ReadCompound]:
    path.write_bytes(text.encode(encoding))
    return list(read_compounds(path))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "小区清册.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_row_is_a_card_without_a_plan(file: Path, encoding: str) -> None:
    (one,) = read(file, "徐汇区老旧小区一览\n\n" + HEAD + JINNIU, encoding)
    assert one.card is not None
    card = one.card
    assert (one.row, one.neighbourhood, card.name, card.built_year, card.tenure) == (
        4, "金牛居民区", "金牛花苑", 1996, "售后公房",
    )  # fmt: skip
    assert (card.place, card.latitude_deg, card.longitude_deg, card.features) == (
        "cn/shanghai",
        31.17,
        121.43,
        (),
    )


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("金牛花苑,,cn/shanghai,,售后公房,31.17,121.43", "建成年份", "空"),
        ("金牛花苑,,cn/shanghai,九六年,售后公房,31.17,121.43", "建成年份", "九六年"),
        ("金牛花苑,,cn/shanghai,1996.5,售后公房,31.17,121.43", "建成年份", "1996.5"),
        ("金牛花苑,,上海,1996,售后公房,31.17,121.43", "所在地", "上海"),
        ("金牛花苑,,cn/shanghai,1996,售后公房,91,121.43", "纬度", "91"),
        ("金牛花苑,,cn/shanghai,1996,售后公房,31.17", "经度", "空"),
        (",金牛居民区,cn/shanghai,1996,售后公房,31.17,121.43", "小区", "空"),
    ],
)
def test_what_is_missing_or_odd_is_refused_by_row_and_column(
    file: Path, row: str, column: str, found: str
) -> None:
    whole, broken = read(file, HEAD + JINNIU + row + "\n")
    assert whole.card is not None
    assert broken.card is None
    (fault,) = broken.faults
    assert f"第 3 行“{column}”列" in fault.say("zh")
    assert found in fault.say("zh")


def test_a_compound_written_twice_is_caught_and_namesakes_in_two_neighbourhoods_are_not(file: Path) -> None:
    rows = read(file, HEAD + JINNIU + JINNIU.replace("金牛居民区", "东湖居民区") + JINNIU)
    assert [one.card is not None for one in rows] == [True, True, False]
    assert "第 2 行已有" in rows[2].faults[0].say("zh")


def test_every_sheet_with_a_heading_is_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "两街.xlsx")
    for street, name in (("甲", "一村"), ("乙", "二村")):
        sheet = book.add_worksheet(street)
        sheet.write_row(0, 0, HEAD.strip().split(","))
        sheet.write_row(1, 0, [name, "", "cn/shanghai", 1985, "", 31.2, 121.5])
    book.add_worksheet("说明").write(0, 0, "备注")
    book.close()
    assert [one.card.name for one in read_compounds(tmp_path / "两街.xlsx") if one.card] == ["一村", "二村"]


def test_a_list_without_headings_says_which_there_should_be(file: Path) -> None:
    with pytest.raises(InputRefused, match="小区"):
        read(file, "门栋,室号\n1,101\n")
