"""Reads about sprint weeks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ideas.models import QuestionKind
from portal import roles, timeline
from portal.language import localised
from portal.models import Edition, Person, PhaseKey
from portal.registry import WeekChoice
from sprints import rules
from sprints.models import Booking, Place, Week
from sprints.states import BookingState
from teams.models import Team
from teams.queries import members_of
from teams.states import TeamState

WITH_ITS_WEEK = ("team__edition", "team__idea__submission", "place__week__edition", "place__designer")


def choices(edition: Edition) -> list[WeekChoice]:
    """The weeks of an edition as people choose them: 'week 9: 28 februari – 4 maart'."""
    return [WeekChoice(week.monday, label_of(week)) for week in edition.weeks.all()]


def label_of(week: Week) -> str:
    """'week 9: 28 februari – 4 maart', with the note that staff or the file gave it."""
    text = _("week %(n)d: %(days)s") % {"n": week.number, "days": span_of(week)}
    note = localised(week, "label")
    return f"{text} ({note})" if note else text


def span_of(week: Week) -> str:
    """'28 februari – 4 maart', '7 – 11 maart'."""
    first = date_format(week.monday, "j" if week.monday.month == week.friday.month else "j F")
    return f"{first} – {date_format(week.friday, 'j F')}"


def standing(team: Team) -> Booking | None:
    """The one booking of a team, in whatever state, with its week."""
    booking = Booking.objects.select_related(*WITH_ITS_WEEK).filter(team=team).first()
    if booking:
        booking.team = team
    return booking


def booking_of(place: Place) -> Booking | None:
    """Who is booked in a place: the invitations that a change there concerns."""
    rows = Booking.objects.select_related(*WITH_ITS_WEEK)
    return rows.filter(place=place, state=BookingState.BOOKED).first()


def attendees(booking: Booking) -> list[Person]:
    """Who has the sprint in their calendar: the members and the designer of the place."""
    people = list(members_of(booking.team))
    designer = booking.place.designer if booking.place else None
    return [*people, designer] if designer and designer not in people else people


def teams_to_plan(person: Any, edition: Edition) -> QuerySet[Team]:
    """Teams for which somebody may choose a week: as a member or as an owner, and not stopped."""
    if not person.is_authenticated:
        return Team.objects.none()
    rows = Team.objects.filter(edition=edition).exclude(state=TeamState.STOPPED)
    owned = Q(idea__ownerships__person=person, idea__ownerships__until=None)
    member = Q(memberships__person=person, memberships__until=None)
    found = rows.filter(pk__in=rows.filter(owned | member).values("pk"))
    return found.select_related("edition", "idea__submission", "booking__place__week").order_by("pk")


def wishes_of(team: Team) -> set[str]:
    """Mondays (ISO) that the owner wished for when the idea was handed in: for the team, never for the public."""
    answers = team.idea.submission.content["answers"] if team.idea.submission else []
    found = [one["answer"] for one in answers if one["kind"] == QuestionKind.SPRINT_WEEKS]
    return {day for answer in found if isinstance(answer, list) for day in answer}


@dataclass(frozen=True)
class Seat:
    """One taken place, as the reader may see it: `team` only for who knows it."""

    booking: Booking
    room: str
    designer: str
    mine: bool
    linked: bool  # the reader may open its page


@dataclass(frozen=True)
class Line:
    """One week of the calendar, for one reader."""

    week: Week
    free: int
    total: int
    tight: bool
    begun: bool
    reason: str  # why nobody can choose it now; empty when somebody can
    seats: list[Seat]

    @property
    def mine(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.mine]

    @property
    def note(self) -> str:
        return localised(self.week, "label")

    @property
    def span(self) -> str:
        return span_of(self.week)


@dataclass(frozen=True)
class Reader:
    """Who looks at the calendar: which teams are theirs, and whether they see all. Nobody: `pk` is None."""

    pk: str | None
    teams: frozenset[str]
    staff: bool

    def opens(self, booking: Booking) -> bool:
        """Whether the page of a booking is theirs to open."""
        return self.staff or booking.team_id in self.teams

    def knows(self, place: Place, booking: Booking) -> bool:
        """The public sees how many places are free; a team sees itself, a designer the teams they guide, staff all."""
        return self.opens(booking) or (self.pk is not None and place.designer_id == self.pk)


def calendar(edition: Edition, person: Any, teams: list[Team], *, at: datetime) -> list[Line]:
    """The weeks of an edition as one person may see them. Three queries."""
    staff = person.is_authenticated and roles.is_staff(person, edition=edition, at=at)
    reader = Reader(person.pk, frozenset(team.pk for team in teams), staff)
    closes = timeline.shown(edition).closes_at(PhaseKey.TEAMS)
    return [_line(week, closes, reader, at=at) for week in _weeks(edition, at=at)]


def _weeks(edition: Edition, *, at: datetime) -> list[Week]:
    """Every week with its places, and at each place who takes it."""
    taking = Booking.objects.taking(at=at).select_related("team__idea__submission")
    places = Place.objects.select_related("designer").prefetch_related(
        Prefetch("bookings", taking, to_attr="taken_by")
    )
    weeks = list(Week.objects.filter(edition=edition).prefetch_related(Prefetch("places", places)))
    for week in weeks:
        week.edition = edition  # with what was read of it for this page
    return weeks


def _line(week: Week, closes: datetime | None, reader: Reader, *, at: datetime) -> Line:
    places: list[Any] = list(week.places.all())
    taken = [(place, place.taken_by[0]) for place in places if place.taken_by]
    free, begins = len(places) - len(taken), rules.days_of(week).begins
    return Line(
        week,
        free,
        len(places),
        tight=closes is not None and begins < closes,
        begun=begins <= at,
        reason=rules.why_not(week, free=free, at=at),
        seats=[_seat(place, one, reader) for place, one in taken if reader.knows(place, one)],
    )


def _seat(place: Place, booking: Booking, reader: Reader) -> Seat:
    return Seat(
        booking,
        place.room,
        place.designer.display_name if place.designer else "",
        mine=booking.team_id in reader.teams,
        linked=reader.opens(booking),
    )


def free_places(week: Week, *, at: datetime) -> int:
    """How many teams the week can still take."""
    taken = Booking.objects.taking(at=at).filter(place__week=week).count()
    return week.places.count() - taken


@dataclass(frozen=True)
class Answer:
    """A member, and when they confirmed the week; None while they did not."""

    person: Person
    at: datetime | None


@dataclass(frozen=True)
class Plan:
    """How far a team is with its week, as one person sees it: what they can do, and what is still missing."""

    team: Team
    booking: Booking | None
    week: Week | None
    answers: list[Answer]
    member: bool
    plans: bool  # a member or an owner: may choose, move, let go
    staff: bool
    begun: bool
    over: bool
    ran_out: bool
    mine: bool  # this person confirmed

    @property
    def held(self) -> bool:
        return self.booking is not None and self.booking.state == BookingState.HELD

    @property
    def booked(self) -> bool:
        return self.booking is not None and self.booking.state == BookingState.BOOKED

    @property
    def complete(self) -> bool:
        return self.team.state == TeamState.COMPLETE

    @property
    def stopped(self) -> bool:
        return self.team.state == TeamState.STOPPED

    @property
    def missing(self) -> list[Person]:
        """Who did not confirm yet."""
        return [answer.person for answer in self.answers if answer.at is None]

    @property
    def label(self) -> str:
        return label_of(self.week) if self.week else ""

    @property
    def first_day(self) -> Any:
        return self.week.first_day if self.week else None

    @property
    def can_confirm(self) -> bool:
        return self.held and self.member and not self.mine and not self.begun and not self.stopped

    @property
    def can_book(self) -> bool:
        """Everybody confirmed before the team was complete: one press books."""
        ready = self.held and self.complete and bool(self.answers) and not self.missing
        return ready and self.member and not self.begun

    @property
    def can_choose(self) -> bool:
        return self.plans and not self.stopped and not (self.booked and self.begun)

    @property
    def can_cancel(self) -> bool:
        if not (self.held or self.booked):
            return False
        return not self.over if self.staff else self.plans and not self.begun


def plan_of(team: Team, person: Any, *, at: datetime) -> Plan:
    """The week of a team, for its page and for the panel in the team room."""
    booking = standing(team)
    week = rules.week_of(booking) if booking else None
    given = dict(booking.confirmations.values_list("person", "at")) if booking else {}
    answers = [Answer(member, given.get(member.pk)) for member in members_of(team)]
    member = any(answer.person.pk == person.pk for answer in answers)
    return Plan(
        team,
        booking,
        week,
        answers,
        member=member,
        plans=member or rules.takes_part(team, person),
        staff=roles.is_staff(person, edition=team.edition, at=at),
        begun=booking is not None and rules.has_begun(booking, at=at),
        over=booking is not None and rules.is_over(booking, at=at),
        ran_out=booking is not None and rules.ran_out(booking, at=at),
        mine=person.pk in given,
    )
