"""How long one walk along the whole history takes, for a long history, in a database of its own.

    DATABASE_URL=postgres://… .venv/bin/python -m benchmarks.audit

Adds its figures, with the date, to benchmarks/audit.md.
"""

import os
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

# ruff: noqa: E402 models can be imported only now
from django.db import connection
from django.test.utils import setup_test_environment

from portal import clock, history
from portal.models import Event, EventText
from tests.world import DURING_SUBMISSION

FIGURES = Path(__file__).with_suffix(".md")
SUBJECTS, EACH = 1_000, 20


def fill() -> None:
    """A long history as rows: every fifth event with words, an anchor per ten thousand."""
    for first in range(0, SUBJECTS, 500):
        events = [event for number in range(first, first + 500) for event in _chain(number)]
        Event.objects.bulk_create(events, batch_size=1000)
        EventText.objects.bulk_create(
            EventText(event=event, salt="00", text="Omdat het zo is.") for event in events if event.text_hash
        )
        history.anchor(at=DURING_SUBMISSION)


def _chain(number: int) -> list[Event]:
    events: list[Event] = []
    for sequence in range(1, EACH + 1):
        event = Event(
            subject=f"portal.entity:{number:012}", sequence=sequence, kind="step", actor_kind="system",
            actor="test",
            at=DURING_SUBMISSION + timedelta(seconds=sequence), data={"n": sequence},
            text_hash=history._digest("00", "Omdat het zo is.") if sequence % 5 == 0 else "",
            previous=events[-1].hash if events else "",
        )  # fmt: skip
        event.hash = history._event_hash(event)
        events.append(event)
    return events


def main() -> None:
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        fill()
        begun = time.perf_counter()
        faults = list(history.verify())
        seconds = time.perf_counter() - begun
        count = Event.objects.count()
        told = f"| {clock.machine():%Y-%m-%d} | {connection.vendor} | {count:,} | {len(faults)} | {seconds:.1f} |"
        with FIGURES.open("a", encoding="utf-8") as figures:
            figures.write(f"{told}\n")
        print(told)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
