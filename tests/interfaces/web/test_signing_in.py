"""Staff come in by name, password and one-time code; an old cookie is worth nothing afterwards."""

import pyotp
import pytest
from django.db import connection
from django.test import Client

from sanxin.foundation.actor import Staff
from tests.interfaces.web.busy_store import held_at
from tests.interfaces.web.doors import text
from tests.interfaces.web.test_a_busy_house import locked
from tests.people import PASSWORD, open_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> tuple[Staff, pyotp.TOTP]:
    return open_account("李工")


def given(codes: pyotp.TOTP, **other: str) -> dict[str, str]:
    return {"name": "李工", "password": PASSWORD, "code": codes.now()} | other


def test_password_and_code_lead_to_the_page_that_was_asked_for(clerk: tuple[Staff, pyotp.TOTP]) -> None:
    client = Client()
    asked = client.get("/journal/")
    assert (asked.status_code, asked["Location"]) == (302, "/sign-in/?next=%2Fjournal%2F")
    assert 'value="/journal/"' in text(client.get(asked["Location"]))
    let_in = client.post("/sign-in/", given(clerk[1], next="/journal/"))
    assert (let_in.status_code, let_in["Location"]) == (302, "/journal/")
    assert client.session["actor"] == {"kind": "staff", "account": clerk[0].account}


@pytest.mark.parametrize("wrong", [{"password": "guess"}, {"code": "000000"}, {"name": "无此人"}])
def test_whatever_is_wrong_is_told_in_one_sentence(
    clerk: tuple[Staff, pyotp.TOTP], wrong: dict[str, str]
) -> None:
    client = Client()
    told = client.post("/sign-in/", given(clerk[1], **wrong))
    assert told.status_code == 422
    assert "姓名、密码或动态码不对" in text(told)
    assert PASSWORD not in text(told)
    assert "actor" not in client.session


def test_a_code_works_once(clerk: tuple[Staff, pyotp.TOTP]) -> None:
    told = given(clerk[1])
    assert Client().post("/sign-in/", told).status_code == 302
    assert Client().post("/sign-in/", told).status_code == 422


def test_a_code_is_not_spent_where_the_busy_store_could_not_keep_the_session(
    clerk: tuple[Staff, pyotp.TOTP],
) -> None:
    client, told = Client(), given(clerk[1])
    with connection.execute_wrapper(held_at('INSERT INTO "django_session"', locked())):
        assert client.post("/sign-in/", told).status_code == 503
    assert client.post("/sign-in/", told).status_code == 302
    assert client.session["actor"] == {"kind": "staff", "account": clerk[0].account}


def test_five_wrong_answers_lock_the_door_even_for_the_right_one(clerk: tuple[Staff, pyotp.TOTP]) -> None:
    client = Client()
    for _ in range(5):
        assert client.post("/sign-in/", given(clerk[1], password="guess")).status_code == 422
    locked = client.post("/sign-in/", given(clerk[1]))
    assert locked.status_code == 422
    assert "尝试次数过多" in text(locked)


def test_the_session_changes_when_somebody_signs_in(clerk: tuple[Staff, pyotp.TOTP]) -> None:
    client = Client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.post("/sign-in/", given(clerk[1]))
    assert client.session.session_key != before
    assert "planted" not in client.session


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_away_from_the_house(clerk: tuple[Staff, pyotp.TOTP], away: str) -> None:
    assert Client().post("/sign-in/", given(clerk[1], next=away))["Location"] == "/"
    assert Client().post("/preferences/", {"back": away, "language": "en"})["Location"] == "/"


def test_who_signs_out_is_forgotten(clerk: tuple[Staff, pyotp.TOTP]) -> None:
    client = Client()
    client.post("/sign-in/", given(clerk[1]))
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/journal/")["Location"].startswith("/sign-in/")


def test_a_form_without_its_seal_is_refused_with_a_sentence(clerk: tuple[Staff, pyotp.TOTP]) -> None:
    told = Client(enforce_csrf_checks=True).post("/sign-in/", given(clerk[1]))
    assert told.status_code == 403
    assert "没有办成" in text(told)
    assert "<style" not in text(told)
