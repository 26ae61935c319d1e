"""A stairwell of twenty-four dwellings, on screen: letter, two rounds by every way of voting, an objection answered, a notice
fully run, the agreement signed; then an outsider with nothing but the export confirms all of it or names what was touched."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from sanxin.apps.decisions import actions, queries
from sanxin.apps.journal import triggers
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation.models import Account
from sanxin.apps.publicity import queries as publicity
from sanxin.apps.registry import actions as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import CHINA, When
from sanxin.interfaces.cli.main import main
from sanxin.interfaces.jobs import clock
from sanxin.interfaces.web import attendance
from tests.apps.decisions.test_export import pages_where, thorough
from tests.apps.decisions.test_signing import PAGE, table_of
from tests.ballots import ROWS, build_stairwell, confirm_namesakes
from tests.interfaces.web.doors import enter
from tests.people import Cast, build_cast
from tests.record.forger import Page as LogPage
from tests.walks.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GRAVE = ("moderate", "serious", "critical")
PLAN = "一梯四户，半层入户，井道设于北侧。\n费用按约定分摊，底层不出资。"
# What a page is made of: its address without ids, its width, every element with its classes and roles.
KIND = """() => [location.pathname.replace(/[0-9a-z]{14,}/g, "*"), innerWidth, ...new Set([...document.querySelectorAll("*")].map(
    one => [one.tagName, ...["class", "role", "type", "open"].map(name => one.getAttribute(name))].join(".")))].join()"""
ON_PAPER, AT_THE_DOOR = range(11, 21), range(21, 25)
SIGNED_PAGES = (range(1, 2), range(2, 13), range(13, 25))  # who signed on which page of the agreement
POSTED = timedelta(days=21)
STATEMENT = "交易日期,收入金额,支出金额,对方户名,摘要,流水号\n"
PHOTO = {"name": "票.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 sheet"}


class Walk:
    """The stairwell, the people, and a browser each."""

    def __init__(self, live: LiveServer, chromium: Browser) -> None:
        self.address, self.chromium = live.url, chromium
        self.contexts: list[BrowserContext] = []
        self.sounded: set[str] = set()
        self.cast: Cast = build_cast()
        self.compound, self.stairwell, self.homes = build_stairwell(self.cast)
        confirm_namesakes(self.cast, self.compound)
        self.office = self.at_screen(self.cast.secretary, DESK)
        self.visitor = self.at_screen(self.cast.visitor, PHONE)
        self.seventh = self.household(7)
        self.secretary_name = Account.objects.get(public_id=self.cast.secretary.account).name

    def at_screen(self, actor: Actor, size: Any) -> Page:
        """Give a page of a browser whose holder has come in."""
        context = self.chromium.new_context(
            viewport=size, is_mobile=size == PHONE, has_touch=size == PHONE, locale="zh-CN"
        )
        self.contexts.append(context)
        session = enter(actor).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": self.address}])
        return context.new_page()

    def household(self, number: int) -> Page:
        """Give the phone of a dwelling that used its card."""
        when = now()
        card = registry.invite(actor=self.cast.secretary, dwelling=self.homes[number - 1], **when)
        actor = organisation.redeem_invitation(
            card=card.card, code=card.code, address="10.0.0.9", at=when["occurred_at"]
        )
        return self.at_screen(actor, PHONE)

    def go(self, page: Page, path: str) -> Page:
        """Open an address; axe finds nothing grave, and nothing sticks out."""
        page.goto(self.address + path)
        return self.sound(page)

    def sound(self, page: Page) -> Page:
        """Hold a page against the width of its screen, and against axe unless one made of the same parts was."""
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
        if (kind := page.evaluate(KIND)) in self.sounded:
            return page
        self.sounded.add(kind)
        violations = Axe().run(page).response["violations"]
        found = {
            one["id"]: [node["html"][:120] for node in one["nodes"]]
            for one in violations
            if one["impact"] in GRAVE
        }
        assert found == {}, f"{page.url}: {found}"
        return page

    @property
    def decision(self) -> str:
        (only,) = queries.decisions_on(self.cast.secretary, self.compound, now()["occurred_at"])
        return only.public_id


def now() -> When:
    at = datetime.now(UTC)
    return {"occurred_at": at, "recorded_at": at}


class ThreeWeeksAgo(datetime):
    """The clock the pages read, three weeks back: a notice hangs for days nobody can wait for."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) - POSTED


