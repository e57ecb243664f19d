"""What the tests of the showcase stand on: a PoC that ended, its ledger, a sheet on its way, a showcase with a date."""

from datetime import datetime
from typing import Any

from poc.models import EntryKind, LedgerEntry, Obligation, Project
from poc.states import ObligationState, ProjectState
from portal import phases
from portal.models import Person, Phase, PhaseKey
from showcase import actions
from showcase.content import COLUMNS
from showcase.models import Result
from teams.models import Team
from tests.snapshot import kept
from tests.world import DURING_POC, SELECTION, SHOWCASE_SET, TESTER, World, local

ENDING = local(2022, 9, 15, 10)
WRITING = local(2022, 9, 20, 10)
APPROVING = local(2022, 9, 21, 10)
SHOWCASE = local(2022, 11, 10, 9)  # the instant that staff set
WORDS = {name: f"Tekst bij {name}." for name in COLUMNS}
LESSONS = "Begin met de gebruiker."


@kept
def project_of(world: World, team: Team, *, state: str = ProjectState.FINISHED, **fields: Any) -> Project:
    """A PoC of a selected team, in a state."""
    ended = {"ended_at": ENDING, "lessons": LESSONS} if state != ProjectState.RUNNING else {}
    cap = world.edition.poc_cap_cents
    made = Project.objects.create(
        edition=world.edition, team=team, cap_cents=cap, opened_at=SELECTION, state=state, **ended | fields
    )
    return Project.objects.select_related("edition", "team__edition", "team__idea__submission").get(
        pk=made.pk
    )


@kept
def poc(world: World, *, state: str = ProjectState.FINISHED) -> Project:
    """A team of owner, member and second member, selected, with a PoC that ended."""
    team = world.team()
    world.selected(team)
    return project_of(world, team, state=state)


def paid(project: Project, by: Person, *cents: int) -> None:
    """Amounts on the ledger; one below nothing is a correction."""
    cost = Obligation.objects.create(
        project=project, state=ObligationState.CLOSED, title="Ontwikkelaar", by=by, at=DURING_POC
    )
    for number, amount in enumerate(cents):
        for kind in (EntryKind.INVOICED, EntryKind.PAID):
            LedgerEntry.objects.create(
                obligation=cost, kind=kind, amount_cents=amount, is_correction=amount < 0,
                key=f"{kind}{number}", by=by, at=DURING_POC,
            )  # fmt: skip


def written(project: Project, by: Person, **words: str) -> Result:
    """The sheet with every text filled in."""
    found = Result.objects.filter(project=project).first()
    version = found.version if found else 0
    return actions.save_result(project, words=WORDS | words, version=version, by=by, at=WRITING)


def agree(result: Result, *people: Person, show_name: bool = False, at: datetime = APPROVING) -> Result:
    """These people approve the text as it stands."""
    for person in people:
        version = Result.objects.get(pk=result.pk).version
        result = actions.approve_result(result, show_name=show_name, version=version, by=person, at=at)
    return result


@kept
def approved(world: World, project: Project) -> Result:
    """The sheet with everybody's approval."""
    people = [membership.person for membership in project.team.memberships.filter(until=None)]
    return agree(written(project, people[0]), *people)


@kept
def set_showcase(world: World, opens_at: datetime | None = SHOWCASE) -> None:
    """Staff give the showcase its day, or take it away again."""
    phase = Phase.objects.get(edition=world.edition, key=PhaseKey.SHOWCASE)
    phase.opens_at, phase.closes_at = opens_at, local(2022, 12, 1) if opens_at else None
    phases.move_phase(phase, by=TESTER, at=SHOWCASE_SET)
    world.edition.__dict__.pop("_shown", None)


def fill(world: World) -> None:
    """A sheet with an approval, for the lists of the admin; stands on the team and PoC that are there already."""
    team = Team.objects.first() or world.forming_team(world.owner, title="Ingediend idee")
    project = Project.objects.filter(team=team).first() or project_of(world, team)
    if not Result.objects.filter(project=project).exists():
        owner = team.memberships.filter(until=None).order_by("pk")[0].person
        Project.objects.filter(pk=project.pk).update(state=ProjectState.FINISHED)
        result = written(project, owner)
        agree(result, owner)
