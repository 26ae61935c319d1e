"""An export: one zip with the whole log as hashes, this project's leaves in full, and the records they commit to.

Scoped (to owners in scope and authorities): every record, so everything can be counted again. Public:
the records that name no household; the others stay commitments.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sanxin.foundation.canonical import canonical_bytes, sha256_hex
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.leaf import Leaf

SCHEMA_VERSION = 1
Grade = Literal["scoped", "public"]
GRADES: tuple[Grade, ...] = ("scoped", "public")
MANIFEST, LOG, ENTRIES, README, DOCUMENTS = (
    "manifest.json",
    "log.jsonl",
    "entries.jsonl",
    "README.txt",
    "documents/",
)
MOST_BYTES = 2_000_000_000
# Damaged, under a password, packed in a way nobody reads, or without the parts an export has.
BROKEN = (
    zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, KeyError, ValueError, TypeError, AttributeError,
)  # fmt: skip
EPOCH = (1980, 1, 1, 0, 0, 0)  # equal content, equal bytes
# Records that name a household, or say what one did; a public export withholds them.
HOUSEHOLD_VERBS = frozenset({
    "roll.freeze", "ballot.cast", "sheet.read", "objection.raise", "objection.reply", "objection.settle",
    "objection.refer", "shares.adopt", "pledges.adopt", "agreement.sign", "pledge.record", "payment.record",
    "refund.record", "compensation.agree", "compensation.pay", "funding.reverse",
    "statement.settle", "statement.set_aside",
})  # fmt: skip
READ_ME = """三新 · 记录导出（{grade}）
核验：sanxin verify 本文件.zip
有公示或回执上的根：sanxin verify 本文件.zip --root 十六进制@条数
有自己的回执：      sanxin verify 本文件.zip --receipt 回执.json
有别人手里的导出：  sanxin verify 本文件.zip --against 另一份.zip

Sanxin: an export of the record ({grade}). Verify it: sanxin verify THIS.zip
The root printed on a notice or a receipt goes with --root, your own receipt with --receipt,
somebody else's export with --against. Without one of them nobody can rule out that all of it was made up anew.
"""

NOT_AN_EXPORT = Sentence(
    "export.unreadable",
    "“{file}”不是三新的记录导出：{why}。请重新下载导出文件，不要解压后再打包。",
    "“{file}” is not an export of a Sanxin record: {why}. Download it again, and do not unpack and pack it anew.",
)


class NotAnExport(Refusal):
    """The file is no export that could be verified."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One leaf of the log: its hash, and for this project's streams what is hashed."""

    hash: str
    leaf: Leaf | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands behind a leaf: the record's canonical text with its salt; neither, if erased or withheld."""

    index: int
    state: Literal["opened", "erased", "withheld"]
    record: str | None = None
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """An export in memory."""

    manifest: Mapping[str, Any]
    log: tuple[LogLine, ...]
    entries: Mapping[int, Opened]
    documents: Mapping[str, bytes]


def write_export(
    *, grade: Grade, project: str, root: str, exported_at: str, log: Iterable[LogLine], entries: Iterable[Opened],
    documents: Mapping[str, bytes],
) -> bytes:  # fmt: skip
    """Write an export. Documents are named by their SHA-256 with an ending, such as ``ab12….pdf``."""
    lines = [_log_line(line) for line in log]
    contents = {
        README: READ_ME.format(grade=grade).encode(),
        LOG: b"".join(line + b"\n" for line in lines),
        ENTRIES: b"".join(_entry_line(one) + b"\n" for one in _graded(entries, grade)),
        **{DOCUMENTS + name: content for name, content in sorted(documents.items())},
    }
    manifest = {
        "schema_version": SCHEMA_VERSION,
        "grade": grade,
        "project": project,
        "size": len(lines),
        "root": root,
        "exported_at": exported_at,
        "files": {name: sha256_hex(content) for name, content in contents.items()},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {MANIFEST: canonical_bytes(manifest), **contents}.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _graded(entries: Iterable[Opened], grade: Grade) -> Iterator[Opened]:
    for one in entries:
        if grade == "public" and one.record and json.loads(one.record)["verb"] in HOUSEHOLD_VERBS:
            yield Opened(one.index, "withheld")
        else:
            yield one


def _log_line(line: LogLine) -> bytes:
    if line.leaf is None:
        return canonical_bytes({"hash": line.hash})
    leaf = line.leaf
    return canonical_bytes({
        "hash": line.hash, "stream": leaf.stream, "sequence": leaf.sequence, "previous": leaf.previous,
        "commitment": leaf.commitment,
    })  # fmt: skip


def _entry_line(one: Opened) -> bytes:
    told = {"index": one.index, "state": one.state}
    return canonical_bytes(told if one.record is None else {**told, "record": one.record, "salt": one.salt})


def read_export(file: str, content: bytes) -> Export:
    """Read an export; what is wrong inside it is for the verifier, so long as it can be read at all.

    :raises NotAnExport: if it is no such zip, or a part is missing or cannot be read
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                raise NotAnExport(NOT_AN_EXPORT.because(file=file, why="> 2 GB"))
            parts = {part.filename: archive.read(part) for part in archive.infolist() if not part.is_dir()}
        manifest = json.loads(parts[MANIFEST])
        log = tuple(_read_line(json.loads(line)) for line in parts[LOG].splitlines())
        entries = [_read_entry(json.loads(line)) for line in parts[ENTRIES].splitlines()]
        for key in ("schema_version", "grade", "project", "size", "root", "files"):
            manifest[key]
    except BROKEN as broken:
        why = f"{type(broken).__name__}: {broken}"
        raise NotAnExport(NOT_AN_EXPORT.because(file=file, why=why)) from broken
    manifest["found"] = {name: sha256_hex(part) for name, part in parts.items() if name != MANIFEST}
    documents = {
        name.removeprefix(DOCUMENTS): part for name, part in parts.items() if name.startswith(DOCUMENTS)
    }
    return Export(manifest, log, {one.index: one for one in entries}, documents)


def _read_line(line: Mapping[str, Any]) -> LogLine:
    if "stream" not in line:
        return LogLine(line["hash"])
    told = Leaf(line["stream"], line["sequence"], line["previous"], line["commitment"])
    return LogLine(line["hash"], told)


def _read_entry(line: Mapping[str, Any]) -> Opened:
    return Opened(line["index"], line["state"], line.get("record"), line.get("salt"))
