"""What a budget reaches: the slider, moved by keyboard, says it, points to its row, and pales who is left on the map."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.walks.conftest import DESK, PHONE, Demonstration, Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GRAVE = ("serious", "critical")


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def somebody(request: Any, chromium: Browser, demonstration: Demonstration) -> Iterator[Reader]:
    small = request.param == PHONE
    context = chromium.new_context(viewport=request.param, is_mobile=small, has_touch=small, locale="zh-CN")
    yield Reader(context, demonstration)
    context.close()


def plan_page(reader: Reader) -> Page:
    page = reader.come_in_as("王书记")
    page.get_by_role("link", name="金牛花苑").click()
    expect(page.get_by_role("heading", name="有多少钱，能装几个门栋")).to_be_visible()
    return page


def test_the_slider_the_row_and_the_map_say_the_same_at_every_budget(somebody: Reader) -> None:
    page = plan_page(somebody)
    slider = page.get_by_label("预算（元）")
    page.get_by_text("逐级预算表").click()
    slider.focus()
    for key, served in (("Home", 0), ("End", 40)):
        page.keyboard.press(key)
        assert told(page) == served
    reached = []
    for _ in range(10):
        page.keyboard.press("PageDown")
        reached.append(told(page))
    assert reached == sorted(reached, reverse=True)
    assert len(set(reached)) > 5
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert told(page) == 39
    assert [one["id"] for one in Axe().run(page).response["violations"] if one["impact"] in GRAVE] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert somebody.complaints == []


def told(page: Page) -> int:
    """Give how many the sentence says are reached, having held the row, the list and the map against it."""
    budget = int(page.get_by_label("预算（元）").input_value())
    row = page.locator("tr.here")
    assert row.count() == 1
    served, cost = int(row.get_attribute("data-served") or ""), int(row.get_attribute("data-cost") or "")
    expect(page.locator("output[for=budget]")).to_have_text(
        f"预算 {budget:,} 元：能装 {served} 个门栋，用去 {cost:,} 元"
    )
    assert cost <= budget
    beyond = page.locator("svg.site-map a.beyond")
    pale = {str(one.get_attribute("data-stairwell")) for one in beyond.all()}
    assert len(pale) == 40 - served
    left = page.locator("p[data-left]")
    assert left.is_visible() == bool(pale)
    assert {*(row.get_attribute("data-left") or "").split("|")} - {""} == pale
    if pale:
        assert left.locator("span").inner_text() == row.locator("td.names").inner_text()
        assert float(beyond.first.evaluate("it => getComputedStyle(it).opacity")) < 0.5
    return served


def test_without_script_the_table_stands_and_no_slider_pretends(
    chromium: Browser, demonstration: Demonstration
) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="zh-CN")
    page = plan_page(Reader(context, demonstration))
    assert not page.get_by_label("预算（元）").is_visible()
    page.get_by_text("逐级预算表").click()
    rows = page.locator("tr[data-cost]")
    assert rows.count() == 41
    expect(rows.last).to_contain_text("已证明没有更省的")
    expect(rows.first.locator("td.names")).to_have_text("1–40")
    expect(rows.last.locator("td.names")).to_have_text("—")
    context.close()
