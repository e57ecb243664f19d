"""Judging in a real browser: a sheet that saves by itself, also when the connection comes back, and a whole pitch from
setting the round up to the recount of its result."""

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from jury import actions as jury
from jury.models import Round, Sheet
from jury.queries import criteria_of
from portal.demo import stage
from portal.demo.cast import local, player
from portal.models import Capacity, Entity
from teams.models import Membership, Team
from teams.states import TeamState
from tests.browser.conftest import Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.test_walk import Walker, on_stage
from tests.world import DURING_PRESELECTION, World

__all__ = ["on_stage"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
E = "/2021-2022"
PITCH = f"{E}/beoordelen/pitch/"
PICTURES = Path(django_settings.BASE_DIR) / "var" / "judging"


def test_a_sheet_saves_by_itself_also_after_the_connection_was_away(
    world: World, visitor: Callable[..., Visitor], now: Any
) -> None:
    sheet = world.sheet(world.submitted(world.owner), world.assessor)
    now(DURING_PRESELECTION)
    page = visitor(world.assessor, 320).go(f"{E}/beoordelen/preselectie/fiche/{sheet.pk}/").page

    page.get_by_label("Ja", exact=True).first.check()
    page.get_by_text("Bewaard om 10.00 uur.").wait_for()
    assert Sheet.objects.get(pk=sheet.pk).scores.count() == 1

    page.context.set_offline(True)
    page.get_by_label("3", exact=True).check()
    page.get_by_text("Er is geen verbinding.").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Bewaard om 10.00 uur.").wait_for(timeout=20_000)
    assert Sheet.objects.get(pk=sheet.pk).scores.count() == 2

    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_load_state()
    assert "Dit is intussen gewijzigd" not in page.content()


# --- a whole pitch ---

CONFLICT = "Wie weet wat?"
# What each juror gives on all criteria: the second is a grade milder, and alone with the team of the conflict.
GRADES = {"Slimme sluisdeuren": 3, "Eén brief, klare taal": 3, "Zoek in honderd jaar": 2, "Lucht in de klas": 2,
          "Bruggen van boven": 1}  # fmt: skip
MILDER = {title: grade + 1 for title, grade in GRADES.items()} | {CONFLICT: 4}
# Whose mean is highest is the team that met the mild juror alone; the tie stands behind it.
PLACES = {CONFLICT: "1", "Slimme sluisdeuren": "2", "Eén brief, klare taal": "2", "Lucht in de klas": "4",
          "Zoek in honderd jaar": "4", "Bruggen van boven": "6"}  # fmt: skip


class Judging(Walker):
    """One browser per member of the cast; each step fits, and is kept as a picture wide and narrow when asked for."""

    def looks(self, somebody: Visitor, name: str) -> Visitor:
        somebody.fits()
        self.step += 1
        if os.environ.get("PICTURES"):
            self._keep(somebody, f"{self.step:02}-{name}")
        return somebody

    def _keep(self, somebody: Visitor, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for width in (1280, 320):
            somebody.page.set_viewport_size({"width": width, "height": 900})
            path = PICTURES / f"{name}-{width}.png"
            somebody.fits().page.screenshot(path=path, full_page=True, caret="initial")
        somebody.page.set_viewport_size({"width": self.width, "height": 900})


@pytest.mark.deep
@pytest.mark.parametrize("width", [1280, 390])
def test_a_pitch_is_set_up_judged_released_and_recounted(
    on_stage: None,
    visitor: Any,
    width: int,
    tmp_path: Path,
) -> None:
    walk = Judging(visitor, width)
    stage.go_to(local(2022, 5, 12, 10))
    six_teams()
    set_up(walk)
    stage.go_to(local(2022, 5, 19, 14))
    judge(walk)
    the_other_juror()
    stage.go_to(local(2022, 5, 19, 16, 45))
    decide(walk)
    release(walk)
    stage.go_to(local(2022, 5, 20, 9, 1))
    read_feedback(walk)
    recounted(walk, tmp_path)


def six_teams() -> None:
    """The sixth had stopped; a juror works where a member of another works. As rows: how they came so is no matter."""
    sixth = Team.objects.filter(idea__submission__content__title="Bruggen van boven")
    sixth.update(state=TeamState.COMPLETE)
    Membership.objects.filter(team__in=sixth).update(until=None)
    entity, since = Entity.objects.get(name="Het Facilitair Bedrijf"), local(2020, 1, 1).date()
    Capacity.objects.create(person=player("jurylid-een"), entity=entity, since=since)


def set_up(walk: Judging) -> None:
    """Staff set the round up: criteria, what is agreed, a seat, who decides, and the order of the day."""
    staff = walk.become("sandbox").go(f"{PITCH}inrichten/")
    walk.looks(staff, "inrichten").follow("Bekijk of wijzig de criteria").press("Begin een nieuwe versie")
    walk.looks(staff, "nieuwe-versie").follow("Afspraken wijzigen")
    staff.page.get_by_label("ze delen een plaats").check()
    staff.page.get_by_label("Hoeveel beoordelingen zijn er minstens nodig").fill("1")
    walk.looks(staff, "afspraken").press("Bewaar in de nieuwe versie")
    staff.follow("De motivatie van het team")
    steps = "geen\nweinig\neen begin\nduidelijk\nsterk\nlaat niet los"
    staff.page.get_by_label("Wat betekent elke score?").fill(steps)
    walk.looks(staff, "criterium").press("Bewaar in de nieuwe versie")
    staff.follow("Bekijk als beoordelaar")
    walk.looks(staff.sees("laat niet los"), "voorbeeld").go(f"{PITCH}inrichten/criteria/")
    staff.press("Neem deze versie in gebruik")
    staff.go(f"{PITCH}inrichten/").page.get_by_label("na het indienen van hun eigen beoordeling").check()
    staff.press("Bewaar").follow("strategisch")
    walk.looks(staff, "zetel")
    put_in_order(walk, staff)


def put_in_order(walk: Judging, staff: Visitor) -> None:
    """The last team is dragged to an earlier turn, and goes one later by its button."""
    staff.go(f"{PITCH}pitchdag/")
    rows = staff.page.locator("[data-order] > li")
    team = rows.last.locator("h3").inner_text().removeprefix("6. ")
    rows.last.drag_to(rows.nth(3))
    staff.page.get_by_text("De volgorde is bewaard.").wait_for()
    dragged = number_of(rows, team)
    assert dragged < 6
    rows.nth(dragged - 1).get_by_role("button", name="Later").click()
    staff.page.wait_for_load_state()
    assert number_of(rows, team) == dragged + 1
    walk.looks(staff, "volgorde")


def number_of(rows: Any, team: str) -> int:
    return next(n for n, row in enumerate(rows.all(), start=1) if team in row.inner_text())


def judge(walk: Judging) -> None:
    """A juror declares a conflict, and scores five pitches with keys alone; in between the connection is away."""
    juror = walk.become("jurylid-een").go(PITCH)
    row = juror.page.get_by_role("listitem").filter(has_text=CONFLICT)
    walk.looks(juror, "lijst")
    row.get_by_role("button").click()
    walk.looks(juror.sees("Het Facilitair Bedrijf"), "vraag").page.get_by_text(
        "Ja, ik meld een conflict"
    ).click()
    juror.page.get_by_label("het komt uit mijn entiteit").check()
    juror.page.get_by_role("textbox").first.fill("Lid Zes zit in het bureau naast mij.")
    walk.looks(juror, "conflict").press("Meld mijn belangenconflict")
    walk.looks(juror.sees("Je meldde een belangenconflict"), "opzij")
    for number, title in enumerate(GRADES):
        juror.go(PITCH)
        score(walk, Keyboard(juror), title, away=number == 2)
    walk.looks(juror.go(PITCH).sees("6 van 6 klaar"), "klaar")


def score(walk: Judging, juror: Keyboard, title: str, *, away: bool) -> None:
    """All by keyboard. `away`: without connection from the first criterion until the last."""
    juror.to(f"Beoordeel: {title}").enter().to("Nee, ik kan vrij oordelen").enter()
    criteria = criteria_of(Round.objects.get(kind="pitch"))
    for place, criterion in enumerate(criteria):
        juror.to(criterion.text_nl).press("ArrowRight", times=GRADES[title])
        if away and place == 0:
            juror.page.get_by_text(re.compile("Bewaard om")).wait_for()
            juror.page.context.set_offline(True)
    juror.sees("7 van 7 beoordeeld").sees(f"Samen {GRADES[title] * 20} op 100")
    if away:
        come_back(walk, juror, title)
    elif title == "Slimme sluisdeuren":
        walk.looks(juror.visitor, "fiche")
    juror.to("Bewaar en kijk na").enter()
    if title == "Slimme sluisdeuren":
        walk.looks(juror.visitor, "nakijken")
    juror.to("Dien mijn beoordeling in").enter().sees("Je beoordeling is ingediend")
    if title == "Slimme sluisdeuren":
        walk.looks(juror.visitor, "ingediend")


def come_back(walk: Judging, juror: Keyboard, title: str) -> None:
    """What was scored without connection is there, and is kept by itself once it is back."""
    juror.page.get_by_text("Er is geen verbinding.").wait_for()
    assert scores_of(title) == 1
    juror.visitor.errors.clear()  # the browser tells each request that did not get away
    walk.looks(juror.visitor, "geen-verbinding")
    juror.page.context.set_offline(False)
    juror.page.get_by_text(re.compile("Bewaard om")).wait_for(timeout=30_000)
    assert scores_of(title) == 7
    juror.visitor.errors.clear()
    walk.looks(juror.visitor, "weer-bewaard")


def scores_of(title: str) -> int:
    sheets = Sheet.objects.filter(judge=player("jurylid-een"))
    return sheets.get(entry__team__idea__submission__content__title=title).scores.count()


def the_other_juror() -> None:
    round_, juror, at = Round.objects.get(kind="pitch"), player("jurylid-twee"), local(2022, 5, 19, 14, 30)
    for team in Team.objects.filter(state=TeamState.COMPLETE):
        sheet = jury.open_sheet(round_, team, by=juror, at=at)
        jury.declare_no_conflict(sheet, by=juror, at=at)
        sheet.refresh_from_db()
        scores: dict[int, str | int] = {one.pk: MILDER[team.title] for one in criteria_of(round_)}
        if team.title == CONFLICT:
            scores[criteria_of(round_)[1].pk] = 3
        sheet = jury.save_sheet(
            sheet, scores, comment="Een helder verhaal.", version=sheet.version, by=juror, at=at
        )
        jury.hand_in(sheet, by=juror, at=at)


def decide(walk: Judging) -> None:
    """A decider sees the tie and the warning, decides about one, and about all others together."""
    decider = walk.become("beslisser").go(f"{PITCH}resultaat/")
    assert places_on(decider) == PLACES
    decider.sees("gedeeld").sees("een tweede berekening komt anders uit").sees(
        f"Dan valt eruit: ‘{CONFLICT}’."
    )
    walk.looks(decider, "rangschikking").follow("Bekijk de spreiding en de controles")
    walk.looks(decider, "controles").go(f"{PITCH}resultaat/")
    for title in ("Slimme sluisdeuren", "Eén brief, klare taal"):
        decider.follow(title)
        decider.page.get_by_label("geselecteerd", exact=True).check()
        decider.page.get_by_label("Feedback voor het team").fill(f"Jullie bouwen verder: {title}.")
        decider.page.get_by_label("Wat goed was").fill("Een test die in één zomer past.")
        decider.page.get_by_label("Reden, alleen voor de beslissers").fill("Twee juryleden lazen het.")
        walk.looks(decider, "besluit").press("Bewaar het ontwerpbesluit")
    decide_the_rest(walk, decider)


def decide_the_rest(walk: Judging, decider: Visitor) -> None:
    decider.follow("Beslis over meer dan één tegelijk")
    for box in decider.page.get_by_role("checkbox", name=re.compile("plaats")).all():
        box.check()
    decider.page.get_by_label("niet geselecteerd", exact=True).check()
    decider.page.get_by_label("Feedback voor het team").fill("Dank voor jullie pitch.")
    decider.page.get_by_label("Wat goed was").fill("Jullie kennen het probleem van binnenuit.")
    decider.page.get_by_label("Wat nog ontbrak").fill("Wie onderhoudt het na de PoC?")
    decider.page.get_by_label("Reden, alleen voor de beslissers").fill("De eerste plaats kreeg één jurylid.")
    walk.looks(decider, "samen").press("Kijk na")
    walk.looks(decider, "samen-nakijken").press("Bewaar de ontwerpbesluiten")


def release(walk: Judging) -> None:
    """One proposes, another approves; who proposed cannot."""
    decider = walk.become("beslisser").go(f"{PITCH}resultaat/")
    walk.looks(decider, "voorstel").press("Stel de vrijgave voor")
    walk.looks(decider.sees("Nu is een andere beslisser aan zet"), "voorgesteld")
    chair = walk.become("voorzitter").go(f"{PITCH}resultaat/")
    walk.looks(chair, "goedkeuren").press("Keur de vrijgave goed")
    walk.looks(chair, "goedgekeurd").follow("Verslag om af te drukken")
    walk.looks(chair, "verslag")


def read_feedback(walk: Judging) -> None:
    owner = walk.become("eigenaar-twee").go(f"{E}/mijn-traject/")
    walk.looks(owner, "traject-van-de-eigenaar")
    team = Team.objects.get(idea__submission__content__title="Slimme sluisdeuren")
    owner.go(f"{E}/teams/{team.pk}/").sees("Een test die in één zomer past.")
    walk.looks(owner, "feedback")
    assert "Twee juryleden lazen het." not in owner.page.content()


def recounted(walk: Judging, folder: Path) -> None:
    """The file that a decider downloads gives the places of the page, by a script that knows nothing of the portal."""
    decider = walk.become("beslisser").go(f"{PITCH}resultaat/")
    with decider.page.expect_download() as download:
        decider.page.get_by_role("link", name=re.compile("CSV")).click()
    download.value.save_as(folder / "scores.csv")
    rows = csv.reader(io.StringIO((folder / "scores.csv").read_text(encoding="utf-8-sig")))
    assert len(list(rows)) == 1 + 11 * 7

    script = [sys.executable, "docs/recount.py", str(folder / "scores.csv")]
    said = subprocess.run(script, cwd=django_settings.BASE_DIR, capture_output=True, text=True, check=True)
    lines = [line.split(maxsplit=4) for line in said.stdout.splitlines()]

    assert {title: place for place, _exact, _score, _sheets, title in lines} == places_on(decider) == PLACES


def places_on(decider: Visitor) -> dict[str, str]:
    rows = decider.page.locator("table.ranking tbody tr").all()
    return {row.locator("th").inner_text(): row.locator(".place").inner_text() for row in rows}
