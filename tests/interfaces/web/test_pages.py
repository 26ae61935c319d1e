"""Every page says what it should, in 中文 and in English, in elder mode too, and carries nothing from elsewhere."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanxin.journey.survey import Feature
from tests.interfaces.web.doors import enter, helper_of, household_of, text
from tests.interfaces.web.test_isolation import TABLE, World, addresses, ids_of
from tests.people import ANYONE, Cast
from tests.sites import SITE, bring_in

pytestmark = pytest.mark.django_db

SAYS = {
    "sign_in": ("工作人员登录", "Staff sign in"), "card": ("打开我家的页面", "Open my household"),
    "compounds": ("金牛花苑", "Every compound in your charge"), "import_site": ("导入小区", "Import a compound"),
    "compound": ("个门栋", "stairwells"), "dwellings": ("未联系上", "not reached"),
    "import_dwellings": ("下载模板", "Download the template"), "namesakes": ("王秀英", "On what ground"),
    "condition": ("记一处毛病", "Record a defect"), "cards": ("生成卡片", "Make the cards"),
    "stairwell": ("评估经过", "How it was judged"), "dwelling": ("李建国", "The levels above"),
    "onsite": ("现场怎么看", "the view on site"), "willingness": ("意愿与难易", "Which stairwells next"),
    "versions": ("随时可以复核", "can be checked again"), "visits": ("走访与意向", "What they think now"),
    "organisation": ("东片区", "The tree"), "unit": ("谁在什么岗位", "Who holds which role"),
    "journal": ("存证", "No."), "entry": ("内容与指纹一致", "fits its fingerprint"), "sample": ("页面样例", "Components"),
    "space": ("太阳走到哪里", "where shadows fall"),
    "rules": ("全国：现行规则", "the whole country: rules in force"), "shares": ("每户一行", "Every household"),
    "shares_floor": ("还没有存证的分摊表", "No table of shares is on record yet"),
    "stairwell_decisions": ("这个项目要表决哪几项", "Which decisions this project needs"),
    "questions": ("加装电梯八问八答", "Eight questions, eight answers"),
    "decision": ("按走访时的意向，会怎样", "What the recorded stances leave open"),
    "notice": ("公示期：", "Hangs from"), "sheet": ("上门当面答复", "Answered at the door"),
    "notices": ("发布公示", "Post a notice"), "funding": ("来源对支出", "Sources against uses"),
    "meetings": ("还没办好的事", "Still to be done"), "meeting": ("谁来了", "Who came"),
    "record_meeting": ("先选是哪里的会", "First, where it belongs"),
    "statement": ("逐行勾对", "Line by line"), "payment_receipt": ("打印收据", "Save the receipt"),
    "dwelling_helpers": ("委托书（打印用）", "The sheet, to print"), "consent_form": ("委托代办书", "Consent to a helper"),
    "requests": ("等答复的", "Waiting for an answer"), "retention": ("存到什么时候", "How long we keep what"),
}  # fmt: skip
PAGES = sorted(SAYS)


@pytest.fixture(scope="module")
def world(cast: Cast, assessed: str, room_402: str) -> World:
    return World({"secretary": cast.secretary, "public": ANYONE}, ids_of(cast, assessed, room_402))


def address(world: World, name: str) -> str:
    keys = dict(addresses())[name]
    return reverse(name, kwargs={key: world.ids[key] for key in keys})


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_should_in_both_languages_and_for_old_eyes(name: str, world: World) -> None:
    here = address(world, name)
    chinese = text(enter(world.actors["secretary"]).get(here))
    english = text(enter(world.actors["secretary"], language="en", elder=True).get(here))
    assert SAYS[name][0] in chinese
    assert SAYS[name][1] in english.replace("&#x27;", "'")
    assert '<html lang="zh-CN">' in chinese
    assert '<html lang="en" class="elder">' in english


@pytest.mark.parametrize("name", PAGES)
def test_a_page_brings_its_own_and_styles_nothing_inline(name: str, world: World) -> None:
    response = enter(world.actors["secretary"]).get(address(world, name))
    assert_nothing_inline(text(response))
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def assert_nothing_inline(page: str) -> None:
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_every_page_with_a_template_is_read_here() -> None:
    by_get = {name for name, method in TABLE if method == "GET"}
    assert by_get - set(SAYS) == {
        "favicon", "start", "card_entry", "home", "helpers", "assessment_file", "template", "defect_photo",
        "onsite_photo", "survey_report", "scene", "dwelling_light", "stairwell_light",
        "notice_photo", "vote", "receipt", "receipt_file", "receipt_paper", "sheet_receipt", "paper", "mine", "my_data", "export", "shares_workbook",
        "payment_receipt_file", "minutes", "meeting_sheet", "consent_sheet",
    }  # fmt: skip


def test_the_portfolio_counts_classes_and_offers_an_import_to_who_may(cast: Cast, world: World) -> None:
    page = text(enter(cast.secretary).get("/compounds/"))
    assert re.search(r'class="tag (suitable|difficult|unsuitable)">(适合|较难|不适合) \d', page)
    assert "导入小区" in page
    assert "导入小区" not in text(enter(cast.designer).get("/compounds/"))


def test_a_page_offers_nothing_that_would_be_refused(cast: Cast, world: World) -> None:
    page = text(enter(cast.designer).get(address(world, "compound")))
    assert "重新评估" in page
    for tab in ("导入清册", "同名核对", "住户卡片"):
        assert tab not in page
    looked_at = text(enter(cast.auditor).get(address(world, "dwellings")))
    assert "/dwellings/" + world.ids["dwelling"] not in looked_at
    assert "/dwellings/" + world.ids["dwelling"] in text(enter(cast.visitor).get(address(world, "dwellings")))
    assert "登记一个人" not in text(enter(cast.visitor).get(address(world, "dwelling")))
    assert "任命一个人" not in text(enter(cast.secretary).get(address(world, "unit")))
    assert "任命一个人" in text(enter(cast.clerk).get(address(world, "unit")))


def test_names_and_numbers_stand_on_the_dwelling_page_only(cast: Cast, world: World) -> None:
    client = enter(cast.secretary)
    for name in ("compound", "dwellings", "stairwell", "condition", "journal", "entry"):
        page = text(client.get(address(world, name)))
        assert "李建国" not in page, name
        assert "13800000002" not in page, name


def test_a_stairwell_says_why_by_which_rule_and_what_is_unverified(cast: Cast, world: World) -> None:
    wall = ((-5.0, -9.0), (50.0, -9.0), (50.0, -4.0), (-5.0, -4.0))
    opposite = Feature("building", "B9", "ring", wall, {"storeys": 6, "name": None, "base_m": 0.0})
    bring_in(cast.secretary, cast.jinniu, replace(SITE, features=(*SITE.features, opposite)))
    client = enter(cast.secretary)
    client.post(f"/compounds/{world.ids['compound']}/assess/", {"reason": "对面还有一栋"})
    board = text(client.get(address(world, "compound")))
    judged = dict(re.findall(r'data-class="(\w+)"><a href="(/stairwells/\w+/)"', board))
    page = text(client.get(judged.get("unsuitable") or judged["difficult"]))
    for words in (
        "实测",
        "应为",
        "依据",
        "可用办法",
        "未经核实的图层",
        "未查清不等于没有",
        "第 1 版",
        "<svg",
    ):
        assert words in page


def test_assessing_again_needs_a_reason_and_keeps_both_versions(world: World) -> None:
    client = enter(world.actors["secretary"])
    client.post(f"/compounds/{world.ids['compound']}/assess/", {"reason": "管线物探完成"})
    page = text(client.get(address(world, "stairwell")))
    assert "第 2 版" in page
    assert "管线物探完成" in page


def test_a_household_reads_its_own_page_and_says_what_troubles_it(cast: Cast, world: World) -> None:
    household = enter(household_of(cast.secretary, world.ids["dwelling"]), elder=True)
    page = text(household.get("/home/"))
    for words in ("1 号门 402 室", "我们门栋能装电梯吗", 'class="elder"'):
        assert words in page
    assert "李建国" not in page
    assert household.get("/")["Location"] == "/home/"
    household.post("/home/voice/", {"title": "爬楼难"})
    assert "爬楼难" in text(enter(cast.secretary).get(address(world, "condition")))


def test_a_helper_reads_the_page_of_who_asked_for_help(cast: Cast, world: World) -> None:
    assert "402" in text(enter(helper_of(cast, world.ids["dwelling"])).get("/home/"))


def test_namesakes_are_one_person_only_once_somebody_said_so(cast: Cast, world: World) -> None:
    client, here = enter(cast.secretary), address(world, "namesakes")
    one, other = re.findall(r'name="(?:one|other)" value="([^"]+)"', text(client.get(here)))
    client.post(here, {"one": one, "other": other, "same": "yes", "reason": "本人到场"})
    assert "没有待核对的同名业主" in text(client.get(here))


def test_a_defect_seen_is_recorded_and_a_kind_nobody_knows_is_refused(cast: Cast, world: World) -> None:
    client, here = enter(cast.visitor), address(world, "condition")
    client.post(here, {"kind": "leaking_roof", "severity": "3", "note": "顶层漏水"})
    assert "顶层漏水" in text(client.get(here))
    shot = SimpleUploadedFile("屋顶.jpg", b"\xff\xd8\xff", "image/jpeg")
    client.post(here, {"kind": "parking", "severity": "2", "photo": shot})
    *_, photo = re.findall(r'src="(/defects/[^"]+)"', text(client.get(here)))
    shown = client.get(photo)
    assert (shown["Content-Type"], shown.content) == ("image/jpeg", b"\xff\xd8\xff")
    withdraw = photo.replace("photo.jpg", "withdraw/")
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    assert "拍错了地方" in text(client.post(withdraw, {"reason": "拍错了地方"}, follow=True))
    for wrong in ({"kind": "dragon", "severity": "1"}, {"kind": "parking", "severity": "9"}):
        told = client.post(here, wrong)
        assert told.status_code == 422
        assert "没有办成" in text(told)


def test_what_is_not_there_is_told_in_a_sentence(cast: Cast) -> None:
    for client in (enter(cast.secretary), enter()):
        told = client.get("/nowhere/")
        assert told.status_code == 404
        assert "没有这个页面" in text(told)
    told = enter(cast.secretary, language="en").get("/stairwells/nothere/")
    assert told.status_code == 404
    assert "Not found, or not for your role to see" in text(told)
    by_address = enter(cast.secretary).get("/home/voice/")
    assert by_address.status_code == 405
    assert "没有这个页面" in text(by_address)


def test_the_choice_of_language_and_size_is_kept_for_a_year(cast: Cast) -> None:
    client = enter(cast.secretary)
    for choice in ({"language": "en"}, {"elder": "yes"}):
        told = client.post("/preferences/", {"back": "/compounds/", **choice})
        ((key, value),) = choice.items()
        assert told["Location"] == "/compounds/"
        assert told.cookies[key].value == value
        assert told.cookies[key]["max-age"] > 300 * 24 * 3600


def test_the_tab_has_a_seal(cast: Cast) -> None:
    assert enter().get("/favicon.ico")["Location"] == "/static/sanxin/seal.svg"
    assert 'rel="icon"' in text(enter().get("/sign-in/"))


def test_the_portfolio_asks_no_more_for_many_compounds_than_for_one(
    cast: Cast, world: World, django_assert_max_num_queries: Any
) -> None:
    client = enter(cast.clerk)
    with CaptureQueriesContext(connection) as before:
        client.get("/compounds/")
    for name in ("二", "三", "四"):
        bring_in(cast.secretary, cast.jinniu, replace(SITE, name=f"金牛{name}村", dwellings=()))
    with django_assert_max_num_queries(len(before)):
        assert "金牛四村" in text(client.get("/compounds/"))
