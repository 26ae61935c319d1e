"""Who must agree, by place and day; readings with their standing; a city's or an office's own rules laid over."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from sanxin.engines.tally.problem import Readings, Rule
from sanxin.foundation.citation import Standing
from sanxin.foundation.refusal import InputRefused
from sanxin.rulebook.decisions import chosen, consult_rule, matter_rule, project_rule, readings
from sanxin.rulebook.reader import NothingInForce, Rules, rules_in_force
from sanxin.rulebook.shelf import HERE, SETTING, ordinances

SPECIAL = Rule("A", Fraction(3, 4), Fraction(2, 3))
ORDINARY = Rule("A", Fraction(1, 2), Fraction(2, 3), strict=True)
BEFORE, NOW = date(2020, 12, 31), date(2021, 1, 1)


@pytest.mark.parametrize(
    ("place", "day", "matter", "rule"),
    [
        ("cn", BEFORE, "lift_retrofit", Rule("B", Fraction(2, 3))),
        ("cn", NOW, "lift_retrofit", SPECIAL),
        ("cn", NOW, "raise_fund", SPECIAL),
        ("cn", BEFORE, "use_fund", Rule("B", Fraction(2, 3))),
        ("cn", NOW, "use_fund", ORDINARY),
        ("cn/shanghai", BEFORE, "lift_retrofit", Rule("B", Fraction(2, 3))),
        ("cn/shanghai/xuhui", NOW, "lift_retrofit", SPECIAL),
        ("cn/shanghai", NOW, "use_common_ground", ORDINARY),
        ("cn/shanghai", date(2023, 3, 1), "green_layout", SPECIAL),
        ("cn/shanghai", date(2023, 3, 1), "move_trees", ORDINARY),
        ("cn/beijing", BEFORE, "lift_retrofit", Rule("C", Fraction(2, 3))),
        ("cn/beijing", NOW, "lift_retrofit", SPECIAL),
        ("cn/guangdong/guangzhou", BEFORE, "lift_retrofit", Rule("B", Fraction(2, 3))),
        ("cn/guangdong/guangzhou", date(2025, 6, 19), "lift_retrofit", SPECIAL),
        ("cn/shandong/jinan", NOW, "lift_retrofit", Rule("C", Fraction(2, 3))),
    ],
)
def test_a_matter_has_the_rule_of_its_place_and_day(place: str, day: date, matter: str, rule: Rule) -> None:
    assert matter_rule(rules_in_force(place, day), matter).rule == rule


def test_the_shares_are_verified_and_what_kind_of_matter_it_is_only_secondary() -> None:
    held = matter_rule(rules_in_force("cn", NOW), "lift_retrofit")
    assert [each.standing for each in held.citations] == [Standing.SECONDARY, Standing.VERIFIED]
    assert held.exclusive_part
    shanghai = matter_rule(rules_in_force("cn/shanghai", NOW), "lift_retrofit")
    assert shanghai.scopes == ("building",)
    assert shanghai.scope_note


def test_where_no_text_was_found_there_is_a_reason_and_no_rule() -> None:
    held = matter_rule(rules_in_force("cn/jiangsu/suzhou", NOW), "use_common_ground")
    assert held.rule is None
    assert held.reason
    assert "没有查到" in held.reason.zh
    with pytest.raises(NothingInForce):
        matter_rule(rules_in_force("cn/shanghai", date(2028, 3, 1)), "green_layout")


def test_each_reading_has_its_own_standing() -> None:
    found = {each.name: each for each in readings(rules_in_force("cn", NOW))}
    assert found["head"].citation.standing == Standing.VERIFIED
    assert {found[name].citation.standing for name in ("split", "co_owners", "not_returned")} == {
        Standing.UNVERIFIED
    }
    assert chosen({name: each.default for name, each in found.items()}) == Readings()


def test_shanghai_asks_for_more_decisions_than_the_country_and_knows_where_they_clash() -> None:
    shanghai = project_rule(rules_in_force("cn/shanghai", NOW))
    assert [each.matter for each in shanghai.decisions] == [
        "lift_retrofit",
        "use_common_ground",
        "green_layout",
        "move_trees",
    ]
    assert shanghai.conflict == ("use_common_ground", "green_layout")
    assert project_rule(rules_in_force("cn", NOW)).conflict == ()


def laid_over(
    tmp_path: Path, change: tuple[str, str] = ("", ""), file: str = "decisions/lift_retrofit"
) -> Path:
    source = HERE / f"cn/shanghai/{file}.yaml"
    target = tmp_path / f"cn/shanghai/{file}.yaml"
    target.parent.mkdir(parents=True)
    target.write_text(source.read_text("utf-8").replace(*change), "utf-8")
    return tmp_path


def shanghai(pack: Path) -> Rules:
    return rules_in_force("cn/shanghai", NOW, pack=pack)


def test_an_office_lays_its_own_rules_over_without_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = ("kind: special\n", 'rule: {family: A, participation: "2/3", consent: "9/10", strict: false}\n')
    pack = laid_over(tmp_path, change)
    assert matter_rule(shanghai(pack), "lift_retrofit").rule == Rule("A", Fraction(9, 10), Fraction(2, 3))
    held = shanghai(pack).need("decisions/lift_retrofit").ordinance
    assert held.file == f"{tmp_path.name}/cn/shanghai/decisions/lift_retrofit.yaml"
    assert shanghai(pack).digest() != rules_in_force("cn/shanghai", NOW).digest()
    monkeypatch.setenv(SETTING, str(pack))
    assert matter_rule(rules_in_force("cn/shanghai", NOW), "lift_retrofit").rule == Rule(
        "A", Fraction(9, 10), Fraction(2, 3)
    )


def test_a_pack_that_is_not_there_or_holds_nothing_is_refused(tmp_path: Path) -> None:
    for pack in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InputRefused, match="a folder with rule files"):
            ordinances(HERE, pack)


@pytest.mark.parametrize(
    ("file", "change", "key"),
    [
        ("decisions/lift_retrofit", ("kind: special\n", "kind: grave\n"), "versions[1].values.kind"),
        ("decisions/lift_retrofit", ("scopes: [building]", "scopes: [tower]"), "values.scopes"),
        ("decisions/lift_retrofit", ("scopes: [building]", "scopes: tower"), "values.scopes"),
        ("decisions/lift_retrofit", ("kind: special\n", "colour: red\n"), "values.colour"),
        ("decisions/lift_retrofit", ("kind: special\n", "kind: null\n"), "values.reason"),
        ("decisions/lift_retrofit", ("kind: special\n", "rule: {family: A, consent: 0.75, strict: false}\n"), "rule.consent"),
        ("decisions/lift_retrofit", ("kind: special\n", 'rule: {family: A, consent: "3/0", strict: false}\n'), "rule.consent"),
        ("decisions/lift_retrofit", ("kind: special\n", 'rule: {family: B, consent: "0", strict: false}\n'), "values.rule"),
        ("decisions/project", ("when: always", "when: maybe"), "decisions[0].when"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_by_its_own_name_and_key(
    tmp_path: Path, file: str, change: tuple[str, str], key: str
) -> None:
    rules = shanghai(laid_over(tmp_path, change, file))
    with pytest.raises(InputRefused) as refusal:
        (project_rule if file.endswith("project") else lambda held: matter_rule(held, "lift_retrofit"))(rules)
    (fault,) = refusal.value.faults
    assert fault.file.startswith(f"{tmp_path.name}/cn/shanghai/")
    assert key in fault.place.en


def test_what_changed_between_two_days_is_listed_with_what_held_before() -> None:
    now, earlier = rules_in_force("cn/shanghai", NOW), rules_in_force("cn/shanghai", BEFORE)
    changed = {each.id: each for each in now.changed_since(earlier)}
    lift = changed["decisions/lift_retrofit"]
    assert lift.before
    assert lift.now
    assert "749" in lift.before.version.citation.document
    assert "801" in lift.now.version.citation.document
    assert changed["decisions/area_basis"].before is None
    assert "siting/fire_lane" not in changed


def test_choices_alone_are_no_law() -> None:
    with pytest.raises(NothingInForce, match="no rule at all"):
        rules_in_force("cn", date(1990, 1, 1))


def test_willingness_is_measured_by_a_figure_of_ours_that_is_told_as_such() -> None:
    rule = consult_rule(rules_in_force("cn/shanghai", NOW))
    assert (rule.strong, rule.attempts, rule.citation.standing) == (Fraction(2, 3), 3, Standing.UNVERIFIED)
