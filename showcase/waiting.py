"""What waits for a member of a PoC's team."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from poc.models import Project
from portal import timeline
from portal.models import Edition, Person, PhaseKey
from portal.registry import Waiting
from showcase import content, queries
from showcase.models import ENDED, Result
from showcase.states import ResultState


def sheets_of(person: Person, edition: Edition, at: datetime) -> Iterator[Waiting]:
    """The sheet of a PoC that ended: to write, then to approve."""
    windows = timeline.shown(edition)
    if not windows.has_opened(PhaseKey.POC, at):
        return
    opens = windows.opens_at(PhaseKey.SHOWCASE)
    due = opens if opens and at < opens else None
    ended = queries.projects_of(person, edition).filter(state__in=ENDED)
    for project in ended.prefetch_related("result__approvals"):
        yield from _of(project, getattr(project, "result", None), person, due)


def _of(project: Project, result: Result | None, person: Person, due: datetime | None) -> Iterator[Waiting]:
    about = project.team.title
    if result is None or (result.state == ResultState.DRAFT and content.gaps(result)):
        url = reverse("showcase:write", args=[project.edition_id, project.pk])
        yield Waiting(_("Schrijf de resultaatfiche"), url, about=about, due=due)
    elif result.state == ResultState.DRAFT and not _has_approved(result, person):
        url = reverse("showcase:result", args=[project.edition_id, result.pk])
        yield Waiting(_("Lees de resultaatfiche en keur ze goed"), url, about=about, due=due)


def _has_approved(result: Result, person: Person) -> bool:
    return any(approval.person_id == person.pk for approval in result.approvals.all())
