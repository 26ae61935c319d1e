"""The demonstration, served by its own process as its reader starts it, and a browser to walk it."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from tests.stores import BARE, lived_through

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("SANXIN_BROWSER", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
STARTS_WITHIN_S = 180


@dataclass(frozen=True)
class Demonstration:
    """Where it is served, and who may come in."""

    address: str
    logins: list[dict[str, str]]

    def login(self, name: str) -> dict[str, str]:
        return next(one for one in self.logins if one.get("name") == name)

    def code(self, name: str) -> str:
        return pyotp.TOTP(self.login(name)["secret"]).now()

    @property
    def card(self) -> dict[str, str]:
        return next(one for one in self.logins if "card" in one)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copytree(lived_through(tmp_path_factory) / "kept", folder / "kept")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "told.txt").open("w") as told:
        served = subprocess.Popen(
            [sys.executable, "-m", "sanxin", "demo", "--port", str(port), "--data", str(folder)],
            cwd=ROOT, env=BARE | {"PYTHONPATH": str(ROOT / "src")}, stdout=told, stderr=told,
        )  # fmt: skip
        try:
            wait_for(port, served)
            logins = json.loads((folder / "store" / "logins.json").read_text(encoding="utf-8"))
            yield Demonstration(f"http://127.0.0.1:{port}", logins)
        finally:
            served.terminate()
            served.wait(20)


def wait_for(port: int, served: "subprocess.Popen[bytes]") -> None:
    for _ in range(STARTS_WITHIN_S * 2):
        assert served.poll() is None, "the demonstration ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    pytest.fail("the demonstration did not start")


@pytest.fixture(scope="session")
def play() -> Iterator[Playwright]:
    if not Path(CHROMIUM).is_file():
        pytest.fail("no Chromium; name one in SANXIN_BROWSER")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(play: Playwright) -> Iterator[Browser]:
    browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


class Reader:
    """Somebody at a screen; whatever the console complains about is kept."""

    def __init__(self, context: BrowserContext, at: Demonstration) -> None:
        self.context, self.at = context, at
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _hear(self, said: ConsoleMessage) -> None:
        refused = re.search(r"status of (404|405|422)", said.text)
        if said.type == "error" and not (refused and said.location["url"] == self.page.url):
            self.complaints.append(f"{self.page.url}: {said.text}")

    def go(self, path: str) -> Page:
        self.page.goto(self.at.address + path)
        return self.page

    def come_in_as(self, name: str) -> Page:
        """Come in through the demonstration's door."""
        page = self.go("/demo/")
        page.locator("form", has_text=name).get_by_role("button").first.click()
        page.wait_for_url("**/compounds/")
        return page

    def choose(self, *, language: str = "zh", elder: bool = False) -> None:
        kept: list[Any] = [
            {"name": "language", "value": language, "url": self.at.address},
            {"name": "elder", "value": "yes" if elder else "no", "url": self.at.address},
        ]
        self.context.add_cookies(kept)


@pytest.fixture
def at_desk(chromium: Browser, demonstration: Demonstration) -> Iterator[Reader]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    yield Reader(context, demonstration)
    context.close()


@pytest.fixture
def on_phone(chromium: Browser, demonstration: Demonstration) -> Iterator[Reader]:
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN")
    yield Reader(context, demonstration)
    context.close()
