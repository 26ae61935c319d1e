"""From a site as surveyed to its assessment (issue line 11, R010, R011, R018, R019)."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sanxin.engines.siting.result import AlreadyServed, Judged
from sanxin.foundation.refusal import Refusal
from sanxin.foundation.shapes import Point, Ring
from sanxin.journey import survey
from sanxin.journey.assess import Assessment, assess, checks
from sanxin.journey.sunlight.facade import facade_of, looks_deg
from sanxin.journey.survey import DwellingRow, Feature, LayerSurvey, Site
from sanxin.rulebook.reader import NothingInForce, Rules, rules_in_force

DAY = date(2022, 3, 1)
SCHEMA = json.loads((Path(survey.__file__).parent / "schemas/assessment.json").read_text("utf-8"))


def box(left: float, bottom: float, right: float, top: float) -> Ring:
    return ((left, bottom), (right, bottom), (right, top), (left, top))


def ring_of(kind: str, ident: str, ring: Ring, **properties: Any) -> Feature:
    return Feature(kind, ident, "ring", ring, properties)


def point_of(kind: str, ident: str, at: Point, **properties: Any) -> Feature:
    return Feature(kind, ident, "point", at, properties)


BLOCK = ring_of("building", "B1", box(0, 0, 40, 10), storeys=6, fire_rating=2)
WEST = point_of("stairwell", "1", (10, 10.4), building="B1")
EAST = point_of("stairwell", "2", (30, 10), building="B1", facade_azimuth_deg=350.0)
DOOR = point_of("door", "D1", (10, 10), building="B1", width_m=1.2)
GAS = Feature("pipe", "P12", "line", ((6, 13.6), (14, 13.6)), {"utility": "gas_low", "diameter_mm": None})


def site(*features: Feature, survey: dict[str, LayerSurvey] | None = None, **changed: Any) -> Site:
    made = Site(
        "测试小区",
        "cn/shanghai",
        31.1,
        121.4,
        1996,
        "售后公房",
        (BLOCK, WEST, EAST, DOOR, *features),
        survey or {},
    )
    return replace(made, **changed)


@cache
def rules() -> Rules:
    return rules_in_force("cn/shanghai", DAY)


def assessed(*features: Feature, **changed: Any) -> Assessment:
    return assess(site(*features, **changed), rules(), DAY)


def written(*features: Feature, **changed: Any) -> dict[str, Any]:
    return json.loads(json.dumps(assessed(*features, **changed).to_json()))  # type: ignore[no-any-return]


def classes(*features: Feature, **changed: Any) -> dict[str, str | None]:
    return {
        each.stairwell: each.suitability if isinstance(each, Judged) else None
        for each in assessed(*features, **changed).sited.stairwells
    }


def test_a_line_in_the_way_makes_one_stairwell_difficult_and_says_why() -> None:
    (one, two) = written(GAS)["stairwells"]
    assert (one["class"], two["class"]) == ("difficult", "suitable")
    (reason,) = one["reasons"]
    assert (reason["rule"], reason["object"], reason["remedies"]) == (
        "clearance.gas_low",
        "P12",
        ["relocate:P12"],
    )
    (because,) = reason["because"]
    assert because["zh"] == "井道正压在低压燃气管 P12 上，应离开至少 0.70 米"
    assert because["citation"]["document"].startswith("GB 50289-2016")
    assert because["standing"] == "unverified"


def test_figures_in_words_never_round_a_shortfall_away() -> None:
    near = replace(GAS, geometry=((6, 10 + 1.5 + 1.8 + 0.696), (14, 10 + 1.5 + 1.8 + 0.696)))
    texts = json.dumps(written(near)["stairwells"][0]["reasons"], ensure_ascii=False)
    assert "仅 0.70 米" not in texts


def test_the_result_fits_its_schema_and_holds_plan_and_light() -> None:
    result = written(GAS, WESTERN_LIFT)
    jsonschema.validate(result, SCHEMA)
    assert result["absent"] == []
    assert (len(result["windows"]), result["plan"]["served"]) == (18, 2)
    assert result["unverified_layers"] == [
        "boundary", "pole", "overhead_line", "fire_lane", "tree", "green", "shed", "transformer", "heritage_zone",
        "window",
    ]  # fmt: skip


WESTERN_LIFT = point_of("stairwell", "3", (0, 5), building="B1", has_lift=True)


def test_a_stairwell_with_a_lift_is_counted_apart() -> None:
    result = written(WESTERN_LIFT)
    assert result["summary"] == {
        "stairwells": 3, "dwellings": None, "suitable": 2, "difficult": 0, "unsuitable": 0, "with_lift": 1,
        "served_by_plan": 2,
    }  # fmt: skip
    assert result["stairwells"][2]["because"][0]["zh"] == "已有电梯，不作评估"
    assert isinstance(assessed(WESTERN_LIFT).sited.stairwells[2], AlreadyServed)


def test_a_layer_nobody_surveyed_never_blocks_even_if_it_is_drawn() -> None:
    known = {"pipe": LayerSurvey("none")}
    assert classes(GAS)["1"] == "difficult"
    assert classes(GAS, survey=known)["1"] == "suitable"
    assert "pipe" in written(GAS, survey=known)["unverified_layers"]


def test_an_assumed_window_never_blocks() -> None:
    window = point_of("window", "W", (10.5, 10), building="B1", width_m=1.5, habitable=True)
    assert classes(window)["1"] == "unsuitable"
    assert classes(replace(window, properties={**window.properties, "assumed": True}))["1"] == "suitable"


@pytest.mark.parametrize(
    "drawn", [(), ("ring", box(0, 12.9, 40, 17.2), {}), ("line", ((0, 15), (40, 15)), {"width_m": 4.2})]
)
def test_a_lane_counts_as_outline_and_as_line(drawn: Any) -> None:
    lane = [Feature("fire_lane", "L", *drawn)] if drawn else []
    assert classes(*lane)["1"] == ("unsuitable" if drawn else "suitable")


def test_everything_a_survey_can_hold_reaches_the_engine() -> None:
    result = assessed(
        ring_of("boundary", "RED", box(-50, -50, 90, 60)),
        ring_of("mass", "M", box(0, 0, 2, 2), base_m=17.4, height_m=2, building="B1"),
        ring_of("mass", "B1", box(60, 0, 62, 2), base_m=0.0, height_m=2, building=""),
        ring_of("green", "G", box(60, 10, 62, 12)),
        ring_of("shed", "S", box(60, 20, 62, 22), legal=False),
        ring_of("heritage_zone", "H", box(60, 30, 62, 32), approval="文物局〔2021〕3号"),
        point_of("pole", "PL", (60, 40), owners=("中国电信",)),
        point_of("tree", "TR", (60, 42), protected=True),
        Feature("overhead_line", "O", "line", ((60, 50), (70, 50)), {"voltage_kv": 10.0}),
    ).problem
    assert [body.id for body in result.bodies] == ["B1", "M", "mass:B1"]
    assert result.heritage_zones[0].approved
    assert result.trees[0].protected
    layers = (result.boundary, result.greens, result.sheds, result.poles, result.overhead, result.openings)
    assert [len(layer) for layer in layers] == [1] * 6


def test_a_transformer_serves_whom_it_names_and_the_others_the_nearest() -> None:
    named = point_of("transformer", "T1", (10, 20), rated_kva=100.0, peak_kva=1.0, serves=("2",))
    near = point_of("transformer", "T2", (30, 20), rated_kva=100.0, peak_kva=1.0, serves=())
    far = point_of("transformer", "T3", (90, 20), rated_kva=100.0, peak_kva=1.0)
    problem = assessed(named, near, far).problem
    assert [(each.id, each.serves) for each in problem.transformers] == [
        ("T1", ("2",)),
        ("T2", ("1",)),
        ("T3", ()),
    ]
    assert [each.serves for each in assessed(named).problem.transformers] == [("2",)]


def test_the_wall_is_the_nearest_or_the_one_the_survey_names() -> None:
    outline = box(0, 0, 40, 10)
    nearest, named = facade_of((10, 0.3), outline, None), facade_of((10, 0.3), outline, 10.0)
    assert nearest
    assert named
    assert (nearest.foot, looks_deg(nearest.wall)) == ((10.0, 0.0), 180.0)
    assert (named.foot, looks_deg(named.wall)) == ((10.0, 10.0), 0.0)


def test_a_stairwell_that_names_a_wall_nobody_has_is_refused() -> None:
    triangle = ring_of("building", "B2", ((100, 0), (140, 0), (120, 5)), storeys=6, fire_rating=2)
    lost = point_of("stairwell", "9", (120, 0), building="B2", facade_azimuth_deg=90.0)
    with pytest.raises(Refusal, match="Stairwell 9: building B2 has no wall that looks"):
        assessed(triangle, lost)


def test_dwellings_come_from_the_list_or_from_the_windows_or_are_not_known() -> None:
    rows = tuple(DwellingRow("1", f"{number}01", area_m2=Decimal(60)) for number in range(1, 7))
    windows = [
        point_of(
            "window", f"W{n}", (5, 0), building="B1", width_m=1.0, habitable=True, dwelling=f"1-{n // 2}"
        )
        for n in range(6)
    ]
    assert written(*windows, dwellings=rows)["summary"]["dwellings"] == 6
    assert written(*windows)["summary"]["dwellings"] == 3
    assert written()["summary"]["dwellings"] is None


def test_a_day_before_the_rules_is_an_answer() -> None:
    with pytest.raises(NothingInForce, match="siting/"):
        assess(site(), rules_in_force("cn/shanghai", date(2012, 1, 1)), date(2012, 1, 1))


def test_an_assessment_stores_the_rules_it_used_r018() -> None:
    later = rules_in_force("cn/shanghai", date(2024, 1, 1))
    one, other = assessed(GAS), assess(site(GAS), later, date(2024, 1, 1))
    assert one.to_json()["rulebook"]["sha256"] == rules().about("siting", "sunlight").digest()
    cited = [each.problem.limits.lane_clear_m.citation.document[:8] for each in (one, other)]
    assert cited == ["GB 50016", "GB 55037"]


def test_the_same_site_gives_the_same_bytes_r010() -> None:
    one, two = assessed(GAS, DOOR_2), assess(site(DOOR_2, GAS), rules(), DAY)
    assert json.dumps(one.to_json()) == json.dumps(two.to_json())


DOOR_2 = point_of("door", "D2", (30, 10), building="B1", width_m=1.2)


def test_an_honest_assessment_passes_its_check_with_and_without_the_site() -> None:
    result = written(GAS, WESTERN_LIFT)
    assert checks(result) == []
    assert checks(result, site(GAS, WESTERN_LIFT), rules()) == []


def forge(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    forged = deepcopy(written(GAS))
    inner: Any = forged
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return forged


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("stairwells", 0, "class"), "suitable", "siting.check.class"),
        (("stairwells", 0, "reasons"), [], "siting.check.reasons"),
        (("stairwells", 0, "reasons", 0, "measured"), 0.5, "siting.check.reasons"),
        (("stairwells", 0, "reasons", 0, "because", 0, "zh"), "没有问题", "check.words"),
        (("stairwells", 0, "candidate", "shaft", 0), [0.0, 0.0], "siting.check.moved"),
        (("stairwells", 0, "candidate", "bridge"), None, "siting.check.moved"),
        (("stairwells", 0, "candidate"), None, "siting.check.chosen"),
        (("stairwells", 0, "candidates"), 2, "check.summary"),
        (("stairwells", 0, "considered", 0, "conflicts"), [], "siting.check.missing"),
        (("summary", "suitable"), 40, "check.summary"),
        (("problem_sha256",), "0" * 64, "check.digest"),
        (("problem", "schemes"), [], "check.unreadable"),
        (("stairwells", 0, "reasons", 0, "measured"), "wide", "check.unreadable"),
        (("stairwells",), None, "check.unreadable"),
    ],
)
def test_a_forged_assessment_does_not_pass(path: tuple[Any, ...], value: Any, code: str) -> None:
    violations = checks(forge(path, value))
    assert code in {violation.code for violation in violations}
    assert all(violation.say("zh") for violation in violations)


def test_an_assessment_of_another_site_or_by_other_rules_does_not_pass() -> None:
    result = written(GAS)
    assert [each.code for each in checks(result, site(), rules())] == ["check.other_site"]
    later = rules_in_force("cn/shanghai", date(2024, 1, 1))
    assert "check.other_rules" in {each.code for each in checks(result, site(GAS), later)}
