"""A case handed in: read strictly, shared by its rule and every other, said so that each figure can be defended."""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sanxin.engines.sharing.problem import RULES
from sanxin.foundation.refusal import InputRefused
from sanxin.journey.share import read_case, share, share_checks
from sanxin.journey.share.case import Case
from sanxin.journey.share.formula import formulas, number
from sanxin.rulebook.reader import Rules, rules_in_force

EXAMPLES = Path(__file__).parents[2] / "examples" / "share"
FLOORS = range(1, 7)


def flats(floors: range = FLOORS, count: int = 1, **more: dict[str, Any]) -> list[dict[str, Any]]:
    """Make some flats a floor; ``more`` says what is particular to one, by ``x`` and its id."""
    return [
        {"id": f"{floor}0{flat}", "floor": floor, "area_m2": 60, **more.get(f"x{floor}0{flat}", {})}
        for floor in floors
        for flat in range(1, count + 1)
    ]


def written(**more: Any) -> dict[str, Any]:
    base = {"place": "cn", "on": "2024-06-01", "rule": "equal", "costs": [{"item": "电梯", "yuan": 420000}]}
    return {**base, "dwellings": flats(), **more}


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
    outcome: dict[str, Any] = json.loads(json.dumps(share(found, rules_of(found), found.on).to_json()))
    assert [each.say("en") for each in share_checks(outcome, found, rules_of(found))] == []
    net = sum(each["fen"] for each in outcome["shares"])
    assert net + outcome["subsidy_fen"] + outcome["other_fen"] == outcome["total_cost_fen"]
    return outcome


def fen(outcome: dict[str, Any]) -> list[int]:
    return [each["fen"] for each in outcome["shares"]]


def sentences(outcome: dict[str, Any], language: str = "en", of: str | None = None) -> str:
    because = outcome["because"]
    if of:
        because = next(each["because"] for each in outcome["shares"] if each["dwelling"] == of)
    return "\n".join(each[language] for each in because)


def refusal(case: dict[str, Any]) -> str:
    with pytest.raises(InputRefused) as refused:
        told(case)
    return str(refused.value)


def test_guangzhous_table_on_420_000_yuan() -> None:
    outcome = told(written(place="cn/guangdong/guangzhou", rule="floor_weights"))
    assert [each["yuan"] for each in outcome["shares"]] == [
        "0.00", "41176.47", "82352.94", "90588.24", "98823.53", "107058.82",
    ]  # fmt: skip
    assert "420,000.00 × 1.3 ÷ 5.1 ≈ 107,058.82 yuan" in sentences(outcome, of="601")
    assert "reference table (from a secondary source)" in sentences(outcome)
    later = told(written(place="cn/guangdong/guangzhou", rule="floor_weights", on="2025-06-19"))
    assert (fen(later), later["rulebook"]["sha256"] != outcome["rulebook"]["sha256"]) == (fen(outcome), True)
    assert "本地参考表（供参考，请向房管部门确认）" in sentences(later, "zh")


def test_guangzhous_table_goes_on_above_its_last_floor_and_splits_a_floor_by_area() -> None:
    dwellings = [*flats(range(2, 9)), {"id": "802", "floor": 8, "area_m2": 90}]
    outcome = told(written(place="cn/guangdong/guangzhou", rule="floor_weights", dwellings=dwellings))
    shares = dict(zip([each["dwelling"] for each in outcome["shares"]], fen(outcome), strict=True))
    assert shares["802"] == round(shares["801"] * 1.5)
    assert (shares["801"] + shares["802"]) * 5 == pytest.approx(shares["201"] * 15, abs=20)
    assert outcome["problem"]["apply_to"] == "floor_then_area"


def test_yanjis_ten_households() -> None:
    weights = {"2": "2.0", "3": "2.8", "4": "3.6", "5": "4.4", "6": "5.2"}
    case = written(
        dwellings=flats(range(2, 7), 2),
        costs=[{"item": "电梯", "yuan": 360000}],
        rule="floor_weights",
        weights=weights,
    )
    outcome = told(case)
    assert fen(outcome) == [wan * 100_000 for wan in (20, 28, 36, 44, 52) for _ in range(2)]
    assert sum(fen(outcome)) == 36_000_000
    assert outcome["by_floor"]["6"] == [5_200_000, 5_200_000]
    assert fen(told(case | {"rule": "custom"})) == fen(outcome)


