"""What comes from outside the file: a printed root, a household's receipt, another export of the same log."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.money import yuan_text
from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.rounds import CHOICES
from sanxin.record.decision import Record, ToldDecision, tell
from sanxin.record.export import Export
from sanxin.record.leaf import Leaf, commitment
from sanxin.record.merkle import root_of
from sanxin.record.proofs import includes
from sanxin.record.reading import COUNT, DIGEST, TEXT, Form, Many, misshapen, read_json
from sanxin.record.verify.chain import Rows, streams_of
from sanxin.record.verify.finding import Finding, broken, holds, unknown
from sanxin.record.verify.forms import fault_of

PRINTED = Sentence(
    "verify.printed",
    "日志前 {size} 条的根与印出来的相同：那时的记录一条也没有动过",
    "The root over the first {size} entries is the printed one: nothing of the record as it was then was touched",
)
PRINTED_SHORT = Sentence(
    "verify.printed_short",
    "印出来的根盖着 {size} 条，这份日志只有 {found} 条：日志被截短",
    "The printed root covers {size} entries, this log has {found}: it was cut short",
)
PRINTED_BROKEN = Sentence(
    "verify.printed_broken",
    "日志前 {size} 条的根是 {found}，印出来的是 {told}：前面的记录被改、抽走、加入或改序，哈希也重算过",
    "The root over the first {size} entries is {found}, printed was {told}: earlier entries were changed since, and hashed anew",
)
COUNTED = Sentence(
    "verify.counted",
    "您的第 {sheet} 号票已计入，内容是“{choice}”",
    "Your sheet No. {sheet} is counted: “{choice}”",
)
REPLACED = Sentence(
    "verify.replaced",
    "您的第 {sheet} 号票在案；之后有一张更正票，计入的是“{choice}”",
    "Your sheet No. {sheet} is on record; a later one corrected it, and “{choice}” is counted",
)
NOT_COUNTED = Sentence(
    "verify.not_counted",
    "您的第 {sheet} 号票不在计票里：票被抽走",
    "Your sheet No. {sheet} is not among the ballots counted: it was dropped",
)
NOT_OPENED = Sentence(
    "verify.not_opened",
    "您的第 {sheet} 号票在日志里，但这份导出没有打开它那一轮的记录，看不出有没有计入：请要一份打开这项表决的导出",
    "Your sheet No. {sheet} is in the log, but this export does not open the record of its round, so nobody can see whether"
    " it is counted: ask for an export that opens this decision",
)
IN_THE_LOG = Sentence(
    "verify.in_the_log",
    "回执在日志第 {index} 条，证明路径与根相符",
    "The receipt is entry {index} of the log, and its proof leads to the root",
)
RECEIPT_GONE = Sentence(
    "verify.receipt_gone",
    "日志第 {index} 条不是您回执上的那一条：第 {sheet} 号票被改、抽走、加入或改序，哈希也重算过",
    "Entry {index} of the log is not the one of your receipt: sheet {sheet} was changed, dropped or moved, and the log hashed anew",
)
ENTRY_GONE = Sentence(
    "verify.entry_gone",
    "日志第 {index} 条不是您收据上的那一条：这笔账被改、抽走、加入或改序，哈希也重算过",
    "Entry {index} of the log is not the one of your receipt: it was changed, dropped or moved, and the log hashed anew",
)
MONEY_STANDS = Sentence(
    "verify.money_stands",
    "您的这笔款 {yuan} 元在账，没有冲销",
    "Your {yuan} yuan are in the ledger, and no later entry takes them back",
)
MONEY_TAKEN_BACK = Sentence(
    "verify.money_taken_back",
    "您的这笔款 {yuan} 元在案，之后有一笔冲销，原因写的是“{reason}”",
    "Your {yuan} yuan are on record; a later entry takes them back, for “{reason}”",
)
RECEIPT_FORGED = Sentence(
    "verify.receipt_forged",
    "这份回执自己就不成立（内容、盐值和哈希对不上），不能用来核验",
    "This receipt does not hold by itself (record, salt and hash disagree), so it proves nothing",
)
SAME_LOG = Sentence(
    "verify.same_log",
    "两份导出的前 {size} 条完全相同：两个人看到的是同一本日志",
    "The first {size} entries of both exports are the same: two people were shown one log",
)
NOTHING_SHARED = Sentence(
    "verify.nothing_shared",
    "有一份导出是空的，没有什么可以比",
    "One of the exports is empty, so there is nothing to compare",
)
SHOWN_OTHERWISE = Sentence(
    "verify.shown_otherwise",
    "第 {index} 条两份的哈希相同，附的内容不同：有一份被改过",
    "Entry {index} has one hash in both exports and is shown with different contents: one of them was changed",
)
ONLY_OPENED_THERE = Sentence(
    "verify.only_opened_there",
    "另一份打开了“{stream}”的 {count} 条，这一份没有附它们的内容",
    "The other export opens {count} entries of “{stream}” that this one does not show",
)
OTHER_LONGER = Sentence(
    "verify.other_longer",
    "另一份导出多 {more} 条：这一份更早，或者后面的被截掉了",
    "The other export has {more} entries more: this one is older, or was cut short",
)
NOT_THAT_SHEET = Sentence(
    "verify.not_that_sheet",
    "这份回执外面写的是第 {told} 号票，存证的内容是第 {found} 号：回执被改过",
    "This receipt says sheet {told} outside; on record it is sheet {found}: the receipt was changed",
)
TWO_LOGS = Sentence(
    "verify.two_logs",
    "两份导出从第 {index} 条起不同：给两个人看的是两本日志",
    "The exports part at entry {index}: two people were shown two logs",
)
ROLL_SWAPPED = Sentence(
    "verify.roll_swapped",
    "第 {round} 轮的名册，两份导出不同：名册被换过",
    "Round {round}: the rolls differ between the exports: one was swapped",
)
ONLY_THERE = Sentence(
    "verify.ballot_only_there",
    "第 {round} 轮第 {sheet} 号票只在另一份里：这里被抽走，或那里被加入",
    "Round {round}: sheet {sheet} is only in the other export: dropped here, or added there",
)
ONLY_HERE = Sentence(
    "verify.ballot_only_here",
    "第 {round} 轮第 {sheet} 号票只在这一份里：这里被加入，或那里被抽走",
    "Round {round}: sheet {sheet} is only in this export: added here, or dropped there",
)
ALTERED = Sentence(
    "verify.ballot_altered",
    "第 {round} 轮第 {sheet} 号票两份不同（{changed}）：票被改过",
    "Round {round}: sheet {sheet} differs ({changed}): the ballot was altered",
)
ENTRY_ONLY_THERE = Sentence(
    "verify.entry_only_there",
    "“{stream}”第 {sequence} 条（{verb}）只在另一份里是这样：这里被改过或抽走，或那里被加入",
    "“{stream}” no. {sequence} ({verb}) is so in the other export only: changed or dropped here, or added there",
)
ENTRY_ONLY_HERE = Sentence(
    "verify.entry_only_here",
    "“{stream}”第 {sequence} 条（{verb}）只在这一份里是这样：这里被改过或加入，或那里被抽走",
    "“{stream}” no. {sequence} ({verb}) is so in this export only: changed or added here, or dropped there",
)
MOVED = Sentence(
    "verify.ballots_moved",
    "第 {round} 轮票的次序两份不同：记录被改序",
    "Round {round}: the ballots stand in another order: the record was reordered",
)


RECEIPT_FORM: Form = {
    "stream": TEXT, "sequence": COUNT, "previous": DIGEST, "salt": DIGEST, "index": COUNT, "size": COUNT,
    "root": DIGEST, "leaf_hash": DIGEST, "proof": Many(DIGEST), "record": {},
}  # fmt: skip


def root_holds(export: Export, root: str, size: int) -> Finding:
    """Hold a printed root over ``size`` entries, or its first digits (80 bits at least), against the log."""
    if size > len(export.log):
        return broken(PRINTED_SHORT.because(size=size, found=len(export.log)))
    found = _root(export, size)
    if not found.startswith(root.lower()):
        return broken(PRINTED_BROKEN.because(size=size, found=found, told=root))
    return holds(PRINTED.because(size=size))


def receipt_holds(export: Export, receipt: Mapping[str, Any]) -> Iterator[Finding]:
    """Hold a household's receipt against the log: it stands where it says, and its sheet, or its money, counts.

    :raises KeyError: if it is no receipt
    """
    record, index = receipt["record"], receipt["index"]
    is_money = receipt["stream"].startswith("funding/")
    gone = (
        ENTRY_GONE.because(index=index)
        if is_money
        else RECEIPT_GONE.because(index=index, sheet=receipt["sheet"])
    )
    leaf = Leaf(
        receipt["stream"], receipt["sequence"], receipt["previous"],
        commitment(bytes.fromhex(receipt["salt"]), record),
    )  # fmt: skip
    proof = [bytes.fromhex(node) for node in receipt["proof"]]
    stands = includes(
        leaf=leaf.hash, index=index, size=receipt["size"], proof=proof, root=bytes.fromhex(receipt["root"])
    )
    if not stands or leaf.hash.hex() != receipt["leaf_hash"]:
        yield broken(RECEIPT_FORGED.because())
        return
    if not is_money and (record["verb"] != "ballot.cast" or record["payload"]["sheet"] != receipt["sheet"]):
        found = record["payload"].get("sheet", "-")
        yield broken(NOT_THAT_SHEET.because(told=receipt["sheet"], found=found))
        return
    there = index < len(export.log) and export.log[index].hash == receipt["leaf_hash"]
    if not there:
        yield broken(gone)
        return
    yield holds(IN_THE_LOG.because(index=index))
    yield root_holds(export, receipt["root"], receipt["size"])
    if is_money:
        yield from _in_the_ledger(export, receipt["stream"], record["payload"])
    else:
        yield from _counted(export, receipt["stream"], record["payload"], receipt["sheet"])


def _in_the_ledger(export: Export, stream: str, payload: Mapping[str, Any]) -> Iterator[Finding]:
    """Say whether money still counts, where the export holds the ledger."""
    rows = streams_of(export).get(stream, [])
    if export.manifest["grade"] != "scoped" or not rows:
        return
    yuan = yuan_text(payload["fen"])
    for _, record in rows:
        if record is not None and record["payload"].get("reverses") == payload["id"]:
            yield holds(MONEY_TAKEN_BACK.because(yuan=yuan, reason=record["payload"]["reason"]))
            return
    yield holds(MONEY_STANDS.because(yuan=yuan))


def _counted(export: Export, stream: str, payload: Mapping[str, Any], sheet: int) -> Iterator[Finding]:
    """Say whether the sheet counts, where the export holds the ballots."""
    if export.manifest["grade"] != "scoped":
        return
    told = _told(streams_of(export).get(stream, []))
    if told is None or payload["round"] not in told.rounds:
        yield unknown(NOT_OPENED.because(sheet=sheet))
        return
    standing = {one["id"]: one for one in told.rounds[payload["round"]].standing()}
    if payload["id"] in standing:
        yield holds(COUNTED.because(sheet=sheet, choice=CHOICES[payload["choice"]]))
        return
    same = [one for one in standing.values() if one["dwelling"] == payload["dwelling"]]
    if same:
        yield holds(REPLACED.because(sheet=sheet, choice=CHOICES[same[-1]["choice"]]))
    else:
        yield broken(NOT_COUNTED.because(sheet=sheet))


def against(export: Export, other: Export) -> Iterator[Finding]:
    """Hold two exports of one log against each other, and what both open; where they part, name what differs."""
    size = min(len(export.log), len(other.log))
    if size == 0:
        yield unknown(NOTHING_SHARED.because())
        return
    parted = next((i for i in range(size) if export.log[i].hash != other.log[i].hash), None)
    yield from _shown(export, other, size if parted is None else parted)
    if parted is None:
        yield holds(SAME_LOG.because(size=size))
        if len(other.log) > size:
            yield unknown(OTHER_LONGER.because(more=len(other.log) - size))
        return
    yield broken(TWO_LOGS.because(index=parted))
    mine, theirs = streams_of(export), streams_of(other)
    for stream in sorted(mine.keys() & theirs.keys()):
        if not stream.startswith("decision/"):
            yield from _entries(stream, mine[stream], theirs[stream])
            continue
        for difference in _differences(_told(mine[stream]), _told(theirs[stream])):
            yield broken(difference)


def _shown(export: Export, other: Export, size: int) -> Iterator[Finding]:
    """Compare what stands behind the hashes that both exports have."""
    only_there: Counter[str] = Counter()
    for index in range(size):
        mine, theirs = export.log[index].leaf, other.log[index].leaf
        have, had = export.entries.get(index), other.entries.get(index)
        both_open = (
            have is not None and had is not None and have.record is not None and had.record is not None
        )
        if (mine and theirs and mine != theirs) or (both_open and have != had):
            yield broken(SHOWN_OTHERWISE.because(index=index))
        elif theirs and had and had.record is not None and not (have and have.record is not None):
            only_there[theirs.stream] += 1
    for stream, count in only_there.items():
        yield unknown(ONLY_OPENED_THERE.because(stream=stream, count=count))


def _entries(stream: str, mine: Rows, theirs: Rows) -> Iterator[Finding]:
    """Name the entries of a stream that only one of two exports has so, where both open all of theirs."""
    if any(record is None for _, record in (*mine, *theirs)):
        return
    here = {canonical_bytes(record): (place, record) for place, (_, record) in enumerate(mine)}
    there = {canonical_bytes(record): (place, record) for place, (_, record) in enumerate(theirs)}
    for has, other, said in ((there, here, ENTRY_ONLY_THERE), (here, there, ENTRY_ONLY_HERE)):
        for text, (place, record) in has.items():
            if text not in other and record is not None:
                yield broken(said.because(stream=stream, sequence=place, verb=record["verb"]))


def _told(rows: list[tuple[int, dict[str, Any] | None]]) -> ToldDecision | None:
    try:
        return tell(record for _, record in rows if record is not None)
    except Refusal:
        return None


def _differences(mine: ToldDecision | None, theirs: ToldDecision | None) -> Iterator[Because]:
    """Name what one telling has and the other has not: rolls, and ballots dropped, added, altered or moved."""
    if mine is None or theirs is None:
        return
    for number in sorted(mine.rounds.keys() & theirs.rounds.keys()):
        one, other = mine.rounds[number], theirs.rounds[number]
        if one.roll != other.roll:
            yield ROLL_SWAPPED.because(round=number)
        yield from _ballots(number, one.ballots, other.ballots)


def _ballots(number: int, mine: Sequence[Record], theirs: Sequence[Record]) -> Iterator[Because]:
    has, had = {each["id"]: each for each in mine}, {each["id"]: each for each in theirs}
    for ident in had.keys() - has.keys():
        yield ONLY_THERE.because(round=number, sheet=had[ident]["sheet"])
    for ident in has.keys() - had.keys():
        yield ONLY_HERE.because(round=number, sheet=has[ident]["sheet"])
    for ident in has.keys() & had.keys():
        changed = [
            f"{key} {had[ident].get(key)} → {has[ident].get(key)}"
            for key in sorted({*has[ident], *had[ident]})
            if has[ident].get(key) != had[ident].get(key)
        ]
        if changed:
            yield ALTERED.because(round=number, sheet=has[ident]["sheet"], changed="；".join(changed))
    if [one for one in has if one in had] != [one for one in had if one in has]:
        yield MOVED.because(round=number)


def _root(export: Export, size: int) -> str:
    return root_of(bytes.fromhex(line.hash) for line in export.log[:size]).hex()


def read_receipt(content: bytes) -> dict[str, Any]:
    """Read a receipt file: of a ballot, or of money.

    :raises ValueError: if it is no JSON object of that form, naming the place
    """
    receipt = read_json(content)
    wrong = misshapen(RECEIPT_FORM, receipt)
    if wrong is None:
        is_money = receipt["stream"].startswith("funding/")
        own: Form = {"record": {"payload": {"fen": COUNT, "id": TEXT}}} if is_money else {"sheet": COUNT}
        wrong = fault_of(receipt["record"]) or misshapen(own, receipt)
    if wrong is not None:
        raise ValueError(wrong.said().en)
    made: dict[str, Any] = receipt
    return made
