"""Fixtures for every test: the world, a client that is somebody, the clock of the programme."""

import gc
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client

from portal.models import Person
from tests import snapshot
from tests import world as worlds

pytest_plugins = ["tests.services"]

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays until the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def world(db: None) -> worlds.World:
    """The real edition and the fixed cast, nothing handed in yet."""
    return worlds.build()


@pytest.fixture(autouse=True)
def no_second_factor(settings: Any) -> None:
    """Most tests are about something else; those about the second factor turn it on."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def monkeypatch() -> Iterator[pytest.MonkeyPatch]:
    """pytest's own, but the snapshots know of it."""
    with snapshot.NotedPatch.context() as patch:
        yield patch


@pytest.fixture
def now() -> Iterator[Callable[[datetime], None]]:
    """Set the programme's clock: `now(ANNOUNCEMENT)`. The machine's clock goes on."""
    patches: list[Any] = []

    def at(moment: datetime) -> None:
        patch = mock.patch("portal.clock.now", return_value=moment)
        patch.start()
        patches.append(patch)

    yield at
    for patch in reversed(patches):  # each gives back what it found
        patch.stop()


@pytest.fixture
def client_of() -> Callable[[Person | None], Client]:
    """A browser in which somebody is logged in; nobody when None."""

    def make(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend=BACKEND)
        return client

    return make
