"""How fast mail leaves beside a plain loop over one connection, and what 50,000 reminders cost in time and memory.

    DATABASE_URL=postgres://… .venv/bin/python -m benchmarks.mail [followers] [letters]

Adds its figures, with the date, to benchmarks/mail.md.
"""

import os
import smtplib
import sys
import time
import tracemalloc
from datetime import timedelta
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

# ruff: noqa: E402 models can be imported only now
from django.conf import settings
from django.db import connection
from django.test.utils import setup_test_environment

from portal import clock, delivery
from portal.mail import planner
from portal.models import Letter, Mailing, Subscription
from portal.models.mail import LetterState
from tests import world as worlds
from tests.mail.sink import HOST, Sink
from tests.world import DEADLINE

FIGURES = Path(__file__).with_suffix(".md")
AT = DEADLINE - timedelta(days=14, hours=12)
CHUNK = 5_000


def follow(number: int) -> None:
    """So many people without account follow the call."""
    for first in range(0, number, CHUNK):
        Subscription.objects.bulk_create(
            Subscription(email=f"p{one}@elders.be", asked_at=AT, confirmed_at=AT)
            for one in range(first, min(first + CHUNK, number))
        )


def fanned_out() -> tuple[float, float, float]:
    """Seconds to write all letters, and the most memory (MB) in the first and in the last batch."""
    Mailing.objects.all().update(done_at=AT)
    row = Mailing.objects.get(name="call_closes")
    Mailing.objects.filter(pk=row.pk).update(done_at=None, due_at=AT, expires_at=DEADLINE)
    peaks, began = [], time.perf_counter()
    for _batch in count():
        tracemalloc.start()
        written = planner._write_batch(AT)
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
        if not written:
            break
    return time.perf_counter() - began, peaks[0], max(peaks[-4:-1], default=peaks[-1])


def plain(port: int, bodies: list[tuple[str, str, str]]) -> float:
    """Letters per second of a loop that sends ready words over one connection: the limit."""
    began = time.perf_counter()
    with smtplib.SMTP(HOST, port) as server:
        for title, text, html in bodies:
            message = EmailMessage()
            message["Subject"], message["From"], message["To"] = title, "a@elders.be", "b@elders.be"
            message.set_content(text)
            message.add_alternative(html, subtype="html")
            server.send_message(message)
    return len(bodies) / (time.perf_counter() - began)


def ours(number: int) -> float:
    """Letters per second of the portal: claim, look again, write, hand over, mark."""
    keys = list(Letter.objects.order_by("pk").values_list("pk", flat=True)[:number])
    Letter.objects.exclude(pk__in=keys).update(state=LetterState.CANCELLED)
    began, sent = time.perf_counter(), 0
    while sent < number and (now := delivery.deliver()):
        sent += now
    return sent / (time.perf_counter() - began)


def main(followers: int = 50_000, letters: int = 1_000) -> None:
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with mock.patch("portal.clock.now", return_value=AT), Sink() as sink:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, sink.port
            planner.replan(worlds.build().edition, at=AT)
            follow(followers)
            took, first, last = fanned_out()
            rate = ours(letters)
            words = Letter.objects.filter(state=LetterState.SENT).values_list("title", "text", "html")
            limit = plain(sink.port, list(words))
        write(followers, took, first, last, letters, rate, limit)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def write(
    followers: int, took: float, first: float, last: float, letters: int, rate: float, limit: float
) -> None:
    line = (
        f"- {clock.machine():%Y-%m-%d}, {connection.vendor}: {followers:,} reminders written in {took:.0f} s"
        f" (a batch holds {first:.1f} MB at the start, {last:.1f} MB at the end);"
        f" {letters:,} letters at {rate:.0f}/s beside {limit:.0f}/s of the plain loop: {rate / limit:.2f}\n"
    )
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write(line)
    print(line)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
