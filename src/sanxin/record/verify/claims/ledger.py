"""A project's ledger posted again from its entries: pledges, dwellings, takings back, and whether sources cover uses."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.money import yuan_text
from sanxin.journey.ledger.books import Entry, books
from sanxin.journey.ledger.books import broken as never_said
from sanxin.journey.ledger.cover import Cover, Line, ShareRow, cover, placed, read_shares
from sanxin.record.verify.chain import Rows, Streams
from sanxin.record.verify.finding import Finding, broken, holds, unknown
from sanxin.record.verify.forms import is_table

KIND_OF = {
    "cost.plan": "plan", "source.grant": "grant", "pledge.record": "pledge", "compensation.agree": "award",
    "payment.record": "payment", "refund.record": "refund", "compensation.pay": "compensation",
    "transfer.record": "transfer", "cost.pay": "spending",
}  # fmt: skip
LAID_BY = {"transfer": "source", "spending": "cost"}
COVER = "sources_cover_uses"

LEDGER = Sentence(
    "verify.ledger",
    "账本 {count} 笔逐笔重记，账户余 {yuan} 元，没有一笔说不通",
    "The ledger's {count} entries posted again: {yuan} yuan in the account, and none that makes no sense",
)
LEDGER_CLOSED = Sentence(
    "verify.ledger_closed",
    "账本“{stream}”没有打开，或有内容没有附：缴款和来源不能重算",
    "The ledger “{stream}” is not opened, or not wholly: payments and sources cannot be reckoned again",
)
ENTRY_BROKEN = Sentence(
    "verify.ledger_entry_broken",
    "第 {index} 条账（{verb}）说不通：{why}",
    "Entry {index} of the ledger ({verb}) makes no sense: {why}",
)
NEVER_ADOPTED = Sentence(
    "verify.pledges_never_adopted",
    "账上有 {count} 户的应缴，在它们之前没有采用过任何分摊表：是加进来的",
    "What {count} dwellings owe stands in the ledger before any table was adopted: it was added",
)
NOT_ON_ROLL = Sentence(
    "verify.ledger_not_on_roll",
    "第 {index} 条账（{verb}）记在“{dwelling}”名下，这一户不在任何一轮的名册上",
    "Entry {index} of the ledger ({verb}) is of “{dwelling}”, a dwelling on no roll",
)
BOOKS_BROKEN = Sentence("verify.books_broken", "账本重记：{why}", "The ledger posted again: {why}")
PLEDGES = Sentence(
    "verify.pledges",
    "第 {index} 条采用的分摊表：{dwellings} 户的应缴与指纹一致，合计等于居民应承担的",
    "The table adopted in entry {index}: what {dwellings} dwellings owe has its fingerprint, and adds up to the residents' part",
)
PLEDGES_BROKEN = Sentence(
    "verify.pledges_broken",
    "第 {index} 条采用的分摊表 {told} 户，账上记着 {found} 户的应缴，逐户的数与它的指纹不符：数被改过",
    "Entry {index} adopts a table of {told} dwellings, the ledger has what {found} owe, and the figures have another"
    " fingerprint: one was changed",
)
PART_BROKEN = Sentence(
    "verify.pledges_part_broken",
    "第 {index} 条采用的分摊表合计 {found} 元，按之前的账居民应承担 {told} 元",
    "The table adopted in entry {index} adds up to {found} yuan; by the entries before it the residents' part is {told}",
)
AS_ADOPTED = Sentence(
    "verify.pledges_as_shared",
    "账上 {dwellings} 户的应缴，与表决里存证的分摊表逐户相同",
    "What {dwellings} dwellings owe in the ledger is what the table on the decision's record says, dwelling by dwelling",
)
OTHER_TABLE = Sentence(
    "verify.pledges_other_table",
    "账上的应缴与表决里存证的分摊表有 {count} 户不同：后来重新分摊过，还是被改过，看不出来",
    "What {count} dwellings owe differs from the table on the decision's record: shared anew later, or changed, nobody can see",
)
COVERED = Sentence(
    "verify.cover",
    "第 {index} 条“来源够支出”由之前的账重算：来源 {sources} 元，支出 {uses} 元，每一个数相同",
    "Entry {index}, “sources cover uses”, reckoned from the entries before it: sources {sources} yuan, uses {uses}, every figure"
    " the same",
)
COVER_BROKEN = Sentence(
    "verify.cover_broken",
    "第 {index} 条“来源够支出”由之前的账重算不出：应为来源 {sources} 元、支出 {uses} 元、缺口 {gap} 元",
    "Entry {index}, “sources cover uses”, does not follow from the entries before it: sources are {sources} yuan, uses {uses},"
    " the gap {gap}",
)
COVER_UNHELD = Sentence(
    "verify.cover_unheld",
    "第 {index} 条写“来源够支出”，账本没有（全部）打开，不能重算",
    "Entry {index} says “sources cover uses”; the ledger is not (wholly) opened, so that cannot be reckoned again",
)


@dataclass(slots=True)
class Ledger:
    """A ledger as its entries tell it: each with its place in the log; the budget's lines; what is wrong."""

    entries: dict[str, tuple[int, Entry]] = field(default_factory=dict)
    lines: dict[str, tuple[int, Line]] = field(default_factory=dict)
    wrong: list[Finding] = field(default_factory=list)

    def cover_before(self, index: int) -> Cover:
        """Hold sources against uses as they stood before an entry of the log."""
        lines = [line for at, line in self.lines.values() if at < index]
        return cover(lines, books(entry for at, entry in self.entries.values() if at < index))


