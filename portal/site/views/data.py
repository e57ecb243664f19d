"""What the portal holds about me: see it, take it along, close my account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import closing, consents, http
from portal import my_data as data
from portal.access import allow, at_most, signed_in
from portal.site import happenings
from portal.site.forms import CloseForm


@require_http_methods(["GET", "POST"])
@allow(signed_in)
@at_most(10, 3600)
def my_data(request: Any) -> HttpResponse | FileResponse:
    """What there is and how much of it; the button gives all of it as a file."""
    if request.method == "POST":
        packed = data.archive(request.user, by=request.user, at=request.at)
        return FileResponse(packed, as_attachment=True, filename=f"mijn-gegevens-{request.at:%Y-%m-%d}.zip")
    given = list(consents.of(request.user))
    named = happenings.titles({one.subject for one in given}, request.user, request.at)
    agreed = [
        {"consent": one, "about": named[one.subject], "text": consents.TEXTS[one.kind]} for one in given
    ]
    tables = data.counts(request.user, at=request.at)
    return render(request, "my_data.html", {"tables": tables, "agreed": agreed})


@require_POST
@allow(signed_in)
def withdraw_consent(request: Any, consent_id: int) -> HttpResponse:
    """No longer agree: a name disappears from its public page at once."""
    consent = get_object_or_404(consents.of(request.user), pk=consent_id)
    consents.take_back(consent, by=request.user, at=request.at)
    return http.done(request, reverse("my_data"), _("Je toestemming is ingetrokken."))


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def close_account(request: Any) -> HttpResponse:
    """Ask once more, or say what is to be settled first; then wipe and log out."""
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        closing.close_account(request.user, by=request.user, at=request.at)
        logout(request)
        messages.success(request, _("Je account is gesloten en je gegevens zijn gewist."))
        return http.SeeOther(reverse("home"))
    stays = closing.ties(request.user, at=request.at)
    return render(request, "close_account.html", {"form": form, "stays": stays})
