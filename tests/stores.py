"""Stores of their own for tests in which several processes write at once."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

ROOT = Path(__file__).parents[1]
MADE_WITHIN_S = 600
# The surroundings of somebody who has set nothing.
BARE = {key: value for key, value in os.environ.items() if not key.startswith(("SANXIN_", "DJANGO_"))}


@contextmanager
def empty_store(tmp_path: Path, like: str = "") -> Iterator[dict[str, str]]:
    """Give the surroundings of an empty store of the kind under test; on PostgreSQL a copy, if one is named."""
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
    with on_server(url) as carry_out:
        carry_out(f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else ""))
        yield {**env, "SANXIN_DATABASE_URL": of_database(url, name)}
        carry_out(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def migrated_store(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Give the surroundings of a store whose tables stand and hold nothing: migrated once a run, then copied."""
    url, name = os.environ.get("SANXIN_DATABASE_URL", ""), migrated_once()

    def migrate(folder: Path) -> "subprocess.CompletedProcess[str]":
        there = {**BARE, "PYTHONPATH": str(ROOT / "src"), "SANXIN_MODE": "test", "SANXIN_DATA": str(folder)}
        if url.startswith("postgres"):
            with on_server(url) as carry_out:
                carry_out(f"CREATE DATABASE {name}")
            there["SANXIN_DATABASE_URL"] = of_database(url, name)
        return module(there, "migrate", "--quiet")

    made = made_once(tmp_path_factory, "migrated", migrate)
    shutil.copytree(made, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("told.txt"))
    with empty_store(tmp_path, like=name) as env:
        yield env


def migrated_once() -> str:
    """Name the database that all processes of this run copy; the one that started them drops it."""
    return f"migrated_{os.getppid() if os.environ.get('PYTEST_XDIST_WORKER') else os.getpid()}"


def drop_migrated() -> None:
    """Leave no database behind on a server that is not ours."""
    url = os.environ.get("SANXIN_DATABASE_URL", "")
    if url.startswith("postgres"):
        with on_server(url) as carry_out:
            carry_out(f"DROP DATABASE IF EXISTS {migrated_once()} WITH (FORCE)")


@contextmanager
def on_server(url: str) -> Iterator[Callable[[str], object]]:
    """Give what carries out a statement on a PostgreSQL server."""
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(url, autocommit=True) as admin:
        yield admin.execute


def of_database(url: str, name: str) -> str:
    """Give the address of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def lived_through(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a demonstration to copy, lived through once for all the processes that run tests."""

    def live(folder: Path) -> "subprocess.CompletedProcess[str]":
        return module({**BARE, "PYTHONPATH": str(ROOT / "src")}, "demo", "--no-serve", "--data", str(folder))

    return made_once(tmp_path_factory, "lived_through", live)


def made_once(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    make: "Callable[[Path], subprocess.CompletedProcess[str]]",
) -> Path:
    """Give a folder that the first process to ask for it fills, while the others wait."""
    mine = tmp_path_factory.getbasetemp()
    shared = (mine.parent if os.environ.get("PYTEST_XDIST_WORKER") else mine) / name
    told = shared / "told.txt"
    try:
        shared.mkdir()
    except FileExistsError:
        until = time.monotonic() + MADE_WITHIN_S
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.5)
    else:
        done = make(shared)
        told.with_suffix(".part").write_text(f"{done.returncode}\n{done.stderr}", encoding="utf-8")
        told.with_suffix(".part").rename(told)
    assert told.read_text(encoding="utf-8").startswith("0\n"), told.read_text(encoding="utf-8")
    return shared


def module(env: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of the house to its end, as from nowhere in particular."""
    command = [sys.executable, "-m", "sanxin", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


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