def test_a_table_of_percentages_two_a_floor() -> None:
    percent = {"6": "20.5", "5": 15, "4": 9, "3": 4, "2": "1.5"}
    outcome = told(
        written(
            dwellings=flats(range(2, 7), 2),
            costs=[{"item": "电梯", "yuan": 500000}],
            rule="floor_weights",
            weights=percent,
        )
    )
    assert [each["yuan"] for each in outcome["shares"]][::2] == [
        "7500.00",
        "20000.00",
        "45000.00",
        "75000.00",
        "102500.00",
    ]
    assert sum(fen(outcome)) == 50_000_000


@pytest.mark.parametrize(
    ("place", "on", "yuan", "subsidy", "said"),
    [
        ("cn/shanghai", "2022-03-01", 600000, 240000, "The subsidy is 240,000.00 yuan (from a secondary source)"),
        ("cn/shanghai", "2022-03-01", 900000, 280000, "280,000.00"),
        ("cn/shanghai", "2019-03-01", 900000, 0, "No subsidy is counted: The rulebook has no money/lift_subsidy"),
        ("cn/henan/zhengzhou", "2020-01-01", 420000, 105000, "until then the dwellings lay it out"),
        ("cn/henan/zhengzhou", "2020-01-01", 800000, 150000, "150,000.00"),
        ("cn/sichuan/chengdu", "2020-01-01", 420000, 200000, "200,000.00"),
        ("cn/sichuan/chengdu", "2020-01-01", 150000, 150000, "150,000.00"),
        ("cn/zhejiang/hangzhou", "2020-01-01", 420000, 200000, "for reference, confirm with the housing bureau"),
        ("cn/beijing", "2020-01-01", 420000, 0, "No subsidy is counted: no reliable source"),
        ("cn", "2020-01-01", 420000, 0, "No subsidy is counted"),
    ],
)  # fmt: skip
def test_the_subsidy_is_that_of_the_place_and_day(
    place: str, on: str, yuan: int, subsidy: int, said: str
) -> None:
    case = written(place=place, on=on, subsidy="auto", costs=[{"item": "电梯", "yuan": yuan}])
    outcome = told(case)
    assert (outcome["subsidy_fen"], sum(fen(outcome))) == (subsidy * 100, (yuan - subsidy) * 100)
    assert said in sentences(outcome)


def test_chengdu_subsidises_from_six_storeys() -> None:
    outcome = told(written(place="cn/sichuan/chengdu", subsidy="auto", dwellings=flats(range(1, 6))))
    assert outcome["subsidy_fen"] == 0
    assert "only from 6 storeys" in sentences(outcome)


def test_a_subsidy_is_as_handed_in_or_none() -> None:
    assert told(written(place="cn/shanghai"))["subsidy_fen"] == 0
    assert told(written(place="cn/shanghai", subsidy=0))["subsidy_fen"] == 0
    given = told(written(place="cn/shanghai", subsidy="100000.50"))
    assert given["subsidy_fen"] == 10_000_050
    assert "100,000.50 yuan (as handed in)" in sentences(given)


def test_what_a_programme_bears_adds_nothing_to_any_share() -> None:
    pole = {"item": "移杆", "yuan": "18000.99", "source": "programme"}
    fund = {"item": "维修资金", "yuan": 500, "source": "fund", "kind": "upkeep"}
    without, within = told(written()), told(written(costs=[*written()["costs"], pole, fund]))
    assert fen(without) == fen(within)
    assert within["other_fen"] == 1_850_099
    assert within["total_cost_fen"] == 43_850_099


