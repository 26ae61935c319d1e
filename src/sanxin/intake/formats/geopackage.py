"""GeoPackage → raw features. A layer's name stands in for ``kind`` where its features have none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
from pyogrio.errors import DataSourceError
from shapely import from_wkb
from shapely.geometry import mapping

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import InputRefused
from sanxin.intake.faults import fault
from sanxin.intake.formats.raw import RawFeature


def read_features(path: Path) -> Iterator[RawFeature]:
    """Read every layer that has geometry.

    :raises InputRefused: if the file is not a GeoPackage
    """
    try:
        layers = pyogrio.list_layers(path)
    except DataSourceError as broken:
        raise InputRefused([
            fault(
                "site.not_geopackage", path.name, Words("整个文件", "the whole file"),
                found=Words("打不开的文件", "a file that does not open"),
                expected=("GeoPackage（.gpkg）", "a GeoPackage (.gpkg)"),
                remedy=("请从 QGIS 等软件重新导出。", "Export it again from QGIS or the like."),
            )
        ]) from broken  # fmt: skip
    for layer, geometry_type in layers:
        if geometry_type is not None:
            yield from _layer(path, str(layer))


def _layer(path: Path, layer: str) -> Iterator[RawFeature]:
    meta, _, geometries, columns = pyogrio.raw.read(path, layer=layer)
    names = [str(name) for name in meta["fields"]]
    for number, (wkb, *values) in enumerate(zip(geometries, *columns, strict=True), 1):
        given = {name: _plain(value) for name, value in zip(names, values, strict=True)}
        properties = {name: value for name, value in given.items() if value is not None}
        properties.setdefault("kind", layer)
        shape = from_wkb(wkb) if wkb is not None else None
        drawn: dict[str, Any] = mapping(shape) if shape is not None else {}
        geometry_type, coordinates = _single(drawn)
        yield RawFeature(
            Words(f"图层 {layer} 第 {number} 个要素", f"layer {layer}, feature {number}"),
            geometry_type,
            coordinates,
            properties,
        )


def _single(drawn: dict[str, Any]) -> tuple[str, Any]:
    """GIS programs write every polygon as a multi-polygon; one part is what was drawn."""
    geometry_type, coordinates = str(drawn.get("type", "")), drawn.get("coordinates")
    if geometry_type.startswith("Multi") and coordinates and len(coordinates) == 1:
        return geometry_type.removeprefix("Multi"), coordinates[0]
    return geometry_type, coordinates


def _plain(value: Any) -> Any:
    plain = value.item() if hasattr(value, "item") else value
    return None if plain is None or plain != plain else plain
