"""Before the instant nobody unentitled can tell 'shortlisted' from 'not shortlisted', to the byte (see tests.twins)."""

import logging
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.urls import reverse

from ideas.models import OutcomeKind
from ideas.queries.public import has_trigrams
from portal.ids import ALPHABET
from portal.models import Entity, Event, Letter
from portal.models.release import ReleaseQuerySet, ReleaseState
from tests.permissions import scene as scenes
from tests.permissions.rows import STAFF
from tests.permissions.table import DOORS, ROWS
from tests.twins import TOKENS, Reader, Theatre, difference, is_read_today
from tests.world import ANNOUNCEMENT, DECIDING

SECOND = timedelta(seconds=1)
BEFORE = ANNOUNCEMENT - SECOND
FIRST, SECOND_IDEA = "shortlisted", "not_shortlisted"
TALK = ("ideas:comment", "ideas:back", "ideas:stop_backing")
YES, NO = OutcomeKind.SHORTLISTED.value, OutcomeKind.NOT_SHORTLISTED.value
OPPOSITE = ((YES, NO), (NO, YES))
ALL_OR_NONE = ((YES, YES), (NO, NO))
# Where the difference must show once it may: enough pages for each member.
CONTROLS = {
    "home",
    "ideas:list",
    "ideas:feed",
    "ideas:similar",
    "ideas:story",
    "mine",
    "admin:ideas_outcome_changelist",
}
CONTROL_ROWS = [row for row in ROWS if row.key in CONTROLS]
# Pages of log-in and second factor show nothing of an edition but the frame, which stands on every other page too: the
# deep tier reads them, an ordinary day does not.
ABOUT_AN_EDITION = [row for row in ROWS if not row.key.startswith(("account_", "mfa_"))]
# What can be asked of a page besides its address: each is read as a page of its own.
ASKED = {
    "ideas:list": [
        "?zoek=lucht", "?zoek=papier+einde", "?zoek=sluisduren", "?thema=zorg", "?profiel=ux-designer",
        "?volgorde=herkend", "?volgorde=titel-af", "?zoek=antwoord&volgorde=herkend&pagina=2", "?entiteit={entity}",
    ],
    "ideas:similar": ["?q=lucht+in+de+klas+antwoord", "?q=papier+zonder+einde+antwoord"],
}  # fmt: skip
# A number can stand on a page about many things, not on one about a single thing.
LISTS = [
    row for row in ABOUT_AN_EDITION if row.about == "" and (row.door != STAFF or "_changelist" in row.key)
]
UNPRIVILEGED = ("anonymous", "employee", "owner", "other_owner", "assessor", "juror", "staff")


class Preselection(Theatre):
    """Two ideas of the other owner, of which one is shortlisted and the other is not."""

    members = UNPRIVILEGED
    rows = ROWS
    sample = False  # whether a quarter of the readers stands for all

    def release(self, kinds: tuple[str, str]) -> None:
        first, second = (self.scene.ideas[name] for name in (FIRST, SECOND_IDEA))
        third = {self.scene.ideas["handed_in"]: OutcomeKind.NOT_SHORTLISTED.value}
        self.world.released({first: kinds[0], second: kinds[1], **third}, at=DECIDING)

    def readers(self, *, everyday: bool) -> list[Reader]:
        """Behind a door that stays shut one page of each kind is enough on an ordinary day: the door is asked before
        the page knows what it is about."""
        routes, found, knocked = scenes.routes(), [], set()
        for row in self.rows:
            for member in self.members:
                if member not in DOORS[row.door]:
                    if everyday and (member, row.door) in knocked:
                        continue
                    knocked.add((member, row.door))
                elif everyday and self.sample and not is_read_today(member, row.key, row.about):
                    continue
                address = self.scene.address(routes[row.key], row.about)
                found.append(Reader(member, row.key, row.about, address))
                if not row.about and member in DOORS[row.door]:
                    found += self.asking(member, row.key, address)
        return found

    def asking(self, member: str, key: str, address: str) -> list[Reader]:
        entity = Entity.objects.order_by("name").first()
        asked = [query.format(entity=entity.pk if entity else "") for query in ASKED.get(key, ())]
        return [Reader(member, key, query, address + query) for query in asked]


