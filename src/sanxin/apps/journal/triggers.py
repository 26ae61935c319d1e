"""Triggers that refuse any change to the log, by whichever door it comes.

A migration installs them; because remaking a table drops its triggers, they are also put back and
checked after every migrate.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

GUARDED = "journal_leaf"
SAYING = "the log is append-only"

# REPLACE deletes without waking a delete trigger, hence the guard on insert.
STANDS_ALREADY = """WHEN EXISTS (SELECT 1 FROM journal_leaf WHERE "index" = NEW."index"
OR (stream_id = NEW.stream_id AND sequence = NEW.sequence))"""
SQLITE = {
    f"{GUARDED}_no_{what}": f"CREATE TRIGGER {GUARDED}_no_{what} BEFORE {event} ON {GUARDED} {when} "
    f"BEGIN SELECT RAISE(ABORT, '{SAYING}'); END"
    for what, event, when in (
        ("update", "UPDATE", ""),
        ("delete", "DELETE", ""),
        ("replace", "INSERT", STANDS_ALREADY),
    )
}
POSTGRES_BODY = f" BEGIN RAISE EXCEPTION '{SAYING}'; END "
POSTGRES_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {GUARDED}_refuse() RETURNS trigger LANGUAGE plpgsql AS $${POSTGRES_BODY}$$"
)
POSTGRES_TRIGGER = f"{GUARDED}_no_change"
POSTGRES = (
    f"CREATE TRIGGER {POSTGRES_TRIGGER} BEFORE UPDATE OR DELETE OR TRUNCATE ON {GUARDED} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION {GUARDED}_refuse()"
)
POSTGRES_CHECK = """
SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = to_regclass(%s) AND t.tgname = %s AND t.tgenabled IN ('O', 'A')
AND t.tgtype & 58 = 58 AND p.prosrc = %s
"""  # 58: before, delete, update, truncate


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, replacing one that says something else."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, statement in SQLITE.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(statement)
        else:
            cursor.execute(POSTGRES_FUNCTION)
            cursor.execute(f"DROP TRIGGER IF EXISTS {POSTGRES_TRIGGER} ON {GUARDED}")
            cursor.execute(POSTGRES)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, as undoing the first migration must."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {POSTGRES_TRIGGER} ON {GUARDED}")


def missing(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Name the triggers that are not there, are switched off, or say something else."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            standing = dict(cursor.fetchall())
            return tuple(name for name, statement in SQLITE.items() if standing.get(name) != statement)
        cursor.execute(POSTGRES_CHECK, [GUARDED, POSTGRES_TRIGGER, POSTGRES_BODY])
        (count,) = cursor.fetchone()
        return () if count else (POSTGRES_TRIGGER,)


def reinstall(using: str, **_: Any) -> None:
    """Put the triggers back after a migrate and make sure of it.

    :raises RuntimeError: if they are still not there
    """
    connection = connections[using]
    if GUARDED not in connection.introspection.table_names():
        return  # migrated back to before the first table
    if missing(connection):
        install(connection)
    if left := missing(connection):
        raise RuntimeError(f"the log is not guarded: {', '.join(left)} missing after migrate")
