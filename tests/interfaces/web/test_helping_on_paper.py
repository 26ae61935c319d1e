"""A household without a telephone signs a sheet; the office records it, hands over the card, and ends it when told."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope

from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.actions import Card
from sanxin.apps.registry import actions, queries
from sanxin.apps.registry.queries import RelationKind
from sanxin.foundation.actor import Helper, Household
from sanxin.foundation.canonical import sha256_hex
from sanxin.foundation.refusal import Refusal
from tests.interfaces.web.doors import SIGNED, enter, household_of, text
from tests.interfaces.web.test_pages import assert_nothing_inline
from tests.people import AT, FIRST, WHEN, Cast

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
LATER = datetime.now(UTC) + timedelta(days=30)


def sheet(content: bytes = SIGNED) -> SimpleUploadedFile:
    return SimpleUploadedFile("委托书.jpg", content, "image/jpeg")


def signer(cast: Cast, home: str) -> str:
    return queries.people_of(cast.secretary, home, AT)[0].party


def form(cast: Cast, home: str, **more: object) -> dict[str, object]:
    told = {
        "name": "女儿小梅",
        "party": signer(cast, home),
        "until": f"{LATER:%Y-%m-%d}",
        "sure": "yes",
        "photo": sheet(),
    }
    return {**told, **more}


def test_the_office_records_a_signed_sheet_and_the_card_lets_the_helper_in(
    cast: Cast, secretary: Client, room_402: str
) -> None:
    here = f"/dwellings/{room_402}/helpers/"
    assert f'href="{here}"' in text(secretary.get(f"/dwellings/{room_402}/"))
    before = text(secretary.get(here))
    assert "没有人代这一户办事" in before
    assert "李建国（共有人）" in before
    given = text(secretary.post(here, form(cast, room_402)))
    assert_nothing_inline(given)
    assert "打印这张代办卡" in given
    assert "纸上签字：李建国" in given
    card, code = (re.search(rf"<{tag}>([^<]+)</", given).group(1) for tag in ("code", 'p class="code"'))  # type: ignore[union-attr]
    assert code not in text(secretary.get(here)), "the code is shown once"
    daughter = Client()
    assert daughter.post(f"/card/{card}/", {"code": code})["Location"] == "/home/"
    assert "您正在代这一户办理" in text(daughter.get("/home/"))
    photograph = re.search(rf'"({here}\w+/sheet.jpg)"', given).group(1)  # type: ignore[union-attr]
    assert secretary.get(photograph).content == SIGNED
    home = enter(household_of(cast.secretary, room_402))
    assert "女儿小梅" in text(home.get("/home/helpers/"))
    assert "看了谁在代办" in text(home.get("/home/"))
    with scope(neighbourhood=cast.jinniu.pk):
        told = [one.record for one in journal.lines(subject=f"dwelling/{room_402}") if one.verb == "helper.consent"]  # fmt: skip
    assert told[0] is not None
    assert told[0]["payload"]["evidence"] == sha256_hex(SIGNED)
    assert "小梅" not in str(told)
    ended = text(secretary.post(photograph.replace("sheet.jpg", "end/"), follow=True))
    assert "已经结束" in ended
    assert "没有人代这一户办事" in ended
    assert daughter.get("/home/").status_code == 403


def test_the_sheet_to_print_is_in_both_languages_and_names_nobody(secretary: Client, room_402: str) -> None:
    page = text(secretary.get(f"/dwellings/{room_402}/helpers/form/"))
    assert "委托代办书" in page
    assert "I may end it earlier at any time" in page
    assert "1 号门 402 室" in page
    assert "李建国" not in page
    assert "data-print" in page


def test_what_is_wrong_with_a_sheet_is_refused_in_a_sentence(
    cast: Cast, secretary: Client, room_402: str
) -> None:
    here = f"/dwellings/{room_402}/helpers/"
    for wrong, said in (
        ({"sure": ""}, "没有勾选“我确认”"),
        ({"name": " "}, "“名称”没有填写"),
        ({"until": f"{AT:%Y-%m-%d}"}, "请选以后的日子"),
        ({"party": "stranger"}, "签字的人不在这一户现在登记的住户里"),
        ({"photo": sheet(b"%PDF-1.7")}, "要附一张签好字的委托书的照片"),
        ({"photo": ""}, "要附一张签好字的委托书的照片"),
    ):
        told = secretary.post(here, form(cast, room_402, **wrong))  # type: ignore[arg-type]
        assert told.status_code == 422
        assert said in text(told)
    assert "没有人代这一户办事" in text(secretary.get(here))


def test_who_left_or_is_an_agent_cannot_sign_and_an_empty_dwelling_says_so(
    cast: Cast, secretary: Client, room_402: str, compound: str
) -> None:
    told = {"actor": cast.secretary, "dwelling": room_402, "source": "x", **WHEN}
    party = signer(cast, room_402)
    agent = actions.relate(person=actions.Person("代理人孙"), kind=RelationKind.AGENT, first=FIRST, **told)  # type: ignore[arg-type]
    actions.end_relation(party=party, kind=RelationKind.CO_OWNER, on=AT.date(), **told)  # type: ignore[arg-type]
    for who in (party, agent):
        assert who not in [
            one.party for one in queries.people_of(cast.secretary, room_402, AT) if one.may_sign
        ]
        refused = secretary.post(f"/dwellings/{room_402}/helpers/", form(cast, room_402, party=who))
        assert "不在这一户现在登记的住户里" in text(refused)
    shop = next(one.public_id for one in queries.dwellings(cast.secretary, compound, AT) if one.room == "202")
    page = text(secretary.get(f"/dwellings/{shop}/helpers/"))
    assert "没有人可以签字" in page
    assert "做一张代办卡" not in page


def test_a_household_does_it_on_its_own_page_and_reads_no_sheet(cast: Cast, room_402: str) -> None:
    home = enter(household_of(cast.secretary, room_402))
    for address in ("", "form/", "nosuch/sheet.jpg"):
        assert home.get(f"/dwellings/{room_402}/helpers/{address}").status_code == 404
    assert enter(cast.visitor).get(f"/dwellings/{room_402}/helpers/nosuch/sheet.jpg").status_code == 404


def a_card_made(cast: Cast, dwelling: str, now: datetime) -> tuple[Card, dict[str, Any]]:
    """Make a dwelling's card, and give what every change of its owners says."""
    by = {"actor": cast.secretary, "dwelling": dwelling, "occurred_at": now, "recorded_at": now}
    return actions.invite(**by), {**by, "kind": RelationKind.CO_OWNER, "source": "产证"}


