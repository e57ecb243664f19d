"""Letters about PoCs: one function queues a letter, one gives its words when it leaves."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from poc.models import Obligation, Project
from poc.states import ObligationState, ProjectState
from portal import outbox, registry
from portal.models import Letter
from portal.templatetags.portal import euro
from teams.queries import members_of

PROJECT = ("edition", "team__edition", "team__idea__submission")


def poc_opened(project: Project, *, at: datetime) -> None:
    """To every member: the PoC is open, this is how the budget works."""
    for person in members_of(project.team):
        outbox.queue("poc_opened", to=person, about=project, due=at)


def cost_answered(obligation: Obligation, *, at: datetime) -> None:
    """To who asked and to the other members: yes, or no with a word of explanation."""
    people = {person.pk: person for person in members_of(obligation.project.team)}
    for person in ({obligation.by_id: obligation.by} | people).values():
        outbox.queue("cost_answered", to=person, about=obligation, due=at)


def poc_ended(project: Project, *, at: datetime) -> None:
    """To every member: the PoC ended, thank you, and what comes next. Once for each time it ends."""
    for person in members_of(project.team):
        outbox.queue("poc_ended", to=person, about=project, due=at, occasion=at.isoformat())


def _page(name: str, *args: Any) -> str:
    return str(settings.PORTAL_URL + reverse(name, args=args))


def _project(letter: Letter, *states: str) -> Project | None:
    rows = Project.objects.select_related(*PROJECT)
    return rows.filter(pk=letter.subject.rpartition(":")[2], state__in=states).first()


def _told(project: Project) -> dict[str, Any]:
    """What every letter says: which team, where its PoC is, whom to ask."""
    return {
        "title": project.team.title,
        "url": _page("poc:project", project.edition_id, project.pk),
        "contact": project.edition.contact,
    }


@registry.letter("poc_opened", "De PoC is open")
def _opened(letter: Letter) -> dict[str, Any] | None:
    project = _project(letter, ProjectState.RUNNING)
    return _told(project) | {"cap": euro(project.cap_cents)} if project else None


@registry.letter("cost_answered", "Antwoord van Sandbox op een gevraagde kost")
def _answered(letter: Letter) -> dict[str, Any] | None:
    rows = Obligation.objects.select_related(*(f"project__{name}" for name in PROJECT))
    answered = [ObligationState.APPROVED, ObligationState.DECLINED]
    cost = rows.filter(pk=letter.subject.rpartition(":")[2], state__in=answered).first()
    if cost is None:
        return None
    return _told(cost.project) | {
        "cost": cost.title,
        "approved": cost.state == ObligationState.APPROVED,
        "word": cost.answer,
        "url": _page("poc:cost", cost.project.edition_id, cost.pk),
    }


@registry.letter("poc_ended", "De PoC is afgerond of gestopt")
def _ended(letter: Letter) -> dict[str, Any] | None:
    project = _project(letter, ProjectState.FINISHED, ProjectState.STOPPED)
    if project is None or project.ended_at is None or letter.occasion != project.ended_at.isoformat():
        return None
    return _told(project) | {"finished": project.state == ProjectState.FINISHED, "lessons": project.lessons}
