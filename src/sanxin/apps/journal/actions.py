"""Writing into the journal. Rooms above check access before they enter anything."""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django_scopes import scopes_disabled

from sanxin.apps.journal.backup import Copied, Progress, restore_backup, write_backup
from sanxin.apps.journal.evidence import JPEG, erase_evidence, evidence_kept, keep_evidence
from sanxin.apps.journal.models import Entry, Head, Leaf, Look, Stream
from sanxin.apps.journal.resealing import reseal_store
from sanxin.apps.journal.waiting import once_more
from sanxin.apps.tenancy import add_row
from sanxin.foundation.actor import Actor
from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.leaf import ERASURES, FIRST, SALT_BYTES, commitment, erasures_of
from sanxin.record.leaf import Leaf as LogLeaf
from sanxin.record.merkle import HASH_BYTES, Frontier

__all__ = [
    "JPEG", "Copied",
    "Progress", "Receipt", "close_stream", "enter", "erase", "erase_evidence", "evidence_kept", "forget_looks", "hold_log",
    "keep_evidence", "looks_before", "note_look", "once_more", "receipt_at", "reseal_store", "restore_backup", "write_backup",
]  # fmt: skip

RECORD_SCHEMA_VERSION = 1
ONE_LOOK = timedelta(hours=1)
# While an entry is made, everybody else who writes waits: its statements are written out here, since the ORM
# would take longer to compose them than the store to carry them out.
HEAD = "SELECT size, peaks FROM journal_head WHERE id = 1"
GROW = "UPDATE journal_head SET size = %s, peaks = %s WHERE id = 1"
LAST = """
SELECT leaf.stream_id, stream.neighbourhood, stream.closed_at IS NOT NULL, leaf.sequence, leaf.leaf_hash
FROM journal_leaf leaf JOIN journal_stream stream ON stream.id = leaf.stream_id
WHERE stream.name = %s ORDER BY leaf.sequence DESC LIMIT 1
"""

