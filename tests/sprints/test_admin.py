"""Sprint weeks in the admin: staff open weeks and arrange places by the verbs; bookings are read."""

import pytest
from django.urls import reverse

from portal import history
from sprints.models import Booking, Place, Week
from tests.refusals import rows
from tests.sprints.stage import WEEK_10, WEEK_16, booked, letters, place, week
from tests.test_admin import as_it_stands, url
from tests.world import DURING_TEAMS


@pytest.fixture
def staff(world, client_of, now):
    now(DURING_TEAMS)
    return client_of(world.staff)


def test_staff_open_a_short_week(world, staff):
    page = url("sprints.week", "change", week(WEEK_16).pk)

    response = staff.post(page, as_it_stands(staff, page) | {"bookable": "on"})

    assert response.status_code == 302
    assert week(WEEK_16).bookable
    assert [event.kind for event in history.of(week(WEEK_16))] == ["allow"]


def test_staff_close_a_week(world, staff):
    page = url("sprints.week", "change", week(WEEK_10).pk)
    told = {name: value for name, value in as_it_stands(staff, page).items() if name != "bookable"}

    assert staff.post(page, told).status_code == 302

    assert not week(WEEK_10).bookable
    assert Week.objects.filter(bookable=True).count() == 9


def test_staff_add_a_place(world, staff):
    response = staff.post(
        url("sprints.place", "add"), {"week": week(WEEK_10).pk, "room": "Zaal Zuid", "designer": ""}
    )

    assert response.status_code == 302
    made = Place.objects.get(room="Zaal Zuid")
    assert (made.week, made.number) == (week(WEEK_10), 2)


def test_a_new_room_goes_to_the_calendars_of_who_is_booked_there(world, staff):
    booked(world, world.team())
    page = url("sprints.place", "change", place(WEEK_10).pk)

    staff.post(page, as_it_stands(staff, page) | {"room": "Zaal Noord", "designer": world.designer.pk})

    assert (place(WEEK_10).room, place(WEEK_10).designer) == ("Zaal Noord", world.designer)
    assert letters("sprint_changed") == ["Eigenaar Een", "Lid Een", "Lid Twee", "UX-designer Een"]


def test_only_designers_can_be_chosen(world, staff):
    before = rows()
    page = url("sprints.place", "change", place(WEEK_10).pk)

    response = staff.post(page, as_it_stands(staff, page) | {"designer": world.employee.pk})

    assert response.status_code == 200
    assert response.context["adminform"].form.errors["designer"]
    assert rows() == before


def test_a_week_that_has_all_its_places_says_so(world, staff):
    Place.objects.bulk_create(Place(week=week(WEEK_10), number=number) for number in range(2, 21))
    before = rows()

    response = staff.post(url("sprints.place", "add"), {"week": week(WEEK_10).pk, "room": "Nog een"})

    assert response.status_code == 200
    assert "Een week telt maximaal 20 plaatsen." in response.content.decode()
    assert rows() == before


@pytest.mark.parametrize("room", ["x" * 5000, "a\0b"])
def test_a_room_that_cannot_be_is_told(world, staff, room):
    before = rows()
    page = url("sprints.place", "change", place(WEEK_10).pk)
    response = staff.post(page, as_it_stands(staff, page) | {"room": room})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["room"]
    assert rows() == before


def test_bookings_are_read_with_who_confirmed(world, staff):
    booking = booked(world, world.team())

    html = staff.get(url("sprints.booking", "change", booking.pk)).content.decode()

    assert "Lid Twee" in html
    assert staff.post(url("sprints.booking", "change", booking.pk), {"state": "held"}).status_code == 403
    assert Booking.objects.get().state == "booked"
    assert staff.get(reverse("admin:sprints_booking_changelist")).status_code == 200
