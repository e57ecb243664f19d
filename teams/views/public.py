"""For everybody: who is sought for which idea; and the way in, as candidate or as owner."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas.models import Idea
from ideas.queries import mine
from portal import http, timeline
from portal.access import allow, anyone, signed_in
from portal.models import Edition, PhaseKey
from teams import actions, queries, rules
from teams.forms import StandForm


@require_GET
@allow(anyone)
def list_calls(request: Any, edition: Edition) -> HttpResponse:
    """The shortlisted ideas and whom each looks for; before the announcement a page that says when."""
    windows = timeline.shown(edition)
    context = {
        "page": http.page_of(request, queries.calling(edition, at=request.at)),
        "announced": windows.opens_at(PhaseKey.ANNOUNCEMENT),
        "is_open": windows.is_open(PhaseKey.TEAMS, request.at),
        "opens": windows.opens_at(PhaseKey.TEAMS),
        "closes": windows.closes_at(PhaseKey.TEAMS),
        "has_opened": windows.has_opened(PhaseKey.TEAMS, request.at),
    }
    return render(request, "teams/list.html", context)


def published_idea(request: Any, edition: Edition, idea_id: str) -> Idea:
    """A shortlisted idea; anything else is a 404, so that nothing can be told of it."""
    ideas = Idea.objects.published(at=request.at).filter(edition=edition)
    return get_object_or_404(ideas.select_related("submission", "edition"), pk=idea_id)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def stand(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Stand as candidate for the team of an idea."""
    idea = published_idea(request, edition, idea_id)
    team = queries.team_of(idea)
    waiting = queries.own_candidacies(request.user, edition).filter(team=team, state="open").first()
    if waiting:
        return http.done(request, reverse("teams:candidacy", args=[edition.pk, waiting.pk]))
    form = StandForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        candidacy = actions.stand(idea, **form.cleaned_data, by=request.user, at=request.at)
        said = _("Je kandidatuur is verstuurd. De eigenaar antwoordt je.")
        return http.done(request, reverse("teams:candidacy", args=[edition.pk, candidacy.pk]), said)
    if request.method == "GET":
        rules.check_may_stand_for(idea, team, by=request.user, at=request.at)
    closes = timeline.shown(edition).closes_at(PhaseKey.TEAMS)
    context = {"idea": idea, "team": team, "form": form, "closes": closes}
    return render(request, "teams/stand.html", context)


@require_POST
@allow(signed_in)
def open_team(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """An owner of a shortlisted idea begins its team."""
    idea = get_object_or_404(mine(request.user, edition).select_related("edition"), pk=idea_id)
    team = actions.team_for(idea, by=request.user, at=request.at)
    return http.done(request, reverse("teams:room", args=[edition.pk, team.pk]))
