"""Standing as candidate, and the owner's answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import Idea
from portal import history, lifecycle
from portal.errors import Refused
from portal.models import Person
from teams import emails, rules
from teams.actions.formation import join, team_for
from teams.actions.locking import hold_person, locked_candidacy
from teams.models import Candidacy, Profile
from teams.states import CandidacyState


@transaction.atomic
def stand(
    idea: Idea,
    *,
    brings: str,
    expects: str = "",
    engagement: str,
    engagement_note: str = "",
    profile: Profile | None = None,
    by: Person,
    at: datetime,
) -> Candidacy:
    """Stand as candidate for the team of a shortlisted idea. A second click gives the open candidacy that exists.

    Refused outside the month of team formation, for a complete team, and for who is in a team already.
    """
    team = team_for(idea, by=by, at=at)
    waiting = Candidacy.objects.filter(team=team, person=by, state=CandidacyState.OPEN).first()
    if waiting:
        return waiting
    rules.check_may_stand(team, by=by, at=at)
    candidacy = Candidacy.objects.create(
        team=team,
        person=by,
        brings=brings,
        expects=expects,
        engagement=engagement,
        engagement_note=engagement_note,
        profile=profile,
        at=at,
    )
    history.record(candidacy, "stand", by=by, at=at)
    emails.candidacy_received(candidacy, at=at)
    return candidacy


@transaction.atomic
def accept(candidacy: Candidacy, *, word: str = "", by: Person, at: datetime) -> None:
    """The owner takes the candidate in: at most `team_max` members, one team per person, unless staff waived that.
    Other open candidacies of the same person lapse."""
    hold_person(candidacy.person)
    candidacy = locked_candidacy(candidacy)
    team, person = candidacy.team, candidacy.person
    rules.check_may_answer(candidacy, by=by, at=at)
    rules.check_room(team)
    rules.check_free(person, team)
    lifecycle.move(candidacy, to=CandidacyState.ACCEPTED, by=by, at=at, answer=word)
    join(team, person, role=candidacy.profile.title if candidacy.profile else "", by=by, at=at)
    if candidacy.profile:
        Profile.objects.filter(pk=candidacy.profile.pk).update(found=True)
    emails.candidacy_answered(candidacy, at=at)


@transaction.atomic
def decline(candidacy: Candidacy, *, word: str, by: Person, at: datetime) -> None:
    """The owner says no, with a word of explanation."""
    candidacy = locked_candidacy(candidacy)
    rules.check_may_answer(candidacy, by=by, at=at)
    if not word.strip():
        raise Refused(reason=_("Leg in een zin uit waarom: wie zich kandidaat stelt, verdient dat."))
    lifecycle.move(candidacy, to=CandidacyState.DECLINED, by=by, at=at, answer=word)
    emails.candidacy_answered(candidacy, at=at)


@transaction.atomic
def withdraw_candidacy(candidacy: Candidacy, *, by: Person, at: datetime) -> None:
    """The candidate steps back before there is an answer."""
    candidacy = locked_candidacy(candidacy)
    if candidacy.person_id != by.pk:
        raise Refused(reason=_("Dit is de kandidatuur van iemand anders."), title=_("Niet jouw kandidatuur"))
    if candidacy.state == CandidacyState.WITHDRAWN:
        return
    if candidacy.state != CandidacyState.OPEN:
        raise Refused(reason=_("Deze kandidatuur is al beantwoord."), title=_("Al beantwoord"))
    lifecycle.move(candidacy, to=CandidacyState.WITHDRAWN, by=by, at=at)
    emails.candidacy_withdrawn(candidacy, at=at)
