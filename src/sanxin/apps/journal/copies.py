"""A copy of the whole store in one file, and beside it the keys that open it, kept apart and kept once.

What an erasure destroys (a person's key, a file's key, an entry's salt) is never in the copy: it goes into
the keys file, which each backup replaces. So an erasure reaches every earlier copy with the next backup.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django_scopes import scopes_disabled

from sanxin.record.sealing import Unreadable, house_key, seal, unseal

SCHEMA_VERSION = 1
MANIFEST, EVIDENCE = "manifest.json", "evidence/"
CHUNK = 2000
# Made again by every migrate, or worth nothing later.
LEFT_OUT = {"contenttypes", "auth", "sessions"}
CONTEXT = "store keys"

Keys = dict[str, dict[str, dict[str, str]]]


def kept_models() -> list[type[models.Model]]:
    """List the tables a copy holds."""
    return [model for model in apps.get_models() if model._meta.app_label not in LEFT_OUT]  # noqa: SLF001


def label_of(model: type[models.Model]) -> str:
    """Name a table as the copy does, such as ``registry.party``."""
    return model._meta.label_lower  # noqa: SLF001


def migrations_applied() -> list[list[str]]:
    """List the migrations of our own rooms that made the store what it is."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("sanxin.")}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted([room, name] for room, name in applied if room in ours)


def evidence_folder() -> Path:
    """Give the folder in which sealed files lie."""
    return Path(settings.DATA_DIR) / "evidence"


@contextmanager
def snapshot() -> Iterator[None]:
    """Read the whole store as it stands at one moment, without keeping writers waiting."""
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor, scopes_disabled():
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def write_table(model: type[models.Model], file: IO[bytes], keys: Keys) -> int:
    """Write a table's rows as JSON lines; what opens them goes into ``keys``. Give their number."""
    told = io.TextIOWrapper(file, encoding="utf-8", write_through=True)
    fields = [field.name for field in model._meta.concrete_fields]  # noqa: SLF001
    count = 0
    for count, row in enumerate(_without_keys(model, keys), 1):  # noqa: B007 - the last one is the count
        serializers.serialize("jsonl", [row], stream=told, fields=fields)
    told.detach()
    return count


def read_table(file: IO[bytes]) -> Iterator[models.Model]:
    """Read back the rows of a table, one by one."""
    lines = io.TextIOWrapper(file, encoding="utf-8")
    for read in serializers.deserialize("jsonl", lines):
        yield read.object


def with_keys(model: type[models.Model], rows: Iterable[models.Model], keys: Keys) -> Iterator[models.Model]:
    """Give rows their keys back; a row whose key is gone was erased since, and stays shut."""
    known = keys.get(label_of(model), {})
    for row in rows:
        for column, written in known.get(str(row.pk), {}).items():
            setattr(row, column, bytes.fromhex(written))
        for text in getattr(model, "SEALED_IN_COPIES", ()):
            _open_text(row, text)
        yield row


def seal_keys(keys: Keys, at: datetime) -> bytes:
    """Encrypt the keys and the moment they were written under the house's secret."""
    told = {"made_at": at.isoformat(), "keys": keys}
    return seal(house_key(settings.SECRET_KEY, "backup"), json.dumps(told).encode(), CONTEXT)


def open_keys(sealed: bytes) -> tuple[Keys, datetime | None]:
    """Decrypt a keys file: the keys, and when they were written; earlier releases did not say when.

    :raises Unreadable: if it was sealed under another secret, or is no keys file
    """
    opened = json.loads(unseal(house_key(settings.SECRET_KEY, "backup"), sealed, CONTEXT))
    if "made_at" not in opened:
        return opened, None
    return opened["keys"], datetime.fromisoformat(opened["made_at"])


def manifest_of(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Read what a copy says of itself.

    :raises Unreadable: if it is no copy of ours
    """
    try:
        read = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError) as fault:
        raise Unreadable("no manifest") from fault
    if not isinstance(read, dict) or read.get("schema_version") != SCHEMA_VERSION:
        raise Unreadable("unknown schema_version")
    return read


def _without_keys(model: type[models.Model], keys: Keys) -> Iterator[models.Model]:
    columns = getattr(model, "KEYS", ())
    apart = keys.setdefault(label_of(model), {}) if columns else {}
    for row in model._default_manager.order_by("pk").iterator(CHUNK):  # noqa: SLF001
        for text in getattr(model, "SEALED_IN_COPIES", ()):
            _seal_text(row, text)
        held = {column: bytes(value).hex() for column in columns if (value := getattr(row, column))}
        if held:
            apart[str(row.pk)] = held
        for column in columns:
            setattr(row, column, None)
        for column in getattr(model, "DERIVED", ()):
            setattr(row, column, "")
        yield row


def _seal_text(row: Any, column: str) -> None:
    """An entry's text is shut under its own salt, so that losing the salt loses the text."""
    text = getattr(row, column)
    if text is not None and row.salt:
        setattr(row, column, seal(bytes(row.salt), text.encode(), f"entry {row.pk}").hex())


def _open_text(row: Any, column: str) -> None:
    text = getattr(row, column)
    opens = text is not None and row.salt
    setattr(
        row, column,
        unseal(bytes(row.salt), bytes.fromhex(text), f"entry {row.pk}").decode() if opens else None,
    )  # fmt: skip
