"""The team room: who is in, who is sought, what waits, and what comes next."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import http, registry, timeline
from portal.access import allow, signed_in
from portal.access import staff as staff_only
from portal.errors import Stale
from portal.models import Edition, PhaseKey
from teams import actions, queries, rules
from teams.forms import CallForm, LeaveForm, RoleForm, StopForm, WaiveForm
from teams.models import Membership, Team


def visible_team(request: Any, edition: Edition, team_id: str) -> Team:
    """A team whose room the visitor may enter; a 404 for anybody else."""
    return get_object_or_404(queries.visible(request.user, edition, at=request.at), pk=team_id)


def owned_team(request: Any, edition: Edition, team_id: str) -> Team:
    team = visible_team(request, edition, team_id)
    if not rules.owns(team, request.user):
        raise Http404
    return team


def back(request: Any, team: Team, said: str = "") -> HttpResponse:
    """To the room, where the result can be seen."""
    return http.done(request, reverse("teams:room", args=[team.edition_id, team.pk]), said)


@require_GET
@allow(signed_in)
def room(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """Everything of one team, for its members, its owners and staff."""
    team = get_object_or_404(queries.rooms(request.user, edition, at=request.at), pk=team_id)
    team.edition = edition  # with what was read of it for this page
    inside = queries.room_of(team, request.user)
    context = {
        "team": team,
        "staff": rules.is_staff(team, request.user, at=request.at),
        "missing": max(0, edition.team_min - len(inside.members)),
        "pitch_file": getattr(team, "pitch_file", None),
        "outcome": rules.selection_in_force(team, at=request.at),
        "panels": registry.panels_on("team", team, request.user, at=request.at),
    }
    context |= _people(inside) | _dates(timeline.shown(edition), request.at)
    return render(request, "teams/room.html", context)


def _people(inside: queries.Room) -> dict[str, Any]:
    """Who is in, who is sought, who waits, and what the visitor can change of themselves."""
    return {
        "members": inside.members,
        "mine": inside.mine,
        "owner": inside.owner,
        "inbox": inside.inbox,
        "profiles": inside.profiles,
        "shown": inside.shown,
        "may_leave": inside.may_leave,
        "role_form": RoleForm(initial={"role": inside.mine.membership.role if inside.mine else ""}),
    }


def _dates(windows: timeline.Timeline, at: datetime) -> dict[str, Any]:
    """Until when teams form, and from when they stand still."""
    return {
        "closes": windows.closes_at(PhaseKey.TEAMS),
        "teams_open": windows.is_open(PhaseKey.TEAMS, at),
        "pitch": windows.opens_at(PhaseKey.PITCH),
        "before_pitch": not windows.has_opened(PhaseKey.PITCH, at),
    }


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def call(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """The owner writes whom the team looks for."""
    team = owned_team(request, edition, team_id)
    form, elsewhere = CallForm(request.POST or None, team=team), None
    if request.method == "GET":
        rules.check_before_pitch(team, at=request.at)
    elif form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("call", "version")}
        try:
            actions.describe_call(team, profiles=form.profiles(), **words, by=request.user, at=request.at)
        except Stale:
            team = visible_team(request, edition, team_id)
            elsewhere = CallForm(team=team)
            form = CallForm(http.posted_again(request, version=team.version), team=team)
        else:
            return back(request, team, _("De oproep is bewaard."))
    pairs = [(form[f"title{n}"], form[f"found{n}"]) for n in range(1, 7)]
    context = {"team": team, "form": form, "elsewhere": elsewhere, "pairs": pairs}
    return render(request, "teams/call.html", context, status=409 if elsewhere else 200)


@require_POST
@allow(signed_in)
def complete(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """The owner declares the team complete."""
    team = owned_team(request, edition, team_id)
    actions.complete(team, by=request.user, at=request.at)
    return back(request, team, _("Jullie team is volledig. Kies nu samen een sprintweek."))


@require_POST
@allow(signed_in)
def reopen(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """The owner looks for members again."""
    team = owned_team(request, edition, team_id)
    actions.reopen(team, by=request.user, at=request.at)
    return back(request, team, _("Jullie zoeken weer leden."))


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def stop(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """Ask what was learned, then end the team."""
    team = visible_team(request, edition, team_id)
    rules.check_may_stop(team, by=request.user, at=request.at)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.stop(team, lessons=form.cleaned_data["lessons"], by=request.user, at=request.at)
        return back(request, team, _("Het team is gestopt. Bedankt voor alles wat jullie deden en leerden."))
    return render(request, "teams/stop.html", {"team": team, "form": form})


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def leave(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """Ask once more, then let a member go."""
    team = visible_team(request, edition, team_id)
    membership = queries.membership_of(team, request.user)
    if membership is None:
        raise Http404
    rules.check_may_leave(membership, by=request.user, at=request.at)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.leave(membership, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
        return http.done(request, reverse("mine", args=[edition.pk]), _("Je hebt het team verlaten."))
    return render(request, "teams/leave.html", {"team": team, "form": form})


@require_POST
@allow(signed_in)
def role(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """A member says what they do in the team."""
    team = visible_team(request, edition, team_id)
    membership = queries.membership_of(team, request.user)
    form = RoleForm(request.POST)
    if membership is None:
        raise Http404
    if not form.is_valid():
        return render(request, "teams/role.html", {"team": team, "form": form})
    actions.set_role(membership, form.cleaned_data["role"], by=request.user, at=request.at)
    return back(request, team, _("Je rol is bewaard."))


@require_POST
@allow(signed_in)
def name(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """Show my name with the team, or take it away."""
    team = visible_team(request, edition, team_id)
    if queries.membership_of(team, request.user) is None:
        raise Http404
    shown = request.POST.get("shown") == "yes"
    actions.show_name(team, shown, by=request.user, at=request.at)
    return back(
        request,
        team,
        _("Je naam staat bij het team.") if shown else _("Je naam staat niet meer bij het team."),
    )


@require_http_methods(["GET", "POST"])
@allow(staff_only)
def waive(request: Any, edition: Edition, membership_id: str) -> HttpResponse:
    """Staff let a member join one more team."""
    rows = Membership.objects.current().filter(edition=edition)
    membership = get_object_or_404(
        rows.select_related("person", "team__idea__submission", "team__edition"), pk=membership_id
    )
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.waive_limit(membership, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
        return back(request, membership.team, _("De uitzondering is genoteerd."))
    return render(
        request, "teams/waive.html", {"membership": membership, "team": membership.team, "form": form}
    )
