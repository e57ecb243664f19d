"""Proposing, approving and taking back what will be visible."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jury import actions
from jury.forms import ProposeForm
from jury.views.doors import deciding, to_result
from portal.access import allow, signed_in
from portal.models import Edition


@require_POST
@allow(signed_in)
def propose(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """First person: propose the release."""
    round_ = deciding(request, edition, kind)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return render(request, "jury/propose.html", {"round": round_, "form": form})
    actions.propose_release(round_, **form.cleaned_data, by=request.user, at=request.at)
    return to_result(request, round_, _("Je voorstel ligt klaar. Een andere beslisser keurt het goed."))


@require_POST
@allow(signed_in)
def approve(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Second person: approve it."""
    round_ = deciding(request, edition, kind)
    actions.approve_release(round_, by=request.user, at=request.at)
    return to_result(request, round_, _("Goedgekeurd. De mails staan klaar."))


@require_POST
@allow(signed_in)
def withdraw(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Take the proposal or the approval back, before its instant."""
    round_ = deciding(request, edition, kind)
    reason = request.POST.get("reason", "")[:1000].replace("\0", "")  # PostgreSQL keeps no NUL
    actions.withdraw_release(round_, reason=reason, by=request.user, at=request.at)
    return to_result(request, round_, _("De vrijgave is ingetrokken."))
