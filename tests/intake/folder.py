"""A small sound site folder that each test bends in one way."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

MANIFEST = """\
name = "小院"
place = "cn/shanghai"
latitude = 31.17
longitude = 121.43
built_year = 1996
tenure = "售后公房"
crs = "local"
"""

FEATURES: list[dict[str, Any]] = [
    {"properties": {"kind": "building", "id": "B1", "storeys": 6},
     "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [20, 0], [20, 10], [0, 10], [0, 0]]]}},
    {"properties": {"kind": "stairwell", "id": "1", "building": "B1"},
     "geometry": {"type": "Point", "coordinates": [10, 10]}},
    {"properties": {"kind": "pipe", "id": "P1", "utility": "gas_low", "diameter_mm": 100},
     "geometry": {"type": "LineString", "coordinates": [[0, 12], [20, 12]]}},
    {"properties": {"kind": "tree", "id": "T1"}, "geometry": {"type": "Point", "coordinates": [5, 14]}},
    {"properties": {"kind": "transformer", "id": "X1", "rated_kva": 400, "peak_kva": 210, "serves": ["1"]},
     "geometry": {"type": "Point", "coordinates": [30, 5]}},
]  # fmt: skip


def site_folder(
    folder: Path,
    *,
    manifest: str = MANIFEST,
    bend: Callable[[list[dict[str, Any]]], None] | None = None,
    dwellings: str | None = None,
) -> Path:
    features = copy.deepcopy(FEATURES)
    if bend:
        bend(features)
    folder.mkdir(exist_ok=True)
    (folder / "site.toml").write_text(manifest, encoding="utf-8")
    collection = {"type": "FeatureCollection", "features": [{"type": "Feature", **one} for one in features]}
    (folder / "site.geojson").write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    if dwellings is not None:
        (folder / "dwellings.csv").write_text(dwellings, encoding="utf-8")
    return folder
