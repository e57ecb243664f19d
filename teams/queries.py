"""Reads about teams."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from ideas.models import Idea
from portal import consents, people, roles, timeline
from portal.errors import Refused
from portal.models import ConsentKind, Edition, Person, PhaseKey, RoleKind
from teams import rules
from teams.models import Candidacy, Membership, Profile, Support, Team
from teams.states import CandidacyState, TeamState


def pitching(edition: Edition) -> QuerySet[Team]:
    """The teams that take part in the pitch: all that are complete. Source: programme, 'all teams pitch'."""
    rows = Team.objects.filter(edition=edition, state=TeamState.COMPLETE)
    return rows.select_related("edition", "idea__submission")


def members_of(team: Team) -> QuerySet[Person]:
    """The people in a team now, the first to join first."""
    current = Person.objects.filter(memberships__team=team, memberships__until=None)
    return current.order_by("memberships__since", "memberships__pk")


def members_by_team(teams: Any) -> dict[str, list[Person]]:
    """The members of each of these teams, the first to join first; one query for all of them."""
    found: dict[str, list[Person]] = {}
    rows = Membership.objects.current().filter(team__in=teams).select_related("person")
    for one in rows.order_by("since", "pk"):
        found.setdefault(one.team_id, []).append(one.person)
    return found


def calling(edition: Edition, *, at: datetime) -> QuerySet[Idea]:
    """The shortlisted ideas with their team, if it began: open profiles, number of members; by title."""
    open_ones = Prefetch(
        "team__profiles", queryset=Profile.objects.filter(found=False), to_attr="open_profiles"
    )
    ideas = _with_team(edition, at=at).prefetch_related(open_ones)
    return ideas.order_by("submission__public_text__title", "pk")


def _with_team(edition: Edition, *, at: datetime) -> QuerySet[Any]:
    current = Count("team__memberships", filter=Q(team__memberships__until=None))
    ideas = Idea.objects.published(at=at).filter(edition=edition).select_related("submission", "team")
    return ideas.annotate(members=current)


def call_of(idea: Idea, *, at: datetime) -> Any:
    """One of them, with `selected`: whether its team builds; None for an idea that is not shortlisted."""
    selected = Exists(Team.objects.selected(at=at).filter(idea=OuterRef("pk")))
    return _with_team(idea.edition, at=at).annotate(selected=selected).filter(pk=idea.pk).first()


def open_profiles(team: Team) -> list[Profile]:
    """Whom a team still looks for; a team that is complete or stopped looks for nobody."""
    return list(team.profiles.filter(found=False)) if team.state == TeamState.FORMING else []


def team_of(idea: Idea) -> Team | None:
    rows = Team.objects.filter(idea=idea).select_related("edition", "idea__submission")
    return rows.first()


def visible(person: Any, edition: Edition, *, at: datetime) -> QuerySet[Team]:
    """Teams whose room the person may enter, ready for a page of one."""
    rows = Team.objects.visible_to(person, at=at).filter(edition=edition)
    return rows.select_related("edition", "idea__submission")


def own_candidacies(person: Person, edition: Edition) -> QuerySet[Candidacy]:
    """What somebody stood for."""
    rows = Candidacy.objects.filter(person=person, team__edition=edition)
    return rows.select_related("team__edition", "team__idea__submission", "person", "profile")


def candidacy_for(person: Person, edition: Edition) -> QuerySet[Candidacy]:
    """Candidacies that a person may read: their own, and those for an idea they own."""
    mine = Q(person=person) | Q(team__idea__in=Idea.objects.owned_by(person).values("pk"))
    rows = Candidacy.objects.filter(mine, team__edition=edition)
    return rows.select_related("team__edition", "team__idea__submission", "person", "profile")


@dataclass(frozen=True)
class Member:
    """A member as the room shows them: where they work, what they do, whether their manager is with them."""

    membership: Membership
    entity: str
    support: Support | None
    is_owner: bool

    @property
    def person(self) -> Person:
        return self.membership.person


@dataclass(frozen=True)
class Room:
    """A team's room as one person sees it: who is in, and what is theirs to see; `mine` only for a member."""

    members: list[Member]
    mine: Member | None
    owner: bool
    inbox: list[Candidacy]
    profiles: list[Profile]
    shown: bool

    @property
    def may_leave(self) -> bool:
        """The last owner in a team stops it instead."""
        owners = sum(one.is_owner for one in self.members)
        return self.mine is not None and (not self.owner or owners > 1)


def rooms(person: Any, edition: Edition, *, at: datetime) -> QuerySet[Team]:
    """The same teams with their pitch file, as the room shows it."""
    return visible(person, edition, at=at).select_related("pitch_file__slides")


