"""Keeps a small store of this release under tests/golden/stores, for later releases to migrate in their tests.

Run once a release: ``python tools/keep_store.py``. It imports a small compound with its households:
what a later release must still be able to read.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "tests" / "golden" / "stores"
SECRET = "the secret of every kept store, known to all"
SITE = """name = "小院"
place = "cn/shanghai"
latitude = 31.17
longitude = 121.43
built_year = 1996
tenure = "售后公房"
crs = "local"
"""
FEATURES = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"kind": "building", "id": "B1", "storeys": 6},
 "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [20, 0], [20, 10], [0, 10], [0, 0]]]}},
{"type": "Feature", "properties": {"kind": "stairwell", "id": "1", "building": "B1"},
 "geometry": {"type": "Point", "coordinates": [10, 10]}}]}
"""
DWELLINGS = (
    "门栋,室号,楼层,建筑面积,业主,证件号后四位,电话\n1,101,1,60,王芳,1234,13800000001\n1,102,1,61.5,李强,,\n"
)


def main() -> int:
    """Make the store in a folder of its own, then keep its database, packed."""
    with tempfile.TemporaryDirectory() as folder:
        data, site = Path(folder) / "data", Path(folder) / "site"
        site.mkdir()
        (site / "site.toml").write_text(SITE, encoding="utf-8")
        (site / "site.geojson").write_text(FEATURES, encoding="utf-8")
        (site / "dwellings.csv").write_text(DWELLINGS, encoding="utf-8")
        for command in (
            ["migrate", "--quiet"],
            ["unit", "add", "徐汇区", "--level", "district", "--founded-on", "2020-01-01"],
            [
                "unit",
                "add",
                "凌云街道",
                "--level",
                "street",
                "--parent",
                "徐汇区",
                "--founded-on",
                "2020-01-01",
            ],
            [
                "unit",
                "add",
                "金牛居民区",
                "--level",
                "neighbourhood",
                "--parent",
                "凌云街道",
                "--founded-on",
                "2020-01-01",
            ],
            ["import", str(site), "--neighbourhood", "金牛居民区", "--quiet"],
        ):
            run(command, data)
        version = run(["--version"], data).split()[-1]
        packed = Path(folder) / "packed.sqlite3"
        with sqlite3.connect(data / "sanxin.sqlite3") as store:
            store.execute("VACUUM INTO ?", [str(packed)])
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{version}.sqlite3.gz").write_bytes(gzip.compress(packed.read_bytes(), mtime=0))
    return 0


def run(command: list[str], data: Path) -> str:
    """Run a command of sanxin on the store."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "SANXIN_DATA": str(data),
        "SANXIN_SECRET_KEY": SECRET,
    }
    environment.pop("SANXIN_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "sanxin", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
