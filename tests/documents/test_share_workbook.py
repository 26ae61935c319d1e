"""The workbook's own formulas, reckoned anew, give the engine's fen, and go on doing so when a figure is changed."""

import json
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from sanxin.documents.spreadsheets.share_workbook import FIRST, CannotWrite, share_xlsx
from sanxin.engines.sharing.problem import RULES
from sanxin.journey.share import read_case, share
from sanxin.rulebook.reader import rules_in_force
from tests.documents.excel import Workbook

BASES = ("dwelling", "dwelling_area", "floor_then_area")
ALONE = {str(floor): 200000 + 33333 * floor for floor in range(2, 7)}
SAME = "净额＋补贴＋其他来源＝费用合计，一分不差"


def case_of(rule: str = "floor_weights", **more: Any) -> dict[str, Any]:
    dwellings = [
        {"id": f"{floor}0{flat}", "floor": floor, "area_m2": area}
        for floor in range(1, 7)
        for flat, area in ((1, "58.5"), (2, "88.31"))
    ]
    dwellings[4]["pays"], dwellings[9]["joins"] = False, False
    weights = {str(floor): f"{floor}/3" for floor in range(1, 7)}
    costs = [{"item": "电梯", "yuan": "420000.07"}, {"item": "维护", "yuan": 5999, "kind": "upkeep"},
             {"item": "移杆", "yuan": 18000, "source": "programme"}]  # fmt: skip
    compensation = [{"dwelling": "101", "yuan": "6000.01"}]
    return {"place": "cn/shanghai", "on": "2024-06-01", "rule": rule, "dwellings": dwellings, "costs": costs,
            "subsidy": "auto", "weights": weights, "compensation": compensation, **more}  # fmt: skip


def outcome_of(case: dict[str, Any]) -> dict[str, Any]:
    found, _ = read_case("case.json", json.dumps(case).encode())
    assert found.on
    return share(found, rules_in_force(found.place, found.on), found.on).to_json()


def reckoned(book: Workbook, count: int) -> list[int]:
    assert book.value("分摊", "S1") == SAME
    assert book.value("分摊", "J1") == ""
    return [round(book.value("分摊", f"S{row}") * 100) for row in range(FIRST, FIRST + count)]


def fen(outcome: dict[str, Any]) -> list[int]:
    return [each["fen"] for each in outcome["shares"]]


@pytest.mark.parametrize("apply_to", BASES)
@pytest.mark.parametrize("alone", [{}, ALONE])
@pytest.mark.parametrize("rule", RULES)
def test_the_formulas_give_the_engine_s_fen(rule: str, alone: dict[str, int], apply_to: str) -> None:
    outcome = outcome_of(case_of(rule, stand_alone_yuan=alone, weights_apply_to=apply_to))
    content = share_xlsx(outcome)
    book = Workbook(content)
    assert reckoned(book, 12) == fen(outcome)
    assert {book.value("分摊", f"U{row}") for row in range(FIRST, FIRST + 12)} == {"是"}
    # What a reader sees who opens it in something that does not reckon.
    kept = load_workbook(BytesIO(content), data_only=True)["分摊"]
    for row in range(FIRST, FIRST + 12):
        for letter in "HJKLMNOPQRS":
            assert kept[f"{letter}{row}"].value == pytest.approx(
                book.value("分摊", f"{letter}{row}"), abs=1e-6
            ), letter


@pytest.mark.parametrize("rule", RULES)
def test_a_changed_figure_moves_every_share_as_the_engine_would(rule: str) -> None:
    case = case_of(rule, stand_alone_yuan=ALONE, subsidy=100000)
    book = Workbook(share_xlsx(outcome_of(case)))
    book.put("费用", "B2", 500000.5)
    book.put("分摊", f"E{FIRST + 4}", "是")
    book.put("分摊", f"D{FIRST + 11}", "否")
    book.put("分摊", f"C{FIRST}", 61.25)
    book.put("分摊", f"F{FIRST + 1}", 100)
    changed = case_of(rule, stand_alone_yuan=ALONE, subsidy=100000)
    changed["costs"][0]["yuan"] = "476001.50"
    changed["dwellings"][4]["pays"], changed["dwellings"][11]["joins"] = True, False
    changed["dwellings"][0]["area_m2"] = "61.25"
    changed["compensation"].append({"dwelling": "102", "yuan": 100})
    after = outcome_of(changed)
    assert reckoned(book, 12) == fen(after)
    assert fen(after) != fen(outcome_of(case))
    assert "改动后不同" in {book.value("分摊", f"U{row}") for row in range(FIRST, FIRST + 12)}


