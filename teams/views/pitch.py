"""The pitch file, and the slides in it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal import http, uploads
from portal.access import allow, signed_in
from portal.errors import Refused, Stale
from portal.models import Edition
from teams import actions, queries, rules
from teams.forms import PitchFileForm
from teams.models import PitchFile, Team
from teams.views.room import back, visible_team


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def write(request: Any, edition: Edition, team_id: str) -> HttpResponse:
    """Plan of approach, use of the budget, slides; any member writes, until the pitch."""
    team = visible_team(request, edition, team_id)
    if not rules.is_member(team, request.user):
        raise Http404
    current = PitchFile.objects.filter(team=team).select_related("slides").first()
    form = PitchFileForm(request.POST or None, request.FILES or None, pitch_file=current)
    elsewhere = None
    if request.method == "GET":
        rules.check_before_pitch(team, at=request.at)
    elif form.is_valid():
        try:
            actions.save_pitch_file(team, **form.cleaned_data, by=request.user, at=request.at)
        except Stale:
            form, elsewhere = _side_by_side(request, team)
        except Refused as refused:
            if not form.cleaned_data["slides"] or refused.title:
                raise
            form.add_error("slides", str(refused))
        else:
            return back(request, team, _("Het pitchdossier is bewaard."))
    context = {"team": team, "form": form, "elsewhere": elsewhere, "current": current}
    return render(request, "teams/pitch_file.html", context, status=409 if elsewhere else 200)


def _side_by_side(request: Any, team: Team) -> tuple[PitchFileForm, PitchFileForm]:
    """What was typed, ready to be saved over the newer version, and that version beside it."""
    newer = PitchFile.objects.filter(team=team).first()
    version = newer.version if newer else 0
    typed = PitchFileForm(http.posted_again(request, version=version), pitch_file=newer)
    return typed, PitchFileForm(pitch_file=newer)


@require_GET
@allow(signed_in)
def slides(request: Any, edition: Edition, team_id: str) -> HttpResponseBase:
    """The slides, for who may enter the room and, from the pitch on, for the jury."""
    teams = queries.with_slides_for(request.user, edition, at=request.at)
    team = get_object_or_404(teams, pk=team_id)
    return uploads.answer(team.pitch_file.slides)  # type: ignore[arg-type]  # asked for above
