"""The selected teams build: costs are asked, approved, ordered and paid; a journal; an end, one of them a stop."""

from datetime import date, datetime
from functools import partial
from typing import Any

from poc import actions as poc
from poc.models import EntryKind, Obligation, Project
from poc.states import ObligationState, ProjectState
from portal.demo.acts.act import Act, edition
from portal.demo.acts.teams import GOING_ON, owner_of
from portal.demo.cast import local, player
from teams.models import Team


def _project(story: dict[str, Any]) -> Project | None:
    rows = Project.objects.filter(edition=edition(), state=ProjectState.RUNNING)
    return rows.filter(team__idea__submission__public_text__title=story["title"]).first()


def _open(at: datetime) -> None:
    """Every selected team whose owner did not open it yet, also one that the visitor's jury chose."""
    for team in Team.objects.selected(at=at).filter(edition=edition(), project=None):
        story = next((one for one in GOING_ON if one["title"] == team.title), {})
        poc.open_project(team, goal=story.get("poc", {}).get("goal", ""), by=owner_of(team), at=at)


def _ask(story: dict[str, Any], at: datetime) -> None:
    project = _project(story)
    if project is None:
        return
    for cost in story["poc"]["costs"]:
        if not Obligation.objects.filter(project=project, title=cost["title"]).exists():
            poc.ask_cost(
                project,
                title=cost["title"],
                partner=cost["partner"],
                amount_cents=cost["cents"],
                vat_rate=21,
                key=f"demo {cost['title']}"[:40],
                by=owner_of(project.team),
                at=at,
            )


def _approve(at: datetime) -> None:
    for cost in Obligation.objects.filter(project__edition=edition(), state=ObligationState.ASKED):
        poc.approve_cost(cost, by=player("sandbox"), at=at)


def _enter(story: dict[str, Any], kind: EntryKind, at: datetime) -> None:
    project = _project(story)
    if project is None:
        return
    costs = {cost["title"]: cost for cost in story["poc"]["costs"]}
    approved = Obligation.objects.filter(project=project, state=ObligationState.APPROVED, title__in=costs)
    for cost in approved:
        told = costs[cost.title]
        amount = told["cents"] if kind == EntryKind.COMMITTED else told["paid"]
        poc.record_entry(
            cost, kind=kind, amount_cents=amount, key=f"demo {kind.value}", by=owner_of(project.team), at=at
        )


def _journal(story: dict[str, Any], text: str, at: datetime) -> None:
    project = _project(story)
    if project:
        poc.write_journal(project, text=text, by=owner_of(project.team), at=at)


def _end(story: dict[str, Any], at: datetime) -> None:
    project = _project(story)
    if project:
        end = story["poc"]["end"]
        verb = poc.stop if end["kind"] == "stop" else poc.finish
        verb(project, lessons=end["lessons"], by=owner_of(project.team), at=at)


def _on(day: str, hour: int) -> datetime:
    told = date.fromisoformat(day)
    return local(told.year, told.month, told.day, hour)


BUILDING = [story for story in GOING_ON if "poc" in story]
STOP, FINISH = local(2022, 9, 27, 16), local(2022, 10, 20, 16)
ACTS = [
    Act(local(2022, 5, 23, 9), _open),
    *(Act(local(2022, 6, 7, 9, order), partial(_ask, story)) for order, story in enumerate(BUILDING)),
    Act(local(2022, 6, 8, 14), _approve),
    *(
        Act(local(2022, month, 9, hour, order), partial(_enter, story, kind))
        for kind, month, hour in (
            (EntryKind.COMMITTED, 6, 10),
            (EntryKind.INVOICED, 9, 10),
            (EntryKind.PAID, 9, 14),
        )
        for order, story in enumerate(BUILDING)
    ),
    *(
        Act(_on(day, 11 + order), partial(_journal, story, text))
        for order, story in enumerate(BUILDING)
        for day, text in story["poc"]["journal"]
    ),
    *(
        Act(STOP if story["poc"]["end"]["kind"] == "stop" else FINISH, partial(_end, story))
        for story in BUILDING
    ),
]
