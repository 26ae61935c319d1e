"""``sanxin decide`` and ``sanxin rules`` as an office meets them: files in, answers out, refusals in sentences."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sanxin.interfaces.cli.main import main

EXAMPLES = Path(__file__).parents[3] / "examples" / "decide"
Said = pytest.CaptureFixture[str]


def changed(folder: Path, **change: Any) -> Path:
    case = json.loads((EXAMPLES / "twelve.json").read_text("utf-8"))
    file = folder / "case.json"
    file.write_text(json.dumps({**case, **change}), "utf-8")
    return file


@pytest.mark.parametrize("name", ["twelve", "shanghai", "one_owner"])
def test_the_outcome_fits_its_schema_and_is_the_same_each_time(name: str, capsys: Said) -> None:
    assert main(["decide", str(EXAMPLES / f"{name}.json")]) == 0
    first = capsys.readouterr().out
    assert main(["schema", "decision"]) == 0
    jsonschema.validate(json.loads(first), json.loads(capsys.readouterr().out))
    assert main(["decide", str(EXAMPLES / f"{name}.json")]) == 0
    assert capsys.readouterr().out == first
    assert main(["schema", "decision-case"]) == 0
    jsonschema.validate(
        json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")), json.loads(capsys.readouterr().out)
    )


def test_a_decision_without_a_rule_fits_the_schema_too(tmp_path: Path, capsys: Said) -> None:
    assert main(["decide", str(changed(tmp_path, matter="use_common_ground"))]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert main(["schema", "decision"]) == 0
    jsonschema.validate(outcome, json.loads(capsys.readouterr().out))
    assert outcome["passed"] is None


def test_the_summary_says_what_stands_and_what_is_lacking(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "deep" / "decision.json"
    assert main(["decide", str(EXAMPLES / "shanghai.json"), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    for words in (
        "通过 passed",
        "未通过 not passed",
        "委托投票没有委托书",
        "请街道确认",
    ):
        assert words in said
    assert main(["check", "decision", str(out), "--case", str(EXAMPLES / "shanghai.json")]) == 0
    assert "与交来的文件一致，全部成立" in capsys.readouterr().out
    assert main(["check", "decision", str(out), "--case", str(EXAMPLES / "twelve.json")]) == 1
    written = json.loads(out.read_text("utf-8"))
    written["decisions"][0]["heads"]["for"] += 1
    out.write_text(json.dumps(written), "utf-8")
    assert main(["check", "decision", str(out)]) == 1
    assert "the recount gives" in capsys.readouterr().out


def test_the_summary_says_where_another_reading_turns_it(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "decision.json"
    assert main(["decide", str(EXAMPLES / "one_owner.json"), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "未通过 not passed" in said
    assert "换一种读法结果不同 another reading turns it: 人数：一套算一人" in said


def test_the_day_is_the_case_s_own_or_the_one_given(tmp_path: Path, capsys: Said) -> None:
    undated = changed(tmp_path, on=None)
    assert main(["decide", str(undated), "--on", "2020-06-01"]) == 0
    outcome = capsys.readouterr().out
    assert json.loads(outcome)["rule"]["family"] == "B"
    file = tmp_path / "decision.json"
    file.write_text(outcome, "utf-8")
    assert main(["check", "decision", str(file), "--case", str(undated)]) == 0


def test_a_place_or_day_nothing_covers_is_an_answer(tmp_path: Path, capsys: Said) -> None:
    assert main(["decide", str(changed(tmp_path, place="fr/paris"))]) == 0
    assert "规则库没有适用于 fr/paris 的规定" in capsys.readouterr().out
    assert main(["rules", "cn", "--on", "1990-01-01"]) == 0
    assert "no rule at all in force" in capsys.readouterr().out


def test_a_malformed_case_is_refused_and_an_unknown_key_warned_of(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "out" / "decision.json"
    wrong = changed(tmp_path, roll=[{"dwelling": "1", "area_m2": -5, "owners": []}])
    assert main(["decide", str(wrong), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "case.json, key roll[0].area_m2: found “-5”, expected square metres" in said
    assert not out.exists()
    assert main(["decide", str(changed(tmp_path, colour=1))]) == 0
    assert "key colour" in capsys.readouterr().err
    assert main(["decide", str(changed(tmp_path, colour=1)), "--quiet"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["decide", str(tmp_path / "nowhere.json")]) == 2


PACK = """\
id: decisions/lift_retrofit
place: cn/shanghai/xuhui
topic: decisions
kind: choice
title: {zh: 本街道的约定, en: What our street agreed}
versions:
  - {document: 街道约定, clause: "-", standing: unverified, checked_on: 2026-01-01, source: made up,
     values: {rule: {family: unanimity, consent: "1", strict: false}, scopes: [stairwell]}}
"""


def test_an_office_s_own_pack_counts_in_rules_and_decisions(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "pack/cn/shanghai/xuhui/decisions/lift_retrofit.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(PACK, "utf-8")
    pack = ["--pack", str(tmp_path / "pack")]
    assert main(["rules", "cn/shanghai/xuhui", "--on", "2026-03-01", *pack]) == 0
    said = capsys.readouterr().out
    assert "本街道的约定" in said
    assert "a choice of this product, not law" in said
    case, out = str(changed(tmp_path, place="cn/shanghai/xuhui")), tmp_path / "out.json"
    assert main(["decide", case, *pack, "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["rule"]["family"] == "unanimity"
    assert main(["check", "decision", str(out), "--case", case, *pack]) == 0
    assert main(["check", "decision", str(out), "--case", case]) == 1
    file.write_text(PACK.replace("kind: choice", "kind: rumour"), "utf-8")
    other = tmp_path / "again"
    (tmp_path / "pack").rename(other)
    assert main(["rules", "cn/shanghai/xuhui", "--on", "2026-03-01", "--pack", str(other)]) == 2
    assert (
        "again/cn/shanghai/xuhui/decisions/lift_retrofit.yaml, key kind: found “rumour”"
        in capsys.readouterr().err
    )


def test_what_changed_since_a_day_is_shown_with_what_held_before(capsys: Said) -> None:
    days = ["--on", "2021-06-01", "--since", "2020-06-01"]
    assert main(["rules", "cn/shanghai", *days]) == 0
    said = capsys.readouterr().out
    assert "沪建房管联〔2019〕749号" in said
    assert "沪建房管联〔2020〕801号" in said
    assert "siting/fire_lane" not in said
    assert main(["rules", "cn/shanghai", *days, "--json"]) == 0
    changes = {each["id"]: each for each in json.loads(capsys.readouterr().out)["changes"]}
    assert changes["decisions/area_basis"]["before"] is None
    assert changes["decisions/lift_retrofit"]["now"]["values"]["kind"] == "special"
    assert main(["rules", "cn", "--on", "2000-01-01", "--since", "1990-01-01"]) == 0
    assert "1990-01-01 至 to 2000-01-01" in capsys.readouterr().out


def test_nothing_unverified_is_printed_without_saying_so(capsys: Said) -> None:
    for place in ("cn", "cn/shanghai", "cn/guangdong/guangzhou", "cn/zhejiang/hangzhou"):
        assert main(["rules", place, "--on", "2026-03-01"]) == 0
        said = capsys.readouterr().out
        assert main(["rules", place, "--on", "2026-03-01", "--json"]) == 0
        unverified = [
            each
            for each in json.loads(capsys.readouterr().out)["ordinances"]
            if each["standing"] == "unverified"
        ]
        assert unverified
        assert said.count("供参考，请向房管部门确认 · for reference, confirm with the housing bureau") == len(
            unverified
        )
    assert "没有查到" in said
