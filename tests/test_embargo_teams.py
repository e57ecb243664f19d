"""Before the instant nobody unentitled can tell a selected team from another, to the byte (see tests.twins).

The addresses are walked, not listed: a page that a stage adds is read here from its first day.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from unittest import mock

import pytest
from django.apps import apps

from portal import access, registry
from portal.models.release import ReleaseQuerySet, ReleaseState
from teams.models import Selection, SelectionKind, Team
from tests.permissions import jury, scene
from tests.permissions.scene import NOBODY
from tests.twins import Reader, Theatre, difference, is_read_today
from tests.world import SELECTING, SELECTION

BEFORE = SELECTION - timedelta(seconds=1)
YES, NO = SelectionKind.SELECTED.value, SelectionKind.NOT_SELECTED.value
OPPOSITE = ((YES, NO), (NO, YES))
ALL_OR_NONE = ((YES, YES), (NO, NO))
EDITION = "<slug:edition>/"
ELSEWHERE = ("profile",)  # pages of no edition that show what is going on in one
PAGES_OF_A_ROW = ("_change", "_history")
# Arguments that can be either team's; every other argument is filled in with a key that no row has.
SUBJECTS = ("<slug:team_id>", "<slug:subject_id>", "<slug:idea_id>")


class Selecting(Theatre):
    """Two complete teams on the evening of the pitch; jurors handed in, nothing is drafted yet."""

    members = (
        "anonymous", "employee", "owner", "member", "second_member", "other_member", "assessor", "juror", "staff",
    )  # fmt: skip
    everyday = ("anonymous", "member", "other_member", "juror", "staff")
    keys: tuple[str, ...] = ()
    sample = False  # whether a quarter of the readers stands for all

    def release(self, kinds: tuple[str, str]) -> None:
        first, second = self.teams
        self.world.pitch_released({first: kinds[0], second: kinds[1]})

    @cached_property
    def teams(self) -> list[Team]:
        return list(
            Team.objects.filter(state="complete").select_related("idea__submission").order_by("made_at", "pk")
        )

    def readers(self, *, everyday: bool) -> list[Reader]:
        """Behind a door that stays shut one page is enough: it is asked before the page knows what it is about. Every
        day those read who stand for others; the deep tier lets all read."""
        found, knocked = [], set()
        for key, route, view in scene.walk():
            if self.keys and key not in self.keys:
                continue
            for about, address in self.addresses(key, route):
                rule = access.rule_of(view, mock.Mock(app_name=key.partition(":")[0], url_name=key))
                for member in self.everyday if everyday else self.members:
                    shut = rule is not None and not self.passes(member, rule)
                    if shut and (member, rule) in knocked:
                        continue
                    knocked.add((member, rule))
                    if everyday and self.sample and not is_read_today(member, key, about):
                        continue
                    found.append(Reader(member, key, about, address))
        return found

    def passes(self, member: str, rule: access.Rule) -> bool:
        person = scene.person_of(self.scene, member)
        if person is None:
            return not rule.login
        return rule.test(person, self.world.edition, SELECTING)

    def addresses(self, key: str, route: str) -> Iterator[tuple[str, str]]:
        """Every address of a route that can say something of an edition: about one team and about the other."""
        if key.startswith("admin:"):
            yield from self.admin_addresses(key, route)
        elif route.startswith(EDITION) or route == "" or key in ELSEWHERE:
            abouts = ("first", "second") if any(one in route for one in SUBJECTS) else ("",)
            for about in abouts:
                yield about, self.filled(route, about)

    def filled(self, route: str, about: str) -> str:
        team = self.teams[about == "second"] if about else None
        own = {
            "<slug:edition>": self.world.edition.pk,
            "<slug:team_id>": team.pk if team else NOBODY,
            "<slug:subject_id>": team.pk if team else NOBODY,
            "<slug:idea_id>": team.idea_id if team else NOBODY,
            "<round:kind>": "pitch",
        }
        for name, value in own.items():
            route = route.replace(name, value)
        return "/" + "/".join(_nobody(part) for part in route.split("/"))

    def admin_addresses(self, key: str, route: str) -> Iterator[tuple[str, str]]:
        if key.endswith("_changelist") or key == "admin:index":
            yield "", "/" + route
        elif key.endswith(PAGES_OF_A_ROW):
            _admin, app, model, *_rest = route.split("/")
            row = apps.get_model(app, model)._base_manager.order_by("pk").first()
            yield "", "/" + route.replace("<path:object_id>", str(row.pk if row else NOBODY))


def _nobody(part: str) -> str:
    """An argument that is still open; a number where the route wants one."""
    if not part.startswith("<"):
        return part
    return "1" if part.startswith("<int:") else NOBODY


@pytest.fixture
def theatre(db: None, client_of: Callable, now: Callable) -> Iterator[Selecting]:
    now(SELECTING)
    logging.disable(logging.CRITICAL)
    evening = jury.build("pitch", drafts=False)
    yield Selecting(evening, client_of, now)
    logging.disable(logging.NOTSET)


def test_nothing_of_a_selection_shows_before_the_instant(theatre):
    theatre.sample = True
    count, found = difference(theatre, [BEFORE], twins=OPPOSITE)

    assert found[BEFORE] == []
    assert count >= 150


def test_how_many_are_selected_cannot_be_told_before_the_instant(theatre):
    theatre.keys = tuple(
        key for key, *_rest in scene.walk() if key.endswith(("_changelist", "list", "home", "mine"))
    )

    _count, found = difference(theatre, [BEFORE], twins=ALL_OR_NONE)

    assert found[BEFORE] == []


@pytest.mark.deep
@pytest.mark.parametrize("twins", [OPPOSITE, ALL_OR_NONE])
def test_nothing_of_a_selection_shows_at_any_address_and_moment(theatre, twins):
    moments = [SELECTING, BEFORE]

    _count, found = difference(theatre, moments, twins=twins, everyday=False)

    assert found == {moment: [] for moment in moments}


def told_too_early(person: Any, edition: Any, at: datetime) -> Iterator[registry.Waiting]:
    """What must not be: a line on everybody's own page about what is in force for the database."""
    from portal.models import Release

    for one in Selection.objects.filter(kind=YES, release__in=Release.objects.in_force(at=at)):
        yield registry.Waiting(f"Proficiat {one.team_id}", "/")


