"""Many writers at once, each its own process: one log, in order, nothing lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

ROOT = Path(__file__).parents[3]
WRITERS, EACH = 4, 25
WRITE = """
import django; django.setup()
from datetime import UTC, datetime
from sanxin.apps.journal.actions import enter
from sanxin.foundation.actor import System
at = datetime(2022, 3, 1, tzinfo=UTC)
for n in range(25):
    enter(actor=System("t"), stream=f"s/{n % 3}", verb="v", subject="x", payload={"n": n},
          occurred_at=at, recorded_at=at, neighbourhood=1)
"""
CHECK = """
import django; django.setup()
from sanxin.apps.journal import queries
print(queries.tree_head().size, queries.first_break(), queries.triggers_missing())
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the surroundings of an empty, migrated store of the kind under test."""
    url, name = os.environ.get("SANXIN_DATABASE_URL", ""), f"race_{uuid4().hex[:8]}"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "sanxin.config.testing", "PYTHONPATH": str(ROOT / "src"),
           "SANXIN_DATA": str(tmp_path)}  # fmt: skip
    if not url.startswith("postgres"):
        yield {**env, "SANXIN_DATABASE_URL": ""}
        return
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield {**env, "SANXIN_DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def python(env: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=env,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.slow
def test_writers_in_many_processes_leave_one_log_in_order(store: dict[str, str]) -> None:
    migrate = python(store, "-m", "django", "migrate", "-v", "0")
    assert migrate.communicate()[1] == ""
    writers = [python(store, "-c", WRITE) for _ in range(WRITERS)]
    assert [writer.communicate()[1] for writer in writers] == [""] * WRITERS
    told, trouble = python(store, "-c", CHECK).communicate()
    assert (told.strip(), trouble) == (f"{WRITERS * EACH} None ()", "")
