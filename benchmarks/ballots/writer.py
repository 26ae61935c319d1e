"""One writer: hands in ballots by the verb, or makes bare durable inserts of the same size."""

import cProfile
import json
import pstats
import sys
from datetime import UTC, datetime

import django

django.setup()

from django.db import connection, transaction
from django_scopes import scopes_disabled

from sanxin.apps.decisions import actions
from sanxin.apps.decisions.models import Ballot, RollLine
from sanxin.foundation.actor import System

WRITER = System("bench")
CREATE = "CREATE TABLE IF NOT EXISTS bench_bare (id {kind} PRIMARY KEY, said text NOT NULL)"
ROW = "x" * 600  # about what a ballot, its leaf and its entry weigh together
PROFILED = 200


def cast(asked: str, home: str) -> None:
    """Hand in one ballot at the door."""
    at = datetime.now(UTC)
    actions.cast_ballot(
        actor=WRITER, round=asked, dwelling=home, choice="for", channel="door", key=f"bench-{home}",
        witness="staff:bench", occurred_at=at, recorded_at=at,
    )  # fmt: skip


def bare(home: str) -> None:
    """Make one durable insert."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_bare (said) VALUES (%s)", [home + ROW])


def profile(asked: str) -> dict[str, float]:
    """Tell where the time of corrections by one writer goes, in percent of the whole."""
    with scopes_disabled():
        homes = list(RollLine.objects.values_list("dwelling__public_id", flat=True)[:PROFILED])
    seen = cProfile.Profile()
    seen.enable()
    for home in homes:
        at = datetime.now(UTC)
        standing = _standing(home)
        actions.cast_ballot(
            actor=WRITER, round=asked, dwelling=home, choice="against", channel="door", key=f"again-{home}",
            witness="staff:bench", replaces=standing, occurred_at=at, recorded_at=at,
        )  # fmt: skip
    seen.disable()
    stats = pstats.Stats(seen).stats  # type: ignore[attr-defined]
    whole = sum(row[2] for row in stats.values())

    def own(*names: str) -> float:
        """Give the percentage of time spent in functions themselves, named by file and name."""
        spent = sum(
            row[2] for (file, _, name), row in stats.items() if any(one in f"{file}:{name}" for one in names)
        )
        return float(100 * spent / whole)

    commit = own("method 'commit'")
    execute = own("sqlite3/base.py:execute", "SQLiteCursorWrapper.execute", "method 'execute'", "psycopg")
    hashing = own("sha256", "encoder.py", "canonical.py")
    if connection.vendor == "postgresql":  # its driver waits for answers and for the commit in one place
        waited: dict[str, float] = {"in the database, commit and all": commit + execute}
    else:
        waited = {"waiting for the disk (commit)": commit, "in the database (statements)": execute}
    return waited | {
        "hashing and canonical bytes": hashing,
        "Django and our own code": 100 - commit - execute - hashing,
    }


def _standing(home: str) -> str:
    with scopes_disabled():
        return str(
            Ballot.objects.filter(line__dwelling__public_id=home, replaced_at=None).values_list(
                "public_id", flat=True
            )[0]
        )


def main(how: str, asked: str) -> None:
    """Say that we are ready, wait for the homes, and write."""
    if how == "profile":
        print(json.dumps(profile(asked)))
        return
    if how == "bare":
        kind = "bigserial" if connection.vendor == "postgresql" else "integer"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CREATE.format(kind=kind))
    connection.ensure_connection()
    print("ready", flush=True)
    for home in json.loads(sys.stdin.readline()):
        bare(home) if how == "bare" else cast(asked, home)


if __name__ == "__main__":
    main(*sys.argv[1:])
