"""An export: one zip with the whole log as hashes, this project's leaves in full, and the records they commit to.

Scoped (to owners in scope and authorities): every record, so everything can be counted again. Public:
the records that name no household; the others stay commitments.
"""

import io
import json
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sanxin.foundation.canonical import canonical_bytes, sha256_hex
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.record.leaf import Leaf
from sanxin.record.reading import (
    COUNT,
    DIGEST,
    TEXT,
    Form,
    Kind,
    Many,
    maybe,
    misshapen,
    one_of,
    read_json,
    shown,
)

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
# What an export holds at most, unpacked; and how many times the packed size, beyond which it is made to choke a reader.
MOST_BYTES, MOST_TIMES, ALWAYS_FINE, A_BITE = 1_000_000_000, 200, 10_000_000, 1 << 20
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Damaged, or under a password.
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
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
    """An export in memory. ``doubled``: files and entries that are in it more than once, of which one was read."""

    manifest: Mapping[str, Any]
    log: tuple[LogLine, ...]
    entries: Mapping[int, Opened]
    documents: Mapping[str, bytes]
    doubled: tuple[str | int, ...] = ()


def write_export(
    *, grade: Grade, project: str, root: str, exported_at: str, log: Iterable[LogLine], entries: Iterable[Opened],
    documents: Mapping[str, bytes],
) -> bytes:  # fmt: skip
    """Write an export. Documents are named by their SHA-256 with an ending, such as ``ab12….pdf``."""
    lines, streams = [], set[str]()
    for line in log:
        lines.append(_log_line(line))
        streams |= {line.leaf.stream} if line.leaf else set()
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
        "streams": sorted(streams),
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


MANIFEST_FORM: Form = {
    "schema_version": Kind(
        Words(f"{SCHEMA_VERSION}（更新的版本请用更新的程序核验）", f"{SCHEMA_VERSION} (a later one needs a later verifier)"),
        lambda value: type(value) is int and value == SCHEMA_VERSION,
    ),
    "grade": one_of(GRADES), "project": TEXT, "size": COUNT, "root": DIGEST, "exported_at": TEXT,
    "files": Kind(
        Words("文件名到 SHA-256 的对照", "names with their SHA-256"),
        lambda value: isinstance(value, dict) and all(DIGEST.holds(one) for one in value.values()),
    ),
    "streams?": Many(TEXT),
}  # fmt: skip
HIDDEN = re.compile(rb'\{"hash":"([0-9a-f]{64})"\}')
HIDDEN_FORM: Form = {"hash": DIGEST}
LINE_FORM: Form = {
    "hash": DIGEST,
    "stream": TEXT,
    "sequence": COUNT,
    "previous": DIGEST,
    "commitment": DIGEST,
}
ENTRY_FORM: Form = {
    "index": COUNT,
    "state": one_of(("opened", "erased", "withheld")),
    "record?": maybe(TEXT),
    "salt?": maybe(TEXT),
}


def read_export(file: str, content: bytes) -> Export:
    """Read an export; what is wrong inside it is for the verifier, so long as it can be read at all.

    :raises NotAnExport: if it is no such zip, is too big, or a part is missing or not of its form, naming the place
    """
    names, parts = _unpacked(file, content)
    for name in (MANIFEST, LOG, ENTRIES):
        if name not in parts:
            raise _refused(file, Words(f"缺少 {name}", f"{name} is missing"))
    manifest = _formed(file, MANIFEST, parts[MANIFEST], MANIFEST_FORM)
    log = tuple(_read_line(file, at, line) for at, line in enumerate(parts[LOG].splitlines(), 1))
    entries = [_read_entry(file, at, line) for at, line in enumerate(parts[ENTRIES].splitlines(), 1)]
    manifest["found"] = {name: sha256_hex(part) for name, part in parts.items() if name != MANIFEST}
    documents = {
        name.removeprefix(DOCUMENTS): part for name, part in parts.items() if name.startswith(DOCUMENTS)
    }
    indexes = Counter(one.index for one in entries)
    doubled: list[str | int] = [*names, *(index for index, times in sorted(indexes.items()) if times > 1)]
    return Export(manifest, log, {one.index: one for one in entries}, documents, tuple(doubled))


def _unpacked(file: str, content: bytes) -> tuple[list[str], dict[str, bytes]]:
    """Unpack bite by bite, so that a small file cannot fill the memory; name what is inside twice besides."""
    left = min(MOST_BYTES, max(ALWAYS_FINE, MOST_TIMES * len(content)))
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [part for part in archive.infolist() if not part.is_dir()]
            for part in members:
                if part.compress_type not in PACKED:
                    raise _refused(file, Words("压缩方式不对", "it is packed in another way"), part.filename)
                parts[part.filename] = _member(file, archive, part, left)
                left -= len(parts[part.filename])
    except BROKEN as broken:
        why = shown(f"{type(broken).__name__}: {broken}")
        raise _refused(file, Words(why, why)) from broken
    names = Counter(part.filename for part in members)
    return [name for name, times in sorted(names.items()) if times > 1], parts


def _member(file: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> bytes:
    bites, size = [], 0
    with archive.open(part) as source:
        while bite := source.read(A_BITE):
            size += len(bite)
            if size > room:
                why = Words(
                    f"解开以后太大（超过 {MOST_BYTES // 10**6} MB，或包的 {MOST_TIMES} 倍）",
                    f"too big unpacked (above {MOST_BYTES // 10**6} MB, or {MOST_TIMES} times the package)",
                )
                raise _refused(file, why, part.filename)
            bites.append(bite)
    return b"".join(bites)


def _refused(file: str, why: Words, inside: str = "") -> NotAnExport:
    where = f"{shown(inside)} " if inside else ""
    return NotAnExport(
        NOT_AN_EXPORT.because(file=shown(file), why=Words(f"{where}{why.zh}", f"{where}{why.en}"))
    )


def _formed(file: str, place: str, text: bytes, form: Form) -> dict[str, Any]:
    """Read one JSON object of a form.

    :raises NotAnExport: naming the place, what stands there and what should
    """
    try:
        value = read_json(text)
    except ValueError as fault:
        why = shown(str(fault))
        raise _refused(file, Words(f"不是 JSON 对象：{why}", f"is no JSON object: {why}"), place) from fault
    wrong = misshapen(form, value)
    if wrong is not None:
        raise _refused(file, wrong.said(), place)
    read: dict[str, Any] = value
    return read


def _read_line(file: str, at: int, text: bytes) -> LogLine:
    if (hidden := HIDDEN.fullmatch(text)) is not None:  # nearly all lines of a long log
        return LogLine(hidden[1].decode())
    place = f"{LOG}:{at}"
    line = _formed(file, place, text, HIDDEN_FORM)
    if line.keys() == {"hash"}:
        return LogLine(line["hash"])
    if (wrong := misshapen(LINE_FORM, line)) is not None:
        raise _refused(file, wrong.said(), place)
    told = Leaf(line["stream"], line["sequence"], line["previous"], line["commitment"])
    return LogLine(line["hash"], told)


def _read_entry(file: str, at: int, text: bytes) -> Opened:
    place = f"{ENTRIES}:{at}"
    line = _formed(file, place, text, ENTRY_FORM)
    record, salt, is_open = line.get("record"), line.get("salt"), line["state"] == "opened"
    if {record is not None, salt is not None} != {is_open}:
        why = Words(
            "opened 应有 record 和 salt，其他应都没有",
            "opened goes with record and salt, other states with neither",
        )
        raise _refused(file, why, place)
    return Opened(line["index"], line["state"], record, salt)
