"""May this person do this with a sprint week now?"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from portal import roles
from portal.errors import Closed, Refused
from portal.models import Edition, Person, RoleKind
from sprints.content import Days
from sprints.models import PLACES_MAX, Booking, Place, Week
from sprints.states import BookingState
from teams import rules as team_rules
from teams.models import Team
from teams.states import TeamState

STANDING = (BookingState.HELD, BookingState.BOOKED)


def days_of(week: Week) -> Days:
    """The working days of a week, by the clock of its edition."""
    return Days(week.first_day, week.working_days, ZoneInfo(week.edition.timezone))


def week_of(booking: Booking) -> Week | None:
    """The week in which a booking stands; None when it has let go."""
    return booking.place.week if booking.place else None


def has_begun(booking: Booking, *, at: datetime) -> bool:
    """Whether the team's sprint has started (or is over)."""
    week = week_of(booking)
    return week is not None and days_of(week).begins <= at


def is_over(booking: Booking, *, at: datetime) -> bool:
    week = week_of(booking)
    return week is not None and days_of(week).ends <= at


def ran_out(booking: Booking, *, at: datetime) -> bool:
    """A hold whose time is over: it stands until another team takes the place."""
    return booking.state == BookingState.HELD and booking.held_until is not None and booking.held_until <= at


def takes_part(team: Team, person: Person) -> bool:
    """Members and owners plan the week of their team."""
    return team_rules.is_member(team, person) or team_rules.owns(team, person)


def check_takes_part(team: Team, *, by: Person) -> None:
    if not takes_part(team, by):
        raise Refused(
            reason=_("Alleen een lid van dit team of een eigenaar van het idee plant de sprintweek."),
            title=_("Niet jouw team"),
        )


def why_not(week: Week, *, free: int, at: datetime) -> str:
    """Why no team can choose this week now; empty when one can."""
    if days_of(week).begins <= at:
        return _("Deze week is al begonnen of voorbij.")
    if not week.bookable:
        return _("Deze week is nog niet te boeken: Sandbox beslist daarover.")
    if not free:
        return _("Alle plaatsen zijn ingenomen. Komt er een vrij, dan zie je dat hier.")
    return ""


def check_may_hold(team: Team, week: Week, *, by: Person, at: datetime) -> None:
    """A team that goes on holds a week of its own edition that is to come. Whether there is room is asked after this,
    under the lock of the week."""
    check_takes_part(team, by=by)
    team_rules.check_not_stopped(team)
    if week.edition_id != team.edition_id:
        raise Refused(
            reason=_("Deze week hoort bij een andere editie. Kies een week van de editie van je team."),
            title=_("Een andere editie"),
        )
    if reason := why_not(week, free=1, at=at):
        raise Closed(
            reason=_("%(reason)s Kies een andere week.") % {"reason": reason}, title=_("Deze week kan niet")
        )


def full(week: Week) -> Refused:
    """What a team hears when another was first."""
    return Refused(
        reason=_("Alle plaatsen van week %(n)d zijn ingenomen. Kies een andere week.") % {"n": week.number},
        title=_("Deze week is vol"),
    )


def check_may_move(booking: Booking, *, at: datetime) -> None:
    """Who is in the sprint, or had it, does not choose again."""
    if booking.state == BookingState.BOOKED and has_begun(booking, at=at):
        raise Closed(
            reason=_(
                "De sprint van je team is al begonnen of voorbij. Loopt er iets mis? Schrijf naar %(contact)s."
            )
            % {"contact": booking.team.edition.contact},
            title=_("De sprint is begonnen"),
        )


def check_may_confirm(booking: Booking, *, by: Person, at: datetime) -> None:
    """Each member says for themself that they keep the week free."""
    team_rules.check_member(booking.team, by=by)
    team_rules.check_not_stopped(booking.team)
    if booking.state not in STANDING:
        raise Refused(
            reason=_("Je team houdt deze week niet meer vast. Kies samen opnieuw een week."),
            title=_("Deze week is niet meer van jullie"),
        )
    if has_begun(booking, at=at):
        raise Closed(
            reason=_("Deze week is al begonnen of voorbij. Kies samen een andere week."),
            title=_("Te laat voor deze week"),
        )


def is_ready(booking: Booking, *, members: set[str], confirmed: set[str]) -> bool:
    """Booked means: a complete team, and every member keeps the week free. Source: programme, 'the booking comes
    after, when every member confirmed the week'."""
    return (
        booking.state == BookingState.HELD
        and booking.team.state == TeamState.COMPLETE
        and bool(members)
        and members <= confirmed
    )


def check_may_cancel(booking: Booking, *, by: Person, at: datetime) -> None:
    """The team lets go before its week begins; staff may until it is over."""
    staff = team_rules.is_staff(booking.team, by, at=at)
    if not staff:
        check_takes_part(booking.team, by=by)
    if is_over(booking, at=at) if staff else has_begun(booking, at=at):
        raise Closed(
            reason=_(
                "Deze sprintweek is al begonnen of voorbij: ze blijft staan. Vragen? Schrijf naar %(contact)s."
            )
            % {"contact": booking.team.edition.contact},
            title=_("De sprint is begonnen"),
        )


def check_staff(edition: Edition, *, by: Person, at: datetime) -> None:
    if not roles.is_staff(by, edition=edition, at=at):
        raise Refused(reason=_("Alleen Sandbox beheert de sprintweken."), title=_("Niet voor jou"))


def check_place(place: Place, *, at: datetime) -> None:
    """A place has a designer who is one in this edition, and a week does not grow without end."""
    designer = place.designer
    edition = place.week.edition
    if designer and not roles.has(designer, RoleKind.UX_DESIGNER, edition=edition, at=at):
        raise Refused(
            reason=_("%(name)s is geen UX-designer van deze editie. Geef eerst die rol.")
            % {"name": designer.display_name}
        )
    if place.pk is None and place.week.places.count() >= PLACES_MAX:
        raise Refused(reason=_("Een week telt maximaal %(n)d plaatsen.") % {"n": PLACES_MAX})
