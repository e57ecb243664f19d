"""The .ics of a sprint week, read back by the library that calendars are made with; and the letters that carry it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from portal import delivery
from portal.models import Letter
from portal.models.mail import LetterState
from sprints import actions, content
from sprints.content import Days, Entry
from sprints.models import Place
from sprints.states import BookingState
from teams import actions as teams
from teams.models import Membership
from tests.sprints.stage import WEEK_10, WEEK_11, WEEK_16, booked, held, now_of, place, two_teams, week
from tests.world import DURING_TEAMS

BRUSSELS = ZoneInfo("Europe/Brussels")
LATER = DURING_TEAMS + timedelta(hours=1)


def entry(first, count=5, sequence=3, **changes):
    values = {
        "uid": "sprint-abc@portaal",
        "sequence": sequence,
        "days": Days(first, count, BRUSSELS),
        "title": "Design Sprint: Sluizen; slim, en snel\nDTSTART:19990101",
        "about": "Met een UX-designer.",
        "location": "Zaal Noord",
        "contact": "sandbox@vlaanderen.be",
        "organiser": "Sandbox Vlaanderen",
        "page": "https://portaal/2021-2022/sprintweken/abc/",
    }
    return Entry(**values | changes)


def event_in(text):
    whole = Calendar.from_ical(text)
    [event] = whole.walk("VEVENT")
    return whole, event


def make(first, count=5, method=content.REQUEST, **changes):
    text = content.calendar(
        entry(first, count, **changes), method, at=DURING_TEAMS, name='Lid "Een"', address="lid@vlaanderen.be"
    )
    return event_in(text)


@pytest.mark.parametrize(
    ("first", "hour"),
    [(date(2022, 3, 21), 8), (date(2022, 3, 28), 7), (date(2022, 10, 24), 7), (date(2022, 10, 31), 8)],
    ids=["last winter week", "first summer week", "last summer week", "first winter week"],
)
def test_every_day_begins_at_nine_in_brussels_on_both_sides_of_the_clock(first, hour):
    whole, event = make(first)

    begins, ends = event["DTSTART"].dt, event["DTEND"].dt
    assert begins.astimezone(UTC) == datetime(first.year, first.month, first.day, hour, tzinfo=UTC)
    assert ends - begins == timedelta(hours=8)
    assert event["RRULE"] == {"FREQ": ["DAILY"], "COUNT": [5]}
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert [zone["TZID"] for zone in whole.walk("VTIMEZONE")] == ["Europe/Brussels"]


def test_a_short_week_has_four_days_from_its_tuesday():
    _whole, event = make(date(2022, 4, 19), 4)
    assert (event["DTSTART"].dt.date(), event["RRULE"]["COUNT"]) == (date(2022, 4, 19), [4])


def test_an_entry_says_who_what_and_where_and_no_text_becomes_a_property():
    whole, event = make(date(2022, 3, 7))

    assert whole["METHOD"] == "REQUEST"
    assert str(event["SUMMARY"]).startswith("Design Sprint: Sluizen; slim, en snel\n")
    assert event["DTSTART"].dt.year == 2022
    assert (event["UID"], event["SEQUENCE"], event["LOCATION"]) == ("sprint-abc@portaal", 3, "Zaal Noord")
    assert event["DTSTAMP"].dt == DURING_TEAMS
    assert event["ORGANIZER"] == "mailto:sandbox@vlaanderen.be"
    assert event["ATTENDEE"] == "mailto:lid@vlaanderen.be"
    assert event["ATTENDEE"].params["CN"] == 'Lid "Een"'


def test_lines_are_folded_and_end_as_the_standard_says():
    text = content.calendar(entry(date(2022, 3, 7), title="é" * 200), content.REQUEST, at=DURING_TEAMS)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_a_copy_to_download_names_nobody():
    text = content.calendar(entry(date(2022, 3, 7)), content.PUBLISH, at=DURING_TEAMS)
    whole, event = event_in(text)
    assert whole["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event


def test_a_cancellation_is_about_the_same_entry():
    whole, event = make(date(2022, 3, 7), method=content.CANCEL)
    assert (whole["METHOD"], event["STATUS"], event["UID"]) == ("CANCEL", "CANCELLED", "sprint-abc@portaal")


# --- as the letters carry it ---


@pytest.fixture
def team(world, now):
    now(LATER)
    return world.team()


def sent_to(person):
    """Every invitation that somebody received, in order: method, UID, sequence, first day, attendee."""
    delivery.deliver()
    rows = Letter.objects.filter(recipient=person, state=LetterState.SENT).exclude(calendar="").order_by("pk")
    found = []
    for letter in rows:
        whole, event = event_in(letter.calendar)
        assert event["ATTENDEE"] == f"mailto:{person.email}"
        found.append(
            (str(whole["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), event["DTSTART"].dt.date())
        )
    return found


def rises(found):
    """One entry for all its life, and each change with a higher number than the one before."""
    assert len({uid for _method, uid, _sequence, _day in found}) == 1
    numbers = [sequence for _method, _uid, sequence, _day in found]
    assert numbers == sorted(set(numbers)), numbers
    return [(method, day) for method, _uid, _sequence, day in found]


def test_booked_changed_and_let_go_is_one_entry_in_everybodys_calendar(world, team):
    booking = booked(world, team)
    sent_to(world.member)
    here = place(WEEK_10)
    here.room = "Zaal Noord"
    actions.save_place(here, by=world.staff, at=LATER)
    sent_to(world.member)
    actions.cancel_booking(booking, by=world.owner, at=LATER)

    first = date(2022, 3, 7)
    for person in (world.owner, world.member, world.second_member):
        assert rises(sent_to(person)) == [("REQUEST", first), ("REQUEST", first), ("CANCEL", first)]


def test_a_move_is_a_cancellation_and_then_the_same_entry_elsewhere(world, team):
    booked(world, team)
    sent_to(world.member)
    held(world, team, WEEK_11)
    sent_to(world.member)
    booked(world, team, WEEK_11)

    assert rises(sent_to(world.member)) == [
        ("REQUEST", date(2022, 3, 7)),
        ("CANCEL", date(2022, 3, 7)),
        ("REQUEST", date(2022, 3, 14)),
    ]


def test_who_leaves_gets_a_cancellation_and_the_others_hear_later_changes(world, team):
    booked(world, team)
    sent_to(world.member)
    teams.leave(Membership.objects.get(team=team, person=world.member), by=world.member, at=LATER)
    sent_to(world.member)
    here = place(WEEK_10)
    here.room = "Zaal Noord"
    actions.save_place(here, by=world.staff, at=LATER)

    assert [method for method, _day in rises(sent_to(world.member))] == ["REQUEST", "CANCEL"]
    assert [method for method, _day in rises(sent_to(world.owner))] == ["REQUEST", "REQUEST"]


def test_an_invitation_that_did_not_leave_before_the_week_was_let_go_never_leaves(world, team):
    booking = booked(world, team)
    actions.cancel_booking(booking, by=world.owner, at=LATER)

    assert [method for method, _day in rises(sent_to(world.member))] == ["CANCEL"]


def test_an_invitation_still_leaves_when_another_member_went_in_between(world, team):
    booked(world, team)
    teams.leave(
        Membership.objects.get(team=team, person=world.second_member), by=world.second_member, at=LATER
    )

    assert [method for method, _day in rises(sent_to(world.member))] == ["REQUEST"]
    assert [method for method, _day in rises(sent_to(world.second_member))] == ["CANCEL"]


def test_a_short_week_in_a_letter_begins_on_tuesday_at_the_place_of_the_edition(world, team):
    actions.allow_week(week(WEEK_16), True, by=world.staff, at=DURING_TEAMS)
    booked(world, team, WEEK_16)
    delivery.deliver()

    _whole, event = event_in(Letter.objects.get(name="sprint_booked", recipient=world.member).calendar)
    assert (event["DTSTART"].dt.date(), event["RRULE"]["COUNT"]) == (date(2022, 4, 19), [4])
    assert event["LOCATION"] == world.edition.place


# --- the words of letters, and when they are moot ---


def texts(name):
    delivery.deliver()
    return list(Letter.objects.filter(name=name, state=LetterState.SENT).order_by("pk"))


def cancelled(name):
    delivery.deliver()
    return Letter.objects.filter(name=name, state=LetterState.CANCELLED).count()


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (
            "nl",
            "Bevestig jullie sprintweek voor {until}: week 10: 7 – 11 maart",
            "donderdag 17 februari 2022, 09.59 uur",
        ),
        ("en", "Confirm your sprint week before {until}: week 10: 7 – 11 March", "Thursday 17 February 2022"),
    ],
)
def test_a_member_reads_which_week_and_until_when(world, team, language, subject, words):
    type(world.member).objects.filter(pk=world.member.pk).update(language=language)
    held(world, team)

    [letter] = [one for one in texts("sprint_week_held") if one.recipient == world.member]
    begins, _until, ends = subject.partition("{until}")
    assert letter.title.startswith(f"{begins}{words}")
    assert letter.title.endswith(ends)
    assert words in letter.text
    assert f"/2021-2022/sprintweken/{team.pk}/" in letter.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_letter_has_words_in_both_languages(world, now, language):
    now(DURING_TEAMS)
    one, other = two_teams(world)
    type(world.owner).objects.update(language=language)
    first = held(world, one)
    at = DURING_TEAMS + content.HOLD
    now(at)
    held(world, other, by=world.other_owner, at=at)
    assert now_of(first).state == BookingState.LAPSED
    delivery.deliver()
    here = place(WEEK_10)
    booking = booked(world, other, at=at)
    here.designer, here.room = world.designer, "Zaal <b>Noord</b>"
    delivery.deliver()
    actions.save_place(here, by=world.staff, at=at)
    delivery.deliver()
    actions.cancel_booking(booking, by=world.other_owner, at=at)
    delivery.deliver()

    sent = Letter.objects.filter(name__startswith="sprint_", state=LetterState.SENT)
    assert {letter.name for letter in sent} == {
        "sprint_week_held", "sprint_booked", "sprint_changed", "sprint_cancelled", "sprint_hold_lapsed",
    }  # fmt: skip
    for letter in sent:
        assert "{{" not in letter.text
        assert "<b>" not in letter.html
        assert letter.title


def test_who_confirmed_meanwhile_is_not_asked_any_more(world, team):
    booking = held(world, team)
    actions.confirm_week(booking, by=world.member, at=LATER)

    assert [letter.recipient for letter in texts("sprint_week_held")] == [world.second_member]


def test_nobody_is_asked_for_a_week_that_was_let_go(world, team):
    actions.cancel_booking(held(world, team), by=world.owner, at=LATER)
    assert cancelled("sprint_week_held") == 2


def test_a_team_that_chose_again_does_not_hear_that_its_hold_lapsed(world, now):
    one, other = two_teams(world)
    held(world, one)
    at = DURING_TEAMS + content.HOLD
    held(world, other, by=world.other_owner, at=at)
    held(world, one, WEEK_11, at=at)
    now(at)
    assert cancelled("sprint_hold_lapsed") == 3


def test_a_mail_program_gets_the_method_in_the_header_of_the_part(world, team, mailoutbox):
    booked(world, team)
    delivery.deliver()

    [mail] = [one for one in mailoutbox if one.to == [world.member.email] and "geboekt" in one.subject]
    kinds = [part.get("Content-Type", "") for part in mail.message().walk()]
    assert any("text/calendar" in kind and "REQUEST" in kind for kind in kinds), kinds


def test_a_place_that_is_added_invites_nobody(world, team):
    booked(world, team)
    delivery.deliver()
    actions.save_place(Place(week=week(WEEK_10), room="Zaal Zuid"), by=world.staff, at=LATER)
    assert len(sent_to(world.member)) == 1
