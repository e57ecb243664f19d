"""The living page of style: every part of the pages once, in all its states."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.access import allow, staff
from portal.site import specimens
from portal.site.forms import StyleForm

TOKENS = [
    "paper",
    "sand",
    "sand-deep",
    "ink",
    "text",
    "muted",
    "line",
    "edge",
    "action",
    "yellow",
    "green",
    "red",
    "amber",
]
BADGES = ("neutral", "now", "info", "good", "wait", "draft", "closed", "stop")
PANELS = ("note", "wait", "good", "stop", "error")


@require_GET
@allow(staff)
def style(request: HttpRequest) -> HttpResponse:
    """Colours, type, parts, forms, tables and plots, each as the pages draw them."""
    return render(request, "style.html", _parts() | _forms() | _plots())


def _parts() -> dict[str, Any]:
    return {
        "tokens": TOKENS,
        "badges": [(kind, kind) for kind in BADGES],
        "panels": PANELS,
        "sample_stations": specimens.stations(),
        "deadline": specimens.AT + timedelta(minutes=1),
        "card": specimens.card(),
        "long_card": specimens.long_card(),
        "person": specimens.person(),
        "bar": specimens.filter_bar(),
        "receipt": specimens.receipt(),
        "empty_action": {"label": _("Begin een idee"), "url": "#leeg"},
        "page_of_many": Paginator(range(60), 12).get_page(2),
    }


def _forms() -> dict[str, Any]:
    return {
        "answers": specimens.answers(),
        "steps": specimens.steps(),
        "form_open": StyleForm(auto_id="open_%s"),
        "form_wrong": StyleForm({"text": "x" * 90, "amount": "veel"}),
    }


def _plots() -> dict[str, Any]:
    return {
        "funnel": specimens.funnel(),
        "bars": specimens.bars(),
        "bins": specimens.bins(),
        "burn": specimens.burn_down(),
        "burn_lines": specimens.spending(),
        "first": specimens.START,
        "last": specimens.END,
        "score": specimens.score(),
    }
