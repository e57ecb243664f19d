"""A real worker, a real broker, a real database, a mail server that stalls: whatever is killed when, no letter is lost,
and only a letter that the server had taken already can arrive twice, with the same Message-ID."""

import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import connection

from portal import outbox, tasks
from portal.models import Letter, Person
from portal.models.mail import LetterState
from tests.mail.sink import Sink
from tests.mail.worker import Worker, database_url, until
from tests.world import DURING_SUBMISSION

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.smtp,
    pytest.mark.django_db(transaction=True),
]

BATCH, VICTIM = 4, 2  # so many letters; the one at which things go wrong
POINTS = {
    "claimed, connecting": "greeting",
    "its words being written": "freeze",
    "handed over, MAIL not answered": "mail",
    "RCPT not answered": "rcpt",
    "DATA not answered": "data",
    "taken, not answered": "body",
    "taken and answered, not yet written down": "mark",
}
WINDOW = {"body", "mark"}
KILLS = [Worker.power_cut, Worker.out_of_memory, Worker.told_to_stop, Worker.asked_to_stop]


def wipe(broker: redis.Redis) -> None:
    """Empty the broker's database, but for the mark by which a run of CI holds it."""
    held = broker.get("ci-run")
    broker.flushdb()
    if held:
        broker.set("ci-run", held)


@pytest.fixture(scope="module")
def broker() -> Iterator[redis.Redis]:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        wipe(client)
        yield client
        wipe(client)


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    with Sink() as server:
        yield server


@pytest.fixture(scope="module")
def logs(tmp_path_factory: Any) -> Path:
    return tmp_path_factory.mktemp("workers")


@pytest.fixture(scope="module")
def rescuer(django_db_setup: Any, broker: Any, sink: Sink, logs: Path) -> Iterator[Worker]:
    """The worker that stays alive: it takes what is hinted, and the sweeps on queue b."""
    worker = Worker("celery", "b", smtp_port=sink.port, log=logs / "rescuer")
    yield worker
    worker.end()


@pytest.fixture
def letters(world: Any, sink: Sink, monkeypatch: Any) -> Any:
    """Queue receipts of one idea to so many new people; without a hint, so that the test says who sends them."""
    idea = world.submitted(world.owner)
    Letter.objects.all().delete()

    def queue(count: int = BATCH, *, hinted: bool = False) -> list[Letter]:
        sink.offered.clear()
        with monkeypatch.context() as patch:
            if not hinted:
                patch.setattr(outbox, "hint", lambda: None)
            return [
                outbox.queue(
                    "idea_received",
                    to=Person.objects.create_user(f"p{Person.objects.count()}@vlaanderen.be"),
                    about=idea,
                    due=DURING_SUBMISSION,
                    occasion=idea.submission.number,
                )
                for _ in range(count)
            ]

    return queue


def all_sent(queued: list[Letter]) -> bool:
    keys = [letter.pk for letter in queued]
    return Letter.objects.filter(pk__in=keys, state=LetterState.SENT).count() == len(keys)


def sweep_until_sent(queued: list[Letter]) -> None:
    """What beat does every minute, a little faster."""

    def swept() -> bool:
        if all_sent(queued):
            return True
        tasks.sweep.apply_async(queue="b")
        return False

    until(swept, 40, step=0.4)


def once_each(queued: list[Letter], sink: Sink) -> bool:
    return sink.taken == Counter(letter.message_id for letter in queued)


# --- the day's work ---


def test_letters_arrive_on_a_hint(letters, sink, rescuer):
    rescuer.ready()
    queued = letters(hinted=True)
    until(lambda: all_sent(queued))
    assert once_each(queued, sink)


def test_a_wiped_broker_loses_nothing(letters, sink, rescuer, broker):
    """The hints are published while no worker listens, and wiped; the sweep finds the rows."""
    rescuer.ready()
    queued = letters()
    for _ in queued:
        tasks.deliver.apply_async(queue="nobody")
    assert broker.llen("nobody") == len(queued)
    wipe(broker)
    sweep_until_sent(queued)
    assert once_each(queued, sink)


