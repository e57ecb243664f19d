"""Pages of who sets a round up: how it is judged, seats, who judges what, and how far everybody is."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jury import actions, queries, subjects
from jury.forms import SeatForm, SetUpForm
from jury.models import Division, Round
from jury.views.doors import round_of
from portal import http, timeline
from portal.access import allow, staff
from portal.models import Edition


def to_set_up(request: Any, round_: Round, said: str, page: str = "set_up") -> HttpResponse:
    return http.done(request, reverse(f"jury:{page}", args=[round_.edition_id, round_.kind]), said)


@require_http_methods(["GET", "POST"])
@allow(staff)
def set_up(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """The round on one page: its window, criteria, judges and deciders."""
    round_ = round_of(edition, kind)
    people = queries.could_decide(edition, at=request.at)
    form = SetUpForm(request.POST or None, round_=round_, people=people)
    if request.method == "POST" and form.is_valid():
        deciders = form.cleaned_data["deciders"]
        actions.set_up(round_, form.values(), deciders=deciders, by=request.user, at=request.at)
        return to_set_up(request, round_, _("Bewaard."))
    windows, window = timeline.shown(edition), subjects.of(round_).window
    context = {
        "round": round_,
        "form": form,
        "phase": windows.phase(window),
        "criteria": queries.criteria_of(round_),
        "draft": queries.draft_of(round_),
        "judging": queries.progress_by_judge(round_, at=request.at),
        "to_take_over": queries.to_take_over(round_),
        "shared": round_.division == Division.BALANCED,
        "other": next(one for one in subjects.KINDS if one != kind),
    }
    return render(request, "jury/set_up.html", context)


@require_http_methods(["GET", "POST"])
@allow(staff)
def seat(request: Any, edition: Edition, kind: str, person_id: str) -> HttpResponse:
    """The seat of one judge."""
    round_ = round_of(edition, kind)
    person = next((one for one in queries.judges_of(round_, at=request.at) if one.pk == person_id), None)
    if person is None:
        raise Http404
    now = round_.seats.filter(person=person).first()
    if "weg" in request.POST:
        actions.take_seat_back(round_, person, by=request.user, at=request.at)
        return to_set_up(request, round_, _("De zetel is weg. De beoordelaar blijft beoordelaar."))
    initial = {"kind": now.kind, "capacity": now.capacity} if now else {}
    form = SeatForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.give_seat(round_, person, **form.cleaned_data, by=request.user, at=request.at)
        return to_set_up(request, round_, _("De zetel is bewaard."))
    return render(
        request, "jury/seat.html", {"round": round_, "person": person, "form": form, "has_seat": now}
    )


@require_http_methods(["GET", "POST"])
@allow(staff)
def division(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Who judges what, to change by hand; `?voorstel=1` shows the fairest division, which counts once it is saved."""
    round_ = round_of(edition, kind)
    judges = queries.judges_of(round_, at=request.at)
    if request.method == "POST":
        actions.assign(round_, _pairs(request, round_, judges), by=request.user, at=request.at)
        return to_set_up(request, round_, _("De verdeling is bewaard."), "division")
    proposed = queries.proposal(round_, judges) if "voorstel" in request.GET else None
    shares = queries.shares(round_, judges, proposed=proposed)
    context = {
        "round": round_,
        "shares": shares,
        "proposed": proposed is not None,
        "loads": queries.loads(shares),
        "is_shared": round_.division == Division.BALANCED,
        "thin": [one for one in shares if one.count < round_.per_entry],
    }
    return render(request, "jury/division.html", context)


def _pairs(request: Any, round_: Round, judges: list[Any]) -> list[tuple[Any, Any]]:
    """The boxes that were ticked; what does not take part or judge is left out."""
    there = {one.pk: one for one in subjects.of(round_).taking_part(round_.edition)}
    by_key = {one.pk: one for one in judges}
    ticked = [value.partition(":") for value in request.POST.getlist("pair")]
    return [
        (there[subject], by_key[judge])
        for subject, _colon, judge in ticked
        if subject in there and judge in by_key
    ]
