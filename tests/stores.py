"""Stores of their own for tests in which several processes write at once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

ROOT = Path(__file__).parents[1]


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
