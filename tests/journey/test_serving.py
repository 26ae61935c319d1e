"""Whom a table of shares serves, what each rule gives, and who pays for a stairwell."""

import json
from datetime import date
from typing import Any

import pytest

from sanxin.journey.share import read_case, share
from sanxin.journey.share.serving import served_by, serves, tables_of, who_pays
from sanxin.rulebook.reader import rules_in_force


@pytest.mark.parametrize(
    ("stance", "fen", "equal", "served"),
    [
        ("for", 100, 100, True), ("for", 101, 100, False), ("conditional", 99, 100, True),
        ("conditional", 101, 100, False), ("against", 0, 100, True), ("against", -1, 100, True), ("against", 1, 100, False),
    ],
)  # fmt: skip
def test_a_share_serves_who_is_willing_by_asking_no_more_than_equal_and_who_is_not_by_asking_nothing(
    stance: Any, fen: int, equal: int, served: bool
) -> None:
    assert serves(stance, fen, equal) is served


def test_who_said_nothing_is_not_counted_nor_who_is_not_in_the_table() -> None:
    fen, equal = {"101": 0, "201": 200, "301": 50}, {"101": 100, "201": 100, "301": 100}
    found = served_by(fen, equal, {"101": "against", "201": "for", "301": "not_reached", "999": "for"})
    assert found == {"101": True, "201": False}


def test_every_rule_that_can_be_reckoned_is_a_table_the_own_rule_first() -> None:
    case = {
        "place": "cn/shanghai", "on": "2024-06-01", "rule": "elevator", "costs": [{"item": "电梯", "yuan": 420000}],
        "dwellings": [{"id": f"{floor}01", "floor": floor} for floor in range(1, 7)],
    }  # fmt: skip
    found, _ = read_case("case.json", json.dumps(case).encode())
    outcome = share(found, rules_in_force("cn/shanghai", date(2024, 6, 1)), date(2024, 6, 1)).to_json()
    tables = tables_of(outcome)
    assert next(iter(tables)) == "elevator"
    assert "area" not in tables, "no area is known"
    assert "floor_weights" not in tables, "Shanghai has no table"
    assert {sum(fen.values()) for fen in tables.values()} == {42_000_000}
    assert tables["equal"]["101"] == 7_000_000


def said(place: str, day: date, cost: int = 600_000, storeys: int = 6) -> tuple[str, list[str]]:
    found = who_pays(cost, storeys, rules_in_force(place, day))
    return found[0].say("zh"), [one.code for one in found[1:]]


def test_who_pays_names_the_subsidy_its_rule_and_the_rest() -> None:
    sentence, more = said("cn/shanghai", date(2022, 3, 1))
    assert "合计 600,000.00 元（估算），减去补贴 240,000.00 元，其余 360,000.00 元由住户" in sentence
    assert more == ["share.subsidy"]
    (_, why) = who_pays(600_000, 6, rules_in_force("cn/shanghai", date(2022, 3, 1)))
    assert why.citation
    assert why.citation.standing.value == "secondary"


def test_the_subsidy_stops_at_its_cap_and_says_when_it_is_paid_late() -> None:
    assert "补贴 280,000.00 元，其余 620,000.00 元" in said("cn/shanghai", date(2022, 3, 1), 900_000)[0]
    assert said("cn/henan/zhengzhou", date(2026, 3, 1))[1] == ["share.subsidy", "share.subsidy.paid_late"]


def test_where_no_subsidy_is_held_the_households_share_it_all_and_the_reason_is_said() -> None:
    sentence, more = said("cn/jiangsu/wuxi", date(2026, 3, 1))
    assert "其余 600,000.00 元" in sentence
    assert more == ["share.subsidy.none"]
    assert said("cn/sichuan/chengdu", date(2026, 3, 1), storeys=5)[1] == ["share.subsidy.none"]
