"""An office founds, appoints, forms teams and draws grids on its pages; each wrong form is a sentence."""

import pytest

from sanxin.apps.organisation.models import Body, Mandate, Unit
from tests.interfaces.web.doors import enter, text
from tests.people import Cast, open_account

pytestmark = pytest.mark.django_db
DAY = {"first": "2026-03-01"}


def test_a_town_founds_a_unit_below(cast: Cast) -> None:
    client, here = enter(cast.clerk), f"/organisation/{cast.jinniu.public_id}/"
    told = client.post(here + "found/", {"name": "西片区", "founded_on": "2026-03-01"}, follow=True)
    assert "已成立：西片区" in text(told)
    assert Unit.objects.get(name="西片区").level == cast.area.level
    again = client.post(here + "found/", {"name": "西片区", "founded_on": "2026-03-01"})
    assert again.status_code == 422
    assert "这一级下面已有“西片区”" in text(again)


def test_below_a_centre_household_there_is_nothing(cast: Cast) -> None:
    here = f"/organisation/{cast.centre.public_id}/"
    client = enter(cast.clerk)
    assert "在下面成立单位" not in text(client.get(here))
    told = client.post(here + "found/", {"name": "更下", "founded_on": "2026-03-01"})
    assert told.status_code == 422


def test_a_town_appoints_somebody_and_ends_it_again(cast: Cast) -> None:
    client, here = enter(cast.clerk), f"/organisation/{cast.jinniu.public_id}/"
    who, _ = open_account("新人", "小新")
    told = client.post(here + "appoint/", {"account": "新人", "role": "team_member", **DAY}, follow=True)
    assert "小新" in text(told)
    mandate = Mandate.objects.get(account__public_id=who.account)
    client.post(f"/mandates/{mandate.public_id}/end/", {"on": "2026-04-01"})
    mandate.refresh_from_db()
    assert str(mandate.until) == "2026-04-01"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"account": "无此人"}, "没有叫“无此人”的账号"),
        ({"role": "emperor"}, "没有“emperor”这一项"),
        ({"role": "household"}, "不是可以任命的岗位"),
        ({"first": "三月"}, "应为日期"),
        ({"first": ""}, "没有填写"),
        ({"until": "2020-01-01"}, "请核对日期"),
    ],
)
def test_a_wrong_appointment_is_told_in_a_sentence(cast: Cast, wrong: dict[str, str], sentence: str) -> None:
    given = {"account": "李", "role": "designer", **DAY} | wrong
    told = enter(cast.clerk).post(f"/organisation/{cast.jinniu.public_id}/appoint/", given)
    assert told.status_code == 422
    assert sentence in text(told)


def test_a_secretary_forms_a_temporary_branch_and_takes_people_in(cast: Cast) -> None:
    client, here = enter(cast.secretary), f"/organisation/{cast.jinniu.public_id}/"
    form = {"kind": "temporary_branch", "name": "加梯临时党支部", **DAY}
    assert "必须写明届满日期" in text(client.post(here + "bodies/", form))
    told = client.post(here + "bodies/", form | {"until": "2027-03-01"}, follow=True)
    assert "还缺：" in text(told)
    body = Body.objects.get(name="加梯临时党支部")
    join = {"account": "设计师", "member_kind": "designer", **DAY}
    assert "加梯临时党支部 · 设计" in text(
        client.post(f"/bodies/{body.public_id}/members/", join, follow=True)
    )
    assert (
        client.post(f"/bodies/{body.public_id}/members/", join | {"member_kind": "cook"}).status_code == 422
    )
    client.post(f"/bodies/{body.public_id}/dissolve/", {"on": "2026-09-01"})
    body.refresh_from_db()
    assert str(body.until) == "2026-09-01"


def test_a_secretary_draws_a_grid_and_gives_a_duty(cast: Cast) -> None:
    client, here = enter(cast.secretary), f"/organisation/{cast.jinniu.public_id}/"
    page = text(client.post(here + "grids/", {"name": "一网格", **DAY}, follow=True))
    grid = page.split('action="/grids/')[1].split("/")[0]
    told = client.post(f"/grids/{grid}/duties/", {"duty": "走访", "account": "走访员", **DAY}, follow=True)
    assert "走访：<b>走访员</b>" in text(told)
    assert "一网格" in text(client.get("/organisation/"))


def test_only_a_town_forms_a_lift_office(cast: Cast) -> None:
    page = text(enter(cast.secretary).get(f"/organisation/{cast.jinniu.public_id}/"))
    assert 'value="visit_team"' in page
    assert 'value="lift_office"' not in page


def test_colleagues_of_another_town_are_not_offered(cast: Cast) -> None:
    page = text(enter(cast.secretary).get(f"/organisation/{cast.jinniu.public_id}/"))
    assert '<option value="走访员">' in page
    assert "七宝加梯办" not in page
    assert "东湖" not in page
