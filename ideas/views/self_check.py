"""'Past mijn idee?', for everybody, without login."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ideas.forms import SelfCheckForm
from portal import timeline
from portal.access import allow, anyone
from portal.models import Edition, PhaseKey


@require_GET
@allow(anyone)
def self_check(request: Any, edition: Edition) -> HttpResponse:
    """The questions; with answers in the address, what we think of them and the way on. Nothing is kept."""
    form = SelfCheckForm(request.GET if "improves" in request.GET or "check" in request.GET else None)
    advice = form.advice() if form.is_valid() else []
    on = {"zin": form.cleaned_data["sentence"], "tijd": form.cleaned_data["time"]} if advice else {}
    context = {
        "form": form,
        "advice": advice,
        "doubts": [one for one in advice if not one.fits],
        "is_open": timeline.shown(edition).is_open(PhaseKey.SUBMISSION, request.at),
        "opens": timeline.shown(edition).opens_at(PhaseKey.SUBMISSION),
        "start": f"{reverse('ideas:start', args=[edition.pk])}?{urlencode(on)}",
    }
    return render(request, "ideas/self_check.html", context)
