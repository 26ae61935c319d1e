"""The plan's tables say what the plan says: measures, shares, budget, and what older versions lack."""

import re
from typing import Any

import pytest

from sanxin.documents.drawing.plan_layer import plan_layer
from sanxin.documents.drawing.site_map import site_map
from sanxin.documents.report.plan_rows import (
    frontier,
    has_plan,
    in_runs,
    losing_windows,
    measure_rows,
    placed_by_plan,
    stairwell_words,
    unserved_rows,
    whole_plan_words,
)
from sanxin.documents.report.plan_words import decision_words
from sanxin.journey.survey import Site

Jinniu = tuple[Site, dict[str, Any]]


def test_shares_of_a_measure_add_up_to_its_cost(jinniu: Jinniu) -> None:
    rows = measure_rows(jinniu[1], "zh")
    assert {one.id for one in rows} == {one["id"] for one in jinniu[1]["measures"] if one["chosen"]}
    assert all(sum(share for _, share in one.shares) == one.cost_yuan for one in rows)
    assert all(one.parties for one in rows)


def test_a_stairwell_reads_only_the_measures_it_waits_for(jinniu: Jinniu) -> None:
    outcome = jinniu[1]
    for judged in outcome["stairwells"]:
        rows = measure_rows(outcome, "en", judged["id"])
        assert {one.id for one in rows} == set((judged["plan"] or {"measures": ()})["measures"])


def test_the_plan_is_said_in_both_languages_with_one_sum(jinniu: Jinniu) -> None:
    outcome = jinniu[1]
    cost = f"{outcome['plan']['cost_yuan']:,}"
    assert cost in whole_plan_words(outcome, "zh")
    assert cost in whole_plan_words(outcome, "en")
    judged = next(one for one in outcome["stairwells"] if (one["plan"] or {}).get("measures"))
    for language in ("zh", "en"):
        assert f"{judged['plan']['cost_yuan']:,}" in stairwell_words(outcome, judged, language)


def test_a_stairwell_left_out_says_why(jinniu: Jinniu) -> None:
    ground = {"zh": "没有位置", "en": "no place"}
    left = {"plan": {**jinniu[1]["plan"], "unserved": [{"id": "3", "because": [ground]}]}}
    outcome = {**jinniu[1], **left}
    judged = {"id": "3", "plan": None}
    assert unserved_rows(outcome, "zh") == [("3", "没有位置")]
    assert stairwell_words(outcome, judged, "en") == "The plan does not serve it: no place."
    assert "没有位置" in stairwell_words(outcome, judged, "zh")


def test_a_larger_budget_never_serves_fewer(jinniu: Jinniu) -> None:
    steps = frontier(jinniu[1])
    assert [one.cost_yuan for one in steps] == sorted(one.cost_yuan for one in steps)
    assert steps[-1].served == jinniu[1]["plan"]["served"]
    assert steps[-1].cost_yuan == jinniu[1]["plan"]["cost_yuan"]


def test_many_stairwells_are_said_in_runs() -> None:
    assert in_runs(("1", "2", "3", "5", "6", "8甲", "9")) == "1–3、5、6、8甲、9"
    assert in_runs(()) == ""


def test_a_vote_names_its_rule_or_says_that_none_is_known() -> None:
    rule = {"document": "沪绿容规〔2023〕1号", "clause": "第十三条", "standing": "verified"}
    vote = {"decision": "move_trees", "decided_by": rule}
    assert decision_words(vote)[0] == "小区业主表决（迁移树木），沪绿容规〔2023〕1号 第十三条（已核原文）"
    assert "no rule for it" in decision_words({**vote, "decided_by": None})[1]
    assert decision_words({"decision": "green_layout"})[1] == "vote of the compound on its green layout"
    assert decision_words({"decision": "heritage_approval", "decided_by": None})[0] == "文物主管部门批复"
    assert decision_words({"decision": None, "decided_by": None}) == ("", "")


def test_every_budget_names_who_is_left_unless_the_assessment_is_too_old_to_know(jinniu: Jinniu) -> None:
    outcome = jinniu[1]
    assert [len(one.left or ()) for one in frontier(outcome)] == list(range(40, -1, -1))
    old = [
        {key: value for key, value in one.items() if key != "stairwells"}
        for one in outcome["plan"]["frontier"]
    ]
    assert {one.left for one in frontier({**outcome, "plan": {**outcome["plan"], "frontier": old}})} == {None}


def test_windows_that_lose_most_come_first_and_are_the_stairwells_own(jinniu: Jinniu) -> None:
    outcome = jinniu[1]
    own = [one for one in outcome["windows"] if one["stairwell"] == "9" and one["lost_min"] > 0.05]
    rows = losing_windows(outcome, "9", "zh")
    assert rows
    assert rows[0].dwelling == max(own, key=lambda one: float(one["lost_min"]))["dwelling"]
    assert losing_windows({**outcome, "windows": None}, "9", "zh") == []


def test_every_measure_is_tied_on_the_map_to_all_it_unlocks(jinniu: Jinniu) -> None:
    site, outcome = jinniu
    layer = plan_layer(site, outcome, {"relocate:P1": "a<b"})
    assert "a&lt;b" in layer
    assert layer in site_map(site, outcome, None, layer)
    for one in outcome["measures"]:
        drawn = re.search(rf'data-measure="{one["id"]}">(.*?)</g>', layer) or re.search(
            rf'(<g data-measure="{one["id"]}".*?</g>)', layer
        )
        assert (drawn is not None) == one["chosen"], one["id"]
        if drawn:
            assert drawn[1].count("stroke-dasharray") == len(one["unlocks"])


def test_the_drawing_shows_the_place_of_the_plan_without_measures_taken_elsewhere(jinniu: Jinniu) -> None:
    for judged in jinniu[1]["stairwells"]:
        shown = placed_by_plan(judged)
        if judged["plan"]:
            assert shown["candidate"]["shaft"] == judged["plan"]["shaft"]
        moved = shown is not judged
        assert not (moved and shown["reasons"])


@pytest.mark.parametrize("old", [None, {}, {"plan": None, "measures": None}])
def test_an_older_assessment_has_no_plan(old: dict[str, Any] | None, jinniu: Jinniu) -> None:
    assert not has_plan(old)
    assert plan_layer(jinniu[0], old, {}) == ""
    assert measure_rows(old or {}, "zh") == []
