"""Rules by place and date: the most specific place wins, silence is an answer, a wrong pack is refused."""

import re
from datetime import date
from pathlib import Path

import pytest

from sanxin.foundation.citation import Standing
from sanxin.foundation.refusal import InputRefused
from sanxin.rulebook.reader import NothingInForce, Rules, rules_in_force
from sanxin.rulebook.shelf import ordinances, ordinances_over
from sanxin.rulebook.siting import siting_rules

DAY = date(2022, 3, 1)
PACK = """\
id: siting/width
place: {place}
topic: siting
kind: law
title: {{zh: 宽, en: Width}}
versions:
  - effective_from: 2020-01-01
    effective_to: 2022-01-01
    document: D
    clause: "1"
    standing: verified
    checked_on: 2026-01-01
    source: made up
    values: {{width_m: {old}}}
  - effective_from: 2022-01-01
    document: D
    clause: "2"
    standing: secondary
    checked_on: 2026-01-01
    source: made up
    values: {{width_m: {new}}}
"""
GOOD = PACK.format(place="cn", old=1, new=2)


def shelf(root: Path, **packs: str) -> Path:
    for place, text in packs.items():
        file = root / place.replace("_", "/") / "siting/width.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
    return root


def width(rules: Rules) -> float:
    return rules.need("siting/width").version.values.number("width_m")


def test_a_version_holds_from_its_first_day_until_the_day_it_ends(tmp_path: Path) -> None:
    root = shelf(tmp_path, cn=GOOD)
    assert width(rules_in_force("cn", date(2021, 12, 31), root=root)) == 1
    assert width(rules_in_force("cn", date(2022, 1, 1), root=root)) == 2


def test_the_most_specific_place_wins(tmp_path: Path) -> None:
    root = shelf(tmp_path, cn=GOOD, cn_shanghai=PACK.format(place="cn/shanghai", old=3, new=4))
    assert width(rules_in_force("cn/shanghai/minhang", DAY, root=root)) == 4
    assert width(rules_in_force("cn/shanghaix", DAY, root=root)) == 2


def test_only_what_is_about_the_topics_asked_for_is_read(tmp_path: Path) -> None:
    root = shelf(tmp_path, cn=GOOD)
    broken = root / "cn/money/fee.yaml"
    broken.parent.mkdir()
    broken.write_text("a: [", "utf-8")
    assert width(rules_in_force("cn", DAY, ("siting",), root=root)) == 2
    with pytest.raises(InputRefused, match=r"cn/money/fee\.yaml"):
        rules_in_force("cn", DAY, root=root)


def test_the_rules_of_a_topic_are_those_of_the_whole_that_are_about_it() -> None:
    for place in ("cn", "cn/shanghai/minhang", "cn/jiangsu/nanjing"):
        assert rules_in_force(place, DAY, ("sunlight",)) == rules_in_force(place, DAY).about("sunlight")


def test_every_file_of_the_rulebook_is_reached_from_its_place() -> None:
    places = {each.place for each in ordinances()}
    reached = {each.file for place in places for each in ordinances_over(place)}
    assert reached == {each.file for each in ordinances()}


@pytest.mark.parametrize("place", ["..", "cn/../../rulebook", "/", "CN", "cn\\shanghai", ""])
def test_what_is_no_place_opens_no_folder(place: str) -> None:
    found = {each.place for each in ordinances_over(place)}
    assert found <= {"cn"}


def test_a_place_or_a_day_nothing_covers_is_an_answer(tmp_path: Path) -> None:
    root = shelf(tmp_path, cn=GOOD)
    with pytest.raises(NothingInForce, match="nothing that covers fr/paris"):
        rules_in_force("fr/paris", DAY, root=root)
    with pytest.raises(NothingInForce, match="in force in cn on 2019-12-31") as refusal:
        rules_in_force("cn", date(2019, 12, 31), root=root)
    assert "没有现行规定" in refusal.value.say("zh")


