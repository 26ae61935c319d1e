"""The demonstration compounds: the engine knows nothing of the ledger, and finds what it says (R001–R003, R010, R011)."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from examples.generate import generate
from sanxin.engines.siting.check import check
from sanxin.engines.siting.problem import LAYERS, Problem
from sanxin.engines.siting.result import Judged
from sanxin.engines.siting.solve import solve
from sanxin.foundation.shapes import Line
from sanxin.intake.site_folder import SiteReading, read_site
from sanxin.journey.assess import Assessment, assess, checks
from sanxin.journey.assess.question import siting_problem
from sanxin.journey.survey import Feature, LayerSurvey, Site
from sanxin.rulebook.reader import Rules, rules_in_force
from sanxin.rulebook.siting import siting_rules

# Not traced: the engines' lines are held by their own tests; here they meet whole compounds.
pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = date(2022, 3, 1)
FILES = ("site.toml", "site.geojson", "dwellings.csv", "ledger.json")
RANK = {"unsuitable": 0, "difficult": 1, "suitable": 2}


@cache
def rules() -> Rules:
    return rules_in_force("cn/shanghai", DAY)


@cache
def reading(name: str) -> SiteReading:
    return read_site(EXAMPLES / name)


@cache
def assessment(name: str) -> Assessment:
    return assess(reading(name).site, rules(), DAY)


def ledger(name: str) -> dict[str, Any]:
    return json.loads((EXAMPLES / name / "ledger.json").read_text("utf-8"))  # type: ignore[no-any-return]


def answers(found: Assessment) -> dict[str, Judged]:
    return {each.stairwell: each for each in found.sited.stairwells if isinstance(each, Judged)}


def changed(site: Site, kind: str, ident: str, **differences: Any) -> Site:
    def other(feature: Feature) -> Feature:
        return replace(feature, **differences) if (feature.kind, feature.id) == (kind, ident) else feature

    return replace(site, features=tuple(other(feature) for feature in site.features))


def class_of(site: Site, stairwell: str) -> str:
    judged = {each.stairwell: each for each in solve(siting_problem(site, siting_rules(rules()))).stairwells}
    found = judged[stairwell]
    assert isinstance(found, Judged)
    return found.suitability


def test_the_generator_makes_the_same_bytes_again(tmp_path: Path) -> None:
    generate(tmp_path)
    for name in ("jinniu", "donghu"):
        for file in FILES:
            assert (tmp_path / name / file).read_bytes() == (EXAMPLES / name / file).read_bytes(), (
                name,
                file,
            )


@pytest.mark.parametrize("name", ["jinniu", "donghu"])
def test_the_folder_is_read_without_a_fault_or_a_warning(name: str) -> None:
    assert (reading(name).warnings, reading(name).refused_rows) == ((), ())


def test_jinniu_is_a_compound_of_1996_with_40_stairwells_and_1056_dwellings_r001_r002_r003() -> None:
    site = reading("jinniu").site
    assert (site.built_year, site.tenure) == (1996, "售后公房")
    assert len(site.of_kind("stairwell")) == 40
    assert len(site.dwellings) == 1056
    assert {row.stairwell for row in site.dwellings} == {each.id for each in site.of_kind("stairwell")}
    assert {each.properties["storeys"] for each in site.of_kind("building")} == {1, 5, 6, 7}


def test_jinniu_s_people_are_as_lists_are() -> None:
    rows = reading("jinniu").site.dwellings
    names = [name for row in rows for name in row.owners]
    assert 0 < sum(not row.reached for row in rows) < 300
    assert any(len(row.owners) == 2 for row in rows)
    assert len(set(names)) < len(names)
    assert sum(row.elder for row in rows) > 500


def test_a_pole_has_at_least_eleven_owners_r064() -> None:
    poles = reading("jinniu").site.of_kind("pole")
    assert max(len(pole.properties["owners"]) for pole in poles) >= 11


def test_the_engine_finds_28_suitable_8_difficult_4_unsuitable_r010() -> None:
    summary = assessment("jinniu").to_json()["summary"]
    assert {key: summary[key] for key in ("stairwells", "dwellings", "suitable", "difficult", "unsuitable")} == {
        "stairwells": 40, "dwellings": 1056, "suitable": 28, "difficult": 8, "unsuitable": 4,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["jinniu", "donghu"])
def test_engine_and_ledger_agree_stairwell_by_stairwell(name: str) -> None:
    found = answers(assessment(name))
    for stairwell, entry in ledger(name).items():
        if entry["class"] == "with_lift":
            assert stairwell not in found
            continue
        reasons = sorted({reason.object for reason in found[stairwell].reasons})
        assert (found[stairwell].suitability, reasons) == (entry["class"], entry["objects"]), stairwell


@pytest.mark.parametrize("name", ["jinniu", "donghu"])
def test_the_checker_passes_the_assessment(name: str) -> None:
    written = json.loads(json.dumps(assessment(name).to_json()))
    assert checks(written, reading(name).site, rules()) == []


@pytest.mark.parametrize("name", ["jinniu", "donghu"])
def test_removing_exactly_what_a_reason_names_frees_the_stairwell_r011(name: str) -> None:
    site = reading(name).site
    for stairwell, found in answers(assessment(name)).items():
        if found.reasons:
            named = {reason.object for reason in found.reasons}
            kept = tuple(feature for feature in site.features if feature.id not in named)
            assert class_of(replace(site, features=kept), stairwell) == "suitable"


def test_removing_only_one_of_two_things_in_the_way_is_not_enough_r011() -> None:
    site = reading("jinniu").site
    tree, green = ledger("jinniu")["17"]["objects"]
    for ident in (tree, green):
        kept = tuple(feature for feature in site.features if feature.id != ident)
        assert class_of(replace(site, features=kept), "17") == "unsuitable"


def test_removing_any_obstacle_of_jinniu_worsens_no_stairwell() -> None:
    asked = assessment("jinniu").problem
    before = {key: RANK[each.suitability] for key, each in answers(assessment("jinniu")).items()}
    planted = {ident for entry in ledger("jinniu").values() for ident in entry["objects"]}
    for ident in sorted(planted - {"PH"}):
        kept = {
            layer: tuple(thing for thing in getattr(asked, layer) if thing.id != ident)
            for layer in LAYERS
            if layer not in {"stairwells", "bodies"}
        }
        without: Problem = replace(asked, **kept)  # type: ignore[arg-type]
        for each in solve(without).stairwells:
            assert isinstance(each, Judged)
            assert RANK[each.suitability] >= before[each.stairwell]


def test_moving_the_gas_line_out_makes_stairwell_3_suitable() -> None:
    site = reading("jinniu").site
    (gas,) = ledger("jinniu")["3"]["objects"]
    line = next(feature for feature in site.of_kind("pipe") if feature.id == gas).geometry
    ends: Line = (line[0], line[-1])  # type: ignore[assignment]
    assert class_of(site, "3") == "difficult"
    assert class_of(changed(site, "pipe", gas, geometry=ends), "3") == "suitable"


def test_freeing_the_lane_makes_stairwell_40_suitable() -> None:
    site = reading("jinniu").site
    lane = next(feature for feature in site.of_kind("fire_lane") if feature.id == "L10")
    wide = tuple((x, y + 0.6 if y < 161 else y) for x, y in lane.geometry)  # type: ignore[misc]
    assert class_of(site, "40") == "unsuitable"
    assert class_of(changed(site, "fire_lane", "L10", geometry=wide), "40") == "suitable"


def test_a_smaller_shaft_makes_stairwell_40_suitable() -> None:
    catalogue = b"""schemes: [{id: small, entry: half_landing, zh: s, en: s, width_m: 1.4, depth_m: 1.3, bridge_width_m: 1.2,
      offset_reach_m: 0, offset_step_m: 0.1, standoffs_m: [1.5], power_kw: 10}]"""
    laid_over = rules().with_catalogue("small.yaml", catalogue)
    assert answers(assess(reading("jinniu").site, laid_over, DAY))["40"].suitability == "suitable"


def test_without_a_survey_of_the_pipes_no_pipe_blocks_and_the_page_says_so() -> None:
    site = reading("jinniu").site
    unknown = replace(site, survey={**site.survey, "pipe": LayerSurvey("none")})
    found = assess(unknown, rules(), DAY)
    written = found.to_json()
    assert written["unverified_layers"] == ["pipe", "heritage_zone"]
    assert (written["summary"]["suitable"], written["summary"]["difficult"]) == (32, 4)


def test_donghu_is_drawn_askew_and_its_boundary_is_unknown_r004() -> None:
    found = assessment("donghu")
    written = found.to_json()
    assert written["unverified_layers"] == ["boundary", "heritage_zone"]
    assert written["summary"]["with_lift"] == 1
    azimuths = {round(each["facade"]["azimuth_deg"] % 90) for each in written["stairwells"]}
    assert azimuths <= {71, 72, 73}
    assert check(found.problem, found.sited) == ()
