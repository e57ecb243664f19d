"""The PoCs of an edition, and the page of one: budget, costs, journal, end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from poc import actions, content, queries, rules
from poc.forms import EndForm, JournalForm, OpenForm, ResumeForm
from poc.models import Project
from poc.states import ProjectState
from portal import http, plots, roles, timeline
from portal.access import allow, signed_in, staff
from portal.models import Edition, PhaseKey
from teams.models import Team

JOURNAL_PAGE = 10
LAST_MINUTE = timedelta(minutes=1)  # a window ends at the first instant that does not count


@require_GET
@allow(signed_in)
def list_projects(request: Any, edition: Edition) -> HttpResponse:
    """My PoC; for staff all of them with their budgets; for anybody else a page that says what a PoC is."""
    page = http.page_of(request, queries.visible(request.user, edition, at=request.at))
    layers = queries.layers_of(page)
    windows = timeline.shown(edition)
    context = {
        "page": page,
        "rows": [{"project": one, "layers": layers[one.pk]} for one in page],
        "to_open": list(queries.to_open(request.user, edition, at=request.at)),
        "staff": roles.is_staff(request.user, edition=edition, at=request.at),
        "opens": windows.opens_at(PhaseKey.POC),
    }
    return render(request, "poc/list.html", context)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def open_project(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """Open the PoC of a selected team: one question, one button."""
    teams = Team.objects.visible_to(request.user, at=request.at).filter(edition=edition)
    team = get_object_or_404(teams.select_related("edition", "idea__submission"), pk=team_id)
    if not rules.may_open(team, request.user, at=request.at):
        raise Http404
    form = OpenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_project(team, **form.cleaned_data, by=request.user, at=request.at)
        return http.done(request, _page(made), _("De PoC is open."))
    rules.check_may_open(team, by=request.user, at=request.at)
    if known := queries.of_team(team):
        return http.done(request, _page(known))
    return render(request, "poc/open.html", {"team": team, "form": form})


def _page(project: Project) -> str:
    return reverse("poc:project", args=[project.edition_id, project.pk])


def visible_project(request: Any, edition: Edition, project_id: str) -> Project:
    """The PoC for who may see it; a 404 for anybody else."""
    return get_object_or_404(queries.visible(request.user, edition, at=request.at), pk=project_id)


@require_GET
@allow(signed_in)
def project(request: Any, edition: Edition, project_id: str) -> HttpResponse:
    """Budget, costs, journal, and what comes next."""
    found = visible_project(request, edition, project_id)
    return render(request, "poc/project.html", _context(request, found, JournalForm()))


def _context(request: Any, found: Project, form: JournalForm) -> dict[str, Any]:
    costs = list(queries.costs_of(found))
    bookings = queries.bookings_of(found)
    sums = content.sums_per_cost(bookings)
    windows = timeline.shown(found.edition)
    return {
        "project": found,
        "layers": content.layers(sums.values(), found.cap_cents),
        "costs": [{"cost": one, "sums": sums.get(one.pk, {})} for one in costs],
        "asked": [one for one in costs if one.state == "asked"],
        "page": http.page_of(request, queries.journal_of(found), JOURNAL_PAGE),
        "form": form,
        "member": rules.is_member(found, request.user),
        "staff": rules.is_staff(found, request.user, at=request.at),
        "running": found.state == ProjectState.RUNNING,
        "closes": windows.closes_at(PhaseKey.POC),
        **_burn_down(found, bookings, windows.closes_at(PhaseKey.POC), request.at),
    }


def _burn_down(
    found: Project, bookings: list[content.Booking], closes: datetime | None, at: datetime
) -> dict[str, Any]:
    """The free budget over time, from the opening to the end; nothing to draw before the first cost."""
    left = content.left_over_time(bookings, found.cap_cents)
    if not left:
        return {}
    now = min(found.ended_at or at, at)
    end = max(closes or at, now)
    steps = [(one.at, one.left) for one in left]
    plot = plots.burn_down(steps, start=found.opened_at, end=end, now=now, full=found.cap_cents)
    return {"burn": plot, "burn_lines": left, "burn_end": end - LAST_MINUTE}


@require_POST
@allow(signed_in)
def journal(request: Any, edition: Edition, project_id: str) -> HttpResponse:
    """Add a page to the journal."""
    found = visible_project(request, edition, project_id)
    form = JournalForm(request.POST)
    if form.is_valid():
        actions.write_journal(found, **form.cleaned_data, by=request.user, at=request.at)
        return http.done(request, _page(found) + "#dagboek", _("Je tekst staat in het dagboek."))
    rules.check_member(found, by=request.user)
    return render(request, "poc/project.html", _context(request, found, form))


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def finish(request: Any, edition: Edition, project_id: str) -> HttpResponse:
    """Ask what the team learned, then finish."""
    return _end(
        request,
        edition,
        project_id,
        actions.finish,
        "poc/finish.html",
        _("Jullie PoC is afgerond. Dank je wel!"),
    )


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def stop(request: Any, edition: Edition, project_id: str) -> HttpResponse:
    """Ask what the team learned, then stop: a result too."""
    return _end(
        request, edition, project_id, actions.stop, "poc/stop.html",
        _("Jullie PoC is gestopt. Dank je wel: anderen bouwen voort op wat jullie leerden."),
    )  # fmt: skip


def _end(
    request: Any, edition: Edition, project_id: str, verb: Callable[..., None], template: str, said: str
) -> HttpResponse:
    found = visible_project(request, edition, project_id)
    form = EndForm(request.POST or None, initial={"lessons": found.lessons})
    if request.method == "POST" and form.is_valid():
        verb(found, **form.cleaned_data, by=request.user, at=request.at)
        return http.done(request, _page(found), said)
    rules.check_may_end(found, lessons="-", by=request.user, at=request.at)
    asked = found.obligations.filter(state="asked").count()
    return render(request, template, {"project": found, "form": form, "asked": asked})


@require_http_methods(["GET", "POST"])
@allow(staff)
def resume(request: Any, edition: Edition, project_id: str) -> HttpResponse:
    """Staff open an ended PoC again, with a reason."""
    found = visible_project(request, edition, project_id)
    form = ResumeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.resume(found, **form.cleaned_data, by=request.user, at=request.at)
        return http.done(request, _page(found), _("De PoC loopt weer."))
    rules.check_may_resume(found, reason="-", by=request.user, at=request.at)
    return render(request, "poc/resume.html", {"project": found, "form": form})
