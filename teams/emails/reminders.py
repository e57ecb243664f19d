"""Reminders about teams: candidates without answer, a team that is not complete, a manager who did not answer, a pitch
file that is not there yet."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy

from ideas.models import Ownership
from portal import clock, registry, timeline
from portal.mail.emails import FOLLOWERS, followers, told
from portal.models import Edition, Letter, Person, PhaseKey
from portal.registry import Target
from portal.templatetags.portal import deadline
from teams import content
from teams.emails.team import asking, page, room, support_of
from teams.models import Candidacy, Membership, Support, Team
from teams.states import CandidacyState, SupportState, TeamState


def takes_part(edition: Edition, at: datetime) -> QuerySet[Membership, Any]:
    """Members of teams."""
    return Membership.objects.current().filter(edition=edition).values("person")


def candidates(edition: Edition, at: datetime) -> QuerySet[Candidacy, Any]:
    """Candidates who wait for an answer."""
    return Candidacy.objects.filter(team__edition=edition, state=CandidacyState.OPEN).values("person")


def _alive(rows: Any) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=rows, is_active=True)


def waiting_candidates(edition: Edition, at: datetime) -> QuerySet[Person]:
    return _alive(candidates(edition, at))


def owners_to_answer(edition: Edition, at: datetime) -> QuerySet[Person]:
    """Owners with a candidate who has no answer."""
    asked = Candidacy.objects.filter(team__edition=edition, state=CandidacyState.OPEN)
    owners = Ownership.objects.filter(idea__in=asked.values("team__idea"), until=None)
    return _alive(owners.values("person"))


def of_incomplete_teams(edition: Edition, at: datetime) -> QuerySet[Person]:
    return _alive(_members_of(_forming(edition)))


def without_pitch_file(edition: Edition, at: datetime) -> QuerySet[Person]:
    return _alive(_members_of(_to_write(edition)))


def _forming(edition: Edition) -> QuerySet[Team]:
    return Team.objects.filter(edition=edition, state=TeamState.FORMING)


def _to_write(edition: Edition) -> QuerySet[Team]:
    """Complete teams whose pitch file lacks its plan or its budget."""
    lacks = Q(pitch_file=None) | Q(pitch_file__plan="") | Q(pitch_file__budget="")
    return Team.objects.filter(lacks, edition=edition, state=TeamState.COMPLETE)


def _members_of(teams: Any) -> QuerySet[Membership, Any]:
    return Membership.objects.current().filter(team__in=teams).values("person")


def _own(teams: QuerySet[Team], letter: Letter) -> Team | None:
    """The first of these teams in which who gets the letter is."""
    rows = teams.filter(pk__in=Membership.objects.current().filter(person=letter.recipient_id).values("team"))
    return rows.select_related("edition", "idea__submission").order_by("pk").first()


def _windows(letter: Letter) -> timeline.Timeline | None:
    return timeline.of(letter.edition) if letter.edition else None


@registry.letter(
    "candidacies_wait",
    gettext_lazy("Kandidaten wachten op antwoord"),
    kind="reminder",
    to=gettext_lazy("eigenaars met kandidaten zonder antwoord"),
)
def _candidacies_wait(letter: Letter) -> dict[str, Any] | None:
    windows = _windows(letter)
    if windows is None or not windows.is_open(PhaseKey.TEAMS, clock.now()):
        return None
    asked = Q(candidacies__state=CandidacyState.OPEN)
    mine = Ownership.objects.filter(person=letter.recipient_id, until=None).values("idea")
    rows = Team.objects.filter(asked, edition=letter.edition, idea__in=mine)
    team = (
        rows.annotate(number=Count("candidacies", filter=asked))
        .select_related("edition", "idea__submission")
        .first()
    )
    if team is None:
        return None
    return room(team) | {"number": team.number, "until": deadline(windows.closes_at(PhaseKey.TEAMS))}


@registry.letter(
    "candidate_waits",
    gettext_lazy("Je kandidatuur wacht nog op antwoord"),
    kind="reminder",
    to=gettext_lazy("kandidaten zonder antwoord"),
)
def _candidate_waits(letter: Letter) -> dict[str, Any] | None:
    windows = _windows(letter)
    rows = Candidacy.objects.filter(
        person=letter.recipient_id, team__edition=letter.edition, state=CandidacyState.OPEN
    )
    mine = rows.select_related("team__edition", "team__idea__submission").order_by("at").first()
    if windows is None or mine is None or not windows.is_open(PhaseKey.TEAMS, clock.now()):
        return None
    return room(mine.team) | {
        "until": deadline(windows.closes_at(PhaseKey.TEAMS)),
        "url": page("teams:candidacy", mine.team.edition_id, mine.pk),
    }


@registry.letter(
    "team_incomplete",
    gettext_lazy("Het team is nog niet volledig"),
    kind="reminder",
    to=gettext_lazy("leden van teams die nog leden zoeken"),
)
def _team_incomplete(letter: Letter) -> dict[str, Any] | None:
    windows, edition = _windows(letter), letter.edition
    if windows is None or edition is None or not windows.is_open(PhaseKey.TEAMS, clock.now()):
        return None
    team = _own(_forming(edition), letter)
    if team is None:
        return None
    sizes = {"least": edition.team_min, "most": edition.team_max}
    return room(team) | sizes | {"until": deadline(windows.closes_at(PhaseKey.TEAMS))}


@registry.letter(
    "pitch_file_waits",
    gettext_lazy("Het pitchdossier is nog niet klaar"),
    kind="reminder",
    to=gettext_lazy("leden van teams zonder pitchdossier"),
)
def _pitch_file_waits(letter: Letter) -> dict[str, Any] | None:
    windows, edition = _windows(letter), letter.edition
    opens = windows.opens_at(PhaseKey.PITCH) if windows else None
    if opens is None or edition is None or opens <= clock.now():
        return None
    team = _own(_to_write(edition), letter)
    if team is None:
        return None
    return room(team) | {"until": deadline(opens), "url": page("teams:pitch_file", edition.pk, team.pk)}


def unanswered_supports(edition: Edition, at: datetime) -> QuerySet[Support]:
    """What managers were asked and did not answer, as long as their link works."""
    rows = Support.objects.filter(membership__edition=edition, membership__until=None)
    return rows.filter(state=SupportState.ASKED, asked_at__gt=at - content.LINK_VALID)


def unanswered_managers(edition: Edition, at: datetime) -> Iterator[Target]:
    for one in unanswered_supports(edition, at).select_related("membership"):
        yield Target(one, one.asked_at, [one.manager_email], key=str(one.turn))


@registry.letter(
    "support_waits",
    gettext_lazy("Een leidinggevende antwoordde nog niet"),
    kind="asked",
    to=gettext_lazy("de leidinggevende, zonder account"),
)
def _support_waits(letter: Letter) -> dict[str, Any] | None:
    support = support_of(letter, SupportState.ASKED)
    if support is None or str(support.turn) != letter.occasion.partition(" ")[2]:
        return None
    return asking(support) if content.link_ends(support.asked_at) > clock.now() else None


@registry.letter(
    "call_teams", gettext_lazy("De teams zoeken leden: stel je kandidaat"), kind="call", to=FOLLOWERS
)
def _call_teams(letter: Letter) -> dict[str, Any] | None:
    windows = _windows(letter)
    if windows is None or not windows.is_open(PhaseKey.TEAMS, clock.now()):
        return None
    return told(letter, "teams:list") | {"until": deadline(windows.closes_at(PhaseKey.TEAMS))}


registry.takes_part.extend([takes_part, candidates])
registry.remind("call_teams", "teams.opens", "0d", audience=followers)
registry.remind("candidacies_wait", "teams.closes", "-14d -7d -2d", audience=owners_to_answer)
registry.remind("candidate_waits", "teams.closes", "-2d", audience=waiting_candidates)
registry.remind("team_incomplete", "teams.closes", "-10d -3d", audience=of_incomplete_teams)
registry.remind("pitch_file_waits", "pitch.opens", "-7d -2d", audience=without_pitch_file)
registry.remind(
    "support_waits", "support.asked", "+7d +14d", targets=unanswered_managers, things=unanswered_supports
)