def room_of(team: Team, person: Person) -> Room:
    """Who is in a team and what waits there; five queries at most, whatever the number of people."""
    owners = set(team.idea.ownerships.filter(until=None).values_list("person", flat=True))
    members = _members_of(team, owners)
    owner = person.pk in owners
    mine = next((one for one in members if one.person.pk == person.pk), None)
    return Room(
        members,
        mine,
        owner,
        inbox=list(inbox(team)) if owner else [],
        profiles=list(team.profiles.all()),
        shown=mine is not None and shows_name(team, person),
    )


def _members_of(team: Team, owners: set[str]) -> list[Member]:
    rows: QuerySet[Any] = Membership.objects.current().filter(team=team).select_related("person", "support")
    rows = rows.annotate(entity=people.entity_name("person")).order_by("since", "pk")
    return [Member(row, row.entity, getattr(row, "support", None), row.person_id in owners) for row in rows]


def inbox(team: Team) -> QuerySet[Candidacy]:
    """Candidates who wait for an answer, the first first."""
    rows = Candidacy.objects.filter(team=team, state=CandidacyState.OPEN)
    return rows.select_related("person", "profile").order_by("at", "pk")


def membership_of(team: Team, person: Any) -> Membership | None:
    rows = Membership.objects.current().filter(team=team, person=person)
    return rows.select_related("support", "person", "team__edition").first()


def public_names(team: Team) -> list[str]:
    """Names of members who agreed to be named."""
    agreed = consents.people_who_agreed(ConsentKind.MEMBER_NAME, about=team)
    members = agreed.filter(memberships__team=team, memberships__until=None)
    return list(members.order_by("name").values_list("name", flat=True))


def shows_name(team: Team, person: Person) -> bool:
    """Whether somebody agreed to be named with the team; asked of the person, as two people may share a name."""
    return consents.people_who_agreed(ConsentKind.MEMBER_NAME, about=team).filter(pk=person.pk).exists()


def why_not_stand(idea: Idea, team: Team | None, person: Any, *, at: datetime) -> str:
    """The sentence that explains why somebody cannot stand as candidate now; empty when they can."""
    try:
        if person.is_authenticated:
            rules.check_may_stand_for(idea, team, by=person, at=at)
        elif not timeline.shown(idea.edition).accepts(PhaseKey.TEAMS, at):
            raise rules.not_in_february(timeline.shown(idea.edition), at)
    except Refused as refused:
        return str(refused)
    return ""


def with_slides_for(person: Any, edition: Edition, *, at: datetime) -> QuerySet[Team]:
    """Teams whose slides somebody may read: who enters the room, and from the pitch on its jury."""
    jury = roles.has(person, RoleKind.JUROR, RoleKind.CHAIR, edition=edition, at=at)
    pitching_now = jury and timeline.shown(edition).has_opened(PhaseKey.PITCH, at)
    rooms = Q(pk__in=Team.objects.visible_to(person, at=at).values("pk"))
    seen = rooms | Q(state=TeamState.COMPLETE) if pitching_now else rooms
    rows = Team.objects.filter(seen, edition=edition, pitch_file__slides__isnull=False)
    return rows.select_related("pitch_file__slides")


def may_enter(team: Team, person: Any, *, at: datetime) -> bool:
    """Whether somebody may enter the room of a team."""
    return Team.objects.visible_to(person, at=at).filter(pk=team.pk).exists()


@dataclass(frozen=True)
class Work:
    """An idea that somebody has to do with: as its owner once it is shortlisted, as a member of its team, or both."""

    idea: Idea
    team: Team | None
    owns: bool
    unanswered: int  # candidates without an answer
    membership: Membership | None


def work_of(person: Person, edition: Edition, *, at: datetime) -> list[Work]:
    """One query for somebody without a team, two for all others."""
    owned = Idea.objects.published(at=at).owned_by(person).filter(pk=OuterRef("pk"))
    current = Membership.objects.current().filter(person=person)
    open_ones = Count("team__candidacies", filter=Q(team__candidacies__state=CandidacyState.OPEN))
    found = (
        Idea.objects.annotate(owns=Exists(owned))
        .filter(Q(owns=True) | Exists(current.filter(team__idea=OuterRef("pk"))), edition=edition)
        .select_related("submission", "team__pitch_file")
        .annotate(unanswered=open_ones)
        .prefetch_related(Prefetch("team__memberships", current.select_related("support"), to_attr="mine"))
    )
    return [_work(idea) for idea in found.order_by("pk")]


def _work(idea: Any) -> Work:
    team = getattr(idea, "team", None)
    membership = team.mine[0] if team and team.mine else None
    return Work(idea, team, idea.owns, idea.unanswered, membership)
