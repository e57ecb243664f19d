"""The selected teams build: costs are asked, approved, ordered and paid; a journal; an end, one of them a stop."""

from datetime import datetime
from functools import partial
from typing import Any

from poc import actions as poc
from poc.models import EntryKind, Obligation, Project
from poc.states import ObligationState, ProjectState
from portal.demo.acts.act import Act, edition, on
from portal.demo.acts.teams import GOING_ON, owner_of
from portal.demo.cast import local, player
from teams.models import Team


def _project(story: dict[str, Any]) -> Project | None:
    rows = Project.objects.filter(edition=edition(), state=ProjectState.RUNNING)
    return rows.filter(team__idea__submission__public_text__title=story["title"]).first()


def _open(at: datetime) -> None:
    """Every selected team whose owner did not open it yet, also one that the visitor's jury chose. One is slow."""
    for team in Team.objects.selected(at=at).filter(edition=edition(), project=None):
        story = next((one for one in GOING_ON if one["title"] == team.title), {})
        told = story.get("poc", {})
        if "opens" not in told or on(told["opens"], 0) <= at:
            poc.open_project(team, goal=told.get("goal", ""), by=owner_of(team), at=at)


def _ask(story: dict[str, Any], costs: list[dict[str, Any]], at: datetime) -> None:
    project = _project(story)
    if project is None:
        return
    for cost in costs:
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


def _refuse(cost: dict[str, Any], at: datetime) -> None:
    rows = Obligation.objects.filter(project__edition=edition(), state=ObligationState.ASKED)
    for asked in rows.filter(title=cost["title"]):
        poc.decline_cost(asked, answer=cost["answer"], by=player("sandbox"), at=at)


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


BUILDING = [story for story in GOING_ON if "poc" in story]
ACTS = [
    Act(local(2022, 5, 23, 9), _open),
    *(Act(on(story["poc"]["opens"], 14), _open) for story in BUILDING if "opens" in story["poc"]),
    *(
        Act(local(2022, 6, 7, 9, order), partial(_ask, story, story["poc"]["costs"]))
        for order, story in enumerate(BUILDING)
    ),
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
        Act(on(day, 11 + order), partial(_journal, story, text))
        for order, story in enumerate(BUILDING)
        for day, text in story["poc"]["journal"]
    ),
    *(
        act
        for story in BUILDING
        if (cost := story["poc"].get("refused"))
        for act in (
            Act(local(2022, 9, 1, 9), partial(_ask, story, [cost])),
            Act(local(2022, 9, 9, 15), partial(_refuse, cost)),
        )
    ),
    *(Act(on(story["poc"]["end"]["day"], 16), partial(_end, story)) for story in BUILDING),
]
