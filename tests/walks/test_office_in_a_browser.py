"""A day at the office and an evening at home, walked in Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.interfaces.web.books import BAD, book
from tests.walks.conftest import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_clerk_imports_a_list_with_three_bad_rows_mends_it_and_reads_why_a_stairwell_waits(
    at_desk: Reader, tmp_path: Path
) -> None:
    page = at_desk.go("/compounds/")
    login = at_desk.at.login("王书记")
    page.get_by_label("姓名或工号").fill("王书记")
    page.get_by_label("密码").fill(login["password"])
    page.get_by_label("动态验证码").fill(at_desk.at.code("王书记"))
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="金牛花苑").click()
    page.get_by_role("link", name="导入清册").click()

    good: list[tuple[object, ...]] = [
        ("1", "901", 9, 56.2, "王新", "13800000001"),
        ("2", "901", 9, 48.5, "孙大勇", ""),
    ]
    bad = [("99", *BAD[0][1:]), *BAD[1:]]
    send(at_desk, book(good + bad).read(), tmp_path)
    for words in ("第 4 行", "六十", "应为", "1380", "请核对位数"):
        expect(page.get_by_role("main")).to_contain_text(words if words != "应为" else "不小于 0 的平方米数")
    assert page.locator("tr.refused-row").count() == 3

    mended: list[tuple[object, ...]] = [
        ("3", "901", 9, 50, "周", "13800000009"), ("2", "902", 9, 60, "吴", "13800000010"),
        ("3", "902", 9, 61, "郑", "13800000011"),
    ]  # fmt: skip
    send(at_desk, book(good + mended).read(), tmp_path)
    assert page.locator("tr.refused-row").count() == 0
    page.get_by_role("button", name="提交以上内容").click()
    expect(page.locator(".note[role=status]")).to_contain_text("新增 5 项")

    page.get_by_role("link", name="总图与评估").click()
    page.get_by_label("重新评估的原因").fill("补录住户")
    page.get_by_role("button", name="重新评估").click()
    expect(page.locator(".note[role=status]")).to_contain_text("已存为新的一版", timeout=60_000)
    page.get_by_role("button", name="▲ 较难").click()
    first = page.locator("li[data-class=difficult] a").first
    assert not page.locator("li[data-class=suitable]").first.is_visible()
    first.click()
    expect(page.get_by_role("heading", name="卡在哪里")).to_be_visible()
    for words in ("实测", "应为", "依据", "可用办法"):
        expect(page.get_by_role("main")).to_contain_text(words)
    assert at_desk.complaints == []


def send(reader: Reader, content: bytes, tmp_path: Path) -> None:
    workbook = tmp_path / "清册.xlsx"
    workbook.write_bytes(content)
    reader.page.get_by_label("住户清册").set_input_files(workbook)
    reader.page.get_by_role("button", name="上传并预览").click()
    expect(reader.page.get_by_role("heading", name="预览：提交后会发生什么")).to_be_visible()


def test_a_household_comes_in_by_its_card_on_a_phone(on_phone: Reader) -> None:
    card = on_phone.at.card
    page = on_phone.go("/")
    on_phone.go("/sign-in/")
    page.get_by_label("卡片编号").fill(card["card"])
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("卡片上的验证码").fill("AAAAAAAA")
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("验证码不对")
    page.get_by_label("卡片上的验证码").fill(card["code"].lower())
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_role("heading", name="我们门栋能装电梯吗")).to_be_visible()
    page.get_by_role("button", name="大字版").click()
    assert page.locator("html.elder").count() == 1
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size >= 18
    page.get_by_label("一句话就行").fill("爬楼难")
    page.get_by_role("button", name="告诉居委会").click()
    expect(page.locator(".note[role=status]")).to_contain_text("已记下")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert on_phone.complaints == []


def test_an_office_forms_a_team_and_gives_a_duty(at_desk: Reader) -> None:
    page = at_desk.come_in_as("王书记")
    page.get_by_role("link", name="组织").click()
    page.get_by_role("link", name="金牛居民区").click()
    page.get_by_text("组建小组或临时组织").click()
    page.get_by_label("名称").first.fill("春季走访组")
    page.get_by_label("类别").select_option("visit_team")
    page.get_by_role("button", name="组建").click()
    expect(page.locator(".note[role=status]")).to_contain_text("已组建：春季走访组")
    sheet = page.locator(".sheet", has_text="春季走访组").first
    sheet.get_by_text("加一名成员").click()
    sheet.get_by_label("登录名").fill("无此人")
    sheet.get_by_role("button", name="加入").click()
    expect(page.get_by_role("alert")).to_contain_text("没有叫“无此人”的账号")
    assert at_desk.complaints == []
