"""Is the portal well, and where to tell of a hole in it? For load balancers and the people who run or test it."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import clock, delivery, scanning
from portal.access import allow, anyone
from portal.celery import app
from portal.models import AuditCheck, Heartbeat, Letter
from portal.models.mail import LetterState
from portal.site.context import current_edition

WORKER_SILENT_AFTER = timedelta(minutes=5)
TOLD_FOR = timedelta(days=180)
LETTER_LATE_AFTER = timedelta(minutes=10)
HISTORY_CHECK_EVERY = timedelta(days=2)


@never_cache
@require_safe
@allow(anyone)
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers. The body also tells how the broker, the worker and the mail are; those do not
    take a web server out of service, because pages keep working without them."""
    try:
        report = {
            "database": True,
            "worker": _lives("worker"),
            "planner": _lives("planner"),
            "mail": _mail_flows(),
            "broker": _broker_answers(),
            "scanner": scanning.is_on(),
            "history": _history_is_whole(),
        }
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    return JsonResponse(report)


@require_safe
@allow(anyone)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where somebody tells of a hole they found. Source: RFC 9116, which wants an end within a year."""
    edition = current_edition()
    contact = settings.SECURITY_CONTACT or (f"mailto:{edition.contact}" if edition else "")
    if not contact:
        raise Http404
    lines = [
        f"Contact: {contact}",
        f"Expires: {clock.machine() + TOLD_FOR:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.PORTAL_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _lives(name: str) -> bool:
    return Heartbeat.objects.filter(name=name, at__gte=clock.machine() - WORKER_SILENT_AFTER).exists()


def _mail_flows() -> bool:
    """Whether nothing is late that could leave; what staff hold is not late."""
    late = Letter.objects.filter(state=LetterState.QUEUED, due_at__lte=clock.now() - LETTER_LATE_AFTER)
    return not late.exclude(delivery.held()).exists()


def _history_is_whole() -> bool | None:
    """Whether the last check of the history found nothing and is not from before yesterday; None before the first."""
    last = AuditCheck.objects.first()
    if last is None:
        return None
    return not last.faults and last.at >= clock.now() - HISTORY_CHECK_EVERY


def _broker_answers() -> bool:
    if not settings.CELERY_BROKER_URL.startswith("redis"):
        return True
    try:
        with app.connection_for_write(connect_timeout=1) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=1)
    except Exception:  # noqa: BLE001 whatever is wrong with it, it does not answer
        return False
    return True