@pytest.fixture(scope="module")
def guarded_again(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Put the log's triggers back when the store was emptied after the walk."""
    yield
    with django_db_blocker.unblock():
        triggers.install(connection)


@pytest.fixture
def walk(guarded_again: None, live_server: LiveServer, chromium: Browser) -> Iterator[Walk]:
    made = Walk(live_server, chromium)
    yield made
    for context in made.contexts:
        context.close()
    # A served test empties the store at its end, which the guarded log refuses as it should.
    triggers.remove(connection)


def open_round(walk: Walk, closes_at: datetime) -> str:
    """Open the next round on the page; give the round's id."""
    page = walk.office
    page.get_by_label("方案全文（与公示的一字不差）").fill(PLAN)
    page.get_by_label("截止", exact=True).fill(f"{closes_at.astimezone(CHINA):%Y-%m-%dT%H:%M}")
    page.get_by_label("最迟公布结果").fill(
        f"{(closes_at + timedelta(days=3)).astimezone(CHINA):%Y-%m-%dT%H:%M}"
    )
    page.get_by_role("button", name="冻结名册，开始征询").click()
    expect(page.get_by_text("已开始征询，名册已冻结。")).to_be_visible()
    walk.sound(page)
    return queries.round_states(walk.cast.secretary, walk.decision, now()["occurred_at"])[-1].public_id


def tap(walk: Walk, phone: Page, answer: str) -> None:
    """Vote on the phone: two taps, and one more to confirm."""
    walk.go(phone, "/home/")
    phone.get_by_role("link", name="投票").or_(phone.get_by_role("link", name="改我家的票")).first.click()
    walk.sound(phone)
    phone.get_by_role("button", name=answer, exact=True).click()
    walk.sound(phone)
    phone.get_by_role("button", name="确认，交出这一票").click()
    expect(phone.get_by_text(f"您选的是：{answer}")).to_be_visible()
    walk.sound(phone)


def take(walk: Walk, page: Page, asked: str, number: int, way: str, answer: str) -> None:
    """Take a sheet on the page in one of the team's three ways."""
    walk.go(page, f"/rounds/{asked}/sheets/{walk.homes[number - 1]}/")
    part = page.locator("details", has=page.locator(f"input[name=channel][value={way}]"))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    part.get_by_label(answer, exact=True).check()
    if way == "door":
        part.get_by_label("见证人").select_option(walk.secretary_name)
    if way == "proxy":
        part.get_by_label("受托人姓名").fill("孙女士")
    if way != "door":
        part.locator("input[type=file]").set_input_files(PHOTO)
    part.locator("button[type=submit]").click()
    expect(page.locator(".note[role=status]")).to_be_visible()
    walk.sound(page)
    if "/sheets/" in page.url:  # it is counted: the receipt is printed here, and the roll is one click away
        expect(page.get_by_role("link", name="打印回执，交给住户")).to_be_visible()
        page.get_by_role("link", name="收下一张：回到名册").click()


def the_rest(walk: Walk, asked: str) -> None:
    """Take the other dwellings' answers, each on its own page: a pile of sheets read by two, and the last at the door."""
    for reader in (walk.visitor, walk.office):
        for number in ON_PAPER:
            enter_one(walk, reader, asked, number, "paper")
    for number in AT_THE_DOOR:
        enter_one(walk, walk.visitor, asked, number, "door")
    state = queries.round_states(walk.cast.secretary, walk.decision, now()["occurred_at"])[-1]
    assert state.in_by_channel == {
        "phone": 1,
        "paper": 1 + len(ON_PAPER),
        "door": 1 + len(AT_THE_DOOR),
        "proxy": 1,
    }
    walk.sound(walk.visitor)


def enter_one(walk: Walk, page: Page, asked: str, number: int, way: str) -> None:
    """Enter one dwelling's answer, as one of a pile."""
    page.goto(f"{walk.address}/rounds/{asked}/sheets/{walk.homes[number - 1]}/")
    part = page.locator("details", has=page.locator(f"input[name=channel][value={way}]"))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    part.get_by_label("同意", exact=True).check()
    if way == "door":
        part.get_by_label("见证人").select_option(walk.secretary_name)
    else:
        part.locator("input[type=file]").set_input_files(PHOTO)
    part.locator("button[type=submit]").click()
    expect(page.locator(".note[role=status]")).to_contain_text(f"第 {number} 号票已")


def close_and_publish(walk: Walk, closes_at: datetime, summary: str) -> None:
    """Let the clock run on to its stroke, then count, publish and summarise on the page."""
    for minutes in range(60, 0, -2):
        actions.beat(at=closes_at - timedelta(minutes=minutes))
    assert clock.tick(closes_at)
    page = walk.go(walk.office, f"/decisions/{walk.decision}/")
    page.get_by_role("button", name="计票并公布结果").click()
    expect(page.get_by_text("结果已公布。")).to_be_visible()
    page.get_by_label("小结：听到了什么，因此改了什么").fill(summary)
    page.get_by_role("button", name="写入小结").click()
    expect(page.get_by_text("小结已写入记录。")).to_be_visible()
    walk.sound(page)


def test_a_stairwell_decides_on_screen_and_an_outsider_confirms_it(
    walk: Walk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = walk.go(walk.office, f"/stairwells/{walk.stairwell}/decisions/")
    page.get_by_role("button", name="发起").click()
    decision = walk.decision
    post_the_plan(walk)
    letter = page.request.get(f"{walk.address}/decisions/{decision}/papers/letter.pdf")
    assert letter.body().startswith(b"%PDF")

    closes_at = (datetime.now(UTC) + timedelta(hours=2)).replace(second=0, microsecond=0)
    walk.go(page, f"/decisions/{decision}/")
    first = open_round(walk, closes_at)
    tap(walk, walk.seventh, "不同意")
    object_to_it(walk)
    take(walk, walk.visitor, first, 8, "paper", "同意")
    take(walk, walk.office, first, 8, "paper", "同意")
    take(walk, walk.visitor, first, 9, "door", "弃权")
    take(walk, walk.office, first, 10, "proxy", "同意")
    close_and_publish(walk, closes_at, "一户担心油烟，井道北移 0.6 米。")

    later = closes_at + timedelta(hours=1)
    walk.go(page, f"/decisions/{decision}/")
    second = open_round(walk, later)
    tap(walk, walk.seventh, "不同意")
    tap(walk, walk.seventh, "同意")
    take(walk, walk.visitor, second, 8, "paper", "同意")
    take(walk, walk.office, second, 8, "paper", "同意")
    take(walk, walk.visitor, second, 9, "door", "同意")
    take(walk, walk.office, second, 10, "proxy", "同意")
    the_rest(walk, second)
    close_and_publish(walk, later, "多数同意。")
    expect(walk.go(page, f"/decisions/{decision}/").get_by_text("1-203：")).to_be_visible()

    answer_and_conclude(walk, decision)
    sign(walk, decision, tmp_path)
    outsider(walk, decision, second, tmp_path, capsys)


def post_the_plan(walk: Walk) -> None:
    """Post the plan on the page three weeks ago, hang it with the phone, and say on the page that it has run."""
    (decision,) = queries.decisions_on(walk.cast.secretary, walk.compound, now()["occurred_at"])
    there = f"/projects/{decision.project.public_id}/notices/"
    page, phone = walk.office, walk.visitor
    with pytest.MonkeyPatch.context() as clock_of_pages:
        clock_of_pages.setattr(attendance, "datetime", ThreeWeeksAgo)
        walk.go(page, there)
        page.get_by_label("类别").select_option("lift_plan")
        page.get_by_label("标题").fill("加梯方案公示")
        page.get_by_label("正文").fill(PLAN)
        page.get_by_label("公示天数").fill("12")
        page.get_by_label("天数的依据").fill("街道通知")
        page.get_by_role("button", name="发布", exact=True).click()
        expect(page.get_by_text("已公示，期限已算好。")).to_be_visible()
        page.get_by_role("button", name="公示期满").click()
        expect(page.get_by_role("heading", name="没有办成")).to_be_visible()
        walk.go(phone, there)
        phone.get_by_label("张贴照片").set_input_files(PHOTO)
        phone.get_by_role("button", name="留底").click()
        expect(phone.get_by_text("张贴照片已留底。")).to_be_visible()
        expect(phone.get_by_label("张贴照片")).to_have_count(0)  # it hangs in every stairwell it is to
    walk.go(page, there)
    page.get_by_role("button", name="公示期满").click()
    expect(page.get_by_text("公示期满，已记录。")).to_be_visible()
    (notice,) = publicity.notices_of(walk.cast.secretary, decision.project.public_id, now()["occurred_at"])
    expect(
        walk.go(walk.seventh, f"/notices/{notice.public_id}/").get_by_text("一梯四户，半层入户")
    ).to_be_visible()
    walk.go(page, f"/decisions/{decision.public_id}/")


def object_to_it(walk: Walk) -> None:
    phone = walk.go(walk.seventh, "/home/")
    phone.get_by_text("我有异议").click()
    phone.get_by_label("写下您担心的事").fill("井道离厨房窗太近，油烟散不出去。")
    phone.get_by_role("button", name="提出异议").click()
    expect(phone.get_by_text("会有书面答复，在这里看。")).to_be_visible()


def answer_and_conclude(walk: Walk, decision: str) -> None:
    page = walk.office
    page.get_by_role("button", name="结案").click()
    expect(page.get_by_text("1 条异议没有书面答复")).to_be_visible()
    walk.go(page, f"/decisions/{decision}/")
    page.get_by_label("书面答复").fill("井道北移 0.6 米，加装隔声板。")
    page.get_by_role("button", name="答复", exact=True).click()
    expect(page.get_by_text("答复已送达。")).to_be_visible()
    phone = walk.go(walk.seventh, "/home/")
    expect(phone.get_by_text("井道北移 0.6 米，加装隔声板。")).to_be_visible()
    phone.get_by_role("button", name="可以接受").click()
    walk.go(page, f"/decisions/{decision}/")
    page.get_by_role("button", name="按现在的记录重新公布").click()
    page.get_by_role("button", name="结案").click()
    expect(page.get_by_text("已结案：通过。")).to_be_visible()


def sign(walk: Walk, decision: str, folder: Path) -> None:
    """Generate the agreement from the share table, sign it, record the contract."""
    table = {
        "name": "分摊.json",
        "mimeType": "application/json",
        "buffer": json.dumps(table_of(walk.homes)).encode(),
    }
    page = walk.office
    page.get_by_label("分摊结果").set_input_files(table)  # type: ignore[arg-type]
    page.get_by_role("button", name="生成协议").click()
    expect(page.get_by_text("协议已生成，可以打印签字。")).to_be_visible()
    walk.sound(page)
    file = page.request.get(f"{walk.address}/decisions/{decision}/papers/agreement.pdf").body()
    for homes in SIGNED_PAGES:
        for number in homes:
            page.get_by_label(f"1-{ROWS[number - 1].room}", exact=True).check()
        if homes is SIGNED_PAGES[0]:
            page.get_by_label("签的协议文件（PDF）").set_input_files(
                {"name": "协议.pdf", "mimeType": "application/pdf", "buffer": file}
            )
        else:
            page.get_by_label("签的还是上次核对过的那份协议").check()
        page.get_by_label("签字页照片").set_input_files({**PHOTO, "buffer": PAGE})  # type: ignore[arg-type]
        page.get_by_role("button", name="记录签字").click()
        expect(page.get_by_text(f"签字已记录：{len(homes)} 户。")).to_be_visible()
        walk.sound(page)
    expect(page.get_by_text(f"已签 {len(walk.homes)} 户")).to_be_visible()
    expect(page.get_by_role("button", name="记录签字")).to_have_count(0)
    walk.go(page, f"/decisions/{decision}/")
    page.get_by_label("承建单位").fill("某电梯公司")
    page.get_by_label("签订日期").fill("2026-12-01")
    page.get_by_label("合同金额（元）").fill("618000.05")
    page.get_by_label("合同文件（PDF）").set_input_files(
        {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 contract"}
    )
    page.get_by_role("button", name="记录合同").click()
    expect(page.get_by_text("合同已记录。")).to_be_visible()
    pay(walk)


def pay(walk: Walk) -> None:
    """Put the cost, the shares and the seventh's payment in the books, and the others' by the bank's statement.

    The seventh reads on its phone that it has paid, and the office puts on record that the money suffices.
    """
    (decision,) = queries.decisions_on(walk.cast.secretary, walk.compound, now()["occurred_at"])
    project = decision.project.public_id
    shares = {one["dwelling"]: one["fen"] for one in table_of(walk.homes)["shares"]}
    page = walk.go(walk.office, f"/projects/{project}/funding/")
    page.get_by_label("支出", exact=True).fill("电梯")
    page.locator("#cost-yuan").fill(yuan(sum(shares.values())))
    page.get_by_role("button", name="列入预算").click()
    page.get_by_role("button", name="采用存证的分摊表").click()
    seventh = walk.homes[6]
    page.get_by_label("款项").select_option(f"payment:{seventh}")
    page.get_by_label("金额（元）", exact=True).first.fill(yuan(shares[seventh]))
    page.get_by_role("button", name="入账", exact=True).click()
    walk.sound(page)
    expect(walk.go(walk.seventh, "/home/").get_by_text("已缴清")).to_be_visible()
    settle_the_statement(walk, project, shares)
    page = walk.go(walk.office, f"/projects/{project}/funding/")
    page.get_by_role("button", name="存证：来源够支出").click()
    expect(page.get_by_text("已存证：来源够支出，可以作为开工的依据。")).to_be_visible()


def settle_the_statement(walk: Walk, project: str, shares: dict[str, int]) -> None:
    """Import one bank statement with everybody's payment, and settle it line by line: one already in the books, one unnamed."""
    today = f"{datetime.now(CHINA):%Y-%m-%d}"
    rooms = {home: row.room for home, row in zip(walk.homes, ROWS, strict=True)}
    last = walk.homes[23]
    memo = {home: "加梯款" if home == last else f"1-{rooms[home]} 加梯款" for home in walk.homes}
    lines = [
        f"{today},{yuan(shares[home])},,某住户,{memo[home]},B{number}\n"
        for number, home in enumerate(walk.homes, 1)
    ]
    page = walk.go(walk.office, f"/projects/{project}/statement/")
    page.get_by_label("监管账户的交易明细").set_input_files(
        {"name": "流水.csv", "mimeType": "text/csv", "buffer": (STATEMENT + "".join(lines)).encode()}
    )
    page.get_by_role("button", name="上传并预览").click()
    walk.sound(page)
    page.get_by_role("button", name="导入以上新的行").click()
    expect(page.get_by_text("新导入 24 行")).to_be_visible()
    walk.sound(page)
    page.get_by_role("button", name="勾对金额、户和日期都对得上的").click()
    expect(page.get_by_text("已勾对 1 行。")).to_be_visible()  # the seventh's, which is in the books
    for home in shares.keys() - {walk.homes[6], last}:
        line = page.locator("section.sheet", has_text=memo[home])
        line.get_by_role("button", name=f"住户缴款 1-{rooms[home]}").click()
        expect(page.get_by_role("status")).to_be_visible()
    line = page.locator("section.sheet", has_text="某住户")
    line.get_by_text("都不是，另选").click()
    line.get_by_label("记成哪一笔").select_option(f"payment:{last}")
    line.get_by_role("button", name="确认").click()
    expect(page.get_by_text("元，一致。")).to_be_visible()
    walk.sound(page)


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def turned(pages: list[LogPage]) -> list[LogPage]:
    """Turn the twentieth dwelling's answer."""
    (at,) = pages_where(pages, "ballot.cast", sheet=20)
    pages[at].record["payload"]["choice"] = "against"  # type: ignore[index]
    return pages


def outsider(walk: Walk, decision: str, asked: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Verify with the file alone, the household's receipt and the printed root; then forge it."""
    phone = walk.seventh
    export, receipt = folder / "export.zip", folder / "receipt.json"
    export.write_bytes(phone.request.get(f"{walk.address}/decisions/{decision}/export-scoped.zip").body())
    receipt.write_bytes(phone.request.get(f"{walk.address}/home/rounds/{asked}/receipt.json").body())
    capsys.readouterr()
    assert main(["verify", str(export), "--receipt", str(receipt)]) == 0
    said = capsys.readouterr().out
    assert "您的第 7 号票已计入，内容是“同意”" in said
    assert "第 2 轮由 19 张票重新计票：通过" in said
    assert "✗" not in said
    forged = folder / "forged.zip"
    forged.write_bytes(thorough(export.read_bytes(), turned))
    assert main(["verify", str(forged), "--against", str(export)]) == 1
    assert "票被改过" in capsys.readouterr().out
