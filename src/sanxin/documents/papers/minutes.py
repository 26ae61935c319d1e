"""The minutes of a meeting that was held, from the record: who came, what was said, who acts by when, where to sign."""

from collections.abc import Sequence
from dataclasses import dataclass

from sanxin.documents.papers.paper import Block, Lines, Paper, Rows, Text
from sanxin.documents.papers.voting import minute
from sanxin.journey.consult.meetings import KINDS, POINT_OUTCOMES, Minutes

NOT_WRITTEN = "—"
SIGNATURES = ("主持签名：", "记录签名：", "居民代表签名：", "日期：")


@dataclass(frozen=True, slots=True)
class Came:
    """Who came of a stairwell's dwellings: rooms the reader may see by name, and how many others."""

    stairwell: str
    rooms: Sequence[str]
    represented: Sequence[str] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """What the paper says of a meeting beside its minutes: places in words, attendance, the record's root as printed.

    ``asked`` counts the dwellings the meeting was for; ``corrected`` says that a later version replaces this one.
    """

    compound: str
    scope: str
    minutes: Minutes
    came: Sequence[Came]
    asked: int
    root: str
    corrected: bool = False

    @property
    def dwellings(self) -> int:
        """Count the dwellings that came."""
        return sum(len(one.rooms) + len(one.represented) + one.others for one in self.came)


def minutes_paper(held: Held) -> Paper:
    """Write the minutes of a meeting as they stand on record."""
    written = held.minutes
    where = f"{held.compound} {held.scope}".strip()
    facts = [
        ["会议", KINDS[written.kind].zh], ["时间", minute(written.held_at)], ["地点", written.place or NOT_WRITTEN],
        ["主持", written.chaired_by or NOT_WRITTEN], ["记录", written.noted_by or NOT_WRITTEN],
    ]  # fmt: skip
    return Paper(
        "会议记录",
        [
            Text(f"{where}　{written.title}", "large"),
            *([Text("这一份已经更正，以更正后的为准。", "heading")] if held.corrected else []),
            Rows(["项目", "内容"], facts, [1, 4]),
            *_attendance(held),
            Text("说了什么，怎么办", "heading"),
            Rows(["", "说了什么", "结果", "谁办、哪天前"], _points(written), [1, 8, 2, 4]),
            Text("签名", "heading"),
            Lines(SIGNATURES),
            Text("记错了可以更正：更正另存一份，原来的一份保留。", "small"),
        ],
        footer=f"{where} · {written.title} · 存证根 {held.root}",
        fields={
            "小区": held.compound, "范围": held.scope, "事项": written.title, "会议": KINDS[written.kind].zh,
            "时间": minute(written.held_at), "地点": written.place, "主持": written.chaired_by, "记录": written.noted_by,
            "应到": str(held.asked), "到会": str(held.dwellings), "存证根": held.root,
        },
    )  # fmt: skip


def _attendance(held: Held) -> list[Block]:
    by_proxy = sum(len(one.represented) for one in held.came)
    said = f"到会 {held.dwellings} 户，共 {held.asked} 户" + (
        f"；其中委托他人 {by_proxy} 户。" if by_proxy else "。"
    )
    blocks: list[Block] = [Text("谁来了", "heading"), Text(said)]
    if held.came:
        blocks.append(Rows(["门栋", "到会的户"], [[one.stairwell, _rooms(one)] for one in held.came], [1, 6]))
    if held.minutes.bodies:
        bodies = [[name, role or NOT_WRITTEN] for name, role in held.minutes.bodies]
        blocks.append(Rows(["参加的单位", "身份"], bodies, [3, 4]))
    return blocks


def _rooms(one: Came) -> str:
    named = [*one.rooms, *(f"{room}（委托）" for room in one.represented)]
    others = [f"另 {one.others} 户" if named else f"{one.others} 户"] if one.others else []
    return "、".join([*named, *others])


def _points(written: Minutes) -> list[list[str]]:
    rows = []
    for number, point in enumerate(written.points, 1):
        by = f"{point.due_on} 前" if point.due_on else ""
        acts = "，".join(part for part in (point.who, by) if part) or NOT_WRITTEN
        rows.append([str(number), point.said, POINT_OUTCOMES[point.outcome].zh, acts])
    return rows
