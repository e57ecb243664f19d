"""How fast mail leaves beside a plain loop over one connection, and what 50,000 reminders cost in time and memory.

    DATABASE_URL=postgres://… .venv/bin/python -m benchmarks.mail [followers] [letters]

Adds its figures, with the date, to benchmarks/mail.md.
"""

import os
import smtplib
import socket
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.message import EmailMessage
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
from tests.mail.sink import HOST, free_port
from tests.world import DEADLINE

FIGURES = Path(__file__).with_suffix(".md")
AT = DEADLINE - timedelta(days=14, hours=12)
CHUNK, ROUND = 5_000, 200


def follow(number: int) -> None:
    """So many people without account follow the call."""
    for first in range(0, number, CHUNK):
        Subscription.objects.bulk_create(
            Subscription(email=f"p{one}@elders.be", asked_at=AT, confirmed_at=AT)
            for one in range(first, min(first + CHUNK, number))
        )


def fanned_out() -> tuple[float, float, float]:
    """Seconds to write all letters, and the most memory (MB) in the first batches and in the last ones."""
    Mailing.objects.all().update(done_at=AT)
    row = Mailing.objects.get(name="call_closes")
    Mailing.objects.filter(pk=row.pk).update(done_at=None, due_at=AT, expires_at=DEADLINE)
    first = [_weighed() for _ in range(3)]
    began, last = time.perf_counter(), 0.0
    while (
        Subscription.objects.filter(pk__gt=Mailing.objects.get(pk=row.pk).cursor).count() > 3 * planner.BATCH
    ):
        planner._write_batch(AT)
    took = time.perf_counter() - began
    while Mailing.objects.get(pk=row.pk).done_at is None:
        last = max(last, _weighed())
    return took, max(first), last


def _weighed() -> float:
    """The most memory (MB) that one batch takes."""
    tracemalloc.start()
    planner._write_batch(AT)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak


@contextmanager
def server() -> Iterator[int]:
    """A mail server in a process of its own that takes everything; its port."""
    port = free_port()
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"{HOST}:{port}", "-c", "aiosmtpd.handlers.Sink"]
    process = subprocess.Popen(command)
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection((HOST, port)):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def plain(port: int, bodies: list[tuple[str, str, str]]) -> float:
    """Seconds of a loop that sends ready words over one connection: the limit."""
    began = time.perf_counter()
    with smtplib.SMTP(HOST, port) as connection:
        for title, text, html in bodies:
            message = EmailMessage()
            message["Subject"], message["From"], message["To"] = title, "a@elders.be", "b@elders.be"
            message.set_content(text)
            message.add_alternative(html, subtype="html")
            connection.send_message(message)
    return time.perf_counter() - began


def ours(keys: list[int]) -> float:
    """Seconds of the portal: claim, look again, write, hand over, mark."""
    Letter.objects.filter(pk__in=keys).update(state=LetterState.QUEUED)
    began = time.perf_counter()
    sent = delivery.deliver()
    assert sent == len(keys)
    return time.perf_counter() - began


def side_by_side(port: int, letters: int) -> tuple[float, float]:
    """Letters per second of both, a round of the one after a round of the other, so that what else the machine does
    weighs on both; the first round warms up."""
    keys = list(Letter.objects.order_by("pk").values_list("pk", flat=True)[: letters + ROUND])
    Letter.objects.all().update(state=LetterState.CANCELLED)
    mine, limit = [], []
    for first in range(0, len(keys), ROUND):
        some = keys[first : first + ROUND]
        mine.append(ours(some))
        words = Letter.objects.filter(pk__in=some).values_list("title", "text", "html")
        limit.append(plain(port, list(words)))
    return letters / sum(mine[1:]), letters / sum(limit[1:])


def main(followers: int = 50_000, letters: int = 1_000) -> None:
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with mock.patch("portal.clock.now", return_value=AT), server() as port:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, port
            planner.replan(worlds.build().edition, at=AT)
            follow(followers)
            took, first, last = fanned_out()
            rate, limit = side_by_side(port, letters)
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
