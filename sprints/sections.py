"""The section of the edition's file that the sprints own: the weeks in which a Design Sprint can be held, and how many
teams each takes."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from portal import registry
from portal.edition_file import Reader, Row
from portal.edition_rows import compare
from portal.models import Edition
from sprints.models import PLACES_MAX, Place, Week

WEEK = timedelta(weeks=1)
WORKING_DAYS = 5
FIRST_ONLY = ("bookable", "places")  # what a week begins with; from then on staff decide


def read_weeks(reader: Reader) -> list[Row]:
    """The weeks that lie in the window from Monday to Friday; a short week has one working day less.

    The file says their ISO numbers as well, so that people can read it: these must agree.
    """
    sprint = reader.mapping("design_sprint")
    sprint.integer("days", 1, WORKING_DAYS)
    sprint.notes("with", "ends_with")
    period = sprint.mapping("window").period()
    places = sprint.integer("places_per_week", 1, PLACES_MAX, default=1)
    numbers, short = sprint.integers("iso_weeks"), sprint.integers("short_weeks", default=[])
    mondays = _mondays(*period) if period else []
    if period and numbers is not None:
        _check_numbers(sprint, mondays, numbers)
    if (
        numbers is not None
        and short is not None
        and (strange := [week for week in short if week not in numbers])
    ):
        sprint.fault(_("staat niet in `iso_weeks`: %(weeks)s") % {"weeks": _listed(strange)}, "short_weeks")
    return [
        _week(monday, short=monday.isocalendar().week in (short or []), places=places or 1)
        for monday in mondays
    ]


def _mondays(first: date, last: date) -> list[date]:
    monday = first + timedelta(days=-first.weekday() % 7)
    return [monday + n * WEEK for n in range(((last - monday).days + 3) // 7)]


def _check_numbers(sprint: Reader, mondays: list[date], numbers: list[int]) -> None:
    expected = [monday.isocalendar().week for monday in mondays]
    if len(set(expected)) < len(expected):
        sprint.fault(_("mag niet langer zijn dan een jaar"), "window")
    elif numbers != expected:
        weeks = _listed(expected) or _("geen")
        sprint.fault(
            _("de volle weken van het venster, maandag tot vrijdag, zijn: %(weeks)s") % {"weeks": weeks},
            "iso_weeks",
        )


def _listed(weeks: list[int]) -> str:
    return ", ".join(str(week) for week in weeks)


def _week(monday: date, *, short: bool, places: int) -> Row:
    return {
        "monday": monday,
        "working_days": WORKING_DAYS - short,
        "label_nl": "vier werkdagen" if short else "",
        "label_en": "four working days" if short else "",
        "bookable": not short,
        "places": places,
    }


def write_weeks(edition: Edition, weeks: list[Row]) -> None:
    """Make the weeks say what the file says. What staff decided of a week stays: whether it can be booked, rooms,
    designers, places they added. A week whose place is taken cannot go: refused in words."""
    fields = [{name: value for name, value in week.items() if name not in FIRST_ONLY} for week in weeks]
    changes = compare(edition.weeks, fields, key="monday")
    new = {week["monday"] for week in changes.new}
    Place.objects.filter(week__in=[week.pk for week in changes.gone], bookings=None).delete()
    changes.apply()
    closed = [week["monday"] for week in weeks if week["monday"] in new and not week["bookable"]]
    edition.weeks.filter(monday__in=closed).update(bookable=False)
    _add_places(edition, {week["monday"]: week["places"] for week in weeks})


def _add_places(edition: Edition, wanted: dict[date, int]) -> None:
    """At least as many places as the file says, numbered from 1; the file never takes one away."""
    missing = [
        Place(week=week, number=number)
        for week in Week.objects.filter(edition=edition).prefetch_related("places")
        for number in range(1, wanted[week.monday] + 1)
        if number not in {place.number for place in week.places.all()}
    ]
    Place.objects.bulk_create(missing)


SECTIONS = [registry.Section("design_sprint", read_weeks, write_weeks)]


def register() -> None:
    registry.sections.update({section.key: section for section in SECTIONS})