def test_weights_and_costs_of_floors_may_be_changed() -> None:
    book = Workbook(share_xlsx(outcome_of(case_of(weights={str(floor): floor for floor in range(1, 7)}))))
    book.put("楼层", "B9", 7.25)
    after = outcome_of(case_of(weights={str(floor): 7.25 if floor == 6 else floor for floor in range(1, 7)}))
    assert reckoned(book, 12) == fen(after)
    book = Workbook(share_xlsx(outcome_of(case_of("airport", stand_alone_yuan=ALONE))))
    book.put("楼层", "B9", 512345.67)
    assert reckoned(book, 12) == fen(
        outcome_of(case_of("airport", stand_alone_yuan={**ALONE, "6": "512345.67"}))
    )


def test_ties_go_to_the_first_named_and_an_unknown_area_stays_empty() -> None:
    dwellings = [{"id": f"{number}", "floor": 2, "area_m2": None} for number in range(1, 8)]
    outcome = outcome_of(case_of("equal", dwellings=dwellings, costs=[{"item": "电梯", "yuan": "0.10"}], subsidy=0,
                                 compensation=[]))  # fmt: skip
    book = Workbook(share_xlsx(outcome))
    assert reckoned(book, 7) == fen(outcome) == [2, 2, 2, 1, 1, 1, 1]
    assert book.value("分摊", f"C{FIRST}") is None


def test_an_area_to_the_square_centimetre() -> None:
    dwellings = [{"id": f"{floor}01", "floor": floor, "area_m2": f"60.123{floor}"} for floor in range(1, 5)]
    outcome = outcome_of(case_of("area", dwellings=dwellings))
    assert reckoned(Workbook(share_xlsx(outcome)), 4) == fen(outcome)


def test_a_name_is_never_a_formula() -> None:
    outcome = outcome_of(case_of("equal", dwellings=[{"id": "=1+1", "floor": 2}], compensation=[]))
    cell = load_workbook(BytesIO(share_xlsx(outcome)))["分摊"][f"A{FIRST}"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def flats(*areas: str) -> list[dict[str, Any]]:
    return [{"id": f"{floor}01", "floor": floor, "area_m2": area} for floor, area in enumerate(areas, 2)]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"dwellings": [*flats("60"), {"id": "x", "floor": 3, "joined_on": "2025-01-01", "area_m2": 60}],
          "late_joining": {"rate": 0}}, "joins later"),
        ({"dwellings": [{**flats("60", "60")[0], "hardship_yuan": 1, "approver": "楼组"}, flats("60", "60")[1]]}, "relieved"),
        ({"rule": "equal", "dwellings": [{**flats("60")[0], "pays": False}],
          "costs": [{"item": "移杆", "yuan": 1, "source": "programme"}]}, "nobody pays"),
        ({"rule": "elevator", "weights_apply_to": "floor_then_area", "dwellings": flats("58.51", "61.27", "77.93", "83.11", "90.01")},
         "too large"),
        ({"rule": "airport", "dwellings": flats("60", "60"), "stand_alone_yuan": {"2": 9, "3": 8}}, "costs less"),
        ({"rule": "equal", "dwellings": [{"id": f"{number}", "floor": 2} for number in range(2001)]}, "more than 2000"),
    ],
)  # fmt: skip
def test_what_formulas_could_not_give_exactly_is_refused(more: dict[str, Any], why: str) -> None:
    with pytest.raises(CannotWrite, match=why):
        share_xlsx(outcome_of(case_of(**{"compensation": [], "subsidy": 0, **more})))
