"""Ideas that look alike: for somebody who writes one, and for staff who look for doubles."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from ideas import queries
from ideas.forms import PairForm
from portal import timeline
from portal.access import allow, signed_in, staff
from portal.models import Edition, PhaseKey


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def similar(request: Any, edition: Edition) -> HttpResponse:
    """Ideas that look like a text (`?q=`, or the title and summary of who is writing, posted so that they stand in no
    log): a piece of a page for a script that asks for one, a whole page otherwise. `zonder`: the idea that is being
    written."""
    said = request.POST if request.method == "POST" else request.GET
    text = " ".join(said.get(name, "") for name in ("q", "title", "summary")).strip()
    without = said.get("zonder", "").replace("\0", "")
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
    """Pairs of handed-in ideas that look alike, for staff, who may also name two others (`?one=`, `?other=`)."""
    form = PairForm(request.GET or None, edition=edition)
    if form.is_valid():
        one, other = form.cleaned_data["one"], form.cleaned_data["other"]
        return redirect("ideas:propose_merger", edition.pk, one.pk, other.pk)
    context = {
        "form": form,
        "pairs": queries.pairs_alike(edition),
        "mergers": queries.open_mergers(edition),
        "may_merge": not timeline.shown(edition).has_opened(PhaseKey.ANNOUNCEMENT, request.at),
    }
    return render(request, "ideas/doubles.html", context)
