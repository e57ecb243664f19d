"""Everybody gets the answer that the table gives them, and a refusal changes nothing."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from unittest import mock
from zlib import crc32

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path, resolve

from portal import access, clock
from portal.models import Event
from portal.site import urls as site_urls
from tests.permissions import figures
from tests.permissions import scene as scenes
from tests.permissions.rows import METHODS, OPEN, STAFF, Row, Table
from tests.permissions.tables import FIRST_HALF, PHASES, ROWS, TABLES

REFUSALS = {"login", "401", "403", "404", "405", "409"}
WRITES = ("INSERT", "UPDATE", "DELETE")
LOOK_PAGES = {
    "jury:result", "jury:export", "jury:book", "jury:checks", "jury:minutes", "jury:together", "jury:decision",
    "jury:propose", "jury:approve", "jury:withdraw",
}  # fmt: skip
# Whoever may read these, it is noted that they did.
NOTED_PAGES = {
    "audit", "audit_about", "audit_person", "audit_file", "processing_file", "mail_one", "mail_letter", "poc:export",
}  # fmt: skip
EVERYDAY = 10  # one of so many cells in a phase's share is played every day


def no_rule(request: object) -> HttpResponse:
    """A view that forgot to declare its rule."""
    return HttpResponse("open")


urlpatterns = [path("zonder-regel/", no_rule, name="no_rule"), *site_urls.urlpatterns]


def rows_without_urls(urlconf: str | None = None) -> set[str]:
    return {row.key for row in ROWS} - set(scenes.routes(urlconf))


def urls_without_rows(urlconf: str | None = None) -> set[str]:
    return set(scenes.routes(urlconf)) - {row.key for row in ROWS}


def test_every_url_has_a_row_and_every_row_a_url():
    assert urls_without_rows() == set()
    assert rows_without_urls() == set()


def test_no_two_urls_share_a_name():
    assert [key for key, count in Counter(key for key, *_ in scenes.walk()).items() if count > 1] == []


def test_no_row_stands_in_the_table_twice():
    counted = Counter((row.key, row.about) for row in ROWS)
    assert [cell for cell, count in counted.items() if count > 1] == []


def test_every_rule_names_members_and_answers_that_exist():
    for table in TABLES:
        for row in table.rows:
            known = {*table.members, *row.groups}
            for rule in (row.get, row.post, row.put):
                for word in rule.split()[1:]:
                    assert word.partition("=")[0] in known, (row, word)
            for method in METHODS:
                for member in table.members:
                    answers = row.answers(method, member)
                    assert len(answers) == len(table.phases), (row, method, member)
                    assert all(answer == "login" or answer.isdigit() for answer in answers), (row, method)


def test_the_matrix_is_as_large_as_promised():
    assert sum(table.cells for table in TABLES) >= 70_000
    everyday = sum(
        1
        for table, phase in PHASES
        for row in table.rows
        for _cell in cells_of(table, row, phase, everyday=True)
    )
    assert everyday >= 1_900


def test_a_url_that_nobody_put_in_the_table_is_found():
    assert urls_without_rows(__name__) == {"no_rule"}


def undeclared(urlconf: str | None = None) -> list[str]:
    """URLs whose view has no rule: they answer nobody."""
    found = []
    for key, route, view in scenes.walk(urlconf):
        sample = "/" + route.split("<")[0] if "<" not in route and "(" not in route else ""
        match = resolve(sample, urlconf) if sample else None
        name, space = key.rpartition(":")[2], "admin" if route.startswith("beheer/") else ""
        match = match or mock.Mock(app_name=space, url_name=name)
        if access.rule_of(view, match) is None:
            found.append(key)
    return found


def test_every_view_declares_a_rule():
    assert undeclared() == []


def test_a_view_without_a_rule_is_found_and_does_not_answer(client_of, world, settings):
    assert undeclared(__name__) == ["no_rule"]
    settings.ROOT_URLCONF = __name__
    assert client_of(None).get("/zonder-regel/").status_code == 404
    assert client_of(world.superuser).get("/zonder-regel/").status_code == 404


def test_every_rule_for_a_view_of_others_belongs_to_a_url():
    assert set(access.FOREIGN) - set(scenes.routes()) == set()


def test_the_doors_of_the_table_are_the_rules_of_the_views():
    said = {"anyone": OPEN, "signed in": "signed in", "staff": STAFF, "assessor or juror": "judges"}
    views = {key: (route, view) for key, route, view in scenes.walk()}
    for row in ROWS:
        route, view = views[row.key]
        space = "admin" if route.startswith("beheer/") else ""
        rule = access.rule_of(view, mock.Mock(app_name=space, url_name=row.key))
        assert rule is not None, row.key
        assert said[rule.name] == row.door, row.key


def cells_of(table: Table, row: Row, phase: str, *, everyday: bool) -> Iterator[tuple[str, str, str]]:
    """Method, member and expected answer. Every day a fair share: a tenth of all meetings of a URL, a method and a
    member, each in one of the phases; the deep tier plays all."""
    place = table.phases.index(phase)
    for method in METHODS:
        for member in table.members:
            turn = crc32(f"{row.key} {row.about} {method} {member}".encode()) % (EVERYDAY * len(table.phases))
            if everyday and turn != place:
                continue
            yield method, member, row.answers(method, member)[place]


class Player:
    """Plays cells in one world: each request inside a savepoint that is rolled back."""

    def __init__(self, table: Table, phase: str, client_of: Callable[..., Client]) -> None:
        self.scene, self.routes = table.build(phase), scenes.routes()
        self.browsers = {
            member: scenes.browser_of(client_of, scenes.person_of(self.scene, member))
            for member in table.members
        }
        self.writes: list[str] = []

    def watch(self, execute, sql, params, many, context):
        if sql.startswith(WRITES) and "django_session" not in sql:
            self.writes.append(sql)
        return execute(sql, params, many, context)

    def play(self, row: Row, method: str, member: str) -> str:
        """The answer; `self.writes` holds what it tried to write."""
        browser = self.browsers[member]
        cache.clear()  # of how often somebody knocked
        address = self.scene.path(self.routes[row.key], row.about)
        self.writes = []
        with transaction.atomic(), connection.execute_wrapper(self.watch):
            if method == "POST":
                response = browser.post(address, self.scene.body(row.key, row.about))
            elif method == "PUT":
                response = browser.put(address)
            else:
                response = browser.get(address, scenes.QUERIES.get(row.key))
            transaction.set_rollback(True)
        if response.status_code == 302 and response["Location"].startswith("/account/inloggen/?next="):
            return "login"
        return str(response.status_code)

    def may_write(self, row: Row, method: str, member: str, answer: str) -> bool:
        """A refusal writes nothing and neither does reading, but for the recorded look of a superuser, and of a decider
        who reads what nobody was told yet; a download is noted too."""
        if answer not in REFUSALS and method == "POST":
            return True
        looks = member == "superuser" or (method == "GET" and member in ("decider", "chair"))
        noted = all(Event._meta.db_table in sql for sql in self.writes) and len(self.writes) <= 2
        read = row.key in NOTED_PAGES and method == "GET" and answer == "200"
        return noted and (read or (row.key in LOOK_PAGES and looks))


def plain_refusal(request: object, *args: object, status: int = 200, **kwargs: object) -> HttpResponse:
    return HttpResponse(f"{status}", status=status)


def played(
    table: Table, phase: str, now: Callable, client_of: Callable, *, everyday: bool
) -> tuple[int, list[str]]:
    """How many cells were played in a phase, and one line per cell that went wrong. Everybody logged in just now."""
    with mock.patch("portal.sessions._now", return_value=clock.machine().timestamp()):
        return _played(table, phase, now, client_of, everyday=everyday)


def _played(
    table: Table, phase: str, now: Callable, client_of: Callable, *, everyday: bool
) -> tuple[int, list[str]]:
    player = Player(table, phase, client_of)
    now(player.scene.at)
    count, wrong = 0, []
    for row in table.rows:
        for method, member, expected in cells_of(table, row, phase, everyday=everyday):
            count += 1
            answer = player.play(row, method, member)
            cell = f"{row.key} {row.about} {method} {member} in {phase}"
            if answer != expected:
                wrong.append(f"{cell}: {answer} instead of {expected}")
            elif player.writes and not player.may_write(row, method, member, answer):
                wrong.append(f"{cell}: {answer}, and wrote {player.writes}")
    return count, wrong


@pytest.fixture
def quiet() -> Iterator[None]:
    """No log of thousands of refusals."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def called(cell: object) -> str:
    return cell.name if isinstance(cell, Table) else str(cell)


