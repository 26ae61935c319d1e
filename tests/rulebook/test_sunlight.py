"""Sunlight standards: what the rulebook says for a place and a day, and standards handed in as JSON."""

import json
from datetime import date
from typing import Any

import pytest

from sanxin.foundation.citation import Standing
from sanxin.foundation.refusal import InputRefused
from sanxin.rulebook.reader import NothingInForce, rules_in_force
from sanxin.rulebook.sunlight import (
    STANDARDS,
    added_facilities,
    balcony_rule,
    custom_standard,
    standard_rule,
    window_choices,
)

DAY = date(2026, 11, 23)
MINE: dict[str, Any] = {
    "name": "mine", "declination_deg": -20, "start_min": 480, "end_min": 960, "min_spell_min": 5,
    "full_window": False, "day": "大寒日",
}  # fmt: skip


@pytest.mark.parametrize(
    ("place", "name", "hours", "asks", "standing"),
    [
        ("cn", "great-cold", (480.0, 960.0), (None, "total"), Standing.UNVERIFIED),
        ("cn", "winter-solstice", (540.0, 900.0), (None, "total"), Standing.UNVERIFIED),
        ("cn/shanghai", "great-cold", (480.0, 960.0), (120.0, "total"), Standing.UNVERIFIED),
        ("cn/shanghai", "winter-solstice", (540.0, 900.0), (60.0, "longest"), Standing.SECONDARY),
    ],
)
def test_a_place_has_its_standards(
    place: str, name: str, hours: tuple[float, float], asks: tuple[float | None, str], standing: Standing
) -> None:
    rule = standard_rule(rules_in_force(place, DAY), name)
    assert (rule.standard.start_min, rule.standard.end_min) == hours
    assert (rule.standard.least_min, rule.standard.least_of) == asks
    assert rule.standard.year == 2001
    assert rule.citation
    assert rule.citation.standing == standing


def test_shanghai_narrows_the_hours_by_azimuth_without_gap_or_overlap() -> None:
    table = standard_rule(rules_in_force("cn/shanghai", DAY), "winter-solstice").standard.effective
    named = sorted(degree for row in table for degree in range(int(row.from_deg), int(row.to_deg) + 1))
    assert named == list(range(90, 271))
    rows = {(row.from_deg, row.to_deg): (row.start_min, row.end_min) for row in table}
    assert rows[(90, 104)] == (540, 630)
    assert rows[(256, 270)] == (810, 900)


def test_before_the_standard_nothing_is_in_force() -> None:
    with pytest.raises(NothingInForce):
        standard_rule(rules_in_force("cn", date(2017, 1, 1)), "great-cold")


def test_the_exemption_of_lifts_is_there_with_its_standing() -> None:
    rule = added_facilities(rules_in_force("cn/shanghai", DAY))
    assert rule
    assert rule.version.citation.standing == Standing.UNVERIFIED
    assert added_facilities(rules_in_force("cn", date(2017, 1, 1))) is None


def test_what_is_assumed_of_windows_is_a_choice() -> None:
    assert window_choices(rules_in_force("cn", DAY)).sill_above_floor_m == 0.9


def test_shanghai_counts_the_opening_of_a_closed_balcony_and_other_places_have_no_such_rule() -> None:
    here, elsewhere = rules_in_force("cn/shanghai", DAY), rules_in_force("cn", DAY)
    assert window_choices(here).at_opening == {"side_walled", "enclosed"}
    assert window_choices(elsewhere).at_opening == frozenset()
    rule = balcony_rule(here)
    assert rule
    assert rule.version.citation.standing == Standing.SECONDARY
    assert balcony_rule(elsewhere) is None


def test_a_standard_may_be_handed_in_and_an_unknown_key_is_a_warning() -> None:
    written = {
        **MINE, "colour": "red", "sweep_deg": 12, "least_min": 60, "equation_of_time_min": -11, "year": 2026,
        "effective": [{"from_deg": 90, "to_deg": 270, "start_min": 500, "end_min": 900}],
    }  # fmt: skip
    rule, warnings = custom_standard("mine.json", json.dumps(written).encode())
    assert (rule.standard.name, rule.standard.sweep_deg, rule.citation) == ("mine", 12.0, None)
    assert rule.equation_of_time_min == -11.0
    assert [warning.place.en for warning in warnings] == ["key colour"]
    plain, silence = custom_standard("mine.json", json.dumps(MINE).encode())
    assert (plain.standard.effective, plain.equation_of_time_min, silence) == ((), None, ())


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"declination_deg": -24}, "declination_deg"),
        ({"declination_deg": 24}, "declination_deg"),
        ({"declination_deg": "low"}, "declination_deg"),
        ({"end_min": 300}, "end_min"),
        ({"end_min": 1441}, "end_min"),
        ({"full_window": 1}, "full_window"),
        ({"name": ""}, "name"),
        ({"sweep_deg": 90}, "sweep_deg"),
        ({"wide_window": "left"}, "wide_window"),
        ({"least_of": "sum"}, "least_of"),
        ({"equation_of_time_min": 99}, "equation_of_time_min"),
        ({"effective": [{"from_deg": 9, "to_deg": 8, "start_min": 1, "end_min": 2}]}, "effective[0].to_deg"),
        ({"effective": [{"from_deg": 9, "to_deg": 9, "start_min": 2, "end_min": 2}]}, "effective[0].end_min"),
    ],
)
def test_a_wrong_standard_is_refused_by_key(changed: dict[str, Any], key: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        custom_standard("mine.json", json.dumps({**MINE, **changed}).encode())
    (fault,) = refusal.value.faults
    assert (fault.file, fault.place.en) == ("mine.json", f"key {key}")


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]"])
def test_what_is_no_standard_at_all_is_refused(content: bytes) -> None:
    with pytest.raises(InputRefused):
        custom_standard("mine.json", content)


def test_a_key_that_is_missing_is_named() -> None:
    for key in MINE:
        with pytest.raises(InputRefused, match=key):
            custom_standard("m.json", json.dumps({k: v for k, v in MINE.items() if k != key}).encode())
    assert set(STANDARDS) == {"great-cold", "winter-solstice"}
