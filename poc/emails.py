"""Letters about PoCs: one function queues a letter, one gives its words when it leaves."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from jury.queries import could_decide
from poc import queries
from poc.models import Obligation, Project
from poc.states import ObligationState, ProjectState
from portal import clock, outbox, registry, roles, timeline
from portal.models import Edition, Letter, Person, PhaseKey
from portal.registry import Target
from portal.templatetags.portal import day, deadline, euro
from teams.models import Membership, Team
from teams.queries import members_by_team, members_of
from teams.states import TeamState

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
        outbox.queue("poc_ended", to=person, about=project, due=at, occasion=_ending(at))


def _ending(at: datetime) -> str:
    """What tells one end of a PoC from another, whatever zone the instant is written in."""
    return at.astimezone(UTC).isoformat()


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


@registry.letter(
    "poc_opened",
    gettext_lazy("De PoC is open"),
    to=gettext_lazy("leden"),
)
def _opened(letter: Letter) -> dict[str, Any] | None:
    project = _project(letter, ProjectState.RUNNING)
    return _told(project) | {"cap": euro(project.cap_cents)} if project else None


@registry.letter(
    "cost_answered",
    gettext_lazy("Antwoord van Sandbox op een aangevraagde kost"),
    to=gettext_lazy("wie de kost aanvroeg, en de andere leden"),
)
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


@registry.letter(
    "poc_ended",
    gettext_lazy("De PoC is afgerond of gestopt"),
    to=gettext_lazy("leden"),
)
def _ended(letter: Letter) -> dict[str, Any] | None:
    project = _project(letter, ProjectState.FINISHED, ProjectState.STOPPED)
    if project is None or project.ended_at is None or letter.occasion != _ending(project.ended_at):
        return None
    return _told(project) | {"finished": project.state == ProjectState.FINISHED, "lessons": project.lessons}


def _members(teams: Any) -> QuerySet[Person]:
    rows = Membership.objects.current().filter(team__in=teams)
    return Person.objects.filter(pk__in=rows.values("person"), is_active=True)


def _running(edition: Edition, at: datetime | None = None) -> QuerySet[Project]:
    return Project.objects.filter(edition=edition, state=ProjectState.RUNNING)


def _asked(edition: Edition, at: datetime) -> QuerySet[Obligation]:
    return queries.asked(edition)


def _to_begin(edition: Edition, at: datetime) -> QuerySet[Team]:
    """Selected teams, once that was told, that opened no PoC."""
    chosen = Team.objects.selected(at=at).filter(edition=edition, project=None)
    return chosen.exclude(state=TeamState.STOPPED)


def members_to_begin(edition: Edition, at: datetime) -> QuerySet[Person]:
    return _members(_to_begin(edition, at).values("pk"))


def members_who_build(edition: Edition, at: datetime) -> QuerySet[Person]:
    return _members(_running(edition).values("team"))


@registry.letter(
    "poc_to_open",
    gettext_lazy("Een geselecteerd team opende zijn PoC nog niet"),
    kind="reminder",
    to=gettext_lazy("leden van geselecteerde teams zonder PoC"),
)
def _to_open(letter: Letter) -> dict[str, Any] | None:
    if letter.edition is None:
        return None
    mine = Membership.objects.current().filter(person=letter.recipient_id).values("team")
    rows = _to_begin(letter.edition, clock.now()).filter(pk__in=mine)
    team = rows.select_related("edition", "idea__submission").first()
    if team is None:
        return None
    return {
        "title": team.title,
        "cap": euro(team.edition.poc_cap_cents),
        "url": _page("poc:open", team.edition_id, team.pk),
        "contact": team.edition.contact,
    }


@registry.letter(
    "poc_ends",
    gettext_lazy("De PoC loopt bijna af"),
    kind="reminder",
    to=gettext_lazy("leden van teams met een PoC die loopt"),
)
def _ends(letter: Letter) -> dict[str, Any] | None:
    edition = letter.edition
    closes = timeline.of(edition).closes_at(PhaseKey.POC) if edition else None
    if edition is None or closes is None or closes <= clock.now():
        return None
    mine = Membership.objects.current().filter(person=letter.recipient_id).values("team")
    project = _running(edition).filter(team__in=mine).select_related(*PROJECT).first()
    if project is None:
        return None
    return _told(project) | {"until": deadline(closes), "left": euro(project.left_cents)}


def months(edition: Edition, at: datetime) -> Iterator[Target]:
    """The first day of this month and of the next, for every PoC that runs by then for two weeks or longer."""
    zone, closes = ZoneInfo(edition.timezone), timeline.shown(edition).closes_at(PhaseKey.POC)
    first = at.astimezone(zone).date().replace(day=1)
    members = members_by_team(_running(edition).values("team"))
    for project in _running(edition):
        people = members.get(project.team_id, [])
        for begins in (first, (first + timedelta(days=32)).replace(day=1)):
            anchor = datetime.combine(begins, time(), zone)
            if project.opened_at + timedelta(days=14) <= anchor and (closes is None or anchor < closes):
                yield Target(project, anchor, people, key=f"{begins:%Y-%m}")


@registry.letter(
    "poc_month",
    gettext_lazy("Elke maand: hoe staat het budget, wat schreven jullie in het dagboek"),
    kind="reminder",
    to=gettext_lazy("leden van teams met een PoC die loopt"),
)
def _month(letter: Letter) -> dict[str, Any] | None:
    project = _project(letter, ProjectState.RUNNING)
    if project is None or not members_of(project.team).filter(pk=letter.recipient_id).exists():
        return None
    last = project.journal.first()
    return _told(project) | {
        "used": euro(project.used_cents),
        "left": euro(project.left_cents),
        "cap": euro(project.cap_cents),
        "last": day(last.at) if last else "",
    }


def costs_to_answer(edition: Edition, at: datetime) -> Iterator[Target]:
    """Each cost that waits for an answer, to the staff who may give one: not who asked it, and not a member of the
    team."""
    costs = list(queries.asked(edition))
    staff = could_decide(edition, at=at) if costs else []
    members = members_by_team([cost.project.team_id for cost in costs])
    for cost in costs:
        own = {cost.by_id} | {person.pk for person in members.get(cost.project.team_id, [])}
        yield Target(cost, cost.at, [person for person in staff if person.pk not in own])


@registry.letter(
    "cost_waits",
    gettext_lazy("Een aangevraagde kost wacht op een antwoord van Sandbox"),
    kind="reminder",
    to=gettext_lazy("medewerkers van Sandbox"),
)
def _waits(letter: Letter) -> dict[str, Any] | None:
    rows = queries.asked(letter.edition) if letter.edition else Obligation.objects.none()
    cost = rows.filter(pk=letter.subject.rpartition(":")[2]).first()
    if cost is None or not roles.is_staff(letter.recipient, edition=letter.edition, at=clock.now()):
        return None
    return _told(cost.project) | {
        "cost": cost.title,
        "person": cost.by.display_name,
        "asked": day(cost.at),
        "url": _page("poc:cost", cost.project.edition_id, cost.pk),
    }


registry.remind("cost_waits", "cost.asked", "+2d +7d", targets=costs_to_answer, things=_asked)
registry.remind("poc_to_open", "poc.opens", "+7d +14d", audience=members_to_begin)
registry.remind("poc_month", "month.begins", "0d", targets=months, things=_running)
registry.remind("poc_ends", "poc.closes", "-30d -7d", audience=members_who_build)