def ledger(streams: Streams, ident: str) -> Iterator[Finding]:
    """Post the project's ledger again, and hold every claim about it; say what cannot be where it is not all opened."""
    stream = f"funding/{ident}"
    rows = streams.get(stream, [])
    claims = [
        (index, record["payload"])
        for index, record in streams.get(f"project/{ident}", [])
        if record is not None and record["verb"] == COVER
    ]
    if not rows or any(record is None for _, record in rows):
        yield from (unknown(COVER_UNHELD.because(index=index)) for index, _ in claims)
        yield unknown(LEDGER_CLOSED.because(stream=stream))
        return
    told = _posted(rows, _on_rolls(streams))
    yield from told.wrong
    kept = books(entry for _, entry in told.entries.values())
    fouls = [BOOKS_BROKEN.because(why=Words(one.say("zh"), one.say("en"))) for one in never_said(kept, {})]
    yield from map(broken, fouls)
    if not (told.wrong or fouls):
        yield holds(LEDGER.because(count=len(told.entries), yuan=yuan_text(kept.account_fen)))
    yield from _pledges(told, rows, streams)
    for index, payload in claims:
        yield _covered(told, index, payload)


def _on_rolls(streams: Streams) -> frozenset[str]:
    return frozenset(
        line["dwelling"]
        for rows in streams.values()
        for _, record in rows
        if record is not None and record["verb"] == "roll.freeze"
        for line in record["payload"]["lines"]
    )


def _posted(rows: Rows, on_rolls: frozenset[str]) -> Ledger:
    told = Ledger()
    for index, record in rows:
        if record is None or record["verb"] not in (*KIND_OF, "funding.reverse"):
            continue
        verb, payload = record["verb"], record["payload"]
        why = (
            _reversed(told, index, payload)
            if verb == "funding.reverse"
            else _written(told, index, verb, payload)
        )
        if why is not None:
            told.wrong.append(broken(ENTRY_BROKEN.because(index=index, verb=verb, why=why)))
        dwelling = payload.get("dwelling")
        if dwelling is not None and on_rolls and dwelling not in on_rolls:
            told.wrong.append(broken(NOT_ON_ROLL.because(index=index, verb=verb, dwelling=dwelling)))
    return told


def _written(told: Ledger, index: int, verb: str, payload: dict[str, Any]) -> Words | None:
    """Post an entry; say what is wrong with it, if something is."""
    kind, ident = payload["kind"], payload["id"]
    if kind != KIND_OF[verb]:
        return Words(f"写的是 {kind}", f"it says {kind}")
    if ident in told.entries:
        return Words("编号用过", "its id was used before")
    of = payload["dwelling"] if "dwelling" in payload else payload["line"]
    if kind in ("plan", "grant"):
        told.lines[of] = (index, Line(of, "cost" if kind == "plan" else "source", "", payload["source"]))
    elif kind in LAID_BY:
        line = told.lines.get(of)
        if line is None or (line[1].side, line[1].source) != (LAID_BY[kind], payload["source"]):
            return Words("预算里没有这一项", "the budget has no such line")
    told.entries[ident] = (index, Entry(ident, kind, of, payload["fen"]))
    return None