@pytest.mark.parametrize(("table", "phase"), PHASES, ids=called)
def test_everybody_gets_the_answer_of_the_table(db, quiet, now, client_of, table, phase):
    """Refusals are not drawn here, which saves most of the time; the deep tier draws every page, and each refusal once
    for each person."""
    with (
        mock.patch("portal.site.errors.render", plain_refusal),
        mock.patch("portal.http.render", plain_refusal),
    ):
        count, wrong = played(table, phase, now, client_of, everyday=True)
    assert wrong == []
    assert count > 0


def test_a_refusal_is_drawn_once_for_each_person(world, client_of, monkeypatch):
    drawn = figures.DrawnOnce()
    monkeypatch.setattr("portal.site.errors.render", drawn)
    first, second = (client_of(world.people[member]) for member in ("employee", "owner"))
    long = [len(browser.get(f"/2021-2022/{page}/").content) for browser in (first, second) for page in "ab"]
    assert [size > 1000 for size in long] == [True, False, True, False]


@pytest.mark.deep
@pytest.mark.parametrize(("table", "phase"), PHASES, ids=called)
def test_every_cell_of_the_matrix_is_right(db, quiet, now, client_of, table, phase):
    begun, drawn = time.process_time(), figures.DrawnOnce()
    with (
        mock.patch("portal.site.errors.render", drawn),
        mock.patch("portal.http.render", drawn),
    ):
        count, wrong = played(table, phase, now, client_of, everyday=False)
    figures.note(table, phase, count, len(wrong), time.process_time() - begun)
    assert wrong == []
    assert count == table.cells // len(table.phases)


