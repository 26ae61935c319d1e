"""Makes the pictures of README and docs from a fresh demonstration: ``python tools/screenshots.py``.

Needs Chromium (``SANXIN_BROWSER``, or /usr/bin/chromium) and Playwright; never runs by itself.
"""

import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
BROWSER = os.environ.get("SANXIN_BROWSER", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-background-networking", "--enable-unsafe-swiftshader", "--use-angle=swiftshader",
]  # fmt: skip
SETTLES_MS = 8000  # software draws the compound in space slowly
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
COLOURS, LARGEST_BYTES = 256, 250_000
ROWS = """\
门栋,室号,楼层,建筑面积,业主,电话
1,901,9,56.2,王新,13800000001
2,901,9,48.5,孙大勇,
99,101,1,50,周明,13800000009
2,302,3,六十,吴芳,13800000010
3,501,5,61,郑强,1380
"""


@contextmanager
def demonstration() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Serve a fresh demonstration; give its address and its logins."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sanxin", "demo", "--port", str(port), "--data", folder]
        env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        served = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        try:
            while served.poll() is None and not _answers(port):
                time.sleep(0.5)
            logins = json.loads((Path(folder) / "store" / "logins.json").read_text(encoding="utf-8"))
            yield f"http://127.0.0.1:{port}", logins
        finally:
            served.terminate()
            served.wait(20)


def take(address: str, logins: list[dict[str, str]], browser: Browser) -> None:
    """Take every picture."""
    page = _page(browser, DESK)
    page.goto(f"{address}/demo/")
    page.locator("form", has_text="王书记").first.get_by_role("button").click()
    page.get_by_role("link", name="金牛花苑").click()
    compound = page.url
    _keep(page, "compound")
    page.locator("li[data-class=difficult] a").first.click()
    _keep(page, "stairwell")
    page.goto(f"{compound}3d/")
    page.get_by_label("一天里的时刻").fill("570")
    page.get_by_label("一天里的时刻").blur()
    page.evaluate("document.querySelector('.space').scrollIntoView({ behavior: 'instant' })")
    page.wait_for_timeout(SETTLES_MS)
    _keep(page, "space")
    page.goto(f"{compound}dwellings/import/")
    page.get_by_label("住户清册").set_input_files(
        {"name": "住户清册.csv", "mimeType": "text/csv", "buffer": ROWS.encode("gbk")}
    )
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("heading", name="预览").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.tabs').scrollIntoView()")
    _keep(page, "import")
    phone = _page(browser, PHONE, is_mobile=True, device_scale_factor=2)
    card = next(one for one in logins if "card" in one)
    phone.goto(f"{address}/card/{card['card']}/")
    phone.get_by_label(re.compile("验证码")).fill(card["code"])
    phone.get_by_role("button", name="打开", exact=True).click()
    _keep(phone, "phone")
    phone.evaluate("document.querySelector('.window').scrollIntoView({ behavior: 'instant' })")
    _keep(phone, "light")


def _page(browser: Browser, screen: Any, **more: Any) -> Page:
    return browser.new_context(viewport=screen, locale="zh-CN", **more).new_page()


def _keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    if kept.tell() >= LARGEST_BYTES:
        kept = io.BytesIO()
        fewer = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        fewer.save(kept, "PNG", optimize=True)
    (IMAGES / f"{name}.png").write_bytes(kept.getvalue())
    print(f"docs/images/{name}.png {kept.tell() // 1000} kB")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main() -> None:
    """Serve, take, stop."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with demonstration() as (address, logins), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        take(address, logins, browser)
        browser.close()


if __name__ == "__main__":
    main()
