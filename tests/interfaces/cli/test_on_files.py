"""The command line as a clerk meets it: what it prints, what it writes, what it refuses, and its status."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sanxin.interfaces.cli.main import main
from tests.intake.folder import MANIFEST, site_folder

EXAMPLES = Path(__file__).parents[3] / "examples"
Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    assert main(["assess", str(EXAMPLES / "donghu"), "--on", "2026-11-23", "--out", str(out), "--quiet"]) == 0
    return out


def test_jinniu_is_assessed_and_summed_up(capsys: Said) -> None:
    assert main(["assess", str(EXAMPLES / "jinniu"), "--on", "2026-11-23"]) == 0
    said = capsys.readouterr()
    assert "40 个门栋，1056 户" in said.out
    assert "适合 suitable 28 · 较难 difficult 8 · 不适合 unsuitable 4" in said.out
    assert "未经核实的图层：文物保护范围" in said.out
    assert "100%" in said.err


def test_the_files_are_written_and_the_json_fits_its_schema(assessed: Path, capsys: Said) -> None:
    assert sorted(path.name for path in assessed.iterdir()) == [
        "assessment.json",
        "assessment.xlsx",
        "map.html",
        "report.pdf",
    ]
    assert main(["schema", "assessment"]) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.validate(json.loads((assessed / "assessment.json").read_text(encoding="utf-8")), schema)


def test_quiet_says_nothing_on_standard_error(tmp_path: Path, capsys: Said) -> None:
    manifest = MANIFEST + 'colour = "red"\n'
    assert main(["assess", str(site_folder(tmp_path, manifest=manifest)), "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_a_warning_names_the_unknown_key_and_the_work_is_done(tmp_path: Path, capsys: Said) -> None:
    manifest = MANIFEST + 'colour = "red"\n'
    assert main(["assess", str(site_folder(tmp_path, manifest=manifest))]) == 0
    assert "colour" in capsys.readouterr().err


def test_a_day_before_any_rule_is_an_answer_with_its_reason(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "out"
    assert (
        main(
            [
                "assess",
                str(site_folder(tmp_path / "site")),
                "--on",
                "1950-01-01",
                "--out",
                str(out),
                "--quiet",
            ]
        )
        == 0
    )
    assert "1950-01-01" in capsys.readouterr().out
    assert not out.exists()


def test_a_place_no_ordinance_covers_is_an_answer_with_its_reason(capsys: Said) -> None:
    assert main(["rules", "xx/nowhere", "--on", "2022-03-01"]) == 0
    assert "xx/nowhere" in capsys.readouterr().out


def test_the_rules_in_force_carry_citation_standing_and_days(capsys: Said) -> None:
    assert main(["rules", "cn/shanghai", "--on", "2026-11-23"]) == 0
    said = capsys.readouterr().out
    assert "GB 50289-2016" in said
    assert "confirm with the housing bureau" in said
    assert "0.7" in said
    assert main(["rules", "cn/atlantis", "--on", "2026-11-23"]) == 0
    assert "没有 cn/atlantis 本地的规定" in capsys.readouterr().out
    assert main(["rules", "cn/shanghai", "--on", "2026-11-23", "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert {one["citation"]["standing"] for one in written["ordinances"]} >= {
        "unverified",
        "secondary",
        "verified",
    }


def test_a_broken_site_is_refused_with_status_2_and_the_out_folder_stays_empty(
    tmp_path: Path, capsys: Said
) -> None:
    def bend(features: list[dict[str, Any]]) -> None:
        del features[2]["properties"]["utility"]

    folder, out = site_folder(tmp_path / "site", bend=bend), tmp_path / "out"
    assert main(["assess", str(folder), "--out", str(out)]) == 2
    said = capsys.readouterr()
    assert "site.geojson，第 3 个要素（地下管线 P1），属性 utility：现为空" in said.err
    assert "site.geojson, feature 3 (pipe P1), key utility: found nothing" in said.err
    assert said.out == ""
    assert not out.exists()


def test_a_refused_dwelling_row_refuses_the_assessment_by_row(tmp_path: Path, capsys: Said) -> None:
    rows = "门栋,室号,楼层,建筑面积,业主\n1,402,4,六十二,王芳\n"
    assert main(["assess", str(site_folder(tmp_path, dwellings=rows))]) == 2
    assert "dwellings.csv, row 2, column “建筑面积”: found “六十二”" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, capsys: Said) -> None:
    assert main(["assess", str(tmp_path / "nowhere")]) == 2
    assert "site.toml" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_refused_in_a_sentence(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert (
        main(["assess", str(site_folder(tmp_path / "site")), "--out", str(tmp_path / "file"), "--quiet"]) == 2
    )
    assert "--out" in capsys.readouterr().err


def test_a_catalogue_adds_a_scheme_and_a_wrong_one_is_refused_by_key(tmp_path: Path, capsys: Said) -> None:
    folder, wrong = site_folder(tmp_path / "site"), tmp_path / "mine.yaml"
    wrong.write_text("schemes:\n  - id: tiny\n    width_m: wide\n", encoding="utf-8")
    assert main(["assess", str(folder), "--catalogue", str(wrong), "--quiet"]) == 2
    said = capsys.readouterr().err
    assert "mine.yaml" in said
    assert main(["assess", str(folder), "--catalogue", str(tmp_path / "none.yaml"), "--quiet"]) == 2
    assert "none.yaml" in capsys.readouterr().err


def test_an_untouched_result_holds_alone_and_against_its_site(assessed: Path, capsys: Said) -> None:
    file = str(assessed / "assessment.json")
    assert main(["check", "assessment", file]) == 0
    assert main(["check", "assessment", file, "--site", str(EXAMPLES / "donghu")]) == 0
    assert "全部成立" in capsys.readouterr().out


def test_a_forged_class_is_found_with_status_1(assessed: Path, tmp_path: Path, capsys: Said) -> None:
    written = json.loads((assessed / "assessment.json").read_text(encoding="utf-8"))
    judged = next(one for one in written["stairwells"] if one["class"] == "unsuitable")
    judged["class"] = "suitable"
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(written), encoding="utf-8")
    assert main(["check", "assessment", str(forged), "--json"]) == 1
    codes = {one["code"] for one in json.loads(capsys.readouterr().out)}
    assert codes
    assert main(["check", "assessment", str(forged)]) == 1
    assert "violations" in capsys.readouterr().out


def test_a_result_of_another_site_is_found_only_against_the_site(assessed: Path) -> None:
    file = str(assessed / "assessment.json")
    assert main(["check", "assessment", file, "--site", str(EXAMPLES / "jinniu")]) == 1


@pytest.mark.parametrize(
    "content", ["not json", "[]", '{"schema_version": 99}', '{"schema_version": 1, "on": "spring"}']
)
def test_a_file_that_is_no_result_is_refused(tmp_path: Path, content: str, capsys: Said) -> None:
    file = tmp_path / "x.json"
    file.write_text(content, encoding="utf-8")
    assert main(["check", "assessment", str(file), "--site", str(EXAMPLES / "donghu")]) == 2
    assert "x.json" in capsys.readouterr().err


def test_a_day_that_is_none_is_refused_in_both_languages(capsys: Said) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["rules", "cn/shanghai", "--on", "2026/1/1"])
    assert refused.value.code == 2
    assert "应写作 2026-01-31" in capsys.readouterr().err


@pytest.mark.parametrize("budget", ["-5", "八百万", "3.5", "²"])
def test_a_budget_that_is_no_whole_amount_is_refused_before_any_work(budget: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["assess", str(EXAMPLES / "jinniu"), f"--budget={budget}"])
    assert refused.value.code == 2
    said = capsys.readouterr().err
    assert f"“{budget}”不是 0 或以上的整元数" in said
    assert "25%" not in said


def test_help_lists_every_command_in_both_languages(capsys: Said) -> None:
    with pytest.raises(SystemExit) as done:
        main(["--help"])
    assert done.value.code == 0
    said = capsys.readouterr().out
    assert "assess a site folder" in said
    assert "评估一个小区文件夹" in said


def test_a_defect_of_ours_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setattr(
        "sanxin.interfaces.cli.on_files.schema.SCHEMAS", {"assessment": ("sanxin.nowhere", "x")}
    )
    assert main(["schema", "assessment"]) == 70
    said = capsys.readouterr().err
    assert "Traceback" not in said
    kept = Path(
        next(
            word for word in said.replace("，", " ").split() if word.startswith("/") and word.endswith(".txt")
        )
    )
    assert "Traceback" in kept.read_text(encoding="utf-8")
    kept.unlink()
