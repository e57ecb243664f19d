"""Weeks in which a Design Sprint can be held, their places, and the teams that book them."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.ids import public_id
from portal.lifecycle import Machine
from portal.models import Edition
from portal.privacy import marks
from sprints.states import BOOKING, BookingState
from teams.models import Team

PLACES_MAX = 20  # teams in one week


class Week(models.Model):
    """A sprint week of an edition, named by its Monday; `working_days` is 5, or less when a holiday falls in it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="weeks", verbose_name=_("editie"))
    monday = models.DateField(_("maandag"))
    working_days = models.PositiveSmallIntegerField(_("werkdagen"), default=5)
    label_nl = models.CharField(_("label"), max_length=100, blank=True)
    label_en = models.CharField(_("label (Engels)"), max_length=100, blank=True)
    bookable = models.BooleanField(
        _("te boeken"), default=True, help_text=_("Een korte week is pas te boeken als Sandbox dat toelaat.")
    )

    privacy = marks(none="id edition monday working_days label_nl label_en bookable")

    class Meta:
        verbose_name = _("sprintweek")
        verbose_name_plural = _("sprintweken")
        ordering = ["monday"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "monday"], name="week_once_per_edition"),
            models.CheckConstraint(condition=Q(monday__iso_week_day=1), name="week_starts_on_monday"),
            models.CheckConstraint(condition=Q(working_days__range=(1, 5)), name="week_has_working_days"),
        ]

    def __str__(self) -> str:
        return f"week {self.number}"

    @property
    def number(self) -> int:
        """The ISO week number."""
        return self.monday.isocalendar().week

    @property
    def friday(self) -> date:
        return self.monday + timedelta(days=4)

    @property
    def first_day(self) -> date:
        """The first working day: a short week begins as many days later (18 April 2022 is Easter Monday)."""
        return self.friday - timedelta(days=self.working_days - 1)


class Place(models.Model):
    """One place in a week: one team, with a UX designer and a room. A booking takes exactly one."""

    week = models.ForeignKey(Week, models.PROTECT, related_name="places", verbose_name=_("sprintweek"))
    number = models.PositiveSmallIntegerField(_("nummer"), default=1)
    room = models.CharField(_("ruimte"), max_length=200, blank=True)
    designer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sprint_places",
        verbose_name=_("UX-designer"),
    )

    privacy = marks(none="id week number room", link="designer")

    class Meta:
        verbose_name = _("plaats")
        verbose_name_plural = _("plaatsen")
        ordering = ["week", "number"]
        constraints = [models.UniqueConstraint(fields=["week", "number"], name="place_number_once_per_week")]

    def __str__(self) -> str:
        return f"{self.week} · {self.number}"


class BookingQuerySet(models.QuerySet["Booking"]):
    def taking(self, *, at: datetime) -> "BookingQuerySet":
        """Bookings that take their place at `at`: booked, or held and not run out."""
        return self.filter(Q(state=BookingState.BOOKED) | Q(state=BookingState.HELD, held_until__gt=at))


class Booking(models.Model):
    """A team's sprint week: one row per team for its whole life, so that one entry in everybody's calendar follows it
    (`uid` stays, `sequence` goes up with every change that calendars must learn of).

    Held until `held_until`; booked once every member confirmed. A hold that ran out still stands in its place until
    another team takes it.
    """

    id = models.CharField(primary_key=True, max_length=12, default=public_id, editable=False)
    team = models.OneToOneField(Team, models.PROTECT, related_name="booking", verbose_name=_("team"))
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="bookings", verbose_name=_("plaats")
    )
    state = models.CharField(
        _("toestand"), max_length=12, choices=BookingState.choices, default=BookingState.HELD
    )
    held_until = models.DateTimeField(_("vastgehouden tot"), null=True, blank=True)
    uid = models.CharField(max_length=80, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("door"))
    at = models.DateTimeField(_("op"))

    objects: ClassVar[Any] = BookingQuerySet.as_manager()
    machine: ClassVar[Machine] = BOOKING

    privacy = marks(none="id team place state held_until uid sequence", link="by", audit="at")

    class Meta:
        verbose_name = _("boeking")
        verbose_name_plural = _("boekingen")
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(state__in=[BookingState.HELD, BookingState.BOOKED]),
                name="booking_one_team_per_place",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[BookingState.HELD, BookingState.BOOKED], place__isnull=False)
                | Q(state__in=[BookingState.LAPSED, BookingState.CANCELLED], place=None),
                name="booking_has_its_place_while_it_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.get_state_display()}"


class Confirmation(models.Model):
    """A member says: I keep this week free. Given for one place; a move to another week asks anew."""

    booking = models.ForeignKey(
        Booking, models.CASCADE, related_name="confirmations", verbose_name=_("boeking")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("lid")
    )
    at = models.DateTimeField(_("op"))

    privacy = marks(none="id booking", link="person", audit="at")

    class Meta:
        verbose_name = _("bevestiging")
        verbose_name_plural = _("bevestigingen")
        constraints = [
            models.UniqueConstraint(fields=["booking", "person"], name="confirmation_once_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.booking_id}"
