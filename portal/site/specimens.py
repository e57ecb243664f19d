"""Openly invented content for the page of style: each part of the pages once."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from portal import plots
from portal.site.forms import FilterForm
from portal.timeline import Station

AT = datetime(2022, 1, 14, 22, 59, tzinfo=UTC)
START, NOW, END = (datetime(2022, month, 1, tzinfo=UTC) for month in (5, 9, 11))
FULL = 1_500_000  # cents


def stations() -> list[Station]:
    told = (
        ("past", "Webinar", "8 dec"), ("now", "Idee indienen", "t.e.m. 14 jan"), ("next", "Preselectie", "15 – 30 jan"),
        ("later", "Teams", "1 – 28 feb"), ("later", "Pitch", "19 mei"),
    )  # fmt: skip
    note = {"now": _("nog 6 dagen")}
    return [Station(label, label, dates, status, note.get(status, "")) for status, label, dates in told]


def card() -> dict[str, Any]:
    return {
        "title": _("Een titel van gewone lengte"),
        "url": "#kaart",
        "summary": _("Twee regels die zeggen wat er beter wordt, en voor wie."),
        "badge": {"kind": "now", "label": _("zoekt leden")},
        "profiles": [_("data-analist")],
        "facts": ["Departement Omgeving"],
        "action": {"url": "#kaart", "label": _("Stel je kandidaat")},
    }


def long_card() -> dict[str, Any]:
    title = "Onwaarschijnlijklangwoordzonderspaties" * 2
    return card() | {"title": title, "badge": None, "theme": _("thema")}


def filter_bar() -> dict[str, Any]:
    """What stands above a list, with two things asked."""
    chips = [{"label": "‘sluis’", "url": "#filter"}, {"label": _("Thema: mobiliteit"), "url": "#filter"}]
    return {"form": FilterForm(auto_id="filter_%s"), "chips": chips}


def person() -> dict[str, str]:
    note = _("Tekent uit hoe iets werkt.")
    return {"name": "Lid Een", "role": _("eigenaar"), "entity": "Departement Zorg", "note": note}


def answers() -> list[dict[str, str]]:
    told = _("Sensoren die er al hangen, voorspellen onderhoud.")
    return [
        {"question": _("Wat is jouw idee"), "answer": told, "url": "#antwoord"},
        {"question": _("Waarom dit idee?"), "answer": "", "url": "#antwoord"},
    ]


def steps() -> list[dict[str, str]]:
    told = (("done", _("Kern")), ("current", _("Waarom dit idee?")), ("todo", _("Nakijken en indienen")))
    return [{"label": label, "url": "#stap", "state": state} for state, label in told]


def receipt() -> SimpleNamespace:
    return SimpleNamespace(at=AT, number="0042", content_hash="9f86d081884c7d659a2feaa0c55ad015")


def funnel() -> list[plots.Bar]:
    return plots.funnel(
        [(_("Ideeën ingediend"), 42), (_("Ideeën weerhouden"), 9), (_("Teams geselecteerd"), 4)]
    )


def bars() -> list[plots.Bar]:
    return plots.bars([("Departement Omgeving", 7), ("De Vlaamse Waterweg", 4), ("Departement Zorg", 1)])


def bins() -> list[plots.Bin]:
    return plots.distribution([12, 41, 44, 58, 61, 63, 66, 72, 100], low=0, high=100, parts=10)


def spending() -> list[SimpleNamespace]:
    """What was left from which moment on."""
    return [
        SimpleNamespace(at=START + timedelta(days=30 * step), left=FULL - step * 310_000)
        for step in (1, 2, 3)
    ]


def burn_down() -> plots.BurnDown:
    told = [(line.at, line.left) for line in spending()]
    return plots.burn_down(told, start=START, end=END, now=NOW, full=FULL)


def score() -> plots.Dots:
    """Three scores on the line of 0 to 100, and their mean."""
    return plots.dots([Fraction(score) for score in (50, 75, 80)])
