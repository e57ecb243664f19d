"""Pages for what goes wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal import http, roles


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """To somebody who lost a role lately: that this may be why. Nobody else learns whether there is something here."""
    person = getattr(request, "user", None)
    ended = roles.ended_lately(person, at=request.at) if person is not None else []  # type: ignore[attr-defined]
    return render(request, "404.html", {"ended": ended}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database and no context: whatever broke may break again."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """A form from before a new login, or without cookies: what was typed is shown back."""
    context = {
        "title": _("Deze pagina was te oud"),
        "reason": _(
            "Je logde intussen opnieuw in, of je browser stuurt geen cookies mee. Wat je schreef staat hieronder:"
            " kopieer het, ga terug, laad de pagina opnieuw en plak het terug."
        ),
        "links": [(_("Pagina opnieuw openen"), request.get_full_path())],
        "kept": http.typed(request),
    }
    return render(request, "notice.html", context, status=403)
