"""The road to full coverage, from the site: measures with their parties, light with its takers, and every forgery seen."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import jsonschema
import pytest

from sanxin.engines.siting.plan.problem import WindowLimit
from sanxin.journey.assess import assess, checks
from sanxin.journey.assess.light import light_of
from sanxin.journey.assess.planning import plan_site
from sanxin.journey.survey import Feature, LayerSurvey, Site
from sanxin.rulebook.reader import rules_in_force
from sanxin.rulebook.sunlight import standard_rule, window_choices
from tests.journey.test_assess import BLOCK, DAY, DOOR, DOOR_2, SCHEMA, box, point_of, ring_of, rules, site

# A second block north of the first, whose ground floor looks at the shafts.
NORTH = ring_of("building", "B2", box(0, 34, 40, 44), storeys=6, fire_rating=2)
WEST = point_of("stairwell", "1", (10, 10.0), building="B1", facade_azimuth_deg=0.0)
EAST = point_of("stairwell", "2", (30, 10.0), building="B1", facade_azimuth_deg=0.0)
GAS = Feature(
    "pipe",
    "P12",
    "line",
    ((6, 13.6), (34, 13.6)),
    {"utility": "gas_low", "diameter_mm": 100.0, "owner": "申燃"},
)
POLE = point_of("pole", "PL3", (10.0, 12.5), owners=("供电公司", "中国电信", "中国移动"))
LAWN = ring_of("green", "G1", box(27, 10, 33, 20))
TREE = point_of("tree", "T1", (30.0, 12.0), protected=False)
GINKGO = point_of("tree", "T9", (30.0, 12.0), protected=True)
SHED = ring_of("shed", "S1", box(28, 10.5, 32, 13))
SUPPLY = point_of("transformer", "X1", (0, -5), rated_kva=100.0, peak_kva=66.0)
WIRE = Feature("overhead_line", "OL", "line", ((20, 14.0), (40, 14.0)), {"voltage_kv": 0.4})


def windows(azimuth: float = 180.0) -> list[Feature]:
    return [
        point_of(
            "window", f"W{floor}-{place}", (4.0 + 8 * place, 34.0), building="B2", dwelling=f"{floor}0{place}",
            floor=floor, azimuth_deg=azimuth, width_m=1.5, height_m=1.5, habitable=True,
        )
        for floor in (1, 6)
        for place in range(5)
    ]  # fmt: skip


def street(*features: Feature, **changed: Any) -> Site:
    made = site(**changed)
    return replace(made, features=(BLOCK, NORTH, WEST, EAST, DOOR, DOOR_2, *windows(), *features))


def planned(*features: Feature) -> dict[str, Any]:
    return json.loads(json.dumps(assess(street(*features), rules(), DAY).to_json()))  # type: ignore[no-any-return]


@cache
def with_gas() -> dict[str, Any]:
    return planned(GAS)


def chosen(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in result["measures"] if one["chosen"]}


def test_a_line_in_the_way_of_two_is_one_measure_paid_by_the_metre_and_borne_by_both() -> None:
    result = planned(GAS)
    (gas,) = chosen(result).values()
    assert (gas["id"], gas["unlocks"], gas["parties"], gas["ordinary"]) == (
        "relocate:P12",
        ["1", "2"],
        ["申燃"],
        True,
    )
    # Each shaft is 1.8 m wide; 0.75 m are kept from the line's middle, and 2 m are added at either end.
    assert gas["cost_attributed_yuan"]["1"] == gas["cost_attributed_yuan"]["2"]
    assert gas["cost_yuan"] == sum(gas["cost_attributed_yuan"].values())
    assert 5.8 * 2 * 2200 < gas["cost_yuan"] < 8 * 2 * 2200
    assert result["plan"]["status"] == "optimal"
    assert checks(result) == []


def test_a_pole_lists_everybody_who_hangs_on_it_r064() -> None:
    pole = {one["id"]: one for one in planned(POLE)["measures"]}["move_pole:PL3"]
    assert pole["parties"] == ["供电公司", "中国电信", "中国移动"]
    assert pole["cost_yuan"] == 30_000 + 3 * 3_000


def test_what_the_plan_avoids_is_told_too_with_what_it_would_cost() -> None:
    result = planned(replace(POLE, geometry=(10.7, 12.5)))
    (pole,) = result["measures"]
    assert (pole["chosen"], pole["cost_attributed_yuan"], pole["unlocks"]) == (False, {}, ["1"])
    assert checks(result) == []


def test_green_and_trees_are_released_by_a_vote_and_the_ledger_says_how_much_r016() -> None:
    lawn = ring_of("green", "G1", box(20, 10, 40, 20))
    result = planned(lawn)
    green = chosen(result)["release_green:G1"]
    assert (green["decision"], green["ordinary"]) == ("green_layout", False)
    assert green["decided_by"] is None  # the city's rule came a year later
    later = date(2026, 11, 25)
    votes = assess(street(lawn), rules_in_force("cn/shanghai", later), later).to_json()
    (told,) = [one for one in votes["measures"] if one["kind"] == "release_green"]
    assert told["decided_by"]["document"] == "沪绿容规〔2023〕1号"
    assert result["green"] == [{"id": "G1", "area_m2": 200.0, "released_m2": 3.24}]
    assert green["cost_yuan"] == round(500 * 3.24)
    assert checks(result) == []


def test_sheds_trees_wires_and_heritage_each_have_their_price_and_their_party() -> None:
    zone = ring_of("heritage_zone", "H1", box(-5, 5, 19, 30), approval="")
    trees = [point_of("tree", f"T{place}", (28.0 + place, 12.4), protected=False) for place in range(5)]
    wires = [
        replace(WIRE, id=f"OL{side}", geometry=((24.0, y), (36.0, y))) for side, y in enumerate((12.0, 13.5))
    ]
    result = planned(zone, SHED, *trees, *wires)
    done = chosen(result)
    assert done["heritage_approval:H1"]["parties"] == ["文物主管部门"]
    assert done["remove_shed:S1"]["cost_yuan"] == 600 * 10
    assert {one.partition(":")[0] for one in done} == {
        "heritage_approval",
        "remove_shed",
        "relocate",
        "move_tree",
    }
    assert [done[one]["parties"] for one in done if one.startswith("relocate")] == [["供电企业"]] * 2
    assert checks(result) == []


def test_a_transformer_is_enlarged_for_both_by_the_least_step_that_carries_them_r066() -> None:
    result = planned(SUPPLY)
    step = chosen(result)["enlarge:X1"]
    assert (step["size_kva"], step["cost_yuan"], step["cost_attributed_yuan"]) == (
        200.0,
        120_000,
        {"1": 60_000, "2": 60_000},
    )
    assert checks(result) == []
    weak = replace(SUPPLY, properties={**SUPPLY.properties, "peak_kva": 70.0})
    assert {each["class"] for each in planned(weak)["stairwells"]} == {"difficult"}


def test_a_transformer_too_weak_for_any_step_leaves_both_out_and_says_so() -> None:
    heavy = replace(SUPPLY, properties={"rated_kva": 1600.0, "peak_kva": 1290.0})
    result = planned(heavy)
    assert [one["id"] for one in result["plan"]["unserved"]] == ["1", "2"]
    assert result["plan"]["unserved"][0]["because"][0]["code"] == "plan.unserved.feeder"
    assert checks(result) == []


def test_a_protected_tree_that_stands_wherever_a_lift_could_is_the_reason_told() -> None:
    grove = [point_of("tree", f"T{place}", (28.2 + 0.6 * place, 12.2), protected=True) for place in range(8)]
    ordinary = [point_of("tree", f"O{place}", (28.5 + 0.6 * place, 12.2)) for place in range(8)]
    result = planned(*grove, *ordinary, ring_of("boundary", "L", box(-60, -60, 28, 60)))
    (left,) = result["plan"]["unserved"]
    assert left["id"] == "2"
    assert all(one["code"] == "plan.unserved.nothing_helps" for one in left["because"])
    assert any("树木" in one["zh"] or "红线" in one["zh"] for one in left["because"])
    assert checks(result) == []


def test_every_window_says_what_it_had_what_it_has_and_who_took_it() -> None:
    result = planned()
    jsonschema.validate(result, SCHEMA)
    losing = [one for one in result["windows"] if one["lost_min"] > 0.05]
    assert losing
    for one in losing:
        assert set(one["taken_by"]) <= {"shaft:1", "shaft:2"}
        assert one["before_min"] - one["after_min"] == pytest.approx(one["lost_min"], abs=1e-5)
    assert result["plan"]["sunlight_lost_min_total"] == pytest.approx(
        sum(one["lost_min"] for one in losing), abs=0.5
    )
    assert checks(result) == []


def test_a_household_that_agreed_to_lose_nothing_bounds_the_plan() -> None:
    free = planned()
    worst = max(free["windows"], key=lambda one: one["lost_min"])
    kept = assess(street(), rules(), DAY, limits=(WindowLimit(worst["id"], 0),)).to_json()
    now = next(one for one in kept["windows"] if one["id"] == worst["id"])
    assert now["lost_min"] < 0.05 < worst["lost_min"]
    assert kept["plan"]["cost_yuan"] >= free["plan"]["cost_yuan"]
    if kept["plan"]["unserved"]:
        assert kept["plan"]["unserved"][0]["because"][0]["code"] == "plan.unserved.window_limit"


def test_what_a_survey_says_was_agreed_bounds_the_plan_and_is_checked() -> None:
    worst = max(planned()["windows"], key=lambda one: one["lost_min"])
    whole = street()
    features = tuple(
        replace(one, properties={**one.properties, "agreed_loss_min": 1.5}) if one.id == worst["id"] else one
        for one in whole.features
    )
    agreed = replace(whole, features=features)
    kept = assess(agreed, rules(), DAY).to_json()
    assert kept["plan"]["limits"] == [{"window": worst["id"], "lost_min": 1.5}]
    assert next(one for one in kept["windows"] if one["id"] == worst["id"])["lost_min"] <= 1.55
    assert checks(kept, agreed, rules()) == []
    free = assess(whole, rules(), DAY).to_json()
    said = [str(one.params.get("layer")) for one in checks(free, agreed, rules())]
    assert "window.agreed_loss_min" in said
    broken = {**free, "plan": {**free["plan"], "limits": kept["plan"]["limits"]}}
    assert "agreed_loss_min" in [one.params.get("what") for one in checks(broken)]


def test_a_budget_serves_one_and_the_frontier_knows_what_the_other_costs() -> None:
    result = assess(street(GAS), rules(), DAY, budget_yuan=700_000).to_json()
    assert result["plan"]["served"] == 1
    assert result["plan"]["unserved"][0]["because"][0]["zh"] == "预算不够（700,000 元）"
    assert [step["served"] for step in result["plan"]["frontier"]] == [0, 1, 2]
    assert checks(json.loads(json.dumps(result))) == []


def test_a_transformer_nobody_pays_for_is_told_with_the_price_of_its_first_step() -> None:
    weak = replace(SUPPLY, properties={**SUPPLY.properties, "peak_kva": 79.0})
    result = assess(street(weak), rules(), DAY, budget_yuan=0).to_json()
    (step,) = result["measures"]
    assert (step["id"], step["chosen"], step["cost_yuan"], step["unlocks"]) == (
        "enlarge:X1",
        False,
        120_000,
        [],
    )


def test_a_site_too_far_south_for_the_sun_model_is_judged_and_planned_all_the_same() -> None:
    result = assess(street(latitude_deg=12.0), rules(), DAY).to_json()
    assert (result["windows"], result["sunlight"], result["plan"]["sunlight_lost_min_total"]) == (
        None,
        None,
        None,
    )
    assert "18" in result["absent"][0]["because"]["zh"]
    assert result["plan"]["served"] == 2
    jsonschema.validate(result, SCHEMA)
    assert checks(json.loads(json.dumps(result))) == []


def test_the_plan_asks_again_until_the_light_is_what_the_sun_says() -> None:
    """Two shafts south of one low block: alone each leaves a spell that counts, together they cut it up."""
    low = ring_of("building", "B2", box(0, 18, 40, 28), storeys=2, fire_rating=2)
    near = [
        point_of(
            "window",
            f"N{place}",
            (2.0 + 2 * place, 18.0),
            building="B2",
            azimuth_deg=180.0,
            floor=1,
            width_m=1.5,
        )
        for place in range(19)
    ]
    close = point_of("stairwell", "2", (14.0, 10.0), building="B1", facade_azimuth_deg=0.0)
    south = replace(BLOCK, properties={**BLOCK.properties, "storeys": 2})
    made = replace(site(survey={"door": LayerSurvey("none")}), features=(south, low, WEST, close, *near))
    done = assess(made, rules(), DAY)
    assert done.plan.rounds >= 1
    assert checks(json.loads(json.dumps(done.to_json()))) == []
    losses = done.plan.losses
    joint = {one.id: one for one in done.plan.light[1].windows} if done.plan.light else {}
    today = {one.id: one for one in done.light.today.windows} if done.light else {}
    chosen_keys = [f"{one.stairwell}/{one.option}" for one in done.plan.planned.choices]
    alone = {name: max(losses[key].get(name, 0) for key in chosen_keys) for name in today}
    together = {name: round(10 * (today[name].total_min - joint[name].total_min)) for name in today}
    assert all(together[name] >= alone[name] - 1 for name in today)
    assert done.plan.planned.light_tenths == sum(max(value, 0) for value in together.values())


def test_when_the_rounds_run_out_the_plan_is_no_longer_called_optimal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sanxin.journey.assess.planning.MOST_ROUNDS", 1)
    monkeypatch.setattr("sanxin.journey.assess.planning.modelled", lambda asked, chosen: {})
    done = assess(street(), rules(), DAY)
    assert done.plan.planned.status == "feasible"
    assert done.to_json()["plan"]["because"][0]["code"] == "plan.feasible"


def test_a_mirrored_site_has_the_same_plan() -> None:
    def mirrored(feature: Feature) -> Feature:
        def across(point: Any) -> tuple[float, float]:
            return (40.0 - point[0], point[1])

        if feature.form == "point":
            shape: Any = across(feature.geometry)
        else:
            shape = tuple(across(corner) for corner in reversed(feature.geometry))  # type: ignore[arg-type]
        properties = dict(feature.properties)
        for key in ("azimuth_deg", "facade_azimuth_deg"):
            if properties.get(key) is not None:
                properties[key] = (360.0 - properties[key]) % 360.0
        return replace(feature, geometry=shape, properties=properties)

    there = street(GAS, SUPPLY)
    here = replace(there, features=tuple(mirrored(one) for one in there.features))
    one, two = (assess(each, rules(), DAY).to_json()["plan"] for each in (there, here))
    assert (one["served"], one["cost_yuan"]) == (two["served"], two["cost_yuan"])
    assert one["sunlight_lost_min_total"] == pytest.approx(two["sunlight_lost_min_total"], abs=0.2)


def forge(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    forged = deepcopy(with_gas())
    inner: Any = forged
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value(inner[path[-1]]) if callable(value) else value
    return forged


LOSER = max(range(10), key=lambda number: with_gas()["windows"][number]["lost_min"])


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("stairwells", 0, "plan", "measures"), [], "siting.check.plan"),
        (("stairwells", 0, "plan", "cost_yuan"), lambda yuan: yuan - 50, "siting.check.plan"),
        (("stairwells", 0, "plan", "height_m"), 12.0, "siting.check.plan"),
        (("stairwells", 0, "plan", "shaft", 0, 0), lambda x: x + 0.2, "siting.check.plan"),
        (("stairwells", 0, "plan", "candidate"), "half-landing-630@+0.0,1.5", "siting.check.plan"),
        (("stairwells", 0, "plan", "candidate"), "nowhere", "siting.check.plan"),
        (("stairwells", 0, "plan"), None, "siting.check.plan"),
        (("measures", 0, "cost_yuan"), lambda yuan: yuan - 500, "siting.check.plan"),
        (("measures", 0, "chosen"), False, "siting.check.plan"),
        (("measures", 0, "cost_attributed_yuan"), {"1": 1, "2": 2}, "siting.check.plan"),
        (("measures", 0, "unlocks"), ["1"], "check.plan"),
        (("plan", "cost_yuan"), lambda yuan: yuan - 1000, "siting.check.plan"),
        (("plan", "served"), 3, "check.plan"),
        (("plan", "bound_yuan"), 10**9, "check.plan"),
        (("plan", "served_bound"), 1, "check.plan"),
        (("plan", "bound_yuan"), 5, "check.plan"),
        (("plan", "budget_yuan"), 5, "check.plan"),
        (("plan", "unserved"), [{"id": "1", "because": []}], "siting.check.plan"),
        (("plan", "sunlight_lost_min_total"), 0.0, "check.light"),
        (("problem", "works"), None, "siting.check.plan"),
        (("windows", LOSER, "after"), lambda spells: [[480.0, 960.0]], "sunlight.check.times"),
        (("windows", LOSER, "after_min"), lambda minutes: minutes + 3, "sunlight.check.figure"),
        (("windows", LOSER, "before"), [], "sunlight.check.times"),
        (("windows", LOSER, "taken_by"), {"shaft:2": 999.0}, "check.light"),
        (("windows", LOSER, "offset_m", "after"), 0.7, "sunlight.check.figure"),
        (("windows", LOSER, "shades", 0, "prism"), "shaft:99", "sunlight.check.times"),
        (("windows", LOSER, "id"), "another", "sunlight.check.windows"),
        (("sunlight", "problem_sha256"), "0" * 64, "check.light.digest"),
        (("sunlight", "problem", "latitude_deg"), 40.0, "sunlight.check.times"),
    ],
)
def test_a_forged_plan_or_a_forged_light_is_seen(path: tuple[Any, ...], value: Any, code: str) -> None:
    violations = checks(forge(path, value))
    assert code in {violation.code for violation in violations}
    assert all(violation.say("zh") for violation in violations)


def test_light_without_a_plan_made_from_it_is_none_of_the_checks_business() -> None:
    old = deepcopy(with_gas())
    old |= {"plan": None, "measures": None, "windows": None, "engine": {"siting": "1", "sunlight": None}}
    del old["sunlight"]
    for each in old["stairwells"]:
        each["plan"] = None
    old["summary"]["served_by_plan"] = None
    assert checks(old) == []


def test_a_plan_without_light_is_made_by_cost_alone() -> None:
    done = assess(street(GAS), rules(), DAY)
    dark = plan_site(done.problem, done.sited, None)
    assert (dark.light, dark.rounds, dark.planned.cost_yuan) == (None, 1, done.plan.planned.cost_yuan)
    light = light_of(
        done.site, done.problem, standard_rule(done.rules, "great-cold"), window_choices(done.rules)
    )
    assert light.losses(replace(done.sited, stairwells=())) == {}
