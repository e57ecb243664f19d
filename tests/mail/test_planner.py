"""The plan becomes rows: once each, whoever runs it how often, and along with a date that moves."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail as box
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import clock, delivery, outbox, phases, registry, tasks
from portal.mail import calendar, plan, planner, times
from portal.mail.batches import Batch
from portal.models import Heartbeat, Letter, Mailing, Phase, Subscription
from portal.models.mail import LetterState
from tests.sprints import stage as sprints
from tests.world import DEADLINE, DURING_TEAMS, local

WEEK_BEFORE = local(2022, 1, 7, 9)  # seven days before the last day, at nine


@pytest.fixture
def drafts(world, now):
    """A draft of each owner, a quarter before the reminder of seven days."""
    at = local(2022, 1, 7, 8, 45)
    now(at)
    world.draft(world.owner, at=at), world.draft(world.other_owner, "Lucht in de klas", at=at)
    planner.tick(at=at)
    return world


def of(name, **which):
    return Letter.objects.filter(name=name, **which)


def move(world, key, closes, *, at):
    phase = Phase.objects.get(edition=world.edition, key=key)
    phase.closes_at = closes
    phases.move_phase(phase, reason="De zaal is bezet.", by=world.staff, at=at)


def minute(now, at):
    """What worker and beat do in a minute."""
    now(at)
    tasks.plan()
    tasks.sweep()


# --- once each ---


def test_a_reminder_leaves_at_its_moment_to_who_it_concerns(drafts, now):
    minute(now, WEEK_BEFORE - timedelta(minutes=1))
    assert not of("draft_waits").exists()
    minute(now, WEEK_BEFORE)
    assert {one.recipient for one in of("draft_waits")} == {drafts.owner, drafts.other_owner}
    assert {one.state for one in of("draft_waits")} == {LetterState.SENT}
    assert box.outbox[-1].subject == "Dien je idee in voor vrijdag 14 januari 2022, 23.59 uur"


def test_planning_twice_makes_nothing_new(drafts, now):
    now(WEEK_BEFORE)
    assert planner.tick(at=WEEK_BEFORE) == 2
    before = set(Mailing.objects.values_list("pk", "due_at")), set(Letter.objects.values_list("pk", "state"))
    assert planner.tick(at=WEEK_BEFORE) == 0
    after = set(Mailing.objects.values_list("pk", "due_at")), set(Letter.objects.values_list("pk", "state"))
    assert before == after


def test_who_handed_in_meanwhile_hears_nothing(drafts, now):
    now(WEEK_BEFORE)
    planner.tick(at=WEEK_BEFORE)
    drafts.edition.ideas.update(state="discarded")
    delivery.deliver()
    assert {one.state for one in of("draft_waits")} == {LetterState.CANCELLED}


def test_a_worker_that_dies_goes_on_behind_the_last_letter(drafts, now, monkeypatch):
    now(WEEK_BEFORE)
    monkeypatch.setattr(planner, "BATCH", 1)
    assert planner._write_batch(WEEK_BEFORE) == 1
    assert Mailing.objects.get(name="draft_waits", occasion="-7d").done_at is None
    assert planner.write_due(at=WEEK_BEFORE) == 1
    assert Mailing.objects.get(name="draft_waits", occasion="-7d").done_at == WEEK_BEFORE
    assert of("draft_waits").count() == 2


def test_a_cursor_that_is_lost_makes_no_second_letter(drafts, now):
    """The last line is the unique key of letters."""
    now(WEEK_BEFORE)
    planner.tick(at=WEEK_BEFORE)
    Mailing.objects.filter(name="draft_waits", occasion="-7d").update(cursor="", done_at=None)
    planner.write_due(at=WEEK_BEFORE)
    assert of("draft_waits").count() == 2


def test_many_are_written_in_batches_with_as_many_queries_each(drafts, now, monkeypatch):
    people = [
        Subscription(email=f"p{n}@elders.be", asked_at=WEEK_BEFORE, confirmed_at=WEEK_BEFORE)
        for n in range(60)
    ]
    Subscription.objects.bulk_create(people)
    monkeypatch.setattr(planner, "BATCH", 20)
    Mailing.objects.filter(name="call_closes").update(due_at=WEEK_BEFORE, done_at=None, expires_at=DEADLINE)
    Mailing.objects.get_or_create(
        edition=drafts.edition,
        name="call_closes",
        occasion="-14d",
        defaults={"due_at": WEEK_BEFORE, "expires_at": DEADLINE},
    )
    Mailing.objects.exclude(name="call_closes").update(done_at=WEEK_BEFORE)
    asked = []

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    costs = []
    for _batch in range(3):
        asked.clear()
        with connection.execute_wrapper(count):
            assert planner._write_batch(WEEK_BEFORE) == 20
        costs.append(len(asked))
    assert len(set(costs)) == 1
    assert of("call_closes").count() == 60


# --- a date that moves ---


def test_a_deadline_that_moves_takes_its_reminders_along(drafts, now):
    due = dict(Mailing.objects.filter(name="draft_waits").values_list("occasion", "due_at"))
    move(drafts, "submission", DEADLINE + timedelta(days=10), at=local(2022, 1, 7, 8, 50))
    moved = dict(Mailing.objects.filter(name="draft_waits").values_list("occasion", "due_at"))
    assert {key: moved[key] - due[key] for key in due} == dict.fromkeys(due, timedelta(days=10))
    minute(now, WEEK_BEFORE)
    assert not of("draft_waits").exists()
    minute(now, WEEK_BEFORE + timedelta(days=10))
    assert of("draft_waits", occasion="-7d").count() == 2


def test_what_left_before_the_move_does_not_come_twice(drafts, now):
    minute(now, WEEK_BEFORE)
    move(drafts, "submission", DEADLINE + timedelta(days=10), at=WEEK_BEFORE)
    minute(now, WEEK_BEFORE + timedelta(days=10))
    assert of("draft_waits", occasion="-7d").count() == 2


def test_letters_that_wait_move_along(drafts, now):
    now(WEEK_BEFORE)
    planner.tick(at=WEEK_BEFORE)
    move(drafts, "submission", DEADLINE + timedelta(days=10), at=WEEK_BEFORE)
    assert delivery.deliver() == 0
    minute(now, WEEK_BEFORE + timedelta(days=10))
    assert {one.state for one in of("draft_waits", occasion="-7d")} == {LetterState.SENT}


def claimed_while_it_moves(drafts, now):
    """The letters that a worker holds while staff move the deadline."""
    now(WEEK_BEFORE)
    planner.tick(at=WEEK_BEFORE)
    batch = delivery.claim()
    rests_on = Batch.of(batch)
    move(drafts, "submission", DEADLINE + timedelta(days=10), at=WEEK_BEFORE)
    server = mock.Mock()
    return [delivery._send(letter, server, rests_on) for letter in batch if letter.name == "draft_waits"]


def test_a_letter_in_the_hand_of_a_worker_waits_for_the_new_moment(drafts, now):
    assert claimed_while_it_moves(drafts, now) == [False, False]
    assert {(one.state, one.due_at) for one in of("draft_waits")} == {
        (LetterState.QUEUED, WEEK_BEFORE + timedelta(days=10))
    }


def test_if_it_were_not_taken_back_it_would_leave(drafts, now, monkeypatch):
    monkeypatch.setattr(outbox, "take_back", lambda which: 1)
    assert claimed_while_it_moves(drafts, now) == [True, True]


def test_a_phase_that_loses_its_date_cancels_what_it_planned(drafts, now):
    now(WEEK_BEFORE)
    planner.tick(at=WEEK_BEFORE)
    phase = Phase.objects.get(edition=drafts.edition, key="submission")
    phase.opens_at = phase.closes_at = None
    phases.move_phase(phase, by=drafts.staff, at=WEEK_BEFORE)
    assert {one.state for one in of("draft_waits")} == {LetterState.CANCELLED}
    assert not Mailing.objects.filter(name="draft_waits", started_at=None).exists()


def test_who_takes_part_hears_that_a_date_moved_once_for_two_changes(drafts, now):
    at = local(2022, 1, 7, 10)
    now(at)
    move(drafts, "submission", DEADLINE + timedelta(days=3), at=at)
    move(drafts, "submission", DEADLINE + timedelta(days=10), at=at + timedelta(minutes=5))
    minute(now, at + timedelta(minutes=30))
    told = of("date_moved", recipient=drafts.owner)
    assert told.count() == 1
    assert "maandag 24 januari 2022, 23.59 uur" in told.get().text
    assert not of("date_moved", recipient=drafts.employee).exists()


def test_words_alone_tell_nobody(drafts, now):
    phase = Phase.objects.get(edition=drafts.edition, key="submission")
    phase.label_nl = "Indienen"
    phases.move_phase(phase, by=drafts.staff, at=WEEK_BEFORE)
    assert not Mailing.objects.filter(name="date_moved").exists()


# --- silence ---


def test_after_a_day_of_silence_all_is_caught_up(drafts, now):
    minute(now, WEEK_BEFORE + timedelta(days=1))
    assert {one.state for one in of("draft_waits", occasion="-7d")} == {LetterState.SENT}


def test_what_is_too_late_is_not_written(drafts, now):
    minute(now, WEEK_BEFORE + times.STALE)
    assert not of("draft_waits", occasion="-7d").exists()


def test_what_waited_too_long_is_cancelled_with_its_reason(drafts, now):
    now(WEEK_BEFORE)
    planner.tick(at=WEEK_BEFORE)
    now(WEEK_BEFORE + times.STALE)
    assert delivery.deliver() == 0
    assert {(one.state, one.reply) for one in of("draft_waits")} == {
        (LetterState.CANCELLED, "te laat: het heeft geen zin meer")
    }


def test_the_planner_shows_that_it_lives(world):
    tasks.plan()
    assert clock.machine() - Heartbeat.objects.get(name="planner").at < timedelta(minutes=1)


# --- held by staff ---


def test_a_letter_that_is_held_waits_and_goes_on(drafts, now):
    plan.pause(drafts.edition, "draft_waits", on=True, by=drafts.staff, at=WEEK_BEFORE)
    minute(now, WEEK_BEFORE)
    assert {one.state for one in of("draft_waits")} == {LetterState.QUEUED}
    assert plan.pause(drafts.edition, "draft_waits", on=True, by=drafts.staff, at=WEEK_BEFORE) is False
    plan.pause(drafts.edition, "draft_waits", on=False, by=drafts.staff, at=WEEK_BEFORE)
    minute(now, WEEK_BEFORE + timedelta(hours=1))
    assert {one.state for one in of("draft_waits")} == {LetterState.SENT}


def test_all_of_them_can_be_held(drafts, now):
    plan.pause(drafts.edition, plan.ALL, on=True, by=drafts.staff, at=WEEK_BEFORE)
    minute(now, WEEK_BEFORE)
    assert box.outbox == []


def test_another_hour_moves_what_did_not_leave(drafts, now):
    plan.set_times(
        drafts.edition, "draft_waits", offsets="-7d, -1d", hour=14, by=drafts.staff, at=WEEK_BEFORE
    )
    assert set(Mailing.objects.filter(name="draft_waits").values_list("occasion", flat=True)) == {
        "-7d",
        "-1d",
    }
    minute(now, WEEK_BEFORE)
    assert not of("draft_waits").exists()
    minute(now, local(2022, 1, 7, 14))
    assert of("draft_waits").count() == 2


# --- what each thing has for itself ---


def test_a_booked_week_is_announced_to_members_and_designer(world, now):
    team = world.team()
    booking = sprints.booked(world, team)
    monday = booking.place.week.monday
    Place = type(booking.place)  # noqa: N806 the model, without importing it here
    Place.objects.filter(pk=booking.place_id).update(designer=world.designer)
    at = local(monday.year, monday.month, monday.day, 9) - timedelta(days=7)
    minute(now, at)
    told = of("sprint_soon", occasion=f"-7d {monday.isoformat()}")
    assert {one.recipient for one in told} == {world.owner, world.member, world.second_member, world.designer}
    assert "Breng mee: je laptop" in told.first().text
    minute(now, at + timedelta(minutes=1))
    assert told.count() == 4


def test_the_month_of_a_poc_is_told_once(world, now):
    from tests.poc import stage as poc

    poc.project_of(world)
    august = local(2022, 8, 1, 9)
    minute(now, august)
    minute(now, august + timedelta(minutes=1))
    assert of("poc_month").count() == 3
    assert set(of("poc_month").values_list("occasion", flat=True)) == {"0d 2022-08"}


def test_every_moment_and_audience_can_be_asked(world, now):
    """On every phase of an edition the whole plan can be read, and every reminder has a moment in words."""
    world.team()
    now(DURING_TEAMS)
    for reminder in registry.reminders.values():
        assert plan.moment_label(reminder.moment)
        assert times.parse(reminder.offsets)
        if reminder.audience:
            reminder.audience(world.edition, DURING_TEAMS).count()
        else:
            list(reminder.targets(world.edition, DURING_TEAMS))
    assert calendar.coming(world.edition, at=DURING_TEAMS) is not None
    assert len(registry.letters) >= 60


def test_many_things_cost_as_many_queries_as_one(world, now):
    """What waits is asked for all things together, each minute."""
    now(DURING_TEAMS)
    first, second = sprints.two_teams(world)
    costs = []
    for team, week, owner in ((first, sprints.WEEK_10, world.owner), (second, 11, world.other_owner)):
        sprints.held(world, team, week, by=owner)
        with CaptureQueriesContext(connection) as asked:
            planner.write_own(world.edition, at=DURING_TEAMS)
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_write_each_letter_once(monkeypatch):
    """Both look at the same mailing: one has it, the other passes by."""
    from tests.races.arena import together
    from tests.world import build

    world = build()
    for owner in (world.owner, world.other_owner, world.employee):
        world.draft(owner, at=WEEK_BEFORE)
    planner.replan(world.edition, at=WEEK_BEFORE)
    monkeypatch.setattr(planner, "BATCH", 1)
    written = together([lambda: planner.write_due(at=WEEK_BEFORE)] * 2)
    assert sum(written) == of("draft_waits").count() == 3
