"""Evidence: files by the digest of their content, each encrypted under a key of its own."""

import os
import tempfile
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_scopes import scopes_disabled

from sanxin.apps.journal.models import Evidence
from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.sealing import house_key, new_key, seal, unseal

JPEG = b"\xff\xd8\xff"  # how every photograph begins
NOT_KEPT = Sentence(
    "journal.evidence_not_kept",
    "没有这份凭证（{digest}），或已依法删除。",
    "This evidence ({digest}) is not kept here, or was erased as the law asks.",
)


@transaction.atomic
def keep_evidence(
    *, neighbourhood: int, content: bytes, media_type: str, occurred_at: datetime, recorded_at: datetime
) -> str:
    """Keep a file and give its digest; the same content in the same neighbourhood is kept once."""
    digest = sha256_hex(content)
    with scopes_disabled():
        kept = Evidence.objects.filter(neighbourhood=neighbourhood, digest=digest).first()
        if kept and kept.erased_at is None:
            return digest
        key = new_key()
        _write(_path(neighbourhood, digest), seal(key, content, digest))
        Evidence.objects.update_or_create(
            neighbourhood=neighbourhood,
            digest=digest,
            defaults={
                "media_type": media_type,
                "size_bytes": len(content),
                "wrapped_key": seal(_house_key(), key, digest),
                "occurred_at": occurred_at,
                "recorded_at": recorded_at,
                "erased_at": None,
            },
        )
    return digest


def read_evidence(*, neighbourhood: int, digest: str) -> tuple[str, bytes]:
    """Give a file's media type and content. The room that asks has checked access.

    :raises Refusal: if it is not kept here, or was erased
    """
    with scopes_disabled():
        kept = Evidence.objects.filter(neighbourhood=neighbourhood, digest=digest, erased_at=None).first()
    if kept is None or kept.wrapped_key is None:
        raise Refusal(NOT_KEPT.because(digest=digest[:12]))
    key = unseal(_house_key(), bytes(kept.wrapped_key), digest)
    return kept.media_type, unseal(key, _path(neighbourhood, digest).read_bytes(), digest)


def evidence_kept(neighbourhood: int, digests: Collection[str]) -> set[str]:
    """Give those of some files, by digest, that are still kept."""
    with scopes_disabled():
        kept = Evidence.objects.filter(neighbourhood=neighbourhood, digest__in=list(digests), erased_at=None)
        return set(kept.values_list("digest", flat=True))


def erase_evidence(*, neighbourhood: int, digest: str, recorded_at: datetime) -> None:
    """Destroy a file's key, which makes every copy of it unreadable, and then the file."""
    with scopes_disabled():
        Evidence.objects.filter(neighbourhood=neighbourhood, digest=digest).update(
            wrapped_key=None, erased_at=recorded_at
        )
    transaction.on_commit(lambda: _path(neighbourhood, digest).unlink(missing_ok=True))


def _house_key() -> bytes:
    return house_key(settings.SECRET_KEY, "evidence")


def _path(neighbourhood: int, digest: str) -> Path:
    return Path(settings.DATA_DIR) / "evidence" / str(neighbourhood) / digest[:2] / digest


def _write(path: Path, content: bytes) -> None:
    """Write a file so that after a power cut it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
