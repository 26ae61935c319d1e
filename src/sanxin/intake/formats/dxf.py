"""DXF → raw features, by a small table from layer to kind in ``site.toml``.

``[layers]`` maps a drawing's layer to a kind and fixed properties, as in
``"低压燃气" = { kind = "pipe", utility = "gas_low" }``. Attributes of inserted blocks become properties; a text
inside an outline names it, and "混6", "砖5" or "6F" on a building give its storeys, as on a survey map.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ezdxf.document import Drawing
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.filemanagement import readfile
from ezdxf.lldxf.const import DXFError

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import InputRefused
from sanxin.intake.faults import fault
from sanxin.intake.formats.raw import RawFeature
from sanxin.intake.kinds import KINDS

STOREYS = re.compile(r"^(?:混|砖|砼|钢|简|坚)?\s*(\d{1,2})\s*(?:F|层)?$", re.IGNORECASE)
KIND_OF_NAME = {kind.zh: name for name, kind in KINDS.items()} | {name: name for name in KINDS}
Coordinates = list[tuple[float, float]]


def read_features(path: Path, layers: Mapping[str, Mapping[str, Any]]) -> Iterator[RawFeature]:
    """Read the entities on mapped layers; a layer called by a kind's own name needs no mapping.

    :raises InputRefused: if the file is not DXF, or no layer of it is mapped
    """
    drawing = _opened(path)
    mapped = {**_by_name(drawing), **layers}
    entities = [entity for entity in drawing.modelspace() if entity.dxf.layer in mapped]
    if not entities:
        raise _nothing_mapped(path, drawing)
    texts = _texts(drawing)
    for entity in entities:
        drawn = _drawn(entity)
        if drawn:
            fixed = mapped[entity.dxf.layer]
            yield _raw(entity, drawn, {**fixed, **_attributes(entity)}, texts)


def _opened(path: Path) -> Drawing:
    try:
        return readfile(path)
    except (OSError, DXFError) as broken:
        raise InputRefused([
            fault(
                "site.not_dxf", path.name, Words("整个文件", "the whole file"),
                found=Words("打不开的文件", "a file that does not open"),
                expected=("DXF 图（不是 DWG）", "a DXF drawing (not DWG)"),
                remedy=("请在 CAD 中“另存为” DXF。", "Save it as DXF in the CAD program."),
            )
        ]) from broken  # fmt: skip


def _by_name(drawing: Drawing) -> dict[str, Mapping[str, Any]]:
    names = {entity.dxf.layer for entity in drawing.modelspace()}
    return {name: {"kind": KIND_OF_NAME[name]} for name in names if name in KIND_OF_NAME}


def _drawn(entity: DXFGraphic) -> tuple[str, Coordinates] | None:
    kind = entity.dxftype()
    if kind in {"LWPOLYLINE", "POLYLINE"}:
        corners = _corners(entity)
        closed = bool(entity.is_closed) or corners[0] == corners[-1]  # type: ignore[attr-defined]
        return ("Polygon" if closed else "LineString"), corners
    if kind == "LINE":
        ends = (entity.dxf.start, entity.dxf.end)
        return "LineString", [(end.x, end.y) for end in ends]
    at = {"POINT": "location", "INSERT": "insert", "CIRCLE": "center"}.get(kind)
    if at is None:
        return None
    place = entity.dxf.get(at)
    return "Point", [(place.x, place.y)]


def _corners(entity: Any) -> Coordinates:
    if entity.dxftype() == "LWPOLYLINE":
        return [(x, y) for x, y in entity.get_points("xy")]
    return [(vertex.dxf.location.x, vertex.dxf.location.y) for vertex in entity.vertices]


def _attributes(entity: DXFGraphic) -> dict[str, str]:
    attribs = getattr(entity, "attribs", [])
    return {attrib.dxf.tag.lower(): attrib.dxf.text for attrib in attribs if attrib.dxf.text}


def _texts(drawing: Drawing) -> list[tuple[str, float, float]]:
    found: list[Any] = list(drawing.modelspace().query("TEXT MTEXT"))
    texts = [(text.plain_text(), text.dxf.insert) for text in found]
    return [(words.strip(), place.x, place.y) for words, place in texts]


def _raw(
    entity: DXFGraphic,
    drawn: tuple[str, Coordinates],
    properties: dict[str, Any],
    texts: list[tuple[str, float, float]],
) -> RawFeature:
    geometry_type, corners = drawn
    if geometry_type == "Polygon":
        properties = _labelled(properties, corners, texts)
    handle = entity.dxf.handle
    properties.setdefault("id", properties.get("name") or f"{entity.dxf.layer}-{handle}")
    coordinates: Any = {"Point": corners[0], "LineString": corners, "Polygon": [corners]}[geometry_type]
    place = Words(f"图层 {entity.dxf.layer} 图元 {handle}", f"layer {entity.dxf.layer}, entity {handle}")
    return RawFeature(place, geometry_type, coordinates, properties)


def _labelled(
    properties: dict[str, Any], corners: Coordinates, texts: list[tuple[str, float, float]]
) -> dict[str, Any]:
    labelled = dict(properties)
    for words, x, y in texts:
        if not _inside(x, y, corners):
            continue
        storeys = STOREYS.match(words)
        if storeys and labelled.get("kind") == "building":
            labelled.setdefault("storeys", int(storeys[1]))
        else:
            labelled.setdefault("name", words)
    if labelled.get("kind") != "building" and "name" in labelled:
        labelled.setdefault("id", labelled.pop("name"))
    return labelled


def _inside(x: float, y: float, corners: Coordinates) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _nothing_mapped(path: Path, drawing: Drawing) -> InputRefused:
    names = "、".join(sorted({entity.dxf.layer for entity in drawing.modelspace()})[:12])
    return InputRefused([
        fault(
            "site.dxf.layers", path.name, Words("图层", "its layers"), found=Words(f"图层：{names}", f"layers: {names}"),
            expected=("site.toml 的 [layers] 中对应的图层", "layers that [layers] in site.toml maps"),
            remedy=('请在 site.toml 写明，如 "低压燃气" = { kind = "pipe", utility = "gas_low" }。',
                    'Map them in site.toml, as in "低压燃气" = { kind = "pipe", utility = "gas_low" }.'),
        )
    ])  # fmt: skip
