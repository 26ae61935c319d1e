"""From a site as surveyed to every window's minutes, before and after lifts are added."""

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

from sanxin.engines.sunlight.problem import Effective
from sanxin.journey import survey
from sanxin.journey.sunlight.checking import sunlight_checks
from sanxin.journey.sunlight.report import SunlightReport, sunlight_of
from sanxin.journey.sunlight.windows import NoDepth, NoSuchWall
from sanxin.journey.survey import DwellingRow, Feature, LayerSurvey, Site
from sanxin.rulebook.reader import rules_in_force
from sanxin.rulebook.sunlight import StandardRule, standard_rule

DAY = date(2026, 11, 23)
SCHEMA = json.loads((Path(survey.__file__).parent / "schemas/sunlight.json").read_text("utf-8"))
RULES = rules_in_force("cn/shanghai", DAY)
RULE = standard_rule(RULES, "great-cold")


def box(left: float, bottom: float, right: float, top: float) -> tuple[tuple[float, float], ...]:
    return ((left, bottom), (right, bottom), (right, top), (left, top))


BLOCK = Feature("building", "B1", "ring", box(0, 0, 40, 10), {"storeys": 6, "height_m": None})
SOUTH = Feature(
    "building", "B2", "ring", box(0, -28, 40, -18), {"storeys": 6, "storey_height_m": 2.8, "base_m": 0.0}
)
WING = Feature("mass", "M1", "ring", box(30, -4, 34, 0), {"building": "B1", "base_m": 0.0, "height_m": 9.0})
ROOF = Feature("mass", "B1", "ring", box(8, 4, 12, 8), {"building": "", "base_m": 17.4, "height_m": 2.4})
STAIRS = (
    Feature("stairwell", "1", "point", (10.0, 10.0), {"building": "B1"}),
    Feature("stairwell", "2", "point", (30.0, 10.0), {"building": "B1"}),
)
SHAFT = Feature(
    "shaft", "2", "ring", box(18, -4, 20, -2), {"stairwell": "2", "height_m": 19.0, "base_m": 0.0}
)
TWIN = replace(SHAFT, id="3")


def window(ident: str, at: tuple[float, float], **properties: Any) -> Feature:
    return Feature("window", ident, "point", at, {"building": "B1", "sill_m": None, **properties})


def site(*features: Feature, **changed: Any) -> Site:
    everything = (BLOCK, SOUTH, WING, ROOF, *STAIRS, *features)
    made = Site("测试小区", "cn/shanghai", 31.17, 121.4, 1996, "售后公房", everything, {})
    return replace(made, **changed)


def report(*shafts: Feature, on: Site | None = None, rule: StandardRule = RULE) -> SunlightReport:
    return sunlight_of(on or site(), RULES, rule, DAY, shafts)


@cache
def written() -> str:
    drawn = site(window("W", (16.0, 0.05), floor=2), window("V", (31.0, -4.0), sill_m=1.0, azimuth_deg=180.0))
    return json.dumps(report(SHAFT, TWIN, on=drawn).to_json())


def test_the_file_fits_its_schema_and_holds_when_checked() -> None:
    whole = json.loads(written())
    jsonschema.validate(whole, SCHEMA)
    assert sunlight_checks(whole) == []
    alone = json.loads(json.dumps(report().to_json()))
    jsonschema.validate(alone, SCHEMA)
    assert sunlight_checks(alone) == []
    assert all("after" not in each for each in alone["windows"])


def test_it_states_declination_year_latitude_refraction_and_clock() -> None:
    whole = json.loads(written())
    standard = whole["standard"]
    assert (standard["declination_deg"], standard["year"]) == (-20.116, 2001)
    assert (standard["latitude_deg"], standard["refraction"], standard["standing"]) == (
        31.17,
        "none",
        "unverified",
    )
    # Shanghai is 1.4 degrees east of Beijing time's meridian; the sun is 11 minutes slow in January.
    assert whole["clock"]["beijing_less_solar_min"] == pytest.approx(-5.6 + 10.97, abs=0.01)
    assert {"sunlight.model", "sunlight.exempt", "sunlight.assumed"} <= {
        each["code"] for each in whole["because"]
    }


