"""Twins: the same world, the same keys, the same people, who differ in one decision that is hidden until an instant.

Every page that can be read must be equal in both until then, to the byte.
"""

import random
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock
from zlib import crc32

import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction

from portal import clock
from tests.permissions import scene as scenes

TOKENS = re.compile(rb'(name="(?:csrfmiddlewaretoken|writer)" value="|nonce[-=]"?)[\w+/=-]+')
# Pages that set up a second factor draw a new secret at every look; of them only status and cost are compared.
DRAWS_A_SECRET = {"mfa_activate_totp", "mfa_add_webauthn"}


@dataclass(frozen=True)
class Answer:
    """All that can be seen of a response, and what it cost."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]
    body: bytes
    length: int
    queries: int


@dataclass(frozen=True)
class Reader:
    """One person at one address."""

    member: str
    key: str
    about: str
    address: str

    def __str__(self) -> str:
        return f"{self.member} at {self.key} {self.about}".strip()


def is_read_today(member: str, key: str, about: str) -> bool:
    """A quarter of all readers, always the same; the deep tier lets all read."""
    return crc32(f"{member} {key} {about}".encode()) % 4 == 0


class Theatre(ABC):
    """One world in which decisions can be played this way or that, and forgotten again."""

    members: tuple[str, ...]

    def __init__(self, scene: scenes.Scene, client_of: Callable, now: Callable) -> None:
        self.now, self.scene, self.world = now, scene, scene.world
        self.browsers = {
            member: scenes.browser_of(client_of, scenes.person_of(scene, member)) for member in self.members
        }

    @abstractmethod
    def release(self, kinds: tuple[str, str]) -> None:
        """Decisions, proposal and approval, by the real verbs."""

    @abstractmethod
    def readers(self, *, everyday: bool) -> list[Reader]:
        """Everybody at every page."""

    def decide(self, kinds: tuple[str, str]) -> None:
        """Random keys come out the same for both twins."""
        dice = random.Random(1)
        with mock.patch("portal.ids.secrets", SimpleNamespace(choice=dice.choice)):
            self.release(kinds)

    def read(self, reader: Reader) -> Answer:
        cache.clear()
        ContentType.objects.clear_cache()  # so that the second look asks as much as the first
        asked = []

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            asked.append(sql)
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(count):
            response = self.browsers[reader.member].get(reader.address, scenes.QUERIES.get(reader.key))
            transaction.set_rollback(True)
        body = (
            b""
            if reader.key in DRAWS_A_SECRET
            else b"".join(response)
            if response.streaming
            else response.content
        )
        return Answer(
            response.status_code,
            tuple(sorted(response.headers.items())) if body else (),
            tuple(sorted(response.cookies)),
            TOKENS.sub(rb"\1", body),
            len(body),
            len(asked),
        )

    def twin(self, kinds: tuple[str, str], moments: list[datetime], *, everyday: bool) -> dict[Any, Answer]:
        """What everybody sees at every moment in one of the twins."""
        seen = {}
        with transaction.atomic():
            renumber()
            self.decide(kinds)
            readers = self.readers(everyday=everyday)
            for moment in moments:
                self.now(moment)
                seen |= {(str(reader), moment): self.read(reader) for reader in readers}
            transaction.set_rollback(True)
        self.world.fresh_round()
        return seen


def renumber() -> None:
    """Counted keys go on from the highest row, so that both twins count alike."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(sql)


def difference(
    theatre: Theatre, moments: list[datetime], *, twins: Any, everyday: bool = True
) -> tuple[int, dict[datetime, list[str]]]:
    """How many pages were compared, and which differ, per moment. The machine's clock, which stands in some headers,
    stands still meanwhile."""
    with time_machine.travel(clock.machine(), tick=False):
        one, other = (theatre.twin(kinds, moments, everyday=everyday) for kinds in twins)
    assert set(one) == set(other)
    found: dict[datetime, list[str]] = {moment: [] for moment in moments}
    for reader, moment in one:
        if one[reader, moment] != other[reader, moment]:
            found[moment].append(reader)
    return len(one), found
