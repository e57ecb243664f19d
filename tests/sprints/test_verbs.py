"""The verbs of sprint weeks: hold, confirm, move, let go; weeks and places by staff."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from portal import history, roles
from portal.errors import Closed, Refused
from portal.models import RoleKind
from sprints import actions
from sprints.content import HOLD
from sprints.models import Booking, Confirmation, Place
from sprints.states import BookingState
from teams import actions as teams
from teams.models import Membership
from tests.refusals import refused, rows
from tests.sprints.stage import (
    WEEK_9,
    WEEK_10,
    WEEK_11,
    WEEK_16,
    booked,
    held,
    letters,
    now_of,
    place,
    two_teams,
    week,
)
from tests.world import DURING_SPRINTS, DURING_TEAMS, fresh, local

LATER = DURING_TEAMS + timedelta(hours=1)
RAN_OUT = DURING_TEAMS + HOLD
OUTSIDERS = ["employee", "other_owner", "candidate", "juror", "staff", "designer", "superuser"]


@pytest.fixture
def team(world):
    return world.team()


@pytest.fixture
def teams_(world):
    return two_teams(world)


def story(subject):
    return [event.kind for event in history.of(subject)]


def confirmed(booking):
    return set(booking.confirmations.values_list("person__name", flat=True))


# --- holding ---


def test_a_member_holds_a_week_and_confirms_it_at_once(world, team):
    booking = held(world, team, by=world.member)

    booking = now_of(booking)
    assert (booking.state, booking.place, booking.by) == (BookingState.HELD, place(WEEK_10), world.member)
    assert booking.held_until == DURING_TEAMS + HOLD
    assert confirmed(booking) == {"Lid Een"}
    assert story(booking) == ["hold", "confirm"]
    assert letters("sprint_week_held") == ["Eigenaar Een", "Lid Twee"]


def test_an_owner_who_is_no_member_holds_without_confirming(world, team):
    Membership.objects.filter(team=team, person=world.owner).update(until=LATER)

    booking = held(world, team, at=LATER)

    assert confirmed(booking) == set()
    assert letters("sprint_week_held") == ["Lid Een", "Lid Twee"]


def test_holding_twice_is_holding_once(world, team):
    first = held(world, team)
    before = rows()

    assert held(world, team, by=world.member, at=LATER) == first
    assert rows() == before


def test_a_hold_does_not_last_past_the_beginning_of_the_week(world, team):
    at = local(2022, 2, 25, 10)

    assert held(world, team, WEEK_9, at=at).held_until == local(2022, 2, 28)


def test_another_week_is_a_move_and_everybody_confirms_anew(world, team):
    booking = held(world, team)
    actions.confirm_week(booking, by=world.member, at=DURING_TEAMS)

    held(world, team, WEEK_11, at=LATER)

    booking = now_of(booking)
    assert (booking.place, confirmed(booking)) == (place(WEEK_11), {"Eigenaar Een"})
    assert Booking.objects.count() == 1
    assert letters("sprint_week_held") == ["Lid Een", "Lid Een", "Lid Twee", "Lid Twee"]


def test_a_week_that_is_full_is_refused_in_words(world, teams_):
    one, other = teams_
    held(world, one)

    with refused("Alle plaatsen van week 10 zijn ingenomen. Kies een andere week."):
        held(world, other, by=world.other_owner)


def test_a_second_place_takes_a_second_team(world, teams_):
    one, other = teams_
    actions.save_place(Place(week=week(WEEK_10)), by=world.staff, at=DURING_TEAMS)

    taken = {held(world, one).place.number, held(world, other, by=world.other_owner).place.number}

    assert taken == {1, 2}


@pytest.mark.parametrize("slug", OUTSIDERS)
def test_outsiders_hold_nothing(world, team, slug):
    with refused("Alleen een lid van dit team of een eigenaar"):
        held(world, team, by=world.people[slug])


def test_a_stopped_team_holds_nothing(world, team):
    teams.stop(team, lessons="Genoeg geleerd.", by=world.owner, at=DURING_TEAMS)

    with refused("Dit team is gestopt"):
        held(world, fresh(team))


@pytest.mark.parametrize("at", [local(2022, 3, 7), DURING_SPRINTS])
def test_a_week_that_began_is_not_held(world, team, at):
    with refused("Deze week is al begonnen of voorbij.", Closed):
        held(world, team, at=at)


def test_the_last_instant_before_a_week_still_counts(world, team):
    at = local(2022, 3, 7) - timedelta(microseconds=1)
    assert held(world, team, at=at).held_until == local(2022, 3, 7)


def test_a_short_week_waits_for_staff(world, team):
    with refused("Deze week is nog niet te boeken", Closed):
        held(world, team, WEEK_16)

    actions.allow_week(week(WEEK_16), True, by=world.staff, at=DURING_TEAMS)

    assert held(world, team, WEEK_16).place == place(WEEK_16)


def test_a_short_week_begins_after_its_holiday(world, team):
    actions.allow_week(week(WEEK_16), True, by=world.staff, at=DURING_TEAMS)

    assert held(world, team, WEEK_16, at=local(2022, 4, 18, 12)).held_until == local(2022, 4, 19)


def test_a_week_of_another_edition_is_refused(world, team):
    other = type(world.edition).objects.create(
        key="2020-2021", name_nl="Vorige", organiser="x", contact="x@x.be"
    )
    strange = week(WEEK_10)
    strange.pk, strange.edition = None, other
    strange.save()

    with refused("Deze week hoort bij een andere editie."):
        actions.hold_week(team, strange, by=world.owner, at=DURING_TEAMS)


# --- a hold that runs out ---


def test_a_hold_that_ran_out_makes_room_for_another_team(world, teams_):
    one, other = teams_
    old = held(world, one)

    new = held(world, other, by=world.other_owner, at=RAN_OUT)

    old = now_of(old)
    assert (old.state, old.place, old.held_until, confirmed(old)) == (BookingState.LAPSED, None, None, set())
    assert now_of(new).place == place(WEEK_10)
    lapse = history.of(old).last()
    assert (lapse.kind, lapse.actor) == ("lapse", "hold ran out")
    assert letters("sprint_hold_lapsed") == ["Eigenaar Een", "Lid Een", "Lid Twee"]


def test_until_it_runs_out_a_hold_keeps_others_out(world, teams_):
    one, other = teams_
    held(world, one)

    with refused("Alle plaatsen van week 10"):
        held(world, other, by=world.other_owner, at=RAN_OUT - timedelta(microseconds=1))


def test_a_free_place_is_taken_before_that_of_a_hold_that_ran_out(world, teams_):
    one, other = teams_
    old = held(world, one)
    actions.save_place(Place(week=week(WEEK_10)), by=world.staff, at=DURING_TEAMS)

    held(world, other, by=world.other_owner, at=RAN_OUT)

    assert now_of(old).state == BookingState.HELD


def test_a_hold_that_ran_out_can_still_be_confirmed_while_nobody_took_it(world, team):
    booking = held(world, team)
    for person in (world.member, world.second_member):
        actions.confirm_week(booking, by=person, at=RAN_OUT + timedelta(days=1))

    assert now_of(booking).state == BookingState.BOOKED


def test_a_hold_that_ran_out_can_be_held_again_and_keeps_its_confirmations(world, team):
    booking = held(world, team)
    actions.confirm_week(booking, by=world.member, at=DURING_TEAMS)

    held(world, team, at=RAN_OUT)

    booking = now_of(booking)
    assert booking.held_until == RAN_OUT + HOLD
    assert confirmed(booking) == {"Eigenaar Een", "Lid Een"}


def test_a_team_whose_hold_lapsed_chooses_again(world, teams_):
    one, other = teams_
    booking = held(world, one)
    held(world, other, by=world.other_owner, at=RAN_OUT)

    with refused("Je team houdt deze week niet meer vast."):
        actions.confirm_week(booking, by=world.member, at=RAN_OUT)
    held(world, one, WEEK_11, at=RAN_OUT)

    booking = now_of(booking)
    assert (booking.state, booking.place) == (BookingState.HELD, place(WEEK_11))
    assert story(booking)[-2:] == ["hold", "confirm"]


# --- confirming and booking ---


def test_the_last_confirmation_books(world, team):
    booking = held(world, team)

    actions.confirm_week(booking, by=world.member, at=LATER)
    assert now_of(booking).state == BookingState.HELD
    actions.confirm_week(booking, by=world.second_member, at=LATER)

    booking = now_of(booking)
    assert (booking.state, booking.held_until) == (BookingState.BOOKED, None)
    assert story(booking) == ["hold", "confirm", "confirm", "confirm", "book"]
    assert letters("sprint_booked") == ["Eigenaar Een", "Lid Een", "Lid Twee"]


def test_confirming_twice_is_confirming_once(world, team):
    booking = held(world, team)
    actions.confirm_week(booking, by=world.member, at=LATER)
    before = rows()

    actions.confirm_week(booking, by=world.member, at=LATER)

    assert rows() == before


def test_confirming_what_is_booked_changes_nothing(world, team):
    booking = booked(world, team)
    before = rows()

    actions.confirm_week(booking, by=world.member, at=LATER)

    assert rows() == before


def test_a_team_that_is_not_complete_is_not_booked_yet(world):
    team = world.forming_team(world.owner, world.member, world.second_member)
    booking = booked(world, team)
    assert booking.state == BookingState.HELD

    teams.complete(team, by=world.owner, at=LATER)
    actions.confirm_week(booking, by=world.owner, at=LATER)

    assert now_of(booking).state == BookingState.BOOKED


@pytest.mark.parametrize("slug", OUTSIDERS)
def test_outsiders_confirm_nothing(world, team, slug):
    booking = held(world, team)

    with refused("Alleen een lid van dit team kan dit doen."):
        actions.confirm_week(booking, by=world.people[slug], at=LATER)


def test_a_week_that_began_is_not_confirmed(world, team):
    booking = held(world, team)

    with refused("Deze week is al begonnen of voorbij.", Closed):
        actions.confirm_week(booking, by=world.member, at=local(2022, 3, 7))


def test_the_designer_is_invited_too(world, team):
    here = place(WEEK_10)
    here.designer = world.designer
    actions.save_place(here, by=world.staff, at=DURING_TEAMS)

    booked(world, team)

    assert letters("sprint_booked") == ["Eigenaar Een", "Lid Een", "Lid Twee", "UX-designer Een"]


# --- moving and letting go ---


def test_a_booked_team_that_moves_leaves_its_week_at_once(world, team):
    booking = booked(world, team)
    uid, before = booking.uid, booking.sequence

    held(world, team, WEEK_11, at=LATER)

    booking = now_of(booking)
    assert (booking.state, booking.place, confirmed(booking)) == (
        BookingState.HELD,
        place(WEEK_11),
        {"Eigenaar Een"},
    )
    assert (booking.uid, booking.sequence) == (uid, before + 1)
    assert letters("sprint_cancelled") == ["Eigenaar Een", "Lid Een", "Lid Twee"]
    for person in (world.member, world.second_member):
        actions.confirm_week(booking, by=person, at=LATER)
    assert now_of(booking).sequence == before + 2


def test_a_team_whose_week_began_does_not_move(world, team):
    booked(world, team)

    with refused("De sprint van je team is al begonnen of voorbij.", Closed):
        held(world, team, WEEK_11, at=local(2022, 3, 8, 10))


@pytest.mark.parametrize("slug", ["owner", "member", "staff", "chair"])
def test_a_booked_week_is_let_go_and_free_at_once(world, teams_, slug):
    one, other = teams_
    booking = booked(world, one)

    actions.cancel_booking(booking, reason="Examens.", by=world.people[slug], at=LATER)

    booking = now_of(booking)
    assert (booking.state, booking.place, confirmed(booking)) == (BookingState.CANCELLED, None, set())
    assert history.of(booking).last().words.text == "Examens."
    assert letters("sprint_cancelled") == ["Eigenaar Een", "Lid Een", "Lid Twee"]
    assert held(world, other, by=world.other_owner, at=LATER).place == place(WEEK_10)


def test_what_was_only_held_sends_no_cancellation(world, team):
    booking = held(world, team)

    actions.cancel_booking(booking, by=world.member, at=LATER)

    assert now_of(booking).state == BookingState.CANCELLED
    assert letters("sprint_cancelled") == []


def test_letting_go_twice_is_letting_go_once(world, team):
    booking = booked(world, team)
    actions.cancel_booking(booking, by=world.member, at=LATER)
    before = rows()

    actions.cancel_booking(booking, by=world.owner, at=LATER)

    assert rows() == before


@pytest.mark.parametrize("slug", ["employee", "other_owner", "designer", "juror"])
def test_outsiders_let_nothing_go(world, team, slug):
    booking = booked(world, team)

    with refused("Alleen een lid van dit team of een eigenaar"):
        actions.cancel_booking(booking, by=world.people[slug], at=LATER)


def test_in_the_week_itself_only_staff_can_cancel_and_after_it_nobody(world, team):
    booking = booked(world, team)
    during, after = local(2022, 3, 9, 10), local(2022, 3, 11, 17)

    with refused("Deze sprintweek is al begonnen of voorbij", Closed):
        actions.cancel_booking(booking, by=world.member, at=during)
    with refused("Deze sprintweek is al begonnen of voorbij", Closed):
        actions.cancel_booking(booking, by=world.staff, at=after)
    actions.cancel_booking(booking, by=world.staff, at=during)

    assert now_of(booking).state == BookingState.CANCELLED


# --- what follows from the team ---


def joins(world, team, person, at=LATER):
    """Somebody joins a team that looks again."""
    teams.reopen(team, by=world.owner, at=at)
    candidacy = world.candidacy(team.idea, person)
    teams.accept(candidacy, by=world.owner, at=at)


def test_who_joins_a_booked_team_is_invited_alone(world, team):
    booked(world, team)

    joins(world, team, world.candidate)

    assert letters("sprint_booked") == ["Eigenaar Een", "Kandidaat Een", "Lid Een", "Lid Twee"]


def test_who_joins_on_the_first_day_of_the_sprint_is_invited_still(world, team):
    booked(world, team, WEEK_9)

    joins(world, team, world.candidate, at=local(2022, 2, 28, 10))

    assert "Kandidaat Een" in letters("sprint_booked")


def test_who_joins_a_team_that_holds_a_week_is_asked_to_confirm(world, team):
    booking = held(world, team)
    for person in (world.member, world.second_member):
        joins_later = person == world.second_member
        if joins_later:
            joins(world, team, world.candidate)
            teams.complete(fresh(team), by=world.owner, at=LATER)
        actions.confirm_week(booking, by=person, at=LATER)

    assert letters("sprint_week_held").count("Kandidaat Een") == 1
    assert now_of(booking).state == BookingState.HELD
    actions.confirm_week(booking, by=world.candidate, at=LATER)
    assert now_of(booking).state == BookingState.BOOKED


def test_who_leaves_a_booked_team_alone_gets_a_cancellation(world, team):
    booking = booked(world, team)

    teams.leave(Membership.objects.get(team=team, person=world.member), by=world.member, at=LATER)

    booking = now_of(booking)
    assert booking.state == BookingState.BOOKED
    assert letters("sprint_cancelled") == ["Lid Een"]
    assert confirmed(booking) == {"Eigenaar Een", "Lid Twee"}


def test_who_leaves_after_the_sprint_keeps_it_in_their_calendar(world, team):
    booked(world, team)

    teams.leave(
        Membership.objects.get(team=team, person=world.member), by=world.member, at=local(2022, 3, 11, 17)
    )

    assert letters("sprint_cancelled") == []


def test_who_leaves_a_team_that_holds_a_week_takes_their_confirmation_along(world, team):
    booking = held(world, team, by=world.member)

    teams.leave(Membership.objects.get(team=team, person=world.member), by=world.member, at=LATER)

    assert confirmed(booking) == set()
    assert letters("sprint_cancelled") == []


def test_a_team_that_stops_gives_its_place_back(world, teams_):
    one, other = teams_
    booking = booked(world, one)

    teams.stop(one, lessons="Veel geleerd.", by=world.owner, at=LATER)

    booking = now_of(booking)
    assert (booking.state, booking.place) == (BookingState.CANCELLED, None)
    assert letters("sprint_cancelled") == ["Eigenaar Een", "Lid Een", "Lid Twee"]
    assert held(world, other, by=world.other_owner, at=LATER).place == place(WEEK_10)


def test_a_team_that_stops_after_its_sprint_had_it_all_the_same(world, team):
    booking = booked(world, team)

    teams.stop(team, lessons="Veel geleerd.", by=world.owner, at=DURING_SPRINTS)

    assert now_of(booking).state == BookingState.BOOKED
    assert letters("sprint_cancelled") == []


def test_a_team_without_a_week_leaves_and_stops_as_before(world, team):
    teams.leave(Membership.objects.get(team=team, person=world.member), by=world.member, at=LATER)
    teams.stop(fresh(team), lessons="Veel geleerd.", by=world.owner, at=LATER)

    assert not Booking.objects.exists()


# --- weeks and places ---


@pytest.mark.parametrize("slug", ["employee", "owner", "member", "designer", "juror"])
def test_only_staff_open_weeks_and_arrange_places(world, team, slug):
    person = world.people[slug]

    with refused("Alleen Sandbox beheert de sprintweken."):
        actions.allow_week(week(WEEK_16), True, by=person, at=LATER)
    with refused("Alleen Sandbox beheert de sprintweken."):
        actions.save_place(Place(week=week(WEEK_10)), by=person, at=LATER)


def test_a_week_that_is_closed_again_keeps_who_is_in_it(world, team):
    booking = booked(world, team)

    actions.allow_week(week(WEEK_10), False, by=world.staff, at=LATER)

    assert now_of(booking).state == BookingState.BOOKED
    assert story(week(WEEK_10)) == ["disallow"]


def test_opening_an_open_week_changes_nothing(world):
    before = rows()
    actions.allow_week(week(WEEK_10), True, by=world.staff, at=LATER)
    assert rows() == before


def change(world, at=LATER, **fields):
    here = place(WEEK_10)
    for name, value in fields.items():
        setattr(here, name, value)
    return actions.save_place(here, by=world.staff, at=at)


def test_another_room_goes_to_the_calendars_of_who_is_booked_there(world, team):
    booking = booked(world, team)

    change(world, room="Zaal Noord")

    assert now_of(booking).sequence == booking.sequence + 1
    assert letters("sprint_changed") == ["Eigenaar Een", "Lid Een", "Lid Twee"]


def test_the_same_room_again_tells_nobody(world, team):
    booked(world, team)
    change(world, room="Zaal Noord")
    before = rows()

    change(world, room="Zaal Noord")

    assert rows() == before


def test_a_room_where_a_team_only_holds_its_week_is_told_to_nobody(world, team):
    held(world, team)
    change(world, room="Zaal Noord")
    assert letters("sprint_changed") == []


def test_a_designer_who_is_replaced_loses_the_entry(world, team):
    change(world, designer=world.designer, at=DURING_TEAMS)
    booked(world, team)
    roles.appoint(
        world.employee, RoleKind.UX_DESIGNER, edition=world.edition, by=world.staff, at=DURING_TEAMS
    )
    world.employee.__dict__.pop("_roles", None)

    change(world, designer=world.employee)

    assert letters("sprint_cancelled") == ["UX-designer Een"]
    assert letters("sprint_changed") == ["Eigenaar Een", "Lid Een", "Lid Twee", "Medewerker Een"]


def test_a_designer_must_be_one(world):
    with refused("Medewerker Een is geen UX-designer van deze editie."):
        change(world, designer=world.employee)


def test_places_are_numbered_and_a_week_does_not_grow_without_end(world):
    numbers = [
        actions.save_place(Place(week=week(WEEK_10)), by=world.staff, at=LATER).number for _ in range(19)
    ]

    assert numbers == list(range(2, 21))
    with refused("Een week telt maximaal 20 plaatsen."):
        actions.save_place(Place(week=week(WEEK_10)), by=world.staff, at=LATER)


# --- what the database holds by itself ---


def test_two_teams_in_one_place_cannot_be(world, teams_):
    one, other = teams_
    held(world, one)
    second = held(world, other, WEEK_11, by=world.other_owner)

    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=second.pk).update(place=place(WEEK_10))


def test_one_member_confirms_once(world, team):
    booking = held(world, team)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(booking=booking, person=world.owner, at=LATER)


def test_a_refusal_is_a_sentence_for_people(world, team):
    with pytest.raises(Refused) as caught:
        held(world, team, by=world.employee)
    assert caught.value.title == "Niet jouw team"
