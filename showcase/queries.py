"""Reads about result sheets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Sum

from poc.models import EntryKind, LedgerEntry, Project
from portal import consents
from portal.models import ConsentKind, Edition, Person
from showcase.content import Cost
from showcase.models import Result
from showcase.states import ResultState
from teams.models import Team
from teams.queries import members_of

WHOLE = ("edition", "project__edition", "project__team__edition", "project__team__idea__submission")


@dataclass(frozen=True)
class Standing:
    """A member, and when they approved the sheet as it stands; None: not yet."""

    person: Person
    at: datetime | None


def published(edition: Edition, *, at: datetime) -> QuerySet[Result]:
    """The results for everybody, by title: an order in which a stop and a success stand among each other."""
    rows = Result.objects.published(at=at).filter(edition=edition).select_related(*WHOLE)
    return rows.order_by("project__team__idea__submission__public_text__title", "pk")


def visible(person: Any, edition: Edition, *, at: datetime) -> QuerySet[Result]:
    """Results of an edition that the person may see, ready for a page of one."""
    return Result.objects.visible_to(person, at=at).filter(edition=edition).select_related(*WHOLE)


def is_published(result: Result, *, at: datetime) -> bool:
    return bool(Result.objects.published(at=at).filter(pk=result.pk).exists())


def is_insider(result: Result, person: Any, *, at: datetime) -> bool:
    """Whether the person sees the sheet before everybody: who is or was in the team, and Sandbox."""
    return bool(Project.objects.visible_to(person, at=at).filter(pk=result.project_id).exists())


def published_of_idea(idea: Any, *, at: datetime) -> Result | None:
    """What came of an idea, once everybody may read it."""
    rows = Result.objects.published(at=at).filter(project__team__idea=idea)
    return rows.select_related("project").first()


def projects_of(person: Any, edition: Edition) -> QuerySet[Project]:
    """PoC's of which the person is a team member now, with the sheet and its approvals."""
    rows = Project.objects.filter(edition=edition, team__in=Team.objects.of_member(person).values("pk"))
    return rows.select_related("edition", "team__edition", "team__idea__submission", "result").order_by("pk")


def results_of(person: Any, edition: Edition) -> QuerySet[Result]:
    """Sheets of PoC's of which the person is a team member now."""
    teams = Team.objects.of_member(person).values("pk")
    return Result.objects.filter(edition=edition, project__team__in=teams).select_related(*WHOLE)


def of_project(project: Project) -> Result | None:
    """The sheet of a PoC, as the database has it now."""
    return Result.objects.select_related(*WHOLE).filter(project=project).first()


def of_team(team: Team) -> tuple[Project | None, Result | None]:
    """A team's PoC and its sheet; None for what there is not."""
    project = Project.objects.select_related("edition", "team", "result").filter(team=team).first()
    return project, getattr(project, "result", None)


def standings(result: Result) -> list[Standing]:
    """Every member of the team with their approval, the first to join first."""
    given = dict(result.approvals.values_list("person_id", "at"))
    return [Standing(person, given.get(person.pk)) for person in members_of(result.project.team)]


def everybody_agreed(result: Result) -> bool:
    """Whether each current member approved the text, and there is somebody at all. Ask under the project's lock."""
    told = standings(result)
    return bool(told) and all(standing.at for standing in told)


def paid_cents(project: Project) -> int:
    """What the ledger paid for outside help so far, corrections included."""
    paid = LedgerEntry.objects.filter(obligation__project=project, kind=EntryKind.PAID)
    return max(0, paid.aggregate(total=Sum("amount_cents"))["total"] or 0)


def cost_of(result: Result) -> Cost:
    """The cost as it was approved; of a draft what was paid until now."""
    frozen = result.state == ResultState.APPROVED and result.cost_cents is not None
    cents = result.cost_cents if frozen else paid_cents(result.project)
    return Cost(cents or 0, result.project.cap_cents)


def names(result: Result) -> list[str]:
    """Names of members who agreed to stand with the result."""
    agreed = consents.people_who_agreed(ConsentKind.RESULT_NAME, about=result).values("pk")
    members = members_of(result.project.team).filter(pk__in=agreed)
    return [person.display_name for person in members]
