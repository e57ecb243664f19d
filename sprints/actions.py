"""The verbs of sprint weeks. Locks are taken in one order everywhere: the team, the week, the booking."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max

from portal import history, lifecycle
from portal.models import Person
from sprints import content, emails, rules
from sprints.models import Booking, Confirmation, Place, Week
from sprints.queries import attendees, booking_of, standing
from sprints.states import BookingState
from teams.actions.locking import locked as locked_team
from teams.models import Membership, Team
from teams.queries import members_of

RAN_OUT = history.System("hold ran out")


def locked_week(week: Week) -> Week:
    """The week as it is now, locked: who counts its places, or changes who takes them, does so under this lock."""
    Week.objects.select_for_update().only("pk").get(pk=week.pk)
    return Week.objects.select_related("edition").get(pk=week.pk)


def locked_booking(booking: Booking) -> Booking:
    """The booking as it is now; its team is locked, then the week in which it stands."""
    team = locked_team(Team(pk=booking.team_id))
    found = standing(team)
    if found is None:
        raise Booking.DoesNotExist
    if week := rules.week_of(found):
        locked_week(week)
        found = standing(team) or found
    found.team = team
    return found


@transaction.atomic
def hold_week(team: Team, week: Week, *, by: Person, at: datetime) -> Booking:
    """Take a free place of a week for a team, for `content.HOLD` or until the week begins. The holder's confirmation
    counts at once. A team that has another week moves: everybody confirms anew. The same week again changes nothing,
    or lengthens a hold that ran out.

    A hold of another team that ran out makes room: its booking lapses, and that team hears it.
    """
    team, week = locked_team(team), locked_week(week)
    rules.check_may_hold(team, week, by=by, at=at)
    booking = standing(team)
    stays = booking is not None and booking.place is not None and booking.place.week_id == week.pk
    if booking and stays and not rules.ran_out(booking, at=at):
        return booking
    if booking:
        rules.check_may_move(booking, at=at)
    place = booking.place if booking and stays else _free_place(week, at=at)
    until = content.hold_ends(at, rules.days_of(week))
    if booking:
        _move(booking, place, until, by=by, at=at)
    else:
        booking = _first(team, place, until, by=by, at=at)
    if not stays:
        booking.confirmations.all().delete()
    _note_confirmation(booking, by=by, at=at)
    emails.week_held(booking, at=at)
    return booking


def _free_place(week: Week, *, at: datetime) -> Place:
    """A place that nobody takes; of a hold that ran out only when there is no other. Ask under the week's lock."""
    taken = Booking.objects.taking(at=at).filter(place__week=week).values("place")
    free = Place.objects.filter(week=week).exclude(pk__in=taken)
    old = {
        booking.place_id: booking
        for booking in Booking.objects.filter(place__in=free, state=BookingState.HELD)
    }
    place = min(free, key=lambda one: (one.pk in old, one.number), default=None)
    if place is None:
        raise rules.full(week)
    if place.pk in old:
        _lapse(old[place.pk], at=at)
    place.week = week
    return place


def _lapse(old: Booking, *, at: datetime) -> None:
    """Let a hold that ran out go. Its team may have taken another week at this very moment: then there is nothing to
    let go."""
    Booking.objects.select_for_update().only("pk").get(pk=old.pk)
    booking = Booking.objects.select_related("team").get(pk=old.pk)
    if booking.place_id != old.place_id:
        return
    lifecycle.move(booking, to=BookingState.LAPSED, by=RAN_OUT, at=at, place=None, held_until=None)
    booking.confirmations.all().delete()
    emails.hold_lapsed(booking, old.place_id, at=at)


def _first(team: Team, place: Place | None, until: datetime, *, by: Person, at: datetime) -> Booking:
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    uid = f"sprint-{team.pk}@{host}"
    booking = Booking.objects.create(team=team, place=place, held_until=until, uid=uid, by=by, at=at)
    history.record(booking, "hold", by=by, at=at, data={"place": booking.place_id})
    return booking


def _move(booking: Booking, place: Place | None, until: datetime, *, by: Person, at: datetime) -> None:
    """To another week, or to one again; who had the old week in their calendar loses it now."""
    if booking.state == BookingState.BOOKED:
        _withdraw_invitations(booking, at=at)
    lifecycle.move(booking, to=BookingState.HELD, by=by, at=at, place=place, held_until=until)
    Booking.objects.filter(pk=booking.pk).update(by=by, at=at)
    booking.by, booking.at = by, at


def _note_confirmation(booking: Booking, *, by: Person, at: datetime) -> None:
    if not Membership.objects.current().filter(team=booking.team_id, person=by).exists():
        return  # an owner who is no member plans, and does not sprint
    _row, made = Confirmation.objects.get_or_create(booking=booking, person=by, defaults={"at": at})
    if made:
        history.record(booking, "confirm", by=by, at=at, data={"place": booking.place_id})


