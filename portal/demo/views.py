"""The demo's own pages: log in as anybody, move the clock, read the mails."""

from datetime import datetime
from typing import Any

from csp.decorators import csp_update
from django.contrib.auth import login, logout
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from portal import clock, http
from portal.access import allow, anyone
from portal.demo import stage
from portal.demo.cast import PARTS
from portal.demo.mails import sent
from portal.errors import Refused
from portal.models import Edition, Person
from portal.templatetags.portal import moment

BACKEND = "portal.accounts.Backend"


@require_POST
@allow(anyone)
def login_as(request: Any) -> HttpResponse:
    """Become a member of the cast; an empty role logs out."""
    if not request.POST.get("role"):
        logout(request)
        return http.done(request, reverse("home"))
    part = next((part for part in PARTS if part.slug == request.POST["role"]), None)
    if part is None:
        raise Http404
    login(request, get_object_or_404(Person, email=part.email), backend=BACKEND)
    edition = get_object_or_404(Edition, is_current=True)
    said = _("Je bent nu %(name)s.") % {"name": part.name}
    return http.done(request, reverse("mine", args=[edition.pk]), said)


@require_POST
@allow(anyone)
def set_clock(request: Any) -> HttpResponse:
    """Jump to a moment of the edition."""
    to = _moment(request.POST.get("to", ""))
    back = to < clock.now()
    email = getattr(request.user, "email", None)
    played = stage.go_to(to)
    if back:
        _log_in_again(request, email)
    said = _("Het is nu %(when)s.") % {"when": moment(to)}
    if back:
        said += " " + _("De demo begon opnieuw.")
    elif played:
        said += " " + ngettext(
            "Onderweg gebeurde er wat, op %(n)d moment.",
            "Onderweg gebeurde er wat, op %(n)d momenten.",
            played,
        ) % {"n": played}
    return http.done(request, _same_page(request, back), said)


def _moment(text: str) -> datetime:
    try:
        return timezone.make_aware(datetime.fromisoformat(text))
    except ValueError:
        raise Refused(reason=_("Kies een dag en een uur, bijvoorbeeld 31/01/2022 09:00.")) from None


def _log_in_again(request: Any, email: str | None) -> None:
    """Starting anew emptied the sessions; the visitor stays who they were."""
    request.session.flush()
    person = Person.objects.filter(email=email).first() if email else None
    if person:
        login(request, person, backend=BACKEND)


def _same_page(request: Any, back: bool) -> str:
    """The page the visitor was on; the home page when what it showed may be gone."""
    page = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return page if known and not back else reverse("home")


@require_GET
@allow(anyone)
def mails(request: Any) -> HttpResponse:
    """What was sent, the last one first."""
    page = Paginator(sent(), http.PAGE_SIZE).get_page(request.GET.get("pagina"))
    return render(request, "demo/mails.html", {"page": page})


def _mail(name: str) -> Any:
    found = next((one for one in sent() if one.name == name), None)
    if found is None:
        raise Http404
    return found


@require_GET
@allow(anyone)
def mail(request: Any, name: str) -> HttpResponse:
    """One mail, as a plain client shows it."""
    return render(request, "demo/mail.html", {"mail": _mail(name)})


@csp_update({"style-src": ["'unsafe-inline'"]})  # type: ignore[arg-type]  # its types know no URL arguments
@require_GET
@allow(anyone)
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, as a mail client shows it. Mail carries its style inline."""
    return HttpResponse(_mail(name).html)
