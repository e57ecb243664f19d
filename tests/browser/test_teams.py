"""Every page of teams through axe at 320 px; a candidate, an owner, a member and a manager on their way."""

from collections.abc import Callable
from typing import Any

import pytest

from teams import actions, content
from teams.models import Candidacy, Membership, Support
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.world import DURING_TEAMS, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEAMS = "/2021-2022/teams/"
NARROW = 320


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


def test_from_the_call_to_a_complete_team(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    now(DURING_TEAMS)
    team = world.forming_team(world.owner, world.member)
    here = f"{TEAMS}{team.pk}/"

    owner = visitor(world.owner, NARROW).go(here)
    owner.sees("Er ontbreekt er nog 1").finds_it_accessible()
    owner.follow("Schrijf wie jullie zoeken").finds_it_accessible()
    owner.page.get_by_label("Profiel 1").fill("Iemandmeteenonwaarschijnlijklangvakgebiedzonderspaties")
    owner.press("Bewaar de oproep").sees("De oproep is bewaard.").finds_it_accessible()

    visitor(None, NARROW).go(TEAMS).sees("Gezocht:").finds_it_accessible()

    candidate = visitor(world.candidate, NARROW).go(f"/2021-2022/ideeen/{team.idea_id}/")
    candidate.sees("Dit idee zoekt een team").finds_it_accessible().follow("Stel je kandidaat")
    candidate.finds_it_accessible().press("Verstuur mijn kandidatuur")
    candidate.sees("Schrijf in enkele zinnen wat je meebrengt.").finds_it_accessible()
    candidate.page.get_by_label("Wat breng ik mee?").fill("Ik ken de bezoekers van elke sluis.")
    candidate.page.get_by_label("enkele uren per week").check()
    candidate.press("Verstuur mijn kandidatuur")
    candidate.sees("Je kandidatuur is verstuurd.").finds_it_accessible()
    candidate.follow("Trek mijn kandidatuur in").finds_it_accessible().follow("Toch niet")

    owner.go(here).sees("1 kandidaat wacht op je antwoord").finds_it_accessible()
    owner.go(f"{TEAMS}kandidatuur/{Candidacy.objects.get(person=world.candidate).pk}/").finds_it_accessible()
    owner.press("Zeg nee").sees("Leg in een zin uit waarom").finds_it_accessible()
    owner.press("Neem op in het team").sees("is lid van het team.").finds_it_accessible()
    owner.press("Ons team is volledig").sees("Kies nu samen een sprintweek.").finds_it_accessible()
    owner.follow("Stop het team").finds_it_accessible()


def test_a_member_at_work_and_their_manager(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    now(DURING_TEAMS)
    team = world.team()
    here = f"{TEAMS}{team.pk}/"

    member = visitor(world.member, NARROW).go(here).finds_it_accessible()
    member.follow("Werk aan het pitchdossier").finds_it_accessible()
    member.page.get_by_label("Plan van aanpak").fill("Mei: een eerste proef met drie sluizen.")
    member.press("Bewaar het dossier").sees("Het pitchdossier is bewaard.").finds_it_accessible()
    member.follow("Vraag de steun van je leidinggevende").finds_it_accessible()
    member.page.get_by_label("Naam van je leidinggevende").fill("Chef Een")
    member.page.get_by_label("E-mailadres van je leidinggevende").fill("chef@vlaanderen.be")
    member.page.get_by_label("Hoeveel tijd vraag je?").fill("Vier uur per week")
    member.press("Verstuur de vraag").sees("Je leidinggevende krijgt een mail").finds_it_accessible()
    member.go(f"{here}leidinggevende/").sees("Trek de vraag in").finds_it_accessible()
    member.go(f"{here}vertrekken/").finds_it_accessible()

    support = Support.objects.get()
    link = f"{TEAMS}steun/{content.support_token(support.pk, support.turn)}/"
    manager = visitor(None, NARROW).go(link).sees("vraagt je steun").finds_it_accessible()
    manager.press("Verstuur mijn antwoord").sees("Kies een van de twee antwoorden.").finds_it_accessible()
    manager.page.get_by_label("Ik wil er eerst over praten").check()
    manager.press("Verstuur mijn antwoord").sees("Bedankt voor je antwoord").finds_it_accessible()
    membership = Membership.objects.get(team=team, person=world.member)
    words = {"manager_name": "Chef Een", "manager_email": "chef@vlaanderen.be", "hours": "Twee uur"}
    actions.ask_support(membership, **words, by=world.member, at=DURING_TEAMS)
    manager.go(link).sees("Deze link is vervallen").finds_it_accessible()

    staff = visitor(world.staff, NARROW).go(f"{TEAMS}lidmaatschap/{membership.pk}/uitzondering/")
    staff.sees("Sta een tweede team toe").finds_it_accessible()
