"""What waits for a team that builds, and for staff."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from poc import queries
from poc.states import ProjectState
from portal import roles, timeline
from portal.models import Edition, Person, PhaseKey
from portal.registry import Waiting
from teams.models import Membership


def poc_of(person: Person, edition: Edition, at: datetime) -> Iterator[Waiting]:
    """Open your PoC, end it when its time is over; for staff: costs that somebody else asked."""
    yield from _for_members(person, edition, at)
    if roles.is_staff(person, edition=edition, at=at):
        yield from _for_staff(person, edition)


def _for_members(person: Person, edition: Edition, at: datetime) -> Iterator[Waiting]:
    windows = timeline.shown(edition)
    if not windows.has_opened(PhaseKey.PITCH, at):
        return
    for team in queries.to_open(person, edition, at=at):
        yield Waiting(_("Open jullie PoC"), reverse("poc:open", args=[edition.pk, team.pk]), about=team.title)
    if windows.has_closed(PhaseKey.POC, at):
        due = windows.closes_at(PhaseKey.POC)
        for project in queries.of_member(person, edition).filter(state=ProjectState.RUNNING):
            page = reverse("poc:project", args=[edition.pk, project.pk])
            yield Waiting(_("Rond jullie PoC af, of stop met lessen"), page, about=str(project), due=due)


def _for_staff(person: Person, edition: Edition) -> Iterator[Waiting]:
    own = Membership.objects.filter(person=person, edition=edition).values("team")
    for cost in queries.asked(edition).exclude(by=person).exclude(project__team__in=own):
        page = reverse("poc:cost", args=[edition.pk, cost.pk])
        yield Waiting(_("Antwoord op een gevraagde kost"), page, about=f"{cost} · {cost.project}")