def test_the_clock_agrees_with_a_published_table_to_half_a_minute() -> None:
    golden = json.loads((Path(__file__).parents[1] / "golden/sun_vectors.json").read_text("utf-8"))[
        "tst_to_beijing_time"
    ]
    for row in golden["rows"]:
        far = site(longitude_deg=row["lon"])
        clock = report(on=far).to_json()["clock"]
        hours, minutes, seconds = map(int, row["beijing_time"].split(":"))
        expected = 60 * hours + minutes + seconds / 60
        assert 480 + clock["beijing_less_solar_min"] == pytest.approx(
            expected, abs=golden["tolerance_s"] / 60
        ), row


def test_what_added_shafts_take_is_shared_and_adds_up() -> None:
    windows = {each["id"]: each for each in json.loads(written())["windows"]}
    lost = windows["W"]
    assert lost["floor"] == 2
    assert lost["taken_by"]["shaft:2"] == pytest.approx(lost["taken_by"]["shaft:3"])
    taken = sum(lost["taken_by"].values())
    assert taken > 5
    raw = lost["detail"]["before"]["all_min"] - lost["detail"]["after"]["all_min"]
    assert taken == pytest.approx(raw, abs=1e-4)
    assert lost["lost_min"] == pytest.approx(taken + lost["lost_otherwise_min"], abs=1e-5)
    assert json.loads(written())["added"] == ["shaft:2", "shaft:3"]


def test_a_shaft_drawn_on_the_site_is_one_to_be_added() -> None:
    assert report(on=site(SHAFT)).question.added == ("shaft:2",)


def test_windows_stand_on_their_walls_and_take_their_azimuth() -> None:
    drawn = site(window("W", (16.0, 0.05), floor=2), window("V", (31.0, -3.9), sill_m=1.0, azimuth_deg=180.0),
                 window("U", (31.0, -3.9), sill_m=12.0, azimuth_deg=180.0))  # fmt: skip
    asked = {each.window.id: each for each in report(on=drawn).question.windows}
    assert (asked["W"].window.at, asked["W"].window.azimuth_deg) == ((16.0, 0.0), pytest.approx(180.0))
    assert asked["W"].window.sill_m == pytest.approx(2.8 + 0.9)
    assert (asked["V"].window.at, asked["V"].moved_m) == ((31.0, -4.0), 0.0)
    # Above the wing's roof its wall is no wall: the window goes to the building's own, and that is said.
    assert (asked["U"].window.at, asked["U"].moved_m) == ((31.0, 0.0), 3.9)
    assert "sunlight.moved" in {each.code for each in report(on=drawn).because()}


def test_a_window_that_looks_where_no_wall_does_is_refused() -> None:
    slanted = replace(BLOCK, geometry=((0.0, 0.0), (40.0, 0.0), (20.0, 9.0)))
    lone = site(window("W", (16.0, 0.0), azimuth_deg=90.0), features=())
    with pytest.raises(NoSuchWall, match="B1"):
        report(on=replace(lone, features=(slanted, window("W", (16.0, 0.0), azimuth_deg=91.0))))


def test_a_building_without_windows_gets_one_a_floor_or_one_a_dwelling() -> None:
    rows = tuple(
        DwellingRow("1", room, floor, Decimal("50"))
        for room, floor in (("101", 1), ("102", 1), ("201", 2), ("gate", None))
    )
    asked = report(on=site(dwellings=rows)).question.windows
    of_one = [each for each in asked if each.stairwell == "1"]
    assert {(each.dwelling, each.floor) for each in of_one} == {
        ("101", 1),
        ("102", 1),
        ("gate", 1),
        ("201", 2),
    }
    assert sum(each.stairwell == "2" for each in asked) == 6
    assert sum(each.building == "B2" for each in asked) == 6
    assert all(each.assumed and each.window.azimuth_deg == pytest.approx(180.0) for each in asked)
    assert len({each.window.at for each in of_one if each.floor == 1}) == 3


def test_windows_nobody_surveyed_do_not_count() -> None:
    drawn = site(window("W", (16.0, 0.0)), survey={"window": LayerSurvey("none")})
    assert all(each.assumed for each in report(on=drawn).question.windows)


