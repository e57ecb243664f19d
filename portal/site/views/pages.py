"""Pages to read: the webinar, what one can learn, privacy, accessibility."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal import pages, prose, timeline
from portal.access import allow, anyone
from portal.models import Edition, PageText, PhaseKey
from portal.site import accessibility
from portal.site.context import current_edition


@require_GET
@allow(anyone)
def webinar(request: Any, edition: Edition) -> HttpResponse:
    """What the webinar tells, when it is, and where its recording stands."""
    page = _found("webinar", edition)
    phase = timeline.shown(edition).phase(PhaseKey.WEBINAR)
    return _shown(request, edition, page, webinar=phase)


@require_GET
@allow(anyone)
def learning(request: Any, edition: Edition) -> HttpResponse:
    """The pages to learn from."""
    cards = [
        {"key": page.key, "title": page.title, "opening": prose.opening(page.body, edition)}
        for page in pages.learning(edition)
    ]
    return render(request, "pages/learning.html", {"cards": cards})


@require_GET
@allow(anyone)
def learning_page(request: Any, edition: Edition, page_key: str) -> HttpResponse:
    """One page to learn from, with the way to the others."""
    found = pages.learning(edition)
    place = next((place for place, page in enumerate(found) if page.key == page_key), None)
    if place is None:
        raise Http404
    return _shown(request, edition, found[place], next=found[place + 1] if place + 1 < len(found) else None)


@require_GET
@allow(anyone)
def privacy(request: Any) -> HttpResponse:
    """What the site keeps of people."""
    return _of_site(request, "privacy")


@require_GET
@allow(anyone)
def accessible(request: Any) -> HttpResponse:
    """The accessibility statement, with the figures of the last check."""
    return _of_site(request, "toegankelijkheid", checked=accessibility.last_check())


def _of_site(request: Any, key: str, **more: Any) -> HttpResponse:
    edition = current_edition()
    if edition is None:
        context = {"title": _("Binnenkort meer"), "reason": _("Er is nog geen editie. Kom later terug.")}
        return render(request, "notice.html", context)
    return _shown(request, edition, _found(key, edition), **more)


def _found(key: str, edition: Edition) -> PageText:
    page = pages.read(key, edition)
    if page is None:
        raise Http404
    return page


def _shown(request: Any, edition: Edition, page: PageText, **more: Any) -> HttpResponse:
    body, rest = prose.first_section(prose.html(page.body, edition))
    context = {
        "page": page,
        "title": prose.filled(page.title, edition),
        "body": body,
        "rest": rest,
        "in_edition": edition,
        "fixed": page.key in pages.FIXED,
    }
    return render(request, "pages/page.html", context | more)
