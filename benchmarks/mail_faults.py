"""Whatever is ended in the middle of a batch: no letter is lost, and none arrives twice but in the named window.

    .venv/bin/python -m benchmarks.mail_faults [repetitions] [minutes]

For each kind of end a database cluster, a Redis, a Celery worker and a mail server of their own; a letter is brought to
each of seven points, there something is killed, and what is left is swept. Then a mail server that answers in twelve
bad ways. Writes the table, with its date, to benchmarks/mail-faults.md; ends with 1 when a letter was lost, or was
doubled outside the window. Needs the programs of PostgreSQL and Redis; as root it starts the first as `postgres`.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REPETITIONS = 25
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
KILLS = ("child", "worker", "redis", "postgres")
TOLD = ("child of the pool", "whole worker", "Redis", "PostgreSQL")
HANDED = {"mail", "rcpt", "data", "body", "mark"}
# Twice is allowed where the server took a letter and nobody could write that down: after its yes, or, when it is the
# database that ends, once the letter was handed over.
WINDOW = {"child": {"body", "mark"}, "worker": {"body", "mark"}, "redis": set(), "postgres": HANDED}
ANSWERS = {
    "421": ("rcpt", "421 closing"),
    "450": ("rcpt", "450 busy"),
    "451": ("body", "451 error"),
    "452": ("rcpt", "452 full"),
    "454": ("mail", "454 later"),
    "535": ("greeting", "535 who are you"),
    "550": ("rcpt", "550 unknown"),
    "552": ("body", "552 too big"),
    "554": ("body", "554 no"),
    "times out": ("body", "hang"),
    "cut after the dot": ("body", "drop"),
    "TLS fails": ("tls", ""),
}
FIGURES = Path(__file__).with_name("mail-faults.md")
BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"))
AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
FIRST_PORT = int(os.environ.get("FAULT_PORTS", "0"))


def port_of(number: int) -> int:
    from tests.mail.sink import free_port

    return FIRST_PORT + number if FIRST_PORT else free_port()


def until(true: Callable[[], Any], seconds: float = 60, step: float = 0.03) -> None:
    """Wait until something is true; AssertionError when it takes too long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(step)


class Cluster:
    """A database cluster of its own, in a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        self._run("initdb", "--no-sync", "-A", "trust", "-U", "postgres")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=30"
        self._run("pg_ctl", "-w", "-t", "60", "-l", f"{self.folder}.log", "-o", options, "start")

    def stop(self) -> None:
        """Also when it was killed last, and lies there already."""
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """SIGKILL to all of it at once, as a power cut."""
        first = int((self.folder / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for pid in (first, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not Path(f"/proc/{first}").exists())

    def _run(self, program: str, *options: str) -> None:
        command = [*AS_POSTGRES, str(BIN / program), "-D", str(self.folder), *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


class Broker:
    """A Redis of its own that keeps nothing."""

    def __init__(self, port: int) -> None:
        self.port, self.url = port, f"redis://127.0.0.1:{port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        until(self._answers)

    def _answers(self) -> bool:
        import redis

        with suppress(redis.RedisError), redis.Redis.from_url(self.url) as client:
            return bool(client.ping())
        return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def folder() -> Iterator[Path]:
    """A folder in which the cluster's owner may write."""
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        if AS_POSTGRES:
            shutil.chown(name, "postgres")
        yield Path(name)


def set_up(url: str, broker: str, smtp_port: int) -> None:
    """Django in this process, and for every process that it starts."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.mail.worker_settings",
        "DATABASE_URL": url,
        "REDIS_URL": broker,
        "TEST_SMTP_HOST": "127.0.0.1",
        "TEST_SMTP_PORT": str(smtp_port),
        "TEST_LEASE_SECONDS": "1",
        "TEST_SMTP_TIMEOUT": "30",
    }
    import django

    django.setup()


def prepare(base: Path) -> None:
    """A cluster with the tables and one idea that was handed in, stopped again; each lane begins with a copy."""
    cluster = Cluster(base, port_of(9))
    cluster.make()
    cluster.start()
    try:
        script = "from benchmarks import mail_faults; mail_faults.fill()"
        environment = os.environ | {
            "DATABASE_URL": cluster.url,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        }
        subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    finally:
        cluster.stop()


def fill() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from portal.models import Letter
    from tests import world as worlds

    call_command("migrate", verbosity=0)
    world = worlds.build()
    world.submitted(world.owner)
    Letter.objects.all().delete()


def main(repetitions: int = REPETITIONS, minutes: int = 120) -> int:
    with folder() as top:
        prepare(top / "base")
        command = [sys.executable, "-m", "benchmarks.mail_faults", str(repetitions), str(minutes), str(top)]
        lanes = [subprocess.Popen([*command, lane], stdout=subprocess.PIPE) for lane in (*KILLS, "answers")]
        told = [json.loads(lane.communicate()[0].splitlines()[-1]) for lane in lanes]
    killed, answered = told[:-1], told[-1]
    FIGURES.write_text(table(killed, answered))
    cells = [cell for column in killed for cell in column.values()] + list(answered.values())
    wrong = sum(cell["lost"] + cell["outside"] for cell in cells)
    print(FIGURES.read_text())
    return int(wrong > 0)


TABLE = """# Mail faults

{day}, `python -m benchmarks.mail_faults`: {trials:,} faults in as many batches of {batch} letters. **{lost} letters
lost, {outside} doubled outside the named window**; {doubled} doubled inside it, each with the same Message-ID, Date and
text.

## Killed (SIGKILL)

At letter {victim} of a batch; in a cell: how often, letters lost / letters that arrived twice. Twice is allowed only
where the mail server took a letter and the commit that says so could not happen: for a worker once the server has the
whole letter, for PostgreSQL once the letter was handed over.

| Where | {kinds} |
|---|---|---|---|---|
{rows}

## A mail server that answers badly

To letter {victim} (535 and TLS: to the connection); what became of that letter in the end. What failed for good is
shown to staff with the answer; the others of its batch all arrived.

| Answer | how often | sent | failed, shown | lost | arrived twice |
|---|---|---|---|---|---|
{replies}
"""


def table(killed: list[dict[str, Any]], answered: dict[str, Any]) -> str:
    cells = [cell for column in (*killed, answered) for cell in column.values()]
    rows = [
        f"| {told} | "
        + " | ".join("{trials}: {lost} / {doubled}".format(**one[point]) for one in killed)
        + " |"
        for told, point in POINTS.items()
    ]
    line = "| {name} | {trials} | {sent} | {failed} | {lost} | {doubled} |"
    return TABLE.format(
        day=f"{datetime.now(UTC):%d %B %Y}",
        batch=BATCH,
        victim=VICTIM + 1,
        kinds=" | ".join(TOLD),
        rows="\n".join(rows),
        replies="\n".join(line.format(name=name, **one) for name, one in answered.items()),
        **{key: sum(cell[key] for cell in cells) for key in ("trials", "lost", "outside", "doubled")},
    )


if __name__ == "__main__":
    if len(sys.argv) == 5:
        from benchmarks import mail_lanes

        mail_lanes.run(int(sys.argv[1]), Path(sys.argv[3]), sys.argv[4], int(sys.argv[2]))
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