def test_a_release_that_forgets_its_instant_is_seen(theatre, monkeypatch):
    """The control: a page that follows the release differs as soon as the release forgets to wait, for everybody who
    can read it, and not before."""
    monkeypatch.setattr(registry, "waiting", [*registry.waiting, told_too_early])
    theatre.keys = ("mine",)
    _count, found = difference(theatre, [BEFORE, SELECTION], twins=OPPOSITE)
    assert found[BEFORE] == []
    assert {line.split(" at ")[0] for line in found[SELECTION]} == set(theatre.everyday) - {"anonymous"}

    def in_force(self: Any, *, at: datetime) -> Any:
        return self.filter(state=ReleaseState.APPROVED)

    monkeypatch.setattr(ReleaseQuerySet, "in_force", in_force)
    _count, found = difference(theatre, [BEFORE], twins=OPPOSITE)
    assert {line.split(" at ")[0] for line in found[BEFORE]} == set(theatre.everyday) - {"anonymous"}


def test_every_kind_of_page_is_among_those_that_are_read(theatre):
    read = {reader.key for reader in theatre.readers(everyday=True)}

    assert {"home", "edition_home", "mine", "ideas:list", "ideas:detail", "jury:my_round", "jury:result",
            "jury:decision", "jury:export", "jury:book", "jury:checks", "jury:minutes", "jury:together",
            "admin:portal_letter_changelist"} <= read  # fmt: skip
