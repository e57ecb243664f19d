"""Earlier versions of an own idea: find them, compare one with now, put it back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import actions, content, queries
from ideas.views.own import own_idea
from ideas.views.writing import step_url
from portal import http
from portal.access import allow, signed_in
from portal.models import Edition


@require_GET
@allow(signed_in)
def versions(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Every version of the working copy, the newest first, and which of them were handed in."""
    idea = own_idea(request, edition, idea_id)
    page = http.page_of(request, queries.versions_of(idea))
    return render(request, "ideas/versions.html", {"idea": idea, "page": page})


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def version(request: Any, edition: Edition, idea_id: str, version_number: int) -> HttpResponse:
    """One version beside the text of now, and the button that puts it back."""
    idea = own_idea(request, edition, idea_id, whole=True)
    chosen = get_object_or_404(queries.versions_of(idea), number=version_number)
    if request.method == "POST":
        actions.restore_version(idea, chosen, by=request.user, at=request.at)
        said = _("Deze versie staat terug. Wat er stond, vind je nog bij de eerdere versies.")
        return http.done(request, step_url(idea, content.CORE), said)
    questions = queries.questions_of(edition)
    now, then = content.working_copy(idea), chosen.content
    changes = content.differences(then, now, queries.labels_of(edition, questions, then, now))
    return render(request, "ideas/version.html", {"idea": idea, "version": chosen, "changes": changes})
