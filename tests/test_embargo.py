"""Before the instant nobody unentitled can tell 'shortlisted' from 'not shortlisted', to the byte.

Twins: the same world, the same keys, the same people; in one the first idea is shortlisted and the second is not, in
the other it is the other way round. Every page that can be read must be equal in both until the announcement.
"""

import logging
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction

from ideas.models import OutcomeKind
from portal import clock
from portal.ids import ALPHABET
from portal.models import Event, Letter
from portal.models.release import ReleaseQuerySet, ReleaseState
from tests.permissions import scene as scenes
from tests.permissions.table import DOORS, STAFF, TABLE, Row
from tests.world import ANNOUNCEMENT, DECIDING, World

SECOND = timedelta(seconds=1)
BEFORE = ANNOUNCEMENT - SECOND
UNPRIVILEGED = ("anonymous", "employee", "owner", "other_owner", "assessor", "juror", "staff")
TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value="|nonce[-=]"?)[\w+/=-]+')
FIRST, SECOND_IDEA = "shortlisted", "not_shortlisted"
# Pages that set up a second factor draw a new secret at every look; of them only status and cost are compared.
DRAWS_A_SECRET = {"mfa_activate_totp", "mfa_add_webauthn"}
YES, NO = OutcomeKind.SHORTLISTED.value, OutcomeKind.NOT_SHORTLISTED.value
OPPOSITE = ((YES, NO), (NO, YES))
ALL_OR_NONE = ((YES, YES), (NO, NO))
# Where the difference must show once it may: enough pages for each member.
CONTROLS = {"home", "ideas:list", "mine", "admin:ideas_outcome_changelist"}
CONTROL_ROWS = [row for row in TABLE if row.key in CONTROLS]
LISTS = [row for row in TABLE if row.door != STAFF or row.key.endswith("_changelist")]


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
    row: Row
    address: str

    def __str__(self) -> str:
        return f"{self.member} at {self.row.key} {self.row.about}".strip()


class Theatre:
    """One world in which decisions can be played this way or that, and forgotten again."""

    def __init__(self, client_of: Callable, now: Callable) -> None:
        self.now = now
        self.rows = TABLE
        self.scene = scenes.build("preselection", decisions=False)
        self.world: World = self.scene.world
        self.browsers = {
            member: scenes.browser_of(client_of, scenes.person_of(self.scene, member))
            for member in UNPRIVILEGED
        }

    def decide(self, kinds: tuple[str, str]) -> None:
        """Decisions, proposal and approval, by the real verbs; random keys come out the same for both twins."""
        first, second = (self.scene.ideas[name] for name in (FIRST, SECOND_IDEA))
        dice = random.Random(1)
        with mock.patch("portal.ids.secrets", SimpleNamespace(choice=dice.choice)):
            third = {self.scene.ideas["handed_in"]: OutcomeKind.NOT_SHORTLISTED.value}
            self.world.released({first: kinds[0], second: kinds[1], **third}, at=DECIDING)

    def readers(self, *, everyday: bool) -> list[Reader]:
        """Everybody at every page. Behind a door that stays shut one page of each kind is enough on an ordinary day:
        the door is asked before the page knows what it is about."""
        routes, found, knocked = scenes.routes(), [], set()
        for row in self.rows:
            for member in UNPRIVILEGED:
                if member not in DOORS[row.door]:
                    if everyday and (member, row.door) in knocked:
                        continue
                    knocked.add((member, row.door))
                found.append(Reader(member, row, self.scene.address(routes[row.key], row.about)))
        return found

    def read(self, reader: Reader) -> Answer:
        cache.clear()
        ContentType.objects.clear_cache()  # so that the second look asks as much as the first
        asked = []

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            asked.append(sql)
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(count):
            response = self.browsers[reader.member].get(reader.address, scenes.QUERIES.get(reader.row.key))
            transaction.set_rollback(True)
        body = b"" if reader.row.key in DRAWS_A_SECRET else response.content
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
    theatre: Theatre, moments: list[datetime], *, everyday: bool = True, twins: Any = OPPOSITE
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


@pytest.fixture
def theatre(db: None, client_of: Callable, now: Callable) -> Iterator[Theatre]:
    now(DECIDING)
    logging.disable(logging.CRITICAL)
    yield Theatre(client_of, now)
    logging.disable(logging.NOTSET)


def check_control(found: list[str]) -> None:
    """From the instant on everybody can tell."""
    assert {reader.split(" at ")[0] for reader in found} == set(UNPRIVILEGED)
    expected = {"anonymous at ideas:list", "other_owner at mine", "staff at admin:ideas_outcome_changelist"}
    assert expected <= set(found)


