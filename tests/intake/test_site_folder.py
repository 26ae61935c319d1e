"""A site folder is read whole, or refused in sentences a clerk understands."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sanxin.foundation.refusal import InputRefused
from sanxin.intake.site_folder import read_site
from tests.intake.folder import MANIFEST, site_folder

Bend = Callable[[list[dict[str, Any]]], None]


def refusal(folder: Path) -> str:
    with pytest.raises(InputRefused) as refused:
        read_site(folder)
    return "\n".join(fault.say("zh") + "\n" + fault.say("en") for fault in refused.value.faults)


def test_a_sound_folder_becomes_a_site_with_defaults_filled_in(tmp_path: Path) -> None:
    reading = read_site(site_folder(tmp_path))
    site = reading.site
    assert (site.name, site.built_year, site.tenure) == ("小院", 1996, "售后公房")
    assert site.of_kind("building")[0].properties["storey_height_m"] == 2.8
    assert site.of_kind("building")[0].geometry == ((0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (0.0, 10.0))
    assert site.of_kind("stairwell")[0].properties["has_lift"] is False
    assert not reading.warnings
    assert not reading.refused_rows


def test_a_layer_nobody_named_is_surveyed_if_it_has_features_and_unknown_if_not(tmp_path: Path) -> None:
    site = read_site(site_folder(tmp_path)).site
    assert site.standing_of("pipe") == "complete"
    assert "pole" in site.unverified_layers()
    assert "pipe" not in site.unverified_layers()


def test_a_layer_said_to_be_surveyed_stays_known_though_it_is_empty(tmp_path: Path) -> None:
    manifest = MANIFEST + '[survey]\npole = "complete"\npipe = { standing = "none" }\n'
    reading = read_site(site_folder(tmp_path, manifest=manifest))
    assert "pole" not in reading.site.unverified_layers()
    assert "pipe" in reading.site.unverified_layers()
    assert "1 个要素" in reading.warnings[0].say("zh")


def drop(key: str, at: int) -> Bend:
    return lambda features: features[at]["properties"].pop(key)


def put(key: str, value: Any, at: int) -> Bend:
    def bend(features: list[dict[str, Any]]) -> None:
        features[at]["properties"][key] = value

    return bend


def draw(geometry_type: str, coordinates: Any, at: int) -> Bend:
    def bend(features: list[dict[str, Any]]) -> None:
        features[at]["geometry"] = {"type": geometry_type, "coordinates": coordinates}

    return bend


@pytest.mark.parametrize(
    ("bend", "says"),
    [
        (put("kind", "gas pipe", 2), ("“gas pipe”", "feature 3", "key kind")),
        (drop("utility", 2), ("P1", "utility", "nothing", "gas_low")),
        (put("utility", "gas", 2), ("“gas”", "P1", "one of: water")),
        (put("storeys", "six", 0), ("“six”", "B1", "key storeys", "正整数")),
        (put("storeys", 6.5, 0), ("“6.5”", "B1", "whole number")),
        (put("diameter_mm", -100, 2), ("“-100”", "greater than 0")),
        (put("peak_kva", -5, 4), ("“-5”", "a number of zero or more", "X1")),
        (put("storeys", 10**9, 0), ("150 at most", "不超过 150")),
        (draw("LineString", "abc", 2), ("P1", "坐标不是成对的数字")),
        (draw("Polygon", [], 0), ("B1", "not pairs of numbers")),
        (put("rated_kva", float("inf"), 4), ("rated_kva", "X1")),
        (drop("id", 0), ("key id", "feature 1")),
        (put("id", "1", 1), ()),
        (put("building", "B9", 1), ("“B9”", "stairwell 1", "楼栋编号")),
        (put("serves", ["1", "77"], 4), ("“77”", "serves")),
        (draw("Point", [10, 14], 1), ("4.00 米", "stairwell 1")),
        (draw("Point", [0, 0], 0), ("“Point”", "a Polygon", "B1")),
        (draw("", None, 3), ("T1", "nothing")),
        (draw("Polygon", [[[0, 0], [20, 10], [20, 0], [0, 10]]], 0), ("B1", "crosses itself")),
        (draw("Polygon", [[[0, 0], [20, 0]]], 0), ("B1", "three corners")),
        (draw("LineString", [[1, 1], [1, 1]], 2), ("P1", "two points")),
        (draw("Point", [121.43, float("nan")], 3), ("T1", "site.toml")),
        (draw("Point", [3450000, 350000], 3), ("3,450 km E", "crs")),
    ],
)
def test_each_kind_of_broken_feature_is_refused_by_id_key_and_remedy(
    tmp_path: Path, bend: Bend, says: tuple[str, ...]
) -> None:
    folder = site_folder(tmp_path, bend=bend)
    if not says:
        assert read_site(folder).site.name
        return
    said = refusal(folder)
    assert "site.geojson" in said
    for words in says:
        assert words in said


def test_two_things_of_a_kind_with_one_id_are_refused_naming_both(tmp_path: Path) -> None:
    said = refusal(site_folder(tmp_path, bend=lambda features: features.append(features[3])))
    assert "feature 6 (tree T1)" in said
    assert "feature 4 (tree T1)" in said


def test_a_site_without_buildings_or_stairwells_is_refused(tmp_path: Path) -> None:
    said = refusal(site_folder(tmp_path, bend=lambda features: features.clear()))
    assert "at least one building" in said
    assert "至少一个门栋" in said


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    def bend(features: list[dict[str, Any]]) -> None:
        put("storeys", 0, 0)(features)
        put("utility", "oil", 2)(features)

    said = refusal(site_folder(tmp_path, bend=bend))
    assert "“0”" in said
    assert "“oil”" in said


def test_an_unknown_key_is_a_warning_that_names_it(tmp_path: Path) -> None:
    reading = read_site(site_folder(tmp_path, bend=put("colour", "red", 0)))
    (warning,) = reading.warnings
    assert "colour" in warning.say("en")
    assert "B1" in warning.say("en")


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        (MANIFEST.replace('"cn/shanghai"', '"Shanghai"'), ("place", "“Shanghai”")),
        (MANIFEST.replace("31.17", "121.43"), ("latitude", "“121.43”", "3 到 54")),
        (MANIFEST.replace("31.17", '"31.17"'), ("latitude",)),
        (MANIFEST.replace('name = "小院"', ""), ("name", "空")),
        (MANIFEST.replace('"小院"', "小院"), ("site.toml", "TOML")),
        (MANIFEST.replace('"local"', '"EPSG:99999"'), ("crs", "EPSG:99999")),
        (MANIFEST.replace('"local"', '"EPSG:4978"'), ("crs",)),
        (MANIFEST.replace("1996", '"一九九六"'), ("built_year", "年份")),
        (MANIFEST + "true_north_deg = 400", ("true_north_deg",)),
        (MANIFEST + '[survey]\npipes = "complete"', ("“pipes”", "图层名")),
        (MANIFEST + '[survey]\npipe = "yes"', ("survey.pipe", "“yes”")),
        (MANIFEST + '[survey]\npipe = { standing = "complete", date = "spring" }', ("survey.pipe",)),
        (MANIFEST + 'survey = "complete"', ("survey", "“complete”")),
        (MANIFEST + "layers = 3", ("layers",)),
        (MANIFEST + "[layers]\ngas = 3", ("layers.gas",)),
    ],
)
def test_each_kind_of_broken_manifest_is_refused_by_key(
    tmp_path: Path, manifest: str, says: tuple[str, ...]
) -> None:
    said = refusal(site_folder(tmp_path, manifest=manifest))
    assert "site.toml" in said
    for words in says:
        assert words in said


def test_a_missing_build_year_and_an_unknown_key_are_warnings(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("built_year = 1996", "bilt_year = 1996")
    said = [warning.say("en") for warning in read_site(site_folder(tmp_path, manifest=manifest)).warnings]
    assert any("key bilt_year" in one for one in said)
    assert any("key built_year" in one for one in said)


def test_a_folder_without_its_files_says_which_are_missing(tmp_path: Path) -> None:
    assert "nothing there" in refusal(tmp_path / "nowhere")
    (tmp_path / "list.xlsx").write_bytes(b"")
    assert "a file, expected a site folder" in refusal(tmp_path / "list.xlsx")
    (tmp_path / "empty").mkdir()
    assert "site.toml" in refusal(tmp_path / "empty")
    site_folder(tmp_path)
    (tmp_path / "site.geojson").unlink()
    assert "site.geojson or site.gpkg or site.dxf" in refusal(tmp_path)


def test_json_that_breaks_off_is_refused_by_line_and_column(tmp_path: Path) -> None:
    folder = site_folder(tmp_path)
    path = folder / "site.geojson"
    path.write_text(path.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    assert "line 1, column" in refusal(folder)


def test_a_lone_feature_is_not_a_collection(tmp_path: Path) -> None:
    folder = site_folder(tmp_path)
    (folder / "site.geojson").write_text('{"type": "Feature"}', encoding="utf-8")
    assert "“Feature”" in refusal(folder)
    (folder / "site.geojson").write_text("[]", encoding="utf-8")
    assert "“list”" in refusal(folder)


def test_a_collection_in_gbk_is_read(tmp_path: Path) -> None:
    folder = site_folder(tmp_path, bend=put("name", "一号楼", 0))
    path = folder / "site.geojson"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert read_site(folder).site.of_kind("building")[0].properties["name"] == "一号楼"


def test_the_dwelling_list_is_read_against_the_stairwells_on_the_map(tmp_path: Path) -> None:
    rows = "门栋,室号,楼层,建筑面积,业主\n1,402,4,62.35,王芳\n9,101,1,60,李强\n"
    reading = read_site(site_folder(tmp_path, dwellings=rows))
    assert [dwelling.room for dwelling in reading.site.dwellings] == ["402"]
    assert "“9”" in reading.refused_rows[0].say("zh")
