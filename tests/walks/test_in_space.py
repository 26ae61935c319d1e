"""The compound in space: its shadows are the engine's, it can be turned and tapped, and without WebGL the list says it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.walks.conftest import ARGUMENTS, CHROMIUM, DESK, PHONE, Demonstration, Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SOFTWARE_WEBGL = ["--enable-unsafe-swiftshader", "--use-angle=swiftshader"]
MOMENTS = (487, 533, 581, 629, 677, 725, 773, 821, 869, 917)
NEAR_EDGE_MIN = 0.5
WIDEST_M = 1.8

# Looks from both ends of every sill towards the sun, with the page's own solids, sun and three's Raycaster.
CAST_RAYS = """async ([script, address, moments, off]) => {
  const { middle, Raycaster, solidsOf, sunDirection, Vector3 } = await import(script);
  const told = await (await fetch(address)).json(), origin = middle(told), { now, added } = solidsOf(told, origin);
  now.updateMatrixWorld(true); added.updateMatrixWorld(true);
  const eyes = window => [-1, 1].map(side => {
    const turn = window.azimuth_deg * Math.PI / 180, along = side * (window.width_m / 2 - off);
    return new Vector3(
      window.at[0] - origin[0] + off * Math.sin(turn) + along * Math.cos(turn),
      window.at[1] - origin[1] + off * Math.cos(turn) - along * Math.sin(turn), window.sill_m);
  });
  const free = (window, solids, sun) => eyes(window).every(eye => !new Raycaster(eye, sun).intersectObjects(solids).length);
  return moments.flatMap(minute => {
    const sun = new Vector3(...sunDirection(told.latitude_deg, told.declination_deg, minute)).normalize();
    return told.windows.map(window => ({
      id: window.id, minute, width_m: window.width_m, before: window.before, after: window.after,
      seen_before: free(window, now.children, sun), seen_after: free(window, [...now.children, ...added.children], sun),
    }));
  });
}"""


@pytest.fixture(scope="module")
def with_webgl(play: Playwright) -> Iterator[Browser]:
    kept = [one for one in ARGUMENTS if one != "--disable-gpu"]
    browser = play.chromium.launch(executable_path=CHROMIUM, args=[*kept, *SOFTWARE_WEBGL])
    yield browser
    browser.close()


def space_of(reader: Reader, more: str = "") -> str:
    page = reader.come_in_as("王书记")
    page.get_by_role("link", name="金牛花苑").click()
    page.get_by_role("link", name="立体日照").click()
    address = page.url
    if more:
        page.goto(address + more)
    return address


def test_the_shadows_in_space_are_those_the_engine_reckoned(at_desk: Reader) -> None:
    address = space_of(at_desk)
    page = at_desk.page
    script = page.locator("script[src*='space']").get_attribute("src")
    scene = re.sub(r"3d/$", "scene.json", address)
    seen: list[dict[str, Any]] = page.evaluate(CAST_RAYS, [script, scene, list(MOMENTS), 0.001])
    compared, lit, wrong = 0, 0, []
    for one in seen:
        assert one["width_m"] <= WIDEST_M, (
            "a wider window counts by a stretch of its sill; cast its rays from there"
        )
        for when in ("before", "after"):
            if nearest_edge(one[when], one["minute"]) < NEAR_EDGE_MIN:
                continue
            told = any(start < one["minute"] < end for start, end in one[when])
            compared, lit = compared + 1, lit + told
            if told != one[f"seen_{when}"]:
                wrong.append((one["id"], one["minute"], when))
    assert wrong == []
    assert compared > 25_000
    assert 5_000 < lit < compared - 5_000
    assert any(one["seen_before"] and not one["seen_after"] for one in seen)


def nearest_edge(spells: list[list[float]], minute: float) -> float:
    return min((abs(edge - minute) for spell in spells for edge in spell), default=1440.0)


def test_without_webgl_a_sentence_and_the_list_say_the_same(at_desk: Reader) -> None:
    at_desk.context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    space_of(at_desk)
    page = at_desk.page
    expect(page.get_by_text("这里打不开时，请看下面的清单")).to_be_visible()
    assert not page.locator("canvas").is_visible()
    expect(page.locator("table.ledger")).to_contain_text("少 15 分钟")
    assert at_desk.complaints == []


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_sun_moves_the_lifts_come_and_go_and_a_window_can_be_tapped(
    with_webgl: Browser, demonstration: Demonstration, screen: Any
) -> None:
    small = screen == PHONE
    context = with_webgl.new_context(viewport=screen, is_mobile=small, has_touch=small, locale="zh-CN")
    reader = Reader(context, demonstration)
    space_of(reader, "?at=9")
    page = reader.page
    stage = page.locator(".stage")
    expect(stage).to_be_visible(timeout=30_000)
    expect(page.locator("[data-hour]")).to_contain_text("北京时间 12:05（真太阳时 12:00）")
    noon = still(page, stage)
    page.get_by_label("一天里的时刻").fill("570")
    expect(page.locator("[data-hour]")).to_contain_text("真太阳时 9:30")
    morning = still(page, stage)
    page.get_by_label("装上方案里的电梯").uncheck()
    bare = still(page, stage)
    assert len({noon, morning, bare}) == 3
    page.get_by_role("button", name="从南看").click()
    still(page, stage)
    tap_a_window(page, stage, small)
    expect(page.locator("[data-told]")).to_contain_text("现在")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
    assert reader.complaints == []


def still(page: Any, stage: Any) -> bytes:
    """Wait until two pictures in a row are the same, as software draws slowly."""
    before = b""
    for _ in range(30):
        page.wait_for_timeout(400)
        now = bytes(stage.screenshot())
        if now == before:
            return now
        before = now
    pytest.fail("the picture never came to rest")


def tap_a_window(page: Any, stage: Any, touch: bool) -> None:
    """Tap across the middle of the picture until a window answers: façades are a third window."""
    box = stage.bounding_box()
    for down in range(35, 75, 4):
        for across in range(20, 80, 3):
            x, y = box["x"] + box["width"] * across / 100, box["y"] + box["height"] * down / 100
            (page.touchscreen.tap if touch else page.mouse.click)(x, y)
            if "现在" in page.locator("[data-told]").inner_text():
                return
