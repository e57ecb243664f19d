"""Pure questions about an edition's windows. What is open follows from the clock, never from a stored flag."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.models import Edition, Extension, Phase, PhaseKey


@dataclass(frozen=True)
class Station:
    """A phase as the page shows it: `status` is past, now, next or later."""

    key: str
    label: str
    dates: str
    status: str
    note: str = ""


class Timeline:
    """The windows of one edition, read once. Instants are UTC; windows half-open: opens_at <= at < closes_at."""

    def __init__(self, edition: Edition, phases: list[Phase]) -> None:
        self.edition, self.phases = edition, phases
        self._by_key = {phase.key: phase for phase in phases}
        self._given: dict[str, list[Extension]] = {}

    def phase(self, key: str) -> Phase | None:
        return self._by_key.get(key)

    def is_open(self, key: str, at: datetime, person: Any = None) -> bool:
        """Whether the window is open for the person, who may have been given more time; a phase without dates is not.

        What staff gave is read only when the window is closed and a person is asked for, once per timeline.
        """
        phase = self.phase(key)
        if phase is None or phase.opens_at is None or at < phase.opens_at:
            return False
        return at < phase.closes_at or self.more_time(key, at, person) is not None  # type: ignore[operator]

    def more_time(self, key: str, at: datetime, person: Any) -> datetime | None:
        """Until when somebody may still hand in although the window is closed; None when nobody gave them more time,
        or it is over or was taken back."""
        if person is None or not person.is_authenticated:
            return None
        return max((one.until for one in self._extensions(person) if _holds(one, key, at)), default=None)

    def _extensions(self, person: Any) -> list[Extension]:
        if person.pk not in self._given:
            rows = Extension.objects.filter(phase__in=self.phases, person=person).select_related("phase")
            self._given[person.pk] = list(rows)
        return self._given[person.pk]

    def accepts(self, key: str, at: datetime, person: Any = None) -> bool:
        """Whether something handed in at `at` still counts: the window plus the edition's published grace."""
        grace = timedelta(seconds=self.edition.grace_seconds)
        return self.is_open(key, at, person) or (
            self.has_closed(key, at) and self.is_open(key, at - grace, person)
        )

    def opens_at(self, key: str) -> datetime | None:
        phase = self.phase(key)
        return phase.opens_at if phase else None

    def closes_at(self, key: str) -> datetime | None:
        phase = self.phase(key)
        return phase.closes_at if phase else None

    def closes_for(self, key: str, at: datetime, person: Any) -> datetime | None:
        """When the window closes for this person: later than for the others when they were given more time."""
        given = self.more_time(key, at, person) if self.has_closed(key, at) else None
        return given or self.closes_at(key)

    def has_opened(self, key: str, at: datetime) -> bool:
        opens = self.opens_at(key)
        return opens is not None and opens <= at

    def has_closed(self, key: str, at: datetime) -> bool:
        closes = self.closes_at(key)
        return closes is not None and closes <= at

    def phases_at(self, at: datetime) -> list[Phase]:
        """The phases open at an instant: none, one or several."""
        return [phase for phase in self.phases if self.is_open(phase.key, at)]

    def station_at(self, at: datetime) -> Phase | None:
        """The phase to show as today's: the one that opened last, even when a gap follows it."""
        opened = [phase for phase in self.phases if self.has_opened(phase.key, at)]
        return max(opened, key=lambda phase: (phase.opens_at, phase.order), default=None)

    def next_opening(self, at: datetime) -> Phase | None:
        """The first phase with a date that is still to open."""
        coming = [phase for phase in self.phases if phase.opens_at and phase.opens_at > at]
        return min(coming, key=lambda phase: (phase.opens_at, phase.order), default=None)

    def stations(self, at: datetime) -> list[Station]:
        """All phases in their order, as the page shows them."""
        today, coming = self.station_at(at), self.next_opening(at)
        return [
            Station(p.key, p.label, dates_of(p), _status(p, today, coming, at), _note(p, today, at))
            for p in self.phases
        ]

    def ahead(self, at: datetime) -> list[Station]:
        """What is on now and what still comes: a phase that closed is not among it, not even when none opened since."""
        shown = zip(self.phases, self.stations(at), strict=True)
        return [station for phase, station in shown if not self.has_closed(phase.key, at)]


def _holds(extension: Extension, key: str, at: datetime) -> bool:
    """Half-open, as windows are; what was taken back holds until that moment."""
    ended = extension.ended_at is not None and extension.ended_at <= at
    return extension.phase.key == key and at < extension.until and not ended


def of(edition: Edition) -> Timeline:
    """The edition's timeline, freshly read (one query): verbs call this again under their lock."""
    return Timeline(edition, list(edition.phases.all()))


def shown(edition: Edition) -> Timeline:
    """The edition's timeline for the pages, read once per loaded edition; what counts under a lock asks `of`."""
    if not hasattr(edition, "_shown"):
        edition._shown = of(edition)  # type: ignore[attr-defined]
    return edition._shown  # type: ignore[attr-defined]


def edition_of(**which: Any) -> Edition | None:
    """An edition by its fields, with the timeline that `shown` gives: read together, as every page shows both."""
    about = {f"edition__{name}": value for name, value in which.items()}
    phases = list(Phase.objects.filter(**about).select_related("edition"))
    if not phases:
        return Edition.objects.filter(**which).first()
    edition = phases[0].edition
    for phase in phases:
        phase.edition = edition
    edition._shown = Timeline(edition, phases)  # type: ignore[attr-defined]
    return edition


def last_day(phase: Phase) -> datetime:
    """Local time of the last minute that still counts. Raises ValueError for a phase without dates."""
    if phase.closes_at is None:
        raise ValueError(f"{phase} has no dates")
    return timezone.localtime(phase.closes_at - timedelta(minutes=1))


def days_left(phase: Phase, at: datetime) -> int:
    """Whole local days until the last day of the phase; 0 on that day."""
    return (last_day(phase).date() - timezone.localtime(at).date()).days


def dates_of(phase: Phase) -> str:
    """'8 dec', '15 – 30 jan', '28 feb – 13 mei', or the phase's own text."""
    if phase.display or phase.opens_at is None:
        return phase.display or _("datum volgt")
    first, last = timezone.localtime(phase.opens_at), last_day(phase)
    if phase.key == PhaseKey.SUBMISSION:
        return _("t.e.m. %(day)s") % {"day": _short(last)}
    if first.date() == last.date():
        return _short(first)
    start = str(first.day) if first.month == last.month else _short(first)
    return f"{start} – {_short(last)}"


def _short(day: datetime) -> str:
    """14 jan, or 14 Jan in English, where months have a capital."""
    return date_format(day, "j M" if get_language() == "en" else "j b")


def _status(phase: Phase, today: Phase | None, coming: Phase | None, at: datetime) -> str:
    if phase == today:
        return "now"
    if phase == coming:
        return "next"
    return "past" if today and phase.opens_at and phase.opens_at <= at else "later"


def _note(phase: Phase, today: Phase | None, at: datetime) -> str:
    if phase != today:
        return ""
    if phase.closes_at is None or phase.closes_at <= at:
        return _("voorbij")
    left = days_left(phase, at)
    return ngettext("nog %(n)d dag", "nog %(n)d dagen", left) % {"n": left} if left else _("vandaag")
