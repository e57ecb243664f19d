"""The pages of PoCs through axe at 320 px, and the story of the last cent without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest

from poc import actions
from poc.models import EntryKind
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.poc.stage import approved, ask, project_of, record, two_teams
from tests.world import DURING_POC, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

E = "/2021-2022/poc"
NARROW = 320
LONG = "Onwaarschijnlijklangwoordzonderspatiesdatnergenskanwordenafgebroken" * 2


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


def test_pages_of_a_poc(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    first, second = two_teams(world)
    now(DURING_POC)
    project = project_of(world, first)
    cost = approved(world, project, 605_000, title=LONG, partner=LONG, note=LONG)
    record(cost, EntryKind.INVOICED, 300_050, by=world.member, note=LONG)
    line = record(cost, EntryKind.PAID, 121_000, by=world.staff)
    asked = ask(project, 149_999, by=world.second_member)
    actions.write_journal(project, text=LONG, by=world.member, at=DURING_POC)

    member = visitor(world.member, NARROW)
    for path in (
        "",
        f"{project.pk}/",
        f"{project.pk}/vragen/",
        f"kost/{asked.pk}/",
        f"{project.pk}/afronden/",
    ):
        member.go(f"{E}/{path}").finds_it_accessible()
    member.go(f"{E}/kost/{cost.pk}/").press("Noteer").sees("Nog niet ingevuld").finds_it_accessible()
    member.go(f"{E}/kost/{cost.pk}/rechtzetten/{line.pk}/").finds_it_accessible()
    member.go(f"{E}/{project.pk}/stoppen/").press("Stop, met deze lessen").finds_it_accessible()

    staff = visitor(world.staff, NARROW, color_scheme="dark")
    for path in ("", f"{project.pk}/", f"kost/{cost.pk}/"):
        staff.go(f"{E}/{path}").finds_it_accessible()
    staff.go(f"{E}/kost/{asked.pk}/").page.get_by_text("Niet goedkeuren", exact=True).click()
    staff.press("Keur niet goed").sees("Nog niet ingevuld").finds_it_accessible()
    actions.stop(project, lessons=LONG, by=world.member, at=DURING_POC)
    staff.go(f"{E}/{project.pk}/").finds_it_accessible().go(
        f"{E}/{project.pk}/heropenen/"
    ).finds_it_accessible()

    visitor(world.employee, NARROW).go(f"{E}/").finds_it_accessible()
    other = visitor(world.other_member, NARROW).go(f"{E}/").finds_it_accessible()
    other.go(f"{E}/openen/{second.pk}/").finds_it_accessible()


def test_the_last_cent_without_javascript(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    now(DURING_POC)
    project = project_of(world)
    ask(project, 1_499_999, by=world.member)
    member = visitor(world.member, NARROW, java_script_enabled=False).go(f"{E}/{project.pk}/vragen/")

    member.page.get_by_label("Waarvoor?").fill("De laatste cent")
    amount = member.page.get_by_label("Bedrag, inclusief btw")
    amount.fill("0,02")
    member.press("Vraag deze kost aan").sees("Er is nog €\u00a00,01 vrij van de €\u00a015.000.")
    assert amount.input_value() == "0,02"
    assert member.page.get_by_label("Waarvoor?").input_value() == "De laatste cent"
    amount.fill("0,01")
    member.press("Vraag deze kost aan").sees("Je aanvraag is verstuurd.").sees("De laatste cent")
