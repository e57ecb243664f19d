"""A deadline is one instant for everybody: the stamp, the grace, the same judgement everywhere, and both DST nights."""

import random
from datetime import UTC, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import settings as checks
from hypothesis import strategies as st

from ideas import actions as ideas
from ideas.models import Idea, Submission
from portal import timeline
from portal.errors import Closed
from portal.middleware import arrival
from portal.models import Edition, Phase, PhaseKey
from portal.templatetags.portal import deadline, moment
from portal.timeline import Timeline
from tests.world import DEADLINE, DURING_SUBMISSION

BRUSSELS = ZoneInfo("Europe/Brussels")
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
TICK = timedelta(microseconds=1)
GRACE = timedelta(seconds=60)
KEY = "2021-2022"


# --- the stamp ---


def arrived(stamp, *, now=DEADLINE, trusted=True, settings=None):
    settings.TRUST_X_REQUEST_START = trusted
    headers = {} if stamp is None else {"X-Request-Start": stamp}
    with mock.patch("portal.clock.now", return_value=now):
        return arrival(RequestFactory().get("/", headers=headers))


def stamp_of(instant):
    return f"t={instant.timestamp():.6f}"


@pytest.mark.parametrize("age", [timedelta(0), SECOND / 2, 5 * SECOND, 60 * SECOND])
def test_the_stamp_of_a_trusted_proxy_counts(settings, age):
    assert arrived(stamp_of(DEADLINE - age), settings=settings) == DEADLINE - age


def test_seconds_without_the_prefix_are_a_stamp_too(settings):
    assert arrived(str(DEADLINE.timestamp() - 3), settings=settings) == DEADLINE - 3 * SECOND


def test_a_stamp_is_ignored_when_the_proxy_is_not_trusted(settings):
    assert arrived(stamp_of(DEADLINE - 5 * SECOND), trusted=False, settings=settings) == DEADLINE


def test_without_a_stamp_our_own_clock_counts(settings):
    assert arrived(None, settings=settings) == DEADLINE


@pytest.mark.parametrize(
    "away", [SECOND / 1000, SECOND, timedelta(days=1), -61 * SECOND, -timedelta(days=400)]
)
def test_a_stamp_from_the_future_or_too_old_is_not_believed(settings, away):
    assert arrived(stamp_of(DEADLINE + away), settings=settings) == DEADLINE


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "t=",
        "t=x",
        "nan",
        "t=nan",
        "inf",
        "-inf",
        "1e400",
        "1e30",
        "-1e30",
        "t=t=1",
        "0x10",
        "t=1;t=2",
        "9" * 400,
    ],
)
def test_garbage_is_not_believed(settings, garbage):
    assert arrived(garbage, settings=settings) == DEADLINE


@given(stamp=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40) | st.floats().map(str))
@checks(deadline=None)
def test_no_stamp_moves_a_request_more_than_a_minute(stamp):
    with mock.patch("portal.middleware.settings") as ours:
        at = arrived(stamp, settings=ours)
    assert DEADLINE - MINUTE <= at <= DEADLINE


# --- the judgement ---


def windows(*, closes_at=DEADLINE, grace=60, opens_at=DURING_SUBMISSION):
    phase = Phase(key=PhaseKey.SUBMISSION, opens_at=opens_at, closes_at=closes_at)
    return Timeline(Edition(key=KEY, grace_seconds=grace), [phase])


EDGES = [
    (-5 * SECOND, True),
    (-TICK, True),
    (timedelta(0), True),
    (TICK, True),
    (30 * SECOND, True),
    (GRACE - TICK, True),
    (GRACE, False),
    (GRACE + TICK, False),
    (65 * SECOND, False),
]


@pytest.mark.parametrize(("after", "counts"), EDGES)
def test_the_edges(after, counts):
    assert windows().accepts(PhaseKey.SUBMISSION, DEADLINE + after) is counts


def instants(count):
    """So many instants from 5 s before the deadline to 65 s after it, to the microsecond."""
    draw = random.Random(2022)
    return [DEADLINE + timedelta(microseconds=draw.randrange(-5_000_000, 65_000_001)) for _ in range(count)]


def test_a_thousand_instants_are_judged_by_the_rule():
    judged = [windows().accepts(PhaseKey.SUBMISSION, at) for at in instants(1000)]
    assert judged == [at < DEADLINE + GRACE for at in instants(1000)]
    assert 0 < judged.count(False) < 1000


