"""Is the portal well? For load balancers and the people who run it."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import clock, scanning
from portal.access import allow, anyone
from portal.celery import app
from portal.models import Heartbeat, Letter
from portal.models.mail import LetterState

WORKER_SILENT_AFTER = timedelta(minutes=5)
LETTER_LATE_AFTER = timedelta(minutes=10)


@never_cache
@require_safe
@allow(anyone)
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers. The body also tells how the broker, the worker and the mail are; those do not
    take a web server out of service, because pages keep working without them."""
    try:
        report = {
            "database": True,
            "worker": _worker_lives(),
            "mail": _mail_flows(),
            "broker": _broker_answers(),
            "scanner": scanning.is_on(),
        }
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    return JsonResponse(report)


def _worker_lives() -> bool:
    return Heartbeat.objects.filter(name="worker", at__gte=clock.machine() - WORKER_SILENT_AFTER).exists()


def _mail_flows() -> bool:
    late = Letter.objects.filter(state=LetterState.QUEUED, due_at__lte=clock.now() - LETTER_LATE_AFTER)
    return not late.exists()


def _broker_answers() -> bool:
    if not settings.CELERY_BROKER_URL.startswith("redis"):
        return True
    try:
        with app.connection_for_write(connect_timeout=1) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=1)
    except Exception:  # noqa: BLE001 whatever is wrong with it, it does not answer
        return False
    return True
