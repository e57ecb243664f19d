"""The home page of an edition: what it is, where we are, what one can do now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jury import queries as jury
from jury.models import RoundKind
from portal import pages, prose, timeline
from portal.access import allow, anyone
from portal.models import Edition, PhaseKey
from portal.site import queries
from portal.site.context import current_edition
from portal.templatetags.portal import deadline, moment


@dataclass(frozen=True)
class Action:
    """The one thing to do now on the home page; without `url` the `note` says when it can be done."""

    label: str
    url: str = ""
    note: str = ""


@require_GET
@allow(anyone)
def home(request: Any) -> HttpResponse:
    """The current edition; before there is one, a page that says so."""
    edition = current_edition()
    if edition is None:
        context = {"title": _("Binnenkort meer"), "reason": _("Er is nog geen editie. Kom later terug.")}
        return render(request, "notice.html", context)
    request.edition = edition
    return _home(request, edition)


@require_GET
@allow(anyone)
def edition_home(request: Any, edition: Edition) -> HttpResponse:
    """The home page of one edition."""
    return _home(request, edition)


def _home(request: Any, edition: Edition) -> HttpResponse:
    windows, at = timeline.shown(edition), request.at
    submission = windows.phase(PhaseKey.SUBMISSION) if windows.is_open(PhaseKey.SUBMISSION, at) else None
    shortlist = queries.shortlist(edition, at=at)
    built = queries.building(edition, at=at)
    context = {
        "deadline": submission.closes_at if submission else None,
        "days_left": timeline.days_left(submission, at) if submission else None,
        "action": _action(windows, at, shortlist.count, built),
        "building": built,
        "shortlist_count": shortlist.count,
        "entities": shortlist.entities,
        "funnel": queries.funnel(edition, shortlist.count, built),
        "preselection_criteria": jury.published_criteria(edition, RoundKind.PRESELECTION),
        "pitch_criteria": jury.published_criteria(edition, RoundKind.PITCH),
        "webinar": windows.phase(PhaseKey.WEBINAR),
        "others": queries.other_editions(edition),
    }
    return render(request, "home.html", context | _words(edition))


def _words(edition: Edition) -> dict[str, Any]:
    """What staff may write on the home page."""
    told = {page.key: page for page in pages.all_pages(edition)}
    start, steps, webinar = told["start"], told["stappen"], told["webinar"]
    return {
        "start_title": prose.filled(start.title, edition),
        "start_text": prose.html(start.body, edition),
        "steps_title": prose.filled(steps.title, edition),
        "steps": list(prose.sections(steps.body, edition)),
        "webinar_text": prose.opening(webinar.body, edition),
    }


def _action(windows: timeline.Timeline, at: Any, shortlist: int, built: queries.Building) -> Action:
    """The one thing that fits the day: hand in, find a team, see who builds, read what came of it."""
    key = windows.edition.pk
    if built.results:
        return Action(_("Lees wat ervan kwam"), reverse("showcase:list", args=[key]))
    if windows.is_open(PhaseKey.SUBMISSION, at):
        note = _("Indienen kan tot %(when)s.") % {"when": deadline(windows.closes_at(PhaseKey.SUBMISSION))}
        return Action(_("Dien je idee in"), reverse("ideas:start", args=[key]), note)
    if shortlist and windows.is_open(PhaseKey.TEAMS, at):
        note = _("Je kan je kandidaat stellen tot %(when)s.") % {
            "when": deadline(windows.closes_at(PhaseKey.TEAMS))
        }
        return Action(_("Zoek een team"), reverse("teams:list", args=[key]), note)
    if shortlist:
        return Action(_("Bekijk de weerhouden ideeën"), reverse("ideas:list", args=[key]))
    return _action_to_come(windows, at)


def _action_to_come(windows: timeline.Timeline, at: Any) -> Action:
    """Nothing can be done now: the note says why, and when it can."""
    opens, closes = windows.opens_at(PhaseKey.SUBMISSION), windows.closes_at(PhaseKey.SUBMISSION)
    if opens is None or at < opens:
        note = _("Indienen kan vanaf %(when)s.") % {"when": moment(opens)} if opens else _("De datum volgt.")
        return Action(_("Dien je idee in"), note=note)
    announced = windows.opens_at(PhaseKey.ANNOUNCEMENT)
    return Action(
        _("Bekijk de weerhouden ideeën"),
        note=_("Indienen kon tot %(closed)s. De weerhouden ideeën verschijnen op %(when)s.")
        % {
            "closed": deadline(closes),
            "when": moment(announced) if announced and at < announced else _("een later moment"),
        },
    )
