"""The portal as production serves it: gunicorn with production's settings, hashed and compressed static files."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.mail.worker import database_url, until

HOST = "127.0.0.1"


class Served:
    """A server on a free port, on the database of this test."""

    def __init__(self, folder: Path) -> None:
        self.port = _free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.environment = _environment(self.url, folder / "static")
        self.log = folder / "server.log"
        self._run("manage.py", "collectstatic", "--noinput", "--verbosity", "0").wait()
        self.process = self._run("-m", "gunicorn", "portal.wsgi")
        until(self._answers, 60)

    def _run(self, *what: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as out:
            return subprocess.Popen(
                [sys.executable, *what], cwd=settings.BASE_DIR, env=self.environment, stdout=out, stderr=out
            )

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        with socket.socket() as knock:
            return knock.connect_ex((HOST, self.port)) == 0

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def _environment(url: str, static: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.served_settings",
        "SECRET_KEY": "only-for-this-test",
        "ALLOWED_HOSTS": HOST,
        "PORTAL_URL": url,
        "DATABASE_URL": database_url(),
        "REDIS_URL": "memory://",
        "EMAIL_HOST": HOST,
        "SECURE_SSL_REDIRECT": "False",
        "TEST_STATIC_ROOT": str(static),
        "BIND": url.removeprefix("http://"),
        "WEB_CONCURRENCY": "1",
    }
