"""What waits for owners and members."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import timeline
from portal.models import Edition, Person, PhaseKey
from portal.registry import Waiting
from teams import content, queries
from teams.models import Membership, Team
from teams.states import SupportState, TeamState


def teams_of(person: Person, edition: Edition, at: datetime) -> Iterator[Waiting]:
    """Candidates to answer, a team to begin or complete, a manager to ask, a pitch file to write; until the pitch."""
    windows = timeline.shown(edition)
    if not windows.has_opened(PhaseKey.TEAMS, at) or windows.has_opened(PhaseKey.PITCH, at):
        return
    yield from _of_owner(person, edition, windows, at)
    yield from _of_member(person, edition, windows, at)


def _of_owner(
    person: Person, edition: Edition, windows: timeline.Timeline, at: datetime
) -> Iterator[Waiting]:
    closes = windows.closes_at(PhaseKey.TEAMS)
    for idea, unanswered in queries.owned_with_open_work(person, edition, at=at):
        team = getattr(idea, "team", None)
        if team is None:
            page = reverse("ideas:detail", args=[edition.pk, idea.pk])
            yield Waiting(_("Begin je team"), page, about=str(idea), due=closes)
            continue
        url = reverse("teams:room", args=[edition.pk, team.pk])
        if unanswered:
            label = ngettext("Antwoord %(n)d kandidaat", "Antwoord %(n)d kandidaten", unanswered)
            yield Waiting(label % {"n": unanswered}, url, about=str(idea), due=closes)
        elif team.state == TeamState.FORMING:
            yield Waiting(_("Maak je team volledig"), url, about=str(idea), due=closes)


def _of_member(
    person: Person, edition: Edition, windows: timeline.Timeline, at: datetime
) -> Iterator[Waiting]:
    pitch = windows.opens_at(PhaseKey.PITCH)
    rows = Membership.objects.current().filter(person=person, edition=edition)
    for membership in rows.select_related("team__idea__submission", "team__pitch_file", "support"):
        team = membership.team
        if question := _question(membership, at):
            url = reverse("teams:support", args=[edition.pk, team.pk])
            yield Waiting(question, url, about=team.title, due=pitch)
        if team.state == TeamState.COMPLETE and _is_empty(team):
            url = reverse("teams:pitch_file", args=[edition.pk, team.pk])
            yield Waiting(_("Schrijf het pitchdossier"), url, about=team.title, due=pitch)


def _question(membership: Membership, at: datetime) -> str:
    """What a member still has to ask their manager; empty when they agreed, or may still answer."""
    support = getattr(membership, "support", None)
    if support is None or support.state == SupportState.CANCELLED:
        return _("Vraag de steun van je leidinggevende")
    if support.state == SupportState.TALK:
        return _("Praat met je leidinggevende en vraag de steun opnieuw")
    if support.state == SupportState.ASKED and at >= content.link_ends(support.asked_at):
        return _("Vraag de steun van je leidinggevende opnieuw: de link is vervallen")
    return ""


def _is_empty(team: Team) -> bool:
    pitch_file = getattr(team, "pitch_file", None)
    return pitch_file is None or not (pitch_file.plan.strip() and pitch_file.budget.strip())
