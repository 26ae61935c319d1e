"""The workbook an office fills in: one row a dwelling, with headings the reader knows."""

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

COLUMNS: Sequence[tuple[str, int, str]] = (
    ("门栋", 8, "与总图上的门栋编号一致，如 12"),
    ("室号", 8, "如 402；也可写 12-402"),
    ("楼层", 7, "如 4"),
    ("建筑面积", 10, "平方米，按产证填写；不清楚可留空"),
    ("面积来源", 10, "产证、测绘或合同"),
    ("业主", 18, "共有人写在同一格，以、分隔；不清楚可留空"),
    ("证件号后四位", 14, "只填后四位，与业主一一对应，以、分隔"),
    ("用途", 8, "住宅、商铺或车库"),
    ("已售", 7, "是或否"),
    ("住户", 12, "实际居住人，与业主相同可留空"),
    ("电话", 16, "没有可留空，该户计为“未联系上”"),
    ("六十岁以上人数", 15, "人数，不填姓名"),
)
ROWS = 2000


def dwelling_template_xlsx(stairwells: Sequence[str] = ()) -> bytes:
    """Write the empty template; ``stairwells`` become the choices of its first column."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#efebe3", "border": 1})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("住户清册")
        sheet.freeze_panes(1, 2)
        for column, (name, width, note) in enumerate(COLUMNS):
            sheet.set_column(column, column, width, text)
            sheet.write(0, column, name, head)
            sheet.write_comment(0, column, note)
        for column, choices in (
            (0, list(stairwells)),
            (4, ["产证", "测绘", "合同"]),
            (7, ["住宅", "商铺", "车库"]),
            (8, ["是", "否"]),
        ):
            # Excel holds at most 255 characters of choices in a cell rule.
            if choices and len(",".join(choices)) <= 255:
                rule = {"validate": "list", "source": choices, "error_type": "warning"}
                sheet.data_validation(1, column, ROWS, column, rule)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 16)
        notes.set_column(1, 1, 60)
        notes.write_row(0, 0, ("栏目", "怎样填写"), head)
        for row, (name, _, note) in enumerate(COLUMNS, 1):
            notes.write_row(row, 0, (name, note))
    return stream.getvalue()
