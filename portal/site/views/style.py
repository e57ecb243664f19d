"""The living page of style: every part of the pages once, in all its states, with openly invented content."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal import plots
from portal.access import allow, staff
from portal.site.forms import StyleForm
from portal.timeline import Station

TOKENS = (
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
)
BADGES = ("neutral", "now", "info", "good", "wait", "draft", "closed", "stop")
PANELS = ("note", "wait", "good", "stop", "error")
AT = datetime(2022, 1, 14, 22, 59, tzinfo=UTC)


@require_GET
@allow(staff)
def style(request: HttpRequest) -> HttpResponse:
    """Colours, type, parts, forms, tables and plots, each as the pages draw them."""
    wrong = StyleForm({"text": "x" * 90, "amount": "veel"})
    context = {
        "tokens": TOKENS,
        "badges": [(kind, kind) for kind in BADGES],
        "panels": PANELS,
        "sample_stations": _stations(),
        "deadline": AT + timedelta(minutes=1),
        "form_open": StyleForm(auto_id="open_%s"),
        "form_wrong": wrong,
        "page_of_many": Paginator(range(60), 12).get_page(2),
        **_pieces(),
        **_drawn(),
    }
    return render(request, "style.html", context)


def _stations() -> list[Station]:
    told = (
        ("past", "Webinar", "8 dec"),
        ("now", "Idee indienen", "t.e.m. 14 jan"),
        ("next", "Preselectie", "15 – 30 jan"),
    )
    more = (("later", "Teams", "1 – 28 feb"), ("later", "Pitch", "19 mei"))
    return [
        Station(label, label, dates, status, _("nog 6 dagen") if status == "now" else "")
        for status, label, dates in (*told, *more)
    ]


def _pieces() -> dict[str, Any]:
    """Cards, people, answers and steps."""
    title = _("Een titel van gewone lengte")
    card = {
        "title": title,
        "url": "#kaart",
        "summary": _("Twee regels die zeggen wat er beter wordt, en voor wie."),
        "badge": {"kind": "now", "label": _("zoekt leden")},
        "profiles": [_("data-analist")],
        "facts": ["Departement Omgeving"],
        "action": {"url": "#kaart", "label": _("Stel je kandidaat")},
    }
    return {
        "card": card,
        "long_card": card
        | {"title": "Onwaarschijnlijklangwoordzonderspaties" * 2, "badge": None, "theme": _("thema")},
        "person": {
            "name": "Lid Een",
            "role": _("eigenaar"),
            "entity": "Departement Zorg",
            "note": _("Tekent uit hoe iets werkt."),
        },
        "answers": [
            {
                "question": _("Wat is jouw idee"),
                "answer": _("Sensoren die er al hangen, voorspellen onderhoud."),
                "url": "#antwoord",
            },
            {"question": _("Waarom dit idee?"), "answer": "", "url": "#antwoord"},
        ],
        "steps": [
            {"label": _("Kern"), "url": "#stap", "state": "done"},
            {"label": _("Waarom dit idee?"), "url": "#stap", "state": "current"},
            {"label": _("Nakijken en indienen"), "url": "#stap", "state": "todo"},
        ],
        "receipt": SimpleNamespace(at=AT, number="0042", content_hash="9f86d081884c7d659a2feaa0c55ad015"),
        "empty_action": {"label": _("Begin een idee"), "url": "#leeg"},
    }


def _drawn() -> dict[str, Any]:
    """Every plot with figures that nobody measured."""
    start, end, now = (datetime(2022, month, 1, tzinfo=UTC) for month in (5, 11, 9))
    lines = [
        SimpleNamespace(at=start + timedelta(days=30 * step), left=1_500_000 - step * 310_000)
        for step in (1, 2, 3)
    ]
    steps = [(line.at, line.left) for line in lines]
    return {
        "funnel": plots.funnel(
            [
                (_("Ideeën ingediend"), 42, ""),
                (_("Ideeën weerhouden"), 9, ""),
                (_("Teams geselecteerd"), 4, ""),
            ]
        ),
        "bars": plots.bars(
            [("Departement Omgeving", 7), ("De Vlaamse Waterweg", 4), ("Departement Zorg", 1)]
        ),
        "bins": plots.distribution([12, 41, 44, 58, 61, 63, 66, 72, 100], low=0, high=100, parts=10),
        "burn": plots.burn_down(steps, start=start, end=end, now=now, full=1_500_000),
        "burn_lines": lines,
        "first": date(2022, 5, 1),
        "last": date(2022, 10, 31),
        "score": SimpleNamespace(
            complete=[SimpleNamespace(x=530), SimpleNamespace(x=780), SimpleNamespace(x=830)], mean_x=713
        ),
    }
