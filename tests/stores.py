"""Stores of their own for tests in which several processes write at once."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

ROOT = Path(__file__).parents[1]
LIVES_WITHIN_S = 600
# The surroundings of somebody who has set nothing.
BARE = {key: value for key, value in os.environ.items() if not key.startswith(("SANXIN_", "DJANGO_"))}


@contextmanager
def empty_store(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the surroundings of an empty store of the kind under test."""
    url, name = os.environ.get("SANXIN_DATABASE_URL", ""), f"race_{uuid4().hex[:8]}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sanxin.config.testing",
        "PYTHONPATH": f"{ROOT}/src{os.pathsep}{ROOT}",
        "SANXIN_DATA": str(tmp_path),
    }
    if not url.startswith("postgres"):
        yield {**env, "SANXIN_DATABASE_URL": ""}
        return
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield {**env, "SANXIN_DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def lived_through(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a demonstration to copy, lived through once for all the processes that run tests."""
    mine = tmp_path_factory.getbasetemp()
    shared = (mine.parent if os.environ.get("PYTEST_XDIST_WORKER") else mine) / "lived_through"
    told = shared / "told.txt"
    try:
        shared.mkdir()
    except FileExistsError:
        until = time.monotonic() + LIVES_WITHIN_S
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.5)
    else:
        done = subprocess.run(
            [sys.executable, "-m", "sanxin", "demo", "--no-serve", "--data", str(shared)],
            cwd=ROOT, env={**BARE, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        told.with_suffix(".part").write_text(f"{done.returncode}\n{done.stderr}", encoding="utf-8")
        told.with_suffix(".part").rename(told)
    assert told.read_text(encoding="utf-8").startswith("0\n"), told.read_text(encoding="utf-8")
    return shared


def python(env: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=env,
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
