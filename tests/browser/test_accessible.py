"""States that a walk over all pages does not meet: long words, faults in the middle of a task, dark, no JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest

from ideas import actions as ideas
from jury import actions as jury
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.world import ANNOUNCEMENT, DECIDING, DURING_PRESELECTION, DURING_SUBMISSION, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

E = "/2021-2022"
NARROW = 320
LONG = "Onwaarschijnlijklangwoordzonderspatiesdatnergenskanwordenafgebroken" * 2


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


def test_a_long_title_and_every_step_of_the_form(
    world: World, visitor: Callable[..., Visitor], now: Any
) -> None:
    now(DURING_SUBMISSION)
    idea = world.draft(world.owner, LONG[:120])
    gone = world.draft(world.owner, "Weg ermee")
    ideas.discard_draft(gone, by=world.owner, at=DURING_SUBMISSION)
    owner = visitor(world.owner, NARROW)
    for step in ("idea", "entiteiten", "tijd"):
        owner.go(f"{E}/ideeen/{idea.pk}/schrijven/{step}/").finds_it_accessible()
    owner.go(f"{E}/mijn-traject/").finds_it_accessible()


def test_what_goes_wrong_while_judging_and_deciding(
    world: World, visitor: Callable[..., Visitor], now: Any
) -> None:
    idea = world.submitted(world.owner, LONG[:120])
    other = world.submitted(world.other_owner, "Drone zoekt reekalf")
    now(DURING_PRESELECTION)
    own = jury.open_sheet(world.round, idea, by=world.assessor, at=DURING_PRESELECTION)
    world.judged(other, world.assessor)

    assessor = visitor(world.assessor, NARROW).go(f"{E}/beoordelen/preselectie/fiche/{own.pk}/")
    assessor.page.get_by_text("Ja, ik meld een conflict").click()
    assessor.press("Meld mijn belangenconflict").sees("Kies welk belangenconflict").finds_it_accessible()
    jury.declare_no_conflict(own, by=world.assessor, at=DURING_PRESELECTION)
    assessor.go(f"{E}/beoordelen/preselectie/fiche/{own.pk}/").press("Bewaar en kijk na").sees(
        "Geef een oordeel over"
    )
    assessor.finds_it_accessible()

    now(DECIDING)
    decider = visitor(world.decider, NARROW)
    decider.go(f"{E}/beoordelen/preselectie/resultaat/{idea.pk}/").press("Bewaar het ontwerpbesluit")
    decider.sees("Kies weerhouden of niet weerhouden").finds_it_accessible()
    world.released({idea: "shortlisted", other: "not_shortlisted"})

    now(ANNOUNCEMENT)
    visitor(None, NARROW, color_scheme="dark").go(f"{E}/ideeen/").finds_it_accessible()
    visitor(world.owner, NARROW, color_scheme="dark").go(f"{E}/ideeen/{idea.pk}/").finds_it_accessible()


def test_an_idea_is_handed_in_without_javascript(
    world: World, visitor: Callable[..., Visitor], now: Any
) -> None:
    now(DURING_SUBMISSION)
    idea = world.draft(world.owner)
    owner = visitor(world.owner, NARROW, java_script_enabled=False)

    owner.go(f"{E}/ideeen/{idea.pk}/schrijven/problem/")
    owner.page.locator("textarea").fill("Dit probleem is er al jaren.")
    owner.press("Bewaar en ga verder").go(f"{E}/ideeen/{idea.pk}/nakijken/").press("Dien mijn idee in")
    owner.sees("Keur de publieke tekst goed")
    owner.page.get_by_label("Deze tekst mag online komen").check()
    owner.press("Dien mijn idee in").sees("Je idee is ingediend")


def test_an_assessor_judges_by_keyboard_alone(
    world: World, visitor: Callable[..., Visitor], now: Any
) -> None:
    idea = world.submitted(world.owner)
    now(DURING_PRESELECTION)
    sheet = world.sheet(idea, world.assessor)
    page = visitor(world.assessor, 1280).go(f"{E}/beoordelen/preselectie/fiche/{sheet.pk}/").page

    # between two criteria stands the way to the words beside a score
    for press in ("Space", "Tab", "Tab", "ArrowDown", "Tab", "Tab", "Space", "Tab", "Tab", "Space"):
        if press == "Space" and page.evaluate("document.activeElement.type") != "radio":
            page.locator("input[type=radio]").first.focus()
        page.keyboard.press(press)
    assert page.evaluate("document.querySelectorAll('input[type=radio]:checked').length") == 4
    while page.evaluate("document.activeElement.tagName") != "TEXTAREA":
        page.keyboard.press("Tab")
    page.keyboard.type("Helder.")
    page.get_by_role("button", name="Bewaar en kijk na").press("Enter")
    page.wait_for_url("**/nakijken/")
    page.get_by_role("button", name="Dien mijn beoordeling in").press("Enter")
    page.wait_for_url(f"**/fiche/{sheet.pk}/")
    assert "Je beoordeling is ingediend" in page.content()
