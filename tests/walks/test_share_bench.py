"""The share bench in a browser, with script and without: choices go into the address, and a table is kept to compare."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.walks.conftest import DESK, PHONE, Demonstration, Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("screen", "script"), [(DESK, False), (PHONE, True)], ids=["desk without script", "phone"]
)
def test_an_office_changes_the_rule_and_compares(
    chromium: Browser, demonstration: Demonstration, screen: dict[str, int], script: bool
) -> None:
    context = chromium.new_context(viewport=screen, java_script_enabled=script, locale="zh-CN")  # type: ignore[arg-type]
    reader = Reader(context, demonstration)
    page = reader.come_in_as("王书记")
    page.get_by_role("link", name="金牛花苑").click()
    reader.go(str(page.locator("li[data-stairwell='9'] a").get_attribute("href")))
    page.get_by_role("link", name="费用怎么分", exact=True).click()
    expect(page.get_by_label("电梯和井道（元）")).not_to_have_value("")
    total = paid(page)
    page.get_by_role("link", name="留住这张表，改了再对比").click()
    page.get_by_label("规则", exact=True).select_option("elevator")
    page.get_by_text("谁参加、谁出资").click()
    page.get_by_label("101 参加").select_option("out")
    page.get_by_role("button", name="算一算").click()
    expect(page).to_have_url(re.compile(r"rule=elevator&.*who-101=out"))
    expect(page.get_by_text("对比表：")).to_be_visible()
    assert paid(page) == total, "who is out changes who pays, not what is paid"
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    expect(page.get_by_label("规则", exact=True)).to_have_value("elevator")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert reader.complaints == []
    context.close()


def paid(page: Page) -> int:
    """Add up what every household pays, in fen."""
    shown = page.locator("table.dues td[data-label='应付']").all_inner_texts()
    assert len(shown) == 28
    return sum(round(float(one.replace(",", "")) * 100) for one in shown)
