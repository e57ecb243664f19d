"""From verbs to answers: done, refused, log in first, one page of a list."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.errors import Kept, Refused
from portal.second_step import leading

PAGE_SIZE = 24
NEVER_SHOWN = {"csrfmiddlewaretoken", "code", "password"}


class SeeOther(HttpResponseRedirect):
    """303: after a POST the browser gets the next page, and a reload repeats nothing."""

    status_code = 303


def done(request: HttpRequest, to: str, said: str = "", *, undo: str = "") -> HttpResponse:
    """The verb is carried out: say so and go on. `undo`: the address whose POST takes it back, a button beside the
    words."""
    if said:
        messages.success(request, said, extra_tags=undo)
    return SeeOther(to)


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal as a page that explains (409), with what was typed kept in view."""
    context = {
        "title": refused.title or _("Dit kan nu niet"),
        "reason": refused.reason,
        "links": refused.links,
        "kept": refused.kept or typed(request),
    }
    return render(request, "notice.html", context, status=409)


def log_in_first(request: HttpRequest) -> HttpResponse:
    """An anonymous visitor at a closed door. A GET goes to the login page and comes back; a POST, whose session
    ended while writing, gets its text back on a page (401)."""
    login = f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
    if request.method not in ("POST", "PUT", "PATCH"):
        return HttpResponseRedirect(login)
    context = {
        "title": _("Log opnieuw in"),
        "reason": _(
            "Je bent intussen uitgelogd. Wat je schreef staat hieronder: kopieer het, log in en plak het terug."
        ),
        "links": [(_("Inloggen en verder schrijven"), login)],
        "kept": typed(request),
    }
    return render(request, "notice.html", context, status=401)


def fresh_code_first(request: HttpRequest) -> HttpResponse:
    """To the page that asks for a fresh code, and back here afterwards."""
    return SeeOther(f"{reverse('fresh_code')}?{urlencode({'next': request.get_full_path()})}")


def too_often(request: HttpRequest) -> HttpResponse:
    """Wait a moment (429), with what was typed kept in view."""
    context = {
        "title": _("Even wachten"),
        "reason": _("Je vroeg dit net heel vaak. Probeer het later opnieuw, ten laatste over een uur."),
        "kept": typed(request),
    }
    return render(request, "notice.html", context, status=429)


def second_step_first(request: HttpRequest) -> HttpResponse:
    """To the page where a second step is set up, and on to this one afterwards. A POST, of somebody who got a role
    while they were writing, gets its text back on a page (409)."""
    to = reverse("mfa_activate_totp")
    texts = typed(request)
    if not texts:
        leading.remember(request)
        return HttpResponseRedirect(to)
    refused = Refused(
        reason=_(
            "Wie begeleidt of beoordeelt, logt in twee stappen in. Wat je schreef staat hieronder: kopieer het, stel je"
            " tweede stap in en plak het terug."
        ),
        title=_("Stel eerst je tweede stap in"),
        links=[(_("Stel je tweede stap in"), to)],
        kept=texts,
    )
    return refusal(request, refused)


def typed(request: HttpRequest) -> list[Kept]:
    """The longer texts of a POST, so that no page that says no can lose them."""
    fields: Any = request.POST.items() if request.method == "POST" else ()
    texts = [value for name, value in fields if name not in NEVER_SHOWN and len(value) > 15]
    return [Kept(_("Tekst %(n)d") % {"n": number}, text) for number, text in enumerate(texts, start=1)]


def posted_again(request: HttpRequest, **changes: Any) -> Any:
    """What was posted, with some values replaced: a form that shows what was typed on top of a newer version."""
    data = request.POST.copy()
    for name, value in changes.items():
        data[name] = str(value)
    return data


def page_of(
    request: HttpRequest, rows: QuerySet[Any], size: int = PAGE_SIZE, *, count: int | None = None
) -> Page[Any]:
    """The page of a list that the URL asks for (`?pagina=2`); a wrong number gives the nearest. `count`: of all rows,
    when it is known already."""
    pages = Paginator(rows, size)
    if count is not None:
        pages.__dict__["count"] = count
    return pages.get_page(request.GET.get("pagina"))
