"""The log of an export: files, hashes, streams without gaps, records behind their commitments."""

from collections.abc import Iterator, Mapping
from typing import Any

from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.finding import Sentence
from sanxin.record.export import Export
from sanxin.record.leaf import ERASURES, FIRST, commitment
from sanxin.record.merkle import root_of
from sanxin.record.reading import read_json
from sanxin.record.verify.finding import Finding, broken, holds, unknown
from sanxin.record.verify.forms import ours, record_at

FILES = Sentence(
    "verify.files", "包内 {count} 个文件与清单一致", "The {count} files inside are those of the manifest"
)
FILE_BROKEN = Sentence(
    "verify.file_broken",
    "包内文件“{name}”与清单不一致：被改过、被加入或被拿走",
    "The file “{name}” is not as the manifest has it: changed, added or taken away",
)
FILE_TWICE = Sentence(
    "verify.file_twice",
    "包内有两份“{name}”：不同的程序会读到不同的内容",
    "The file “{name}” is in the package twice: two readers would read two things",
)
RECORD_TWICE = Sentence(
    "verify.record_twice",
    "第 {index} 条附了两份内容：不知道哪一份算数",
    "Two records are enclosed for entry {index}: nobody knows which of them counts",
)
ROOT = Sentence(
    "verify.root",
    "日志 {size} 条，逐条重算，根为 {root}",
    "The log has {size} entries; reckoned again one by one, its root is {root}",
)
ROOT_BROKEN = Sentence(
    "verify.root_broken",
    "日志重算的根是 {found}（{size} 条），清单写的是 {told}（{told_size} 条）：日志被截短、加长、改序或改过",
    "The log's root is {found} over {size} entries, the manifest says {told} over {told_size}: it was cut, lengthened, reordered or changed",
)
LEAF_BROKEN = Sentence(
    "verify.leaf_broken",
    "第 {index} 条（{stream} 第 {sequence} 条）的哈希与内容不符：被改过",
    "Entry {index} ({stream} no. {sequence}) does not hash to what the log says: it was changed",
)
CHAIN_BROKEN = Sentence(
    "verify.chain_broken",
    "第 {index} 条：“{stream}”应接第 {expected} 条，写的是第 {found} 条：有记录被抽走、加入、重复或改序",
    "Entry {index}: “{stream}” should go on with no. {expected}, it has no. {found}: something was dropped, added, doubled or reordered",
)
RECORD_BROKEN = Sentence(
    "verify.record_broken",
    "第 {index} 条（{verb}）的内容与当时的承诺不符：内容被改过",
    "Entry {index} ({verb}) is not what was committed to: its record was changed",
)
RECORD_MISSING = Sentence(
    "verify.record_missing",
    "第 {index} 条（{stream} 第 {sequence} 条）没有附内容：记录被抽走",
    "Entry {index} ({stream} no. {sequence}) comes without its record: it was taken away",
)
RECORD_ADRIFT = Sentence(
    "verify.record_adrift",
    "附了第 {index} 条的内容，但日志里本项目没有这一条：内容是加进来的",
    "A record for entry {index} is enclosed, and no leaf of this project stands there: it was added",
)
RECORDS = Sentence(
    "verify.records",
    "{opened} 条内容与当时的承诺逐条相符（另有 {erased} 条写作已删除、{withheld} 条公开版不附内容）",
    "{opened} records are what was committed to ({erased} more are marked erased, {withheld} are withheld from the public)",
)
CLOSED = Sentence(
    "verify.closed",
    "“{stream}”已封存，{count} 条一条不少",
    "“{stream}” is closed, all {count} entries are there",
)
CLOSED_BROKEN = Sentence(
    "verify.closed_broken",
    "“{stream}”封存时为 {told} 条，现有 {found} 条：有记录被抽走或加入",
    "“{stream}” was closed over {told} entries and has {found}: something was dropped or added",
)
NOT_CLOSED = Sentence(
    "verify.not_closed",
    "“{stream}”还没有封存：最末几条如果被抽走，单凭这份文件看不出来",
    "“{stream}” is not closed yet: whether its last entries were left off cannot be known from this file",
)

Rows = list[tuple[int, dict[str, Any] | None]]
Streams = Mapping[str, Rows]


