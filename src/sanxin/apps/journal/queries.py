"""Reading the journal: heads, proofs, entries, and what a doctor asks."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django_scopes import scopes_disabled

from sanxin.apps.journal import triggers
from sanxin.apps.journal.evidence import read_evidence
from sanxin.apps.journal.models import Entry, Head, Leaf, Look
from sanxin.apps.journal.waiting import BUSY, TRY_AGAIN_AFTER_S, is_busy
from sanxin.record.export import LogLine, Opened
from sanxin.record.leaf import FIRST, commitment
from sanxin.record.leaf import Leaf as LogLeaf
from sanxin.record.merkle import EMPTY_ROOT, Frontier
from sanxin.record.proofs import Proof, consistency_proof, inclusion_proof

__all__ = [
    "BUSY", "TRY_AGAIN_AFTER_S", "Line", "Look", "TreeHead", "first_break", "is_busy", "line", "lines", "log_lines",
    "looks_at", "opening_of", "openings", "prove_growth", "prove_inclusion", "read_evidence", "record_matches",
    "records_of", "tree_head", "triggers_missing",
]  # fmt: skip


RECEIPT_SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class TreeHead:
    """The log at one moment: how many leaves, under which root."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as people read it. An erased one has no record; its place and hash stay."""

    index: int
    stream: str
    sequence: int
    leaf_hash: str
    verb: str
    subject: str
    occurred_at: datetime
    recorded_at: datetime
    record: dict[str, Any] | None


def tree_head(size: int | None = None) -> TreeHead:
    """Give the log's head, now or when it had ``size`` leaves."""
    size = _size() if size is None else size
    if size == 0:
        return TreeHead(0, EMPTY_ROOT.hex())
    return TreeHead(size, Leaf.objects.values_list("root_after", flat=True).get(pk=size - 1))


def prove_inclusion(index: int, size: int | None = None) -> Proof:
    """Prove that a leaf stands in the log of this size."""
    return inclusion_proof(_hashes(_size() if size is None else size), index)


def prove_growth(earlier_size: int, size: int | None = None) -> Proof:
    """Prove that the log only grew since it had ``earlier_size`` leaves."""
    return consistency_proof(_hashes(_size() if size is None else size), earlier_size)


def lines(*, stream: str | None = None, subject: str | None = None, last: int = 200) -> tuple[Line, ...]:
    """List entries of the neighbourhoods in scope, newest first, up to ``last`` of them."""
    entries = Entry.objects.select_related("leaf__stream").order_by("-leaf_id")
    if stream is not None:
        entries = entries.filter(leaf__stream__name=stream)
    if subject is not None:
        entries = entries.filter(subject=subject)
    return tuple(_line(entry) for entry in entries[:last])


def line(index: int) -> Line | None:
    """Give one entry of the neighbourhoods in scope, if it is there."""
    entry = Entry.objects.select_related("leaf__stream").filter(pk=index).first()
    return _line(entry) if entry else None


def records_of(stream: str) -> list[dict[str, Any]]:
    """Give every record of a stream in scope that was not erased, in order: what happened, without limit."""
    entries = Entry.objects.filter(leaf__stream__name=stream).exclude(record=None).order_by("leaf_id")
    return [json.loads(record) for record in entries.values_list("record", flat=True) if record]


def looks_at(subject: str, last: int = 50) -> list[Look]:
    """List who read what is a household's own, newest first; call it within scope, for whoever may see the subject."""
    return list(Look.objects.filter(subject=subject).order_by("-pk")[:last])


def opening_of(index: int) -> dict[str, Any]:
    """Give an entry of the scope opened, with its proof in the log as it was right after, for whoever it is about.

    The same at any later time, so that a receipt printed twice is one receipt.
    """
    entry = Entry.objects.select_related("leaf__stream").get(pk=index)
    head = tree_head(index + 1)
    return {
        "schema_version": RECEIPT_SCHEMA_VERSION,
        "stream": entry.leaf.stream.name,
        "sequence": entry.leaf.sequence,
        "index": index,
        "leaf_hash": entry.leaf.leaf_hash,
        "record": json.loads(entry.record) if entry.record else None,
        "salt": bytes(entry.salt).hex() if entry.salt else None,
        "previous": entry.leaf.previous,
        "size": head.size,
        "root": head.root,
        "proof": [node.hex() for node in prove_inclusion(index, head.size)],
    }


def log_lines(streams: Collection[str]) -> Iterator[LogLine]:
    """Give the whole log in order: hashes, and for these streams what is hashed."""
    for leaf in Leaf.objects.select_related("stream").order_by("index").iterator():
        told = LogLeaf(leaf.stream.name, leaf.sequence, leaf.previous, leaf.commitment)
        yield LogLine(leaf.leaf_hash, told if leaf.stream.name in streams else None)


def openings(streams: Collection[str]) -> Iterator[Opened]:
    """Give every entry of these streams, in scope, with its salt; an erased one has neither."""
    entries = Entry.objects.filter(leaf__stream__name__in=streams).order_by("leaf_id")
    for entry in entries.iterator():
        if entry.record is None or entry.salt is None:
            yield Opened(entry.leaf_id, "erased")
        else:
            yield Opened(entry.leaf_id, "opened", entry.record, bytes(entry.salt).hex())


def triggers_missing() -> tuple[str, ...]:
    """Name the triggers that should guard the log and do not."""
    return triggers.missing(connection)


def first_break() -> int | None:
    """Recompute the whole log and give the index of the first leaf that does not fit, if any.

    A log shorter than its head breaks at its end.
    """
    frontier, last_of = Frontier(), dict[int, tuple[int, str]]()
    for leaf in Leaf.objects.select_related("stream").order_by("index").iterator():
        sequence, previous = last_of.get(leaf.stream_id, (-1, FIRST))
        told = LogLeaf(leaf.stream.name, sequence + 1, previous, leaf.commitment)
        frontier = frontier.append(told.hash)
        if (frontier.size - 1, told.sequence, told.previous, told.hash.hex(), frontier.root.hex()) != (
            leaf.index, leaf.sequence, leaf.previous, leaf.leaf_hash, leaf.root_after,
        ):  # fmt: skip
            return frontier.size - 1
        last_of[leaf.stream_id] = (leaf.sequence, leaf.leaf_hash)
    return None if frontier.size == _size() else frontier.size


def record_matches(index: int) -> bool | None:
    """Tell whether an entry's record is the one its leaf commits to; None if it was erased."""
    with scopes_disabled():
        entry = Entry.objects.select_related("leaf").get(pk=index)
    if entry.salt is None or entry.record is None:
        return None
    return commitment(bytes(entry.salt), json.loads(entry.record)) == entry.leaf.commitment


def _size() -> int:
    return Head.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def _hashes(size: int) -> list[bytes]:
    kept = Leaf.objects.filter(index__lt=size).order_by("index").values_list("leaf_hash", flat=True)
    return [bytes.fromhex(leaf) for leaf in kept]


def _line(entry: Entry) -> Line:
    leaf = entry.leaf
    return Line(
        leaf.index,
        leaf.stream.name,
        leaf.sequence,
        leaf.leaf_hash,
        entry.verb,
        entry.subject,
        entry.occurred_at,
        entry.recorded_at,
        json.loads(entry.record) if entry.record is not None else None,
    )