def test_nothing_differs_before_the_instant(theatre):
    count, found = difference(theatre, [BEFORE])
    assert found[BEFORE] == []
    assert count >= 500
    theatre.rows = CONTROL_ROWS
    _count, found = difference(theatre, [ANNOUNCEMENT])
    check_control(found[ANNOUNCEMENT])


def test_how_many_are_shortlisted_cannot_be_told_before_the_instant(theatre):
    theatre.rows = LISTS
    _count, found = difference(theatre, [BEFORE], twins=ALL_OR_NONE)
    assert found[BEFORE] == []
    theatre.rows = CONTROL_ROWS
    _count, found = difference(theatre, [ANNOUNCEMENT], twins=ALL_OR_NONE)
    assert "anonymous at home" in found[ANNOUNCEMENT]


@pytest.mark.deep
@pytest.mark.parametrize("twins", [OPPOSITE, ALL_OR_NONE])
def test_nothing_differs_before_the_instant_at_any_address(theatre, twins):
    moments = [DECIDING, BEFORE, ANNOUNCEMENT, ANNOUNCEMENT + SECOND]
    count, found = difference(theatre, moments, everyday=False, twins=twins)
    assert found[DECIDING] == found[BEFORE] == []
    check_control(found[ANNOUNCEMENT])
    check_control(found[ANNOUNCEMENT + SECOND])
    assert count >= 4_000


def test_a_release_that_forgets_its_instant_is_seen(theatre, monkeypatch):
    """The control: approved is not enough, the instant must have come."""

    def in_force(self: Any, *, at: datetime) -> Any:
        return self.filter(state=ReleaseState.APPROVED)

    monkeypatch.setattr(ReleaseQuerySet, "in_force", in_force)
    theatre.rows = CONTROL_ROWS
    _count, found = difference(theatre, [BEFORE])
    check_control(found[BEFORE])


def test_one_word_too_many_in_the_list_of_letters_is_seen(theatre, monkeypatch):
    """The control of the comparison itself: one word more on one page is a difference."""
    from portal.admin import LetterAdmin

    def list_display(self: Any, request: Any) -> tuple[str, ...]:
        return ("name", "fate")

    def fate(self: Any, letter: Letter) -> str:
        from ideas.models import Outcome

        known = Outcome.objects.filter(idea=letter.subject.rpartition(":")[2]).first()
        return str(known)

    monkeypatch.setattr(LetterAdmin, "get_list_display", list_display)
    monkeypatch.setattr(LetterAdmin, "fate", fate, raising=False)
    theatre.rows = [row for row in LISTS if row.key == "admin:portal_letter_changelist"]
    _count, found = difference(theatre, [BEFORE])
    assert found[BEFORE] == ["staff at admin:portal_letter_changelist"]


def test_every_owner_gets_the_same_letter_in_the_queue(theatre):
    """Nothing in the row tells the outcome: not its name, moment, state or words, nor whether there is one."""
    told = (
        "name",
        "occasion",
        "due_at",
        "state",
        "title",
        "text",
        "html",
        "address",
        "frozen_at",
        "attempts",
        "reply",
    )
    queued = []
    for kinds in OPPOSITE:
        with transaction.atomic():
            theatre.decide(kinds)
            letters = Letter.objects.filter(name="outcome")
            queued.append(list(letters.order_by("subject").values("subject", "recipient", *told)))
            assert len({tuple(row[name] for name in told if name != "address") for row in queued[-1]}) == 1
            transaction.set_rollback(True)
        theatre.world.fresh_round()
    assert queued[0] == queued[1]
    owners = {row["recipient"] for row in queued[0]}
    assert owners == {theatre.world.owner.pk, theatre.world.other_owner.pk}
    assert len(queued[0]) == 3
    assert {row["due_at"] for row in queued[0]} == {ANNOUNCEMENT}
    assert {row["text"] for row in queued[0]} == {""}


def test_the_story_of_an_idea_tells_the_same_for_both_outcomes(theatre):
    codes = []
    for kinds in OPPOSITE:
        with transaction.atomic():
            theatre.decide(kinds)
            events = Event.objects.filter(subject__startswith="ideas.idea:", kind="outcome")
            codes.append(
                list(events.order_by("subject").values("subject", "sequence", "actor", "data", "text_hash"))
            )
            transaction.set_rollback(True)
        theatre.world.fresh_round()
    assert codes[0] == codes[1]
    assert len(codes[0]) == 3


def test_keys_are_drawn_from_the_alphabet_of_keys():
    """What makes the twins' keys equal replaces only the draw."""
    with mock.patch("portal.ids.secrets", SimpleNamespace(choice=random.Random(1).choice)):
        from portal.ids import public_id

        assert set(public_id()) <= set(ALPHABET)