STREAM_CLOSED = Sentence(
    "journal.stream_closed",
    "“{stream}”的记录已封存，不能再添加。如需更正，请另开一条记录。",
    "The record of “{stream}” is closed and takes no more entries. To correct it, open another.",
)
NO_ENTRY = Sentence(
    "journal.no_entry",
    "没有编号为 {index} 的记录可供删除。",
    "There is no entry {index} whose text could be erased.",
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is printed for whoever wants to check later: the leaf's place, and the root it stands under."""

    index: int
    leaf_hash: str
    size: int
    root: str


@transaction.atomic(savepoint=False)
def enter(
    *,
    actor: Actor,
    stream: str,
    verb: str,
    subject: str,
    payload: dict[str, Any],
    occurred_at: datetime,
    recorded_at: datetime,
    neighbourhood: int | None,
) -> Receipt:
    """Put one fact on record: the next leaf of its stream and of the log.

    The payload names persons by their public ids only, never in clear.

    :raises Refusal: if the stream is closed
    """
    head = _lock_head()
    with scopes_disabled():
        last = _last(stream) or _before_first(stream, neighbourhood)
        if last.closed:
            raise Refusal(STREAM_CLOSED.because(stream=stream))
        record = canonical_bytes(
            {
                "schema_version": RECORD_SCHEMA_VERSION,
                "actor": actor.ref,
                "verb": verb,
                "subject": subject,
                "payload": payload,
                "occurred_at": occurred_at,
                "recorded_at": recorded_at,
            }
        ).decode()
        salt = os.urandom(SALT_BYTES)
        receipt = _append(head, stream, last, commitment(salt, json.loads(record)))
        add_row(
            Entry(
                leaf_id=receipt.index,
                neighbourhood=last.neighbourhood,
                verb=verb,
                subject=subject,
                occurred_at=occurred_at,
                recorded_at=recorded_at,
                salt=salt,
                record=record,
            )
        )
    return receipt


def note_look(*, actor: Actor, neighbourhood: int, subject: str, what: str, at: datetime) -> None:
    """Note that somebody read what is a household's own; the same person within an hour is one look."""
    with scopes_disabled():
        seen = Look.objects.filter(subject=subject, what=what, actor=actor.ref, at__gt=at - ONE_LOOK)
        if not seen.exists():
            Look.objects.create(
                neighbourhood=neighbourhood, subject=subject, what=what, actor=actor.ref, at=at
            )


def looks_before(before: datetime) -> int:
    """Count the notes of who looked that are older than an instant."""
    with scopes_disabled():
        return Look.objects.filter(at__lt=before).count()


def forget_looks(before: datetime) -> int:
    """Let go of the notes of who looked that are older than an instant; give how many. Whoever calls puts it on record."""
    with scopes_disabled():
        return Look.objects.filter(at__lt=before).delete()[0]


def receipt_at(index: int) -> Receipt:
    """Give an entry's receipt again: the tree as it was right after it."""
    leaf = Leaf.objects.get(pk=index)
    return Receipt(leaf.index, leaf.leaf_hash, leaf.index + 1, leaf.root_after)


@transaction.atomic
def close_stream(*, actor: Actor, stream: str, occurred_at: datetime, recorded_at: datetime) -> Receipt:
    """Close a stream with an entry that commits to the count of those before, so a gap would show.

    :raises Refusal: if it is closed already
    """
    _lock_head()
    with scopes_disabled():
        opened, _ = Stream.objects.get_or_create(name=stream)
    receipt = enter(
        actor=actor,
        stream=stream,
        verb="stream.close",
        subject=stream,
        payload={"count": Leaf.objects.filter(stream=opened).count()},
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        neighbourhood=opened.neighbourhood,
    )
    with scopes_disabled():
        Stream.objects.filter(pk=opened.pk).update(closed_at=occurred_at)
    return receipt


@transaction.atomic
def erase(*, actor: Actor, index: int, reason: str, occurred_at: datetime, recorded_at: datetime) -> Receipt:
    """Erase an entry's text and salt for good, and put that on record in a stream beside its own.

    :raises Refusal: if there is no such entry, or it is erased already
    """
    with scopes_disabled():
        entry = Entry.objects.select_related("leaf__stream").filter(pk=index, erased_at=None).first()
        if entry is None or entry.leaf.stream.name.startswith(ERASURES):
            raise Refusal(NO_ENTRY.because(index=index))
        Entry.objects.filter(pk=index).update(salt=None, record=None, erased_at=recorded_at)
    return enter(
        actor=actor,
        stream=erasures_of(entry.leaf.stream.name),
        verb="entry.erase",
        subject=f"{entry.leaf.stream.name}#{entry.leaf.sequence}",
        payload={"index": index, "reason": reason},
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        neighbourhood=entry.neighbourhood,
    )


class Frontmost(NamedTuple):
    """Where a stream stands: its row, and the place and hash of its last leaf."""

    stream: int
    neighbourhood: int | None
    closed: bool
    sequence: int
    leaf_hash: str


class Grown(NamedTuple):
    """How long the log is, and its peaks in hexadecimal, one after the other."""

    size: int
    peaks: str


def hold_log() -> None:
    """Take the log's lock, held until the transaction ends: for who counts what stands before entering the count."""
    _lock_head()


def _lock_head() -> Grown:
    """Take the one lock of the log, held until the transaction ends: leaves keep the order of commits.

    SQLite needs no row lock: its transactions start IMMEDIATE, so only one writer is inside at a time.
    """
    held = HEAD + " FOR UPDATE" if connection.features.has_select_for_update else HEAD
    with connection.cursor() as cursor:
        cursor.execute(held)
        found = cursor.fetchone()
    if found:
        return Grown(*found)
    Head.objects.get_or_create(pk=1)
    return _lock_head()


def _last(stream: str) -> Frontmost | None:
    with connection.cursor() as cursor:
        cursor.execute(LAST, [stream])
        found = cursor.fetchone()
    return Frontmost(*found) if found else None


def _before_first(stream: str, neighbourhood: int | None) -> Frontmost:
    opened, _ = Stream.objects.get_or_create(name=stream, defaults={"neighbourhood": neighbourhood})
    return Frontmost(opened.pk, opened.neighbourhood, opened.closed_at is not None, -1, FIRST)


def _append(head: Grown, stream: str, last: Frontmost, committed: str) -> Receipt:
    leaf = LogLeaf(stream=stream, sequence=last.sequence + 1, previous=last.leaf_hash, commitment=committed)
    peaks = bytes.fromhex(head.peaks)
    before = Frontier(head.size, tuple(peaks[i : i + HASH_BYTES] for i in range(0, len(peaks), HASH_BYTES)))
    grown = before.append(leaf.hash)
    leaf_hash, root = leaf.hash.hex(), grown.root.hex()
    add_row(
        Leaf(
            index=head.size,
            stream_id=last.stream,
            sequence=leaf.sequence,
            previous=leaf.previous,
            commitment=committed,
            leaf_hash=leaf_hash,
            root_after=root,
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(GROW, [grown.size, b"".join(grown.peaks).hex()])
    return Receipt(head.size, leaf_hash, grown.size, root)
