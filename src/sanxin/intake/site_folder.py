"""A site folder → a Site: ``site.toml``, the site's features, and the list of dwellings if there is one."""

from dataclasses import dataclass
from importlib import import_module
from math import dist
from pathlib import Path
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.foundation.shapes import Point, Ring
from sanxin.intake.faults import fault, quoted
from sanxin.intake.features import Gathered, gather
from sanxin.intake.kinds import KINDS
from sanxin.intake.lists.dwellings import read_dwellings
from sanxin.intake.manifest import Manifest, read_manifest
from sanxin.journey.survey import DwellingRow, Feature, Site

# Readers are heavy (GDAL, ezdxf): each is imported only when its kind of file is there.
READERS = {
    "site.geojson": "sanxin.intake.formats.geojson",
    "site.gpkg": "sanxin.intake.formats.geopackage",
    "site.dxf": "sanxin.intake.formats.dxf",
}
DWELLING_LISTS = ("dwellings.xlsx", "dwellings.xls", "dwellings.csv")
FARTHEST_FROM_WALL_M = 1.0


@dataclass(frozen=True, slots=True)
class SiteReading:
    """A site as read, the rows of its dwelling list that were refused, and warnings."""

    site: Site
    refused_rows: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def read_site(folder: Path) -> SiteReading:
    """Read a site folder.

    :raises InputRefused: with every fault found in ``site.toml`` or in the site's features
    """
    manifest = read_manifest(_present(folder, ("site.toml",)))
    gathered = _gathered(_present(folder, tuple(READERS)), manifest)
    faults = gathered.faults + _far_from_wall(gathered) + _nothing_to_assess(gathered)
    if faults:
        raise InputRefused(faults)
    rows, refused = _dwellings(folder, gathered.features)
    site = Site(
        name=manifest.name,
        place=manifest.place,
        latitude_deg=manifest.latitude,
        longitude_deg=manifest.longitude,
        built_year=manifest.built_year,
        tenure=manifest.tenure,
        features=tuple(gathered.features),
        survey=manifest.survey,
        dwellings=rows,
    )
    return SiteReading(
        site, refused, (*manifest.warnings, *gathered.warnings, *_drawn_but_not_surveyed(site))
    )


@dataclass(frozen=True, slots=True)
class Added:
    """Things handed in beside a site, and warnings about them."""

    features: tuple[Feature, ...]
    warnings: tuple[Fault, ...]


def read_added(folder: Path, path: Path) -> Added:
    """Read shafts to be added to a site: GeoJSON in the site's own coordinate system.

    :raises InputRefused: with every fault found in the file, or in the site it belongs to
    """
    manifest = read_manifest(_present(folder, ("site.toml",)))
    known = _gathered(_present(folder, tuple(READERS)), manifest).features
    reader: Any = import_module(READERS["site.geojson"])
    gathered = gather(reader.read_features(path), path.name, _to_local(manifest), known)
    faults = gathered.faults + [
        _not_a_shaft(feature, gathered) for feature in gathered.features if feature.kind != "shaft"
    ]
    if faults:
        raise InputRefused(faults)
    return Added(tuple(gathered.features), tuple(gathered.warnings))


def _not_a_shaft(feature: Feature, gathered: Gathered) -> Fault:
    return fault(
        "added.kind", gathered.file, gathered.ids[feature.kind, feature.id], found=quoted(feature.kind),
        expected=("shaft（拟建井道）", "a shaft"),
        remedy=("其他要素请画进小区文件夹。", "Draw other things in the site folder."),
    )  # fmt: skip


