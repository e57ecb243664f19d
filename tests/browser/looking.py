"""What every page must be, seen in the browser: faults come back as sentences, so that one walk tells them all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings as django_settings
from playwright.sync_api import Error

from tests.browser.conftest import RULES, Visitor, axe_script
from tests.browser.every_page import Sight
from tests.permissions import scene as scenes

SITE = "Sandbox Vlaanderen"
SHEET = Path(django_settings.BASE_DIR) / "var" / "sheet"

# What axe leaves open or people weighed: how axe tells it, the rule, which elements, and why it is right as it is.
REVIEWED = (
    (
        "incomplete",
        "color-contrast",
        ".criterion",
        "the sticky bar of the sheet covers a part until somebody scrolls",
    ),
    (
        "incomplete",
        "color-contrast",
        "#container",
        "the admin's layers hide from axe what lies under its words",
    ),
    ("incomplete", "color-contrast", ".station-note", "the pill brings its own ground"),
    (
        "violations",
        "th-has-data-cells",
        "#result_list",
        "the headings of a list of the admin that found nothing",
    ),
    ("incomplete", "th-has-data-cells", "table", "the same, when axe is not sure"),
    (
        "violations",
        "empty-table-header",
        ".inline-group th",
        "Django's columns for number and removal have no words",
    ),
    (
        "violations",
        "list",
        ".select2-selection__rendered",
        "Django's field for several people; the statement on accessibility names it",
    ),
    ("incomplete", "target-size", ".select2-search__field", "the whole box around it can be clicked"),
)

SHAPE = """() => ({
  sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  headings: document.querySelectorAll('h1').length,
  mains: document.querySelectorAll('main, [role=main]').length,
  title: document.title,
})"""

# Violations and what is undecided, but for the elements that were reviewed.
AXE = """async ([rules, reviewed]) => {
  const found = await axe.run(document, rules);
  const isReviewed = (how, rule, target) => reviewed.some(([when, id, css]) =>
    when === how && id === rule && target.every(part => document.querySelector(part)?.closest(css)));
  return ['violations', 'incomplete'].flatMap(how => found[how].map(one => ({
    how, id: one.id,
    nodes: one.nodes.map(node => node.target).filter(target => !isReviewed(how, one.id, target)).map(String),
  }))).filter(one => one.nodes.length);
}"""


class Look:
    """One member's window: goes to pages, and tells what is wrong with each."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.strangers: list[str] = []
        self.status = 0
        self.page.on("request", self._notice)

    def _notice(self, request: Any) -> None:
        if not request.url.startswith((self.visitor.base, "data:", "blob:")):
            self.strangers.append(request.url)

    def shows_a_page(self, address: str) -> bool:
        """Whether what stands there is HTML, by its content type; a file, a feed or data is no page."""
        answer = self.visitor.context.request.get(self.visitor.base + address)
        return answer.headers.get("content-type", "").startswith("text/html")

    def opens(self, address: str) -> bool:
        """Goes there. Whether it is a page: a feed or data is none, and a file is saved instead of shown."""
        self.visitor.errors.clear()
        self.strangers.clear()
        try:
            answer = self.page.goto(self.visitor.base + address)
        except Error as fault:
            if "Download is starting" in fault.message:
                return False
            raise
        self.status = answer.status if answer else 0
        return bool(answer) and answer.headers.get("content-type", "").startswith("text/html")

    def faults_at(self, address: str) -> list[str]:
        return self.faults() if self.opens(address) else [f"{address} is no page"]

    def faults(self) -> list[str]:
        """Of the page that is open."""
        shape = self.page.evaluate(SHAPE)
        wrong = [
            (shape["sideways"] > 0, f"scrolls sideways by {shape['sideways']} pixels"),
            (shape["headings"] != 1, f"{shape['headings']} main headings"),
            (shape["mains"] != 1, f"{shape['mains']} main landmarks"),
            (not shape["title"].endswith(SITE), f"the title {shape['title']!r} does not end with {SITE}"),
            (bool(self.visitor.errors), f"console: {self.visitor.errors}"),
            (bool(self.strangers), f"asks another host: {self.strangers}"),
        ]
        return [told for is_wrong, told in wrong if is_wrong] + self._of_axe()

    def _of_axe(self) -> list[str]:
        self.page.evaluate(axe_script())
        found = self.page.evaluate(AXE, [RULES | {"resultTypes": ["violations", "incomplete"]}, REVIEWED])
        return [f"{one['how']} {one['id']}: {one['nodes'][:4]}" for one in found]


class Walk:
    """A world in which every sight is looked at by its own member, each in one window."""

    def __init__(
        self, scene: scenes.Scene, visitor: Callable[..., Visitor], width: int, **options: Any
    ) -> None:
        self.scene, self.routes = scene, scenes.routes()
        self._visitor, self._width, self._options = visitor, width, options
        self._looks: dict[str, Look] = {}
        self.is_empty = scene.phase == "empty"

    def look_of(self, member: str) -> Look:
        if member not in self._looks:
            person = scenes.person_of(self.scene, member)
            self._looks[member] = Look(self._visitor(person, self._width, **self._options))
        return self._looks[member]

    def address(self, sight: Sight) -> str:
        query = urlencode(scenes.QUERIES.get(sight.row.key, {}))
        return self.scene.path(self.routes[sight.row.key], sight.row.about) + (f"?{query}" if query else "")

    def faults(self, sight: Sight, member: str = "") -> list[str]:
        """What is wrong with a page; nothing when it is none."""
        member, address = member or sight.member, self.address(sight)
        look = self.look_of(member)
        if not look.opens(address):
            return []
        faults = look.faults() + self._wrong_answer(sight, member, look.status)
        return [f"{sight.name} ({member}, {address}): {told}" for told in faults]

    def _wrong_answer(self, sight: Sight, member: str, status: int) -> list[str]:
        """A page that is not there must not pass for one; who is sent to log in sees that page."""
        expected = sight.answer(member).replace("login", "200")
        return [] if str(status) == expected or self.is_empty else [f"answers {status}, not {expected}"]
