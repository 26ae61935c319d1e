"""Every page at a desk and on a phone, in both languages, in large text: axe-core finds nothing grave,
nothing scrolls sideways, and the console stays silent."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.walks.conftest import DESK, PHONE, Demonstration, Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCREENS = [(DESK, "zh", False), (DESK, "en", True), (PHONE, "zh", True), (PHONE, "en", False)]
# Once at a desk and once on a phone, once in each language; large text is what may collide.
FOR_AXE = SCREENS[1:3]
# A list of a thousand rows or seats is checked by its first: the others are of the same kinds.
SHORTER = """() => [...document.querySelectorAll('main tbody tr:nth-child(n+61)'),
    ...[...document.querySelectorAll('main .seat')].slice(60)].forEach(it => it.remove())"""
GRAVE = ("moderate", "serious", "critical")
# In large text a link is 44 px high and what a button does is written in 30 px.
SMALL = """() => !document.querySelector('html.elder') ? [] : [
    ...[...document.querySelectorAll('main a, .foot a')].filter(it => !it.closest('svg') && it.getClientRects().length
        && it.getBoundingClientRect().height < 43.9),
    ...[...document.querySelectorAll('main .button:not(.quiet)')].filter(it => parseFloat(getComputedStyle(it).fontSize) < 30),
].slice(0, 4).map(it => it.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def addresses(chromium: Browser, demonstration: Demonstration) -> list[str]:
    """Find one address of every page that is read by GET, once for all screens."""
    context = chromium.new_context(viewport=DESK)
    found = found_by(Reader(context, demonstration))
    context.close()
    return found


def found_by(reader: Reader) -> list[str]:
    """Follow links as a secretary would."""
    reader.choose()
    page = reader.come_in_as("王书记")
    compound = link(page, r"/compounds/(?!import)\w+/$", text="金牛花苑")
    reader.go(compound)
    stairwells = {kind: page.locator(f"li[data-class={kind}] a").first.get_attribute("href") for kind in
                  ("suitable", "difficult", "unsuitable")}  # fmt: skip
    reader.go(compound)
    ninth = str(page.locator("li[data-stairwell='9'] a").get_attribute("href"))
    reader.go(f"{ninth}decisions/")
    decision = link(page, r"^/decisions/\w+/$")
    shares = [
        f"{ninth}shares/",
        f"{ninth}shares/floor/",
        f"{ninth}decisions/",
        decision,
        "/rules/?place=cn/shanghai",
    ]
    reader.go(str(stairwells["difficult"]))
    dwelling = link(page, r"^/dwellings/\w+/$")
    reader.go("/organisation/")
    unit = link(page, r"^/organisation/\w+/$", text="金牛居民区")
    reader.go("/journal/")
    entry = link(page, r"^/journal/\d+/$")
    tabs = [
        f"{compound}{tab}/"
        for tab in (
            "3d",
            "dwellings/import",
            "namesakes",
            "requests",
            "condition",
            "cards",
            "dwellings",
            "meetings",
            "meetings/new",
        )
    ]
    reader.go(compound)
    nine = next(
        str(one.get_attribute("href")) for one in page.locator(".stairwells li a").all()
        if re.search(r"\b9\b", one.inner_text())
    )  # fmt: skip
    reader.go(f"{nine}decisions/")
    decision = link(page, r"^/decisions/\w+/$")
    reader.go(decision)
    sheet, notices = link(page, r"^/rounds/\w+/sheets/\w+/$"), link(page, r"^/projects/\w+/notices/$")
    reader.go(f"{compound}meetings/")
    tabs += [
        f"{nine}decisions/",
        decision,
        f"{decision}questions/",
        sheet,
        notices,
        link(page, r"^/meetings/\w+/$"),
    ]
    return [
        "/compounds/", "/compounds/import/", compound, *tabs, *map(str, stairwells.values()), dwelling, *shares,
        f"{dwelling}helpers/", f"{dwelling}helpers/form/",
        "/organisation/", unit, "/journal/", entry, "/sample/", "/retention/", "/nowhere/", "/sign-in/", "/card/abc/", "/demo/",
    ]  # fmt: skip


def link(page: Any, pattern: str, text: str = "") -> str:
    for one in page.locator("main a").all():
        href = one.get_attribute("href") or ""
        if re.search(pattern, href) and text in one.inner_text():
            return str(href)
    raise AssertionError(f"no link {pattern} on {page.url}")


@pytest.mark.parametrize(
    ("screen", "language", "elder"),
    SCREENS,
    ids=lambda it: str(it.get("width") if isinstance(it, dict) else it),
)
def test_every_page_can_be_read_by_everybody(
    chromium: Browser,
    demonstration: Demonstration,
    addresses: list[str],
    screen: Any,
    language: str,
    elder: bool,
) -> None:
    context = chromium.new_context(viewport=screen, is_mobile=screen == PHONE, has_touch=screen == PHONE)
    reader = Reader(context, demonstration)
    reader.choose()
    reader.come_in_as("王书记")
    reader.choose(language=language, elder=elder)
    wrong: list[str] = []
    for path in addresses:
        page = reader.go(path)
        page.evaluate("for (const it of document.querySelectorAll('main details')) it.open = true")
        wrong += [f"{path} {one}" for one in complaints(page)]
        if (screen, language, elder) in FOR_AXE:
            page.evaluate(SHORTER)
            wrong += [f"{path} {one}" for one in by_axe(page)]
    context.close()
    assert [*wrong, *reader.complaints] == []


def complaints(page: Any) -> list[str]:
    found = []
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"scrolls sideways: {widest(page)}")
    return found + [f"too small for old hands: {one}" for one in page.evaluate(SMALL)]


def by_axe(page: Any) -> list[str]:
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"][:3]
    ]


def widest(page: Any) -> str:
    return str(
        page.evaluate(
            """() => [...document.querySelectorAll('main *, header *')]
            .filter(it => it.getBoundingClientRect().right > window.innerWidth + 1 && !it.closest('.scroll, .pane'))
            .slice(0, 4).map(it => it.outerHTML.slice(0, 120)).join(' | ')"""
        )
    )
