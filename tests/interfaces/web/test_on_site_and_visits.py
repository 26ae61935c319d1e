"""An office works with what people found on site, with stances and visits, and with every version kept."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

from sanxin.apps.assessment import queries as assessments
from sanxin.apps.registry import queries as registry
from sanxin.journey.impact import MEASURES, PLACE
from sanxin.journey.survey import Feature, LayerSurvey
from tests.interfaces.web.doors import enter, text
from tests.people import AT, Cast
from tests.sites import SITE, bring_in

pytestmark = pytest.mark.django_db
PHOTO = b"\xff\xd8photo"


def stairwell_of(cast: Cast, compound: str) -> str:
    return registry.stairwells(cast.secretary, compound, AT)[0].public_id


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PHOTO, "image/jpeg")


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("报告.pdf", b"%PDF-1.7", "application/pdf")


def test_a_designer_records_what_was_seen_and_it_stands_beside_the_engine(cast: Cast, assessed: str) -> None:
    here = f"/stairwells/{stairwell_of(cast, assessed)}/onsite/"
    client = enter(cast.designer)
    told = {"organisation": "市建科院", "assessor": "陈工", "assessed_on": "2022-02-20", "verdict": "unsuitable",
            "reason": "地下室外墙", "photos": [photo(), photo("b.jpg")], "signature": photo("签名.jpg")}  # fmt: skip
    page = text(client.post(here, told, follow=True))
    assert "市建科院" in page
    shown = re.findall(r'src="(/onsite/[^"]+)"', page)
    assert len(shown) == 2
    assert client.get(shown[1]).content == PHOTO
    missing: dict[str, Any] = {**told, "photos": []}
    told_no = client.post(here, {key: value for key, value in missing.items() if key != "signature"})
    assert told_no.status_code == 422
    assert "照片" in text(told_no)


def test_the_ground_is_surveyed_before_drawings_are_released(cast: Cast, assessed: str) -> None:
    stairwell = stairwell_of(cast, assessed)
    client, there = enter(cast.designer), f"/stairwells/{stairwell}/ground-survey/"
    assert client.post(there, {"step": "release", "file": pdf()}).status_code == 422
    page = text(client.post(there, {"step": "open"}, follow=True))
    (survey,) = re.findall(r'name="survey" value="([^"]+)"', page)
    page = text(client.post(there, {"step": "close", "survey": survey, "file": pdf()}, follow=True))
    (report,) = re.findall(r'href="(/ground-surveys/[^"]+)"', page)
    assert client.get(report)["Content-Type"] == "application/pdf"
    assert "施工图已发布" in text(client.post(there, {"step": "release", "file": pdf()}, follow=True))


def test_advice_on_a_constraint_that_is_not_there_is_refused_by_a_sentence(cast: Cast, assessed: str) -> None:
    there = f"/stairwells/{stairwell_of(cast, assessed)}/opinions/"
    told = {"constraint": "moon M1", "expert": "周", "advice": "移", "meeting": "会", "met_on": "2022-02-01"}
    refused = enter(cast.designer).post(there, told)
    assert refused.status_code == 422
    assert "moon M1" in text(refused)


def test_advice_is_recorded_and_settled(cast: Cast) -> None:
    gas = Feature("pipe", "P1", "line", ((-5.0, -1.0), (15.0, -1.0)), {"utility": "gas_low"})
    site = replace(
        SITE,
        name="新村",
        features=(*SITE.features, gas),
        survey={**SITE.survey, "pipe": LayerSurvey("complete")},
    )
    compound = bring_in(cast.secretary, cast.jinniu, site).compound
    enter(cast.secretary).post(f"/compounds/{compound}/assess/")
    stairwell = stairwell_of(cast, compound)
    constraint = assessments.side_by_side(cast.designer, stairwell, AT).constraints[0]
    told = {"constraint": f"{constraint['rule']} {constraint['object']}", "expert": "周教授", "advice": "改线",
            "meeting": "突破会", "met_on": "2022-02-01"}  # fmt: skip
    client = enter(cast.designer)
    page = text(client.post(f"/stairwells/{stairwell}/opinions/", told, follow=True))
    (settle,) = re.findall(r'action="(/opinions/[^"]+/settle/)"', page)
    assert "已采纳" in text(client.post(settle, {"adopted": "yes", "reason": "可行"}, follow=True))


def test_a_heritage_approval_of_nothing_is_refused(cast: Cast, assessed: str) -> None:
    there = f"/stairwells/{stairwell_of(cast, assessed)}/heritage/"
    refused = enter(cast.designer).post(there, {"thing": "H9", "number": "3", "file": pdf()})
    assert refused.status_code == 422
    assert "H9" in text(refused)


def test_a_visit_and_a_stance_are_recorded_at_the_door_and_counted_in_the_matrix(
    cast: Cast, assessed: str, room_402: str
) -> None:
    client, here = enter(cast.visitor), f"/dwellings/{room_402}/visits/"
    before = text(client.get(f"/compounds/{assessed}/willingness/"))
    client.post(here, {"what": "visit", "means": "door", "outcome": "delivered", "note": "带了图纸"})
    page = text(client.post(here, {"what": "stance", "stance": "for", "condition": ""}, follow=True))
    for words in ("带了图纸", "已送达", "同意"):
        assert words in page
    after = text(client.get(f"/compounds/{assessed}/willingness/"))
    count = re.compile(r"还没有送达的住户（(\d+)）")
    told = [int(found[1]) for found in (count.search(before), count.search(after)) if found]
    assert told[1] == told[0] - 1
    assert client.post(here, {"what": "stance", "stance": "conditional"}).status_code == 422


def test_every_version_can_be_checked_again_on_its_page(cast: Cast, assessed: str) -> None:
    client = enter(cast.auditor)
    page = text(client.get(f"/compounds/{assessed}/versions/"))
    (recheck, *_) = re.findall(r'action="(/assessments/[^"]+/recheck/)"', page)
    told = text(client.post(recheck, follow=True))
    assert "复核" in told


@pytest.mark.parametrize(
    ("language", "place", "works"),
    [
        ("zh", "由“—”改为“半层入户 630 公斤，沿墙 0.3 米，离墙 1.5 米”", "由“—”改为“迁移管线 P1、迁移杆 L2”"),
        ("en", "to “half-landing entry, 630 kg, 0.3 m along", "from “—” to “relocate line P1、move pole L2”"),
    ],
)
def test_what_changed_names_places_and_works_as_people_would(language: str, place: str, works: str) -> None:
    shown = Template("{% load house %}{% autoescape off %}{% because one %}{% endautoescape %}")
    changes = (
        PLACE.because(before="—", after="half-landing-630@+0.3,1.5"),
        MEASURES.because(before="—", after="relocate:P1、move_pole:L2"),
    )
    visit = SimpleNamespace(language=language)
    said = [shown.render(Context({"request": visit, "one": change.to_json()})) for change in changes]
    assert place in said[0]
    assert works in said[1]
