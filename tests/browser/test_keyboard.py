"""Telling pages by keyboard alone: every stop is seen, in order, with a ring around it, and one gets out again."""

from collections.abc import Callable
from typing import Any

import pytest

from jury import actions as jury
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.world import DURING_POC, DURING_PRESELECTION, DURING_SUBMISSION, DURING_TEAMS, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

E = "/2021-2022"
MOST_STOPS = 150

# Where the focus is now: what, whether it can be seen, and whether something marks it.
STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const marked = one.matches('input[type=radio], input[type=checkbox]') && one.nextElementSibling
    ? [one, one.nextElementSibling] : [one];
  const ring = marked.some(part => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  });
  const x = box.left + Math.min(box.width / 2, 12), y = box.top + Math.min(box.height / 2, 12);
  const top = document.elementFromPoint(x, y);
  window.stops = window.stops || [];
  const known = window.stops.indexOf(one);
  if (known < 0) window.stops.push(one);
  const last = window.stops[window.stops.length - 2];
  return {
    told: one.outerHTML.slice(0, 120),
    again: known >= 0,
    inside: box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
    covered: !(top && (one.contains(top) || top.contains(one) || top.closest('label')?.control === one)),
    ring,
    ordered: !last || !!(last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""


def faults_by_keyboard(visitor: Visitor) -> list[str]:
    """Tab through the whole page, from the top until one leaves it."""
    page, faults = visitor.page, []
    page.evaluate("window.stops = []; document.activeElement?.blur(); scrollTo(0, 0)")
    for number in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["again"]:
            return faults if number else ["nothing can be reached"]
        wrong = {
            "is outside the window": not stop["inside"],
            "is covered": stop["inside"] and stop["covered"],
            "has no ring": not stop["ring"],
            "comes too early": not stop["ordered"],
        }
        faults += [f"{stop['told']} {told}" for told, is_wrong in wrong.items() if is_wrong]
    return [*faults, f"still going after {MOST_STOPS} stops"]


def goes_around(visitor: Visitor, path: str) -> None:
    """Wide and narrow, with nothing hidden and no way astray; the skip link first, and it works."""
    visitor.go(path)
    for width in (1280, 375):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        assert faults_by_keyboard(visitor) == [], (path, width)
    visitor.go(path).page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip", path
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("!!document.activeElement.closest('main, footer')"), path


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


def test_what_everybody_reads_and_what_an_owner_writes(
    world: World, visitor: Callable[..., Visitor], now: Any
) -> None:
    now(DURING_SUBMISSION)
    idea = world.draft(world.owner)
    everybody, owner = visitor(None), visitor(world.owner)
    for path in ("/", f"{E}/leren/pitchen/", "/account/inloggen/"):
        goes_around(everybody, path)
    for path in (f"{E}/mijn-traject/", f"{E}/ideeen/{idea.pk}/schrijven/kern/", "/profiel/"):
        goes_around(owner, path)
    goes_around(owner, f"{E}/ideeen/{idea.pk}/nakijken/")
    goes_around(visitor(world.staff), f"{E}/teksten/stappen/")


def test_what_an_assessor_judges(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    idea = world.submitted(world.owner)
    now(DURING_PRESELECTION)
    sheet = jury.open_sheet(world.round, idea, by=world.assessor, at=DURING_PRESELECTION)
    jury.declare_no_conflict(sheet, by=world.assessor, at=DURING_PRESELECTION)
    assessor = visitor(world.assessor)
    goes_around(assessor, f"{E}/beoordelen/preselectie/")
    goes_around(assessor, f"{E}/beoordelen/preselectie/fiche/{sheet.pk}/")
    goes_around(visitor(world.decider), f"{E}/beoordelen/preselectie/resultaat/")


def test_what_a_team_sees(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    world.shortlist({"Slimme sluisdeuren": world.owner})
    team = world.team()
    now(DURING_TEAMS)
    owner = visitor(world.owner)
    for path in (f"{E}/ideeen/", f"{E}/teams/", f"{E}/teams/{team.pk}/", f"{E}/sprintweken/"):
        goes_around(owner, path)
    now(DURING_POC)
    goes_around(owner, f"{E}/poc/")
    goes_around(owner, f"{E}/showcase/")


def test_twice_as_large_nothing_scrolls_sideways(
    world: World, visitor: Callable[..., Visitor], now: Any
) -> None:
    """200 %: half of a window of 1280, every pixel doubled."""
    now(DURING_SUBMISSION)
    idea = world.draft(world.owner)
    owner = visitor(world.owner, 640, device_scale_factor=2)
    for path in ("/", f"{E}/mijn-traject/", f"{E}/ideeen/{idea.pk}/schrijven/kern/", "/privacy/"):
        owner.go(path).fits()


def test_what_was_done_is_announced(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    now(DURING_SUBMISSION)
    owner = visitor(world.owner).go("/profiel/")
    owner.press("Bewaar")
    assert "Je gegevens zijn bewaard." in owner.page.get_by_role("status").first.inner_text()


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ("<a href=#a>Een</a><a href=#b>Twee</a>", ""),
        ("<style>a{outline:0!important;box-shadow:none!important}</style><a href=#a>Een</a>", "has no ring"),
        ("<a href=#a style='position:absolute;left:-999px'>Een</a>", "is outside the window"),
        ("<div style='position:fixed;inset:0;background:#fff'></div><a href=#a>Een</a>", "is covered"),
        ("<a href=#a>Een</a><a href=#b tabindex=1>Twee</a><a href=#c tabindex=2>Drie</a>", "comes too early"),
    ],
)
def test_a_planted_fault_is_found(visitor: Callable[..., Visitor], planted: str, told: str) -> None:
    nobody = visitor(None)
    nobody.page.set_content(
        f"<!doctype html><style>:focus-visible{{outline:3px solid}}</style><main>{planted}</main>"
    )
    faults = faults_by_keyboard(nobody)
    assert any(told in fault for fault in faults) if told else faults == [], faults
