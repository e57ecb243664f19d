"""Letters about teams: one function queues a letter, one gives its words when it leaves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal import clock, outbox, registry
from portal.models import Letter, Person, Release
from portal.templatetags.portal import deadline
from teams import content
from teams.models import Candidacy, Membership, Selection, SelectionKind, Support, Team
from teams.states import CandidacyState, SupportState, TeamState

TEAM = ("team__edition", "team__idea__submission")


def candidacy_received(candidacy: Candidacy, *, at: datetime) -> None:
    """To every owner: somebody would like to join."""
    for owner in _owners(candidacy.team):
        outbox.queue("candidacy_received", to=owner, about=candidacy, due=at)


def candidacy_answered(candidacy: Candidacy, *, at: datetime) -> None:
    """To the candidate: the owner's answer, with the owner's word."""
    outbox.queue("candidacy_answered", to=candidacy.person, about=candidacy, due=at)


def candidacy_withdrawn(candidacy: Candidacy, *, at: datetime) -> None:
    """To every owner: a candidate stepped back."""
    for owner in _owners(candidacy.team):
        outbox.queue("candidacy_withdrawn", to=owner, about=candidacy, due=at)


def candidacy_lapsed(candidacy: Candidacy, *, at: datetime) -> None:
    """To the candidate: the team stopped before there was an answer."""
    outbox.queue("candidacy_lapsed", to=candidacy.person, about=candidacy, due=at)


def member_left(membership: Membership, *, at: datetime) -> None:
    """To everybody who stays, once for this departure."""
    for person in _members(membership.team):
        outbox.queue("member_left", to=person, about=membership, due=at, occasion=at.isoformat())


def team_completed(team: Team, *, at: datetime) -> None:
    """To every member: we are complete, this comes next."""
    for person in _members(team):
        outbox.queue("team_completed", to=person, about=team, due=at, occasion=at.isoformat())


def team_stopped(team: Team, members: Iterable[Person], *, at: datetime) -> None:
    """To everybody who was a member until now."""
    for person in members:
        outbox.queue("team_stopped", to=person, about=team, due=at)


def support_asked(support: Support, *, at: datetime) -> None:
    """To the manager's bare address, one letter for each time it is asked."""
    outbox.queue("support_asked", to=support.manager_email, about=support, due=at, occasion=str(support.turn))


def support_answered(support: Support, *, at: datetime) -> None:
    """To the member: what the manager answered."""
    person = support.membership.person
    outbox.queue("support_answered", to=person, about=support, due=at, occasion=str(support.turn))


def selection(team: Team, release: Release) -> None:
    """One neutral letter to every member, due at the release; what it says is decided when it leaves."""
    for person in _members(team):
        outbox.queue("selection", to=person, about=team, due=release.visible_from, occasion=release.pk)


def cancel_selection(team: Team) -> None:
    outbox.cancel("selection", about=team)


def _owners(team: Team) -> QuerySet[Person]:
    return Person.objects.filter(ownerships__idea=team.idea_id, ownerships__until=None)


def _members(team: Team) -> QuerySet[Person]:
    return Person.objects.filter(memberships__team=team, memberships__until=None)


def key_of(letter: Letter) -> str:
    return letter.subject.rpartition(":")[2]


def page(name: str, *args: Any) -> str:
    return str(settings.PORTAL_URL + reverse(name, args=args))


def room(team: Team) -> dict[str, Any]:
    """What every letter to members says: which team, where its room is, whom to ask."""
    return {
        "title": team.title,
        "url": page("teams:room", team.edition_id, team.pk),
        "contact": team.edition.contact,
    }


def _candidacy(letter: Letter, *states: str) -> Candidacy | None:
    """The candidacy of a letter, as long as it is in a state in which the letter makes sense."""
    rows = Candidacy.objects.select_related(*TEAM, "person", "profile")
    return rows.filter(pk=key_of(letter), state__in=states).first()


@registry.letter(
    "candidacy_received",
    gettext_lazy("Een kandidaat meldt zich bij de eigenaar"),
    kind="asked",
    to=gettext_lazy("eigenaars"),
)
def _received(letter: Letter) -> dict[str, Any] | None:
    candidacy = _candidacy(letter, CandidacyState.OPEN)
    if candidacy is None:
        return None
    return room(candidacy.team) | {
        "candidate": candidacy.person.display_name,
        "brings": candidacy.brings,
        "url": page("teams:candidacy", candidacy.team.edition_id, candidacy.pk),
    }


@registry.letter(
    "candidacy_answered",
    gettext_lazy("Antwoord van de eigenaar aan een kandidaat"),
    to=gettext_lazy("de kandidaat"),
)
def _answered(letter: Letter) -> dict[str, Any] | None:
    candidacy = _candidacy(letter, CandidacyState.ACCEPTED, CandidacyState.DECLINED)
    if candidacy is None:
        return None
    accepted = candidacy.state == CandidacyState.ACCEPTED
    goal = ("teams:room", candidacy.team.pk) if accepted else ("teams:candidacy", candidacy.pk)
    return room(candidacy.team) | {
        "accepted": accepted,
        "word": candidacy.answer,
        "url": page(goal[0], candidacy.team.edition_id, goal[1]),
    }


