"""Whom a new version must be put to again: exactly those for whom something changed (R015)."""

from copy import deepcopy
from typing import Any

from sanxin.journey.impact import changed_for

HOMES = [("1", "101"), ("1", "601"), ("2", "101")]


def outcome() -> dict[str, Any]:
    plan = {"candidate": "half-landing-630@+0.0,1.5", "measures": ["relocate:P1"], "cost_yuan": 600_000}
    return {
        "stairwells": [{"id": "1", "plan": dict(plan)}, {"id": "2", "plan": None}],
        "windows": [
            {"id": "W1", "stairwell": "1", "dwelling": "1-101", "after_min": 300.0},
            {"id": "W2", "stairwell": "2", "dwelling": "101", "after_min": 200.0},
            {"id": "W3", "stairwell": None, "dwelling": None, "after_min": 1.0},
        ],
    }


def codes(before: dict[str, Any], after: dict[str, Any]) -> dict[tuple[str, str], list[str]]:
    found = changed_for(before, after, HOMES)
    return {home: [one.code for one in changes] for home, changes in found.items()}


def test_the_same_again_asks_nobody() -> None:
    assert codes(outcome(), outcome()) == {}


def test_another_place_works_or_cost_asks_that_stairwell_and_no_other() -> None:
    after = outcome()
    after["stairwells"][0]["plan"] = {"candidate": "level-630@+0.0,1.5", "measures": [], "cost_yuan": 750_000}
    told = ["impact.place", "impact.measures", "impact.cost"]
    assert codes(outcome(), after) == {("1", "101"): told, ("1", "601"): told}


def test_a_window_that_loses_a_minute_more_asks_its_household_only() -> None:
    after = deepcopy(outcome())
    after["windows"][1]["after_min"] = 199.0
    assert codes(outcome(), after) == {("2", "101"): ["impact.light"]}
    after["windows"][1]["after_min"] = 199.97
    assert codes(outcome(), after) == {}


def test_a_lift_that_came_into_the_plan_or_a_window_nobody_knew_is_a_change() -> None:
    after = outcome()
    after["stairwells"][1]["plan"] = {"candidate": "x", "measures": [], "cost_yuan": 1}
    after["windows"] = after["windows"][:1]
    found = changed_for(outcome(), after, HOMES)
    told = [one.code for one in found["2", "101"]]
    assert told == ["impact.place", "impact.cost", "impact.light"]
    assert "—" in found["2", "101"][0].say("zh")


def test_versions_before_there_were_plans_and_windows_compare_as_empty() -> None:
    old = {"stairwells": [{"id": "1"}], "windows": None}
    assert set(codes(old, outcome())) == set(HOMES)
