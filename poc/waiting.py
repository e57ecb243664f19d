"""What waits for a team that builds, and for staff."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from poc import queries
from poc.models import Project
from poc.states import ProjectState
from portal import roles, timeline
from portal.models import Edition, Person, PhaseKey
from portal.registry import Waiting
from teams.models import Membership
from teams.states import TeamState


def poc_of(person: Person, edition: Edition, at: datetime) -> Iterator[Waiting]:
    """Open your PoC, end it when its time is over; for staff: costs that somebody else asked. Nothing before the
    pitch: nobody is selected then."""
    windows = timeline.shown(edition)
    if not windows.has_opened(PhaseKey.PITCH, at):
        return
    for team in queries.teams_of(person, edition, at=at):
        yield from _for_member(team, windows, at)
    if roles.is_staff(person, edition=edition, at=at):
        yield from _for_staff(person, edition)


def _for_member(team: Any, windows: timeline.Timeline, at: datetime) -> Iterator[Waiting]:
    project: Project | None = getattr(team, "project", None)
    if project is None:
        if team.chosen and team.state != TeamState.STOPPED:
            page = reverse("poc:open", args=[team.edition_id, team.pk])
            yield Waiting(_("Open jullie PoC"), page, about=team.title)
    elif project.state == ProjectState.RUNNING and windows.has_closed(PhaseKey.POC, at):
        page = reverse("poc:project", args=[team.edition_id, project.pk])
        due = windows.closes_at(PhaseKey.POC)
        yield Waiting(_("Rond jullie PoC af, of stop met lessen"), page, about=str(project), due=due)


def _for_staff(person: Person, edition: Edition) -> Iterator[Waiting]:
    own = Membership.objects.filter(person=person, edition=edition).values("team")
    for cost in queries.asked(edition).exclude(by=person).exclude(project__team__in=own):
        page = reverse("poc:cost", args=[edition.pk, cost.pk])
        yield Waiting(_("Antwoord op een aangevraagde kost"), page, about=f"{cost} · {cost.project}")
