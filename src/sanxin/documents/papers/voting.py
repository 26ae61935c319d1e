"""Papers of a vote: the notice, a ballot for every dwelling, the result, a household's receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sanxin.documents.papers.paper import Block, Boxes, Code, Lines, Paper, Rows, Text
from sanxin.foundation.calendar import CHINA
from sanxin.foundation.citation import written
from sanxin.journey.decide.rounds import CHOICES

HAND_IN = "可以把票交给工作人员、放进票箱，或扫码在手机上投；一户只计一次，可以更正，以最后一次为准。"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a vote's papers say of it: places in words, what was laid down, the record's root as printed."""

    compound: str
    scope: str
    title: str
    number: int
    question: str
    text: str
    laid_down: Mapping[str, Any]
    closes_at: datetime
    root: str

    @property
    def fields(self) -> dict[str, str]:
        """Give the fields a Word template may name."""
        return {
            "小区": self.compound,
            "范围": self.scope,
            "事项": self.title,
            "轮次": str(self.number),
            "问题": self.question,
            "方案": self.text,
            "截止": minute(self.closes_at),
            "名册指纹": self.laid_down["roll"]["sha256"][:20],
            "方案指纹": self.laid_down["text_sha256"][:20],
            "存证根": self.root,
        }


@dataclass(frozen=True, slots=True)
class Sheet:
    """One dwelling's sheet: its number, its room, and the address its code leads to."""

    number: int
    room: str
    address: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A ballot as its receipt says it: ``entry`` and ``root`` are where the record holds it, ``address`` its own page.

    ``choice`` is None where whoever prints it is not to read it.
    """

    sheet: int
    room: str
    choice: str | None
    way: str
    at: datetime
    entry: int
    root: str
    address: str


def ballots(asked: Asked, sheets: Sequence[Sheet]) -> list[Paper]:
    """Write one ballot for every dwelling of the roll, each with its own number and code."""
    return [_ballot(asked, sheet) for sheet in sheets]


def _ballot(asked: Asked, sheet: Sheet) -> Paper:
    answers = [CHOICES[option].zh for option in asked.laid_down["options"]]
    return Paper(
        "表决票",
        [
            Text(f"{asked.compound} {sheet.room}　第 {sheet.number} 号票", "large"),
            Text(f"{asked.title} · 第 {asked.number} 轮"),
            Text(asked.question, "large"),
            Boxes(answers),
            Text("在一个方框内打“√”。多选、漏选或涂改的票，请当场换一张。", "small"),
            Lines(["业主签名：", "日期："]),
            Text("方案", "heading"),
            *[Text(line) for line in asked.text.split("\n") if line.strip()],
            *_rule(asked),
            Text(f"截止：{minute(asked.closes_at)}。{HAND_IN}", "small"),
            Code(sheet.address, f"扫码在手机上投票（先用住户卡登录）。\n{_prints(asked)}"),
        ],
        footer=f"{asked.compound} · {asked.title} · 第 {sheet.number} 号票",
        fields={**asked.fields, "室号": sheet.room, "票号": str(sheet.number)},
    )  # fmt: skip


def notice(asked: Asked) -> Paper:
    """Write the notice of a round: what is asked, by which rule, over which roll, until when."""
    return Paper(
        "征询公告",
        [
            Text(f"{asked.compound} {asked.scope} 全体业主：", "large"),
            Text(f"现就“{asked.title}”进行第 {asked.number} 轮书面征询。"),
            Text(asked.question, "large"),
            Text("方案", "heading"),
            *[Text(line) for line in asked.text.split("\n") if line.strip()],
            *_rule(asked),
            Text(f"名册共 {asked.laid_down['roll']['dwellings']} 户，已于开始时冻结，指纹 {asked.laid_down['roll']['sha256'][:20]}。"),
            Text(f"截止：{minute(asked.closes_at)}。没有收到票的，不算参与；对方案有异议的，请书面提出，每一条都会得到书面答复。"),
            Text(f"截止前系统中断 {asked.laid_down['outage']['least_min']} 分钟以上的，按中断时长顺延，并记入记录。", "small"),
        ],
        footer=f"存证根 {asked.root}",
        fields=asked.fields,
    )  # fmt: skip


def result(
    asked: Asked, told: Sequence[str], outcome: Mapping[str, Any], channels: Mapping[str, int]
) -> Paper:
    """Write the result: every test in words, how many came in by which way, how to verify it."""
    heads, area = outcome["heads"], outcome["area_cm2"]
    rows = [
        ["全体", str(heads[0]), _m2(area[0])],
        ["参与", str(heads[1]), _m2(area[1])],
        ["同意", str(heads[2]), _m2(area[2])],
    ]
    ways = "，".join(f"{way} {count} 票" for way, count in channels.items())
    return Paper(
        "表决结果",
        [
            Text(f"{asked.compound} {asked.scope}　{asked.title}", "large"),
            Text(f"第 {asked.number} 轮结果：{'通过' if outcome['passed'] else '未通过'}", "large"),
            Rows(["", "人数（人）", "面积（平方米）"], rows, [2, 2, 3]),
            *[Text(one) for one in told],
            Text(f"收票方式：{ways or '没有收到票'}。"),
            Text("任何人都可以核验：取得记录导出后运行 sanxin verify 文件.zip --root 下面这一行。", "small"),
            Code(asked.root, f"存证根 {asked.root}"),
        ],
        footer=f"名册指纹 {asked.laid_down['roll']['sha256'][:20]} · 方案指纹 {asked.laid_down['text_sha256'][:20]}",
        fields={**asked.fields, "结果": "通过" if outcome["passed"] else "未通过"},
    )


def receipt(asked: Asked, taken: Taken) -> Paper:
    """Write a household's receipt in large type, with the entry and the root that hold it to be read by eye."""
    chosen = CHOICES[taken.choice].zh if taken.choice else ""
    said = (
        Text(f"您选的是：{chosen}", "large")
        if chosen
        else Text("选了什么不印在这里：结果公布前，谁也不看逐户的票。要看自己选的，请用住户卡打开下面的码。")
    )
    return Paper(
        f"第 {taken.sheet} 号票已收到",
        [
            Text(f"{asked.compound} {taken.room}", "large"),
            Text(f"{asked.title} · 第 {asked.number} 轮", "large"),
            said,
            Text(f"{minute(taken.at)} · {taken.way}", "large"),
            Text("请留好这张回执", "heading"),
            Text(f"存证第 {taken.entry} 条", "large"),
            Text(f"根 {grouped(taken.root)}", "large"),
            Text("四个一组是为了好认，输入时不用空格。", "small"),
            Code(taken.address, f"结果公布后扫码，就能核对您的第 {taken.sheet} 号票是否已计入（先用住户卡打开）；没有手机，请居委会当面核对。"),
        ],
        fields={
            **asked.fields, "室号": taken.room, "票号": str(taken.sheet), "选择": chosen, "存证": str(taken.entry),
            "回执根": taken.root,
        },
    )  # fmt: skip


