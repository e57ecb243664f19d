"""Pages of two ideas that become one: staff propose and take back, main owners answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas import actions, queries, rules
from ideas.forms import MergerForm
from ideas.states import MergerState
from ideas.views.clarifying import handed_in_idea, page_of
from portal import http
from portal.access import allow, signed_in, staff
from portal.models import Edition


@require_http_methods(["GET", "POST"])
@allow(staff)
def propose_merger(request: Any, edition: Edition, idea_id: str, other_id: str) -> HttpResponse:
    """Staff say which of two ideas stays, and why."""
    ideas = tuple(handed_in_idea(request, edition, one) for one in (idea_id, other_id))
    one, other = ideas
    form = MergerForm(request.POST or None, ideas=(one, other))
    if request.method == "POST" and form.is_valid():
        kept, gone = (one, other) if form.cleaned_data["kept"] == one.pk else (other, one)
        actions.propose_merger(kept, gone, form.cleaned_data["why"], by=request.user, at=request.at)
        said = _("Het voorstel is verstuurd naar de twee hoofdeigenaars.")
        return http.done(request, reverse("ideas:doubles", args=[edition.pk]), said)
    if request.method == "GET":
        rules.check_may_propose(one, other, by=request.user, at=request.at)
    return render(request, "ideas/merger_propose.html", {"ideas": ideas, "form": form})


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def merger(request: Any, edition: Edition, merger_id: str) -> HttpResponse:
    """A main owner reads the proposal and answers it."""
    asked = get_object_or_404(queries.mergers_for(request.user, edition), pk=merger_id)
    mine = asked.kept if rules.KEPT in rules.sides_of(asked, request.user) else asked.gone
    if request.method == "POST" and "agree" in request.POST:
        now = actions.agree_to_merge(asked, by=request.user, at=request.at)
        if now.state == MergerState.DONE:
            return http.done(request, page_of(now.kept), _("De twee ideeën zijn nu één."))
        said = _("Je gaat akkoord. We wachten op de andere hoofdeigenaar.")
        return http.done(request, page_of(mine), said)
    if request.method == "POST":
        actions.decline_merger(asked, by=request.user, at=request.at)
        return http.done(request, page_of(mine), _("Er verandert niets aan je idee."))
    agreed = asked.kept_agreed_at if mine == asked.kept else asked.gone_agreed_at
    return render(request, "ideas/merger.html", {"asked": asked, "mine": mine, "agreed": agreed})


@require_POST
@allow(staff)
def withdraw_merger(request: Any, edition: Edition, merger_id: str) -> HttpResponse:
    """Staff take a proposal back."""
    asked = get_object_or_404(queries.mergers_of(edition), pk=merger_id)
    actions.withdraw_merger(asked, by=request.user, at=request.at)
    return http.done(request, reverse("ideas:doubles", args=[edition.pk]), _("Het voorstel is ingetrokken."))
