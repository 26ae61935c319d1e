"""GeoJSON (RFC 7946) → raw features."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import InputRefused
from sanxin.intake.faults import fault, quoted
from sanxin.intake.formats.raw import RawFeature

READABLE = ("能打开的 GeoJSON（UTF-8）", "readable GeoJSON (UTF-8)")


def read_features(path: Path) -> Iterator[RawFeature]:
    """Read a FeatureCollection.

    :raises InputRefused: if the file is not JSON, or not a FeatureCollection
    """
    content = _parsed(path)
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise InputRefused([
            fault(
                "site.not_a_collection", path.name, Words("整个文件", "the whole file"),
                found=quoted(content.get("type") if isinstance(content, dict) else type(content).__name__),
                expected=("FeatureCollection", "a FeatureCollection"),
                remedy=("请从绘图软件重新导出为 GeoJSON 要素集合。",
                        "Export it again as a GeoJSON FeatureCollection."),
            )
        ])  # fmt: skip
    for number, feature in enumerate(content["features"], 1):
        yield _raw(feature if isinstance(feature, dict) else {}, number)


def _parsed(path: Path) -> Any:
    content = path.read_bytes()
    try:
        return json.loads(_text(content))
    except json.JSONDecodeError as broken:
        raise InputRefused([
            fault(
                "site.not_json", path.name,
                Words(f"第 {broken.lineno} 行第 {broken.colno} 字", f"line {broken.lineno}, column {broken.colno}"),
                found=quoted(broken.doc[max(broken.pos - 10, 0) : broken.pos + 10].strip()),
                expected=READABLE,
                remedy=("请检查该处的逗号、括号和引号，或重新导出。",
                        "Look for a comma, bracket or quote missing there, or export it again."),
            )
        ]) from broken  # fmt: skip


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _raw(feature: dict[str, Any], number: int) -> RawFeature:
    geometry = feature.get("geometry") if isinstance(feature.get("geometry"), dict) else {}
    properties = feature.get("properties") if isinstance(feature.get("properties"), dict) else {}
    return RawFeature(
        place=Words(f"第 {number} 个要素", f"feature {number}"),
        geometry_type=str((geometry or {}).get("type") or ""),
        coordinates=(geometry or {}).get("coordinates"),
        properties=properties or {},
    )