def grouped(line: str) -> str:
    """Write a root's line in groups of four signs, as it is read out and compared: ``3fa2 9c01 … @ 12``."""
    root, _, size = line.partition("@")
    fours = " ".join(root[start : start + 4] for start in range(0, len(root), 4))
    return f"{fours} @ {size}" if size else fours


def minutes(asked: Asked) -> Paper:
    """Write the minutes of a meeting on the matter, to be filled in by hand: who came, what was said, what follows."""
    blank = [["", "", ""] for _ in range(8)]
    return Paper(
        "会议记录",
        [
            Text(f"{asked.compound} {asked.scope}　{asked.title}", "large"),
            Lines(["时间：", "地点：", "主持：", "记录："]),
            Text("议题", "heading"),
            Text(asked.question),
            Text("到会与意见", "heading"),
            Rows(["室号", "意见", "签名"], blank, [2, 6, 2]),
            Text("每一条意见都会写明采纳与否和理由；对方案有异议的，请另填书面异议。", "small"),
            Text("会议结果", "heading"),
            Lines(["采纳：", "不采纳及理由：", "下一步由谁办、何时办好："]),
        ],
        footer=f"存证根 {asked.root}",
        fields=asked.fields,
    )


def minute(at: datetime) -> str:
    """Write an instant in the place's own time, to the minute."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _prints(asked: Asked) -> str:
    roll, text = asked.laid_down["roll"]["sha256"], asked.laid_down["text_sha256"]
    return f"名册指纹 {roll[:20]}\n方案指纹 {text[:20]}"


def _rule(asked: Asked) -> list[Block]:
    said = [str(one["zh"]) for one in asked.laid_down["because"]]
    cited = [written(one["document"], one["clause"]) for one in asked.laid_down["citations"]]
    return [Text("规则", "heading"), *[Text(one) for one in said], Text(f"依据：{'；'.join(cited)}", "small")]


def _m2(cm2: int) -> str:
    return f"{cm2 / 10_000:,.2f}"
