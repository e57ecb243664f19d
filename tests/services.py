"""What tests need from outside the process: which services are there, and how to get one that is not.

A test says what it needs with `@pytest.mark.postgres`, `redis` or `browser`; where that is missing it is skipped
with a line that helps. `smtp` needs nothing: its server runs inside the test.
"""

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import redis
from django.conf import settings


def postgres_missing() -> str:
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        return ""
    return "needs PostgreSQL: set DATABASE_URL, for example postgres://postgres@127.0.0.1:5432/postgres"


@cache
def redis_missing() -> str:
    url = os.environ.get("REDIS_URL", "")
    if not url:
        return "needs Redis: set REDIS_URL to a database of its own, for example redis://127.0.0.1:6379/9"
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2) as client:
            client.ping()
    except redis.RedisError as error:
        return f"needs Redis: the server of REDIS_URL does not answer ({type(error).__name__})"
    return ""


WHOLE = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
WITHOUT_WINDOW = "chromium-headless-shell"  # the same engine at half the work


@cache
def find_chromium(*, whole: bool = False) -> str:
    """The path of a Chromium: CHROMIUM when it is set (and then that one only), the one without a window, Debian's, or
    one on the PATH. `whole`: one that draws letters as people see them, where there is one."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if Path(named).is_file() else ""
    names = (*WHOLE, WITHOUT_WINDOW) if whole else (WITHOUT_WINDOW, *WHOLE)
    return next((found for name in names if (found := shutil.which(name))), "")


def chromium_missing() -> str:
    if find_chromium():
        return ""
    return "needs Chromium: apt-get install chromium-headless-shell (or chromium), or set CHROMIUM to the path of one"


MISSING: dict[str, Callable[[], str]] = {
    "postgres": postgres_missing,
    "redis": redis_missing,
    "browser": chromium_missing,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark, missing in MISSING.items():
            if item.get_closest_marker(mark) is None:
                continue
            if reason := missing():
                item.add_marker(pytest.mark.skip(reason=reason))
            elif mark == "redis":
                # One Redis database for the whole run: its tests follow each other in one worker.
                item.add_marker(pytest.mark.xdist_group("redis"))


@pytest.fixture
def redis_url() -> str:
    return os.environ["REDIS_URL"]
