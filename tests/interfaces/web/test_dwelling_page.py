"""A dwelling's page: its people in clear for who may see them, and what is recorded about them there."""

import re

import pytest
from django.test import Client

from sanxin.apps.registry import actions
from tests.interfaces.web.doors import enter, text
from tests.people import WHEN, Cast

pytestmark = pytest.mark.django_db


def page(client: Client, home: str) -> str:
    return text(client.get(f"/dwellings/{home}/"))


def party(client: Client, home: str, name: str) -> str:
    sheet = next(one for one in page(client, home).split('class="sheet')[1:] if f"<b>{name}</b>" in one)
    found = re.search(r'name="party" value="([^"]+)"', sheet)
    assert found
    return found[1]


def test_people_stand_with_kind_dates_and_source(secretary: Client, room_402: str) -> None:
    shown = page(secretary, room_402)
    for words in (
        "李建国",
        "赵敏",
        "小李",
        "业主",
        "住户",
        "13800000002",
        "1111",
        "依据 名册.xlsx",
        "2022-03-01 起",
    ):
        assert words in shown


def test_the_levels_above_stand_lowest_first(cast: Cast, secretary: Client, room_402: str) -> None:
    actions.place_dwellings(actor=cast.secretary, dwellings=[room_402], unit=cast.centre.public_id, **WHEN)
    shown = page(secretary, room_402)
    names = ["401中心户", "3号楼", "东片区", "金牛居民区", "莘庄镇"]
    places = [shown.index(f"<b>{name}</b>") for name in names]
    assert places == sorted(places)
    assert "编入组织" in shown
    assert "李建国" in page(enter(cast.area_secretary), room_402)


def test_what_changed_says_who_when_from_what_and_which_fields(secretary: Client, room_402: str) -> None:
    shown = page(secretary, room_402).split("经过</h2>")[1]
    for words in ("首次登记", "王书记", "名册.xlsx", "2022-03-01"):
        assert words in shown


def test_a_tenant_is_recorded_and_ended_and_the_past_stays(secretary: Client, room_402: str) -> None:
    new = {
        "person": "钱新来",
        "phone": "13911112222",
        "kind": "tenant",
        "first": "2026-01-01",
        "source": "租赁合同",
    }
    told = secretary.post(f"/dwellings/{room_402}/relate/", new, follow=True)
    assert "钱新来" in text(told)
    assert "登记一个人" in text(told)
    end = {"party": party(secretary, room_402, "钱新来"), "kind": "tenant", "source": "本人告知"}
    early = secretary.post(f"/dwellings/{room_402}/end/", end | {"on": "2025-01-01"})
    assert early.status_code == 422
    assert "不能在2025-01-01结束" in text(early)
    shown = text(secretary.post(f"/dwellings/{room_402}/end/", end | {"on": "2026-06-30"}, follow=True))
    assert "至 2026-06-30" in shown
    assert "钱新来" in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": ""},
        {"kind": "cousin"},
        {"first": "x"},
        {"source": ""},
        {"last4": "12345"},
        {"phone": "1" * 21},
    ],
)
def test_a_wrong_entry_is_refused_with_a_sentence(
    secretary: Client, room_402: str, wrong: dict[str, str]
) -> None:
    new = {"person": "钱", "kind": "owner", "first": "2026-01-01", "source": "产证"} | wrong
    told = secretary.post(f"/dwellings/{room_402}/relate/", new)
    assert told.status_code == 422
    assert "没有办成" in text(told)
    assert "<b>钱</b>" not in page(secretary, room_402)


def test_a_person_is_erased_only_when_somebody_is_sure(secretary: Client, room_402: str) -> None:
    who = {"party": party(secretary, room_402, "李建国"), "reason": "本人要求"}
    assert "没有勾选" in text(secretary.post(f"/dwellings/{room_402}/erase/", who))
    assert "李建国" in page(secretary, room_402)
    shown = text(secretary.post(f"/dwellings/{room_402}/erase/", who | {"sure": "yes"}, follow=True))
    assert "李建国" not in shown
    assert "已删除" in shown
    assert "赵敏" in shown


def test_a_household_and_an_auditor_do_not_open_it(cast: Cast, room_402: str) -> None:
    assert enter(cast.auditor).get(f"/dwellings/{room_402}/").status_code == 404
    assert enter(cast.other[next(iter(cast.other))]).get(f"/dwellings/{room_402}/").status_code == 404