@given(
    after=st.timedeltas(min_value=-4 * MINUTE, max_value=3 * MINUTE),
    grace=st.integers(0, 60),
    length=st.timedeltas(min_value=MINUTE, max_value=3 * MINUTE),
)
def test_any_window_with_any_grace(after, grace, length):
    """Never before it opens, never later than the grace, for every window of a minute or more."""
    at, opens_at = DEADLINE + after, DEADLINE - length
    asked = windows(opens_at=opens_at, grace=grace)
    assert asked.accepts(PhaseKey.SUBMISSION, at) is (opens_at <= at < DEADLINE + grace * SECOND)
    assert asked.is_open(PhaseKey.SUBMISSION, at) is (opens_at <= at < DEADLINE)


def test_a_phase_without_dates_never_accepts():
    undated = windows(opens_at=None, closes_at=None)
    assert not undated.accepts(PhaseKey.SUBMISSION, DEADLINE)
    assert not undated.accepts("unheard_of", DEADLINE)


# --- the verb and the page ---


def hand_in(world, idea, at):
    return ideas.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=at)


def check_page(idea):
    return reverse("ideas:check", args=[KEY, idea.pk])


@pytest.mark.parametrize(("after", "counts"), EDGES)
def test_a_post_is_judged_by_its_arrival(world, client_of, now, after, counts):
    idea = world.draft(world.owner)
    now(DEADLINE + after)
    answer = client_of(world.owner).post(check_page(idea), {"public_text_approved": "on"})
    assert answer.status_code == (303 if counts else 409)
    assert [one.at for one in Submission.objects.all()] == ([DEADLINE + after] if counts else [])


def test_a_request_that_waited_at_the_proxy_counts_from_its_arrival(world, client_of, now, settings):
    settings.TRUST_X_REQUEST_START = True
    idea = world.draft(world.owner)
    now(DEADLINE + GRACE + 30 * SECOND)
    reached = DEADLINE + GRACE - SECOND
    answer = client_of(world.owner).post(
        check_page(idea), {"public_text_approved": "on"}, headers={"X-Request-Start": stamp_of(reached)}
    )
    assert answer.status_code == 303
    assert Submission.objects.get().at == reached


