"""Telling pages by keyboard alone: every stop is seen, in order, with a ring around it, and one gets out again."""

from collections.abc import Callable
from typing import Any

import pytest

from jury import actions as jury
from jury.queries import criteria_of
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.browser.keyboard import Keyboard, faults_by_keyboard
from tests.poc.stage import project_of
from tests.world import DURING_POC, DURING_PRESELECTION, DURING_SUBMISSION, DURING_TEAMS, PITCH_DAY, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

E = "/2021-2022"


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


# --- whole journeys ---


def test_a_juror_scores_a_pitch_and_hands_in(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    world.shortlist({"Slimme sluisdeuren": world.owner})
    world.team()
    now(PITCH_DAY)
    juror = Keyboard(visitor(world.juror).go(f"{E}/beoordelen/pitch/"))
    juror.to("Beoordeel: Slimme sluisdeuren").enter()
    juror.to("Nee, ik kan vrij oordelen").enter()
    for criterion in criteria_of(world.pitch_round):
        juror.to(criterion.text_nl).press("ArrowRight", times=4)
    juror.sees("7 van 7 beoordeeld").sees("Samen 80 op 100")
    juror.to("Bewaar en kijk na").enter().to("Dien mijn beoordeling in").enter()
    juror.sees("Je beoordeling is ingediend").to("Volgend team").enter().sees("1 van 1 klaar")


def test_a_team_books_its_sprint_week(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    world.shortlist({"Slimme sluisdeuren": world.owner})
    world.team()
    now(DURING_TEAMS)
    owner = Keyboard(visitor(world.owner).go(f"{E}/sprintweken/"))
    owner.to("Kies deze week: week 10").enter().to("Houd deze week vast").enter()
    owner.sees("2 leden moeten nog bevestigen")
    for person in (world.member, world.second_member):
        member = Keyboard(visitor(person, 375).go(f"{E}/mijn-traject/"))
        member.to("Bevestig jullie sprintweek").enter().to("Ik houd deze week vrij").enter()
    member.sees("De week is geboekt. Ieder lid krijgt een uitnodiging.")


def test_the_owner_of_a_poc_requests_a_cost_and_reads_its_state(
    world: World, visitor: Callable[..., Visitor], now: Any
) -> None:
    world.shortlist({"Slimme sluisdeuren": world.owner})
    project_of(world)
    now(DURING_POC)
    owner = Keyboard(visitor(world.owner).go(f"{E}/poc/"))
    owner.to("Slimme sluisdeuren").enter().to("Vraag een kost aan").enter()
    owner.to("Waarvoor?").types("Drie dagen hulp").to("Bedrag, inclusief btw").types("1.500")
    owner.to("Btw-tarief").press("ArrowDown").to("Vraag deze kost aan").enter()
    owner.sees("Je aanvraag is verstuurd.").sees("wacht op goedkeuring").sees("€\u00a01.500")
    owner.visitor.go(f"{E}/poc/")
    owner.to("Slimme sluisdeuren").enter().to("Drie dagen hulp").enter().sees("wacht op goedkeuring")


def test_a_candidate_offers_to_join(world: World, visitor: Callable[..., Visitor], now: Any) -> None:
    world.shortlist({"Slimme sluisdeuren": world.owner})
    now(DURING_TEAMS)
    candidate = Keyboard(visitor(world.candidate, 375).go(f"{E}/teams/"))
    candidate.to("Stel je kandidaat: Slimme sluisdeuren").enter()
    candidate.to("Verstuur mijn kandidatuur").enter().sees("Schrijf in enkele zinnen wat je meebrengt.")
    candidate.to("Schrijf in enkele zinnen wat je meebrengt.").press("Enter")
    candidate.types("Ik ken de bezoekers.").to("enkele uren per week").press("Space")
    candidate.to("Verstuur mijn kandidatuur").enter().sees("Je kandidatuur is verstuurd.")


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
