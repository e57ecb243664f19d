"""Every page that a visitor can open, on a first visit to a server as in production: bytes over the wire, other hosts,
and nothing that jumps when the font comes late. The figures go to var/weights.json, by hand to benchmarks/pages.md."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.browser.every_page import STAGES, Sight, pages
from tests.browser.served import HOST, Served
from tests.browser.test_every_page import called
from tests.browser.test_weight import LIGHT, STILL, shifts, visit
from tests.permissions import scene as scenes
from tests.permissions.rows import Table

pytestmark = [
    pytest.mark.browser, pytest.mark.deep, pytest.mark.postgres, pytest.mark.django_db(transaction=True)
]  # fmt: skip

FIGURES = Path(settings.BASE_DIR) / "var" / "weights.json"
VISITOR = "anonymous"


def open_to_visitors(table: Table, phase: str) -> list[Sight]:
    return [sight for sight in pages(table) if sight.phase == phase and VISITOR in sight.members]


PUBLIC = [(table, phase) for table, phase in STAGES if open_to_visitors(table, phase)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("served"))
    yield served
    served.end()


@pytest.mark.parametrize(("table", "phase"), PUBLIC, ids=called)
def test_every_first_visit_is_light_and_still(
    server: Served, whole_browser: Browser, now: Any, table: Table, phase: str
) -> None:
    scene = table.build(phase)
    now(scene.at)
    found, routes = {}, scenes.routes()
    for sight in open_to_visitors(table, phase):
        address = server.url + scene.path(routes[sight.row.key], sight.row.about)
        if seen := first_visit(whole_browser, address):
            found[sight.name] = seen
    keep(found)
    wrong = {
        name: one for name, one in found.items()
        if one["bytes"] >= LIGHT or one["shift"] >= STILL or one["hosts"] != [HOST]
    }  # fmt: skip
    assert not wrong, wrong


def first_visit(browser: Browser, address: str) -> dict[str, Any] | None:
    """The bytes without pictures, the hosts that were asked and the sum of what shifted; None when it is no page."""
    options = {"viewport": {"width": 375, "height": 900}, "locale": "nl-BE", "bypass_csp": True}
    with browser.new_context(**options) as context:
        answer = context.request.get(address)
        if not answer.headers.get("content-type", "").startswith("text/html") or not answer.ok:
            return None
        seen = visit(context.new_page(), address)
    with browser.new_context(**options) as context:
        shift = shifts(context.new_page(), address)
    return {"bytes": seen.weight, "hosts": sorted(seen.hosts), "shift": shift}


def keep(found: dict[str, Any]) -> None:
    FIGURES.parent.mkdir(exist_ok=True)
    before = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    FIGURES.write_text(json.dumps(before | found, indent=1, sort_keys=True), encoding="utf-8")
