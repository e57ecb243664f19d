"""The story of one's own idea: what happened, what comes next, every mail, and everything that was handed in."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ideas import queries, rules
from ideas.models import Idea, OutcomeKind
from ideas.states import IdeaState
from ideas.views.own import own_idea
from portal import http, timeline
from portal.access import allow, signed_in
from portal.models import Edition, PhaseKey
from portal.templatetags.portal import deadline, moment

AFTER_SHORTLIST = (PhaseKey.TEAMS, PhaseKey.BOOTCAMPS, PhaseKey.PITCH)


@require_GET
@allow(signed_in)
def story(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Mijn idee: its story for one of its owners."""
    idea = own_idea(request, edition, idea_id)
    happened: Any = queries.story_of(idea, request.user, at=request.at)
    context = {
        "idea": idea,
        "page": http.page_of(request, happened),
        "coming": _coming(idea, request.user, request.at),
    }
    return render(request, "ideas/story.html", context)


def _coming(idea: Idea, person: Any, at: datetime) -> list[tuple[str, str]]:
    """What comes next for this idea, with its moment; nothing when it is out of the running."""
    windows = timeline.shown(idea.edition)
    if idea.state == IdeaState.DISCARDED:
        return []
    outcome = queries.outcomes_in_force([idea], at=at).get(idea.pk)
    if outcome:
        chosen = outcome.kind == OutcomeKind.SHORTLISTED and idea.state == IdeaState.SUBMITTED
        phases = [windows.phase(key) for key in AFTER_SHORTLIST if chosen]
        return [
            (one.label, moment(one.opens_at)) for one in phases if one and one.opens_at and one.opens_at > at
        ]
    found = []
    until = rules.open_until(idea, windows, by=person, at=at)
    if until and until > at:
        found.append((_("Laatste moment om in te dienen"), deadline(until)))
    told = windows.opens_at(PhaseKey.ANNOUNCEMENT)
    if told and told > at and idea.state == IdeaState.SUBMITTED:
        found.append((_("Je hoort de uitkomst, samen met alle andere eigenaars"), moment(told)))
    return found


@require_GET
@allow(signed_in)
def submissions(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Wat je indiende: every version that was handed in, with its receipt."""
    idea = own_idea(request, edition, idea_id)
    found = queries.submissions_of(idea)
    if not found:
        raise Http404
    return render(request, "ideas/story_submissions.html", {"idea": idea, "submissions": found})
