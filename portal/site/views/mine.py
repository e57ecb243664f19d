"""Pages of one person: what waits, what they take part in, who they are."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import queries as ideas
from ideas.states import IdeaState
from portal import http, people, registry, timeline
from portal.access import allow, signed_in
from portal.models import Edition, PhaseKey
from portal.sign_in import identities
from portal.site import queries
from portal.site.forms import ProfileForm


@require_GET
@allow(signed_in)
def mine(request: Any, edition: Edition) -> HttpResponse:
    """Mijn traject: what waits for me first, then my ideas, teams and candidacies and what became of them."""
    request.todo = registry.waits_for(request.user, edition, at=request.at)
    page, windows = http.page_of(request, ideas.mine(request.user, edition)), timeline.shown(edition)
    outcomes = ideas.outcomes_in_force(list(page), at=request.at)
    rows = [
        {"idea": idea, "outcome": outcomes.get(idea.pk)} for idea in page if idea.state != IdeaState.DISCARDED
    ]
    context = {
        "page": page,
        "rows": rows,
        "discarded": [idea for idea in page if idea.state == IdeaState.DISCARDED],
        "todo": request.todo,
        "teams": list(queries.teams_of(request.user, edition)),
        "candidacies": list(queries.candidacies_of(request.user, edition)),
        "can_start": windows.is_open(PhaseKey.SUBMISSION, request.at, request.user),
        "announced": windows.opens_at(PhaseKey.ANNOUNCEMENT),
        "ahead": windows.ahead(request.at),
    }
    return render(request, "mine.html", context)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def profile(request: Any) -> HttpResponse:
    """Name, entity and language of the person."""
    form = ProfileForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        people.update_profile(request.user, **form.cleaned_data, at=request.at)
        return http.done(request, reverse("profile"), _("Je gegevens zijn bewaard."))
    context = {"form": form, "from_provider": identities.comes_from_provider(request.user)}
    return render(request, "profile.html", context)
