"""One candidacy: the candidate reads and withdraws it, an owner answers it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import http
from portal.access import allow, signed_in
from portal.errors import Refused
from portal.models import Edition
from teams import actions, queries, rules
from teams.forms import AnswerForm
from teams.models import Candidacy


def readable(request: Any, edition: Edition, candidacy_id: str) -> Candidacy:
    """One's own candidacy, or one for an idea of one's own; a 404 for anybody else."""
    return get_object_or_404(queries.candidacy_for(request.user, edition), pk=candidacy_id)


def page(request: Any, candidacy: Candidacy, form: AnswerForm, status: int = 200) -> HttpResponse:
    """The candidacy, with the form for an owner."""
    context = {
        "candidacy": candidacy,
        "team": candidacy.team,
        "form": form,
        "mine": candidacy.person_id == request.user.pk,
        "owner": rules.owns(candidacy.team, request.user),
        "size": rules.size_of(candidacy.team),
    }
    return render(request, "teams/candidacy.html", context, status=status)


@require_GET
@allow(signed_in)
def detail(request: Any, edition: Edition, candidacy_id: str) -> HttpResponse:
    """What the candidate wrote, how it stands, and what can be done now."""
    return page(request, readable(request, edition, candidacy_id), AnswerForm())


@require_POST
@allow(signed_in)
def answer(request: Any, edition: Edition, candidacy_id: str) -> HttpResponse:
    """The owner takes the candidate in, or says no with a word."""
    candidacy = readable(request, edition, candidacy_id)
    if not rules.owns(candidacy.team, request.user):
        raise Http404
    form = AnswerForm(request.POST)
    if form.is_valid() and not {"accept", "decline"} & set(request.POST):
        form.add_error(None, _("Kies een van de twee antwoorden."))
    if not form.is_valid():
        return page(request, candidacy, form)
    word, said = form.cleaned_data["word"], ""
    if "decline" in request.POST:
        if not word.strip():
            form.add_error("word", _("Leg in een zin uit waarom: wie zich kandidaat stelt, verdient dat."))
            return page(request, candidacy, form)
        actions.decline(candidacy, word=word, by=request.user, at=request.at)
        said = _("Je antwoord is verstuurd.")
    else:
        actions.accept(candidacy, word=word, by=request.user, at=request.at)
        said = _("%(name)s is lid van het team.") % {"name": candidacy.person.display_name}
    return http.done(request, reverse("teams:room", args=[edition.pk, candidacy.team_id]), said)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def withdraw(request: Any, edition: Edition, candidacy_id: str) -> HttpResponse:
    """Ask once more, then take one's candidacy back."""
    candidacy = readable(request, edition, candidacy_id)
    if candidacy.person_id != request.user.pk:
        raise Http404
    if request.method == "POST":
        actions.withdraw_candidacy(candidacy, by=request.user, at=request.at)
        here = reverse("teams:candidacy", args=[edition.pk, candidacy.pk])
        return http.done(request, here, _("Je kandidatuur is ingetrokken."))
    if candidacy.state != "open":
        raise Refused(reason=_("Deze kandidatuur is al beantwoord of ingetrokken."), title=_("Al beantwoord"))
    return render(request, "teams/withdraw_candidacy.html", {"candidacy": candidacy, "team": candidacy.team})
