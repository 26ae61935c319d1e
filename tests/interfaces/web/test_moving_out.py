"""When somebody leaves a dwelling, or its telephone is lost: what was opened for the household is closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from sanxin.apps.registry import actions, queries
from sanxin.apps.registry.queries import RelationKind
from tests.interfaces.web.doors import enter, helper_of, household_of, text
from tests.people import AT, WHEN, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def telephone(cast: Cast, room_402: str) -> Client:
    """The household's own telephone, let in by its card."""
    return enter(household_of(cast.secretary, room_402))


@pytest.fixture
def daughter(cast: Cast, room_402: str) -> Client:
    """The telephone of somebody who acts for the household by a signed sheet."""
    return enter(helper_of(cast, room_402))


def leave(cast: Cast, home: str, on: date) -> None:
    now = datetime.now(UTC)
    owner = queries.people_of(cast.secretary, home, AT)[0].party
    actions.end_relation(
        actor=cast.secretary, dwelling=home, party=owner, kind=RelationKind.CO_OWNER, on=on, source="产证",
        occurred_at=now, recorded_at=now,
    )  # fmt: skip


def test_once_somebody_has_left_open_pages_and_help_are_closed_and_a_new_card_opens_them(
    cast: Cast, room_402: str, telephone: Client, daughter: Client, secretary: Client
) -> None:
    leave(cast, room_402, datetime.now(UTC).date())
    for device in (telephone, daughter):
        told = device.get("/home/")
        assert told.status_code == 403
        assert "1 号门 402 室 有人迁出，以前打开的页面都关了" in text(told)
        assert "卡片编号" in text(told), "with a new card it goes on from here"
        assert device.get("/home/")["Location"].startswith("/sign-in/"), "said once, then they are the public"
    assert "没有人代这一户办事" in text(secretary.get(f"/dwellings/{room_402}/helpers/"))
    new = enter(household_of(cast.secretary, room_402))
    assert new.get("/home/").status_code == 200
    assert "没有人代您家办事" in text(new.get("/home/helpers/"))


def test_nothing_is_written_by_a_page_that_was_open_when_somebody_left(
    cast: Cast, room_402: str, telephone: Client
) -> None:
    leave(cast, room_402, datetime.now(UTC).date())
    told = telephone.post("/home/helpers/", {"name": "外人", "until": "2099-01-01", "sure": "yes"})
    assert told.status_code == 403
    new = enter(household_of(cast.secretary, room_402))
    assert "外人" not in text(new.get("/home/helpers/"))


def test_a_program_is_told_as_whoever_never_came_in(cast: Cast, room_402: str, telephone: Client) -> None:
    assert telephone.get("/api/compounds").status_code == 200
    leave(cast, room_402, datetime.now(UTC).date())
    refused = telephone.get("/api/compounds")
    assert refused.status_code == 401
    assert refused["Content-Type"].startswith("application/json")


def test_whoever_leaves_the_day_after_tomorrow_is_still_at_home_today(
    cast: Cast, room_402: str, telephone: Client
) -> None:
    leave(cast, room_402, datetime.now(UTC).date() + timedelta(days=2))
    assert telephone.get("/home/").status_code == 200


def test_a_household_of_a_dwelling_that_ceased_is_told_so_by_its_name(
    cast: Cast, compound: str, room_402: str, telephone: Client
) -> None:
    site = queries.site_of(cast.secretary, compound, AT)
    row = next(one for one in site.dwellings if one.room == "402")
    actions.replace_dwellings(actor=cast.secretary, before=[room_402], after=[row], source="产证", **WHEN)
    told = telephone.get("/home/")
    assert told.status_code == 403
    assert "1 号门 402 室" in text(told)


def test_the_office_closes_every_telephone_of_a_household_that_lost_one(
    room_402: str, telephone: Client, daughter: Client, secretary: Client
) -> None:
    here = f"/dwellings/{room_402}/"
    assert f'action="{here}sessions/end/"' in text(secretary.get(f"{here}helpers/"))
    assert secretary.post(f"{here}sessions/end/").status_code == 422, "not without being sure"
    assert telephone.get("/home/").status_code == 200
    closed = text(secretary.post(f"{here}sessions/end/", {"sure": "yes"}, follow=True))
    assert "已经退出：手机登录和代办共 2 项" in closed
    assert "没有人代这一户办事" in closed
    for device in (telephone, daughter):
        assert device.get("/home/").status_code == 403
