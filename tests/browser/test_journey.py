"""The walk of the programme's first half, as each person sees it, narrow and wide."""

import re
from typing import Any

import pytest
from django.core import mail

from ideas.models import Idea
from portal import delivery
from portal.models import Person
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.world import ANNOUNCEMENT, DEADLINE, DECIDING, DURING_PRESELECTION, DURING_SUBMISSION, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITION = "/2021-2022"


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


@pytest.mark.deep  # every day the walk over the whole edition comes by here too
@pytest.mark.parametrize("width", [375, 1280])
def test_an_idea_goes_from_an_empty_form_to_the_published_shortlist(
    world: World, visitor: Any, now: Any, width: int
) -> None:
    now(DURING_SUBMISSION)
    owner = sign_up(visitor(None, width))
    write_an_idea(owner)
    idea = Idea.objects.get()
    delivery.deliver()
    assert "We ontvingen je idee: Stille straten" in [letter.subject for letter in mail.outbox]

    now(DEADLINE.replace(minute=5))
    owner.go(f"{EDITION}/ideeen/nieuw/").sees("Indienen kan niet meer").finds_it_accessible()

    now(DURING_PRESELECTION)
    judge(visitor(world.assessor, width))
    now(DECIDING)
    decide_and_propose(visitor(world.decider, width), idea)
    visitor(None, width).go(f"{EDITION}/ideeen/").sees("Hier staat nog niets").finds_it_accessible()
    approve(visitor(world.chair, width))

    now(ANNOUNCEMENT)
    everybody = visitor(None, width).go(f"{EDITION}/ideeen/").sees("Stille straten").finds_it_accessible()
    everybody.follow("Stille straten").sees("Microfoons horen soorten geluid").finds_it_accessible()
    owner.go(f"{EDITION}/mijn-traject/").sees("weerhouden").finds_it_accessible()
    delivery.deliver()
    assert "Goed nieuws" in mail.outbox[-1].body


def sign_up(somebody: Visitor) -> Visitor:
    somebody.go("/").finds_it_accessible()
    somebody.go("/account/registreren/").finds_it_accessible()
    somebody.page.get_by_label("Voornaam en naam").fill("Medewerker Twee")
    somebody.page.get_by_label("mail", exact=False).first.fill("medewerker.twee@vlaanderen.be")
    somebody.page.locator("main form button[type=submit], main form button:not([type])").first.click()
    somebody.page.wait_for_load_state()
    somebody.finds_it_accessible()
    found = re.search(r"\b([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\b\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    somebody.page.get_by_label("Code", exact=False).first.fill(found.group(1))
    somebody.page.locator("main form button").first.click()
    somebody.page.wait_for_load_state()
    assert Person.objects.filter(email="medewerker.twee@vlaanderen.be", name="Medewerker Twee").exists()
    return somebody


def write_an_idea(owner: Visitor) -> None:
    owner.go(f"{EDITION}/ideeen/nieuw/").finds_it_accessible().press("Begin te schrijven")
    owner.page.get_by_label("Titel").fill("Stille straten")
    owner.page.get_by_label("Samenvatting").fill("Een kaart die toont waar het lawaai vandaan komt.")
    owner.finds_it_accessible().press("Bewaar en ga verder")
    for _question in range(5):
        owner.page.locator("textarea").fill("Microfoons horen soorten geluid, geen stemmen.")
        owner.press("Bewaar en ga verder")
    owner.page.get_by_label("VDAB").check()
    owner.finds_it_accessible().press("Bewaar en ga verder")
    owner.sees("Foto en bijlagen").finds_it_accessible().follow("Ga verder")
    owner.page.get_by_label("Ja, dat weet ik").check()
    owner.page.get_by_label("week 10: 7 – 11 maart").check()
    owner.finds_it_accessible().press("Bewaar en kijk na")
    owner.finds_it_accessible().press("Dien mijn idee in")
    owner.sees("Keur de publieke tekst goed").finds_it_accessible()
    owner.page.get_by_label("Deze tekst mag online komen").check()
    owner.press("Dien mijn idee in")
    owner.sees("Je idee is ingediend").finds_it_accessible()


def judge(assessor: Visitor) -> None:
    assessor.go(f"{EDITION}/mijn-traject/").sees("Beoordeel nog 1 idee").finds_it_accessible()
    assessor.follow("Beoordeel nog 1 idee").sees("0 van 1 klaar").finds_it_accessible()
    assessor.page.get_by_role("button", name=re.compile("Beoordeel.*Stille straten")).click()
    assessor.finds_it_accessible().press("Nee, ik kan vrij oordelen")
    assessor.finds_it_accessible()
    for yes in assessor.page.get_by_label("Ja", exact=True).all():
        yes.check()
    assessor.page.get_by_label("4", exact=True).check()
    assessor.press("Bewaar en kijk na").finds_it_accessible().press("Dien mijn beoordeling in")
    assessor.sees("Je beoordeling is ingediend").finds_it_accessible()


def decide_and_propose(decider: Visitor, idea: Idea) -> None:
    decider.go(f"{EDITION}/beoordelen/preselectie/resultaat/").sees("Nog te beslissen").finds_it_accessible()
    decider.follow("Stille straten").finds_it_accessible()
    decider.page.get_by_label("weerhouden", exact=True).check()
    decider.page.get_by_label("Feedback voor de eigenaar").fill("Een herkenbaar probleem.")
    decider.press("Bewaar het ontwerpbesluit").finds_it_accessible()
    decider.press("Stel de vrijgave voor").sees("Een andere beslisser keurt het goed").finds_it_accessible()


def approve(chair: Visitor) -> None:
    chair.go(f"{EDITION}/mijn-traject/").follow("Keur de vrijgave van de preselectie goed")
    chair.finds_it_accessible().press("Keur de vrijgave goed")
    chair.sees("Goedgekeurd").finds_it_accessible()
