"""Writing in a real browser: it saves by itself; no dead line, lost session or second tab loses a word."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from ideas.models import Idea
from portal.models import Person
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.world import DURING_SUBMISSION, World, small_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUIET, LONGEST, AGAIN = 2_000, 15_000, 10_000  # milliseconds, as writing.js counts them


@pytest.fixture
def world(transactional_db: None, now: Any) -> World:
    now(DURING_SUBMISSION)
    return worlds.build()


@pytest.fixture
def idea(world: World) -> Idea:
    return world.draft(world.owner)


def step(idea: Idea, key: str) -> str:
    return f"/{idea.edition_id}/ideeen/{idea.pk}/schrijven/{key}/"


def writer(visitor: Any, person: Person, idea: Idea, key: str = "why", width: int = 1280) -> Visitor:
    """Somebody at a step, with the browser's clock in our hands."""
    somebody = visitor(person, width)
    somebody.page.clock.install()
    somebody.go(step(idea, key))
    return somebody


def types(somebody: Visitor, text: str, wait: int = QUIET + 100) -> None:
    somebody.page.locator("form#step textarea, form#step input[name=title]").first.fill(text)
    somebody.page.clock.run_for(wait)


def told(somebody: Visitor, words: str) -> None:
    somebody.page.locator("#saved > span", has_text=words).wait_for()


def warned(somebody: Visitor, words: str) -> None:
    """Said where a screen reader hears it, and beside the form that it is not saved."""
    somebody.page.locator("#not-saved[role=status]", has_text=words).wait_for()
    told(somebody, "Nog niet bewaard")


def answer(idea: Idea, key: str = "why") -> str:
    return str(Idea.objects.get(pk=idea.pk).answers[key])


def test_it_saves_two_seconds_after_the_last_key_and_says_when(
    world: World, visitor: Any, idea: Idea
) -> None:
    owner = writer(visitor, world.owner, idea)

    types(owner, "Vandaag kijkt niemand naar die metingen.")

    told(owner, "Bewaard om")
    assert answer(idea) == "Vandaag kijkt niemand naar die metingen."
    owner.finds_it_accessible()


