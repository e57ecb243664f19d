"""A first visit to a server as in production: bytes over the wire, other hosts, caches, and nothing that jumps."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests import world as worlds
from tests.browser.served import HOST, Served
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PAGES = {"home": "/", "list of ideas": "/2021-2022/ideeen/", "login": "/account/login/"}
LIGHT = 100_000  # bytes without pictures
STILL = 0.001  # browsers tell the sum of all shifts in two decimals: this is 0.00, a menu that moves by a pixel or two
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(one => one.value)))
  .observe({type: "layout-shift", buffered: true});
"""
PUSH = "addEventListener('load', () => setTimeout(() => document.body.style.paddingTop = '200px', 100))"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("served"))
    yield served
    served.end()


@pytest.fixture
def world(transactional_db: None) -> World:
    """Twelve shortlisted ideas: the list and the home page as they are in February."""
    world = worlds.build()
    world.shortlist({f"Slimme sluisdeuren nummer {number:02}": world.owner for number in range(12)})
    return world


@pytest.fixture
def context(whole_browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser that was never here, as wide as the test asks."""
    width = getattr(request, "param", 1280)
    made = whole_browser.new_context(
        viewport={"width": width, "height": 900}, locale="nl-BE", bypass_csp=True
    )
    yield made
    made.close()


@dataclass
class Visit:
    """What was asked, and what came over the wire: of each answer its address, kind, headers and bytes."""

    asked: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    sizes: Counter[str] = field(default_factory=Counter)

    @property
    def bytes_by_kind(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for key, size in self.sizes.items():
            total[self.kinds[key]] += size
        return total

    @property
    def weight(self) -> int:
        """All bytes except those of pictures."""
        return sum(size for kind, size in self.bytes_by_kind.items() if kind != "Image")

    @property
    def hosts(self) -> set[str]:
        addresses = [urlsplit(address) for address in self.asked]
        return {one.hostname or "" for one in addresses if one.scheme != "data"}

    @property
    def assets(self) -> list[dict[str, Any]]:
        return [one for one in self.answers.values() if urlsplit(one["url"]).path.startswith("/static/")]


def visit(page: Page, address: str, *, compressed: bool = True) -> Visit:
    """Open a page and note everything it loads, by the browser's own measure."""
    seen, devtools = Visit(), page.context.new_cdp_session(page)

    def note(event: dict[str, Any]) -> None:
        seen.kinds[event["requestId"]] = event["type"]
        seen.answers[event["requestId"]] = event["response"]

    def weigh(event: dict[str, Any]) -> None:
        seen.sizes[event["requestId"]] += event["encodedDataLength"]

    devtools.on("Network.requestWillBeSent", lambda event: seen.asked.append(event["request"]["url"]))
    devtools.on("Network.responseReceived", note)
    devtools.on("Network.loadingFinished", weigh)
    devtools.send("Network.enable")
    if not compressed:
        devtools.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": "identity"}})
    page.goto(address, wait_until="networkidle")
    return seen


# --- bytes and hosts ---


@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_is_light_and_asks_no_other_host(world, server, context, name):
    seen = visit(context.new_page(), server.url + PAGES[name])

    assert {"Document", "Stylesheet", "Script", "Font"} <= seen.bytes_by_kind.keys()
    assert seen.weight < LIGHT, seen.bytes_by_kind
    assert seen.hosts == {HOST}


def test_the_scale_sees_what_compression_saves(world, server, context):
    """The control: without compression the same style sheet weighs more than twice as much."""
    light = visit(context.new_page(), server.url)
    context.clear_cookies()
    with context.browser.new_context() as other:
        heavy = visit(other.new_page(), server.url, compressed=False)

    assert heavy.bytes_by_kind["Stylesheet"] > 2 * light.bytes_by_kind["Stylesheet"]
    assert heavy.weight > light.weight + 30_000


def test_another_host_would_be_seen(world, server, context):
    """The control: a picture by another name of this machine."""
    script = f"addEventListener('load', () => new Image().src = 'http://localhost:{server.port}/favicon.ico')"
    context.add_init_script(script)

    assert visit(context.new_page(), server.url).hosts == {HOST, "localhost"}


# --- caches ---


def test_what_has_its_hash_in_its_name_is_kept_for_ever(world, server, context):
    assets = visit(context.new_page(), server.url).assets

    assert len(assets) >= 4
    for asset in assets:
        assert HASHED.search(asset["url"]), asset["url"]
        kept = {word.strip() for word in asset["headers"]["Cache-Control"].split(",")}
        assert {"max-age=315360000", "immutable"} <= kept, kept


def test_a_name_without_hash_is_not_kept_for_ever(world, server, context):
    """The control: the same file by its plain name may change."""
    (plain,) = visit(context.new_page(), f"{server.url}/static/css/portal.css").assets

    assert "immutable" not in plain["headers"].get("Cache-Control", "")


# --- nothing jumps ---


def shifts(page: Page, address: str) -> float:
    """The sum of the layout shifts in a first visit whose fonts come late."""
    late: list[Route] = []
    page.add_init_script(SHIFTS)
    page.route("**/*.woff2", lambda route: late.append(route))
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_timeout(500)
    assert late, "no font is asked for"
    for route in late:
        route.continue_()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    page.wait_for_timeout(300)
    return float(sum(page.evaluate("window.shifts")))


@pytest.mark.parametrize("context", [375, 1280], indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_jumps_when_the_font_is_late(world, server, context, name):
    assert shifts(context.new_page(), server.url + PAGES[name]) < STILL


def test_a_jump_would_be_seen(world, server, context):
    """The control: a page that pushes its content down after loading."""
    context.add_init_script(PUSH)

    assert shifts(context.new_page(), server.url) > 10 * STILL
