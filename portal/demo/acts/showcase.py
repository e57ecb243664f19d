"""November: staff say when the showcase is; the teams write what came of it and agree on every word."""

from datetime import datetime
from functools import partial
from typing import Any

from poc.models import Project
from portal import phases
from portal.demo.acts.act import Act, edition
from portal.demo.acts.poc import BUILDING
from portal.demo.acts.teams import members_of, owner_of
from portal.demo.cast import local, player
from portal.models import Phase, PhaseKey
from showcase import actions as showcase
from showcase.models import Result
from showcase.states import ResultState

OPENS, CLOSES = local(2022, 11, 15, 9), local(2022, 11, 16, 0)


def _set_date(at: datetime) -> None:
    phase = Phase.objects.get(edition=edition(), key=PhaseKey.SHOWCASE)
    if phase.opens_at is None:
        phase.opens_at, phase.closes_at, phase.display_nl = OPENS, CLOSES, ""
        phases.move_phase(phase, by=player("sandbox"), at=at)


def _project(story: dict[str, Any]) -> Project | None:
    rows = Project.objects.filter(edition=edition()).select_related("team__idea", "team__edition")
    return rows.filter(team__idea__submission__public_text__title=story["title"]).first()


def _write(story: dict[str, Any], at: datetime) -> None:
    project = _project(story)
    if project and not Result.objects.filter(project=project).exists():
        showcase.save_result(project, words=story["result"], version=0, by=owner_of(project.team), at=at)


def _approve_first(story: dict[str, Any], at: datetime) -> None:
    """Who wrote it agrees; the others are asked by mail."""
    project = _project(story)
    result = Result.objects.filter(project=project, state=ResultState.DRAFT).first() if project else None
    if project and result:
        by = owner_of(project.team)
        showcase.approve_result(result, show_name=True, version=result.version, by=by, at=at)


def _approve(story: dict[str, Any], at: datetime) -> None:
    project = _project(story)
    result = Result.objects.filter(project=project, state=ResultState.DRAFT).first() if project else None
    if project is None or result is None:
        return
    for person in members_of(project.team):
        result.refresh_from_db()
        showcase.approve_result(result, show_name=True, version=result.version, by=person, at=at)


def _revise(story: dict[str, Any], at: datetime) -> None:
    """A member forgot to thank somebody."""
    project, told = _project(story), story["revised"]
    result = Result.objects.filter(project=project, state=ResultState.APPROVED).first() if project else None
    if project and result:
        by = player(told["who"])
        result = showcase.revise_result(result, by=by, at=at)
        words = {"thanks": told["thanks"]}
        result = showcase.save_result(project, words=words, version=result.version, by=by, at=at)
        showcase.approve_result(result, show_name=True, version=result.version, by=by, at=at)


ACTS = [
    Act(local(2022, 10, 3, 10), _set_date),
    *(Act(local(2022, 11, 7, 9, order), partial(_write, story)) for order, story in enumerate(BUILDING)),
    *(
        Act(local(2022, 11, 8, 15, order), partial(_approve_first, story))
        for order, story in enumerate(BUILDING)
    ),
    *(Act(local(2022, 11, 9, 9, order), partial(_approve, story)) for order, story in enumerate(BUILDING)),
    *(
        act
        for story in BUILDING
        if "revised" in story
        for act in (
            Act(local(2022, 11, 10, 10), partial(_revise, story)),
            Act(local(2022, 11, 14, 15), partial(_approve, story)),
        )
    ),
]
