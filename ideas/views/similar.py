"""Ideas that look alike: for somebody who writes one, and for staff who look for doubles."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from ideas import queries
from portal import timeline
from portal.access import allow, signed_in, staff
from portal.models import Edition, PhaseKey


@require_GET
@allow(signed_in)
def similar(request: Any, edition: Edition) -> HttpResponse:
    """Ideas that look like a text (`?q=`, or the title and summary that somebody is writing): a piece of a page for a
    script that asks for one, a whole page otherwise. `zonder`: the idea that is being written."""
    text = " ".join(request.GET.get(name, "") for name in ("q", "title", "summary")).strip()
    without = request.GET.get("zonder", "").replace("\0", "")
    mine = queries.visible(request.user, edition, at=request.at).filter(pk=without).first()
    found = queries.similar_to(text, person=request.user, edition=edition, at=request.at, without=mine)
    piece = bool(request.htmx)
    template = "ideas/similar.html" if piece else "ideas/similar_page.html"
    response = render(request, template, {"similar": found, "text": text})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_GET
@allow(staff)
def doubles(request: Any, edition: Edition) -> HttpResponse:
    """Pairs of handed-in ideas that look alike, for staff."""
    context = {
        "pairs": queries.pairs_alike(edition),
        "mergers": queries.open_mergers(edition),
        "may_merge": not timeline.shown(edition).has_opened(PhaseKey.ANNOUNCEMENT, request.at),
    }
    return render(request, "ideas/doubles.html", context)
