"""A real Chromium against the live server."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from portal.models import Person
from tests.services import find_chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


# Playwright keeps an event loop in the main thread; the tests' own queries there are synchronous all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@cache
def axe_script() -> str:
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Browser:
    """A browser that draws letters as people see them."""
    return playwright.chromium.launch(executable_path=find_chromium(whole=True), args=FLAGS)


class Visitor:
    """Somebody at a browser. Every page they look at passes axe, has no console errors and does not scroll sideways."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context, self.base = context, base
        self.page: Page = context.new_page()
        self.page.set_default_timeout(8000)
        self.errors: list[str] = []
        self.status = 0  # of the page that was gone to last
        self.page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        expected = "Failed to load resource: the server responded with a status of 4"
        if message.type == "error" and not message.text.startswith(expected):
            self.errors.append(message.text)

    def go(self, path: str) -> "Visitor":
        response = self.page.goto(self.base + path)
        self.status = response.status if response else 0
        return self

    def press(self, name: str) -> "Visitor":
        self.page.get_by_role("button", name=name, exact=True).first.click()
        return self

    def follow(self, name: str) -> "Visitor":
        self.page.get_by_role("link", name=name).first.click()
        return self

    def sees(self, text: str) -> "Visitor":
        assert text in self.page.locator("body").inner_text(), f"{text!r} is not on {self.page.url}"
        return self

    def finds_it_accessible(self) -> "Visitor":
        self.page.evaluate(axe_script())
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        told = [f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']]}" for one in found]
        assert not told, f"{self.page.url}: {told}"
        return self.fits()

    def fits(self) -> "Visitor":
        """Nothing scrolls sideways, and the console has no fault."""
        self.page.wait_for_load_state()
        sideways = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not sideways, f"{self.page.url} scrolls sideways"
        assert not self.errors, f"{self.page.url}: {self.errors}"
        return self


@pytest.fixture
def visitor(browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """`visitor(person, width)`: a new browser window, logged in as the person (nobody when None)."""
    contexts: list[BrowserContext] = []

    def make(person: Person | None = None, width: int = 1280, **options: Any) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-BE", **options)
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
        return Visitor(context, live_server.url)

    yield make
    for context in contexts:
        context.close()
    wait_for_the_server(live_server.url)


def wait_for_the_server(url: str) -> None:
    """A page may have asked for a picture, or saved by itself, as it was closed. The server finishes that before the
    tables are emptied, or the two wait for each other. It takes connections one by one, so once it has answered this
    one all earlier ones have a thread, and each thread ends with its browser."""
    with suppress(OSError):
        urlopen(f"{url}{settings.STATIC_URL}css/portal.css").close()  # noqa: S310 - the test's own server
    for _turn in range(200):
        if not any("process_request_thread" in thread.name for thread in threading.enumerate()):
            return
        time.sleep(0.05)
    wait_for_the_database()  # a connection that is only kept open asks nothing


def wait_for_the_database() -> None:
    """Until nobody else is asking or writing anything in the database of the test. Who still is after half a minute is
    cut off, and what they wrote with them."""
    if connection.vendor != "postgresql":
        return
    others = (
        "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND state <> 'idle'"
    )
    for _turn in range(300):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {others}")
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")