def test_other_sources_lower_the_capital_first_and_then_the_upkeep() -> None:
    costs = [*written()["costs"], {"item": "每年维护", "yuan": 6000, "kind": "upkeep"}]
    outcome = told(
        written(
            costs=costs, other_sources=[{"item": "公共收益", "yuan": 422000}, {"item": "捐", "yuan": 1000}]
        )
    )
    assert (outcome["problem"]["capital_fen"], outcome["problem"]["upkeep_fen"]) == (0, 300_000)
    assert fen(outcome) == [50_000] * 6
    assert "Of this 500.00 yuan a year are upkeep" in sentences(outcome, of="101")
    assert "found 500,000.00, expected no more than" in refusal(
        written(other_sources=[{"item": "捐", "yuan": 500000}])
    )
    assert "key subsidy" in refusal(written(subsidy=500000))


def test_every_rule_stands_beside_with_its_floors_and_core() -> None:
    stand_alone = {str(floor): 200000 + 50000 * floor for floor in range(2, 7)}
    outcome = told(written(weights={str(floor): floor for floor in FLOORS}, stand_alone_yuan=stand_alone))
    assert outcome["alternatives"].keys() == set(RULES) - {"equal"}
    for rule, other in outcome["alternatives"].items():
        assert sum(other["fen"].values()) == 42_000_000, rule
        assert {floor: [low, high] for floor, (low, high) in other["by_floor"].items()} == {
            str(floor): [other["fen"][f"{floor}01"]] * 2 for floor in FLOORS
        }
        again = told(
            written(rule=rule, weights={str(floor): floor for floor in FLOORS}, stand_alone_yuan=stand_alone)
        )
        assert dict(zip(other["fen"], fen(again), strict=True)) == other["fen"]
        assert other["in_core"] == again["in_core"]
    assert (outcome["in_core"], outcome["core_violation"]["dwellings"]) == (False, ["101"])
    assert (
        "101 pay 70,000.00 yuan together; a lift to their own highest floor alone would cost 0.00"
        in sentences(outcome)
    )
    assert outcome["alternatives"]["airport"]["in_core"] is True
    assert "没有" not in sentences(told(written()), "zh")


def test_a_rule_that_cannot_be_reckoned_says_why_and_hinders_no_other() -> None:
    outcome = told(written(dwellings=flats(x301={"area_m2": None})))
    assert fen(outcome) == [7_000_000] * 6
    why = {
        rule: other["because"][0]["en"]
        for rule, other in outcome["alternatives"].items()
        if other["fen"] is None
    }
    assert why.keys() == {"area", "floor_weights", "custom"}
    assert "dwellings “301” is wrong: the rule needs its area" in why["area"]
    assert "the weight of this floor is missing" in why["floor_weights"]
    assert "area unknown" in sentences(outcome, of="301")
    assert "key dwellings: found In the sharing, dwellings “301”" in refusal(
        written(rule="area", dwellings=flats(x301={"area_m2": None}))
    )


def test_ground_floors_alone_have_nobody_to_pay_by_height() -> None:
    outcome = told(written(dwellings=flats(range(1, 2), 2)))
    assert outcome["alternatives"]["airport"]["fen"] is None
    assert "nobody would pay" in outcome["alternatives"]["airport"]["because"][0]["en"]
    assert outcome["alternatives"]["elevator"]["fen"] == {"101": 21_000_000, "102": 21_000_000}


def test_willingness_consent_and_payment_are_three_facts() -> None:
    dwellings = flats(x101={"pays": False}, x201={"joins": False}, x301={"joins": False, "pays": False})
    outcome = told(written(dwellings=dwellings, compensation=[{"dwelling": "101", "yuan": 6000}]))
    assert fen(outcome) == [-600_000, 0, 0, 14_200_000, 14_200_000, 14_200_000]
    assert "3 dwellings pay, 1 sign without paying, 2 take no part" in sentences(outcome)
    assert "Compensation of 6,000.00 yuan in all is raised with the capital" in sentences(outcome)
    assert sentences(outcome, of="201") == "Takes no part, and carries nothing"
    assert "Signs but does not pay" in sentences(outcome, of="101")
    assert "receives 6,000.00 yuan" in sentences(outcome, of="101")