@registry.letter(
    "candidacy_withdrawn",
    gettext_lazy("Een kandidaat trekt zich terug"),
    kind="news",
    to=gettext_lazy("eigenaars"),
)
def _withdrawn(letter: Letter) -> dict[str, Any] | None:
    candidacy = _candidacy(letter, CandidacyState.WITHDRAWN)
    if candidacy is None:
        return None
    return room(candidacy.team) | {"candidate": candidacy.person.display_name}


@registry.letter(
    "candidacy_lapsed",
    gettext_lazy("Een team stopte voor de kandidaat een antwoord had"),
    to=gettext_lazy("de kandidaat"),
)
def _lapsed(letter: Letter) -> dict[str, Any] | None:
    candidacy = _candidacy(letter, CandidacyState.WITHDRAWN)
    if candidacy is None:
        return None
    return room(candidacy.team) | {"url": page("teams:list", candidacy.team.edition_id)}


@registry.letter(
    "member_left",
    gettext_lazy("Een lid verlaat het team"),
    kind="news",
    to=gettext_lazy("de leden die blijven"),
)
def _left(letter: Letter) -> dict[str, Any] | None:
    membership = Membership.objects.select_related(*TEAM, "person").filter(pk=key_of(letter)).first()
    if membership is None or membership.until is None:
        return None
    return room(membership.team) | {"member": membership.person.display_name}


def _team(letter: Letter, state: str) -> Team | None:
    return (
        Team.objects.select_related("edition", "idea__submission")
        .filter(pk=key_of(letter), state=state)
        .first()
    )


@registry.letter(
    "team_completed",
    gettext_lazy("Het team is volledig"),
    kind="news",
    to=gettext_lazy("leden"),
)
def _completed(letter: Letter) -> dict[str, Any] | None:
    team = _team(letter, TeamState.COMPLETE)
    return room(team) if team else None


@registry.letter(
    "team_stopped",
    gettext_lazy("Het team stopt"),
    to=gettext_lazy("wie lid was"),
)
def _stopped(letter: Letter) -> dict[str, Any] | None:
    team = _team(letter, TeamState.STOPPED)
    return room(team) if team else None


def _support(letter: Letter, *states: str) -> Support | None:
    """The request for support of a letter, as long as it was not asked again or taken back."""
    support = support_of(letter, *states)
    return support if support and str(support.turn) == letter.occasion else None


def support_of(letter: Letter, *states: str) -> Support | None:
    rows = Support.objects.select_related(
        "membership__person", "membership__team__edition", "membership__team__idea"
    )
    return rows.filter(pk=key_of(letter), state__in=states).first()


@registry.letter(
    "support_asked",
    gettext_lazy("Vraag om steun aan een leidinggevende, met een link die dertig dagen werkt"),
    kind="asked",
    to=gettext_lazy("de leidinggevende, zonder account"),
)
def _asked(letter: Letter) -> dict[str, Any] | None:
    support = _support(letter, SupportState.ASKED)
    return asking(support) if support else None


def asking(support: Support) -> dict[str, Any]:
    """What a manager reads: who asks, how much time, until when the link works."""
    team = support.membership.team
    return {
        "manager": support.manager_name,
        "member": support.membership.person.display_name,
        "title": team.title,
        "hours": support.hours,
        "until": deadline(content.link_ends(support.asked_at)),
        "url": page("teams:support_answer", team.edition_id, content.support_token(support.pk, support.turn)),
        "contact": team.edition.contact,
    }


@registry.letter(
    "support_answered",
    gettext_lazy("Antwoord van een leidinggevende aan het lid"),
    to=gettext_lazy("het lid"),
)
def _support_answered(letter: Letter) -> dict[str, Any] | None:
    support = _support(letter, SupportState.AGREED, SupportState.TALK)
    if support is None:
        return None
    return room(support.membership.team) | {
        "manager": support.manager_name,
        "agreed": support.state == SupportState.AGREED,
        "word": support.word,
    }


@registry.letter(
    "selection",
    gettext_lazy("Uitkomst van de pitch, dezelfde brief voor ieder lid"),
    to=gettext_lazy("leden van elk team dat pitchte"),
)
def _selection(letter: Letter) -> dict[str, Any] | None:
    in_force = Release.objects.in_force(at=clock.now())
    known = Selection.objects.filter(team=key_of(letter), release=letter.occasion, release__in=in_force)
    told = known.select_related(*TEAM).first()
    if told is None or told.team.state == TeamState.STOPPED:
        return None
    return room(told.team) | {"selected": told.kind == SelectionKind.SELECTED, "feedback": told.feedback}
