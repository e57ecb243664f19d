"""Staying logged in, proving once more who one is, and going on after a second step was set up."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal import http, sessions
from portal.access import allow, anyone, signed_in
from portal.second_step import leading
from portal.site.forms import CodeForm


@require_http_methods(["GET", "POST"])
@allow(anyone)
def time_left(request: Any) -> JsonResponse:
    """For the warning before the end: how many seconds are left; a POST is a sign that somebody is there."""
    if not request.user.is_authenticated:
        return JsonResponse({"left": 0, "longer": False})
    if request.method == "POST":
        sessions.stay(request)
    left, longer = sessions.seconds_left(request)
    return JsonResponse({"left": left, "longer": longer}, headers={"Cache-Control": "no-store"})


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def fresh_code(request: Any) -> HttpResponse:
    """Before something that touches how one logs in: a code is sent to the address of the account, and typed here."""
    goal = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(goal, allowed_hosts=None):
        goal = reverse("profile")
    if request.method == "POST" and "send" in request.POST:
        sessions.send_code(request)
        return http.SeeOther(f"{reverse('fresh_code')}?{http.urlencode({'next': goal})}")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if sessions.accept_code(request, form.cleaned_data["code"]):
            return http.SeeOther(goal)
        form.add_error(
            "code", _("Deze code klopt niet, of ze is vervallen. Kijk ze na, of vraag een nieuwe.")
        )
    context = {"form": form, "goal": goal, "sent": sessions.waits_for_code(request)}
    return render(request, "fresh_code.html", context)


@require_GET
@allow(signed_in)
def second_step_done(request: Any) -> HttpResponse:
    """The recovery codes are kept: on to the page that somebody wanted when they were led to set up a second step."""
    return http.SeeOther(leading.take(request))
