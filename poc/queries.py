"""Reads about PoCs and their money."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum

from poc import content
from poc.models import EntryKind, JournalEntry, LedgerEntry, Obligation, Project
from poc.states import ObligationState
from portal.models import Edition, Person
from teams.models import Team


def visible(person: Any, edition: Edition, *, at: datetime) -> QuerySet[Project]:
    """The PoCs of an edition that somebody may see, ready for a page; by title of the idea's public text."""
    rows = Project.objects.visible_to(person, at=at).filter(edition=edition)
    return rows.select_related("edition", "team__edition", "team__idea__submission").order_by(
        "team__idea__submission__public_text__title", "pk"
    )


def teams_of(person: Person, edition: Edition, *, at: datetime) -> QuerySet[Any]:
    """The teams somebody is in now, each with its PoC if there is one and with `chosen`: selected, and released."""
    chosen = Exists(Team.objects.selected(at=at).filter(pk=OuterRef("pk")))
    rows = Team.objects.of_member(person).filter(edition=edition).annotate(chosen=chosen)
    return rows.select_related("edition", "idea__submission", "project").order_by("pk")


def to_open(person: Person, edition: Edition, *, at: datetime) -> QuerySet[Team]:
    """Selected teams of somebody that have no PoC yet."""
    return teams_of(person, edition, at=at).filter(chosen=True, project=None).exclude(state="stopped")


def of_team(team: Team) -> Project | None:
    return Project.objects.filter(team=team).select_related("edition").first()


def costs_visible(person: Any, edition: Edition, *, at: datetime) -> QuerySet[Obligation]:
    """Costs of the PoCs that somebody may see."""
    projects = Project.objects.visible_to(person, at=at).filter(edition=edition)
    return Obligation.objects.filter(project__in=projects).select_related(
        "project__edition", "project__team__edition", "project__team__idea__submission", "by"
    )


def costs_of(project: Project) -> QuerySet[Obligation]:
    """The costs of a PoC, the last asked first."""
    return project.obligations.select_related("by").order_by("-at", "-pk")


def asked(edition: Edition) -> QuerySet[Obligation]:
    """Costs that wait for an answer, the oldest first."""
    rows = Obligation.objects.filter(project__edition=edition, state=ObligationState.ASKED)
    return rows.select_related(
        "project__edition", "project__team__edition", "project__team__idea__submission", "by"
    )


def sums_of(obligation: Obligation) -> dict[str, int]:
    """The sum of each kind of entry on one cost, in cents, as the ledger has it now."""
    sums = obligation.entries.order_by().values_list("kind").annotate(sum=Sum("amount_cents"))
    return dict.fromkeys(EntryKind.values, 0) | dict(sums)


def layers_of(projects: Iterable[Project]) -> dict[str, list[content.Layer]]:
    """The budget of each PoC from paid to free, by key, in one query."""
    caps = {project.pk: project.cap_cents for project in projects}
    costs: dict[str, dict[str, dict[str, int]]] = {key: {} for key in caps}
    lines = LedgerEntry.objects.filter(obligation__project__in=list(caps)).order_by()
    rows = lines.values_list("obligation__project", "obligation", "kind").annotate(sum=Sum("amount_cents"))
    for project, cost, kind, cents in rows:
        costs[project].setdefault(cost, {})[kind] = cents
    return {key: content.layers(costs[key].values(), cap) for key, cap in caps.items()}


def ledger_of(project: Project) -> QuerySet[LedgerEntry]:
    """Every line of a PoC, in the order in which it was written."""
    lines = LedgerEntry.objects.filter(obligation__project=project)
    return lines.select_related("obligation", "by").order_by("pk")


def bookings_of(project: Project) -> list[content.Booking]:
    """The ledger of a PoC as plain figures, in its order: sums, layers and what was left follow from it."""
    lines = LedgerEntry.objects.filter(obligation__project=project).order_by("pk")
    return list(lines.values_list("at", "obligation", "kind", "amount_cents"))


def lines_of(obligation: Obligation) -> QuerySet[LedgerEntry]:
    return obligation.entries.select_related("by").order_by("pk")


def journal_of(project: Project) -> QuerySet[JournalEntry]:
    """The journal, newest first; pages whose writer left are empty and not shown."""
    return project.journal.exclude(text="").select_related("by").order_by("-at", "-pk")
