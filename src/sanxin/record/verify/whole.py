"""An export verified from itself alone, and what itself alone cannot tell."""

from collections.abc import Iterator

from sanxin.foundation.finding import Sentence, Words
from sanxin.record.export import Export
from sanxin.record.verify import chain, documents, forms, opened, recount
from sanxin.record.verify.claims import ledger, project, rules, shares
from sanxin.record.verify.finding import Finding, guarded, unknown

LOG = Words("这份导出", "this export")
UNCOUNTED = ("verify.record_broken", "verify.record_twice")

NO_OUTSIDE = Sentence(
    "verify.no_outside",
    "没有给出文件以外的依据。如果有人把整本日志从头重造、每个哈希都重算，单凭这份文件看不出来。"
    "请用公示或回执上印的根（--root）、自己的回执（--receipt）或别人手里的导出（--against）再核一次",
    "Nothing from outside the file was given. If somebody made the whole log anew and hashed it all again, this file alone"
    " cannot show it. Verify again with a printed root (--root), your receipt (--receipt) or another export (--against)",
)


NOT_COVERED = Sentence(
    "verify.not_covered",
    "文件以外的依据只盖到日志前 {size} 条；第 {size} 条以后的 {rest} 条，没有任何外部依据：有人重造过也看不出来。请用更晚的根、回执或导出再核一次",
    "What was given from outside covers the first {size} entries of the log only; the {rest} after them are covered by nothing:"
    " had somebody made them anew, it would not show. Verify again with a later root, receipt or export",
)


def covered(export: Export, size: int) -> list[Finding]:
    """Say what of the log nothing from outside covers, if the first ``size`` entries are covered."""
    rest = len(export.log) - size
    if size <= 0:
        return [unknown(NO_OUTSIDE.because())]
    return [unknown(NOT_COVERED.because(size=size, rest=rest))] if rest > 0 else []


def verify(export: Export, *, outside: bool) -> list[Finding]:
    """Check an export's files, log, records, what it opens, decisions, shares, claims, ledger and documents.

    ``outside``: something from outside the file is held against it besides, and how far that goes is told by
    :func:`covered`; else it is said here that nothing is.
    """
    findings = [*chain.files(export), *chain.log(export), *chain.records(export)]
    if any(one.because.code in UNCOUNTED for one in findings):
        # What was changed is not counted: the figures of a forged record prove nothing.
        return findings
    findings += forms.malformed(export)
    findings += contents(export, chain.streams_of(export))
    if not outside:
        findings += covered(export, 0)
    return findings


def contents(export: Export, streams: chain.Streams) -> Iterator[Finding]:
    """Check what the records say, each kind by itself: what one trips over does not keep the others from telling."""
    ident = export.manifest["project"]
    erased = frozenset(index for index, entry in export.entries.items() if entry.state == "erased")
    yield from guarded(LOG, opened.opened(export, streams))
    yield from guarded(LOG, opened.erased(export, streams))
    for stream, rows in streams.items():
        one, said = {stream: rows}, Words(f"“{stream}”", f"“{stream}”")
        yield from guarded(said, chain.closings(one))
        yield from guarded(said, recount.decisions(one, public=export.manifest["grade"] == "public"))
        yield from guarded(said, rules.rules(one))
        yield from guarded(said, shares.shares(one))
    yield from guarded(
        Words(f"“project/{ident}”", f"“project/{ident}”"), project.project(streams, ident, erased)
    )
    yield from guarded(Words(f"“funding/{ident}”", f"“funding/{ident}”"), ledger.ledger(streams, ident))
    yield from guarded(LOG, documents.documents(export, streams))