def test_too_late_is_a_page_that_explains_and_the_text_stays(world, client_of, now):
    idea = world.draft(world.owner, "Slimme sluisdeuren")
    owner = client_of(world.owner)
    now(DEADLINE + 2 * MINUTE)
    answer = owner.post(check_page(idea), {"public_text_approved": "on"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "vrijdag 14 januari 2022, 23.59 uur" in page
    assert "zaterdag 15 januari 2022, 0.02 uur" in page or "zaterdag 15 januari 2022, 00.02 uur" in page
    text = reverse("ideas:detail", args=[KEY, idea.pk])
    assert text in page
    assert "Antwoord op problem van Slimme sluisdeuren." in owner.get(text).content.decode()
    assert Idea.objects.get().state == "draft"


def test_what_is_typed_after_the_deadline_is_kept(world, client_of, now):
    idea = world.draft(world.owner)
    now(DEADLINE + timedelta(days=1))
    step = reverse("ideas:write", args=[KEY, idea.pk, "why"])
    typed = "Getypt terwijl de klok voorbij middernacht ging."
    assert client_of(world.owner).post(step, {"version": idea.version, "why": typed}).status_code == 303
    assert Idea.objects.get().answers["why"] == typed


def test_the_same_content_after_the_deadline_gives_the_same_receipt(world, client_of, now):
    idea = world.submitted(world.owner)
    receipt = Submission.objects.get()
    now(DEADLINE + timedelta(days=2))
    answer = client_of(world.owner).post(check_page(idea), {"public_text_approved": "on"})
    assert answer.status_code == 303
    assert Submission.objects.get() == receipt
    assert receipt.number in client_of(world.owner).get(answer["Location"]).content.decode()


def test_a_better_version_after_the_deadline_does_not_count(world):
    idea = world.submitted(world.owner)
    late = DEADLINE + timedelta(days=1)
    idea = ideas.save_draft(idea, {"summary": "Beter."}, version=idea.version, by=world.owner, at=late)
    with pytest.raises(Closed):
        hand_in(world, idea, late)
    assert Idea.objects.get().submission == Submission.objects.get()


def test_withdrawn_and_then_too_late_to_come_back(world):
    idea = world.submitted(world.owner)
    ideas.withdraw_idea(idea, by=world.owner, at=DEADLINE - MINUTE)
    with pytest.raises(Closed):
        hand_in(world, idea, DEADLINE + GRACE)
    assert Idea.objects.get().state == "withdrawn"
    assert hand_in(world, idea, DEADLINE + GRACE - TICK).at == DEADLINE + GRACE - TICK


def test_a_deadline_that_staff_move_counts_at_once(world):
    idea = world.draft(world.owner)
    Phase.objects.filter(key=PhaseKey.SUBMISSION).update(closes_at=DEADLINE + timedelta(days=1))
    assert hand_in(world, idea, DEADLINE + timedelta(hours=5)).at == DEADLINE + timedelta(hours=5)


@pytest.mark.deep
def test_a_thousand_submits_round_the_deadline(world):
    wrong = []
    for number, at in enumerate(instants(1000)):
        idea = world.draft(world.owner, f"Idee {number}")
        try:
            counted = hand_in(world, idea, at).at == at
        except Closed:
            counted = False
        if counted is not (at < DEADLINE + GRACE):
            wrong.append(at)
    assert wrong == []


# --- both DST changes, 2026-2030, against an oracle that steps through the hours ---

DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
MONTHS = ["januari", "februari", "maart", "april", "mei", "juni"]
MONTHS += ["juli", "augustus", "september", "oktober", "november", "december"]


def last_sunday(year, month):
    """01:00 UTC on the last Sunday of a month of 31 days: when Europe moves its clocks."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


NIGHTS = [last_sunday(year, month) for year in range(2026, 2031) for month in (3, 10)]


def said(instant):
    """An instant in words, from the parts of the zone's own calendar."""
    here = instant.astimezone(BRUSSELS)
    day = f"{DAYS[here.weekday()]} {here.day} {MONTHS[here.month - 1]} {here.year}"
    return f"{day}, {here.hour:02}.{here.minute:02} uur"


def nights_between(first, last):
    """How many times the local date changes on the way, counted hour by hour."""
    step, forward = first, first <= last
    dates = {first.astimezone(BRUSSELS).date(), last.astimezone(BRUSSELS).date()}
    while (step < last) if forward else (step > last):
        dates.add(step.astimezone(BRUSSELS).date())
        step += timedelta(hours=1 if forward else -1)
    return (len(dates) - 1) * (1 if forward else -1)


def round_the_change(night):
    """Closing instants within two days of the change: every half hour, and every ten minutes in the night itself."""
    coarse = [night + timedelta(minutes=30 * step) for step in range(-96, 97)]
    return coarse + [night + timedelta(minutes=10 * step) for step in range(-18, 19)]


def test_the_nights_are_those_of_the_zone():
    for night in NIGHTS:
        assert (night - TICK).astimezone(BRUSSELS).utcoffset() != night.astimezone(BRUSSELS).utcoffset()


@pytest.mark.parametrize("night", NIGHTS, ids=lambda night: f"{night:%Y-%m}")
def test_deadlines_are_told_right_round_a_change_of_the_clock(night):
    with translation.override("nl"):
        for closes_at in round_the_change(night):
            assert moment(closes_at) == said(closes_at)
            assert deadline(closes_at) == said(closes_at - MINUTE)


@pytest.mark.parametrize("night", NIGHTS, ids=lambda night: f"{night:%Y-%m}")
def test_days_left_are_counted_in_local_days(night):
    draw = random.Random(night.year)
    judged = 0
    for closes_at in round_the_change(night):
        phase = Phase(key="x", opens_at=night - timedelta(days=30), closes_at=closes_at)
        for _ in range(3):
            at = closes_at - timedelta(minutes=draw.randrange(1, 7 * 24 * 60))
            assert timeline.days_left(phase, at) == nights_between(at, closes_at - MINUTE), (at, closes_at)
            judged += 1
    assert judged * len(NIGHTS) >= 5000


@pytest.mark.parametrize("night", NIGHTS, ids=lambda night: f"{night:%Y-%m}")
def test_a_window_over_the_change_is_as_long_as_its_seconds(night):
    """A local day of 23 or 25 hours: open from its first instant until its last, to the microsecond."""
    day = night.astimezone(BRUSSELS).date()
    opens_at = datetime(day.year, day.month, day.day, tzinfo=BRUSSELS).astimezone(UTC)
    closes_at = datetime(day.year, day.month, day.day + 1 if day.day < 31 else 1, tzinfo=BRUSSELS)
    if day.day == 31:
        closes_at = closes_at.replace(month=day.month + 1)
    closes_at = closes_at.astimezone(UTC)
    assert closes_at - opens_at == timedelta(hours=23 if day.month == 3 else 25)
    window = windows(opens_at=opens_at, closes_at=closes_at)
    asked = [opens_at - TICK, opens_at, closes_at - TICK, closes_at]
    assert [window.is_open(PhaseKey.SUBMISSION, at) for at in asked] == [False, True, True, False]
    assert window.accepts(PhaseKey.SUBMISSION, closes_at + GRACE - TICK)
    assert not window.accepts(PhaseKey.SUBMISSION, closes_at + GRACE)