def test_a_guard_that_is_taken_away_is_seen(db, quiet, now, client_of):
    """The control: with every door open and every idea visible the table is wrong in many places."""
    player = Player(FIRST_HALF, "submission", client_of)
    now(player.scene.at)
    rows = [
        row for row in FIRST_HALF.rows if row.key in ("mine", "ideas:detail", "ideas:write", "jury:result")
    ]
    with mock.patch("portal.access.rule_of", return_value=access.anyone):
        assert seen_wrong(player, rows)
    visible = "ideas.models.IdeaQuerySet.visible_to"
    with mock.patch(visible, lambda self, person, *, at: self):
        assert {cell[0].about for cell in seen_wrong(player, rows)} >= {"draft", "handed_in"}


def seen_wrong(player: Player, rows: list[Row]) -> list[tuple[Row, str]]:
    cells = [(row, member) for row in rows for member in FIRST_HALF.members]
    return [
        (row, member)
        for row, member in cells
        if player.play(row, "GET", member) != row.answers("GET", member)[0]
    ]


def test_every_door_lets_somebody_in_and_keeps_somebody_out():
    for table in TABLES:
        for name, door in table.rows[0].doors.items():
            assert door, name
            assert set(door) <= set(table.members), name
            assert (len(door) == len(table.members)) == (name == OPEN), name
