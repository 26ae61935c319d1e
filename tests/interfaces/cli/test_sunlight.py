"""``sanxin sunlight`` as a designer meets it: files in, JSON out, refusals in sentences."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sanxin.interfaces.cli.main import main
from tests.intake.folder import MANIFEST, site_folder

EXAMPLES = Path(__file__).parents[3] / "examples"
Said = pytest.CaptureFixture[str]
STANDARD = {
    "name": "mine", "declination_deg": -20.0, "start_min": 480, "end_min": 960, "min_spell_min": 5,
    "full_window": False, "day": "大寒日",
}  # fmt: skip


def shafts(folder: Path, **changed: Any) -> Path:
    properties = {"kind": "shaft", "id": "1", "stairwell": "1", "height_m": 18, **changed}
    ring = [[9, -4], [11, -4], [11, -2], [9, -2], [9, -4]]
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = folder / "shafts.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return file


def test_jinniu_has_its_windows_and_a_cold_day(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "sun.json"
    assert main(["sunlight", str(EXAMPLES / "jinniu"), "--on", "2026-11-23", "--out", str(out)]) == 0
    said = capsys.readouterr()
    written = json.loads(out.read_text(encoding="utf-8"))
    assert sum(not each["assumed"] for each in written["windows"]) == 1280
    assert f"{len(written['windows'])} 个窗" in said.out
    assert "100%" in said.err
    ground = [each for each in written["windows"] if each["habitable"] and each["floor"] == 1]
    assert 0 < min(each["before_min"] for each in ground) < 480


def test_without_out_the_json_is_printed_and_fits_its_schema(tmp_path: Path, capsys: Said) -> None:
    folder = site_folder(tmp_path / "site")
    assert main(["sunlight", str(folder), "--add", str(shafts(tmp_path)), "--quiet"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert main(["schema", "sunlight"]) == 0
    jsonschema.validate(written, json.loads(capsys.readouterr().out))
    assert max(each["lost_min"] for each in written["windows"]) > 0


def test_a_result_is_checked_and_a_forged_one_found(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "deep" / "sun.json"
    folder = site_folder(tmp_path / "site")
    arguments = ["sunlight", str(folder), "--standard", "winter-solstice", "--add", str(shafts(tmp_path))]
    assert main([*arguments, "--out", str(out)]) == 0
    assert "减少最多" in capsys.readouterr().out
    assert main(["check", "sunlight", str(out)]) == 0
    written = json.loads(out.read_text(encoding="utf-8"))
    written["windows"][0]["before_min"] += 3
    out.write_text(json.dumps(written), encoding="utf-8")
    assert main(["check", "sunlight", str(out)]) == 1


def test_a_standard_of_ones_own_is_read_and_a_wrong_one_refused_by_key(tmp_path: Path, capsys: Said) -> None:
    folder, file = site_folder(tmp_path / "site"), tmp_path / "mine.json"
    file.write_text(json.dumps({**STANDARD, "colour": 1}), encoding="utf-8")
    assert main(["sunlight", str(folder), "--standard", str(file)]) == 0
    said = capsys.readouterr()
    assert "colour" in said.err
    assert json.loads(said.out)["standard"]["name"] == "mine"
    file.write_text(json.dumps({**STANDARD, "end_min": 100}), encoding="utf-8")
    assert main(["sunlight", str(folder), "--standard", str(file)]) == 2
    assert "mine.json, key end_min" in capsys.readouterr().err
    assert main(["sunlight", str(folder), "--standard", "spring"]) == 2
    assert "spring" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stairwell": "9"}, "the id of a stairwell in the file"),
        ({"height_m": None}, "key height_m"),
        ({"kind": "green"}, "a shaft"),
    ],
)
def test_wrong_shafts_are_refused_by_feature_and_key(
    tmp_path: Path, changed: dict[str, Any], said: str, capsys: Said
) -> None:
    out = tmp_path / "sun.json"
    arguments = ["sunlight", str(site_folder(tmp_path / "site")), "--add", str(shafts(tmp_path, **changed))]
    assert main([*arguments, "--out", str(out)]) == 2
    spoken = capsys.readouterr().err
    assert "shafts.geojson" in spoken
    assert said in spoken
    assert not out.exists()


def test_a_day_before_any_rule_is_an_answer_and_a_bad_list_is_refused(tmp_path: Path, capsys: Said) -> None:
    folder = site_folder(tmp_path / "site")
    assert main(["sunlight", str(folder), "--on", "2016-06-01", "--quiet"]) == 0
    assert "sunlight" in capsys.readouterr().out
    rows = "门栋,室号,楼层,建筑面积,业主\n1,402,4,六十二,王芳\n"
    assert main(["sunlight", str(site_folder(tmp_path / "other", dwellings=rows))]) == 2
    assert "row 2" in capsys.readouterr().err
    far = site_folder(tmp_path / "far", manifest=MANIFEST.replace("31.17", "60.5"))
    assert main(["sunlight", str(far), "--quiet"]) == 2
    assert "latitude" in capsys.readouterr().err
