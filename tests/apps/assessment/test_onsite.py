"""What people find on site beside the engine, and who is asked again after a new version (R013–R015, R017, R019)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sanxin.apps.assessment import actions, queries
from sanxin.apps.journal import queries as journal
from sanxin.apps.registry import queries as registry
from sanxin.foundation.refusal import Refusal
from sanxin.journey.assess import assess
from sanxin.journey.survey import Feature, LayerSurvey
from sanxin.rulebook.reader import rules_in_force
from tests.people import AT, WHEN, Cast
from tests.sites import SITE, bring_in, square

PHOTO, PDF = b"\xff\xd8photo", b"%PDF-1.7 report"
DAY = date(2022, 2, 20)


def record(cast: Cast, compound: str, reason: str = "首次评估") -> str:
    site = queries.site_to_assess(cast.secretary, compound, AT)
    done = assess(site, rules_in_force(site.place, AT.date()), AT.date())
    return actions.record_assessment(
        actor=cast.secretary, compound=compound, outcome=done.to_json(), reason=reason,
        rulebook=done.rules.pinned(), **WHEN,
    )  # fmt: skip


def test_a_plan_the_checker_does_not_bear_out_is_not_kept(cast: Cast, compound: str) -> None:
    site = queries.site_to_assess(cast.secretary, compound, AT)
    done = assess(site, rules_in_force(site.place, AT.date()), AT.date()).to_json()
    lowered = {**done, "plan": {**done["plan"], "cost_yuan": done["plan"]["cost_yuan"] - 5_000}}
    hushed = {**done, "summary": {**done["summary"], "served_by_plan": 99}}
    nearer = {**done, "problem": {**done["problem"], "seed": 1}}
    for forged in (lowered, hushed, nearer):
        with pytest.raises(Refusal, match="does not stand up to the independent checker"):
            actions.record_assessment(
                actor=cast.secretary, compound=compound, outcome=forged, reason="改了数", **WHEN
            )
    assert queries.latest(cast.secretary, compound, AT) is None


def stairwell_of(cast: Cast, compound: str, code: str = "1") -> str:
    return next(
        line.public_id for line in registry.stairwells(cast.secretary, compound, AT) if line.code == code
    )


def look(cast: Cast, stairwell: str, **changes: Any) -> str:
    told: dict[str, Any] = {
        "actor": cast.designer, "stairwell": stairwell, "organisation": "市建科院", "assessor": "陈工",
        "assessed_on": DAY, "photos": [PHOTO, PHOTO + b"2"], "verdict": "suitable", "reason": "管线已探明", **WHEN,
    }  # fmt: skip
    return actions.record_onsite(**(told | changes))


def test_the_engines_finding_and_the_experts_stand_side_by_side_r013(cast: Cast, compound: str) -> None:
    record(cast, compound)
    stairwell = stairwell_of(cast, compound)
    engine = queries.side_by_side(cast.secretary, stairwell, AT).engine
    made = look(cast, stairwell, verdict="unsuitable", reason="结构裂缝", signature=PHOTO)
    both = queries.side_by_side(cast.secretary, stairwell, AT)
    assert (both.engine, both.onsite[0].verdict, both.onsite[0].engine_class) == (
        engine,
        "unsuitable",
        engine,
    )
    assert both.onsite[0].reason == "结构裂缝"
    assert queries.onsite_photo(cast.clerk, made, 1, AT) == ("image/jpeg", PHOTO + b"2")
    with pytest.raises(Refusal, match="Not found"):
        queries.onsite_photo(cast.clerk, made, 2, AT)
    assert journal.record_matches(journal.tree_head().size - 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"organisation": " "}, "organisation"), ({"assessed_on": None}, "date"), ({"photos": []}, "photograph"),
        ({"photos": [PHOTO, b"<html>"]}, "Image file 2"),
        ({"signature": b"<svg>"}, "Image file 3"), ({"assessor": ""}, "assessor"), ({"verdict": "fine"}, "not “fine”"),
        ({"assessed_on": AT.date() + timedelta(days=1)}, "has not come"),
    ],
)  # fmt: skip
def test_without_organisation_day_or_photograph_it_is_no_professional_assessment(
    cast: Cast, compound: str, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        look(cast, stairwell_of(cast, compound), **changes)


def test_the_engine_is_overruled_only_with_a_reason(cast: Cast, compound: str) -> None:
    record(cast, compound)
    stairwell = stairwell_of(cast, compound)
    engine = queries.side_by_side(cast.secretary, stairwell, AT).engine
    other = "unsuitable" if engine != "unsuitable" else "suitable"
    with pytest.raises(Refusal, match="Say why it is overruled"):
        look(cast, stairwell, verdict=other, reason=" ")
    assert look(cast, stairwell, verdict=engine, reason="")


def test_an_opinion_binds_to_a_constraint_and_a_meeting_and_is_settled_once_r014(cast: Cast) -> None:
    gas = Feature("pipe", "P1", "line", ((-5.0, -1.0), (15.0, -1.0)), {"utility": "gas_low"})
    site = replace(
        SITE, features=(*SITE.features, gas), survey={**SITE.survey, "pipe": LayerSurvey("complete")}
    )
    compound = bring_in(cast.secretary, cast.jinniu, replace(site, name="新村")).compound
    record(cast, compound)
    stairwell = stairwell_of(cast, compound)
    constraint = queries.side_by_side(cast.secretary, stairwell, AT).constraints[0]
    told: dict[str, Any] = {
        "actor": cast.designer, "stairwell": stairwell, "rule": constraint["rule"], "thing": constraint["object"],
        "expert": "周教授", "advice": "改用浅基坑", "meeting": "突破方案研讨会", "met_on": DAY, **WHEN,
    }  # fmt: skip
    for change, said in (
        ({"expert": ""}, "expert"),
        ({"rule": "moon"}, "no constraint moon"),
        ({"meeting": " "}, "meeting"),
    ):
        with pytest.raises(Refusal, match=said):
            actions.record_opinion(**(told | change))
    opinion = actions.record_opinion(**told)
    with pytest.raises(Refusal, match="Say why"):
        actions.settle_opinion(actor=cast.secretary, opinion=opinion, adopted=True, because="", **WHEN)
    actions.settle_opinion(actor=cast.secretary, opinion=opinion, adopted=True, because="造价可接受", **WHEN)
    with pytest.raises(Refusal, match="settled"):
        actions.settle_opinion(actor=cast.secretary, opinion=opinion, adopted=False, because="改了", **WHEN)
    (kept,) = queries.side_by_side(cast.secretary, stairwell, AT).opinions
    assert (kept.adopted, kept.because, kept.meeting) == (True, "造价可接受", "突破方案研讨会")


def test_drawings_wait_for_the_ground_survey_and_its_report_r017(cast: Cast, compound: str) -> None:
    stairwell = stairwell_of(cast, compound)
    told: dict[str, Any] = {"actor": cast.designer, **WHEN}
    with pytest.raises(Refusal, match="not closed"):
        actions.release_drawings(stairwell=stairwell, drawings=PDF, **told)
    survey = actions.open_ground_survey(stairwell=stairwell, **told)
    assert actions.open_ground_survey(stairwell=stairwell, **told) == survey
    with pytest.raises(Refusal, match="not closed"):
        actions.release_drawings(stairwell=stairwell, drawings=PDF, **told)
    with pytest.raises(Refusal, match="report as PDF"):
        actions.close_ground_survey(survey=survey, report=b"none", **told)
    actions.close_ground_survey(survey=survey, report=PDF, **told)
    with pytest.raises(Refusal, match="closed already"):
        actions.close_ground_survey(survey=survey, report=PDF, **told)
    with pytest.raises(Refusal, match="drawings are released as PDF"):
        actions.release_drawings(stairwell=stairwell, drawings=b"x", **told)
    actions.release_drawings(stairwell=stairwell, drawings=PDF + b"!", **told)
    assert queries.survey_report(cast.clerk, survey, AT) == ("application/pdf", PDF)
    (kept,) = queries.side_by_side(cast.secretary, stairwell, AT).surveys
    assert kept.drawings_released_at == AT


def test_a_heritage_zone_blocks_until_its_approval_is_attached_r019(cast: Cast) -> None:
    zone = Feature("heritage_zone", "H1", "ring", square(-10, -12, 60), {"approval": ""})
    listed = tuple(
        replace(each, properties={**each.properties, "heritage": True}) if each.id == "3" else each
        for each in SITE.features
    )
    site = replace(SITE, name="商城院", features=(*listed, zone))
    compound = bring_in(cast.secretary, cast.jinniu, site).compound
    record(cast, compound)
    stairwell = stairwell_of(cast, compound)
    rules = {one["rule"] for one in queries.side_by_side(cast.secretary, stairwell, AT).constraints}
    assert "heritage" in rules
    told: dict[str, Any] = {"actor": cast.designer, "compound": compound, "thing": "H1", "number": "文物〔2022〕3号",
                            "document": PDF, **WHEN}  # fmt: skip
    for change, said in (
        ({"thing": "H9"}, "no heritage zone"),
        ({"number": ""}, "number"),
        ({"document": b""}, "PDF"),
    ):
        with pytest.raises(Refusal, match=said):
            actions.attach_heritage_approval(**(told | change))
    actions.attach_heritage_approval(**told)
    actions.attach_heritage_approval(**(told | {"thing": "3"}))
    record(cast, compound, "取得文物批复")
    for code in ("1", "3"):
        both = queries.side_by_side(cast.secretary, stairwell_of(cast, compound, code), AT)
        assert "heritage" not in {one["rule"] for one in both.constraints}


def test_a_new_version_asks_again_exactly_those_for_whom_something_changed_r015(
    cast: Cast, compound: str
) -> None:
    record(cast, compound)
    assert queries.ask_again(cast.visitor, compound, AT) == []
    record(cast, compound, "未变")
    assert queries.ask_again(cast.visitor, compound, AT) == []
    pole = Feature("pole", "PX", "point", (2.5, -0.9), {"owners": ("电信",)})
    bring_in(cast.secretary, cast.jinniu, replace(SITE, features=(*SITE.features, pole)))
    record(cast, compound, "补测电杆")
    waiting = queries.ask_again(cast.visitor, compound, AT)
    assert {(one.stairwell, one.room) for one in waiting} >= {("1", "101"), ("1", "402")}
    assert all(one.version == 3 for one in waiting)
    assert all(one.changes[0]["zh"] for one in waiting)
    assert ("3", "301") not in {(one.stairwell, one.room) for one in waiting}
    assert actions.mark_asked(actor=cast.visitor, dwelling=waiting[0].dwelling, **WHEN) == 1
    assert actions.mark_asked(actor=cast.visitor, dwelling=waiting[0].dwelling, **WHEN) == 0
    assert len(queries.ask_again(cast.visitor, compound, AT)) == len(waiting) - 1
    for who in (cast.designer, *cast.other.values()):
        with pytest.raises(Refusal, match="Not found"):
            queries.ask_again(who, compound, AT)


def test_every_version_can_be_checked_again_from_what_it_keeps(cast: Cast, compound: str) -> None:
    first, second = record(cast, compound), record(cast, compound, "再评")
    assert queries.recheck(cast.auditor, first, AT) == []
    assert queries.recheck(cast.auditor, second, AT) == []


def test_nobody_from_elsewhere_sees_or_records_anything(cast: Cast, compound: str) -> None:
    stairwell = stairwell_of(cast, compound)
    made = look(cast, stairwell)
    survey = actions.open_ground_survey(actor=cast.designer, stairwell=stairwell, **WHEN)
    for who in (*cast.other.values(), cast.helper):
        for attempt in (
            lambda who=who: look(cast, stairwell, actor=who),
            lambda who=who: queries.side_by_side(who, stairwell, AT),
            lambda who=who: queries.onsite_photo(who, made, 0, AT),
            lambda who=who: queries.survey_report(who, survey, AT),
            lambda who=who: actions.close_ground_survey(actor=who, survey=survey, report=PDF, **WHEN),
            lambda who=who: actions.settle_opinion(
                actor=who, opinion="none", adopted=True, because="x", **WHEN
            ),
            lambda who=who: queries.onsite_photo(who, "none", 0, AT),
            lambda who=who: queries.survey_report(who, "none", AT),
        ):
            with pytest.raises(Refusal, match="Not found"):
                attempt()
