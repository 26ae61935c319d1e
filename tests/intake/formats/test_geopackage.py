"""A GeoPackage gives the same site as the GeoJSON it was made from."""

import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from sanxin.foundation.refusal import InputRefused
from sanxin.intake.site_folder import read_site
from tests.intake.folder import FEATURES, site_folder


def as_geopackage(folder: Path) -> None:
    for one in FEATURES:
        properties = dict(one["properties"])
        layer = properties.pop("kind")
        names = list(properties)
        values = [
            np.array([json.dumps(v) if isinstance(v, list) else v], dtype=object) for v in properties.values()
        ]
        shape = shapely.geometry.shape(one["geometry"])
        if layer == "building":
            shape = shapely.MultiPolygon([shape])
        pyogrio.raw.write(
            folder / "site.gpkg",
            np.array([shapely.to_wkb(shape)], dtype=object), values, names,
            layer=layer, geometry_type=shape.geom_type, crs="EPSG:4549", append=(folder / "site.gpkg").exists(),
        )  # fmt: skip
    (folder / "site.geojson").unlink()


def test_each_layer_is_a_kind_and_one_part_polygons_are_polygons(tmp_path: Path) -> None:
    folder = site_folder(tmp_path)
    by_geojson = read_site(folder).site
    as_geopackage(folder)
    site = read_site(folder).site
    assert {feature.kind for feature in site.features} == {feature.kind for feature in by_geojson.features}
    for kind in ("building", "stairwell", "pipe", "tree", "transformer"):
        assert site.of_kind(kind) == by_geojson.of_kind(kind)


def test_what_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    folder = site_folder(tmp_path)
    (folder / "site.geojson").unlink()
    (folder / "site.gpkg").write_bytes(b"no")
    with pytest.raises(InputRefused, match=r"site\.gpkg"):
        read_site(folder)
