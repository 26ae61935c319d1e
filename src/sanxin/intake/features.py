"""Raw features → the features of a site: kinds known, keys complete, ids unique, references kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault
from sanxin.foundation.shapes import BrokenShape, line, ring
from sanxin.intake.faults import fault, quoted
from sanxin.intake.formats.raw import RawFeature
from sanxin.intake.kinds import KINDS, REFERENCES, Kind
from sanxin.intake.properties import typed_properties
from sanxin.journey.survey import Feature, Form, Geometry

FORM_OF = {"Point": "point", "LineString": "line", "Polygon": "ring"}
FORM_WORDS = {
    "point": Words("点", "a Point"),
    "line": Words("线", "a LineString"),
    "ring": Words("面", "a Polygon"),
}
FARTHEST_M = 20_000.0


@dataclass
class Gathered:
    """What was read so far: features, faults that refuse the file, and warnings that do not."""

    file: str
    features: list[Feature] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    ids: dict[tuple[str, str], Words] = field(default_factory=dict)


def gather(raws: Iterable[RawFeature], file: str, to_local: Any, known: Iterable[Feature] = ()) -> Gathered:
    """Judge every raw feature of a file; references, to each other and to things known, are looked at last."""
    gathered = Gathered(file)
    for feature in known:
        gathered.ids[feature.kind, feature.id] = Words(
            f"小区文件的 {feature.id}", f"{feature.id} of the site"
        )
    for number, raw in enumerate(raws, 1):
        _take(raw, number, gathered, to_local)
    _check_references(gathered)
    return gathered


def _take(raw: RawFeature, number: int, gathered: Gathered, to_local: Any) -> None:
    kind_name = str(raw.properties.get("kind") or "")
    kind = KINDS.get(kind_name)
    if kind is None:
        gathered.faults.append(_unknown_kind(gathered.file, raw, kind_name))
        return
    feature_id, place = _identity(raw, kind_name, kind, number, gathered)
    properties, faults = typed_properties(kind, raw.properties, gathered.file, place)
    gathered.faults += faults
    _warn_of_unknown_keys(raw, kind, place, gathered)
    shape = _geometry(raw, kind, place, gathered, to_local)
    if shape and not faults:
        form, geometry = shape
        gathered.features.append(Feature(kind_name, feature_id, form, geometry, properties))


def _identity(
    raw: RawFeature, kind_name: str, kind: Kind, number: int, gathered: Gathered
) -> tuple[str, Words]:
    given = raw.properties.get("id")
    feature_id = "" if given is None else str(given).strip()
    label = feature_id or f"#{number}"
    place = Words(f"{raw.place.zh}（{kind.zh} {label}）", f"{raw.place.en} ({kind_name} {label})")
    if not feature_id and kind.needs_id:
        gathered.faults.append(
            fault(
                "feature.id.missing", gathered.file, Words(f"{place.zh}，属性 id", f"{place.en}, key id"),
                found=quoted(given), expected=("编号", "an id"),
                remedy=("请给该要素一个不重复的 id。", "Give the feature an id of its own."),
            )
        )  # fmt: skip
    feature_id = feature_id or f"{kind_name}-{number}"
    earlier = gathered.ids.setdefault((kind_name, feature_id), place)
    if earlier is not place:
        gathered.faults.append(
            fault(
                "feature.id.twice", gathered.file, Words(f"{place.zh}，属性 id", f"{place.en}, key id"),
                found=quoted(feature_id),
                expected=(f"未用过的编号（{earlier.zh}已用）", f"an id not used yet ({earlier.en} has it)"),
                remedy=("请改其中一个的 id，或删去重复的要素。", "Change one of the ids, or drop the copy."),
            )
        )  # fmt: skip
    return feature_id, place


def _warn_of_unknown_keys(raw: RawFeature, kind: Kind, place: Words, gathered: Gathered) -> None:
    for name in sorted(raw.properties.keys() - kind.keys.keys() - {"kind", "id"}):
        gathered.warnings.append(
            fault(
                "feature.key.unknown", gathered.file, Words(f"{place.zh}，属性 {name}", f"{place.en}, key {name}"),
                found=quoted(raw.properties[name]), expected=("已知的属性名", "a key we know"),
                remedy=("该属性未被使用。", "It was not used."),
            )
        )  # fmt: skip


def _geometry(
    raw: RawFeature, kind: Kind, place: Words, gathered: Gathered, to_local: Any
) -> tuple[Form, Geometry] | None:
    form = FORM_OF.get(raw.geometry_type)
    if form not in kind.forms:
        zh = "或".join(FORM_WORDS[one].zh for one in kind.forms)
        en = " or ".join(FORM_WORDS[one].en for one in kind.forms)
        gathered.faults.append(
            fault(
                "feature.shape.kind", gathered.file, place,
                found=quoted(raw.geometry_type), expected=(zh, en),
                remedy=("请改画为所要求的形状；多个部分请拆成多个要素。",
                        "Draw it in that shape; split several parts into several features."),
            )
        )  # fmt: skip
        return None
    try:
        return form, _shape(form, raw.coordinates, to_local)
    except BrokenShape as broken:
        why = broken.words
    except (ValueError, TypeError, IndexError):
        why = Words("坐标不是成对的数字", "coordinates that are not pairs of numbers")
    gathered.faults.append(
        fault(
            "feature.shape.broken", gathered.file, place, found=why,
            expected=(f"完整、不自交、在原点 {FARTHEST_M / 1000:.0f} 公里以内的形状",
                      f"a whole shape that does not cross itself, within {FARTHEST_M / 1000:.0f} km of the origin"),
            remedy=("请检查坐标、经纬度次序以及 site.toml 中的 crs 与原点。",
                    "Check the coordinates, the order lon, lat, and crs and origin in site.toml."),
        )
    )  # fmt: skip
    return None


def _shape(form: str, coordinates: Any, to_local: Any) -> Geometry:
    if form == "point":
        return _near(to_local(*map(float, coordinates[:2])))
    corners = coordinates[0] if form == "ring" else coordinates
    local = [_near(to_local(float(x), float(y))) for x, y, *_ in corners]
    return ring(local) if form == "ring" else line(local)


def _near(point: tuple[float, float]) -> tuple[float, float]:
    # Asked this way round because NaN compares false with everything.
    if not all(abs(metres) <= FARTHEST_M for metres in point):
        if not all(map(isfinite, point)):
            raise BrokenShape("超出坐标系的范围", "it lies outside the coordinate system")
        east, north = point[0] / 1000, point[1] / 1000
        raise BrokenShape(
            f"在原点以东 {east:,.0f} 公里、以北 {north:,.0f} 公里处",
            f"it lies {east:,.0f} km E, {north:,.0f} km N",
        )
    return point


def _check_references(gathered: Gathered) -> None:
    for feature in gathered.features:
        for key, kind_name in REFERENCES.get(feature.kind, {}).items():
            _check_reference(feature, key, kind_name, gathered)


def _check_reference(feature: Feature, key: str, kind_name: str, gathered: Gathered) -> None:
    named = feature.properties[key]
    for other in (named,) if isinstance(named, str) else named:
        if other and (kind_name, other) not in gathered.ids:
            place = gathered.ids[feature.kind, feature.id]
            gathered.faults.append(
                fault(
                    "feature.reference", gathered.file, Words(f"{place.zh}，属性 {key}", f"{place.en}, key {key}"),
                    found=quoted(other),
                    expected=(f"文件中有的{KINDS[kind_name].zh}编号", f"the id of a {kind_name} in the file"),
                    remedy=(f"请改正编号，或补画该{KINDS[kind_name].zh}。",
                            f"Correct the id, or add that {kind_name}."),
                )
            )  # fmt: skip


def _unknown_kind(file: str, raw: RawFeature, kind_name: str) -> Fault:
    known: Mapping[str, Kind] = KINDS
    listed = " ".join(known)
    return fault(
        "feature.kind.unknown", file, Words(f"{raw.place.zh}，属性 kind", f"{raw.place.en}, key kind"),
        found=quoted(kind_name), expected=(f"其中之一：{listed}", f"one of: {listed}"),
        remedy=("请改正 kind，或删去该要素。", "Correct kind, or drop the feature."),
    )  # fmt: skip
