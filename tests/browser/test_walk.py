"""A walk through a whole edition with the demo's cast, from the first draft to the showcase.

`make pictures` keeps a picture of each step.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from portal.demo import stage
from portal.demo.cast import local, player
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

E = "/2021-2022"
PICTURES = Path(django_settings.BASE_DIR) / "var" / "walk"
ANSWER = "Microfoons horen soorten geluid, geen stemmen."


class Walker:
    """One browser per member of the cast; every step is looked at."""

    def __init__(self, visitor: Any, width: int) -> None:
        self.visitor, self.width, self.step = visitor, width, 0

    def become(self, slug: str = "") -> Visitor:
        return self.visitor(player(slug) if slug else None, self.width)

    def looks(self, somebody: Visitor, name: str) -> Visitor:
        """The page fits its width and has no fault in its console; kept as a picture when those are asked for."""
        somebody.fits()
        self.step += 1
        if os.environ.get("PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            path = PICTURES / f"{self.width}-{self.step:02}-{name}.png"
            somebody.page.screenshot(path=path, full_page=True)
        return somebody


@pytest.fixture
def on_stage(settings: Any, transactional_db: None, tmp_path: Path) -> None:
    """The demo's cast and clock, mails as files, in this process."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo_urls"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    stage.start_anew()


@pytest.mark.parametrize("width", [1280, pytest.param(375, marks=pytest.mark.deep)])
def test_an_idea_travels_from_an_empty_form_to_the_showcase(on_stage: None, visitor: Any, width: int) -> None:
    walk = Walker(visitor, width)
    hand_in(walk)
    shortlist(walk)
    form_a_team(walk)
    book_a_week(walk)
    pitch(walk)
    spend(walk)
    show(walk)


def hand_in(walk: Walker) -> None:
    owner = walk.become("eigenaar-een").go(f"{E}/mijn-traject/")
    walk.looks(owner, "mijn-traject").follow("Werk je idee af en dien het in")
    walk.looks(owner, "wat-ontbreekt").follow("Waarom dit idee")
    for _question in range(4):
        owner.page.locator("textarea").fill(ANSWER)
        owner.press("Bewaar en ga verder")
    walk.looks(owner, "entiteiten").press("Bewaar en ga verder")
    walk.looks(owner, "bestanden").follow("Ga verder")
    owner.page.get_by_label("Ja, dat weet ik").check()
    owner.page.get_by_label("week 10: 7 – 11 maart").check()
    owner.press("Bewaar en kijk na")
    owner.page.get_by_label("Deze tekst mag online komen").check()
    walk.looks(owner, "nakijken").press("Dien mijn idee in")
    walk.looks(owner.sees("Je idee is ingediend"), "ontvangst")

    stage.go_to(local(2022, 1, 15, 0, 5))
    late = walk.become("medewerker").go(f"{E}/ideeen/nieuw/").sees("Indienen kan niet meer")
    walk.looks(late, "te-laat")


def shortlist(walk: Walker) -> None:
    stage.go_to(local(2022, 1, 17))
    assessor = walk.become("beoordelaar-een").go(f"{E}/beoordelen/preselectie/")
    assessor.page.get_by_role("button", name=re.compile("Beoordeel")).first.click()
    assessor.press("Nee, ik kan vrij oordelen")
    walk.looks(assessor, "beoordelen")
    stage.go_to(local(2022, 1, 30, 12))
    walk.looks(walk.become("voorzitter").go(f"{E}/beoordelen/preselectie/resultaat/"), "preselectie")
    walk.become("voorzitter").go(f"{E}/mijn-traject/").follow("Keur de vrijgave").press(
        "Keur de vrijgave goed"
    )
    walk.looks(walk.become().go(f"{E}/ideeen/").sees("Hier staat nog niets"), "net-voor-de-bekendmaking")
    stage.go_to(local(2022, 1, 31, 9, 1))
    walk.looks(walk.become().go(f"{E}/ideeen/").sees("Stille straten"), "weerhouden")


def form_a_team(walk: Walker) -> None:
    stage.go_to(local(2022, 2, 14))
    candidate = walk.become("kandidaat-een").go(f"{E}/teams/")
    walk.looks(candidate, "teams")
    candidate.page.get_by_role("link", name=re.compile("Stel je kandidaat.*Slimme sluisdeuren")).click()
    candidate.page.get_by_label("Wat breng ik mee?").fill("Ik teken uit hoe iets werkt.")
    candidate.page.get_by_label("enkele uren per week").check()
    walk.looks(candidate, "kandidaat").press("Verstuur mijn kandidatuur")
    walk.looks(candidate.sees("Je kandidatuur is verstuurd"), "kandidatuur")
    owner = walk.become("eigenaar-twee").go(f"{E}/mijn-traject/").follow("Antwoord aan 1 kandidaat")
    owner.follow("Kandidaat Een")
    owner.page.get_by_label("Jouw antwoord aan de kandidaat").fill("Welkom!")
    walk.looks(owner, "antwoord").press("Neem op in het team")
    owner.press("Ons team is volledig")
    walk.looks(owner.sees("Jullie team is volledig"), "teamruimte")