def _present(folder: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    if not folder.is_dir():
        raise InputRefused([
            fault(
                "site.folder.missing", str(folder), Words("路径", "the path"),
                found=Words("一个文件", "a file") if folder.is_file() else Words("不存在", "nothing there"),
                expected=("小区文件夹（内有 site.toml）", "a site folder (with site.toml in it)"),
                remedy=("请核对路径。", "Check the path."),
            )
        ])  # fmt: skip
    zh, en = " 或 ".join(names), " or ".join(names)
    raise InputRefused([
        fault(
            "site.file.missing", str(folder), Words("文件夹", "the folder"),
            found=quoted("、".join(sorted(child.name for child in folder.iterdir()))),
            expected=(zh, en),
            remedy=(f"请把 {zh} 放进该文件夹。", f"Put {en} into that folder."),
        )
    ])  # fmt: skip


def _gathered(path: Path, manifest: Manifest) -> Gathered:
    to_local = _to_local(manifest)
    reader: Any = import_module(READERS[path.name])
    raws = (
        reader.read_features(path, manifest.layers) if path.suffix == ".dxf" else reader.read_features(path)
    )
    return gather(raws, path.name, to_local)


def _to_local(manifest: Manifest) -> Any:
    # A site in local metres needs no projection library, which would double the start-up time.
    projection: Any = import_module("sanxin.intake.coordinates.projection")
    try:
        return projection.to_local(
            manifest.crs, manifest.latitude, manifest.longitude, manifest.true_north_deg
        )
    except projection.UnknownCrs as unknown:
        raise InputRefused([
            fault(
                "manifest.crs", "site.toml", Words("crs 一项", "key crs"), found=quoted(manifest.crs),
                expected=("local、GCJ-02，或以度、米为单位的 EPSG 代码", "local, GCJ-02, or an EPSG code in degrees or metres"),
                remedy=("请向绘图单位问清坐标系，如 EPSG:4549。", "Ask whoever drew it for the system, such as EPSG:4549."),
            )
        ]) from unknown  # fmt: skip


def _far_from_wall(gathered: Gathered) -> list[Fault]:
    outlines: dict[str, Ring] = {
        feature.id: feature.geometry  # type: ignore[misc]
        for feature in gathered.features
        if feature.kind == "building"
    }
    return [
        _not_on_wall(feature, gathered, away_m)
        for feature in gathered.features
        if feature.kind == "stairwell" and feature.properties["building"] in outlines
        for away_m in [_distance_m(feature.geometry, outlines[feature.properties["building"]])]  # type: ignore[arg-type]
        if away_m > FARTHEST_FROM_WALL_M
    ]


def _nothing_to_assess(gathered: Gathered) -> list[Fault]:
    kinds = {kind for kind, _ in gathered.ids}
    return [
        fault(
            "site.without", gathered.file, Words("整个文件", "the whole file"),
            found=Words(f"没有{KINDS[kind].zh}", f"no {kind}"),
            expected=(f"至少一个{KINDS[kind].zh}（kind = {kind}）", f"at least one {kind}"),
            remedy=(f"请补画{KINDS[kind].zh}。", f"Add the {kind}s."),
        )
        for kind in ("building", "stairwell")
        if kind not in kinds
    ]  # fmt: skip


def _not_on_wall(feature: Feature, gathered: Gathered, away_m: float) -> Fault:
    building = feature.properties["building"]
    return fault(
        "stairwell.off_wall", gathered.file, gathered.ids["stairwell", feature.id],
        found=Words(f"离 {building} 外墙 {away_m:.2f} 米", f"{away_m:.2f} m from the walls of {building}"),
        expected=(f"外墙上或 {FARTHEST_FROM_WALL_M:.0f} 米以内", f"on a wall or within {FARTHEST_FROM_WALL_M:.0f} m of it"),
        remedy=("请把门栋的点移到单元入口所在的外墙上。", "Move the stairwell's point onto the wall it opens in."),
    )  # fmt: skip


def _distance_m(point: Point, outline: Ring) -> float:
    edges = zip(outline, (*outline[1:], outline[0]), strict=True)
    return min(_to_segment_m(point, a, b) for a, b in edges)


def _to_segment_m(point: Point, a: Point, b: Point) -> float:
    along = (b[0] - a[0], b[1] - a[1])
    length2 = along[0] ** 2 + along[1] ** 2
    t = ((point[0] - a[0]) * along[0] + (point[1] - a[1]) * along[1]) / length2
    t = min(max(t, 0.0), 1.0)
    return dist(point, (a[0] + t * along[0], a[1] + t * along[1]))


def _dwellings(folder: Path, features: list[Feature]) -> tuple[tuple[DwellingRow, ...], tuple[Fault, ...]]:
    stairwells = {feature.id for feature in features if feature.kind == "stairwell"}
    rows: list[DwellingRow] = []
    refused: list[Fault] = []
    for name in DWELLING_LISTS:
        if (folder / name).is_file():
            for read in read_dwellings(folder / name, stairwells):
                rows.extend([read.dwelling] if read.dwelling else [])
                refused.extend(read.faults)
            break
    return tuple(rows), tuple(refused)


def _drawn_but_not_surveyed(site: Site) -> list[Fault]:
    return [
        fault(
            "survey.drawn", "site.toml", Words(f"survey.{layer} 一项", f"key survey.{layer}"),
            found=Words(f"“none”，但画有 {len(site.of_kind(layer))} 个要素",
                        f"“none”, yet {len(site.of_kind(layer))} features are drawn"),
            expected=("已查清的图层写“complete”", "“complete” for a layer that was surveyed"),
            remedy=("这些要素只显示、不参与判断；查清后请改为“complete”。",
                    "They are shown but do not count; write “complete” once it is surveyed."),
        )
        for layer in site.unverified_layers()
        if site.of_kind(layer)
    ]  # fmt: skip
