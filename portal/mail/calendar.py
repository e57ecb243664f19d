"""What staff see of the mail: what is coming, what is on its way, what went out and what the server said.

Sizes are counted now, by the same audiences that will be asked when the time comes. They rest on what may be known
now: before a release is in force no audience tells who was chosen.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from portal import registry
from portal.mail import plan, planner, times
from portal.models import DeadAddress, Edition, Letter, Mailing
from portal.models.mail import LetterState

AHEAD = timedelta(days=400)
PROBLEMS = (LetterState.FAILED, LetterState.UNCERTAIN)


@dataclass(frozen=True)
class Coming:
    """A letter that is still to leave: when, why then, to how many as things stand, and whether staff hold it."""

    name: str
    at: datetime
    why: str
    size: int
    paused: bool

    @property
    def about(self) -> str:
        return str(registry.letters[self.name].about)

    @property
    def to(self) -> str:
        return str(registry.letters[self.name].to)


def coming(edition: Edition, *, at: datetime) -> list[Coming]:
    """Every letter that will leave by itself, the next first."""
    rules = plan.rules_of(edition)
    rows = list(Mailing.objects.filter(edition=edition, done_at=None, due_at__lte=at + AHEAD))
    sizes = plan.counts(_audiences(rows, edition, at) | plan.things(edition, at=at))
    own = [one for one in plan.planned(edition) if one.reminder.things and one.name in sizes]
    found = [
        Coming(name, when, why, size, plan.is_paused(name, rules))
        for name, when, why, size in [
            *((row.name, row.due_at, why(row.name, row.occasion), sizes.get(row.name, 0)) for row in rows),
            *_own(own, edition, at),
            *_queued(edition, at),
        ]
    ]
    return sorted(found, key=lambda one: (one.at, one.name))


def _audiences(rows: list[Mailing], edition: Edition, at: datetime) -> dict[str, QuerySet[Any]]:
    """Whom each of these mailings concerns as things stand."""
    asked = {
        row.name: registry.reminders[row.name].audience for row in rows if row.name in registry.reminders
    }
    return {name: audience(edition, at) for name, audience in asked.items() if audience}


def why_nothing(edition: Edition) -> str:
    """What staff read when nothing is coming: a new edition still lacks its dates, one that is over needs none."""
    dated = [phase.opens_at is not None for phase in edition.phases.all()]
    if not any(dated):
        return _(
            "De mails volgen uit de data van de fasen. Geef de fasen een begin en een einde in het beheer."
        )
    over = _(
        "Alle momenten waarop vanzelf een mail vertrekt, zijn voorbij. Wie iets doet, zet nog wel mails in gang."
    )
    undated = _("Een fase zonder datum plant geen mails: geef ze een begin en een einde in het beheer.")
    return over if all(dated) else f"{over} {undated}"


Line = tuple[str, datetime, str, int]


def why(name: str, occasion: str) -> str:
    """'7 dagen voor: Idee indienen sluit'."""
    moment = plan.moment_label(registry.reminders[name].moment)
    first = occasion.partition(" ")[0]
    try:
        [offset] = times.parse(first)
    except ValueError:
        return moment
    return f"{plan.offset_label(offset)}: {moment}"


def _own(asked: list[plan.Planned], edition: Edition, at: datetime) -> list[Line]:
    """Reminders about single things, gathered per letter, day and offset."""
    sizes: Counter[tuple[str, datetime, str]] = Counter()
    for one in asked:
        for target in one.reminder.targets(edition, at) if one.reminder.targets else ():
            for moment in plan.own_moments(one, target, edition):
                if at < moment.due_at <= at + AHEAD:
                    sizes[one.name, moment.due_at, why(one.name, moment.occasion)] += len(target.to)
    return [(name, when, told, size) for (name, when, told), size in sizes.items()]


def _queued(edition: Edition, at: datetime) -> list[Line]:
    """Letters that were queued for later, such as the outcome of a release."""
    waiting = Letter.objects.filter(edition=edition, state=LetterState.QUEUED, mailing=None, due_at__gt=at)
    rows = waiting.values("name", "due_at").annotate(size=Count("pk")).order_by("due_at")
    return [(row["name"], row["due_at"], "", row["size"]) for row in rows if row["name"] in registry.letters]


def next_due(*, after: datetime, until: datetime) -> datetime | None:
    """The first moment at which something leaves by itself, for a clock that jumps."""
    found = list(
        Mailing.objects.filter(done_at=None, due_at__gt=after, due_at__lte=until).values_list(
            "due_at", flat=True
        )
    )
    for edition in planner.running(after):
        own = _own(plan.alive(edition, at=after), edition, after)
        found += [when for _name, when, _why, _size in own if when <= until]
    digest_at = _next_digest(after)
    return min([*found, *([digest_at] if digest_at and digest_at <= until else [])], default=None)


def _next_digest(after: datetime) -> datetime | None:
    from portal.mail import digest

    if not Letter.objects.filter(state=LetterState.BUNDLED, bundle=None).exists():
        return None
    zone = ZoneInfo("Europe/Brussels")
    day = after.astimezone(zone).replace(hour=digest.HOUR, minute=0, second=0, microsecond=0)
    return day if day > after else day + timedelta(days=1)


@dataclass(frozen=True)
class Running:
    """A mailing that is on its way."""

    row: Mailing
    total: int
    left: int

    @property
    def about(self) -> str:
        return str(registry.letters[self.row.name].about)

    @property
    def done(self) -> int:
        return self.total - self.left


def running(edition: Edition) -> list[Running]:
    """Mailings of which letters are still to leave, or still to be written. One query."""
    alive = Q(letters__state__in=[LetterState.QUEUED, LetterState.IN_FLIGHT])
    rows = Mailing.objects.filter(edition=edition, started_at__isnull=False).annotate(
        total=Count("letters"), left=Count("letters", filter=alive)
    )
    return [Running(row, row.total, row.left) for row in rows.filter(Q(left__gt=0) | Q(done_at=None))]


def letters_of(edition: Edition, *, at: datetime) -> QuerySet[Letter]:
    """Every letter of an edition whose time has come, the newest first."""
    rows = Letter.objects.filter(edition=edition, due_at__lte=at).select_related("recipient")
    return rows.order_by("-due_at", "-pk")


def problems(edition: Edition, *, at: datetime) -> int:
    """How many letters failed, or may not have arrived."""
    return letters_of(edition, at=at).filter(state__in=PROBLEMS).count()


def dead_addresses() -> QuerySet[DeadAddress]:
    return DeadAddress.objects.filter(cleared_at=None).order_by("-at")


def found(rows: QuerySet[Letter], words: str) -> QuerySet[Letter]:
    """Of these, what went to somebody with this in their name or address."""
    words = words.replace("\0", "").strip()
    if not words:
        return rows
    person = Q(recipient__name__icontains=words) | Q(recipient__email__icontains=words)
    return rows.filter(person | Q(address__icontains=words))
