"""A PoC in the tests' world: a selected team that builds, brought there by the real verbs."""

from datetime import datetime
from itertools import count
from typing import Any

from ideas.models import Idea
from poc import actions
from poc.models import EntryKind, LedgerEntry, Obligation, Project
from portal.models import Person
from teams.models import Selection, Team
from tests.snapshot import kept
from tests.world import DURING_POC, DURING_TEAMS, World

CAP = 1_500_000
_keys = count(1)


def key() -> str:
    """The key of a form that was not sent before."""
    return f"form-{next(_keys)}"


@kept
def two_teams(world: World) -> tuple[Team, Team]:
    """Two selected teams, of different people."""
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    first = world.team()
    second = world.team(world.other_owner, world.other_member, world.candidate, title="Lucht in de klas")
    world.selected(first, second)
    return first, second


@kept
def project_of(world: World, team: Team | None = None) -> Project:
    """A selected team with its PoC open."""
    if team is None:
        team = world.team()
        world.selected(team)
    return again(actions.open_project(team, goal="Werkt het?", by=world.member, at=DURING_POC))


def again(project: Project) -> Project:
    """The PoC as the database has it now."""
    return Project.objects.select_related("edition", "team__edition", "team__idea__submission").get(
        pk=project.pk
    )


def ask(project: Project, cents: int, *, by: Person, at: datetime = DURING_POC, **said: Any) -> Obligation:
    words: dict[str, Any] = {
        "title": "Hulp bij het prototype",
        "partner": "Firma Een",
        "vat_rate": 21,
        "key": key(),
    }
    return actions.ask_cost(project, amount_cents=cents, **(words | said), by=by, at=at)


@kept
def approved(world: World, project: Project, cents: int, **said: Any) -> Obligation:
    """A cost that a member asked and staff approved."""
    cost = ask(project, cents, by=world.member, **said)
    actions.approve_cost(cost, by=world.staff, at=DURING_POC)
    cost.refresh_from_db()
    return cost


def record(cost: Obligation, kind: EntryKind, cents: int, *, by: Person, **said: Any) -> LedgerEntry:
    words: dict[str, Any] = {"note": "", "key": key(), "at": DURING_POC}
    return actions.record_entry(cost, kind=kind, amount_cents=cents, by=by, **(words | said))


def fill(world: World) -> None:
    """A row in every table of this stage; a team that is there already is the one that builds."""
    team = Team.objects.order_by("made_at").first()
    if team is None:
        idea = Idea.objects.published(at=DURING_TEAMS).first() or world.published(world.owner)
        team = world.team(idea.owners.first(), title=idea.submission.content["title"])
    if not Selection.objects.filter(team=team).exists():
        world.selected(team)
    member = team.memberships.current().first().person
    project = again(actions.open_project(team, by=member, at=DURING_POC))
    cost = ask(project, 121_000, by=member)
    actions.approve_cost(cost, by=world.staff, at=DURING_POC)
    record(cost, EntryKind.PAID, 121_000, by=member)
    actions.write_journal(project, text="De eerste proef.", by=member, at=DURING_POC)
