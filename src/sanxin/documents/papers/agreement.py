"""The agreement of the owners, generated from what was decided and reckoned: no number in it is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanxin.documents.order import natural
from sanxin.documents.papers.paper import Lines, Paper, Rows, Text
from sanxin.documents.papers.voting import Asked
from sanxin.foundation.money import yuan_text
from sanxin.journey.share.words import RULES

OTHERS = ("补贴", "其他来源")
UNDIVIDED = "未分列"  # an earlier release kept only the sum of the two


@dataclass(frozen=True, slots=True)
class AgreedShare:
    """One household's line: its room, its share and the compensation it receives, in fen."""

    room: str
    fen: int
    compensation_fen: int


def agreement(
    asked: Asked, shares: Sequence[AgreedShare], total_fen: int, others: tuple[int, int] | None
) -> Paper:
    """Write the agreement: the plan as it was voted, every household's share, what others bear, and where to sign.

    ``others`` are subsidy and other sources in fen; None where only their sum is known, which is what the shares leave.

    :raises ValueError: if the shares and what others bear do not add up to the cost
    """
    residents = sum(one.fen for one in shares)
    if others is not None and residents + sum(others) != total_fen:
        raise ValueError(f"shares and others bear {residents + sum(others)} fen of a cost of {total_fen}")
    rows = [
        [one.room, yuan_text(one.fen), yuan_text(one.compensation_fen) if one.compensation_fen else "—", ""]
        for one in sorted(shares, key=lambda one: natural(one.room))
    ]
    return Paper(
        "加装电梯协议",
        [
            Text(f"{asked.compound} {asked.scope}　{asked.title}", "large"),
            Text(f"经第 {asked.number} 轮征询通过，全体签约业主约定如下。"),
            Text("一、方案", "heading"),
            *[Text(line) for line in asked.text.split("\n") if line.strip()],
            Text(f"方案指纹 {asked.laid_down['text_sha256'][:20]}，与表决票上的一致。", "small"),
            Text("二、费用", "heading"),
            Text(f"总费用 {yuan_text(total_fen)} 元。{_others_said(others, total_fen - residents)}"),
            Rows(["室号", "出资（元）", "补偿（元）", "签名"], rows, [2, 3, 2, 3]),
            Text(f"以上各户合计 {yuan_text(residents)} 元。负数为应得。", "small"),
            Text("三、使用与维保", "heading"),
            Text("使用管理单位、维保单位及费用的分担，按本协议附件；更换须经签约业主同意。"),
            Lines(["签约日期：", "见证："]),
        ],
        footer=f"存证根 {asked.root}",
        fields={**asked.fields, "总费用": yuan_text(total_fen), **_fields_of_others(others, total_fen - residents)},
    )  # fmt: skip


def _others_said(others: tuple[int, int] | None, both: int) -> str:
    if others is None:
        return f"补贴和其他来源共 {yuan_text(both)} 元。" if both else ""
    return "".join(f"{item} {yuan_text(fen)} 元。" for item, fen in zip(OTHERS, others, strict=True) if fen)


def _fields_of_others(others: tuple[int, int] | None, both: int) -> dict[str, str]:
    each = [yuan_text(fen) for fen in others] if others is not None else [UNDIVIDED, UNDIVIDED]
    return {"补贴和其他来源": yuan_text(both), **dict(zip(OTHERS, each, strict=True))}


def share_table(compound: str, scope: str, title: str, told: Mapping[str, Any], root: str) -> Paper:
    """Write a table of shares as it was put on record: every household's figures, what others bear, how to check it.

    ``told`` is the record ``shares.adopt``: problem, result, place and day.
    """
    result = told["result"]
    columns = {
        "gross_fen": "分摊（元）",
        "upkeep_fen": "每年维保（元）",
        "relief_fen": "减免（元）",
        "compensation_fen": "补偿（元）",
    }
    used = [key for key in columns if key == "gross_fen" or any(one[key] for one in result["shares"])]
    rows = [
        [one["dwelling"], *(yuan_text(one[key]) for key in used), yuan_text(one["fen"])]
        for one in result["shares"]
    ]
    others = dict(zip(OTHERS, (result["subsidy_fen"], result["other_fen"]), strict=True))
    return Paper(
        "费用分摊表",
        [
            Text(f"{compound} {scope}　{title}", "large"),
            Text(f"规则：{RULES[told['problem']['rule']].zh}。按 {told['on']} 的规定。"),
            Text(
                f"总费用 {yuan_text(result['total_cost_fen'])} 元。"
                + "".join(f"{name} {yuan_text(fen)} 元。" for name, fen in others.items() if fen)
            ),
            Rows(["室号", *(columns[key] for key in used), "应付（元）"], rows, [2, *([3] * len(used)), 3]),
            Text(f"合计 {yuan_text(sum(one['fen'] for one in result['shares']))} 元。负数为应得；精确到分，先存证，后表决。", "small"),
            Text("任何业主取得“范围内”导出后运行 sanxin verify，都会把每一分重新算一遍。", "small"),
        ],
        footer=f"题目指纹 {told['problem_sha256'][:20]} · 存证根 {root}",
        fields={"小区": compound, "范围": scope, "事项": title, "总费用": yuan_text(result["total_cost_fen"])},
    )  # fmt: skip
