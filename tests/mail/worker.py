"""A real Celery worker in a process of its own, and the ways in which one comes to its end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tests.mail.sink import HOST

LEASE_SECONDS = 1.0


def until(true: Callable[[], Any], seconds: float = 30, step: float = 0.05) -> None:
    """Wait until something is true; AssertionError when it takes too long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(step)


def database_url() -> str:
    """The address of the database that this test uses, for another process."""
    at = connection.settings_dict
    who = quote(at["USER"], safe="") + (f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else "")
    return f"postgres://{who}@{at['HOST']}:{at['PORT'] or 5432}/{quote(at['NAME'], safe='')}"


class Worker:
    """`Worker("a", ...)` takes tasks from queue `a`, one at a time."""

    def __init__(self, *queues: str, smtp_port: int, log: Path) -> None:
        self.log = log
        options = [
            "--pool",
            "prefork",
            "--concurrency",
            "1",
            "--loglevel",
            "INFO",
            "--queues",
            ",".join(queues),
        ]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.mail.worker_settings",
            "DATABASE_URL": database_url(),
            "TEST_SMTP_HOST": HOST,
            "TEST_SMTP_PORT": str(smtp_port),
            "TEST_LEASE_SECONDS": str(LEASE_SECONDS),
        }
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "--app", "portal", "worker", *options, *quiet],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def ready(self) -> Self:
        until(lambda: " ready." in self.log.read_text() or self.process.poll() is not None, 60)
        assert self.process.poll() is None, self.log.read_text()
        return self

    @property
    def children(self) -> list[int]:
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def end(self) -> None:
        """Leave nothing behind, whatever state it is in."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait(10)

    # --- how it dies ---
    def power_cut(self) -> None:
        """SIGKILL to all of it at once."""
        self.end()

    def out_of_memory(self) -> None:
        """SIGKILL to the process that does the work; the one above it goes on."""
        for child in self.children:
            os.kill(child, signal.SIGKILL)

    def asked_to_stop(self) -> None:
        """SIGTERM, as a deployment does: it ends what it is doing first."""
        os.kill(self.process.pid, signal.SIGTERM)

    def told_to_stop(self) -> None:
        """SIGQUIT: at once, without ending what it is doing."""
        os.kill(self.process.pid, signal.SIGQUIT)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.end()
