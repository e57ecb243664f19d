"""One lane of `benchmarks.mail_faults`: one kind of end, at each of the points; or the twelve bad answers."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from benchmarks.mail_faults import (
    ANSWERS,
    BATCH,
    KILLS,
    POINTS,
    VICTIM,
    WINDOW,
    Broker,
    Cluster,
    port_of,
    set_up,
    until,
)

KEYS = ("trials", "lost", "doubled", "outside", "sent", "failed")
# A process that has everything loaded and makes a new worker in a moment: one per line that it reads, its log.
NURSERY = """
import os, signal, sys, django
django.setup()
from portal.celery import app
from portal import tasks
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    if pid := os.fork():
        print(pid, flush=True)
        continue
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(line.strip(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (1, 2):
        os.dup2(log, number)
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    app.worker_main(["worker", "-P", "prefork", "-c", "1", "-l", "INFO", *quiet])
    os._exit(0)
"""


class Nursery:
    """The worker of the lane; a new one when the last was killed."""

    def __init__(self, log: Path) -> None:
        self.log, self.pid = log, 0
        self.process = subprocess.Popen(
            [sys.executable, "-c", NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ready(self) -> None:
        """A worker that waits for tasks."""
        if self.pid:
            return
        self.process.stdin.write(f"{self.log}\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]
        self.pid = int(self.process.stdout.readline())  # type: ignore[union-attr]
        until(lambda: self.log.exists() and " ready." in self.log.read_text(errors="replace"))

    def kill_child(self) -> None:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)

    def kill(self) -> None:
        if self.pid:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self.pid = 0
            self.log.unlink(missing_ok=True)

    def end(self) -> None:
        self.kill()
        self.process.kill()
        self.process.wait()


class Lane:
    """A cluster, a Redis, a worker and a mail server, and the trials with them."""

    def __init__(self, top: Path, kind: str) -> None:
        number = [*KILLS, "answers"].index(kind)
        self.kind, self.made = kind, 0
        home = top / kind
        subprocess.run(["cp", "-a", str(top / "base"), str(home)], check=True)
        self.cluster, self.broker = Cluster(home, port_of(number)), Broker(port_of(10 + number))
        self.cluster.start()
        self.broker.start()
        sink_port = port_of(20 + number)
        set_up(self.cluster.url, self.broker.url, sink_port)
        logging.disable(logging.CRITICAL)
        from ideas.models import Idea
        from tests.mail.sink import Sink

        self.sink = Sink(sink_port).__enter__()
        self.idea = Idea.objects.get()
        self.worker = Nursery(top / f"{kind}-worker.log")

    def end(self) -> None:
        self.sink.__exit__()
        self.worker.end()
        self.broker.kill()
        self.cluster.stop()

    def queue(self) -> list[Any]:
        """Receipts of one idea to new people; without a hint."""
        from portal import outbox
        from portal.models import Person
        from tests.world import DURING_SUBMISSION

        outbox.hint = lambda: None
        self.sink.offered.clear()
        told = {"about": self.idea, "due": DURING_SUBMISSION, "occasion": self.idea.submission.number}
        queued = []
        for _ in range(BATCH):
            self.made += 1
            person = Person.objects.create_user(f"{self.kind}{self.made}@vlaanderen.be")
            queued.append(outbox.queue("idea_received", to=person, **told))
        return queued

    # --- killed ---
    def trial(self, point: str) -> Counter[str]:
        from portal import tasks

        self.worker.ready()
        queued = self.queue()
        with ExitStack() as hold:
            stage = {"freeze": "mail", "mark": "body"}.get(point, point)
            self.sink.stall(stage, after={"greeting": 0, "freeze": VICTIM - 1}.get(point, VICTIM))
            tasks.sweep.apply_async()
            assert self.sink.reached.wait(60), self.worker.log.read_text(errors="replace")[-2000:]
            if point in ("freeze", "mark"):
                hold.enter_context(self.locked(queued[VICTIM]))
                self.sink.go.set()
                until(self.waiting)
            self.strike()
        self.sink.go.set()
        self.mend()
        self.sweep(queued)
        return self.judge(queued, may_double=point in WINDOW[self.kind])

    def locked(self, letter: Any) -> Any:
        """Somebody holds the letter's row: whoever writes to it waits."""
        import psycopg

        session = psycopg.connect(self.cluster.url)
        session.execute("SELECT 1 FROM portal_letter WHERE id = %s FOR UPDATE", [letter.pk])
        return Session(session)

    def waiting(self) -> list[int]:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            return [pid for (pid,) in cursor.fetchall()]

    def strike(self) -> None:
        if self.kind == "postgres":
            self.cluster.kill()
        elif self.kind == "redis":
            self.broker.kill()
        else:
            (self.worker.kill_child if self.kind == "child" else self.worker.kill)()
            self.cut_off()

    def cut_off(self) -> None:
        """A dead client's statement would still be carried out once it gets its lock: end it, as a power cut does."""
        from django.db import connection

        for pid in self.waiting():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        until(lambda: not self.waiting())

    def mend(self) -> None:
        from django.db import connection

        if self.kind == "postgres":
            connection.close()
            self.cluster.start()
        if self.kind == "redis":
            self.broker.start()

    def sweep(self, queued: list[Any]) -> None:
        """What the next worker does each minute, a little faster; leases of a second run out meanwhile."""
        from portal import delivery
        from portal.models import Letter

        keys = [letter.pk for letter in queued]

        def all_sent() -> bool:
            Letter.objects.filter(pk__in=keys).update(not_before=None)
            delivery.sweep()
            return Letter.objects.filter(pk__in=keys, state="sent").count() == len(keys)

        until(all_sent, step=0.2)

    def judge(self, queued: list[Any], *, may_double: bool) -> Counter[str]:
        taken, victim = self.sink.taken, queued[VICTIM].message_id
        doubled = [key for key, times in taken.items() if times > 1]
        same = {(one.message_id, one.message["Date"], one.text) for one in self.sink.offered if one.taken}
        inside = may_double and doubled == [victim] and len(same) == len(taken)
        return Counter(
            lost=sum(not taken[letter.message_id] for letter in queued),
            doubled=len(doubled),
            outside=0 if inside else len(doubled) + len(same) - len(taken),
        )

    # --- answered badly ---
    def answered(self, answer: str) -> Counter[str]:
        from django.conf import settings

        from portal import delivery
        from portal.models import Letter

        stage, reply = ANSWERS[answer]
        queued = self.queue()
        settings.EMAIL_TIMEOUT, settings.EMAIL_USE_SSL = 1, stage == "tls"
        self.sink.go.clear()
        if stage == "greeting":
            self.sink.answer(stage, reply)
        elif stage != "tls":
            self.sink.answer(stage, *[""] * VICTIM, reply)
        keys = [letter.pk for letter in queued]
        for _attempt in range(4):
            Letter.objects.filter(pk__in=keys).update(not_before=None)
            delivery.deliver()
            self.sink.go.set()
            settings.EMAIL_TIMEOUT, settings.EMAIL_USE_SSL = 30, False
        state = Letter.objects.get(pk=keys[VICTIM]).state
        found = self.judge(queued, may_double=reply in ("hang", "drop"))
        shown = int(state == "failed" and Letter.objects.get(pk=keys[VICTIM]).reply == reply)
        found.update(sent=int(state == "sent"), failed=shown, lost=-shown)  # shown to staff is not lost
        return found


class Session:
    """A session that ends with its context, also when its server is dead."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_fault: object) -> None:
        with suppress(Exception):
            self.session.rollback()
        self.session.close()


def run(repetitions: int, top: Path, kind: str, minutes: int) -> None:
    """All trials of a lane, round by round, until its time is over; the last line printed holds the counts."""
    lane, end = Lane(top, kind), time.monotonic() + 60 * minutes
    told = {
        what: Counter(dict.fromkeys(KEYS, 0)) for what in (ANSWERS if kind == "answers" else POINTS.values())
    }
    try:
        for number in range(repetitions):
            for what, found in told.items():
                if time.monotonic() > end:
                    break
                found.update((lane.answered if kind == "answers" else lane.trial)(what), trials=1)
            print(
                kind,
                number + 1,
                {what: dict(found) for what, found in told.items()},
                file=sys.stderr,
                flush=True,
            )
    finally:
        lane.end()
    print(json.dumps(told), flush=True)
