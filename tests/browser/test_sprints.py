"""Every page of the sprint weeks through axe at 320 px; choosing and confirming by people."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from sprints import actions
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.sprints.stage import WEEK_10, WEEK_11, booked, place, two_teams, week
from tests.world import DURING_TEAMS, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CALENDAR = "/2021-2022/sprintweken/"
NARROW = 320


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


def test_a_team_chooses_confirms_and_lets_go(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    now(DURING_TEAMS)
    team, other = two_teams(world)
    here = place(WEEK_11)
    here.room, here.designer = "Zaalmeteenonwaarschijnlijklangenaamzonderspaties", world.designer
    actions.save_place(here, by=world.staff, at=DURING_TEAMS)
    booked(world, other, WEEK_11)

    visitor(None, NARROW).go(CALENDAR).sees("0 van 1 plaats vrij").finds_it_accessible()
    visitor(world.staff, NARROW).go(CALENDAR).sees("Lucht in de klas").finds_it_accessible()
    visitor(world.employee, NARROW).go(f"{CALENDAR}kies/{week(WEEK_10).pk}/").finds_it_accessible()

    member = visitor(world.member, NARROW)
    member.go(CALENDAR).finds_it_accessible()
    member.page.get_by_role("link", name=re.compile("Kies deze week.*week 10")).click()
    member.sees("jouw wens").finds_it_accessible().press("Houd deze week vast")
    member.sees("Je team houdt deze week vast.").sees("2 leden moeten nog bevestigen").finds_it_accessible()

    for person in (world.owner, world.second_member):
        visitor(person, NARROW).go("/2021-2022/mijn-traject/").follow("Bevestig jullie sprintweek").press(
            "Ik houd deze week vrij"
        )
    member.go(f"{CALENDAR}{team.pk}/").sees("Zet de week in je agenda").finds_it_accessible()
    member.go(CALENDAR).sees("jouw team").finds_it_accessible()
    member.go(f"{CALENDAR}kies/{week(9).pk}/").sees("heeft nu week 10").finds_it_accessible()
    member.go(f"{CALENDAR}{team.pk}/").follow("Laat deze week los")
    member.finds_it_accessible().press("Laat de week los")
    member.sees("De week is losgelaten.").finds_it_accessible()
