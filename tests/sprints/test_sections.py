"""The weeks and places of the edition's file: loading again takes away nothing that staff or teams rely on."""

import pytest

from portal.errors import Refused
from portal.models import RoleKind
from sprints import actions
from sprints.models import Booking, Place, Week
from teams.models import Membership
from tests.refusals import rows
from tests.sprints.stage import WEEK_10, WEEK_16, held, place, week
from tests.test_load_edition import LATER, TEXT, change, faults_of, load
from tests.world import DURING_TEAMS

DAYS = "  iso_weeks: [9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]"
TWO = change((DAYS, f"  places_per_week: 2\n{DAYS}"))
SHORTER = change(
    ("window: {from: 2022-02-28, until: 2022-05-13}", "window: {from: 2022-03-14, until: 2022-05-13}"),
    (DAYS, DAYS.replace("[9, 10, ", "[")),
)

pytestmark = pytest.mark.django_db


def numbers():
    return [week.places.count() for week in Week.objects.all()]


def test_each_week_gets_a_place_and_a_short_week_waits_for_staff():
    load()
    assert numbers() == [1] * 11
    assert [one.number for one in Week.objects.filter(bookable=False)] == [WEEK_16]


def test_the_file_may_say_how_many_teams_a_week_takes():
    load(TWO)
    assert numbers() == [2] * 11


@pytest.mark.parametrize("number", ["0", "21", "twee", "-1"])
def test_a_number_of_places_that_cannot_be_is_a_fault(number):
    [fault] = faults_of(change((DAYS, f"  places_per_week: {number}\n{DAYS}")))
    assert "design_sprint.places_per_week" in fault


def test_more_places_later_are_added_and_fewer_take_none_away(world):
    held(world, world.team())
    before = place(WEEK_10).pk
    load(TWO, at=LATER)
    assert numbers() == [2] * 11
    load(TEXT, at=LATER)
    assert numbers() == [2] * 11
    assert Booking.objects.get().place_id == before


def test_another_file_leaves_alone_what_staff_decided(world):
    here = place(WEEK_10)
    here.room, here.designer = "Zaal Noord", world.designer
    actions.save_place(here, by=world.staff, at=DURING_TEAMS)
    actions.save_place(Place(week=week(WEEK_10), room="Extra"), by=world.staff, at=DURING_TEAMS)
    actions.allow_week(week(WEEK_16), True, by=world.staff, at=DURING_TEAMS)
    actions.allow_week(week(WEEK_10), False, by=world.staff, at=DURING_TEAMS)

    load(change(("Waarom dit idee?", "Waarom wil je dit?")), at=LATER)

    assert list(week(WEEK_10).places.values_list("number", "room")) == [(1, "Zaal Noord"), (2, "Extra")]
    assert (week(WEEK_16).bookable, week(WEEK_10).bookable) == (True, False)
    assert world.designer.roles.get().kind == RoleKind.UX_DESIGNER


def test_a_week_without_bookings_may_go():
    load()
    load(SHORTER, at=LATER)
    assert [one.number for one in Week.objects.all()] == list(range(11, 20))
    assert Place.objects.count() == 9


def test_a_week_with_a_booking_stays_and_the_refusal_says_which(world):
    held(world, world.team())
    before = rows()
    with pytest.raises(Refused, match="‘week 10’ is in gebruik"):
        load(SHORTER, at=LATER)
    assert rows() == before
    assert Membership.objects.count() == 3
