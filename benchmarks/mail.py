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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

# ruff: noqa: E402 models can be imported only now
from django.conf import settings
from django.db import connection
from django.test.utils import setup_test_environment

from portal import clock, delivery, envelope
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


Seconds = tuple[float, float]  # on the wall, and of this process alone


def timed(work: Callable[[], Any]) -> Seconds:
    wall, own = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - own


def plain(port: int, letters: list[tuple[dict[str, str], str, str]]) -> None:
    """A loop that sends the same letters, ready made, over one connection: the limit."""
    with smtplib.SMTP(HOST, port) as connection:
        for headers, text, html in letters:
            message = EmailMessage()
            for name, value in headers.items():
                message[name] = value
            message.set_content(text)
            message.add_alternative(html, subtype="html")
            connection.send_message(message)


def ready(letter: Letter) -> tuple[dict[str, str], str, str]:
    """What the plain loop sends of a letter: all of its headers, and both its texts."""
    headers = {
        name: value
        for name, value in envelope.message(letter).message().items()
        if not name.startswith(("MIME", "Content"))
    }
    return headers, letter.text, letter.html


def ours(number: int) -> None:
    """The portal: claim, look again, write, hand over, mark."""
    assert delivery.deliver() == number


def side_by_side(port: int, letters: int) -> tuple[Seconds, Seconds]:
    """What both take, a round of the one after a round of the other, so that what else the machine does weighs on
    both; the first round warms up."""
    keys = list(Letter.objects.order_by("pk").values_list("pk", flat=True)[: letters + ROUND])
    Letter.objects.all().update(state=LetterState.CANCELLED)
    mine, limit = [], []
    for first in range(0, len(keys), ROUND):
        some = Letter.objects.filter(pk__in=keys[first : first + ROUND])
        some.update(state=LetterState.QUEUED)
        mine.append(timed(lambda: ours(ROUND)))
        bodies = [ready(one) for one in some]
        limit.append(timed(lambda bodies=bodies: plain(port, bodies)))
    return _summed(mine[1:]), _summed(limit[1:])


def _summed(rounds: list[Seconds]) -> Seconds:
    return sum(wall for wall, _own in rounds), sum(own for _wall, own in rounds)


def main(followers: int = 50_000, letters: int = 1_000) -> None:
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["OPTIONS"] = {}  # every commit reaches the disk, as in production
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with mock.patch("portal.clock.now", return_value=AT), server() as port:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, port
            planner.replan(worlds.build().edition, at=AT)
            follow(followers)
            took, first, last = fanned_out()
            mine, limit = side_by_side(port, letters)
        write(followers, took, first, last, letters, mine, limit)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def write(
    followers: int, took: float, first: float, last: float, letters: int, mine: Seconds, limit: Seconds
) -> None:
    line = (
        f"- {clock.machine():%Y-%m-%d}, {connection.vendor}: {followers:,} reminders written in {took:.0f} s"
        f" (a batch holds {first:.1f} MB at the start, {last:.1f} MB at the end); {letters:,} letters at"
        f" {letters / mine[0]:.0f}/s beside {letters / limit[0]:.0f}/s of the plain loop: {limit[0] / mine[0]:.2f};"
        f" of the sender's own time {limit[1] / mine[1]:.2f}; load {os.getloadavg()[1]:.1f}\n"
    )
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write(line)
    print(line)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
