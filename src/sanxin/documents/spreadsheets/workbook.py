"""``assessment.xlsx``: the summary, one row a stairwell, one row a reason, and the rules cited."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from sanxin.documents.order import natural
from sanxin.documents.report.plan_words import (
    decision_words,
    measure_words,
    measures_in_order,
    plan_sentence,
    stairwell_plan_sentence,
    unlocked,
)
from sanxin.documents.report.words import (
    UNIT_WORDS,
    absent_of,
    citations_of,
    class_words,
    in_order,
    remedies_of,
    rule_words,
    summary_of,
    unverified_of,
)

CLASS_FILLS = {"suitable": "#dff0e4", "difficult": "#fbeed2", "unsuitable": "#f7ddd9", None: "#e8eaed"}


def assessment_xlsx(outcome: Mapping[str, Any]) -> bytes:
    """Write an assessment as a workbook that prints on A4."""
    stream = BytesIO()
    # Text that begins with =, + or - is text: a name in a survey must not become a formula.
    with Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        head = book.add_format(
            {"bold": True, "bg_color": "#efebe3", "border": 1, "text_wrap": True, "valign": "top"}
        )
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        fills = {
            key: book.add_format({"border": 1, "valign": "top", "bg_color": colour})
            for key, colour in CLASS_FILLS.items()
        }
        _sheet(book, "摘要", [14, 60], head, cell, ("项目", "内容"), _summary(outcome))
        _stairwells(book, outcome, head, cell, fills)
        columns = (
            "门栋",
            "规则",
            "对象",
            "实测或核算",
            "应为",
            "单位",
            "可用办法",
            "说明",
            "Explanation",
            "依据",
        )
        _sheet(book, "原因", [7, 16, 10, 11, 9, 8, 22, 46, 46, 44], head, cell, columns, _reasons(outcome))
        works = (
            "工程",
            "类别",
            "相关单位",
            "须经决定",
            "工期（天）",
            "估算（元）",
            "由谁分担（元）",
            "服务门栋",
        )
        _sheet(book, "先要做的工程", [24, 8, 46, 24, 10, 12, 40, 16], head, cell, works, _measures(outcome))
        windows = ("门栋", "住户", "楼层", "窗", "推定", "现在（分钟）", "建成后", "减少", "被谁遮挡")
        _sheet(book, "日照", [7, 10, 7, 22, 7, 12, 10, 9, 24], head, cell, windows, _windows(outcome))
    return stream.getvalue()


def _summary(outcome: Mapping[str, Any]) -> list[tuple[str, object]]:
    summary = outcome["summary"]
    return [
        ("小区", outcome["site"]),
        ("地方", outcome["place"]),
        ("规则日期", outcome["on"]),
        ("门栋", summary["stairwells"]),
        ("户数", "未知" if summary["dwellings"] is None else summary["dwellings"]),
        ("适合", summary["suitable"]),
        ("较难", summary["difficult"]),
        ("不适合", summary["unsuitable"]),
        ("全覆盖方案", plan_sentence(outcome)),
        ("未经核实", unverified_of(outcome)),
        ("尚不包含", absent_of(outcome)),
        ("规则集指纹", outcome["rulebook"]["sha256"]),
        ("数据指纹", outcome["problem_sha256"]),
    ]


def _stairwells(
    book: Workbook, outcome: Mapping[str, Any], head: Format, cell: Format, fills: Mapping[str | None, Format]
) -> None:
    columns = (
        "门栋",
        "楼栋",
        "结论",
        "Class",
        "备选位置数",
        "主要原因",
        "全覆盖方案",
        "费用（元）",
        "最大日照减少（分钟）",
    )
    judged = in_order(outcome)
    rows = [
        (
            _number(one["id"]),
            one["building"],
            *class_words(one),
            one.get("candidates", 0),
            summary_of(one),
            stairwell_plan_sentence(outcome, one),
            _or_dash((one["plan"] or {}).get("cost_yuan")),
            _or_dash((one["plan"] or {}).get("sunlight_lost_min_max")),
        )
        for one in judged
    ]
    sheet = _sheet(book, "门栋", [8, 10, 10, 12, 11, 60, 70, 12, 12], head, cell, columns, rows)
    for number, one in enumerate(judged, 1):
        sheet.write(number, 2, class_words(one)[0], fills[one["class"]])


def _reasons(outcome: Mapping[str, Any]) -> Iterable[Sequence[object]]:
    for judged in in_order(outcome):
        for reason in judged["reasons"]:
            first = citations_of(reason["because"])[0]
            yield (
                _number(judged["id"]), rule_words(reason["rule"])[0], reason["object"], reason["measured"], reason["required"] or "—",
                UNIT_WORDS[reason["unit"]], remedies_of(reason), first["zh"], first["en"], first["citation"],
            )  # fmt: skip


def _measures(outcome: Mapping[str, Any]) -> Iterable[Sequence[object]]:
    for one in measures_in_order(outcome):
        shares = "；".join(f"{who} 号门 {part:,}" for who, part in one["cost_attributed_yuan"].items())
        yield (
            measure_words(outcome, one["id"]), "常规" if one["ordinary"] else "特殊", "、".join(one["parties"]),
            decision_words(one)[0], one["lead_days"], one["cost_yuan"], shares, unlocked(one),
        )  # fmt: skip


def _windows(outcome: Mapping[str, Any]) -> Iterable[Sequence[object]]:
    told = sorted(
        outcome["windows"] or (),
        key=lambda one: (natural(one["stairwell"] or ""), -one["lost_min"], one["id"]),
    )
    for one in told:
        by = "、".join(
            f"{prism.partition(':')[2]} 号门 {minutes:.1f}" for prism, minutes in one["taken_by"].items()
        )
        yield (
            _number(one["stairwell"] or ""), one["dwelling"] or "", one["floor"] or "", one["id"],
            "是" if one["assumed"] else "", round(one["before_min"], 1), round(one["after_min"], 1),
            round(one["lost_min"], 1), by,
        )  # fmt: skip


def _or_dash(value: object) -> object:
    return "—" if value is None else value


def _number(label: str) -> object:
    """Give a label that is a number as one, so that the sheet sorts as people count."""
    return int(label) if label.isdigit() else label


def _sheet(
    book: Workbook, name: str, widths: Sequence[int], head: Format, cell: Format,
    columns: Sequence[str], rows: Iterable[Sequence[object]],
) -> Any:  # fmt: skip
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, columns, head)
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row, cell)
    return sheet
