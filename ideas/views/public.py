"""Pages that everybody may see: the shortlisted ideas, and one of them."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ideas import content, queries, rules
from portal import http, registry, timeline
from portal.access import allow, anyone
from portal.models import Edition, PhaseKey


@require_GET
@allow(anyone)
def list_ideas(request: Any, edition: Edition) -> HttpResponse:
    """The shortlisted ideas, for everybody; before the announcement a page that says when."""
    windows = timeline.shown(edition)
    page = http.page_of(request, queries.published(edition, at=request.at))
    announced = windows.opens_at(PhaseKey.ANNOUNCEMENT)
    return render(request, "ideas/list.html", {"page": page, "announced": announced})


@require_GET
@allow(anyone)
def detail(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """One idea: its public text for everybody, and what an owner can do with it."""
    idea = get_object_or_404(queries.visible(request.user, edition, at=request.at), pk=idea_id)
    idea.edition = edition  # with what was read of it for this page
    if request.user.is_authenticated:
        prefetch_related_objects([idea], "ownerships")
    owner = request.user.is_authenticated and rules.is_owner(idea, request.user)
    questions = queries.questions_of(edition) if owner else []
    windows = timeline.shown(edition)
    can_submit = owner and rules.open_until(idea, windows, by=request.user, at=request.at) is not None
    counts = None if can_submit else idea.submission
    text = counts.public_text if counts else content.public_text(content.snapshot(idea, questions))
    context = {
        "idea": idea,
        "text": text,
        "owner": owner,
        "names": queries.public_names(idea),
        "outcome": queries.outcomes_in_force([idea], at=request.at).get(idea.pk) if owner else None,
        "newer": owner and rules.has_newer_changes(idea),
        "can_submit": can_submit,
        "panels": registry.panels_on("idea", idea, request.user, at=request.at),
    }
    return render(request, "ideas/detail.html", context)
