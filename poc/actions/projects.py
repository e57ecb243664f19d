"""The PoC itself: opened, told about, ended with lessons, opened again."""

from datetime import datetime

from django.db import transaction

from poc import emails, rules
from poc.actions.costs import let_go
from poc.actions.locking import locked
from poc.models import JournalEntry, Obligation, Project
from poc.states import ObligationState, ProjectState
from portal import history, lifecycle
from portal.models import Person
from teams.models import Team

TEAM_STOPPED = "Het team stopte."


@transaction.atomic
def open_project(team: Team, *, goal: str = "", by: Person, at: datetime) -> Project:
    """Open the PoC of a selected team, with the edition's cap as it is now. Twice gives the same PoC."""
    Team.objects.select_for_update().only("pk").get(pk=team.pk)
    team = Team.objects.select_related("edition", "idea__submission").get(pk=team.pk)
    rules.check_may_open(team, by=by, at=at)
    if known := Project.objects.filter(team=team).first():
        return known
    project = Project.objects.create(
        edition=team.edition, team=team, goal=goal, cap_cents=team.edition.poc_cap_cents, opened_at=at
    )
    history.record(project, "open", by=by, at=at, data={"team": team.pk, "cap": project.cap_cents})
    emails.poc_opened(project, at=at)
    return project


@transaction.atomic
def write_journal(project: Project, *, text: str, by: Person, at: datetime) -> JournalEntry:
    """A member adds a page to the journal, after the end too. The same words twice in a row are one page."""
    project = locked(project)
    rules.check_member(project, by=by)
    rules.check_reason(text)
    last = project.journal.order_by("-pk").first()
    if last and (last.text, last.by_id) == (text, by.pk):
        return last
    page = JournalEntry.objects.create(project=project, text=text, by=by, at=at)
    history.record(project, "journal", by=by, at=at, data={"page": page.pk})
    return page


@transaction.atomic
def finish(project: Project, *, lessons: str, by: Person, at: datetime) -> None:
    """The PoC is done: what was still asked is cancelled, what was approved may still be invoiced and paid."""
    project = locked(project)
    rules.check_may_end(project, lessons=lessons, by=by, at=at)
    _end(project, ProjectState.FINISHED, lessons, by=by, at=at)
    emails.poc_ended(project, at=at)


@transaction.atomic
def stop(project: Project, *, lessons: str, by: Person, at: datetime) -> None:
    """The PoC stops early, with lessons: a result too. Money as in `finish`."""
    project = locked(project)
    rules.check_may_end(project, lessons=lessons, by=by, at=at)
    _end(project, ProjectState.STOPPED, lessons, by=by, at=at)
    emails.poc_ended(project, at=at)


def stop_with_its_team(team: Team, *, by: Person, at: datetime) -> None:
    """When a team stops while it builds, its PoC stops too. Follows `registry.TEAM_STOPPED`; the team's own letter
    tells its members."""
    known = Project.objects.filter(team=team).first()
    project = locked(known) if known else None
    if project and project.state == ProjectState.RUNNING:
        _end(project, ProjectState.STOPPED, TEAM_STOPPED, by=by, at=at)


def _end(project: Project, to: str, lessons: str, *, by: Person, at: datetime) -> None:
    for obligation in Obligation.objects.filter(project=project, state=ObligationState.ASKED):
        let_go(obligation, by=by, at=at)
    lifecycle.move(project, to=to, by=by, at=at, lessons=lessons, ended_at=at)


@transaction.atomic
def resume(project: Project, *, reason: str, by: Person, at: datetime) -> None:
    """Sandbox opens an ended PoC again, with a reason; the lessons stay."""
    project = locked(project)
    rules.check_may_resume(project, reason=reason, by=by, at=at)
    lifecycle.move(project, to=ProjectState.RUNNING, by=by, at=at, reason=reason, ended_at=None)