def test_who_never_stops_typing_is_saved_every_fifteen_seconds(
    world: World, visitor: Any, idea: Idea
) -> None:
    owner = writer(visitor, world.owner, idea)

    for second in range(LONGEST // 1000 + 1):
        types(owner, f"Nog altijd aan het typen, {second}", wait=1_000)

    told(owner, "Bewaard om")
    assert answer(idea).startswith("Nog altijd aan het typen")


def test_leaving_a_field_saves_at_once(world: World, visitor: Any, idea: Idea) -> None:
    owner = writer(visitor, world.owner, idea, "kern")

    owner.page.locator("input[name=title]").fill("Stille straten")
    owner.page.keyboard.press("Tab")

    told(owner, "Bewaard om")
    assert Idea.objects.get(pk=idea.pk).title == "Stille straten"


def test_a_dead_line_is_told_and_made_good(world: World, visitor: Any, idea: Idea) -> None:
    owner = writer(visitor, world.owner, idea)
    owner.context.set_offline(True)
    types(owner, "Geschreven zonder verbinding.")
    warned(owner, "Er is geen verbinding")
    assert answer(idea) != "Geschreven zonder verbinding."

    owner.context.set_offline(False)
    owner.page.clock.run_for(AGAIN + 100)

    told(owner, "Bewaard om")
    assert answer(idea) == "Geschreven zonder verbinding."


def test_a_lost_session_is_told_and_a_login_in_another_tab_is_enough(
    world: World, visitor: Any, idea: Idea
) -> None:
    owner = writer(visitor, world.owner, idea)
    owner.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    types(owner, "Geschreven na het uitloggen.")
    warned(owner, "Je bent uitgelogd")
    assert owner.page.get_by_role("link", name="Opnieuw inloggen").get_attribute("target") == "_blank"

    log_in_elsewhere(owner, world.owner)
    owner.page.clock.run_for(AGAIN + 100)

    told(owner, "Bewaard om")
    assert answer(idea) == "Geschreven na het uitloggen."


def log_in_elsewhere(somebody: Visitor, person: Person) -> None:
    """In another tab, where the browser gets a new session and another token against forgery."""
    somebody.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = {"name": settings.SESSION_COOKIE_NAME, "url": somebody.base}
    somebody.context.add_cookies([cookie | {"value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
    other = somebody.context.new_page()
    other.goto(somebody.base + "/account/profiel/")
    other.close()


def test_two_tabs_see_both_texts_and_nothing_is_overwritten(world: World, visitor: Any, idea: Idea) -> None:
    first, second = (writer(visitor, world.owner, idea, "kern") for _tab in range(2))
    types(first, "Uit de eerste tab")
    told(first, "Bewaard om")

    types(second, "Uit de tweede tab")

    told(second, "Nog niet bewaard")
    assert Idea.objects.get(pk=idea.pk).title == "Uit de eerste tab"
    second.press("Leg de twee teksten naast elkaar").sees("Uit de eerste tab")
    assert second.page.locator("input[name=title]").input_value() == "Uit de tweede tab"
    types(second, "Uit de tweede tab, en verder", wait=LONGEST + 100)
    second.page.wait_for_load_state("networkidle")
    assert Idea.objects.get(pk=idea.pk).title == "Uit de eerste tab"
    second.press("Bewaar").sees("Bewaard.")
    assert Idea.objects.get(pk=idea.pk).title == "Uit de tweede tab, en verder"


def test_a_text_that_is_too_long_is_told_and_stays(world: World, visitor: Any, idea: Idea) -> None:
    owner = writer(visitor, world.owner, idea)

    types(owner, "w" * 4001)

    told(owner, "Bewaard om")
    owner.sees("niet meer dan 4000 tekens")
    owner.sees("Maak hem korter voor je je idee indient")
    assert len(Idea.objects.get(pk=idea.pk).answers["why"]) == 4001
    types(owner, "w" * 4000)
    owner.page.locator("#not-saved li").wait_for(state="detached")


def test_what_is_right_is_saved_beside_what_is_too_long(world: World, visitor: Any, idea: Idea) -> None:
    owner = writer(visitor, world.owner, idea, "kern")
    owner.page.locator("textarea").fill("Een samenvatting die past.")

    types(owner, "t" * 121)

    told(owner, "Nog niet bewaard")
    now = Idea.objects.get(pk=idea.pk)
    assert (now.title, now.summary) == (idea.title, "Een samenvatting die past.")


def test_back_shows_what_was_written_and_saves_on(world: World, visitor: Any, idea: Idea) -> None:
    owner = writer(visitor, world.owner, idea)
    types(owner, "Eerste zin.")
    told(owner, "Bewaard om")
    owner.press("Bewaar en ga verder").page.wait_for_url("**/problem/")

    owner.page.go_back()
    types(owner, "Eerste zin. Tweede zin.")

    told(owner, "Bewaard om")
    assert answer(idea) == "Eerste zin. Tweede zin."


def test_a_list_is_searched_by_keyboard_and_what_is_ticked_stays(
    world: World, visitor: Any, idea: Idea
) -> None:
    owner = writer(visitor, world.owner, idea, "entiteiten", width=320)
    search = owner.page.get_by_label("Zoek in de lijst")

    search.fill("vda")

    owner.sees("Gevonden: 1").finds_it_accessible()
    ticked = owner.page.locator(".boxes .form-check:visible input:checked").count()
    assert ticked == idea.entities.count()
    search.press("Tab")
    assert owner.page.evaluate("document.activeElement.type") == "checkbox"


def test_the_look_of_a_text_is_shown_and_nothing_in_it_acts(world: World, visitor: Any, idea: Idea) -> None:
    owner = writer(visitor, world.owner, idea)
    owner.page.locator("textarea").fill("- **één**\n- <script>alert(1)</script>\n\n[x](javascript:1)")

    owner.press("Bekijk hoe je tekst eruitziet").page.locator(".text-preview strong").wait_for()

    assert owner.page.locator(".text-preview li").count() == 2
    assert owner.page.locator(".text-preview a, .text-preview script").count() == 0
    owner.finds_it_accessible()


def test_without_javascript_the_same_form_saves(world: World, visitor: Any, idea: Idea) -> None:
    owner = visitor(world.owner, 320, java_script_enabled=False).go(step(idea, "why"))
    owner.page.locator("textarea").fill("Zonder JavaScript.")

    owner.press("Bewaar").sees("Bewaard.")

    assert answer(idea) == "Zonder JavaScript."
    assert not owner.page.get_by_role("button", name="Bekijk hoe je tekst eruitziet").is_visible()


def test_a_picture_is_added_on_a_phone_and_taken_away_and_put_back(
    world: World, visitor: Any, idea: Idea
) -> None:
    owner = visitor(world.owner, 320).go(f"/{idea.edition_id}/ideeen/{idea.pk}/bestanden/")
    sent = small_picture()
    owner.page.get_by_label("Foto of tekening").set_input_files(
        {"name": sent.name, "mimeType": "image/png", "buffer": sent.read()}
    )
    owner.page.get_by_label("Wat staat erop?").fill("Een rood vlak.")

    owner.press("Voeg de foto toe").sees("tekening.png").finds_it_accessible()
    owner.page.get_by_role("button", name="Neem weg").click()
    owner.sees("is weggenomen").finds_it_accessible()
    owner.press("Zet terug").sees("staat weer bij je idee")


def test_an_earlier_version_is_compared_and_put_back(world: World, visitor: Any, idea: Idea) -> None:
    page = f"/{idea.edition_id}/ideeen/{idea.pk}/versies/"
    actions_later(world, idea)
    owner = visitor(world.owner, 320).go(page).finds_it_accessible()

    owner.page.locator("main .rows a").last.click()
    owner.sees("Waarom dit idee?").finds_it_accessible()
    owner.press("Zet deze versie terug").sees("Deze versie staat terug")

    assert answer(idea) == idea.answers["why"]


def actions_later(world: World, idea: Idea) -> None:
    from datetime import timedelta

    from ideas import actions

    later = DURING_SUBMISSION + timedelta(minutes=20)
    changes = {"answers": {"why": "Een heel andere reden."}}
    actions.save_draft(idea, changes, version=idea.version, by=world.owner, at=later)
