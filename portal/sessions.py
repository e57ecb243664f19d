"""How long somebody stays logged in, and whether they proved lately that it is still them.

A session notes when it began, when its person last did something, and when they last typed a fresh code. It ends
after a while of silence, and at last whatever happens. Source: OWASP ASVS 5.0, 7.3.1 and 7.3.2; docs/security.md says
why these numbers. Sessions go by the machine's clock, never by the programme's.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from portal import attempts, clock, roles
from portal.errors import Refused
from portal.models import Person, RoleKind

GUARDED_ROLES = (RoleKind.STAFF, RoleKind.CHAIR, RoleKind.ASSESSOR, RoleKind.JUROR)
SINCE, SEEN, FRESH, CODE = "since", "seen", "fresh", "fresh_code"
NOTED_EVERY = 60  # seconds: being there is not written at every request
FRESH_FOR = timedelta(minutes=10)
TRIES = 3


def _now() -> float:
    return clock.machine().timestamp()


class SessionStore(db.SessionStore):
    """Django's own, which notes the moment of logging in. A log-in begins the count anew."""

    def save(self, must_create: bool = False) -> None:
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # Django's own way to its data
        if SESSION_KEY in data and SINCE not in data:
            data[SINCE] = data[SEEN] = _now()
        super().save(must_create)

    def cycle_key(self) -> None:
        for name in (SINCE, SEEN, FRESH, CODE):
            self.pop(name, None)
        super().cycle_key()


def clear_ended() -> None:
    """Delete what ended by itself, with the address and the browser that were noted of it. A log-in that was never
    finished goes too."""
    SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def is_guarded(person: Any, *, at: datetime) -> bool:
    """Staff and judges: a second factor, and shorter sessions."""
    return person.is_superuser or roles.has(person, *GUARDED_ROLES, at=at)


def seconds_left(request: Any) -> tuple[int, bool]:
    """How long until this session ends by itself, and whether doing something makes it longer."""
    limits = settings.SESSION_LIMITS["guarded" if is_guarded(request.user, at=request.at) else "others"]
    now, session = _now(), request.session
    silent = session.get(SEEN, now) + limits["silent"] - now
    whole = session.get(SINCE, now) + limits["whole"] - now
    return int(min(silent, whole)), silent < whole


def note_presence(request: Any) -> None:
    """The person did something. What a page asks by itself is no sign of anybody: a GET by htmx; a text that saves
    itself is one, because somebody typed it."""
    if request.method == "GET" and "HX-Request" in request.headers:
        return
    if _now() - request.session.get(SEEN, 0) >= NOTED_EVERY:
        stay(request)


def stay(request: Any) -> None:
    """Count the silence from now."""
    request.session[SEEN] = _now()
    request.session.setdefault(SINCE, _now())


# --- a fresh code ---


def is_fresh(request: Any, *, login_counts: bool) -> bool:
    """Whether somebody typed a fresh code in the last ten minutes; where `login_counts`, or where there is no address
    to send one to, having logged in since does as well."""
    proofs = [request.session.get(FRESH, 0)]
    if login_counts or not request.user.email:
        proofs.append(request.session.get(SINCE, 0))
    return _now() - max(proofs) < FRESH_FOR.total_seconds()


def gave_everything(request: Any) -> bool:
    """Whether somebody gave all that their account asks in the last ten minutes: they logged in, or typed a fresh code
    when there was no second factor yet. What they set up since is no reason to ask at once for what they just did."""
    session, earliest = request.session, _now() - FRESH_FOR.total_seconds()
    if session.get(SINCE, 0) > earliest:
        return True
    typed = session.get(FRESH, 0)
    if typed <= earliest:
        return False
    return not Authenticator.objects.filter(
        user=request.user, created_at__lt=datetime.fromtimestamp(typed, UTC)
    ).exists()


def send_code(request: Any) -> None:
    """Mail a code to the address that the account has now. Only a seal of it is kept, in this session alone."""
    person: Person = request.user
    if not ratelimit.consume(request, action="request_login_code", key=person.email):
        attempts.note_once(request, "too often", "fresh_code")
        raise Refused(reason=_("Je vroeg net al enkele codes. Wacht een minuut en vraag dan een nieuwe."))
    adapter = get_adapter(request)
    code = adapter.generate_login_code()
    request.session[CODE] = {"seal": _seal(code), "until": _now() + FRESH_FOR.total_seconds(), "tries": 0}
    adapter.send_mail("account/email/fresh_code", person.email, {"code": code, "user": person})


def waits_for_code(request: Any) -> bool:
    sent = request.session.get(CODE)
    return bool(sent) and sent["until"] > _now()


def accept_code(request: Any, typed: str) -> bool:
    """Whether it is the code that was sent; after three wrong ones that code is worth nothing any more."""
    if not waits_for_code(request):
        return False
    sent = request.session.pop(CODE)
    if constant_time_compare(sent["seal"], _seal(typed)):
        _begin_anew(request)
        request.session[FRESH] = _now()
        return True
    attempts.note_failure(request, "fresh code", person=request.user)
    if sent["tries"] + 1 < TRIES:
        request.session[CODE] = sent | {"tries": sent["tries"] + 1}
    return False


def _begin_anew(request: Any) -> None:
    """The same session under another key, also in the list of where somebody is logged in. A code makes no session
    last longer than it may: it began when it began."""
    before = request.session.session_key
    db.SessionStore.cycle_key(request.session)
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def _seal(code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac("portal.sessions.code", plain, algorithm="sha256").hexdigest()