def test_after_a_wipe_hints_arrive_again(letters, sink, rescuer, broker):
    rescuer.ready()
    wipe(broker)
    queued = letters(hinted=True)
    until(lambda: all_sent(queued))
    assert once_each(queued, sink)


# --- killed ---


@contextmanager
def locked(letter: Letter) -> Iterator[None]:
    """Somebody holds the letter's row: whoever writes to it waits."""
    with psycopg.connect(database_url()) as session:
        session.execute("SELECT 1 FROM portal_letter WHERE id = %s FOR UPDATE", [letter.pk])
        yield
        session.rollback()


def waiting_for_a_lock() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return [pid for (pid,) in cursor.fetchall()]


def cut_off() -> None:
    """A dead client's statement would still be carried out once it gets its lock: end it, as a power cut does."""
    with connection.cursor() as cursor:
        for pid in waiting_for_a_lock():
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    until(lambda: not waiting_for_a_lock())


def crash(letters: Any, sink: Sink, broker: Any, logs: Path, point: str, kill: Any) -> tuple[int, int]:
    """Bring a worker to a point in the middle of a batch, end it there, let the other one sweep. Returns how many
    letters were lost and how many arrived twice; AssertionError for a double outside the window."""
    wipe(broker)  # sweeps left over from before would send what is for the victim
    worker = Worker("a", smtp_port=sink.port, log=logs / "victim").ready()
    queued = letters()
    victim = queued[VICTIM]
    try:
        with ExitStack() as hold:
            if point == "freeze":
                sink.stall("mail", after=VICTIM - 1)
            elif point == "mark":
                sink.stall("body", after=VICTIM)
            else:
                sink.stall(point, after=0 if point == "greeting" else VICTIM)
            tasks.sweep.apply_async(queue="a")
            assert sink.reached.wait(30), worker.log.read_text()
            if point in ("freeze", "mark"):
                hold.enter_context(locked(victim))
                sink.go.set()
                until(waiting_for_a_lock)
            kill(worker)
            gentle = kill is Worker.asked_to_stop
            if not gentle:
                cut_off()
        sink.go.set()
        if gentle:
            worker.process.wait(30)
        sweep_until_sent(queued)
    finally:
        sink.go.set()
        worker.end()
    return judge(queued, victim, sink, may_double=point in WINDOW and not gentle)


def judge(queued: list[Letter], victim: Letter, sink: Sink, *, may_double: bool) -> tuple[int, int]:
    taken = sink.taken
    lost = [letter for letter in queued if not taken[letter.message_id]]
    doubled = [letter for letter in queued if taken[letter.message_id] > 1]
    assert set(taken) <= {letter.message_id for letter in queued}
    assert doubled in ([], [victim] if may_double else [])
    same = {(one.message_id, one.message["Date"], one.text) for one in sink.offered}
    assert len(same) == len({one.message_id for one in sink.offered}), "a repetition is the same letter"
    return len(lost), len(doubled)


@pytest.mark.parametrize("point", ["data", "body", "mark"])
def test_a_worker_killed_in_the_middle_of_a_batch(letters, sink, broker, logs, rescuer, point):
    rescuer.ready()
    lost, doubled = crash(letters, sink, broker, logs, point, Worker.power_cut)
    assert lost == 0
    assert doubled == (point in WINDOW)


@pytest.mark.deep
@pytest.mark.parametrize("kill", KILLS)
@pytest.mark.parametrize("point", POINTS.values())
def test_every_end_at_every_point(letters, sink, broker, logs, rescuer, point, kill):
    rescuer.ready()
    lost, _doubled = crash(letters, sink, broker, logs, point, kill)
    assert lost == 0


@pytest.mark.deep
def test_a_thousand_faults():
    """Servers of their own are killed; the table goes to benchmarks/mail-faults.md. Ends with 1 when a letter was lost,
    or doubled outside the window."""
    repetitions = os.environ.get("MAIL_FAULT_REPETITIONS", "25")
    subprocess.run(
        [sys.executable, "-m", "benchmarks.mail_faults", repetitions], check=True, cwd=settings.BASE_DIR
    )