def test_hardship_is_carried_by_the_others_and_named_with_its_approver() -> None:
    poor = {"hardship_yuan": 35000, "approver": "楼组会议 2024-05-20"}
    outcome = told(written(dwellings=flats(x601=poor)))
    assert fen(outcome) == [7_700_000] * 5 + [3_500_000]
    assert (
        "35,000.00 yuan less for hardship, carried by the others, approved by 楼组会议 2024-05-20"
        in sentences(outcome, of="601")
    )
    assert "约 7,000.00 元是为别户的困难减免多承担的" in sentences(outcome, "zh", of="101")
    assert "Relief of 35,000.00 yuan in all" in sentences(outcome)
    assert "key dwellings[5].approver" in refusal(written(dwellings=flats(x601={"hardship_yuan": 1})))
    assert fen(told(written(dwellings=flats(x601={"hardship_yuan": 0})))) == [7_000_000] * 6
    everybody = [{**each, **poor} for each in flats()]
    assert "no other dwelling can carry the relief" in refusal(written(dwellings=everybody))


def test_a_late_joiner_pays_interest_and_the_first_are_told() -> None:
    dwellings = flats(x601={"joined_on": "2026-06-01"}, x501={"joined_on": "2024-05-01"})
    outcome = told(written(dwellings=dwellings, late_joining={"rate": "0.03"}))
    assert fen(outcome)[-1] == 7_420_000
    assert fen(outcome)[:5] == [8_400_000 - 1_484_000] * 5
    assert "Joining later: 1." in sentences(outcome)
    assert "Joins 730 days late at 0.03 a year" in sentences(outcome, of="601")
    assert (
        "420,000.00 × 1 ÷ 5 − (420,000.00 × 1 ÷ 5 − 420,000.00 × 1 ÷ 6) × (1 + 0.03 × 730 ÷ 365) = 69,160.00 yuan"
    ) in sentences(outcome, of="101")
    assert fen(told(written(dwellings=dwellings, late_joining={"rate": 0}))) == [7_000_000] * 6
    assert "key late_joining.rate: found nothing, while 601 joins later" in refusal(
        written(dwellings=dwellings)
    )
    together = [{**each, "joined_on": "2024-07-01"} for each in flats()]
    assert fen(told(written(dwellings=together))) == [7_000_000] * 6


def test_weights_are_by_floor_or_by_dwelling_as_their_keys_say() -> None:
    own = {each["id"]: each["floor"] for each in flats()}
    outcome = told(written(rule="custom", weights=own))
    assert fen(outcome) == [2_000_000 * floor for floor in FLOORS]
    assert outcome["alternatives"]["floor_weights"]["fen"] is None
    of_the_city = told(written(rule="custom", weights=own, place="cn/guangdong/guangzhou"))
    assert of_the_city["alternatives"]["floor_weights"]["fen"]["201"] == 4_117_647
    # A key that is both: a floor for the rule of floors, a dwelling for the custom rule.
    twisted = [{"id": str(7 - floor), "floor": floor, "area_m2": 60} for floor in FLOORS]
    table = {str(floor): floor for floor in FLOORS}
    assert fen(told(written(rule="floor_weights", weights=table, dwellings=twisted))) == [
        2_000_000 * floor for floor in reversed(FLOORS)
    ]
    assert fen(told(written(rule="custom", weights=table, dwellings=twisted))) == [
        2_000_000 * floor for floor in FLOORS
    ]
    lacking = {key: each for key, each in own.items() if key != "601"}
    assert "weights “601” is wrong" in refusal(written(rule="custom", weights=lacking))
    assert "weights “6” is wrong" in refusal(
        written(rule="floor_weights", weights={"1": 0, "2": 1, "3": 1, "4": 1, "5": 1})
    )


def reckon(formula: str) -> Fraction:
    """Work a printed sum out exactly."""
    plain = re.sub(r"[\d.,]+", lambda each: f"Fraction('{each[0].replace(',', '')}')", formula)
    return eval(plain.replace("×", "*").replace("÷", "/").replace("−", "-"), {"Fraction": Fraction})  # type: ignore[no-any-return]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("alone", [{}, {str(floor): 100000 + floor * 77777 for floor in range(2, 7)}])
