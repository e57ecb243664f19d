"""The whole portal under one command: web, worker and beat on SQLite and a broker in a folder."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import celery
from portal.demo import broker, cast, stage
from portal.models import Edition

PR_SET_PDEATHSIG = 1
HOST = "127.0.0.1"


def die_with_parent() -> None:
    """Linux: when this command is gone, even by kill -9, the child gets a SIGTERM. Nothing is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Command(BaseCommand):
    help = "Start de demo: web, worker en beat, met een verzonnen bezetting en een klok die springt"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fresh", action="store_true", help="begin opnieuw, ook als er al een demo is")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("De demo draait alleen met portal.settings.dev.")
        port = free_port(options["port"])
        settings.PORTAL_URL = f"http://localhost:{port}"
        self._prepare(fresh=options["fresh"])
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PORTAL_URL": settings.PORTAL_URL,
        }
        children = [start(command, environment) for command in (web(port), worker())]
        self._say_where(port)
        self._wait(children)

    def _prepare(self, *, fresh: bool) -> None:
        for folder in ("mail", "broker", "control"):
            (demo_dir() / folder).mkdir(parents=True, exist_ok=True)
        broker.open_queues(celery.app)
        call_command("migrate", verbosity=0)
        if fresh or not Edition.objects.exists():
            stage.start_anew()

    def _say_where(self, port: int) -> None:
        until = time.monotonic() + 60
        while not answers(port) and time.monotonic() < until:
            time.sleep(0.1)
        names = ", ".join(part.name for part in cast.PARTS if part.shown)
        self.stdout.write(f"\n  Het portaal staat op  http://localhost:{port}/\n")
        self.stdout.write(f"  Onderaan elke pagina log je met één klik in als: {names}.")
        self.stdout.write("  Stoppen: Ctrl+C\n")
        self.stdout.flush()

    def _wait(self, children: list["subprocess.Popen[bytes]"]) -> None:
        def stop(number: int, frame: FrameType | None) -> None:
            raise KeyboardInterrupt

        # SIGINT too: a shell that starts a command in the background has it ignored.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.3)
            raise CommandError("Een onderdeel van de demo is gestopt; kijk naar de regels hierboven.")
        except KeyboardInterrupt:
            self.stdout.write("De demo stopt.")
        finally:
            end(children)


def demo_dir() -> Path:
    """Where the demo keeps its database, mails and broker."""
    return Path(getattr(settings, "DEMO_DIR", "var/demo"))


def web(port: int) -> list[str]:
    config = "python:portal.demo.server"
    return [sys.executable, "-m", "gunicorn", "portal.wsgi", "--config", config, "--bind", f"{HOST}:{port}"]


def worker() -> list[str]:
    """Worker and beat in one; the folder broker knows no gossip. It may run as root: the demo is one's own machine."""
    return [
        sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "portal", "worker", "-B", "--pool=solo",
        "--loglevel=warning", "--without-gossip", "--without-mingle", "--without-heartbeat",
        "--schedule", str(demo_dir() / "beat"),
    ]  # fmt: skip


def start(command: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, preexec_fn=die_with_parent)


def end(children: list["subprocess.Popen[bytes]"]) -> None:
    """Ask kindly, then not."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def free_port(wanted: int) -> int:
    """The wanted port, or the next free one."""
    for port in range(wanted, wanted + 50):
        if not answers(port):
            return port
    raise CommandError(f"Geen vrije poort tussen {wanted} en {wanted + 50}.")