def test_an_unused_card_is_void_once_somebody_it_was_made_for_has_left(cast: Cast, room_402: str) -> None:
    now = datetime.now(UTC)
    card, told = a_card_made(cast, room_402, now)
    leaving = signer(cast, room_402)
    actions.end_relation(party=leaving, on=TODAY + timedelta(days=2), **told)  # type: ignore[arg-type]
    actions.relate(person=actions.Person("新业主"), first=TODAY, **told)  # type: ignore[arg-type]
    knock = {"card": card.card, "address": "203.0.113.5"}
    with pytest.raises(Refusal, match="The code is wrong"):
        actions.redeem(code="2222-2222", at=now + timedelta(days=3), **knock)
    with pytest.raises(Refusal, match="somebody recorded for the dwelling left it"):
        actions.redeem(code=card.code, at=now + timedelta(days=3), **knock)
    at_the_door = Client().post(f"/card/{card.card}/", {"code": card.code})
    assert at_the_door.status_code == 302, "they have not left yet"
    newer = actions.invite(actor=cast.secretary, dwelling=room_402, occurred_at=LATER, recorded_at=LATER)
    came = actions.redeem(card=newer.card, code=newer.code, address="203.0.113.5", at=LATER)
    assert isinstance(came, Household)


def test_a_card_stays_good_when_the_list_is_only_put_right(cast: Cast, room_402: str) -> None:
    now = datetime.now(UTC)
    card, told = a_card_made(cast, room_402, now)
    actions.end_relation(party=signer(cast, room_402), on=TODAY, **told)  # type: ignore[arg-type]
    actions.relate(person=actions.Person("李建国", last4="2222"), first=TODAY, **told)  # type: ignore[arg-type]
    came = actions.redeem(
        card=card.card, code=card.code, address="203.0.113.5", at=now + timedelta(seconds=1)
    )
    assert isinstance(came, Household)


def test_a_card_of_a_dwelling_that_was_merged_into_another_is_void(
    cast: Cast, room_402: str, compound: str
) -> None:
    card = actions.invite(actor=cast.secretary, dwelling=room_402, **WHEN)
    site = queries.site_of(cast.secretary, compound, AT)
    row = next(one for one in site.dwellings if one.room == "402")
    actions.replace_dwellings(actor=cast.secretary, before=[room_402], after=[row], source="产证", **WHEN)
    with pytest.raises(Refusal, match="the card is void"):
        actions.redeem(card=card.card, code=card.code, address="203.0.113.5", at=AT)


def test_a_helper_whose_dwelling_is_not_known_reads_what_is_not_there(cast: Cast) -> None:
    assert enter(Helper("nosuch", "nowhere")).get("/home/").status_code == 404
