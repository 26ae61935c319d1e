"""``sanxin share`` as an office meets it: a case in, every household's fen out, refusals in sentences."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sanxin.interfaces.cli.main import main

EXAMPLES = Path(__file__).parents[3] / "examples" / "share"
NAMES = sorted(each.stem for each in EXAMPLES.glob("*.json"))
Said = pytest.CaptureFixture[str]


def changed(folder: Path, **change: Any) -> Path:
    case = json.loads((EXAMPLES / "guangzhou.json").read_text("utf-8"))
    file = folder / "case.json"
    file.write_text(json.dumps({**case, **change}), "utf-8")
    return file


@pytest.mark.parametrize("name", NAMES)
def test_the_outcome_fits_its_schema_and_is_the_same_each_time(name: str, capsys: Said) -> None:
    assert main(["share", str(EXAMPLES / f"{name}.json")]) == 0
    first = capsys.readouterr().out
    assert main(["schema", "shares"]) == 0
    jsonschema.validate(json.loads(first), json.loads(capsys.readouterr().out))
    assert main(["share", str(EXAMPLES / f"{name}.json")]) == 0
    assert capsys.readouterr().out == first
    assert main(["schema", "shares-case"]) == 0
    jsonschema.validate(
        json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")), json.loads(capsys.readouterr().out)
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_was_written_is_checked_alone_and_against_its_case(
    name: str, tmp_path: Path, capsys: Said
) -> None:
    out, case = tmp_path / "deep" / "shares.json", EXAMPLES / f"{name}.json"
    assert main(["share", str(case), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    for one in json.loads(out.read_text("utf-8"))["shares"]:
        assert f"{one['dwelling']}：{one['yuan']}\n" in said
    assert main(["check", "shares", str(out)]) == 0
    assert main(["check", "shares", str(out), "--case", str(case)]) == 0
    assert "与交来的文件一致，全部成立" in capsys.readouterr().out
    assert main(["check", "shares", str(out), "--case", str(changed(tmp_path, on="2016-01-01"))]) == 1
    written = json.loads(out.read_text("utf-8"))
    written["shares"][0]["fen"] += 1
    out.write_text(json.dumps(written), "utf-8")
    assert main(["check", "shares", str(out)]) == 1
    assert "it is" in capsys.readouterr().out


PERCENT = {"2": "1.5", "3": 4, "4": 9, "5": 15, "6": "20.5"}
HOUSEHOLDS = [{"id": f"{floor}0{flat}", "floor": floor} for floor in range(2, 7) for flat in (1, 2)]


@pytest.mark.parametrize(
    ("change", "yuan"),
    [
        ({}, ["0.00", "41176.47", "82352.94", "90588.24", "98823.53", "107058.82"]),
        (
            json.loads((EXAMPLES / "yanji.json").read_text("utf-8")),
            [each for each in ("20000.00", "28000.00", "36000.00", "44000.00", "52000.00") for _ in range(2)],
        ),
        (
            {"dwellings": HOUSEHOLDS, "weights": PERCENT, "costs": [{"item": "电梯", "yuan": 400000}]},
            [each for each in ("6000.00", "16000.00", "36000.00", "60000.00", "82000.00") for _ in range(2)],
        ),
    ],
    ids=["Guangzhou's weights", "Yanji's ten households", "percentages, two a floor"],
)
def test_what_cities_and_neighbours_agreed_on_comes_out_to_the_fen(
    change: dict[str, Any], yuan: list[str], tmp_path: Path, capsys: Said
) -> None:
    assert main(["share", str(changed(tmp_path, **change))]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert [each["yuan"] for each in outcome["shares"]] == yuan
    assert sum(each["fen"] for each in outcome["shares"]) == outcome["total_cost_fen"]


def test_the_summary_says_the_sum_behind_each_figure(tmp_path: Path, capsys: Said) -> None:
    assert main(["share", str(EXAMPLES / "guangzhou.json"), "--out", str(tmp_path / "shares.json")]) == 0
    said = capsys.readouterr().out
    assert "601：107058.82\n" in said
    assert "建设部分的算式：420,000.00 × 1.3 ÷ 5.1 ≈ 107,058.82 元" in said
    assert "费用合计 420,000.00 元" in said


def test_the_day_is_the_case_s_own_or_the_one_given(tmp_path: Path, capsys: Said) -> None:
    undated = changed(tmp_path, on=None)
    assert main(["share", str(undated), "--on", "2020-06-01"]) == 0
    outcome = capsys.readouterr().out
    assert json.loads(outcome)["on"] == "2020-06-01"
    file = tmp_path / "shares.json"
    file.write_text(outcome, "utf-8")
    assert main(["check", "shares", str(file), "--case", str(undated)]) == 0
    assert main(["share", str(undated)]) == 0


def test_a_place_nothing_covers_is_an_answer(tmp_path: Path, capsys: Said) -> None:
    assert main(["share", str(changed(tmp_path, place="fr/paris"))]) == 0
    assert "规则库没有适用于 fr/paris 的规定" in capsys.readouterr().out


def test_a_malformed_case_is_refused_and_an_unknown_key_warned_of(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "out" / "shares.json"
    wrong = changed(tmp_path, costs=[{"item": "电梯", "yuan": "-5"}])
    assert main(["share", str(wrong), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "case.json, key costs[0].yuan: found “-5”, expected yuan, 0 or more" in said
    assert not out.exists()
    assert main(["share", str(changed(tmp_path, colour=1))]) == 0
    assert "key colour" in capsys.readouterr().err
    assert main(["share", str(changed(tmp_path, colour=1)), "--quiet"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["share", str(tmp_path / "nowhere.json")]) == 2


PACK = """\
id: money/floor_weights
place: cn/guangdong/guangzhou
topic: money
kind: choice
title: {zh: 本街道的约定, en: What our street agreed}
versions:
  - {document: 街道约定, clause: "-", standing: unverified, checked_on: 2026-01-01, source: made up,
     values: {weights: {1: "0", 2: "1"}, each_further: "1", within_floor: dwelling}}
"""


def test_an_office_s_own_table_counts(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "pack/cn/guangdong/guangzhou/money/floor_weights.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(PACK, "utf-8")
    out, pack = tmp_path / "shares.json", ["--pack", str(tmp_path / "pack")]
    assert main(["share", str(EXAMPLES / "guangzhou.json"), "--out", str(out), *pack]) == 0
    assert "供参考，请向房管部门确认" in capsys.readouterr().out
    assert [each["fen"] for each in json.loads(out.read_text("utf-8"))["shares"]] == [
        2_800_000 * floor for floor in range(6)
    ]
    case = ["--case", str(EXAMPLES / "guangzhou.json")]
    assert main(["check", "shares", str(out), *case, *pack]) == 0
    assert main(["check", "shares", str(out), *case]) == 1


def test_a_workbook_is_written_beside_or_refused_and_then_nothing_is(tmp_path: Path, capsys: Said) -> None:
    out, book = tmp_path / "a" / "shares.json", tmp_path / "a" / "shares.xlsx"
    assert main(["share", str(EXAMPLES / "yanji.json"), "--out", str(out), "--xlsx", str(book)]) == 0
    assert book.read_bytes()[:2] == b"PK"
    out, book = tmp_path / "b" / "shares.json", tmp_path / "b" / "shares.xlsx"
    assert main(["share", str(EXAMPLES / "joining.json"), "--out", str(out), "--xlsx", str(book)]) == 2
    assert "有后加入的住户" in capsys.readouterr().err
    assert not book.parent.exists()
