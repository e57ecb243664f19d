"""What happens around every request: the stamp, the language, the gate."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from portal import access, attempts, clock, http, limits, sessions, timeline
from portal.errors import Refused
from portal.models import Edition

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]

CLOCK_SKEW = timedelta(seconds=60)


def stamp(get_response: Handler) -> Handler:
    """Outermost: `request.at`, the one moment that counts for everything this request does."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.at = arrival(request)  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def arrival(request: HttpRequest) -> datetime:
    """When the request reached the portal: the trusted proxy's stamp (`t=<seconds>`), otherwise our own clock.

    A stamp from the future or older than a minute is not believed.
    """
    now = clock.now()
    if not settings.TRUST_X_REQUEST_START:
        return now
    try:
        seconds = float(request.headers.get("X-Request-Start", "").removeprefix("t="))
        stamped = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return stamped if now - CLOCK_SKEW <= stamped <= now else now


def language(get_response: Handler) -> Handler:
    """Dutch, unless the visitor chose another language here: what a browser happens to ask for is no choice."""
    offered = dict(settings.LANGUAGES)

    def handle(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in offered else settings.LANGUAGE_CODE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ["Cookie"])
        return response

    return handle


def ending(get_response: Handler) -> Handler:
    """Sessions end after silence, and at last whatever happens: somebody is a visitor then, and a POST keeps its
    text."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.seconds_left(request)[0] <= 0:
                logout(request)
                messages.info(
                    request, _("Je bent voor de veiligheid uitgelogd. Log opnieuw in om verder te werken.")
                )
            else:
                sessions.note_presence(request)
        return get_response(request)

    return handle


def private_pages(get_response: Handler) -> Handler:
    """What a signed-in person sees stays out of every cache, and leaves the browser when they log out."""

    def handle(request: HttpRequest) -> HttpResponse:
        was_in = request.user.is_authenticated
        response = get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        elif was_in:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return handle


class Gate:
    """Default deny, the edition of the URL, and refusals as pages."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        attempts.note_refusal(request, response.status_code)
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Anonymous at a closed door: log in, whether or not there is anything behind it. Not for you: 404."""
        rule = access.rule_of(view, request.resolver_match)
        if rule is None:
            logger.error("no access rule: %s", request.resolver_match.view_name)
            raise Http404
        if rule.login and not request.user.is_authenticated:
            return http.log_in_first(request)
        edition = _edition(kwargs)
        if edition is not None:
            request.edition = edition
        if not rule.test(request.user, edition, request.at):
            raise Http404
        if rule.login and must_enrol(request):
            return http.second_step_first(request)
        if rule.login and must_prove(request):
            return http.fresh_code_first(request)
        return http.too_often(request) if does_too_often(request, view) else None

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return http.refusal(request, fault) if isinstance(fault, Refused) else None


def _edition(kwargs: dict[str, Any]) -> Edition | None:
    """Replace the edition's key in the view's arguments by the edition; an unknown one is a 404."""
    if "edition" not in kwargs:
        return None
    edition = timeline.edition_of(pk=kwargs["edition"])
    if edition is None:
        raise Http404
    kwargs["edition"] = edition
    return edition


def must_enrol(request: Any) -> bool:
    """Staff and judges set up a second factor before a closed page opens; allauth asks for it at later logins."""
    person = request.user
    if not settings.SECOND_FACTOR_REQUIRED or request.resolver_match.url_name in access.FOREIGN:
        return False
    return sessions.is_guarded(person, at=request.at) and not is_mfa_enabled(person)


def must_prove(request: Any) -> bool:
    """What touches how one logs in waits for a fresh code."""
    login_counts = access.FRESH.get(request.resolver_match.url_name)
    return login_counts is not None and not sessions.is_fresh(request, login_counts=login_counts)


def does_too_often(request: Any, view: Any) -> bool:
    """Whether somebody asks more often what a view allows so many times (`access.at_most`)."""
    method, rate = getattr(view, "limit", (None, None))
    if rate is None or request.method != method or not request.user.is_authenticated:
        return False
    return not limits.is_within(rate, request.resolver_match.view_name, request.user.pk)
