"""Our data: a household sees what is kept on it, asks, and reads the answer; the office sees that it waits."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from sanxin.apps.consultation import actions as consultation
from sanxin.apps.decisions import actions as decisions
from sanxin.apps.journal import actions as record
from sanxin.apps.organisation.queries import Role
from sanxin.apps.registry import actions as registry
from sanxin.apps.registry.queries import RelationKind
from sanxin.foundation.actor import Household
from tests.ballots import OPENS
from tests.ballots import ask as build_ask
from tests.interfaces.web.doors import enter, helper_of, home_of, household_of, text
from tests.interfaces.web.test_pages import assert_nothing_inline
from tests.people import WHEN, Cast

pytestmark = pytest.mark.django_db

WRONG = {"kind": "correct", "about": "dwelling", "words": "面积写错了", "right": "49.2 平方米"}


@pytest.fixture
def household(cast: Cast, room_402: str) -> Household:
    return household_of(cast.secretary, room_402)


@pytest.fixture
def at_home(household: Household) -> Client:
    return enter(household)


def ask(client: Client, **given: str) -> str:
    return text(client.post("/home/data/ask/", WRONG | given, follow=True))


def answer(secretary: Client, compound: str, **given: str) -> str:
    page = text(secretary.get(f"/compounds/{compound}/requests/"))
    address = page.split('action="/requests/')[1].split('"')[0]
    return text(secretary.post(f"/requests/{address}", given, follow=True))


def test_what_is_kept_stands_in_plain_words_and_names_nobody(
    cast: Cast, at_home: Client, room_402: str
) -> None:
    told = {"actor": cast.visitor, "dwelling": room_402, **WHEN}
    consultation.record_visit(means="door", outcome="absent", note="李建国不在", **told)  # type: ignore[arg-type]
    consultation.record_stance(stance="conditional", condition="装隔音", **told)  # type: ignore[arg-type]
    page = text(at_home.get("/home/data/"))
    for words in (
        "48.5",
        "面积从哪里来没有记",
        "住户 <b>1</b> 人",
        "共有人 <b>2</b> 人",
        "有登记",
        "没遇到人",
        "写了备注",
        "有条件同意",
        "写了条件",
    ):
        assert words in page
    for private in ("李建国", "13800000002", "装隔音"):
        assert private not in page
    assert_nothing_inline(page)
    assert "我的资料：看一看" in text(at_home.get("/home/"))


def test_its_votes_objections_and_who_read_single_votes_stand_there_too(cast: Cast) -> None:
    asked = build_ask(cast)
    asked.cast_at_door(5, "for")
    home = asked.homes[4]
    opened = {"occurred_at": OPENS, "recorded_at": OPENS}
    decisions.raise_objection(
        actor=cast.visitor,
        decision=asked.decision,
        dwelling=home,
        words="怕挡光",
        **opened,  # type: ignore[arg-type]
    )
    now = datetime.now(UTC)
    record.note_look(
        actor=cast.secretary,
        neighbourhood=cast.jinniu.pk,
        subject=f"decision/{asked.decision}",
        what="votes",
        at=now,
    )
    page = text(enter(household_of(cast.secretary, home)).get("/home/data/"))
    for words in ("一号门加装电梯", "第 1 轮：同意", "提过异议 1 件", "看了逐户的票"):
        assert words in page
    other = text(enter(household_of(cast.secretary, asked.homes[7])).get("/home/data/"))
    assert "没有收到您家的票" in other
    assert "提过异议" not in other


def test_a_home_of_which_nothing_is_kept_says_so(cast: Cast, compound: str) -> None:
    client = enter(
        household_of(cast.secretary, home_of(cast.secretary, compound, "202")), language="en", elder=True
    )
    page = text(client.get("/home/data/"))
    for words in (
        "Nobody is recorded",
        "not recorded",
        "Nobody has visited yet",
        "Nothing was decided yet",
        "Nobody yet",
    ):
        assert words in page
    assert '<html lang="en" class="elder">' in page


def test_a_household_asks_and_reads_the_answer_on_the_same_page(
    at_home: Client, secretary: Client, compound: str
) -> None:
    page = ask(at_home)
    for words in ("已记下", "面积写错了", "49.2 平方米", "等答复", "已等 <b>0</b> 天", "会有书面答复"):
        assert words in page
    waiting = text(secretary.get(f"/compounds/{compound}/requests/"))
    assert "面积写错了" in waiting
    assert "402" in waiting
    told = answer(secretary, compound, how="declined", reason="以产证 48.5 为准")
    assert "已答复，住户在自己的页面能看到" in told
    assert "没有等答复的请求" in told
    page = text(at_home.get("/home/data/"))
    assert "没有办" in page
    assert "以产证 48.5 为准" in page


def test_a_correction_that_was_made_can_be_pointed_to(
    cast: Cast, at_home: Client, secretary: Client, compound: str, room_402: str
) -> None:
    ask(at_home, kind="erase", about="people", words="请删掉小李")
    assert "还没有改动过" in text(secretary.get(f"/compounds/{compound}/requests/"))
    now = datetime.now(UTC)
    registry.relate(
        actor=cast.secretary, dwelling=room_402, person=registry.Person("新人"), kind=RelationKind.TENANT, first=now.date(),
        source="x", occurred_at=now, recorded_at=now,
    )  # fmt: skip
    page = text(secretary.get(f"/compounds/{compound}/requests/"))
    entry = page.split('<option value="')[2].split('"')[0]
    assert "登记一个人" in page
    done = answer(secretary, compound, how="done", reason="已更正", correction=entry)
    assert f'href="/journal/{entry}/"' in done
    assert f"更正已存证，第 {entry} 条" in text(at_home.get("/home/data/"))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"reason": ""}, "没有写理由"),
        ({"correction": "9x"}, "请从列表中选"),
        ({"correction": "99999"}, "不是这一户提出请求之后"),
    ],
)
def test_an_answer_that_does_not_hold_is_refused_in_a_sentence(
    at_home: Client, secretary: Client, compound: str, given: dict[str, str], told: str
) -> None:
    ask(at_home)
    assert told in answer(secretary, compound, **({"how": "done", "reason": "改了"} | given))


def test_the_office_sees_on_its_first_page_and_tab_that_a_request_waits(
    cast: Cast, at_home: Client, secretary: Client, compound: str
) -> None:
    assert "资料请求等答复" not in text(secretary.get("/compounds/"))
    ask(at_home)
    first = text(secretary.get("/compounds/"))
    assert f'href="/compounds/{compound}/requests/"' in first
    assert "件住户的资料请求等答复" in first
    assert "资料请求 <b>1</b>" in text(secretary.get(f"/compounds/{compound}/"))
    for who in (cast.visitor, cast.designer, cast.other[Role.SECRETARY]):
        assert "资料请求等答复" not in text(enter(who).get("/compounds/"))


def test_who_read_a_request_is_seen_by_the_household(
    at_home: Client, secretary: Client, compound: str
) -> None:
    ask(at_home)
    secretary.get(f"/compounds/{compound}/requests/")
    page = text(at_home.get("/home/data/"))
    assert "王书记 · 看了资料请求" in page


def test_what_is_asked_in_person_is_recorded_on_the_dwelling_s_page(
    at_home: Client, secretary: Client, room_402: str
) -> None:
    assert "住户当面提的资料请求" in text(secretary.get(f"/dwellings/{room_402}/"))
    given = {"kind": "explain", "about": "visits", "words": "为什么记我家"}
    told = secretary.post(f"/dwellings/{room_402}/requests/", given, follow=True)
    assert "请求已记下" in text(told)
    assert "为什么记我家" in text(at_home.get("/home/data/"))


def test_a_helper_asks_for_the_household_and_a_neighbour_reads_nothing(
    cast: Cast, compound: str, room_402: str
) -> None:
    assert "面积写错了" in ask(enter(helper_of(cast, room_402)))
    neighbour = enter(household_of(cast.secretary, home_of(cast.secretary, compound, "101")))
    assert "面积写错了" not in text(neighbour.get("/home/data/"))


def test_the_copy_to_take_away_holds_the_requests(at_home: Client, secretary: Client, compound: str) -> None:
    ask(at_home)
    answer(secretary, compound, how="declined", reason="以产证为准")
    (kept,) = json.loads(at_home.get("/home/mine.json").content)["requests"]
    assert (kept["words"], kept["right"], kept["answer"]["reason"]) == (
        "面积写错了",
        "49.2 平方米",
        "以产证为准",
    )


def test_more_than_a_handful_at_a_time_is_refused(at_home: Client) -> None:
    for _ in range(3):
        ask(at_home)
    told = at_home.post("/home/data/ask/", WRONG)
    assert told.status_code == 422
    assert "您家已有 3 件请求还没有答复" in text(told)


def test_how_long_what_is_kept_reads_the_same_for_everybody_and_counts_for_who_came_in(
    at_home: Client,
) -> None:
    public, own = text(enter().get("/retention/")), text(at_home.get("/retention/"))
    for words in (
        "选票和委托书的照片",
        "表决结案满 1 年",
        "已核原文",
        "本软件自己的取值，不是法规",
        "还没有按时间清理",
    ):
        assert words in public
        assert words in own
    assert "现在超期还没清的" in own
    assert "现在超期还没清的" not in public
    assert_nothing_inline(public)
