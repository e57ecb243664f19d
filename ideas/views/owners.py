"""Pages of owning together: who owns the idea, invite, answer an invitation, hand over, stop."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas import actions, queries, rules
from ideas.forms import AcceptForm, HandOverForm, InviteForm
from ideas.models import Idea, Invitation
from ideas.states import InvitationState
from ideas.views.own import own_idea
from portal import http
from portal.access import allow, signed_in
from portal.models import Edition


def back(request: Any, idea: Idea, said: str) -> HttpResponse:
    """To the page of the owners, where the result can be seen."""
    return http.done(request, reverse("ideas:owners", args=[idea.edition_id, idea.pk]), said)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def owners(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Who owns the idea and who is asked; the form to ask one more colleague."""
    idea = own_idea(request, edition, idea_id)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.invite_owner(idea, **form.cleaned_data, by=request.user, at=request.at)
        return back(request, idea, _("De uitnodiging is verstuurd."))
    invitations = list(queries.open_invitations(idea))
    current = list(queries.owners_of(idea))
    taken = len(current) + sum(one.expires_at > request.at for one in invitations)
    context = {
        "idea": idea,
        "form": form,
        "owners": current,
        "invitations": invitations,
        "is_main": rules.main_owner_is(idea, request.user),
        "takes_owners": rules.takes_owners(idea, at=request.at),
        "full": taken >= edition.team_max,
    }
    return render(request, "ideas/owners.html", context)


def own_invitation(idea: Idea, invitation_id: str) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("idea"), idea=idea, pk=invitation_id)


@require_POST
@allow(signed_in)
def invite_again(request: Any, edition: Edition, idea_id: str, invitation_id: str) -> HttpResponse:
    """Send an invitation once more."""
    idea = own_idea(request, edition, idea_id)
    invitation = own_invitation(idea, invitation_id)
    actions.invite_again(invitation, by=request.user, at=request.at)
    return back(request, idea, _("De uitnodiging is opnieuw verstuurd."))


@require_POST
@allow(signed_in)
def withdraw_invitation(request: Any, edition: Edition, idea_id: str, invitation_id: str) -> HttpResponse:
    """Take an invitation back."""
    idea = own_idea(request, edition, idea_id)
    invitation = own_invitation(idea, invitation_id)
    actions.withdraw_invitation(invitation, by=request.user, at=request.at)
    return back(request, idea, _("De uitnodiging is ingetrokken."))


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def invitation(request: Any, edition: Edition, invitation_id: str) -> HttpResponse:
    """The invited colleague reads who asks what, and says yes or no. For anybody else there is nothing here."""
    asked = get_object_or_404(queries.invitation_for(request.user, edition), pk=invitation_id)
    page = reverse("ideas:detail", args=[edition.pk, asked.idea_id])
    if asked.state == InvitationState.ACCEPTED and rules.is_owner(asked.idea, request.user):
        return http.done(request, page)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and "decline" in request.POST:
        actions.decline_invitation(asked, by=request.user, at=request.at)
        return http.done(
            request, reverse("mine", args=[edition.pk]), _("Je hebt nee gezegd. Bedankt voor je antwoord.")
        )
    if request.method == "POST" and form.is_valid():
        if "accept" in request.POST:
            actions.accept_invitation(asked, **form.cleaned_data, by=request.user, at=request.at)
            return http.done(request, page, _("Je bent nu mede-eigenaar."))
        form.add_error("show_name", _("Zeg ja of nee met een van de knoppen."))
    rules.check_may_answer(asked, by=request.user, at=request.at)
    rules.check_takes_owners(asked.idea, at=request.at)
    return render(request, "ideas/invitation.html", {"invitation": asked, "idea": asked.idea, "form": form})


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def hand_over(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """The main owner chooses who takes over, and confirms."""
    idea = own_idea(request, edition, idea_id)
    form = HandOverForm(request.POST or None, idea=idea, by=request.user)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        actions.hand_over(idea, to, by=request.user, at=request.at)
        return back(request, idea, _("%(name)s is nu hoofdeigenaar.") % {"name": to.display_name})
    rules.check_may_choose_successor(idea, by=request.user)
    return render(request, "ideas/owners_hand_over.html", {"idea": idea, "form": form})


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def leave(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Ask once more, then stop being an owner."""
    idea = own_idea(request, edition, idea_id)
    if request.method == "POST":
        actions.leave_idea(idea, by=request.user, at=request.at)
        return http.done(
            request, reverse("mine", args=[edition.pk]), _("Je bent geen eigenaar meer van dit idee.")
        )
    rules.check_may_leave(idea, by=request.user)
    return render(request, "ideas/owners_leave.html", {"idea": idea})
