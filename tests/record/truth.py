"""The example record, which is true, and what a forger does to it."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sanxin.foundation.canonical import canonical_bytes, sha256_hex
from sanxin.record.export import read_export
from sanxin.record.reading import read_json
from sanxin.record.verify import Finding, root_holds, verify
from tests.record.forger import Page, pack, pages_of, rehashed

RECORD = Path(__file__).parents[2] / "examples" / "record"
TRUE = (RECORD / "yihaomen-export.zip").read_bytes()
ROOT, _, SIZE = (RECORD / "root.txt").read_text(encoding="utf-8").strip().partition("@")
Change = Callable[[dict[str, Any]], Any]


def place_of(pages: list[Page], verb: str, nth: int = 0) -> int:
    """Find the nth entry of a verb."""
    found = [
        index for index, page in enumerate(pages)
        if isinstance(page.record, dict) and page.record["verb"] == verb
    ]  # fmt: skip
    return found[nth]


def forged(verb: str, change: Change, nth: int = 0) -> bytes:
    """Change the record of an entry, and hash everything anew."""
    pages = pages_of(TRUE)
    change(pages[place_of(pages, verb, nth)].record)
    return pack(TRUE, rehashed(pages))


def hidden(*streams: str) -> bytes:
    """Leave only the hashes of what stands in streams that begin so; nothing is hashed anew."""
    pages = pages_of(TRUE)
    return pack(
        TRUE, [Page(page.hash) if page.leaf and page.leaf.stream.startswith(streams) else page for page in pages]
    )  # fmt: skip


def put(**values: Any) -> Change:
    """Set keys of the payload."""
    return lambda record: record["payload"].update(values)


def without(key: str) -> Change:
    """Take a key out of the payload."""
    return lambda record: record["payload"].pop(key)


def findings(packed: bytes, *, root: bool = False) -> list[Finding]:
    """Verify an export, against the true root or by itself."""
    export = read_export("x.zip", packed)
    said = verify(export, outside=root)
    return [*said, root_holds(export, ROOT, int(SIZE))] if root else said


def codes(said: list[Finding], verdict: str = "broken") -> set[str]:
    """Name what was found so."""
    return {one.because.code for one in said if one.verdict == verdict}


def parts(packed: bytes) -> dict[str, bytes]:
    """Unpack."""
    archive = zipfile.ZipFile(io.BytesIO(packed))
    return {name: archive.read(name) for name in archive.namelist()}


def zipped(contents: dict[str, bytes], **manifest: Any) -> bytes:
    """Pack with a manifest that fits, but for what is changed in it."""
    told = {**read_json(contents["manifest.json"]), **manifest}
    told["files"] = {name: sha256_hex(part) for name, part in contents.items() if name != "manifest.json"}
    told |= manifest
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**contents, "manifest.json": canonical_bytes(told)}.items():
            archive.writestr(name, part)
    return packed.getvalue()