@transaction.atomic
def confirm_week(booking: Booking, *, by: Person, at: datetime) -> Booking:
    """A member keeps the week free. The last confirmation books it when the team is complete; when it is completed
    later, the next confirmation of anybody does. Confirming twice is confirming once."""
    booking = locked_booking(booking)
    rules.check_may_confirm(booking, by=by, at=at)
    if booking.state == BookingState.BOOKED:
        return booking
    _note_confirmation(booking, by=by, at=at)
    members = set(members_of(booking.team).values_list("pk", flat=True))
    confirmed = set(booking.confirmations.values_list("person", flat=True))
    if rules.is_ready(booking, members=members, confirmed=confirmed):
        lifecycle.move(booking, to=BookingState.BOOKED, by=by, at=at, held_until=None)
        _count_change(booking)
        emails.week_booked(booking, attendees(booking), at=at)
    return booking


@transaction.atomic
def cancel_booking(booking: Booking, *, reason: str = "", by: Person, at: datetime) -> None:
    """The team lets its week go, or staff take it back: the place is free at once. Again changes nothing."""
    booking = locked_booking(booking)
    rules.check_may_cancel(booking, by=by, at=at)
    if booking.state in rules.STANDING:
        _end(booking, reason, by=by, at=at)


def _end(booking: Booking, reason: str, *, by: history.Actor, at: datetime) -> None:
    if booking.state == BookingState.BOOKED:
        _withdraw_invitations(booking, at=at)
    lifecycle.move(
        booking, to=BookingState.CANCELLED, by=by, at=at, reason=reason, place=None, held_until=None
    )
    booking.confirmations.all().delete()


def _withdraw_invitations(booking: Booking, *, at: datetime) -> None:
    _count_change(booking)
    emails.week_cancelled(booking, attendees(booking), at=at)


def _count_change(booking: Booking) -> None:
    """Calendars take a change only when its number is higher than the one they know."""
    Booking.objects.filter(pk=booking.pk).update(sequence=F("sequence") + 1)
    booking.refresh_from_db(fields=["sequence"])


@transaction.atomic
def allow_week(week: Week, bookable: bool, *, by: Person, at: datetime) -> None:
    """Staff open a week for booking, or close it; what is booked in it stays."""
    week = locked_week(week)
    rules.check_staff(week.edition, by=by, at=at)
    if week.bookable != bookable:
        Week.objects.filter(pk=week.pk).update(bookable=bookable)
        history.record(week, "allow" if bookable else "disallow", by=by, at=at)


@transaction.atomic
def save_place(place: Place, *, by: Person, at: datetime) -> Place:
    """Staff add a place to a week, or change its room and designer. Who is invited there gets the change in their
    calendar; a designer who no longer comes loses the entry."""
    place.week = locked_week(place.week)
    rules.check_staff(place.week.edition, by=by, at=at)
    rules.check_place(place, at=at)
    before = Place.objects.select_related("designer").filter(pk=place.pk).first()
    if before is None:
        place.number = (place.week.places.aggregate(last=Max("number"))["last"] or 0) + 1
        place.save(force_insert=True)
    elif (before.room, before.designer_id) == (place.room, place.designer_id):
        return before
    else:
        Place.objects.filter(pk=place.pk).update(room=place.room, designer=place.designer)
    history.record(place, "save_place", by=by, at=at, data={"designer": place.designer_id or ""})
    if before and (booking := _locked_in(place)):
        _tell_of_change(booking, before, at=at)
    return place


def _locked_in(place: Place) -> Booking | None:
    """Who is booked in a place, locked: a team that is leaving it at this moment hears of the leaving alone."""
    taken = Booking.objects.filter(place=place, state=BookingState.BOOKED)
    taken.select_for_update().only("pk").first()
    return booking_of(place)


def _tell_of_change(booking: Booking, before: Place, *, at: datetime) -> None:
    if rules.is_over(booking, at=at):
        return
    _count_change(booking)
    now = attendees(booking)
    emails.week_changed(booking, now, at=at)
    if before.designer and before.designer not in now:
        emails.week_cancelled(booking, [before.designer], at=at)


@transaction.atomic
def follow_join(membership: Membership, *, by: history.Actor, at: datetime) -> None:
    """Who joins a team that has a week is invited to it, or asked to confirm it. Follows `registry.MEMBER_JOINED`."""
    booking = standing(membership.team)
    if booking is None or rules.is_over(booking, at=at):
        return
    if booking.state == BookingState.BOOKED:
        emails.week_booked(booking, [membership.person], at=at)
    elif booking.state == BookingState.HELD and not rules.has_begun(booking, at=at):
        emails.ask_to_confirm(booking, [membership.person], at=at)


@transaction.atomic
def follow_leave(membership: Membership, *, by: history.Actor, at: datetime) -> None:
    """Who leaves loses their confirmation, and the week in their calendar. Follows `registry.MEMBER_LEFT`."""
    booking = standing(membership.team)
    if booking is None:
        return
    booking.confirmations.filter(person=membership.person_id).delete()
    if booking.state == BookingState.BOOKED and not rules.is_over(booking, at=at):
        _count_change(booking)
        if membership.person not in attendees(booking):
            emails.week_cancelled(booking, [membership.person], at=at)


@transaction.atomic
def follow_stop(team: Team, *, by: history.Actor, at: datetime) -> None:
    """A team that stops gives its place back, unless the sprint is behind it. Follows `registry.TEAM_STOPPED`."""
    booking = standing(team)
    if booking is None or booking.state not in rules.STANDING or rules.is_over(booking, at=at):
        return
    booking = locked_booking(booking)
    _end(booking, "", by=by, at=at)
