"""Documents in an export: each is the file whose digest a record holds."""

from collections.abc import Iterator

from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.finding import Sentence
from sanxin.record.export import Export
from sanxin.record.verify.chain import Streams
from sanxin.record.verify.finding import Finding, broken, holds, unknown

DOCUMENT = Sentence(
    "verify.document", "文件“{title}”与记录的指纹一致：{digest}", "The document “{title}” has the recorded fingerprint: {digest}"
)  # fmt: skip
DOCUMENT_BROKEN = Sentence(
    "verify.document_broken",
    "文件“{name}”的指纹不在记录里：文件被换过或加进来",
    "The fingerprint of the document “{name}” is in no record: it was swapped or added",
)
DOCUMENT_UNNAMED = Sentence(
    "verify.document_unnamed",
    "文件“{name}”的指纹不在打开的记录里；有记录已删除，看不出是不是那里写的",
    "The fingerprint of the document “{name}” is in no record opened here; some are erased, and nobody can see whether it was there",
)
NOT_ENCLOSED = Sentence(
    "verify.document_not_enclosed",
    "记录里的文件“{title}”没有附在包内，只能核对指纹：{digest}",
    "The document “{title}” of the record is not enclosed; only its fingerprint is: {digest}",
)
NAMED_UNDER = ("document", "variation_document")


def documents(export: Export, streams: Streams) -> Iterator[Finding]:
    """Hold enclosed documents against the digests that the records name."""
    named = {
        one["sha256"]: one["title"]
        for rows in streams.values()
        for _, record in rows
        if record is not None
        for one in map(record["payload"].get, NAMED_UNDER)
        if isinstance(one, dict)
    }
    enclosed = {sha256_hex(content): name for name, content in export.documents.items()}
    is_erased = any(entry.state == "erased" for entry in export.entries.values())
    for digest, name in enclosed.items():
        if digest not in named:
            yield (
                unknown(DOCUMENT_UNNAMED.because(name=name))
                if is_erased
                else broken(DOCUMENT_BROKEN.because(name=name))
            )
    for digest, title in named.items():
        said = DOCUMENT if digest in enclosed else NOT_ENCLOSED
        finding = said.because(title=title, digest=digest)
        yield holds(finding) if digest in enclosed else unknown(finding)
