"""The pitch: jurors score, deciders decide, two release the selected teams."""

from datetime import datetime
from functools import partial
from typing import Any

from jury import actions as jury
from jury.models import Decision, Round, RoundKind, SeatKind, Sheet
from jury.queries import criteria_of, round_of, turns_of
from jury.states import SheetState
from portal.demo.acts.act import Act, edition
from portal.demo.cast import local, player, team_stories
from portal.models import Person
from portal.models.release import ReleaseState
from teams.models import SelectionKind, Team
from teams.queries import pitching

VISIBLE_FROM = local(2022, 5, 20, 9)
FEEDBACK = "Dank voor jullie pitch. Zoek eerst wie het na de PoC onderhoudt, en kom dan terug."
PARTS: dict[SelectionKind, dict[str, Any]] = {
    SelectionKind.SELECTED: {
        "good": "Een week vol gesprekken met wie het zal gebruiken, en een plan met data.",
        "coaching": "Een coach kijkt elke maand mee.",
        "reason": "Besproken na de laatste pitch: dit team kan in juni beginnen.",
    },
    SelectionKind.NOT_SELECTED: {
        "good": "Jullie kennen het probleem van binnenuit.",
        "lacking": "Het plan zegt nog niet wie het na de PoC onderhoudt.",
        "coaching": "Een gesprek van een uur met een coach over de volgende stap.",
        "resubmit": True,
        "reason": "Besproken na de laatste pitch: een jaar werk vooraf maakt de kans groter.",
    },
}
SEATS = {"jurylid-een": SeatKind.STRATEGIC.value, "jurylid-twee": SeatKind.OPERATIONAL.value}
MILDER = {"jurylid-een": 0, "jurylid-twee": 1}  # one juror gives a point less on every third criterion


def _round() -> Round:
    round_ = round_of(edition(), RoundKind.PITCH)
    if round_ is None:
        raise LookupError("the edition has no pitch")
    return round_


def _story(team: Team) -> dict[str, Any]:
    told = {story["title"]: story for story in team_stories()}
    return told.get(team.title, {})


def _prepare(at: datetime) -> None:
    """Staff give both jurors a seat and say when the first team pitches."""
    round_, staff = _round(), player("sandbox")
    for slug, kind in SEATS.items():
        jury.give_seat(round_, player(slug), kind=kind, capacity=None, by=staff, at=at)
    hours = {"day_starts_at": local(2022, 5, 19, 13), "minutes": 12}
    jury.set_up(round_, hours, deciders=list(round_.deciders.all()), by=staff, at=at)


def _on_stage(at: datetime) -> None:
    """The first team begins, unless the visitor called one already."""
    round_ = _round()
    turns = turns_of(round_)
    if turns and round_.on_stage_id is None:
        jury.call_on_stage(round_, turns[0].subject, by=player("sandbox"), at=at)


def _deliberate(at: datetime) -> None:
    jury.call_on_stage(_round(), None, by=player("sandbox"), at=at)
    jury.deliberate(_round(), by=player("voorzitter"), at=at)


def _judge(slug: str, at: datetime) -> None:
    """Hand in a sheet on every team that this juror left open."""
    round_, juror = _round(), player(slug)
    for team in pitching(round_.edition):
        done = [SheetState.HANDED_IN, SheetState.RECUSED]
        if not Sheet.objects.filter(
            entry__team=team, entry__round=round_, judge=juror, state__in=done
        ).exists():
            _fill_in(round_, team, juror, slug, at)


def _fill_in(round_: Round, team: Team, juror: Person, slug: str, at: datetime) -> None:
    sheet = jury.open_sheet(round_, team, by=juror, at=at)
    jury.declare_no_conflict(sheet, by=juror, at=at)
    grades = _story(team).get("grades", [3] * 7)
    stricter = MILDER[slug]
    scores: dict[int, str | int] = {
        one.pk: max(0, grade - (stricter if place % 3 == 0 else 0))
        for place, (one, grade) in enumerate(zip(criteria_of(round_), grades, strict=False))
    }
    words = "Een team dat weet waaraan het begint." if sum(grades) > 28 else "Nog niet concreet genoeg."
    sheet.refresh_from_db()
    sheet = jury.save_sheet(sheet, scores, comment=words, version=sheet.version, by=juror, at=at)
    jury.hand_in(sheet, by=juror, at=at)


def _decide(at: datetime) -> None:
    """Draft a decision wherever there is none."""
    round_ = _round()
    if round_.release_id:
        return
    known = set(Decision.objects.filter(entry__round=round_).values_list("entry__team", flat=True))
    for team in pitching(round_.edition):
        if team.pk not in known:
            story = _story(team)
            kind = SelectionKind.SELECTED if story.get("selected") else SelectionKind.NOT_SELECTED
            words = {"feedback": story.get("feedback", FEEDBACK), **PARTS[kind]}
            jury.decide(round_, team, kind=kind.value, version=0, by=player("beslisser"), at=at, **words)


def _propose(at: datetime) -> None:
    round_ = _round()
    if round_.release_id is None:
        jury.propose_release(round_, visible_from=VISIBLE_FROM, by=player("beslisser"), at=at)


def _approve(at: datetime) -> None:
    round_ = _round()
    if round_.release and round_.release.state == ReleaseState.PROPOSED:
        second = player("voorzitter")
        by = player("beslisser") if round_.release.proposed_by_id == second.pk else second
        jury.approve_release(round_, by=by, at=at)


ACTS = [
    Act(local(2022, 5, 12, 9), _prepare),
    Act(local(2022, 5, 19, 13, 5), _on_stage),
    Act(local(2022, 5, 19, 15), partial(_judge, "jurylid-twee")),
    Act(local(2022, 5, 19, 16), partial(_judge, "jurylid-een")),
    Act(local(2022, 5, 19, 16, 30), _deliberate),
    Act(local(2022, 5, 19, 17), _decide),
    Act(local(2022, 5, 19, 18), _propose),
    Act(local(2022, 5, 19, 20), _approve),
]
