"""People who act at the same moment: the rule holds, and the same race is lost without its guard."""

import os
import platform
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from ideas import actions as ideas
from ideas.models import Idea, Submission
from portal import outbox, timeline
from portal.errors import Closed
from portal.models import Phase, PhaseKey
from tests.races import judging, owners, people, poc, rules, showcase, teams
from tests.races.arena import MeetingPoint, together
from tests.races.rules import Race
from tests.world import DEADLINE, DURING_SUBMISSION

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

RACES = [
    *rules.RACES,
    *owners.OWNERS,
    *teams.RACES,
    *poc.RACES,
    *showcase.RACES,
    *judging.RACES,
    *people.RACES,
]
EVERYDAY, DEEP = 3, int(os.environ.get("RACE_TRIALS", "100"))
FIGURES = Path(settings.BASE_DIR) / "benchmarks" / "races.md"


@pytest.fixture(autouse=True)
def no_hints(monkeypatch):
    monkeypatch.setattr(outbox, "hint", lambda: None)


def lost(race: Race, trials: int, monkeypatch: Any, *, guarded: bool) -> list[list[str]]:
    """Run the race so many times; what was wrong in each trial that went wrong."""
    found = []
    for trial in range(trials):
        calls = race.calls(trial)
        with monkeypatch.context() as patch:
            if not guarded:
                race.unguard(patch)
            where, name = race.meets_at
            patience = race.patience if guarded else 5
            race.meeting = MeetingPoint(getattr(where, name), len(calls), patience)
            patch.setattr(where, name, race.meeting)
            results = together(calls)
        if faults := race.faults(results):
            found.append(faults)
    return found


@pytest.mark.parametrize("kind", RACES, ids=lambda kind: kind.__name__)
def test_the_rule_holds_and_the_guard_is_why(world, monkeypatch, kind):
    race = kind(world)
    race.workers = min(race.workers, 8)
    assert lost(race, EVERYDAY, monkeypatch, guarded=True) == []
    assert len(lost(race, 1, monkeypatch, guarded=False)) == 1


class Waiting(threading.Thread):
    """Hands an idea in, in a thread, and waits there for whoever holds the idea."""

    def __init__(self, world, idea, at):
        super().__init__()
        self.call = partial(
            ideas.submit_idea, idea, public_text_approved=True, show_name=False, by=world.owner, at=at
        )

    def run(self):
        [self.result] = together([self.call])

    def until_it_waits(self):
        for _ in range(500):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_stat_clear_snapshot()")
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.01)
        raise AssertionError("nobody waits")


def hand_in_while_staff_moves_the_deadline(world, idea, at, closes_at):
    """The request came in before; while it waits for the idea, the window changes."""
    submit = Waiting(world, idea, at)
    with transaction.atomic():
        Idea.objects.select_for_update().get(pk=idea.pk)
        submit.start()
        submit.until_it_waits()
        Phase.objects.filter(key=PhaseKey.SUBMISSION).update(closes_at=closes_at)
    submit.join(20)
    return submit.result


def test_the_window_that_counts_is_the_one_under_the_lock(world):
    idea, hour = world.draft(world.owner), timedelta(hours=1)
    at, late = DURING_SUBMISSION, DEADLINE + timedelta(minutes=5)
    closed = hand_in_while_staff_moves_the_deadline(world, idea, at, at - hour)
    assert isinstance(closed, Closed)
    opened = hand_in_while_staff_moves_the_deadline(world, idea, late, DEADLINE + hour)
    assert isinstance(opened, Submission)
    assert Submission.objects.count() == 1


def test_a_window_read_before_the_lock_would_be_the_wrong_one(world, monkeypatch):
    before = timeline.of(world.edition)
    monkeypatch.setattr(timeline, "of", lambda _edition: before)
    idea, at = world.draft(world.owner), DURING_SUBMISSION
    closed = hand_in_while_staff_moves_the_deadline(world, idea, at, at - timedelta(hours=1))
    assert isinstance(closed, Submission)


ROWS: list[str] = []


@pytest.mark.deep
@pytest.mark.xdist_group("figures of races")
@pytest.mark.parametrize("kind", RACES, ids=lambda kind: kind.__name__)
def test_figures(world, monkeypatch, kind):
    race = kind(world)
    held = lost(race, DEEP, monkeypatch, guarded=True)
    control = lost(race, DEEP, monkeypatch, guarded=False)
    ROWS.append(f"| {kind.name} | {kind.workers} | {len(held)}/{DEEP} | {len(control)}/{DEEP} |")
    write(sorted(ROWS))
    assert held == []
    assert len(control) >= DEEP * 0.95


def write(rows: list[str]) -> None:
    version = ".".join(map(str, connection.get_database_version()))
    FIGURES.write_text(
        "# Races\n\n"
        f"{datetime.now(UTC):%d %B %Y}, PostgreSQL {version}, Python {platform.python_version()}."
        " Threads start at a barrier and meet again between the check and the write of the verb.\n"
        "Violations per trials, with the guard and without it (the control must fail in 95 % or more).\n\n"
        "| Rule | threads | violations | without its guard |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )
