"""Households come in by a printed card, once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from sanxin.apps.registry import actions
from tests.interfaces.web.busy_store import held_at
from tests.interfaces.web.doors import enter, text
from tests.interfaces.web.test_a_busy_house import locked
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(cast: Cast, room_402: str) -> actions.Person:
    now = datetime.now(UTC)
    return actions.invite(actor=cast.secretary, dwelling=room_402, occurred_at=now, recorded_at=now)  # type: ignore[return-value]


def test_the_code_opens_the_household_page_once(card: object) -> None:
    client, address = Client(), f"/card/{card.card}/"  # type: ignore[attr-defined]
    assert "卡片上的验证码" in text(client.get(address))
    assert client.post(address, {"code": card.code.lower()})["Location"] == "/home/"  # type: ignore[attr-defined]
    assert "402 室" in text(client.get("/home/"))
    again = Client().post(address, {"code": card.code})  # type: ignore[attr-defined]
    assert again.status_code == 422
    assert "已用过或已过期" in text(again)


def test_a_code_is_not_spent_where_the_busy_store_could_not_keep_the_session(card: object) -> None:
    client, address = Client(), f"/card/{card.card}/"  # type: ignore[attr-defined]
    given = {"code": card.code}  # type: ignore[attr-defined]
    with connection.execute_wrapper(held_at('INSERT INTO "django_session"', locked())):
        told = client.post(address, given)
    assert (told.status_code, told["Retry-After"]) == (503, "5")
    assert "什么都没有写入" in text(told)
    assert "sessionid" not in client.cookies
    assert client.post(address, given)["Location"] == "/home/"
    assert "402 室" in text(client.get("/home/"))


def test_once_a_code_is_spent_nothing_is_left_to_write_that_a_busy_store_could_refuse(card: object) -> None:
    client, address = Client(), f"/card/{card.card}/"  # type: ignore[attr-defined]
    with connection.execute_wrapper(held_at('UPDATE "django_session"', locked())):
        assert client.post(address, {"code": card.code})["Location"] == "/home/"  # type: ignore[attr-defined]
    assert "402 室" in text(client.get("/home/"))


def test_a_wrong_code_is_refused_and_five_void_the_card(card: object) -> None:
    address = f"/card/{card.card}/"  # type: ignore[attr-defined]
    for _ in range(5):
        assert Client().post(address, {"code": "AAAA-AAAA"}).status_code == 422
    assert Client().post(address, {"code": card.code}).status_code == 422  # type: ignore[attr-defined]


def test_an_old_card_is_refused(cast: Cast, room_402: str) -> None:
    past = datetime.now(UTC) - timedelta(days=31)
    old = actions.invite(actor=cast.secretary, dwelling=room_402, occurred_at=past, recorded_at=past)
    assert Client().post(f"/card/{old.card}/", {"code": old.code}).status_code == 422


def test_an_unknown_card_reads_like_a_used_one() -> None:
    told = Client().post("/card/nosuchcard/", {"code": "AAAA-AAAA"})
    assert told.status_code == 422
    assert "已用过或已过期" in text(told)


def test_a_number_typed_by_hand_leads_to_the_card(card: object) -> None:
    number = card.card  # type: ignore[attr-defined]
    assert Client().get("/card/", {"card": f" {number[:5]}-{number[5:]} "})["Location"] == f"/card/{number}/"
    assert Client().get("/card/", {"card": "…"})["Location"] == "/sign-in/"


def test_the_office_prints_a_stairwell_of_cards(cast: Cast, compound: str) -> None:
    client = enter(cast.secretary)
    page = text(client.get(f"/compounds/{compound}/cards/"))
    stairwell = page.split('<option value="')[1].split('"')[0]
    printed = client.post(f"/compounds/{compound}/cards/", {"stairwell": stairwell})
    assert text(printed).count('class="slip"') == 2
    assert re.search(r'<svg [^>]*viewBox="0 0 \d+ \d+"', text(printed)), (
        "without it the code cannot be enlarged to be scanned"
    )
    assert "no-store" in printed["Cache-Control"]
