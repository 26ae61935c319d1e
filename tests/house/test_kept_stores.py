"""A store of every release still opens: migrated, guarded, its log whole, its people readable."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stores import BARE
from tools.keep_store import KEPT, SECRET

ROOT = Path(__file__).parents[2]
PROBE = """
import django; django.setup()
from datetime import UTC, datetime
from sanxin.apps.registry import queries
from sanxin.foundation.actor import System
at, cli = datetime.now(UTC), System("test")
site = queries.site_of(cli, queries.find_compound(cli, "小院", at).public_id, at)
print(sorted((row.room, row.owners) for row in site.dwellings))
"""


def run(data: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    settings = {"DJANGO_SETTINGS_MODULE": "sanxin.config.settings", "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=False,
        env={**BARE, **settings, "SANXIN_DATA": str(data), "SANXIN_SECRET_KEY": SECRET},
    )  # fmt: skip


@pytest.mark.parametrize("kept", sorted(KEPT.glob("*.sqlite3.gz")), ids=lambda path: path.name)
def test_a_store_of_an_earlier_release_is_migrated_and_found_whole(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "sanxin.sqlite3").write_bytes(gzip.decompress(kept.read_bytes()))
    assert run(tmp_path, "-m", "sanxin", "migrate", "--quiet").returncode == 0
    doctor = run(tmp_path, "-m", "sanxin", "doctor")
    assert doctor.returncode == 0, doctor.stdout
    people = run(tmp_path, "-c", PROBE)
    assert people.stdout.strip() == "[('101', ('王芳',)), ('102', ('李强',))]", people.stderr


def test_this_release_has_a_store_kept() -> None:
    version = run(Path("/nonexistent"), "-m", "sanxin", "--version").stdout.split()[-1]
    assert (KEPT / f"{version}.sqlite3.gz").is_file()