def test_the_digest_follows_the_bytes_of_the_files_used(tmp_path: Path) -> None:
    one = rules_in_force("cn", DAY, root=shelf(tmp_path / "a", cn=GOOD))
    same = rules_in_force("cn/shanghai", DAY, root=shelf(tmp_path / "b", cn=GOOD))
    other = rules_in_force("cn", DAY, root=shelf(tmp_path / "c", cn=GOOD + "# seen\n"))
    assert one.digest() == same.digest() != other.digest()


@pytest.mark.parametrize(
    ("good", "bad", "key", "expected"),
    [
        ("kind: law", "kind: rumour", "kind", "law choice"),
        ("topic: siting", "topic: ''", "topic", "text"),
        ("topic: siting", "colour: red", "colour", "one of"),
        ("id: siting/width", "id: siting/height", "id", "what its place"),
        ("title: {zh: 宽, en: Width}", "title: Width", "title", "a mapping"),
        ("title: {zh: 宽, en: Width}", "title: {zh: 宽}", "title.en", "needed"),
        ("effective_from: 2020-01-01", "effective_from: early", "versions[0].effective_from", "a date"),
        (
            "effective_to: 2022-01-01",
            "effective_to: 2019-01-01",
            "versions[0].effective_to",
            "after it began",
        ),
        ("effective_to: 2022-01-01", "effective_to: 2022-01-02", "versions", "do not overlap"),
        ("standing: verified", "standing: sure", "versions[0].standing", "verified secondary unverified"),
        ("checked_on: 2026-01-01", "seen_on: 2026-01-01", "versions[0].seen_on", "one of"),
        ("values: {width_m: 1}", "values: 1", "versions[0].values", "a mapping"),
    ],
)
def test_a_wrong_pack_is_refused_with_file_key_found_and_expected(
    tmp_path: Path, good: str, bad: str, key: str, expected: str
) -> None:
    root = shelf(tmp_path, cn=GOOD.replace(good, bad, 1))
    with pytest.raises(InputRefused) as refusal:
        rules_in_force("cn", DAY, root=root)
    (fault,) = refusal.value.faults
    assert (fault.file, fault.place.en) == ("cn/siting/width.yaml", f"key {key}")
    assert expected in fault.expected.en
    assert fault.say("zh")


@pytest.mark.parametrize("content", ["a: [", "versions: []"])
def test_a_file_that_is_no_pack_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputRefused):
        rules_in_force("cn", DAY, root=shelf(tmp_path, cn=content))


def test_an_empty_list_of_versions_is_refused(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("versions:")] + "versions: []\n"
    with pytest.raises(InputRefused, match="versions"):
        rules_in_force("cn", DAY, root=shelf(tmp_path, cn=text))


def test_shanghai_has_its_own_boundary_rule_and_the_nation_s_other_rules() -> None:
    rules = rules_in_force("cn/shanghai", DAY)
    boundary, lane = rules.need("siting/land_boundary"), rules.need("siting/fire_lane")
    assert (boundary.ordinance.place, lane.ordinance.place) == ("cn/shanghai", "cn")
    assert rules_in_force("cn", DAY).need("siting/land_boundary").ordinance.place == "cn"


def test_only_texts_that_were_read_are_verified() -> None:
    for each in ordinances():
        for version in each.versions:
            if version.citation.standing is Standing.VERIFIED:
                assert re.search(r"[Tt]exts? (was )?read", version.source), each.file
            if not each.is_law:
                assert version.citation.standing is not Standing.VERIFIED, each.file


def test_the_stricter_of_two_texts_on_power_cables_governs() -> None:
    clearance = siting_rules(rules_in_force("cn", DAY)).limits.clearance("power_cable")
    assert clearance
    assert (clearance.greatest_m, clearance.citation.standing) == (0.75, Standing.VERIFIED)


def test_rules_written_as_json_carry_citation_and_standing() -> None:
    written = {each["id"]: each for each in rules_in_force("cn/shanghai", DAY).to_json()}
    lane, schemes = written["siting/fire_lane"], written["siting/schemes"]
    assert (lane["effective_from"], lane["effective_to"], lane["standing"]) == (
        "2015-05-01",
        "2023-06-01",
        "secondary",
    )
    assert (schemes["kind"], schemes["effective_from"]) == ("choice", None)
    assert lane["citation"]["document"].startswith("GB 50016")
