"""Pages of sprint weeks: load, ask, call one verb, answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import http, timeline
from portal.access import allow, anyone, signed_in
from portal.errors import Refused
from portal.models import Edition, PhaseKey
from sprints import actions, content, emails, queries, rules
from sprints.forms import CancelForm, ChooseForm
from sprints.models import Booking, Week
from sprints.states import BookingState
from teams.models import Team


@require_GET
@allow(anyone)
def calendar(request: Any, edition: Edition) -> HttpResponse:
    """The weeks of the edition with their free places; who has a team chooses from here."""
    teams = list(queries.teams_to_plan(request.user, edition))
    windows = timeline.shown(edition)
    context = {
        "lines": queries.calendar(edition, request.user, teams, at=request.at),
        "teams": teams,
        "forming": windows.phase(PhaseKey.TEAMS),
        "wishes": set().union(*(queries.wishes_of(team) for team in teams)),
    }
    return render(request, "sprints/calendar.html", context)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def week(request: Any, edition: Edition, week_id: int) -> HttpResponse:
    """Choose this week for one's team: what it means first, then the button."""
    chosen = get_object_or_404(Week.objects.select_related("edition"), edition=edition, pk=week_id)
    mine = queries.teams_to_plan(request.user, edition)
    teams = list(mine)
    if not teams:
        raise Refused(
            reason=_(
                "Een team kiest samen een week. Je zit nog niet in een team: stel je kandidaat bij een idee."
            ),
            title=_("Je hebt nog geen team"),
            links=[(_("Bekijk de ideeën"), reverse("ideas:list", args=[edition.pk]))],
        )
    form = ChooseForm(_posted(request), teams=mine, only=teams[0] if len(teams) == 1 else None)
    if request.method == "POST" and form.is_valid():
        booking = actions.hold_week(form.cleaned_data["team"], chosen, by=request.user, at=request.at)
        page = reverse("sprints:booking", args=[edition.pk, booking.team_id])
        return http.done(request, page, _said(booking))
    return render(request, "sprints/week.html", _choosing(chosen, teams, request) | {"form": form})


def _posted(request: Any) -> Any:
    """What was sent, even when it is nothing."""
    return request.POST if request.method == "POST" else None


def _said(booking: Booking) -> str:
    if booking.state == BookingState.BOOKED:
        return _("Deze week was al geboekt voor je team.")
    return _("Je team houdt deze week vast. De andere leden krijgen een mail om te bevestigen.")


def _choosing(chosen: Week, teams: list[Team], request: Any) -> dict[str, Any]:
    free = queries.free_places(chosen, at=request.at)
    standing = [(team, getattr(team, "booking", None)) for team in teams]
    return {
        "week": chosen,
        "label": queries.label_of(chosen),
        "free": free,
        "why_not": rules.why_not(chosen, free=free, at=request.at),
        "until": content.hold_ends(request.at, rules.days_of(chosen)),
        "wished": any(chosen.monday.isoformat() in queries.wishes_of(team) for team in teams),
        "elsewhere": [
            (team, queries.label_of(other.place.week))
            for team, other in standing
            if other and other.place and other.place.week_id != chosen.pk
        ],
        "here": [
            team for team, other in standing if other and other.place and other.place.week_id == chosen.pk
        ],
    }


def _team(request: Any, edition: Edition, team_id: str) -> Team:
    """A team whose room the visitor may enter; a 404 for anybody else."""
    rows = Team.objects.visible_to(request.user, at=request.at).filter(edition=edition)
    return get_object_or_404(rows.select_related("edition", "idea__submission"), pk=team_id)


def _booking(team: Team) -> Booking:
    return get_object_or_404(Booking, team=team)


@require_GET
@allow(signed_in)
def booking(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """The week of a team: who confirmed, until when it is held, what one can do."""
    plan = queries.plan_of(_team(request, edition, team_id), request.user, at=request.at)
    return render(request, "sprints/booking.html", {"plan": plan, "team": plan.team})


@require_POST
@allow(signed_in)
def confirm(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """I keep this week free. The last to say so books it."""
    team = _team(request, edition, team_id)
    found = actions.confirm_week(_booking(team), by=request.user, at=request.at)
    booked = found.state == BookingState.BOOKED
    said = (
        _("De week is geboekt. Ieder lid krijgt een uitnodiging.") if booked else _("Je bevestigde de week.")
    )
    return http.done(request, reverse("sprints:booking", args=[edition.pk, team.pk]), said)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def cancel(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """Ask once more, then let the week go."""
    team = _team(request, edition, team_id)
    found = _booking(team)
    form = CancelForm(_posted(request))
    page = reverse("sprints:booking", args=[edition.pk, team.pk])
    if request.method == "POST" and form.is_valid():
        actions.cancel_booking(found, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
        return http.done(request, page, _("De week is losgelaten. De plaats is weer vrij."))
    plan = queries.plan_of(team, request.user, at=request.at)
    if not plan.can_cancel:
        raise Refused(reason=_nothing_to_let_go(plan), links=[(_("Naar jullie sprintweek"), page)])
    return render(request, "sprints/cancel.html", {"plan": plan, "team": team, "form": form})


def _nothing_to_let_go(plan: queries.Plan) -> str:
    if not (plan.held or plan.booked):
        return _("Dit team heeft nu geen week om los te laten.")
    if plan.begun:
        return _("Deze sprintweek is al begonnen of voorbij: ze blijft staan.")
    return _("Alleen een lid van dit team, een eigenaar van het idee of Sandbox laat de week los.")


@require_GET
@allow(signed_in)
def ics(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """The booked week as a file for one's calendar: the same entry as in the mailed invitation."""
    found = queries.standing(_team(request, edition, team_id))
    if found is None or found.place is None or found.state != BookingState.BOOKED:
        raise Refused(
            reason=_(
                "Er is nog geen geboekte week om in je agenda te zetten. Dat kan zodra elk lid bevestigde."
            ),
            title=_("Nog niet geboekt"),
            links=[(_("Naar jullie sprintweek"), reverse("sprints:booking", args=[edition.pk, team_id]))],
        )
    text = emails.calendar_of(found, found.place, content.PUBLISH, at=request.at, sequence=found.sequence)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    answer["Content-Disposition"] = 'attachment; filename="design-sprint.ics"'
    return answer
