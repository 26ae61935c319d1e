"""Password and one-time code; wrong answers are counted where no rollback forgets them."""

from datetime import timedelta

import pytest

from sanxin.apps.organisation import actions
from sanxin.foundation.refusal import Refusal
from tests.people import ANYONE, AT, CLI, PASSWORD, WHEN, Cast, open_account

pytestmark = pytest.mark.django_db
HOME = "203.0.113.7"


def test_the_right_name_password_and_code_let_in_and_a_code_works_once() -> None:
    who, codes = open_account("王书记")
    code = codes.at(AT)
    assert actions.sign_in(name="王书记", password=PASSWORD, code=code, address=HOME, at=AT) == who
    with pytest.raises(Refusal, match="wrong"):
        actions.sign_in(name="王书记", password=PASSWORD, code=code, address=HOME, at=AT)
    later = AT + timedelta(seconds=30)
    assert (
        actions.sign_in(name="王书记", password=PASSWORD, code=codes.at(later), address=HOME, at=later) == who
    )


def test_whatever_is_wrong_reads_the_same() -> None:
    _, codes = open_account("王书记")
    sayings = set()
    for name, password, code in [
        ("无此人", PASSWORD, "1"),
        ("王书记", "wrong", codes.at(AT)),
        ("王书记", PASSWORD, "1"),
    ]:
        with pytest.raises(Refusal) as told:
            actions.sign_in(name=name, password=password, code=code, address=HOME, at=AT)
        sayings.add(told.value.say("zh"))
    assert len(sayings) == 1


def test_five_failures_lock_the_account_even_for_the_right_answer_for_a_quarter_of_an_hour() -> None:
    who, codes = open_account("王书记")
    for n in range(5):
        with pytest.raises(Refusal, match="wrong"):
            actions.sign_in(name="王书记", password="guess", code="1", address=f"203.0.113.{n}", at=AT)
    with pytest.raises(Refusal, match="15 minutes"):
        actions.sign_in(
            name="王书记", password=PASSWORD, code=codes.at(AT), address=HOME, at=AT + timedelta(seconds=1)
        )
    late = AT + timedelta(minutes=16)
    assert (
        actions.sign_in(name="王书记", password=PASSWORD, code=codes.at(late), address=HOME, at=late) == who
    )


def test_failures_long_apart_do_not_add_up() -> None:
    for n in range(12):
        with pytest.raises(Refusal, match="wrong"):
            actions.sign_in(
                name="x", password="guess", code="1", address=HOME, at=AT + timedelta(minutes=16 * n)
            )


def test_one_address_cannot_try_many_names() -> None:
    for n in range(20):
        with pytest.raises(Refusal, match="wrong"):
            actions.sign_in(name=f"name{n}", password="guess", code="1", address=HOME, at=AT)
    with pytest.raises(Refusal, match="Too many"):
        actions.sign_in(name="another", password="guess", code="1", address=HOME, at=AT)


def test_accounts_are_opened_by_administrators_only(cast: Cast) -> None:
    told = {"display_name": "", "password": PASSWORD, **WHEN}
    actions.open_account(actor=cast.administrator, name="新人", **told)  # type: ignore[arg-type]
    for who in (cast.clerk, ANYONE):
        with pytest.raises(Refusal, match="Not found"):
            actions.open_account(actor=who, name="某人", **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="taken"):
        actions.open_account(actor=CLI, name="新人", **told)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="too short"):
        actions.open_account(actor=CLI, name="弱", display_name="", password="12345", **WHEN)


def test_a_closed_account_stays_out() -> None:
    who, codes = open_account("王书记")
    actions.close_account(actor=CLI, account=who.account, **WHEN)
    with pytest.raises(Refusal, match="wrong"):
        actions.sign_in(name="王书记", password=PASSWORD, code=codes.at(AT), address=HOME, at=AT)
