"""Reads about sprint weeks."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.language import localised
from portal.models import Edition
from portal.registry import WeekChoice
from sprints.models import Week


def choices(edition: Edition) -> list[WeekChoice]:
    """The weeks of an edition as people choose them: 'week 9: 28 februari – 4 maart'."""
    return [WeekChoice(week.monday, _label(week)) for week in edition.weeks.all()]


def _label(week: Week) -> str:
    first = date_format(week.monday, "j" if week.monday.month == week.friday.month else "j F")
    text = _("week %(n)d: %(first)s – %(last)s") % {
        "n": week.number,
        "first": first,
        "last": date_format(week.friday, "j F"),
    }
    note = localised(week, "label")
    return f"{text} ({note})" if note else text