def book_a_week(walk: Walker) -> None:
    owner = walk.become("eigenaar-twee").go(f"{E}/sprintweken/")
    walk.looks(owner, "sprintweken")
    owner.page.get_by_role("link", name="Kies deze week").nth(1).click()
    owner.press("Houd deze week vast")
    walk.looks(owner, "vastgehouden")
    for slug in ("lid-een", "lid-twee", "kandidaat-een"):
        member = walk.become(slug).go(f"{E}/mijn-traject/").follow("Bevestig jullie sprintweek")
        member.press("Ik houd deze week vrij")
    walk.looks(member.sees("geboekt"), "geboekt")


def pitch(walk: Walker) -> None:
    stage.go_to(local(2022, 5, 19, 14))
    juror = walk.become("jurylid-een").go(f"{E}/beoordelen/pitch/")
    juror.page.get_by_role("button", name=re.compile("Beoordeel.*Slimme sluisdeuren")).click()
    juror.press("Nee, ik kan vrij oordelen")
    for row in juror.page.locator(".criterion fieldset").all():
        row.get_by_label("4", exact=True).check()
    juror.page.get_by_label("Toelichting bij het geheel").fill("Een team dat zijn terrein kent.")
    walk.looks(juror, "pitch").press("Bewaar en kijk na").press("Dien mijn beoordeling in")
    stage.go_to(local(2022, 5, 19, 18, 30))
    chair = walk.become("voorzitter").go(f"{E}/beoordelen/pitch/resultaat/")
    walk.looks(chair, "rangschikking").follow("Slimme sluisdeuren")
    walk.looks(chair.sees("Hoe de score is opgebouwd"), "uitleg")
    chair.go(f"{E}/beoordelen/pitch/resultaat/").press("Keur de vrijgave goed")
    stage.go_to(local(2022, 5, 20, 9, 1))
    walk.looks(walk.become().go("/").sees("Deze teams bouwen een PoC"), "geselecteerd")


def spend(walk: Walker) -> None:
    owner = walk.become("eigenaar-twee").go(f"{E}/mijn-traject/").follow("Open jullie PoC")
    walk.looks(owner, "poc-openen").press("Open de PoC")
    ask(owner, "14.999,99").sees("Je aanvraag is verstuurd")
    refused = ask(owner, "0,02").sees("0,01 vrij")
    walk.looks(refused, "geweigerd")
    assert refused.page.get_by_label("Waarvoor?").input_value() == "Hulp bij het prototype"
    ask(owner, "0,01").sees("Je aanvraag is verstuurd")
    walk.looks(owner, "poc")
    staff = walk.become("sandbox").go(f"{E}/mijn-traject/")
    walk.looks(staff, "wat-wacht-op-sandbox")
    stage.go_to(local(2022, 9, 15))
    stopping = walk.become("lid-negen").go(f"{E}/poc/")
    stopping.follow("Lucht in de klas").follow("Stop met lessen")
    stopping.page.get_by_label("Wat leerden jullie?").fill("Een lampje verandert geen gewoonte.")
    walk.looks(stopping, "stoppen").page.get_by_role("button", name=re.compile("Stop")).click()
    walk.looks(stopping.sees("gestopt"), "gestopt")


def ask(owner: Visitor, amount: str) -> Visitor:
    owner.go(f"{E}/poc/").follow("Slimme sluisdeuren").follow("Vraag een kost aan")
    owner.page.get_by_label("Waarvoor?").fill("Hulp bij het prototype")
    owner.page.get_by_label("Partner").fill("Partner A")
    owner.page.get_by_label("Bedrag, inclusief btw").fill(amount)
    return owner.press("Vraag deze kost aan")


def show(walk: Walker) -> None:
    stage.go_to(local(2022, 11, 8))
    writer = walk.become("lid-negen").go(f"{E}/mijn-traject/")
    walk.looks(writer, "resultaat-wacht")
    stage.go_to(local(2022, 11, 15, 10))
    everybody = walk.become().go(f"{E}/showcase/").sees("Lucht in de klas")
    walk.looks(everybody, "showcase").follow("Lucht in de klas")
    walk.looks(everybody, "resultaat")
