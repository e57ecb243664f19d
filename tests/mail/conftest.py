"""A letter to play with: its words, its rule, people to send it to, and a mail server that obeys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from portal import clock, outbox, registry
from portal.models import Letter, Person
from tests.mail.sink import HOST, Sink

NAME = "idea_received"  # a letter that has its sources; what it says is replaced by the test


@dataclass
class Kind:
    """The kind of letter under test: its values, or None when it is moot; a fault when it cannot be written."""

    values: dict[str, Any] | None = field(default_factory=lambda: {"title": "Slimme sluisdeuren"})
    fault: Exception | None = None

    def contents(self, letter: Letter) -> dict[str, Any] | None:
        if self.fault:
            raise self.fault
        return self.values

    def hold_when_uncertain(self) -> None:
        registry.letters[NAME] = registry.LetterSpec(NAME, "test", self.contents, "hold")


@pytest.fixture
def kind(monkeypatch: Any) -> Kind:
    made = Kind()
    spec = registry.LetterSpec(NAME, "test", made.contents)
    monkeypatch.setitem(registry.letters, NAME, spec)
    return made


@pytest.fixture
def letter_to(db: None, kind: Kind) -> Callable[..., Letter]:
    """Queue a letter to somebody: `letter_to("an@vlaanderen.be")`."""

    def queue(email: str | None = "an@vlaanderen.be", **person: Any) -> Letter:
        somebody = Person.objects.create_user(email, **person)
        return outbox.queue(NAME, to=somebody, about=somebody, due=clock.now())

    return queue


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with Sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, server.port, 2
        yield server