@pytest.fixture
def theatre(db: None, client_of: Callable, now: Callable) -> Iterator[Theatre]:
    now(DECIDING)
    logging.disable(logging.CRITICAL)
    has_trigrams()  # a process asks it once: neither of the twins is the first
    yield Preselection(scenes.build("preselection", decisions=False), client_of, now)
    logging.disable(logging.NOTSET)


def check_control(found: list[str]) -> None:
    """From the instant on everybody can tell."""
    assert {reader.split(" at ")[0] for reader in found} == set(UNPRIVILEGED)
    expected = {
        "anonymous at ideas:list",
        "anonymous at ideas:list ?zoek=lucht",
        "anonymous at ideas:list ?volgorde=herkend",
        "anonymous at ideas:feed",
        "employee at ideas:similar ?q=lucht+in+de+klas+antwoord",
        "other_owner at mine",
        "staff at admin:ideas_outcome_changelist",
    }
    expected |= {f"other_owner at ideas:story {idea}" for idea in (FIRST, SECOND_IDEA)}
    assert expected <= set(found)


def test_nothing_differs_before_the_instant(theatre):
    theatre.rows, theatre.sample = ABOUT_AN_EDITION, True
    count, found = difference(theatre, [BEFORE], twins=OPPOSITE)
    assert found[BEFORE] == []
    assert count >= 100
    theatre.rows, theatre.sample = CONTROL_ROWS, False
    _count, found = difference(theatre, [ANNOUNCEMENT], twins=OPPOSITE)
    check_control(found[ANNOUNCEMENT])


def test_how_many_are_shortlisted_cannot_be_told_before_the_instant(theatre):
    theatre.rows, theatre.sample = LISTS, True
    _count, found = difference(theatre, [BEFORE], twins=ALL_OR_NONE)
    assert found[BEFORE] == []
    theatre.rows, theatre.sample = CONTROL_ROWS, False
    _count, found = difference(theatre, [ANNOUNCEMENT], twins=ALL_OR_NONE)
    assert "anonymous at home" in found[ANNOUNCEMENT]


def test_nobody_learns_anything_by_talking_before_the_instant(theatre):
    """A comment or a click under either idea gets the same page as one under an idea that does not exist."""
    said = []
    for kinds in OPPOSITE:
        with transaction.atomic():
            theatre.decide(kinds)
            theatre.now(BEFORE)
            said.append(
                [talk(theatre, *at) for at in product(UNPRIVILEGED[1:], TALK, (FIRST, SECOND_IDEA, "none"))]
            )
            transaction.set_rollback(True)
        theatre.world.fresh_round()
    assert said[0] == said[1]
    assert {status for status, _body in said[0]} == {404}


def talk(theatre: Theatre, member: str, key: str, about: str) -> tuple[int, bytes]:
    idea = theatre.scene.ideas.get(about)
    address = reverse(key, args=["2021-2022", idea.pk if idea else scenes.NOBODY])
    answer = theatre.browsers[member].post(address, {"text": "Wij testen mee."})
    return answer.status_code, TOKENS.sub(rb"\1", answer.content)


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
    _count, found = difference(theatre, [BEFORE], twins=OPPOSITE)
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
    _count, found = difference(theatre, [BEFORE], twins=OPPOSITE)
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


MAIL_ROWS = [
    row for row in ROWS if row.key in ("mails", "mails_sent", "mail_plan", "mail_letter", "my_mails")
]


@pytest.mark.parametrize("twins", [OPPOSITE, ALL_OR_NONE])
def test_the_calendar_of_mail_tells_nothing_before_the_instant(theatre, twins):
    """Not by a count, a name, a kind or a preview."""
    theatre.rows = MAIL_ROWS
    count, found = difference(theatre, [BEFORE], twins=twins)
    assert found[BEFORE] == []
    assert count >= 15


def test_a_calendar_that_counts_the_chosen_is_seen(theatre, monkeypatch):
    """The control: a line that counts letters about shortlisted ideas alone."""
    from ideas.models import Outcome
    from portal.mail import calendar

    def of_the_chosen(edition: Any, at: datetime) -> list[Any]:
        return [("outcome", ANNOUNCEMENT, "", Outcome.objects.filter(kind=YES).count())]

    monkeypatch.setattr(calendar, "_queued", of_the_chosen)
    theatre.rows = [row for row in MAIL_ROWS if row.key == "mails"]
    _count, found = difference(theatre, [BEFORE], twins=ALL_OR_NONE)
    assert found[BEFORE] == ["staff at mails"]
