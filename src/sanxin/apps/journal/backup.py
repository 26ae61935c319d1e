"""Backup and restore: the store in one file without its keys, the keys in another that is kept once."""

import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection, models, transaction
from django_scopes import scopes_disabled

from sanxin.apps.journal import copies
from sanxin.apps.journal.models import Entry, Evidence
from sanxin.apps.journal.queries import first_break, is_busy, tree_head
from sanxin.foundation.calendar import CHINA
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.sealing import Unreadable

Progress = Callable[[str], None]

STANDS = Sentence(
    "backup.stands",
    "{file} 已存在，备份不覆盖旧文件。请换一个文件名，如带上日期。",
    "{file} is there already, and a backup overwrites nothing. Choose another name, such as one with the date.",
)
NO_FILE = Sentence(
    "backup.no_file",
    "没有找到 {file}。请核对路径；密钥文件应与备份放在同一文件夹，或用 --keys 指明。",
    "There is no {file}. Check the path; the keys lie beside the backup unless --keys says where.",
)
NOT_OURS = Sentence(
    "backup.not_ours",
    "{file} 打不开：不是三新的备份或密钥文件，或 SANXIN_SECRET_KEY 与备份时不同。请核对文件与密钥。",
    "{file} does not open: it is no backup or keys file of Sanxin, or SANXIN_SECRET_KEY is not the one of then. "
    "Check both.",
)
OLDER_KEYS = Sentence(
    "backup.older_keys",
    "密钥文件是 {keys_at} 写的，比 {made_at} 做的备份旧：那之后登记的人会被当成已删除。请用做这份备份时或以后的密钥文件（--keys）。",
    "The keys file of {keys_at} is older than the backup of {made_at}: whoever was recorded since would be taken for erased. "
    "Give the keys file of that backup or of a later one (--keys).",
)
NOT_EMPTY = Sentence(
    "backup.not_empty",
    "当前数据库里已有数据（{table}），恢复只写入空库。请把 SANXIN_DATA 或 SANXIN_DATABASE_URL 指向新的空库。",
    "The store holds data already ({table}); a backup is restored into an empty one only. Point SANXIN_DATA or "
    "SANXIN_DATABASE_URL at a new one.",
)
OTHER_RELEASE = Sentence(
    "backup.other_release",
    "备份由 {release} 版做成，表结构与本版不同。请用 {release} 版恢复，再用本版运行 sanxin migrate。",
    "The backup was made by release {release}, whose tables differ. Restore it with that release, then run "
    "sanxin migrate with this one.",
)
DAMAGED = Sentence(
    "backup.damaged",
    "{file} 内容不完整或被改动（{what}），未恢复任何内容。请换一份备份，并保留这份以备查。",
    "{file} is incomplete or was changed ({what}); nothing was restored. Take another backup and keep this one as "
    "evidence.",
)
LOG_DIFFERS = Sentence(
    "backup.log_differs",
    "备份中的存证与其记载不符（第 {index} 条起），未恢复任何内容。请换一份备份，并保留这份以备查。",
    "The log in the backup does not fit what it says of itself (from entry {index}); nothing was restored. "
    "Take another backup and keep this one as evidence.",
)


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup holds or a restore brought back: rows, files, the log's head, and when copy and keys were written.

    ``keys_at`` is None where an earlier release wrote the keys without saying when.
    """

    rows: int
    files: int
    log_size: int
    log_root: str
    made_at: datetime
    keys_at: datetime | None


def write_backup(*, file: Path, keys_file: Path, release: str, at: datetime, progress: Progress) -> Copied:
    """Write the store without keys to a new file, then replace the keys file; both whole or not at all.

    :raises Refusal: if the file is there already
    """
    if file.exists():
        raise Refusal(STANDS.because(file=str(file)))
    file.parent.mkdir(parents=True, exist_ok=True)
    keys: copies.Keys = {}
    with tempfile.TemporaryDirectory(prefix=".sanxin-", dir=file.parent) as folder:
        fresh = Path(folder) / "copy"
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            copied = _write(archive, keys, release, at, progress)
        sealed = Path(folder) / "keys"
        sealed.write_bytes(copies.seal_keys(keys, at))
        sealed.chmod(0o600)
        for written in (fresh, sealed):
            _to_disk(written)
        fresh.replace(file)
        keys_file.parent.mkdir(parents=True, exist_ok=True)
        sealed.replace(keys_file)
    return copied


def restore_backup(*, file: Path, keys_file: Path, progress: Progress) -> Copied:
    """Bring a backup back into an empty, migrated store, all of it or nothing.

    :raises Refusal: if a file is missing or does not open, the store is not empty, its tables are of
        another release, or the log does not fit
    """
    for needed in (file, keys_file):
        if not needed.is_file():
            raise Refusal(NO_FILE.because(file=str(needed)))
    try:
        keys, keys_at = copies.open_keys(keys_file.read_bytes())
    except (Unreadable, ValueError) as shut:
        raise Refusal(NOT_OURS.because(file=str(keys_file))) from shut
    try:
        with zipfile.ZipFile(file) as archive:
            return _restore(archive, keys, keys_at, progress)
    except (zipfile.BadZipFile, Unreadable) as broken:
        raise Refusal(NOT_OURS.because(file=str(file))) from broken
    except (KeyError, DeserializationError, DatabaseError) as broken:
        if is_busy(broken):
            raise
        raise Refusal(DAMAGED.because(file=str(file), what=" ".join(str(broken).split())[:200])) from broken


def _write(
    archive: zipfile.ZipFile, keys: copies.Keys, release: str, at: datetime, progress: Progress
) -> Copied:
    rows = {}
    with copies.snapshot():
        for model in copies.kept_models():
            label = copies.label_of(model)
            with archive.open(f"tables/{label}.jsonl", "w", force_zip64=True) as table:
                rows[label] = copies.write_table(model, table, keys)
            progress(f"{label} {rows[label]}")
        head, migrations = tree_head(), copies.migrations_applied()
    files = 0
    for path in sorted(copies.evidence_folder().rglob("*")):
        if path.is_file():
            archive.write(path, copies.EVIDENCE + path.relative_to(copies.evidence_folder()).as_posix())
            files += 1
    manifest = {
        "schema_version": copies.SCHEMA_VERSION, "release": release, "made_at": at.isoformat(), "rows": rows,
        "files": files, "log": {"size": head.size, "root": head.root}, "migrations": migrations,
    }  # fmt: skip
    archive.writestr(copies.MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return Copied(sum(rows.values()), files, head.size, head.root, at, at)


def _restore(
    archive: zipfile.ZipFile, keys: copies.Keys, keys_at: datetime | None, progress: Progress
) -> Copied:
    manifest = copies.manifest_of(archive)
    made_at = datetime.fromisoformat(manifest["made_at"])
    if keys_at is not None and keys_at < made_at:
        raise Refusal(OLDER_KEYS.because(keys_at=_minute(keys_at), made_at=_minute(made_at)))
    if manifest["migrations"] != copies.migrations_applied():
        raise Refusal(OTHER_RELEASE.because(release=manifest["release"]))
    rows = 0
    with transaction.atomic(), scopes_disabled():
        _require_empty()
        for model in copies.kept_models():
            label = copies.label_of(model)
            with archive.open(f"tables/{label}.jsonl") as table:
                back = copies.with_keys(model, copies.read_table(table), keys)
                count = sum(_insert(model, chunk) for chunk in _chunks(back))
            rows += count
            progress(f"{label} {count}")
        _restart_numbering()
        if (broken := first_break()) is not None:
            raise Refusal(LOG_DIFFERS.because(index=broken))
        head = tree_head()
        if {"size": head.size, "root": head.root} != manifest["log"]:
            raise Refusal(LOG_DIFFERS.because(index=head.size))
        _settle_erased(made_at)
        files = _put_evidence_back(archive)
    return Copied(rows, files, head.size, head.root, made_at, keys_at)


def _minute(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _require_empty() -> None:
    for model in copies.kept_models():
        if model._default_manager.exists():  # noqa: SLF001
            raise Refusal(NOT_EMPTY.because(table=copies.label_of(model)))


def _chunks(rows: Iterator[models.Model]) -> Iterator[list[models.Model]]:
    while chunk := list(islice(rows, copies.CHUNK)):
        yield chunk


def _insert(model: type[models.Model], rows: list[models.Model]) -> int:
    model._default_manager.bulk_create(rows)  # noqa: SLF001
    return len(rows)


def _restart_numbering() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), copies.kept_models()):
            cursor.execute(statement)


def _settle_erased(at: datetime) -> None:
    """What has lost its key since the backup was erased; the day it was is not in the backup."""
    Evidence.objects.filter(wrapped_key=None, erased_at=None).update(erased_at=at)
    Entry.objects.filter(salt=None, erased_at=None).update(erased_at=at)


def _put_evidence_back(archive: zipfile.ZipFile) -> int:
    sealed = [name for name in archive.namelist() if name.startswith(copies.EVIDENCE)]
    for name in sealed:
        path = copies.evidence_folder() / name.removeprefix(copies.EVIDENCE)
        if copies.evidence_folder().resolve() not in path.resolve().parents:
            raise Unreadable(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archive.read(name))
    return len(sealed)


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
