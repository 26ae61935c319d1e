"""Dwelling lists as they really come: every row is taken as it is meant, or refused by its place."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.foundation.refusal import InputRefused
from sanxin.intake.lists.columns import stairwell_label
from sanxin.intake.lists.dwellings import ReadRow, read_dwellings

HEAD = "门栋,室号,楼层,建筑面积,业主,证件号后四位,电话,用途,已售,六十岁以上人数\n"


def read(
    path: Path, text: str, encoding: str = "utf-8", stairwells: frozenset[str] = frozenset()
) -> list[ReadRow]:
    path.write_bytes(text.encode(encoding))
    return list(read_dwellings(path, stairwells))


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    return tmp_path / "dwellings.csv"


def test_a_full_row_is_read_exactly(csv_file: Path) -> None:
    (row,) = read(
        csv_file, HEAD + "3号门,402室,4层,62.35㎡,王芳、李强,123X、0456,138 0000 1234,住宅,是,2人\n"
    )
    dwelling = row.dwelling
    assert dwelling is not None
    assert (dwelling.stairwell, dwelling.room, dwelling.floor, str(dwelling.area_m2)) == (
        "3",
        "402",
        4,
        "62.35",
    )
    assert (dwelling.owners, dwelling.owner_id) == (("王芳", "李强"), ("123X", "0456"))
    assert (dwelling.phone, dwelling.use, dwelling.sold, dwelling.elder) == ("13800001234", "home", True, 2)
    assert dwelling.reached


def test_full_width_digits_and_stray_blanks_are_folded(csv_file: Path) -> None:
    (row,) = read(csv_file, HEAD + "　３ , ４０２　,４, ６２．５ ,王 芳,,１３８００００１２３４,,,\n")
    assert row.dwelling is not None
    assert (row.dwelling.stairwell, row.dwelling.room, str(row.dwelling.area_m2)) == ("3", "402", "62.5")


def test_gbk_is_read_as_well_as_utf8(csv_file: Path) -> None:
    (row,) = read(csv_file, HEAD + "3,402,4,62,王芳,,,,,\n", encoding="gbk")
    assert row.dwelling is not None
    assert row.dwelling.owners == ("王芳",)


def test_a_room_written_with_its_stairwell_is_split(csv_file: Path) -> None:
    rows = read(csv_file, "室号,业主\n3-402,王芳\n5-2-101,李强\n")
    assert [
        (row.dwelling.stairwell, row.dwelling.room, row.dwelling.floor) for row in rows if row.dwelling
    ] == [
        ("3", "402", 4),
        ("5-2", "101", 1),
    ]


def test_a_room_that_contradicts_its_stairwell_is_refused(csv_file: Path) -> None:
    (row,) = read(csv_file, HEAD + "4,3-402,4,62,王芳,,,,,\n")
    assert row.dwelling is None
    assert "“3-402”" in row.faults[0].say("en")
    assert "stairwell 4" in row.faults[0].say("en")


def test_a_stairwell_written_once_goes_down_the_blank_cells_under_it(csv_file: Path) -> None:
    rows = read(csv_file, HEAD + "3,101,1,60,甲,,,,,\n,102,1,60,乙,,,,,\n")
    assert [row.dwelling.stairwell for row in rows if row.dwelling] == ["3", "3"]


def test_a_row_without_phone_or_owner_is_kept_and_counts_as_not_reached(csv_file: Path) -> None:
    rows = read(csv_file, HEAD + "3,101,1,60,,,,,,\n3,102,1,60,乙,,,,,\n")
    assert [row.dwelling is not None and row.dwelling.reached for row in rows] == [False, False]
    assert all(row.dwelling for row in rows)


def test_a_row_tells_which_columns_it_left_empty(csv_file: Path) -> None:
    (row,) = read(csv_file, HEAD + "3,402,,62,王芳,,,,,\n")
    assert row.dwelling is not None
    assert row.dwelling.blank == {"owner_id", "phone", "use", "sold", "elder", "area_source", "occupier"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("3,,4,62,王芳,,,,,", ("第 2 行“室号”列", "现为空", "row 2, column “室号”")),
        (",402,4,62,王芳,,,,,", ("“门栋”列", "现为空")),
        ("3,402,四楼半,62,王芳,,,,,", ("“四楼半”", "楼层")),
        ("3,402,0,62,王芳,,,,,", ("“0”", "楼层")),
        ("3,甲,,62,王芳,,,,,", ("“楼层”列", "现为空")),
        ("3,402,4,六十二,王芳,,,,,", ("“六十二”", "平方米")),
        ("3,402,4,-62,王芳,,,,,", ("“-62”", "不小于 0")),
        ("3,402,4,62,王芳,310101199001011234,,,,", ("证件号后四位", "不要填整个证件号")),
        ("3,402,4,62,王芳,,1380000123,,,", ("“1380000123”", "位数")),
        ("3,402,4,62,王芳,,,仓库,,", ("“仓库”", "住宅、商铺或车库")),
        ("3,402,4,62,王芳,,,,大概,", ("“大概”", "是或否")),
        ("3,402,4,62,王芳,,,,,很多", ("“很多”", "人数")),
    ],
)
def test_each_wrong_cell_is_refused_by_row_column_found_expected_and_remedy(
    csv_file: Path, line: str, says: tuple[str, ...]
) -> None:
    (row,) = read(csv_file, HEAD + line + "\n")
    assert row.dwelling is None
    said = "".join(fault.say("zh") + fault.say("en") for fault in row.faults)
    for words in says:
        assert words in said


def test_a_dwelling_given_twice_is_refused_the_second_time_naming_the_first(csv_file: Path) -> None:
    first, second = read(csv_file, HEAD + "3,402,4,62,甲,,,,,\n3,402,4,62,乙,,,,,\n")
    assert first.dwelling is not None
    assert second.dwelling is None
    assert "row 2 has it already" in second.faults[0].say("en")


def test_a_stairwell_that_is_not_on_the_map_is_refused_with_some_that_are(csv_file: Path) -> None:
    (row,) = read(csv_file, HEAD + "33,402,4,62,甲,,,,,\n", stairwells=frozenset({"3", "4"}))
    assert "3、4" in row.faults[0].say("zh")


def test_merged_cells_hidden_titles_and_several_sheets_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, stairwell in (("一号楼", "1"), ("二号楼", "2")):
        sheet = book.create_sheet(name)
        sheet.append(["某小区住户清册", None, None])
        sheet.merge_cells("A1:E1")
        sheet.append([])
        sheet.append(["门栋", "室 号", "楼层", "建筑面积（㎡）", "业主姓名"])
        sheet.append([stairwell, 101, 1, 60.5, "甲"])
        sheet.append([None, 102, 1, 61, "乙"])
        sheet.merge_cells("A4:A5")
    path = tmp_path / "list.xlsx"
    book.save(path)
    rows = list(read_dwellings(path, frozenset()))
    got = [(row.row, row.dwelling.stairwell, row.dwelling.room) for row in rows if row.dwelling]
    assert got == [(4, "1", "101"), (5, "1", "102"), (4, "2", "101"), (5, "2", "102")]
    assert [str(row.dwelling.area_m2) for row in rows if row.dwelling][:2] == ["60.5", "61"]


def test_a_list_without_headings_we_know_is_refused_with_the_ones_we_do(csv_file: Path) -> None:
    with pytest.raises(InputRefused, match=r"stairwell, room, floor"):
        read(csv_file, "a,b,c\n1,2,3\n")


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(InputRefused, match=r"save it as \.xlsx"):
        list(read_dwellings(path, frozenset()))


@given(
    st.from_regex(r"[1-9][0-9]{0,2}", fullmatch=True),
    st.sampled_from(["号", "号门", "门栋", "单元", "号楼", "", "幢"]),
)
def test_a_stairwell_is_the_same_however_it_is_written(label: str, suffix: str) -> None:
    assert stairwell_label(label + suffix) == label
