"""When a reminder leaves, by the clock on the wall: checked against a search through the minutes of the day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.mail import times
from portal.mail.times import Offset, due_at, parse

BRUSSELS = ZoneInfo("Europe/Brussels")
QUARTER = timedelta(minutes=15)
CHANGES = [  # the days on which Brussels changes its clock, 2026-2030
    date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26),
    date(2028, 10, 29), date(2029, 3, 25), date(2029, 10, 28), date(2030, 3, 31), date(2030, 10, 27),
]  # fmt: skip
NUMBERS = st.integers(-40, 40)
HOURS = st.integers(times.QUIET_UNTIL, times.QUIET_FROM - 1)
ANCHORS = st.builds(
    lambda change, days, minutes: (
        datetime.combine(change, time(), UTC) + timedelta(days=days, minutes=minutes)
    ),
    st.sampled_from(CHANGES),
    st.integers(-45, 45),
    st.integers(0, 24 * 60 - 1),
)


def searched(day, hour):
    """The instant at which a clock in Brussels shows this hour on this day: found by looking at every quarter."""
    start = datetime.combine(day, time(), UTC) - timedelta(hours=3)
    quarters = (start + QUARTER * number for number in range(30 * 4))
    shown = [
        one
        for one in quarters
        if (seen := one.astimezone(BRUSSELS)).date() == day and seen.time() == time(hour)
    ]
    assert len(shown) == 1
    return shown[0]


def check_days(anchor, number, hour):
    day = anchor.astimezone(BRUSSELS).date() + timedelta(days=number)
    assert due_at(anchor, Offset(number), hour=hour, zone=BRUSSELS) == searched(day, hour)


def check_hours(anchor, number):
    """So many elapsed hours, or the nearest hour that is not quiet on the side that still helps."""
    due = due_at(anchor, Offset(number, "u"), hour=9, zone=BRUSSELS)
    exact = anchor + timedelta(hours=number)
    shown = due.astimezone(BRUSSELS)
    assert not times.is_quiet(shown.hour)
    if not times.is_quiet(exact.astimezone(BRUSSELS).hour):
        assert due == exact
    else:
        assert due < exact if number < 0 else due > exact
        # On the wall: the night in which the clock goes back lasts an hour more.
        assert abs(shown - exact.astimezone(BRUSSELS)) <= timedelta(hours=13)


@given(ANCHORS, NUMBERS, HOURS)
@settings(max_examples=150, deadline=None)
def test_days_before_and_after_are_days_on_the_calendar(anchor, number, hour):
    check_days(anchor, number, hour)


@given(ANCHORS, NUMBERS)
@settings(max_examples=150, deadline=None)
def test_hours_are_elapsed_and_never_fall_in_the_night(anchor, number):
    check_hours(anchor, number)


@pytest.mark.deep
@given(ANCHORS, NUMBERS, HOURS)
@settings(max_examples=6000, deadline=None)
def test_five_thousand_instants_round_the_changes_of_the_clock(anchor, number, hour):
    check_days(anchor, number, hour)
    check_hours(anchor, number)


def test_elapsed_days_would_be_an_hour_off():
    """The control: seven times 24 hours before the deadline of a week with a change is another hour."""
    anchor = datetime(2026, 4, 2, 7, tzinfo=UTC)  # 9 o'clock, summer time began on 29 March
    right = due_at(anchor, Offset(-7), hour=9, zone=BRUSSELS)
    assert right.astimezone(BRUSSELS).hour == 9
    assert (anchor - timedelta(days=7)).astimezone(BRUSSELS).hour == 8


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("-7d, -2d 0d", ["-7d", "-2d", "0d"]),
        ("+3d -30d", ["-30d", "+3d"]),
        ("-2u -1d -2u", ["-1d", "-2u"]),
        ("", []),
    ],
)
def test_moments_are_read_in_their_order_without_doubles(text, read):
    assert [str(offset) for offset in parse(text)] == read


@pytest.mark.parametrize("text", ["7 dagen", "-7", "-7x", "-1.5d", "-999d", "+100u", "-d", "7d;"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse(text)


def test_a_reminder_makes_no_sense_after_two_days_or_once_it_is_over():
    due = datetime(2022, 1, 13, 8, tzinfo=UTC)
    assert times.expires_at(due, before=None) == due + timedelta(days=2)
    assert times.expires_at(due, before=due + timedelta(hours=5)) == due + timedelta(hours=5)
