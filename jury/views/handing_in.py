"""Pages around handing in a sheet: the check, and bringing it over to new criteria."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jury import actions, queries
from jury.forms import HandInForm, SheetForm
from jury.models import Sheet
from jury.states import SheetState
from jury.views.doors import judge, to_sheet
from jury.views.sheets import own_sheet, shown
from portal.access import allow
from portal.models import Edition


@require_http_methods(["GET", "POST"])
@allow(judge)
def check(request: Any, edition: Edition, kind: str, sheet_id: str) -> HttpResponse:
    """Read one's judgement once more, then hand it in."""
    own = own_sheet(request, edition, kind, sheet_id)
    if request.method == "GET" and (own.state != SheetState.OPEN or own.no_conflict_at is None):
        return to_sheet(request, own)
    asks_why = _asks_why(own)
    form = HandInForm(request.POST or None) if asks_why else None
    if request.method == "POST" and (form is None or form.is_valid()):
        why = form.cleaned_data["why"] if form else ""
        actions.hand_in(own, why=why, by=request.user, at=request.at)
        return to_sheet(request, own, _("Je beoordeling is ingediend."))
    context = shown(request, own, SheetForm(sheet=own))
    context |= {
        "gaps": queries.gaps_of(own),
        "total": queries.own_score(own),
        "why": form,
        "form_has_errors": bool(form and form.errors),
    }
    return render(request, "jury/check.html", context)


def _asks_why(own: Sheet) -> bool:
    """A revision after the deliberation says why."""
    return own.entry.round.deliberating_since is not None and own.copies.exists()


@require_POST
@allow(judge)
def take_over(request: Any, edition: Edition, kind: str, sheet_id: str) -> HttpResponse:
    """Bring one's sheet over to the criteria in use."""
    own = own_sheet(request, edition, kind, sheet_id)
    actions.take_over(own, by=request.user, at=request.at)
    return to_sheet(
        request, own, _("Je beoordeling volgt nu de nieuwe criteria. Kijk ze na en dien ze opnieuw in.")
    )
