"""What an export must open: the project, the decisions its entries name; and what it says was erased."""

from collections.abc import Iterator

from sanxin.foundation.finding import Sentence
from sanxin.record.export import Export
from sanxin.record.leaf import erasures_of
from sanxin.record.verify.chain import Rows, Streams
from sanxin.record.verify.finding import Finding, broken, holds, unknown
from sanxin.record.verify.forms import ours

PROJECT_HIDDEN = Sentence(
    "verify.project_hidden",
    "日志 {size} 条里，没有一条打开的是“{stream}”：只有哈希，什么也核不了",
    "Of the {size} entries of the log none is opened as “{stream}”: there are hashes only, and nothing to check",
)
NAMED_BY_MANIFEST = Sentence(
    "verify.listed_not_opened",
    "清单写着附有“{stream}”，日志里却没有打开：被藏起来了",
    "The manifest lists “{stream}”, but the log does not open it: it was hidden",
)
HIDDEN = Sentence(
    "verify.decision_hidden",
    "第 {index} 条提到“{stream}”，日志里却一项表决也没有打开：被藏起来了",
    "Entry {index} names “{stream}”, but the log opens no decision at all: it was hidden",
)
NOT_OPENED = Sentence(
    "verify.stream_not_opened",
    "第 {index} 条提到“{stream}”，这份导出没有打开它：里面的一条也没有核到。请要一份打开它的导出",
    "Entry {index} names “{stream}”, which this export does not open: nothing in it was checked. Ask for one that opens it",
)
NO_DECISION = Sentence(
    "verify.no_decision",
    "这份导出里没有找到任何表决，没有可以重新计票的",
    "No decision was found in this export, so there is nothing to count again",
)
OTHER_PROJECT = Sentence(
    "verify.other_project",
    "第 {index} 条：“{stream}”是项目“{found}”的表决，不是这份导出的项目“{project}”的",
    "Entry {index}: “{stream}” is a decision of project “{found}”, not of this export's project “{project}”",
)
ERASED = Sentence(
    "verify.erased",
    "第 {index} 条（{stream} 第 {sequence} 条）写作已删除，第 {at} 条记着这次删除",
    "Entry {index} ({stream} no. {sequence}) is marked erased, and entry {at} records the erasure",
)
ERASED_UNRECORDED = Sentence(
    "verify.erased_unrecorded",
    "第 {index} 条（{stream} 第 {sequence} 条）写作已删除，但删除记录里没有它：内容是被藏起来的",
    "Entry {index} ({stream} no. {sequence}) is marked erased, but no erasure is on record for it: it was hidden",
)


def opened(export: Export, streams: Streams) -> Iterator[Finding]:
    """Name every stream that the export should open, or speaks of, and does not."""
    project = f"project/{export.manifest['project']}"
    listed = set(export.manifest.get("streams", ())) - streams.keys()
    for stream in sorted(listed):
        yield broken(NAMED_BY_MANIFEST.because(stream=stream))
    if project not in streams:
        yield broken(PROJECT_HIDDEN.because(stream=project, size=len(export.log)))
    named = named_by(streams.get(project, []))
    decisions = [stream for stream in streams if stream.startswith("decision/")]
    if not decisions and not any(stream.startswith("decision/") for stream in named):
        yield unknown(NO_DECISION.because())
    for stream, index in named.items():
        if stream not in streams:
            hidden = stream.startswith("decision/") and not decisions
            told = {"stream": stream, "index": index}
            yield (
                broken(HIDDEN.because(None, **told)) if hidden else unknown(NOT_OPENED.because(None, **told))
            )
    for stream in decisions:
        yield from _of_the_project(stream, streams[stream], export.manifest["project"])


def named_by(rows: Rows) -> dict[str, int]:
    """Give the streams that the entries of a project name, with the first entry that does."""
    named: dict[str, int] = {}
    for index, record in rows:
        if record is None:
            continue
        decision = record["payload"].get("decision")
        if isinstance(decision, str):
            named.setdefault(f"decision/{decision}", index)
        elif record["subject"].startswith("decision/"):
            named.setdefault(record["subject"], index)
        if record["verb"] == "sources_cover_uses":
            named.setdefault(record["subject"].replace("project/", "funding/", 1), index)
    return named


def _of_the_project(stream: str, rows: Rows, project: str) -> Iterator[Finding]:
    for index, record in rows:
        if (
            record is not None
            and record["verb"] == "decision.open"
            and record["payload"]["project"] != project
        ):
            told = {"index": index, "stream": stream, "found": record["payload"]["project"]}
            yield broken(OTHER_PROJECT.because(None, project=project, **told))


def erased(export: Export, streams: Streams) -> Iterator[Finding]:
    """Hold every entry marked erased against the record of erasures that goes with its stream."""
    on_record = {
        (stream, record["payload"]["index"]): at
        for stream, rows in streams.items()
        for at, record in rows
        if record is not None and record["verb"] == "entry.erase"
    }
    for index, leaf in ours(export).items():
        entry = export.entries.get(index)
        if entry is None or entry.state != "erased":
            continue
        told = {"index": index, "stream": leaf.stream, "sequence": leaf.sequence}
        at = on_record.get((erasures_of(leaf.stream), index), -1)
        if at > index:
            yield holds(ERASED.because(None, at=at, **told))
        else:
            yield broken(ERASED_UNRECORDED.because(None, **told))