def files(export: Export) -> Iterator[Finding]:
    """Hold the files inside against the manifest."""
    told, found = export.manifest["files"], export.manifest["found"]
    wrong = sorted(name for name in {*told, *found} if told.get(name) != found.get(name))
    for name in wrong:
        yield broken(FILE_BROKEN.because(name=name))
    doubled = [name for name in export.doubled if isinstance(name, str)]
    for name in doubled:
        yield broken(FILE_TWICE.because(name=name))
    if not (wrong or doubled):
        yield holds(FILES.because(count=len(found)))


def log(export: Export) -> Iterator[Finding]:
    """Reckon every hash, every stream's chain and the root again."""
    last: dict[str, tuple[int, str]] = {}
    for index, line in enumerate(export.log):
        leaf = line.leaf
        if leaf is None:
            continue
        if leaf.hash.hex() != line.hash:
            yield broken(LEAF_BROKEN.because(index=index, stream=leaf.stream, sequence=leaf.sequence))
        sequence, previous = last.get(leaf.stream, (-1, FIRST))
        if (leaf.sequence, leaf.previous) != (sequence + 1, previous):
            told = {"stream": leaf.stream, "expected": sequence + 1, "found": leaf.sequence}
            yield broken(CHAIN_BROKEN.because(None, index=index, **told))
        last[leaf.stream] = (leaf.sequence, line.hash)
    yield _root(export)


def _root(export: Export) -> Finding:
    size, told = len(export.log), export.manifest
    found = root_of(bytes.fromhex(line.hash) for line in export.log).hex()
    if (found, size) != (told["root"], told["size"]):
        wrong = {"found": found, "size": size, "told": told["root"], "told_size": told["size"]}
        return broken(ROOT_BROKEN.because(None, **wrong))
    return holds(ROOT.because(size=size, root=found))


def records(export: Export) -> Iterator[Finding]:
    """Hold every record against the commitment of its leaf; none may be missing, doubled or adrift."""
    counts = {"opened": 0, "erased": 0, "withheld": 0}
    wrong = [broken(RECORD_TWICE.because(index=one)) for one in export.doubled if isinstance(one, int)]
    leaves = ours(export)
    for index, leaf in leaves.items():
        entry = export.entries.get(index)
        if entry is None or (entry.state == "withheld" and export.manifest["grade"] == "scoped"):
            told = {"index": index, "stream": leaf.stream, "sequence": leaf.sequence}
            wrong.append(broken(RECORD_MISSING.because(None, **told)))
        elif entry.record is not None and not _committed(leaf.commitment, entry):
            wrong.append(broken(RECORD_BROKEN.because(index=index, verb=_verb(entry.record))))
        else:
            counts[entry.state] += 1
    wrong += [
        broken(RECORD_ADRIFT.because(index=one)) for one in sorted(export.entries.keys() - leaves.keys())
    ]
    yield from wrong
    if leaves and not wrong:
        yield holds(RECORDS.because(None, **counts))


def _committed(told: str, entry: Any) -> bool:
    """Tell whether the text is the one way to write the record that was committed to."""
    try:
        record = read_json(entry.record)
        is_canonical = canonical_bytes(record).decode() == entry.record
        return is_canonical and commitment(bytes.fromhex(entry.salt), record) == told
    except ValueError:
        return False


def _verb(text: str) -> str:
    try:
        record = read_json(text)
    except ValueError:
        return "?"
    return str(record.get("verb", "?")) if isinstance(record, dict) else "?"


def streams_of(export: Export) -> dict[str, Rows]:
    """Give every stream's records in order with their index; None where none is enclosed, or it is no record."""
    found: dict[str, Rows] = {}
    for index, leaf in ours(export).items():
        found.setdefault(leaf.stream, []).append((index, record_at(export, index)))
    return found


def closings(streams: Streams) -> Iterator[Finding]:
    """Hold the count at each stream's close against what is there."""
    for stream, rows in streams.items():
        if not stream.startswith(ERASURES):  # an erasure left off shows by the entry that is marked erased
            yield _closing(stream, rows)


def _closing(stream: str, rows: Rows) -> Finding:
    for place, (_, record) in enumerate(rows):
        if record is not None and record["verb"] == "stream.close":
            told = record["payload"]["count"]
            if (told, place) != (len(rows) - 1, len(rows) - 1):
                return broken(CLOSED_BROKEN.because(stream=stream, told=told, found=len(rows) - 1))
            return holds(CLOSED.because(stream=stream, count=told))
    return unknown(NOT_CLOSED.because(stream=stream))
