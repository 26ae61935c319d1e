"""Whoever scans a code on a paper comes to a page for residents, and who votes on paper takes a receipt home."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from sanxin.apps.decisions import actions
from sanxin.apps.registry import actions as registry
from tests.ballots import Asked, ask
from tests.interfaces.web.doors import enter, household_of, text
from tests.people import PASSWORD, Cast, open_account

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(second=0, microsecond=0)


@pytest.fixture(scope="module")
def asked(cast: Cast) -> Asked:
    """Ask a stairwell of twenty-four, from an hour ago on."""
    times = actions.RoundTimes(NOW - timedelta(hours=1), NOW + timedelta(days=9), NOW + timedelta(days=12))
    return ask(cast, times)


def test_the_letters_code_shows_anybody_the_eight_answers_and_nothing_of_a_household(asked: Asked) -> None:
    address = f"/decisions/{asked.decision}/questions/"
    shown = Client().get(address)
    assert shown.status_code == 200
    assert text(shown).count('<section class="sheet"') == 8
    assert "金牛" not in text(shown)
    assert "letter.pdf" not in text(shown)
    at_home = enter(household_of(asked.cast.secretary, asked.homes[6]))
    assert "letter.pdf" in text(at_home.get(address))
    assert Client().get("/decisions/nosuchthing/questions/")["Location"].startswith("/sign-in/")


def test_a_ballots_code_asks_a_resident_for_the_card_and_leads_on_to_the_ballot(asked: Asked) -> None:
    client, ballot = Client(), f"/home/rounds/{asked.round}/?s=7"
    door = client.get(client.get(ballot)["Location"])
    assert "请用您家的住户卡打开" in text(door)
    assert text(door).index("卡片编号") < text(door).index("我是工作人员")
    card = registry.invite(
        actor=asked.cast.secretary, dwelling=asked.homes[6], occurred_at=NOW, recorded_at=NOW
    )
    typed = client.get("/card/", {"card": card.card, "next": ballot})
    assert f'name="next" value="{ballot}"' in text(client.get(typed["Location"]))
    wrong = client.post(f"/card/{card.card}/", {"code": "AAAA-AAAA", "next": ballot})
    assert f'name="next" value="{ballot}"' in text(wrong)
    let_in = client.post(f"/card/{card.card}/", {"code": card.code, "next": ballot})
    assert let_in["Location"] == ballot
    assert 'value="against"' in text(client.get(ballot))


def test_a_card_leads_nobody_away_from_the_house(asked: Asked) -> None:
    card = registry.invite(
        actor=asked.cast.secretary, dwelling=asked.homes[6], occurred_at=NOW, recorded_at=NOW
    )
    away = {"code": card.code, "next": "https://evil.example/"}
    assert Client().post(f"/card/{card.card}/", away)["Location"] == "/home/"


def test_staff_who_sign_in_after_scanning_land_on_that_very_sheet(asked: Asked) -> None:
    client = Client()
    door = client.get(f"/home/rounds/{asked.round}/?s=3")["Location"]
    onward = text(client.get(door)).split('name="next" value="')[1].split('"')[0]
    assert onward == f"/home/rounds/{asked.round}/?s=3"
    _, codes = open_account("李工")
    told = {"name": "李工", "password": PASSWORD, "next": onward}
    refused = client.post("/sign-in/", {**told, "code": "000000"})
    assert '<details class="act" open>' in text(refused)
    assert client.post("/sign-in/", {**told, "code": codes.now()})["Location"] == onward
    team = enter(asked.cast.visitor)
    assert team.get(onward)["Location"] == f"/rounds/{asked.round}/sheets/{asked.homes[2]}/"


def test_who_votes_on_paper_takes_a_receipt_home_and_no_neighbour_reads_it(asked: Asked) -> None:
    visitor, office = enter(asked.cast.visitor), enter(asked.cast.secretary)
    sheet = f"/rounds/{asked.round}/sheets/{asked.homes[8]}/"
    printed = f"{sheet}receipt.pdf"
    assert visitor.get(printed).status_code == 404, "nothing is in"
    for client in (visitor, office):
        photo = SimpleUploadedFile("票.jpg", b"\xff\xd8\xff\xe0 sheet", content_type="image/jpeg")
        read = client.post(sheet, {"channel": "paper", "choice": "against", "photo": photo}, follow=True)
    assert read.redirect_chain[-1][0] == sheet
    assert f'href="{printed}"' in text(read)
    assert f'href="{printed}"' in text(office.get(f"/decisions/{asked.decision}/"))
    told = paper_text(visitor.get(printed))
    for said in ("第9号票已收到", "纸质票", "存证第", "根", "选了什么不印在这里"):
        assert said in told
    assert "不同意" not in told, "while the round runs nobody is shown single votes"
    for neighbour in (asked.homes[7], asked.homes[8]):
        at_home = enter(household_of(asked.cast.secretary, neighbour))
        assert at_home.get(printed).status_code == 404, "a household has its own page"
    for outside in (asked.cast.auditor, asked.cast.designer):
        assert enter(outside).get(printed).status_code == 404
    assert visitor.get(f"/rounds/{asked.round}/sheets/nosuch/receipt.pdf").status_code == 404
    there = f"/home/rounds/{asked.round}/receipt/?s=9"
    assert visitor.get(there)["Location"] == sheet, "staff who scan a receipt come to its sheet"
    assert "不同意" in paper_text(at_home.get(f"/home/rounds/{asked.round}/receipt.pdf"))
    later = {"occurred_at": NOW + timedelta(days=10), "recorded_at": NOW + timedelta(days=10)}
    for verb in (actions.close_round, actions.declare):
        verb(actor=asked.cast.secretary, round=asked.round, **later)  # type: ignore[operator]
    assert "您选的是：不同意" in paper_text(office.get(printed))


def paper_text(response: Any) -> str:
    """Give what stands on a paper, without its spaces."""
    pages = PdfReader(io.BytesIO(response.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)
