"""A team begins, calls for members, is complete, stops."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from ideas.models import Idea
from portal import history, lifecycle, registry
from portal.errors import Refused, Stale
from portal.models import Person
from teams import emails, rules
from teams.actions.locking import hold_person, locked
from teams.models import Candidacy, Membership, Profile, Support, Team
from teams.states import CandidacyState, SupportState, TeamState

ONE_TEAM = history.System("one team per person")
IDEA_WITHDRAWN = "Het idee is ingetrokken."


@transaction.atomic
def team_for(idea: Idea, *, by: history.Actor, at: datetime) -> Team:
    """The team of a shortlisted idea, made at its first use with the idea's owners as members. An owner who is in
    another team already stays owner without being a member: they hand one over, or staff waive the limit."""
    Idea.objects.select_for_update().only("pk").get(pk=idea.pk)
    rules.check_shortlisted(idea, at=at)
    team, made = Team.objects.get_or_create(idea=idea, defaults={"edition": idea.edition, "made_at": at})
    if made:
        history.record(team, "make", by=by, at=at)
        for owner in idea.owners.filter(ownerships__until=None).order_by("pk"):
            hold_person(owner)
            if rules.other_team_of(owner, team.edition) is None:
                join(team, owner, role="eigenaar", by=by, at=at)
    return locked(team)


def join(team: Team, person: Person, *, role: str, by: history.Actor, at: datetime) -> Membership:
    """Make somebody a member, who stands nowhere else any more: their other candidacies lapse. The caller holds the
    team and the person, and has asked the rules."""
    membership = Membership.objects.create(
        team=team, edition=team.edition, person=person, role=role, since=at
    )
    history.record(team, "join", by=by, at=at, data={"person": person.pk})
    registry.tell(registry.MEMBER_JOINED, membership, by=by, at=at)
    _lapse_candidacies(membership, at=at)
    return membership


def _lapse_candidacies(membership: Membership, *, at: datetime) -> None:
    waiting = Candidacy.objects.filter(
        person=membership.person, team__edition=membership.edition, state=CandidacyState.OPEN
    )
    for candidacy in waiting.select_related("person", "team__edition", "team__idea__submission"):
        try:
            lifecycle.move(candidacy, to=CandidacyState.WITHDRAWN, by=ONE_TEAM, at=at)
        except Stale:
            continue  # answered or withdrawn a moment ago: nothing to lapse
        emails.candidacy_withdrawn(candidacy, at=at)


@transaction.atomic
def describe_call(
    team: Team, *, call: str, profiles: Sequence[tuple[str, bool]], version: int, by: Person, at: datetime
) -> Team:
    """The owner says in words whom the team looks for: a text, and profiles as (title, found). Raises Stale when
    another owner saved since `version`."""
    team = locked(team)
    rules.check_owner(team, by=by)
    rules.check_not_stopped(team)
    rules.check_before_pitch(team, at=at)
    if team.version != version:
        raise Stale(
            reason=_("Een mede-eigenaar bewaarde de oproep net voor jou."),
            title=_("Dit is intussen gewijzigd"),
        )
    Team.objects.filter(pk=team.pk).update(call=call, version=F("version") + 1)
    _put_profiles(team, profiles)
    history.record(team, "call", by=by, at=at, data={"profiles": len(profiles)})
    return locked(team)


def _put_profiles(team: Team, profiles: Sequence[tuple[str, bool]]) -> None:
    """Profiles keep their row by title, so that candidacies keep pointing at them."""
    for order, (title, found) in enumerate(profiles, start=1):
        values = {"order": order, "found": found}
        if not team.profiles.filter(title=title).update(**values):
            Profile.objects.create(team=team, title=title, **values)
    team.profiles.exclude(title__in=[title for title, _found in profiles]).delete()


@transaction.atomic
def complete(team: Team, *, by: Person, at: datetime) -> None:
    """The owner declares the team complete: it can book its week for good and takes part in the pitch."""
    team = locked(team)
    if team.state == TeamState.COMPLETE and rules.owns(team, by):
        return
    rules.check_may_complete(team, by=by, at=at)
    lifecycle.move(team, to=TeamState.COMPLETE, by=by, at=at)
    emails.team_completed(team, at=at)


@transaction.atomic
def reopen(team: Team, *, by: Person, at: datetime) -> None:
    """The owner looks for members again, until the pitch."""
    team = locked(team)
    rules.check_owner(team, by=by)
    rules.check_not_stopped(team)
    rules.check_before_pitch(team, at=at)
    if team.state == TeamState.COMPLETE:
        lifecycle.move(team, to=TeamState.FORMING, by=by, at=at)


@transaction.atomic
def stop(team: Team, *, lessons: str, by: Person, at: datetime) -> None:
    """The team ends before it is selected, with what it learned; a stop is a result too. Members are free again."""
    team = locked(team)
    rules.check_may_stop(team, by=by, at=at)
    if not lessons.strip():
        raise Refused(reason=_("Schrijf in enkele zinnen wat jullie leerden: daar hebben anderen iets aan."))
    _end(team, lessons, by=by, at=at)


def stop_with_its_idea(idea: Idea, *, by: history.Actor, at: datetime) -> None:
    """When an idea is withdrawn its team stops too. Follows `registry.IDEA_WITHDRAWN`."""
    team = Team.objects.filter(idea=idea).exclude(state=TeamState.STOPPED).first()
    if team:
        _end(locked(team), IDEA_WITHDRAWN, by=by, at=at)


def _end(team: Team, lessons: str, *, by: history.Actor, at: datetime) -> None:
    members = list(Membership.objects.current().filter(team=team).select_related("person"))
    lifecycle.move(team, to=TeamState.STOPPED, by=by, at=at, reason=lessons)
    registry.tell(registry.TEAM_STOPPED, team, by=by, at=at)
    for candidacy in Candidacy.objects.filter(team=team, state=CandidacyState.OPEN).select_related("person"):
        lifecycle.move(candidacy, to=CandidacyState.WITHDRAWN, by=by, at=at)
        emails.candidacy_lapsed(candidacy, at=at)
    for support in Support.objects.filter(membership__team=team).exclude(state=SupportState.CANCELLED):
        lifecycle.move(support, to=SupportState.CANCELLED, by=by, at=at)
    emails.team_stopped(team, [member.person for member in members], at=at)
    Membership.objects.filter(pk__in=[member.pk for member in members]).update(until=Greatest(F("since"), at))
