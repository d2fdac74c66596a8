"""Journeys: real browser, real server, the platform sandbox over HTTP. The cast signs in through the sign-in page."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

from masthead.accounts.models import Account
from masthead.core import clock
from masthead.web.demo import company
from masthead.web.demo.people import found
from masthead.web.demo.platform import Platform
from masthead.web.demo.sign_in import codes
from sandbox.testing import SandboxServer
from tools.browser import find_chromium

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
)  # Playwright's loop runs in this thread while the test asks the database
ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    options: Any = find_chromium().launch_options()
    options["args"] = [
        *options["args"],
        "--lang=zh-CN",
    ]  # native date and file inputs speak the language of the browser itself
    launched = playwright.chromium.launch(**options)
    yield launched
    launched.close()


class Desk:
    """One person's browser window."""

    def __init__(self, context: BrowserContext, base: str, name: str) -> None:
        self.context, self.base, self.name = context, base, name
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        self.page.on("console", lambda m: self.troubles.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.troubles.append(str(e)))

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def sign_in(self, username: str) -> None:
        page = self.go("/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(company.PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_load_state("networkidle")
        for code in codes() if "/2fa/" in page.url else ():  # each is good once: a second window takes the next
            page.locator("input[name=code]").fill(code)
            page.locator("input[name=code]").press("Enter")
            page.wait_for_load_state("networkidle")
            if "/2fa/" not in page.url:
                break
        page.wait_for_url(self.base + "/")

    def shot(self, name: str, *, full: bool = True) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.wait_for_load_state("networkidle")
        path = ARTEFACTS / f"{name}.png"
        try:
            self.page.screenshot(path=path, full_page=full)
        except Error as error:
            # Under load Chromium refuses a capture now and then, and takes the very same one a moment later.
            if "Unable to capture screenshot" not in str(error):
                raise
            self.page.wait_for_timeout(500)
            self.page.screenshot(path=path, full_page=full)

    def press(self, words: str) -> None:
        """Press the button or link that carries these words."""
        self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words)).first.click()
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def desk_of(browser: Browser, live_server: Any) -> Iterator[Callable[..., Desk]]:
    """`desk_of("linbj", phone=True, dark=True)`: a window in which that person is signed in; no console error may be left behind."""
    desks: list[Desk] = []

    def open_desk(username: str = "", *, phone: bool = False, dark: bool = False) -> Desk:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP, color_scheme="dark" if dark else "light", locale="zh-CN",  # type: ignore[arg-type]
            timezone_id="Asia/Shanghai", has_touch=phone, is_mobile=phone, device_scale_factor=2 if phone else 1,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        desk = Desk(context, live_server.url, username)
        desks.append(desk)
        if username:
            desk.sign_in(username)
        return desk

    yield open_desk
    troubles = [f"{d.name}: {t}" for d in desks for t in d.troubles if "status of 4" not in t]
    for desk in desks:
        desk.context.close()
    assert not troubles, f"the browser console must stay clean: {troubles}"


@pytest.fixture
def house(transactional_db: None, live_server: Any, sandbox_server: SandboxServer, settings: Any) -> Account:
    """The company with its cast, rules, flow, rulebook and one account connected to the sandbox; nothing has happened yet."""
    cache.clear()
    settings.SANDBOX_URL = sandbox_server.base_url
    stand = Platform(sandbox_server.base_url)
    people = found(company.PASSWORD, clock.today())
    account = company.house_of(people, stand, live_server.url)
    stand.http.close()
    return account