def test_the_printed_sum_of_every_rule_gives_the_share(rule: str, alone: dict[str, int]) -> None:
    dwellings = [*flats(count=2, x302={"joins": False}), {"id": "603", "floor": 6, "area_m2": "88.31"}]
    case = written(
        rule=rule, dwellings=dwellings, weights={str(floor): f"{floor}/7" for floor in FLOORS}, stand_alone_yuan=alone,
        weights_apply_to="floor_then_area", compensation=[{"dwelling": "101", "yuan": "12.34"}],
    )  # fmt: skip
    outcome = told(case)
    found = read(case)
    assert found.on
    report = share(found, rules_of(found), found.on)
    written_out = formulas(report.problem)
    assert len(written_out) == 12
    for each in outcome["shares"]:
        if each["dwelling"] == "302":
            continue
        text, value = written_out[each["dwelling"]]
        assert reckon(text) * 100 == value
        assert abs(each["gross_fen"] - value) < 1
        assert text in sentences(outcome, of=each["dwelling"])


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("rate", ["0.03", "-0.6", "1/7"])
def test_the_printed_sum_follows_those_who_join_later(rule: str, rate: str) -> None:
    later = {
        "x101": {"joined_on": "2024-06-11"},
        "x302": {"joined_on": "2026-06-01"},
        "x602": {"joined_on": "2027-06-01"},
    }
    dwellings = flats(range(1, 7), 2, **later)
    case = written(
        rule=rule,
        dwellings=dwellings,
        weights={str(floor): floor for floor in FLOORS},
        late_joining={"rate": rate},
    )
    found = read(case)
    assert found.on
    report = share(found, rules_of(found), found.on)
    written_out = formulas(report.problem)
    assert written_out
    for each in told(case)["shares"]:
        text, value = written_out[each["dwelling"]]
        assert reckon(text) * 100 == value
        assert abs(each["gross_fen"] - value) < 1


def test_too_many_days_of_joining_are_told_without_sums() -> None:
    dwellings = [{**each, "joined_on": f"2024-06-1{each['floor']}"} for each in flats()]
    outcome = told(written(dwellings=dwellings, late_joining={"rate": 0}))
    assert "÷" not in sentences(outcome, of="601")
    ground = flats(x101={"joined_on": "2024-06-01"}, x201={"joined_on": "2024-07-01"}, x301={"pays": False})
    first = told(written(dwellings=ground[:3], late_joining={"rate": 0}, rule="ride_height"))
    assert "(1 " not in sentences(first, of="201")


def test_a_number_is_written_short_or_as_a_fraction() -> None:
    assert [number(Fraction(each)) for each in ("0", "1.1", "1234567", "1/7", "0.000001", "-0.5")] == [
        "0", "1.1", "1,234,567", "(1/7)", "0.000001", "-0.5",
    ]  # fmt: skip


def test_nothing_to_raise_has_no_sums() -> None:
    outcome = told(written(costs=[{"item": "移杆", "yuan": 9, "source": "programme"}]))
    assert fen(outcome) == [0] * 6
    assert "÷" not in sentences(outcome, of="601")


def test_a_long_group_is_named_in_short() -> None:
    dwellings = flats(range(2, 7), 4)
    alone = {str(floor): 1000 for floor in range(2, 7)}
    outcome = told(written(dwellings=dwellings, stand_alone_yuan=alone))
    assert len(outcome["core_violation"]["dwellings"]) == 20
    assert "…… pay 420,000.00 yuan together" in sentences(outcome)


def test_an_unknown_key_is_a_warning_that_names_it() -> None:
    odd = written(colour=1, late_joining={"rate": 0, "a": 1}, compensation=[{"dwelling": "101", "yuan": 1, "b": 2}],
                  other_sources=[{"item": "捐", "yuan": 1, "c": 3}])  # fmt: skip
    odd["costs"] = [{"item": "电梯", "yuan": 9, "d": 1}]
    odd["dwellings"] = flats(x101={"e": 1})
    _, warnings = read_case("case.json", json.dumps(odd).encode())
    assert {each.place.en for each in warnings} == {
        "key colour", "key late_joining.a", "key compensation[0].b", "key other_sources[0].c", "key costs[0].d",
        "key dwellings[0].e",
    }  # fmt: skip
    assert {each.code for each in warnings} == {"share.key.unknown"}


