"""A forger: opens an export, changes what they like, and packs it again, with every hash made anew or not."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sanxin.foundation.canonical import canonical_bytes
from sanxin.record.export import LogLine, Opened, read_export, write_export
from sanxin.record.leaf import FIRST, Leaf, commitment
from sanxin.record.merkle import root_of


@dataclass
class Page:
    """One entry of the log as a forger holds it: a foreign hash, or a record with its salt; without one it is erased."""

    hash: str
    leaf: Leaf | None = None
    salt: str = ""
    record: Any = None


def pages_of(packed: bytes) -> list[Page]:
    """Open an export."""
    export = read_export("x.zip", packed)
    pages = []
    for index, line in enumerate(export.log):
        entry = export.entries.get(index)
        record = json.loads(entry.record) if entry and entry.record else None
        pages.append(Page(line.hash, line.leaf, (entry and entry.salt) or "", record))
    return pages


def pack(
    packed: bytes,
    pages: list[Page],
    *,
    grade: str | None = None,
    without: Literal["erased", "withheld"] = "erased",
) -> bytes:
    """Pack pages as they are: hashes and manifest fit the files, whatever they say; ``without`` a record: why."""
    manifest = read_export("x.zip", packed).manifest
    entries = [
        Opened(index, without)
        if page.record is None
        else Opened(index, "opened", canonical_bytes(page.record).decode(), page.salt)
        for index, page in enumerate(pages)
        if page.leaf is not None
    ]
    return write_export(
        grade=grade or manifest["grade"], project=manifest["project"],
        root=root_of(bytes.fromhex(page.hash) for page in pages).hex(), exported_at=manifest["exported_at"],
        log=[LogLine(page.hash, page.leaf) for page in pages], entries=entries, documents={},
    )  # fmt: skip


def rehashed(pages: list[Page]) -> list[Page]:
    """Make every commitment, chain and hash of our streams anew, so that all of it fits again."""
    last: dict[str, tuple[int, str]] = {}
    made = []
    for page in pages:
        if page.leaf is None:
            made.append(page)
            continue
        sequence, previous = last.get(page.leaf.stream, (-1, FIRST))
        is_erased = page.record is None
        told = page.leaf.commitment if is_erased else commitment(bytes.fromhex(page.salt), page.record)
        leaf = Leaf(page.leaf.stream, sequence + 1, previous, told)
        last[leaf.stream] = (leaf.sequence, leaf.hash.hex())
        made.append(Page(leaf.hash.hex(), leaf, page.salt, page.record))
    return made


def recounted(
    pages: list[Page], declare: Callable[[list[dict[str, Any]], int], dict[str, Any]]
) -> list[Page]:
    """Make every count and declaration anew to fit the forged ballots, as a thorough forger would."""
    so_far: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    for page in pages:
        record = page.record
        if record is None or page.leaf is None:
            continue
        if record["verb"] == "round.close":
            cast = [
                one for one in so_far
                if one["verb"] == "ballot.cast" and one["payload"]["round"] == record["payload"]["round"]
            ]  # fmt: skip
            record["payload"]["ballots"] = len(cast)
        if record["verb"] == "round.declare":
            record["payload"] = declare(so_far, record["payload"]["round"])
        if record["verb"] == "stream.close":
            record["payload"]["count"] = counts[page.leaf.stream]
        counts[page.leaf.stream] = counts.get(page.leaf.stream, 0) + 1
        if page.leaf.stream.startswith("decision/"):
            so_far.append(record)
    return rehashed(pages)
