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
    for work in queries.work_of(person, edition, at=at):
        if work.owns:
            yield from _of_owner(work, edition, windows.closes_at(PhaseKey.TEAMS))
        if work.membership:
            yield from _of_member(work.membership, edition, windows.opens_at(PhaseKey.PITCH), at)


def _of_owner(work: queries.Work, edition: Edition, closes: datetime | None) -> Iterator[Waiting]:
    about = str(work.idea)
    if work.team is None:
        page = reverse("ideas:detail", args=[edition.pk, work.idea.pk])
        yield Waiting(_("Begin je team"), page, about=about, due=closes)
        return
    url = reverse("teams:room", args=[edition.pk, work.team.pk])
    if work.unanswered:
        label = ngettext("Antwoord aan %(n)d kandidaat", "Antwoord aan %(n)d kandidaten", work.unanswered)
        yield Waiting(label % {"n": work.unanswered}, url, about=about, due=closes)
    elif work.team.state == TeamState.FORMING:
        yield Waiting(_("Maak je team volledig"), url, about=about, due=closes)


def _of_member(
    membership: Membership, edition: Edition, pitch: datetime | None, at: datetime
) -> Iterator[Waiting]:
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