def test_json_that_is_no_object_is_refused() -> None:
    for content in (b"{", b"[]", b"\xff", b'{"place": "\\ud800"}', b"[" * 100_000):
        with pytest.raises(InputRefused):
            read_case("case.json", content)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"place": None}, "key place"),
        ({"schema_version": 2}, "key schema_version"),
        ({"on": "soon"}, "key on"),
        ({"dwellings": []}, "key dwellings"),
        ({"dwellings": flats(x101={"id": ""})}, "key dwellings[0].id"),
        ({"dwellings": flats(x101={"floor": 0})}, "key dwellings[0].floor"),
        ({"dwellings": flats(x101={"floor": 2.5})}, "key dwellings[0].floor"),
        ({"dwellings": flats(x101={"floor": "3F"})}, "key dwellings[0].floor"),
        ({"dwellings": flats(x101={"area_m2": 0})}, "key dwellings[0].area_m2"),
        ({"dwellings": flats(x101={"area_m2": "60.00001"})}, "key dwellings[0].area_m2"),
        ({"dwellings": flats(x101={"area_m2": "1e999999"})}, "key dwellings[0].area_m2"),
        ({"dwellings": flats(x101={"joins": "yes"})}, "key dwellings[0].joins"),
        ({"dwellings": flats(x101={"joined_on": 5})}, "key dwellings[0].joined_on"),
        ({"dwellings": flats() * 2}, "key dwellings"),
        ({"costs": []}, "key costs"),
        ({"costs": [{"item": "", "yuan": 1}]}, "key costs[0].item"),
        ({"costs": [{"item": "电梯"}]}, "key costs[0].yuan"),
        ({"costs": [{"item": "电梯", "yuan": -1}]}, "key costs[0].yuan"),
        ({"costs": [{"item": "电梯", "yuan": "1.005"}]}, "key costs[0].yuan"),
        ({"costs": [{"item": "电梯", "yuan": 10**14}]}, "key costs[0].yuan"),
        ({"costs": [{"item": "电梯", "yuan": True}]}, "key costs[0].yuan"),
        ({"costs": [{"item": "电梯", "yuan": 1, "source": "bank"}]}, "key costs[0].source"),
        ({"costs": [{"item": "电梯", "yuan": 1, "kind": "odd"}]}, "key costs[0].kind"),
        ({"other_sources": [{"yuan": 1}]}, "key other_sources[0].item"),
        ({"subsidy": "some"}, "key subsidy"),
        ({"rule": "fair"}, "key rule"),
        ({"weights": {"2": -1}}, "key weights.2"),
        ({"weights": {"3F": 1}}, "key weights.3F"),
        ({"weights": {"2": "1/0"}}, "key weights.2"),
        ({"weights_apply_to": "room"}, "key weights_apply_to"),
        ({"stand_alone_yuan": {"two": 1}}, "key stand_alone_yuan.two"),
        ({"stand_alone_yuan": {"02": 1}}, "key stand_alone_yuan.02"),
        ({"stand_alone_yuan": {"2": "x"}}, "key stand_alone_yuan.2"),
        ({"stand_alone_yuan": {"2": 5}}, "key stand_alone_yuan"),
        ({"compensation": [{"dwelling": "999", "yuan": 1}]}, "key compensation"),
        ({"late_joining": {"rate": "-1"}}, "key late_joining.rate"),
        ({"late_joining": {}}, "key late_joining.rate"),
        ({"dwellings": flats(x101={"pays": False}), "rule": "floor_weights"}, "key weights"),
        ({"dwellings": [{**each, "pays": False} for each in flats()]}, "key rule"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_its_key(change: dict[str, Any], place: str) -> None:
    said = refusal(written(**change))
    assert said.startswith(f"case.json, {place}: found ")


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    return told(written(
        place="cn/shanghai", subsidy="auto", stand_alone_yuan={str(floor): 90000 * floor for floor in range(2, 7)},
        weights={str(floor): floor for floor in range(1, 4)},
    ))  # fmt: skip


def tampered(whole: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(whole))
    place: Any = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return copy


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("shares", 2, "fen"), 1),
        (("shares", 2, "yuan"), "1.00"),
        (("shares", 2, "relief_fen"), 5),
        (("to_share_fen",), 1),
        (("total_cost_fen",), 1),
        (("subsidy_fen",), 1),
        (("in_core",), True),
        (("core_violation",), None),
        (("by_floor", "2"), [0, 0]),
        (("rule",), "airport"),
        (("problem_sha256",), "0" * 64),
        (("problem", "capital_fen"), 1),
        (("problem", "rule"), "fair"),
        (("alternatives", "airport", "fen", "601"), 7),
        (("alternatives", "airport", "in_core"), None),
        (("alternatives", "airport", "by_floor", "6"), [7, 7]),
        (("alternatives", "airport", "fen"), None),
        (("alternatives", "airport", "apply_to"), "room"),
        (("alternatives", "floor_weights"), {"fen": {}, "apply_to": "dwelling"}),
        (("alternatives",), {}),
        (("shares", 0), {}),
        (("problem",), None),
    ],
)
def test_no_tampering_passes(whole: dict[str, Any], path: tuple[Any, ...], to: Any) -> None:
    assert share_checks(whole) == []
    assert share_checks(tampered(whole, *path, to=to))


