"""A case handed in: read strictly, counted by the rules of its day, said in both languages, checked from the file."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sanxin.foundation.refusal import InputRefused
from sanxin.journey.decide import decide, decision_checks, read_case
from sanxin.journey.decide.case import Case
from sanxin.rulebook.reader import Rules, rules_in_force

EXAMPLES = Path(__file__).parents[2] / "examples" / "decide"
CHOICES = {"+": "for", "-": "against", "0": "abstain"}


def roll(*owners: str, area: Any = 60) -> list[dict[str, Any]]:
    return [
        {"dwelling": f"{number:02}", "area_m2": area, "owners": each.split("、")}
        for number, each in enumerate(owners, 1)
    ]


def ballots(answers: str) -> list[dict[str, Any]]:
    return [
        {"id": f"b{number}", "dwelling": f"{number:02}", "choice": CHOICES[sign]}
        for number, sign in enumerate(answers, 1)
        if sign != "·"
    ]


def written(answers: str = "+++++---····", **more: Any) -> dict[str, Any]:
    people = [f"业主{number}" for number in range(1, len(answers) + 1)]
    base = {"place": "cn", "on": "2026-03-31", "matter": "lift_retrofit", "scope": "stairwell"}
    return {**base, "roll": roll(*people), "ballots": ballots(answers), **more}


def read(case: dict[str, Any]) -> Case:
    found, warnings = read_case("case.json", json.dumps(case).encode())
    assert warnings == ()
    return found


def rules_of(case: Case) -> Rules:
    assert case.on
    return rules_in_force(case.place, case.on)


def told(case: dict[str, Any]) -> dict[str, Any]:
    found = read(case)
    assert found.on
    outcome: dict[str, Any] = json.loads(json.dumps(decide(found, rules_of(found), found.on).to_json()))
    assert [each.say("en") for each in decision_checks(outcome, found, rules_of(found))] == []
    return outcome


def codes(outcome: dict[str, Any]) -> list[str]:
    return [each["code"] for each in outcome["because"]]


def sentences(outcome: dict[str, Any], language: str = "en") -> str:
    return "\n".join(each[language] for each in outcome["because"])


def test_five_of_eight_fail_a_special_matter_and_pass_an_ordinary_one() -> None:
    special, ordinary = told(written()), told(written(matter="use_fund"))
    assert (special["passed"], ordinary["passed"]) == (False, True)
    assert special["heads"] == {"all": 12, "taking_part": 8, "for": 5}
    assert special["area_m2"] == {"all": 720, "taking_part": 480, "for": 300}
    consent = special["tests"][-1]
    assert (consent["have"], consent["of"], consent["required"], consent["lacks"]) == (5, 8, "3/4", 1)
    assert special["to_change"] == {
        "to": "pass", "heads": 1, "moves": [{"dwelling": "06", "from": "against", "to": "for"}], "objections": [],
    }  # fmt: skip


def test_the_grounds_are_said_in_both_languages_with_their_standing() -> None:
    outcome = told(written())
    assert "属特别事项（据转载）" in sentences(outcome, "zh")
    assert "at least 3/4 consent (checked against the text)" in sentences(outcome)
    assert "for reference, confirm with the housing bureau" in sentences(outcome)
    for because in outcome["because"]:
        if because["standing"] == "unverified":
            assert "供参考，请向房管部门确认" in because["zh"], because["code"]


def test_a_long_change_is_told_in_short_and_listed_in_full() -> None:
    outcome = told(written("+++++" + "-" * 35))
    assert len(outcome["to_change"]["moves"]) == 25
    assert "… and 13 more dwellings" in sentences(outcome)
    assert "……另 13 户" in sentences(outcome, "zh")


def test_a_rule_of_ones_own_is_called_so() -> None:
    for family, more in [("B", {"consent": "2/3"}), ("C", {"consent": "2/3"}), ("unanimity", {})]:
        outcome = told(written(rule={"family": family, **more}))
        assert codes(outcome)[:2] == ["decide.own_rule", f"decide.rule.{family}"]
        assert "as handed in" in sentences(outcome)
    matter = written(rule={"family": "A", "participation": "2/3", "consent": "1/2", "strict": True})
    assert "more than 1/2" in sentences(told({key: each for key, each in matter.items() if key != "matter"}))


def test_the_day_of_the_vote_decides_which_law_counts_it() -> None:
    assert told(written("+++++++·····", on="2020-12-31"))["rule"]["family"] == "B"
    assert told(written("+++++++·····", on="2021-01-01"))["rule"]["family"] == "A"


def test_shanghai_says_that_the_building_decides() -> None:
    stairwell = told(written(place="cn/shanghai"))
    assert {"decide.other_scope", "decide.scope_note"} <= {*codes(stairwell)}
    assert "所在楼幢" in sentences(stairwell, "zh")
    unsaid = told(written(place="cn/shanghai", scope=None))
    assert "decide.scope_note" in codes(unsaid)
    assert "decide.other_scope" not in codes(unsaid)
    assert "decide.scope_note" not in codes(told(written(place="cn/shanghai", scope="building")))
    assert "decide.other_scope" in codes(told(written(scope="compound")))


def test_an_older_city_rule_says_that_the_civil_code_stands_besides() -> None:
    outcome = told(written("++++++++····", place="cn/shandong/jinan"))
    assert (outcome["passed"], outcome["rule"]["family"]) == (True, "C")
    assert "must be met besides" in sentences(outcome)


def test_a_matter_the_rulebook_has_no_rule_for_is_an_answer() -> None:
    unknown = told(written(matter="use_common_ground", scope="compound"))
    assert unknown["passed"] is None
    assert "no national text" in sentences(unknown)
    too_early = told(written(place="cn/shanghai", matter="green_layout", scope="compound", on="2020-01-01"))
    assert too_early["passed"] is None
    assert "in force" in sentences(too_early)


def test_other_readings_stand_beside_and_say_whether_they_turn_it() -> None:
    case = written("++++····", roll=roll("甲", "甲", "甲", "甲", "乙", "丙", "丁", "戊"), matter="use_fund")
    outcome = told({**case, "rule": {"family": "B", "consent": "1/2"}})
    others = {(each["reading"], each["option"]): each["differs"] for each in outcome["alternatives"]}
    assert others == {
        ("head", "dwelling"): True, ("head", "linked"): False, ("split", "void"): False,
        ("co_owners", "first_answer"): False,
    }  # fmt: skip
    taken = told({**case, "rule": {"family": "B", "consent": "1/2"}, "readings": {"head": "dwelling"}})
    assert taken["passed"]
    assert ("head", "owner_set") in [(each["reading"], each["option"]) for each in taken["alternatives"]]


def test_following_the_majority_needs_its_written_basis() -> None:
    outcome = told(written("+++++·······", basis_for_follow_majority="议事规则第12条"))
    assert (outcome["passed"], outcome["to_change"]) == (True, None)
    assert {"decide.follow_majority", "decide.no_change"} <= {*codes(outcome)}
    assert ("not_returned", "no_part") in [
        (each["reading"], each["option"]) for each in outcome["alternatives"]
    ]
    early = told(written("+++++·······", basis_for_follow_majority="管理规约", on="2009-12-01"))
    assert "as handed in" in sentences(early)
    with pytest.raises(InputRefused, match="its written basis"):
        told(written(readings={"not_returned": "follow_majority"}))


def test_where_too_many_owners_are_unknown_it_says_so_and_names_nobody_to_win_over() -> None:
    known = roll("甲", "乙", "丙", "丁", "戊", "己")
    unknown = [{**each, "owners": []} if number < 3 else each for number, each in enumerate(known)]
    outcome = told(written("······", roll=unknown, rule={"family": "B", "consent": "2/3"}))
    assert (outcome["passed"], outcome["to_change"]) == (False, None)
    assert "decide.nobody_can" in codes(outcome)
    assert "业主不明的户太多" in sentences(outcome, "zh")


def test_an_objection_without_a_reply_keeps_the_vote_open_even_when_it_passed() -> None:
    objections = [{"id": "x1", "dwelling": "12"}, {"id": "x2", "answered": True, "resolved": True}]
    outcome = told(written("++++++++····", objections=objections))
    assert (outcome["passed"], outcome["may_close"]) == (True, False)
    assert "x1 have no written reply" in sentences(outcome)
    waiting = told(written("++++++++····", objections=objections, rule={"family": "C", "consent": "1/2"}))
    assert waiting["passed"] is False
    assert waiting["to_change"]["objections"] == ["x1"]
    assert "settled first: x1" in sentences(waiting)


def test_stances_are_a_range_and_say_so() -> None:
    stances = [
        {"dwelling": "09", "stance": "for", "at": "2026-03-01"},
        {"dwelling": "10", "stance": "unsure"},
    ]
    outcome = told(written("+++++++·····", stances=stances))
    assert (outcome["forecast"]["outcome"], outcome["forecast"]["open"]) == ("open", 4)
    assert "not a promise" in sentences(outcome)


def project(answers: dict[str, str], **facts: bool) -> dict[str, Any]:
    scopes = {
        "lift_retrofit": "building",
        "use_common_ground": "compound",
        "green_layout": "compound",
        "move_trees": "compound",
    }
    decisions = []
    for matter, signs in answers.items():
        one = written(signs, matter=matter, scope=scopes[matter], id=matter)
        decisions.append({key: one[key] for key in ("id", "matter", "scope", "roll", "ballots")})
    return {"place": "cn/shanghai", "on": "2026-03-31", "project": facts, "decisions": decisions}


def states(outcome: dict[str, Any]) -> list[str]:
    return [step["state"] for step in outcome["project"]["steps"]]


def test_one_shanghai_project_is_three_decisions_asked_as_one() -> None:
    facts = {"occupies_common_ground": True, "changes_green_layout": True, "moves_trees": False}
    answers = {
        "lift_retrofit": "+++++++++---",
        "use_common_ground": "+++++++-----",
        "green_layout": "+++++++-----",
    }
    outcome = told(project(answers, **facts))
    assert states(outcome) == ["passed", "passed", "not_passed", "not_needed"]
    assert (outcome["project"]["complete"], outcome["project"]["next"]) == (False, "green_layout")
    green = outcome["project"]["steps"][2]
    assert [(each["name"], each["basis"], each["lacks"]) for each in green["lacks"]] == [
        ("consent", "area", 120), ("consent", "heads", 2),
    ]  # fmt: skip
    assert green["to_change"]["heads"] == 2
    assert "no text found reconciles them" in sentences(outcome["project"])
    done = told(project({**answers, "green_layout": "+++++++++---"}, **facts))
    assert (done["project"]["complete"], done["project"]["next"]) == (True, None)


def test_what_nobody_stated_leaves_a_decision_unknown_and_not_unneeded() -> None:
    outcome = told(project({"lift_retrofit": "+++++++++---"}, occupies_common_ground=True))
    assert states(outcome) == ["passed", "not_held", "unknown", "unknown"]
    assert outcome["project"]["next"] == "use_common_ground"
    ground = told(project({"use_common_ground": "+++++++++---"}, moves_trees=False))
    assert states(ground) == ["not_held", "passed", "unknown", "not_needed"]
    single = told(written("++++++++····", place="cn/shanghai", scope="building", project={}))
    assert states(single)[0] == "passed"
    early = project({"green_layout": "+++++++++---"}, changes_green_layout=True) | {"on": "2021-06-01"}
    assert states(told(early))[2] == "no_rule"


def test_elsewhere_only_what_the_country_knows_is_asked_and_nothing_clashes() -> None:
    outcome = told(project({"lift_retrofit": "+++++++++---"}) | {"place": "cn/jiangsu/suzhou"})
    assert states(outcome) == ["passed", "unknown"]
    assert [each["code"] for each in outcome["project"]["because"]] == ["decide.project.step"] * 2


def test_where_nothing_is_known_of_projects_none_is_told() -> None:
    case = read(project({"lift_retrofit": "+++++++++---"}))
    rules = rules_of(case)
    kept = tuple(each for each in rules.ordinances if each.ordinance.id != "decisions/project")
    outcome = decide(case, Rules(rules.place, rules.on, kept), rules.on).to_json()
    assert outcome["project"] is None
    assert decision_checks(outcome) == []


@pytest.mark.parametrize(
    ("name", "passed"), [("twelve", [False]), ("one_owner", [False]), ("shanghai", [True, True, False])]
)
def test_the_examples_stand(name: str, passed: list[bool]) -> None:
    outcome = told(json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")))
    assert [each["passed"] for each in outcome.get("decisions", [outcome])] == passed


@pytest.mark.parametrize(
    ("change", "key", "expected"),
    [
        ({"place": ""}, "place", "text"),
        ({"on": "soon"}, "on", "a date"),
        ({"matter": "roof"}, "matter", "one of"),
        ({"matter": "custom"}, "rule", "of one's own"),
        ({"scope": "street"}, "scope", "one of"),
        ({"roll": []}, "roll", "a list"),
        ({"roll": [1]}, "roll[0]", "a mapping"),
        ({"roll": roll("甲", area=-1)}, "roll[0].area_m2", "0 or more"),
        ({"roll": roll("甲", area=True)}, "roll[0].area_m2", "0 or more"),
        ({"roll": roll("甲", area="sixty")}, "roll[0].area_m2", "0 or more"),
        ({"roll": roll("甲", area=None)}, "roll[0].area_m2", "0 or more"),
        ({"roll": roll("甲", area=0), "ballots": []}, "roll", "can be counted"),
        ({"roll": roll("甲") * 2, "ballots": []}, "roll", "can be counted"),
        ({"roll": [{"dwelling": "1", "area_m2": 1, "owners": "甲"}]}, "roll[0].owners", "a list of owners' ids"),
        ({"roll": [{"dwelling": "1", "area_m2": 1}]}, "roll[0].owners", "a list of owners' ids"),
        ({"roll": [{"dwelling": True, "area_m2": 1, "owners": []}]}, "roll[0].dwelling", "an id"),
        ({"roll": [{"dwelling": " ", "area_m2": 1, "owners": []}]}, "roll[0].dwelling", "an id"),
        ({"ballots": [{"id": "b", "dwelling": "01", "choice": "maybe"}]}, "ballots[0].choice", "for against abstain"),
        ({"ballots": [{"id": "b", "dwelling": "01", "choice": "for", "channel": "fax"}]}, "ballots[0].channel", "one of"),
        ({"ballots": [{"id": "b", "dwelling": "01", "choice": "for", "at": "noon"}]}, "ballots[0].at", "a time"),
        ({"ballots": ballots("+") * 2}, "roll", "can be counted"),
        ({"objections": [{"id": "x", "answered": "yes"}]}, "objections[0].answered", "true or false"),
        ({"stances": [{"dwelling": "01", "stance": "keen"}]}, "stances[0].stance", "one of"),
        ({"readings": {"head": "household"}}, "readings.head", "one of"),
        ({"rule": {"family": "D"}}, "rule.family", "one of"),
        ({"rule": {"family": "A", "consent": "3/4"}}, "rule.participation", "needed"),
        ({"rule": {"family": "B", "consent": "7/4"}}, "rule.consent", "a share"),
        ({"rule": {"family": "B", "consent": "0"}}, "rule", "nobody could meet or fail"),
        ({"project": {"moves_trees": "no"}}, "project.moves_trees", "true or false"),
    ],
)  # fmt: skip
def test_a_malformed_case_is_refused_by_key(change: dict[str, Any], key: str, expected: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        told(written(**change))
    (fault,) = refusal.value.faults
    assert (fault.file, fault.place.en) == ("case.json", f"key {key}")
    assert expected in fault.expected.en
    assert "题目" in fault.remedy.zh


def test_a_fault_in_one_of_several_decisions_names_which() -> None:
    case = project({"lift_retrofit": "++", "use_common_ground": "++"})
    case["decisions"][1]["roll"][0]["area_m2"] = "0.00001"
    with pytest.raises(InputRefused, match=r"decisions\[1\].roll"):
        told(case)
    case["decisions"][1]["id"] = "lift_retrofit"
    with pytest.raises(InputRefused, match="an id used once"):
        read(case)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]", b'{"place": NaN}'])
def test_what_is_no_case_at_all_is_refused(content: bytes) -> None:
    with pytest.raises(InputRefused):
        read_case("case.json", content)


def test_keys_nobody_uses_are_warnings_that_name_them() -> None:
    case = written(colour="red", rule={"family": "B", "consent": "1/2", "participation": "2/3"})
    case["roll"][0]["floor"] = 1
    _, warnings = read_case("case.json", json.dumps(case).encode())
    assert {each.place.en for each in warnings} == {
        "key colour",
        "key roll[0].floor",
        "key rule.participation",
    }


def test_areas_are_read_exactly_and_ids_may_be_numbers() -> None:
    case = written(roll=[{"dwelling": 101, "area_m2": 62.35, "owners": [7]}, {"dwelling": 102, "area_m2": "0.10", "owners": None}],
                   ballots=[{"id": 1, "dwelling": 101, "by": 7, "choice": "for", "proxy_document": ""}])  # fmt: skip
    outcome = told(case)
    assert outcome["area_m2"] == {"all": 62.45, "taking_part": 62.35, "for": 62.35}


FORGERIES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "digest": lambda one: one.update(problem_sha256="0" * 64),
    "rule": lambda one: one["rule"].update(consent="1/2"),
    "readings": lambda one: one["readings"].update(head="dwelling"),
    "outcome": lambda one: one.update(passed=True),
    "closing": lambda one: one.update(may_close=False),
    "test": lambda one: one["tests"][0].update(have=1),
    "lacks": lambda one: one["tests"][-1].update(lacks=2),
    "heads": lambda one: one["heads"].update(all=11),
    "half a head": lambda one: one["heads"].update(all=11.5),
    "area": lambda one: one["area_m2"].update({"for": 301}),
    "change": lambda one: one["to_change"]["moves"][0].update(dwelling="07"),
    "no change": lambda one: one.update(to_change=None),
    "refused": lambda one: one["refused_ballots"].append({"id": "b1", "dwelling": "01", "code": "second"}),
    "forecast": lambda one: one.update(forecast={"outcome": "passes", "worst": [], "best": [], "stances": 1, "open": 1}),
    "alternative": lambda one: one["alternatives"][0].update(passed=True),
    "difference": lambda one: one["alternatives"][0].update(differs=True),
    "key gone": lambda one: one.pop("tests"),
    "ballot in the problem": lambda one: one["problem"]["ballots"][0].update(choice="perhaps"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forged_file_is_found_out(kind: str) -> None:
    outcome = told(written())
    forged = deepcopy(outcome)
    FORGERIES[kind](forged)
    assert decision_checks(forged) != []


def test_a_forged_project_is_found_out() -> None:
    outcome = told(project({"lift_retrofit": "+++++++++---"}, occupies_common_ground=True))
    for key, value in (("state", "not_passed"),):
        forged = deepcopy(outcome)
        forged["project"]["steps"][0][key] = value
        assert decision_checks(forged) != []
    forged = deepcopy(outcome)
    forged["project"]["complete"] = True
    assert decision_checks(forged) != []


def test_lacking_is_checked_for_strict_shares_and_objections_too() -> None:
    strict = told(written("++++----····", matter="use_fund"))
    assert strict["tests"][-1]["lacks"] == 1
    strict["tests"][-1]["lacks"] = 0
    assert decision_checks(strict) != []
    objecting = told(
        written("++++++++++++", rule={"family": "C", "consent": "1/2"}, objections=[{"id": "x"}])
    )
    assert objecting["tests"][-1]["lacks"] == 1
    objecting["tests"][-1]["lacks"] = 0
    assert decision_checks(objecting) != []


def test_the_tally_of_another_case_is_not_this_one_s() -> None:
    case, other = read(written()), read(written("++++++++····"))
    assert case.on == date(2026, 3, 31)
    outcome = json.loads(json.dumps(decide(case, rules_of(case), date(2026, 3, 31)).to_json()))
    assert [each.code for each in decision_checks(outcome, other, rules_of(other))] == [
        "decide.check.other_case"
    ]
    nothing = told(written(matter="use_common_ground", scope="compound"))
    assert [each.code for each in decision_checks(nothing, case, rules_of(case))] == [
        "decide.check.other_case"
    ]
