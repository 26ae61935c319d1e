"""The household's page leads to all there is of a decision, and never to how a neighbour votes while they vote."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from sanxin.apps.decisions import actions
from tests.ballots import CLOSES, TIMES, Asked, ask, open_round
from tests.interfaces.web.doors import enter, household_of, text
from tests.people import CLI, Cast

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(second=0, microsecond=0)


@pytest.fixture
def second(cast: Cast) -> Asked:
    """Ask a stairwell twice: the first round is over, declared and summed up, and nobody else was asked yet."""
    asked = ask(cast)
    for number in (4, 5):
        asked.cast_at_door(number, "against")
    actions.close_due(actor=CLI, at=CLOSES)
    when = {"actor": cast.secretary, "round": asked.round, "occurred_at": CLOSES, "recorded_at": CLOSES}
    actions.declare(**when)  # type: ignore[arg-type]
    actions.summarise(summary="井道北移，再问一次", **when)  # type: ignore[arg-type]
    return asked


def paper(client: Client, address: str) -> str:
    pages = PdfReader(io.BytesIO(client.get(address).content)).pages
    return "".join("".join(one.extract_text().split()) for one in pages)


def test_a_household_finds_every_round_how_many_handed_in_and_the_record_once_nobody_votes(
    second: Asked,
) -> None:
    home = enter(household_of(second.cast.secretary, second.homes[6]))
    there, export = f"/decisions/{second.decision}/", f"/decisions/{second.decision}/export-scoped.zip"
    result = f"{there}papers/result.pdf"
    before = text(home.get("/home/"))
    for address in (there, f"{there}questions/", export, f"{result}?round=1"):
        assert f'href="{address}"' in before
    assert "井道北移，再问一次" in before
    assert home.get(export).status_code == 200
    times = replace(
        TIMES,
        opens_at=NOW - timedelta(hours=1),
        closes_at=NOW + timedelta(days=9),
        publish_by=NOW + timedelta(days=12),
    )
    now = replace(second, round=open_round(second.cast, second.decision, times))
    now.cast_at_door(8, "against", NOW)
    shown = text(home.get("/home/"))
    assert "<b>24</b> 户里有 <b>1</b> 户交了票" in shown
    assert "不同意" not in shown, "what was chosen is nobody's to read"
    assert export not in shown
    assert "谁也不看逐户的票" in shown
    assert home.get(export).status_code == 422
    assert "第 1 轮：未通过" in shown
    assert "井道北移，再问一次" in shown
    for asked in (f"{result}?round=1", result):
        assert "第1轮结果：未通过" in paper(home, asked)
    for none in ("2", "9", "one"):
        assert home.get(f"{result}?round={none}").status_code == 404
    assert "第2轮书面征询" in paper(home, f"{there}papers/notice.pdf")
    assert "第1轮书面征询" in paper(home, f"{there}papers/notice.pdf?round=1")
    page = text(home.get(there))
    assert f'href="{result}?round=1"' in page
    assert 'href="/home/"' in page
    assert "/sheets/" not in page


def test_a_household_lets_its_daughter_vote_sees_what_she_did_and_ends_it(second: Asked) -> None:
    times = replace(
        TIMES,
        opens_at=NOW - timedelta(hours=1),
        closes_at=NOW + timedelta(days=9),
        publish_by=NOW + timedelta(days=12),
    )
    asked = open_round(second.cast, second.decision, times)
    home = enter(household_of(second.cast.secretary, second.homes[6]))
    assert "没有人代您家办事" in text(home.get("/home/helpers/"))
    form = {"name": "女儿小梅", "until": f"{NOW + timedelta(days=30):%Y-%m-%d}"}
    assert home.post("/home/helpers/", form).status_code == 422, "not without saying yes"
    early = home.post(
        "/home/helpers/", {**form, "until": f"{NOW - timedelta(days=1):%Y-%m-%d}", "sure": "yes"}
    )
    assert "请选以后的日子" in text(early)
    given = text(home.post("/home/helpers/", {**form, "sure": "yes"}))
    assert "打印这张代办卡" in given
    assert "<svg" in given
    card, code = (re.search(rf"<{tag}>([^<]+)</", given).group(1) for tag in ("code", 'p class="code"'))  # type: ignore[union-attr]
    assert code not in text(home.get("/home/helpers/")), "the code is shown once"
    daughter, vote = Client(), f"/home/rounds/{asked}/"
    entered = daughter.post(f"/card/{card}/", {"code": code, "next": vote})
    assert entered["Location"] == vote
    assert "您正在代这一户办理" in text(daughter.get("/home/"))
    assert daughter.get("/home/helpers/").status_code == 404, "a helper lets nobody else help"
    assert "谁在代我家办" not in text(daughter.get("/home/data/"))
    daughter.post(vote, {"choice": "for", "key": "k"})
    done = text(home.get("/home/helpers/"))
    listed = done.split("他们办过什么")[1].split("</ul>")[0]
    assert listed.count("<b>女儿小梅</b>") == 2, "she came in, and she voted"
    assert "交了一张票" in listed
    neighbour = enter(household_of(second.cast.secretary, second.homes[7]))
    assert "女儿小梅" not in text(neighbour.get("/home/helpers/"))
    helper = done.split('action="/home/helpers/')[1].split("/")[0]
    assert neighbour.post(f"/home/helpers/{helper}/end/").status_code == 404
    ended = text(home.post(f"/home/helpers/{helper}/end/", follow=True))
    assert "已经结束" in ended
    assert "已结束的代办人" in ended
    told = daughter.get("/home/")
    assert told.status_code == 403
    assert "办理的委托已于" in text(told)
    assert "卡片编号" in text(told), "with a new card it goes on from here"
    assert daughter.post(vote, {"choice": "against", "key": "k2"}).status_code == 403
    assert daughter.get("/rules/").status_code == 200, "what is anybody's to read stays so"