def test_a_standard_handed_in_says_so_and_may_know_no_clock() -> None:
    own = StandardRule(
        replace(RULE.standard, year=None, effective=(Effective(90, 270, 500, 900),)), None, None
    )
    whole = report(rule=own).to_json()
    assert (whole["clock"], whole["standard"]["citation"]) == (None, None)
    assert "sunlight.handed_in" in {each["code"] for each in whole["because"]}
    before_the_exemption = rules_in_force("cn/shanghai", date(2017, 1, 1))
    alone = sunlight_of(site(), before_the_exemption, own, DAY)
    assert "sunlight.exempt" not in {each.code for each in alone.because()}


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("problem_sha256",), "0" * 64, "sunlight.check.digest"),
        (("problem", "latitude_deg"), 99, "sunlight.check.unreadable"),
        (("windows", 0, "lost_min"), 99.0, "sunlight.check.derived"),
        (("windows", 0, "taken_by"), {"shaft:9": 1.0}, "sunlight.check.derived"),
        (("windows", 0, "before_min"), 0.5, "sunlight.check.figure"),
        (("windows", 0, "after"), [], "sunlight.check.times"),
        (("standard", "declination_deg"), -20.0, "sunlight.check.standard"),
        (("windows",), None, "sunlight.check.unreadable"),
        (("windows",), [], "sunlight.check.windows"),
        (("windows", 0, "detail", "before", "spells"), "two", "sunlight.check.unreadable"),
    ],
)
def test_a_forged_file_is_found_out(path: tuple[str | int, ...], value: object, code: str) -> None:
    whole = deepcopy(json.loads(written()))
    place = whole
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert code in {each.code for each in sunlight_checks(whole)}


def behind(kind: str, **properties: Any) -> Feature:
    return window("W", (16.0, 0.05), floor=2, balcony=kind, **properties)


def test_behind_an_open_balcony_the_window_counts_and_behind_a_closed_one_its_opening() -> None:
    places, told = {}, {}
    for kind in ("open", "side_walled", "enclosed"):
        found = report(on=site(behind(kind, balcony_depth_m=1.2)))
        (asked,) = (each for each in found.question.problem.windows if each.id == "W")
        places[kind] = asked.at
        whole = json.loads(json.dumps(found.to_json()))
        jsonschema.validate(whole, SCHEMA)
        (row,) = (each for each in whole["windows"] if each["id"] == "W")
        assert (row["balcony"], row["at_opening"]) == (kind, kind != "open")
        told[kind] = {each["code"]: each for each in whole["because"]}
    assert places == {"open": (16.0, 0.0), "side_walled": (16.0, -1.2), "enclosed": (16.0, -1.2)}
    assert "sunlight.balconies" in told["open"]
    assert "1 个窗" in told["enclosed"]["sunlight.openings"]["zh"]
    assert told["enclosed"]["sunlight.openings"]["standing"] == "secondary"


def test_a_drawn_balcony_shades_the_window_behind_it_and_not_its_own_opening() -> None:
    side = Feature(
        "mass", "M9", "ring", box(17, -1.2, 17.2, 0), {"building": "", "base_m": 2.8, "height_m": 2.8}
    )
    shades = {
        kind: report(on=site(side, behind(kind, balcony_depth_m=1.2, sill_m=3.7))).before["W"].shades
        for kind in ("open", "enclosed")
    }
    assert "mass:M9" in {shade.prism for shade in shades["open"]}
    assert "mass:M9" not in {shade.prism for shade in shades["enclosed"]}


def test_where_no_rule_is_in_force_the_plane_of_the_window_counts() -> None:
    rules = rules_in_force("cn", DAY)
    found = sunlight_of(site(behind("enclosed")), rules, standard_rule(rules, "great-cold"), DAY)
    (row,) = (each for each in found.to_json()["windows"] if each["id"] == "W")
    assert row["at_opening"] is False
    assert "sunlight.balconies" in [each.sentence.code for each in found.because()]


def test_a_closed_balcony_without_its_depth_is_refused_by_name() -> None:
    with pytest.raises(NoDepth, match="W"):
        report(on=site(behind("enclosed")))
