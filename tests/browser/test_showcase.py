"""The sheet from an empty form to the showcase in a real browser; every page of it through axe at 320 px."""

from collections.abc import Callable
from typing import Any

import pytest

from showcase import actions
from showcase.models import Result
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.showcase.stage import APPROVING, WORDS, WRITING, agree, paid, poc, set_showcase, written
from tests.world import DURING_SHOWCASE, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOWCASE = "/2021-2022/showcase/"
NARROW = 320
LONG = "Onwaarschijnlijklangwoordzonderspatiesdatnergenskanwordenafgebroken" * 2


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


def test_a_team_writes_its_result_and_approves_it(
    world: World, visitor: Callable[..., Visitor], now: Any
) -> None:
    now(WRITING)
    project = poc(world)
    writing = f"{SHOWCASE}poc/{project.pk}/schrijven/"

    member = visitor(world.member, NARROW, java_script_enabled=False).go(writing)
    member.page.get_by_role("button", name="Neem over en bewaar").click()
    member.sees("Bewaard. Je kan later verder schrijven.")
    for label, words in [
        ("Het project in één zin", "Een model dat de aankomst van een schip voorspelt."),
        ("Waarom deden jullie dit?", "Om te weten of open gegevens volstaan."),
        ("Wat leverde het op?", "Een prototype op twee sluizen."),
    ]:
        member.page.get_by_label(label).fill(words)
    member.press("Bewaar en bekijk").sees("Dit is een voorbeeld").sees("Antwoord op problem")
    member.page.get_by_label("Zet mijn naam bij het resultaat").check()
    member.press("Ik ga akkoord met deze tekst").sees("Jij bent akkoord.")

    agree(Result.objects.get(), world.owner, world.second_member)
    set_showcase(world)
    now(DURING_SHOWCASE)
    visitor(None, NARROW, java_script_enabled=False).go(SHOWCASE).follow("Slimme sluisdeuren").sees("Lid Een")


def test_pages_of_the_showcase(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    now(WRITING)
    project = poc(world)
    paid(project, world.staff, 1_240_050)
    writing = f"{SHOWCASE}poc/{project.pk}/schrijven/"

    visitor(None, NARROW).go(SHOWCASE).sees("de juiste dag volgt").finds_it_accessible()
    member = visitor(world.member, NARROW).go(writing).finds_it_accessible()
    member.page.get_by_label("Welk probleem pakten jullie aan?").evaluate(
        "field => field.removeAttribute('maxlength')"
    )
    member.page.get_by_label("Welk probleem pakten jullie aan?").fill("x" * 3001)
    member.press("Bewaar").sees("Er klopt nog iets niet").finds_it_accessible()
    written(project, world.owner, problem=LONG)
    member.page.get_by_label("Welk probleem pakten jullie aan?").fill("Van het lid.")
    member.press("Bewaar").sees("Dit is intussen gewijzigd").finds_it_accessible()

    result = actions.save_result(
        project, words=WORDS | {"summary": LONG[:200], "problem": LONG}, version=1, by=world.owner, at=WRITING
    )
    agree(result, world.owner)
    now(APPROVING)
    page = f"{SHOWCASE}{result.pk}/"
    member.go(writing).sees("iemand keurde deze tekst al goed").finds_it_accessible()
    member.go(page).sees("Wie is akkoord?").finds_it_accessible()
    agree(result, world.member, world.second_member)
    member.go(f"{page}herzien/").finds_it_accessible()
    member.go(writing).sees("Deze fiche is goedgekeurd").finds_it_accessible()

    set_showcase(world)
    now(DURING_SHOWCASE)
    member.go(page).sees("Het hele team is akkoord").finds_it_accessible()
    visitor(None, NARROW).go(page).finds_it_accessible().go(SHOWCASE).finds_it_accessible()
    visitor(None, 1280, color_scheme="dark").go(page).finds_it_accessible()
