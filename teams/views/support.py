"""A manager's support: the member asks, the manager answers behind a signed link."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal import http
from portal.access import allow, anyone, signed_in
from portal.models import Edition
from teams import actions, content, queries, rules
from teams.forms import SupportAnswerForm, SupportForm
from teams.models import Membership, Support
from teams.states import SupportState
from teams.views.room import back, visible_team


def own_membership(request: Any, edition: Edition, team_id: str) -> Membership:
    """The visitor's own place in the team; a 404 when there is none."""
    team = visible_team(request, edition, team_id)
    membership = queries.membership_of(team, request.user)
    if membership is None:
        raise Http404
    membership.team = team
    return membership


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def ask(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """Ask one's manager for time, or ask again."""
    membership = own_membership(request, edition, team_id)
    support = getattr(membership, "support", None)
    known = ("manager_name", "manager_email", "hours")
    initial = {name: getattr(support, name) for name in known} if support else {}
    form = SupportForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.ask_support(membership, **form.cleaned_data, by=request.user, at=request.at)
        return back(request, membership.team, _("Je leidinggevende krijgt een mail met een link."))
    context = {"team": membership.team, "support": support, "form": form}
    return render(request, "teams/support.html", context)


@require_POST
@allow(signed_in)
def cancel(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """Take the question back: the link no longer works."""
    membership = own_membership(request, edition, team_id)
    support = getattr(membership, "support", None)
    if support is None:
        raise Http404
    actions.cancel_support(support, by=request.user, at=request.at)
    return back(request, membership.team, _("De vraag is ingetrokken."))


def linked(edition: Edition, token: str) -> tuple[Support, int]:
    """What a signed link is about; a 404 for a link that nobody here signed."""
    told = content.read_support_token(token)
    rows = Support.objects.select_related(
        "membership__person", "membership__team__edition", "membership__team__idea__submission"
    )
    support = rows.filter(pk=told[0], membership__edition=edition).first() if told else None
    if told is None or support is None:
        raise Http404
    return support, told[1]


@never_cache
@require_http_methods(["GET", "POST"])
@allow(anyone)
def answer(request: Any, edition: Edition, token: str) -> HttpResponse:
    """The manager's page: what is asked, for how long, agree or talk first. No account, one answer."""
    support, turn = linked(edition, token)
    answered = support.turn == turn and support.state in (SupportState.AGREED, SupportState.TALK)
    if answered and request.method == "GET":
        return render(request, "teams/support_thanks.html", {"support": support})
    if request.method == "GET" and rules.may_renew(support, turn=turn, at=request.at):
        return render(request, "teams/support_ran_out.html", {"token": token}, status=409)
    form = SupportAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_support(support, turn=turn, **form.cleaned_data, at=request.at)
        return http.done(request, reverse("teams:support_answer", args=[edition.pk, token]))
    rules.check_may_support(support, turn=turn, at=request.at)
    context = {"support": support, "form": form, "until": content.link_ends(support.asked_at)}
    return render(request, "teams/support_answer.html", context)


@require_POST
@allow(anyone)
def renew_link(request: Any, edition: Edition, token: str) -> HttpResponse:
    """A new link by mail for the manager whose link ran out; what is said is the same whatever the link was."""
    support, turn = linked(edition, token)
    actions.renew_link(support, turn=turn, at=request.at)
    said = _(
        "Staat de vraag nog open, dan krijg je straks een mail met een nieuwe link, op hetzelfde e-mailadres."
    )
    return http.done(request, reverse("edition_home", args=[edition.pk]), said)
