"""What the page in space draws is what the sun was reckoned with: every prism, every window, every lift of the plan."""

from typing import Any

import pytest

from sanxin.documents.light.scene import has_scene, scene
from sanxin.journey.survey import Site


@pytest.fixture(scope="module")
def drawn(jinniu: tuple[Site, dict[str, Any]]) -> dict[str, Any]:
    return scene(*jinniu, "zh")


def test_the_plans_lifts_stand_among_the_prisms_and_are_marked(
    drawn: dict[str, Any], jinniu: tuple[Site, dict[str, Any]]
) -> None:
    outcome = jinniu[1]
    existing = {one["id"] for one in drawn["prisms"] if not one["added"]}
    assert existing == {one["id"] for one in outcome["sunlight"]["problem"]["prisms"]}
    shafts = {one["id"]: one for one in drawn["prisms"] if one["kind"] == "shaft"}
    planned = {f"shaft:{one['id']}": one["plan"] for one in outcome["stairwells"] if one["plan"]}
    assert shafts.keys() == planned.keys()
    for ident, plan in planned.items():
        assert shafts[ident]["top_m"] - shafts[ident]["base_m"] == pytest.approx(plan["height_m"], abs=0.001)
    named = {each["prism"] for one in outcome["windows"] for each in one["shades"]}
    assert named <= {one["id"] for one in drawn["prisms"]}


def test_every_window_has_its_place_its_spells_and_its_sentence(
    drawn: dict[str, Any], jinniu: tuple[Site, dict[str, Any]]
) -> None:
    site, outcome = jinniu
    windows = {one["id"]: one for one in drawn["windows"]}
    assert windows.keys() == {one["id"] for one in outcome["windows"]}
    surveyed = site.of_kind("window")[0]
    assert windows[surveyed.id]["height_m"] == surveyed.properties["height_m"]
    assert all("：" in one["said"] and one["sill_m"] >= 0 for one in windows.values())


def test_a_compound_without_a_plan_shows_what_stands(jinniu: tuple[Site, dict[str, Any]]) -> None:
    site, outcome = jinniu
    bare = {**outcome, "stairwells": [{**one, "plan": None} for one in outcome["stairwells"]]}
    assert not any(one["added"] for one in scene(site, bare, "en")["prisms"])


@pytest.mark.parametrize("older", [None, {}, {"sunlight": None}])
def test_an_older_assessment_has_nothing_to_show(older: dict[str, Any] | None) -> None:
    assert not has_scene(older)