def test_an_alternative_that_nobody_could_pay_may_not_be_given() -> None:
    ground = told(written(dwellings=flats(range(1, 2), 2)))
    given = {**ground["alternatives"]["elevator"], "apply_to": "dwelling"}
    assert share_checks(tampered(ground, "alternatives", "airport", to=given))
    assert share_checks(tampered(ground, "alternatives", "custom", to=given))


def test_another_case_is_seen() -> None:
    outcome = told(written())
    for change in (
        {"on": "2024-06-02"}, {"place": "cn/shanghai"}, {"dwellings": flats(count=2)}, {"subsidy": 5},
        {"costs": [*written()["costs"], {"item": "移杆", "yuan": 5, "source": "programme"}]},
    ):  # fmt: skip
        other = read(written(**change))
        assert any(
            each.code == "share.check.other_case" for each in share_checks(outcome, other, rules_of(other))
        )


@pytest.mark.parametrize("name", ["guangzhou", "joining", "shanghai", "yanji"])
def test_the_examples(name: str) -> None:
    outcome = told(json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")))
    floors = {floor: low for floor, (low, _) in outcome["by_floor"].items()}
    assert floors == {
        "guangzhou": {"1": 0, "2": 4_117_647, "3": 8_235_294, "4": 9_058_824, "5": 9_882_353, "6": 10_705_882},
        "joining": {"1": 0, "2": 0, "3": 3_014_604, "4": 4_521_906, "5": 6_029_208, "6": 6_328_735},
        "yanji": {"2": 2_000_000, "3": 2_800_000, "4": 3_600_000, "5": 4_400_000, "6": 5_200_000},
        "shanghai": {"1": -600_000, "2": 2_400_000, "3": 3_000_000, "4": 3_800_000, "5": 5_000_000, "6": 7_400_000},
    }[name]  # fmt: skip


GUIDE = (EXAMPLES.parents[1] / "docs" / "费用怎么分.md").read_text("utf-8")


def test_the_guide_prints_what_every_rule_gives_each_floor() -> None:
    outcome = told(written(place="cn/guangdong/guangzhou", dwellings=flats(count=2)))
    found = {"equal": outcome["by_floor"]} | {
        rule: other["by_floor"] for rule, other in outcome["alternatives"].items() if other["fen"]
    }
    rows = {
        each[1]: [int(Fraction(one) * 100) for one in each[2].split(" | ")]
        for each in re.finditer(r"^\| `(\w+)` [^|]+ \| ((?:-?\d+\.\d\d(?: \| )?)+) \|$", GUIDE, re.M)
    }
    assert rows == {rule: [low for low, _ in floors.values()] for rule, floors in found.items()}


def test_the_guide_s_late_joiner() -> None:
    dwellings = [*flats(range(2, 5)), {"id": "501", "floor": 5, "joined_on": "2025-06-01"}]
    case = written(
        dwellings=dwellings, costs=[{"item": "电梯", "yuan": 120000}], late_joining={"rate": "0.03"}
    )
    assert fen(told(case)) == [4_000_000 - 1_030_000] * 3 + [3_090_000]
    assert "交 3 万 × 1.03 = 30900 元，先前三户各退 10300 元" in GUIDE
