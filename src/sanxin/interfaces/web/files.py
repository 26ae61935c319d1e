"""Files that go out, and files that wait between a preview and its commit."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import InputRefused, Refusal
from sanxin.record.sealing import house_key, seal, unseal

LARGEST_BYTES = 30 << 20
LONGEST_WAIT = timedelta(days=1)
KINDS = (".xlsx", ".xls", ".csv", ".zip")

NO_FILE = Sentence("upload.none", "没有选择文件。请先选择一个文件。", "No file was chosen. Choose one first.")
TOO_LARGE = Sentence(
    "upload.large",
    "文件有 {found} MB，网页上最多 {most} MB。请用命令行 sanxin import 导入。",
    "The file is {found} MB; the page takes up to {most} MB. Import it with sanxin import on the command line.",
)
GONE = Sentence(
    "upload.gone",
    "这次预览已过期或已经提交。请重新上传。",
    "This preview has expired or was committed. Upload again.",
)


class Unusable(Refusal):
    """An upload that cannot be taken."""


def uploaded_name(visit: HttpRequest) -> str:
    """Give the name an uploaded file came with, as its source."""
    upload = visit.FILES.get("file")
    return (upload.name or "")[:120] if isinstance(upload, UploadedFile) else ""


def attachment(name: str, content: bytes, media_type: str) -> HttpResponse:
    """Answer with a file to keep."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def keep_draft(upload: Any, at: datetime) -> str:
    """Keep an upload until its preview is committed; give the name it waits under.

    Lists hold names and telephone numbers, so what waits on disk is sealed, and no longer than a day.

    :raises Unusable: if there is none, or it is too large for a page
    """
    if not isinstance(upload, UploadedFile) or not upload.name:
        raise Unusable(NO_FILE.because())
    if (upload.size or 0) > LARGEST_BYTES:
        raise Unusable(TOO_LARGE.because(found=(upload.size or 0) >> 20, most=LARGEST_BYTES >> 20))
    suffix = Path(upload.name).suffix.lower()
    name = secrets.token_urlsafe(18) + (suffix if suffix in KINDS else "")
    _drafts().mkdir(parents=True, exist_ok=True)
    _sweep(at)
    (_drafts() / name).write_bytes(seal(_key(), upload.read(), name))
    return name


@contextmanager
def dropped_if_refused(name: str) -> Iterator[None]:
    """Keep no upload whose preview was refused: nobody can commit it."""
    try:
        yield
    except (Refusal, InputRefused):
        drop_draft(name)
        raise


@contextmanager
def opened_draft(name: str) -> Iterator[Path]:
    """Lay a kept upload open as a file for as long as it is read.

    :raises Unusable: if it waits no more
    """
    kept = _drafts() / Path(name).name
    if not kept.is_file():
        raise Unusable(GONE.because())
    with tempfile.TemporaryDirectory(prefix="sanxin-draft-") as folder:
        path = Path(folder) / f"upload{kept.suffix}"
        path.write_bytes(unseal(_key(), kept.read_bytes(), kept.name))
        yield path


def drop_draft(name: str) -> None:
    """Forget a kept upload."""
    (_drafts() / Path(name).name).unlink(missing_ok=True)


def _sweep(at: datetime) -> None:
    for kept in _drafts().iterdir():
        if kept.stat().st_mtime < (at - LONGEST_WAIT).timestamp():
            kept.unlink(missing_ok=True)


def _drafts() -> Path:
    return Path(settings.DATA_DIR) / "drafts"


def _key() -> bytes:
    return house_key(settings.SECRET_KEY, "draft")