def _reversed(told: Ledger, index: int, payload: dict[str, Any]) -> Words | None:
    """Post a taking back; say what is wrong with it, if something is."""
    found = told.entries.get(payload["reverses"])
    if found is None or (found[1].kind, found[1].fen) != (payload["kind"], payload["fen"]):
        return Words(
            "冲销的那一笔不存在，或数不同", "the entry it takes back is not there, or of another sum"
        )
    taken = {entry.reverses for _, entry in told.entries.values()}
    if found[1].reverses or found[1].id in taken or payload["id"] in told.entries:
        return Words("那一笔已经冲销过", "that entry was taken back before")
    told.entries[payload["id"]] = (index, found[1].reversal(payload["id"]))
    return None


def _pledges(told: Ledger, rows: Rows, streams: Streams) -> Iterator[Finding]:
    """Hold what each dwelling owes against the fingerprint of the table adopted, and against the decision's."""
    adopted = [
        (index, record["payload"]) for index, record in rows if record and record["verb"] == "pledges.adopt"
    ]
    starts = [index for index, _ in adopted]
    last = rows[-1][0] + 1
    if early := _table(told, -1, starts[0] if starts else last):
        yield broken(NEVER_ADOPTED.because(count=len(early)))
    for (index, payload), end in zip(adopted, [*starts[1:], last], strict=False):
        table = _table(told, index, end)
        told_sha256 = payload["sha256"]
        if (len(table), digest([asdict(row) for row in table])) != (payload["dwellings"], told_sha256):
            said = {"index": index, "told": payload["dwellings"], "found": len(table)}
            yield broken(PLEDGES_BROKEN.because(None, **said))
            continue
        part = told.cover_before(index).residents_part_fen
        found = sum(row.gross_fen - row.compensation_fen for row in table)
        if found != part:
            yield broken(PART_BROKEN.because(index=index, found=yuan_text(found), told=yuan_text(part)))
            continue
        yield holds(PLEDGES.because(index=index, dwellings=len(table)))
        yield from _as_shared(table, index, streams)


def _table(told: Ledger, index: int, end: int) -> list[ShareRow]:
    """Put the table together again from the pledges and awards between two adoptions, in their order."""
    table: list[ShareRow] = []
    for at, entry in told.entries.values():
        if not index < at < end or entry.reverses:
            continue
        if entry.kind == "pledge":
            table.append(ShareRow(entry.of, entry.fen))
        elif entry.kind == "award" and table and table[-1].dwelling == entry.of:
            table[-1] = ShareRow(entry.of, table[-1].gross_fen, entry.fen)
        elif entry.kind == "award":
            table.append(ShareRow(entry.of, 0, entry.fen))
    return table


def _as_shared(table: list[ShareRow], index: int, streams: Streams) -> Iterator[Finding]:
    shared = [
        record["payload"]
        for stream, rows in streams.items() if stream.startswith("decision/")
        for at, record in rows
        if record is not None and at < index and record["verb"] == "shares.adopt"
    ]  # fmt: skip
    if not shared or not is_table(shared[-1]):
        return
    wanted = set(placed(read_shares(shared[-1]["result"]), shared[-1]["homes"]))
    differ = {row.dwelling for row in wanted ^ set(table)}
    if differ:
        yield unknown(OTHER_TABLE.because(count=len(differ)))
    else:
        yield holds(AS_ADOPTED.because(dwellings=len(table)))


def _covered(told: Ledger, index: int, payload: dict[str, Any]) -> Finding:
    found = told.cover_before(index)
    sums = {"sources": yuan_text(found.sources_fen), "uses": yuan_text(found.uses_fen)}
    if not found.is_covered or found.to_json() != payload:
        return broken(COVER_BROKEN.because(None, index=index, gap=yuan_text(found.gap_fen), **sums))
    return holds(COVERED.because(None, index=index, **sums))
