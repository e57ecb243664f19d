"""Which letters an edition sends by itself and when: the defaults of the code, with what staff changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import CharField, Count, Q, QuerySet, Value
from django.utils.translation import gettext as _

from portal import history, outbox, registry, timeline
from portal.errors import Refused
from portal.mail import times
from portal.models import Edition, MailRule, PhaseKey
from portal.registry import Reminder, Target

ALL = ""  # the rule of all letters of an edition


@dataclass(frozen=True)
class Planned:
    """A reminder as it stands in an edition: its offsets and hour."""

    reminder: Reminder
    offsets: list[times.Offset]
    hour: int

    @property
    def name(self) -> str:
        return self.reminder.letter


def rules_of(edition: Edition) -> dict[str, MailRule]:
    """What staff changed, by letter; under `ALL` what holds for all of them."""
    return {rule.name: rule for rule in edition.mail_rules.all()}


def planned(edition: Edition) -> list[Planned]:
    """Every reminder with the moments that count in the edition. One query."""
    rules = rules_of(edition)
    return [_planned(reminder, rules.get(reminder.letter)) for reminder in registry.reminders.values()]


def _planned(reminder: Reminder, rule: MailRule | None) -> Planned:
    offsets = rule.offsets if rule and rule.offsets else reminder.offsets
    hour = rule.hour if rule and rule.hour is not None else reminder.hour
    return Planned(reminder, times.parse(offsets), hour)


def alive(edition: Edition, *, at: datetime) -> list[Planned]:
    """The reminders about single things of which there are any: so nothing is asked in vain."""
    found = counts(things(edition, at=at))
    return [one for one in planned(edition) if one.name in found]


def things(edition: Edition, *, at: datetime) -> dict[str, QuerySet[Any]]:
    """The rows among which each reminder about single things finds them."""
    asked = {name: one.things for name, one in registry.reminders.items()}
    return {name: rows_of(edition, at) for name, rows_of in asked.items() if rows_of}


def counts(asked: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of these has, by its name, in one query; a name without rows is left out."""
    counted = [_counted(name, rows) for name, rows in asked.items()]
    found = counted[0].union(*counted[1:], all=True) if counted else ()
    return {row["letter"]: row["size"] for row in found if row["size"]}


def _counted(name: str, rows: QuerySet[Any]) -> Any:
    every = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk")).order_by()
    return every.values(letter=Value(name, CharField())).annotate(size=Count("pk"))


def is_paused(name: str, rules: dict[str, MailRule]) -> bool:
    return any(rule.paused for key, rule in rules.items() if key in (ALL, name))


@dataclass(frozen=True)
class Moment:
    """One time that a reminder leaves: what tells it from the others, and between which instants it makes sense."""

    occasion: str
    due_at: datetime
    expires_at: datetime


def moments(one: Planned, windows: timeline.Timeline) -> Iterator[Moment]:
    """When a reminder of a phase leaves; none while the phase has no date. The day of a closing is the last that
    counts."""
    key, _dot, side = one.reminder.moment.partition(".")
    closes = side == "closes"
    anchor = windows.closes_at(key) if closes else windows.opens_at(key)
    if anchor is None:
        return
    day = anchor - timedelta(minutes=1) if closes else anchor
    for offset in one.offsets:
        yield moment(offset, day, ends=anchor, last_day=closes, one=one, edition=windows.edition)


def moment(
    offset: times.Offset, anchor: datetime, *, ends: datetime, last_day: bool, one: Planned, edition: Edition
) -> Moment:
    """When a reminder of one anchor leaves. Said before, or on the last day, it makes no sense once the moment is
    there; said on the day that something begins, none before."""
    due = times.due_at(anchor, offset, hour=one.hour, zone=ZoneInfo(edition.timezone))
    if offset.number < 0 or (last_day and offset.number == 0):
        return Moment(str(offset), due, times.expires_at(due, before=ends))
    due = max(due, ends)
    return Moment(str(offset), due, times.expires_at(due, before=None))


def own_moments(one: Planned, target: Target, edition: Edition) -> Iterator[Moment]:
    """When a reminder about one thing leaves."""
    for offset in one.offsets:
        found = moment(offset, target.anchor, ends=target.anchor, last_day=False, one=one, edition=edition)
        yield Moment(f"{offset} {target.key}".strip(), found.due_at, found.expires_at)


def moment_label(key: str) -> str:
    """A moment in words: 'Idee indienen sluit'."""
    phase, _dot, side = key.partition(".")
    if phase not in PhaseKey.values:
        return str(OWN_MOMENTS[key]())
    about = PhaseKey(phase).label
    return (_("%(phase)s sluit") if side == "closes" else _("%(phase)s opent")) % {"phase": about}


# The moments that each thing has for itself.
OWN_MOMENTS: dict[str, Any] = {
    "invitation.asked": lambda: _("een uitnodiging is verstuurd"),
    "question.asked": lambda: _("Sandbox stelde een vraag"),
    "candidacy.stood": lambda: _("iemand stelde zich kandidaat"),
    "support.asked": lambda: _("de leidinggevende kreeg de vraag"),
    "hold.ends": lambda: _("het team houdt de week vast tot dan"),
    "week.begins": lambda: _("de sprintweek begint"),
    "cost.asked": lambda: _("een team vroeg een kost aan"),
    "month.begins": lambda: _("een maand van de PoC begint"),
    "date.moved": lambda: _("Sandbox verschoof een datum"),
}


def offset_label(offset: times.Offset) -> str:
    """'7 dagen voor', 'op de dag zelf', '2 uur na'."""
    number = abs(offset.number)
    if number == 0:
        return _("op de dag zelf") if offset.unit == "d" else _("meteen")
    told = {
        ("d", True): _("%(n)d dagen voor") if number != 1 else _("%(n)d dag voor"),
        ("d", False): _("%(n)d dagen na") if number != 1 else _("%(n)d dag na"),
        ("u", True): _("%(n)d uur voor"),
        ("u", False): _("%(n)d uur na"),
    }
    return told[offset.unit, offset.number < 0] % {"n": number}


@transaction.atomic
def pause(edition: Edition, name: str, *, on: bool, by: history.Actor, at: datetime) -> bool:
    """Hold a letter, or all of them (`ALL`), or let them go again; False when it was so already. What is held waits,
    and what is too late by then is not sent."""
    if name and name not in registry.letters:
        raise KeyError(name)
    rule, _made = MailRule.objects.select_for_update().get_or_create(edition=edition, name=name)
    if rule.paused == on:
        return False
    MailRule.objects.filter(pk=rule.pk).update(paused=on)
    outbox.take_back(Q(edition=edition, name=name) if name else Q(edition=edition))
    told = {"letter": name or "*"}
    history.record(edition, "mail_paused" if on else "mail_resumed", by=by, at=at, data=told)
    return True


def check_times(offsets: str, hour: int) -> list[times.Offset]:
    """Refused with a sentence when the moments cannot be read or the hour lies in the quiet hours."""
    try:
        found = times.parse(offsets)
    except ValueError as wrong:
        raise Refused(
            reason=_("‘%(word)s’ is geen moment. Schrijf bijvoorbeeld -7d, 0d, +3d of -2u.") % {"word": wrong}
        ) from wrong
    if not found:
        raise Refused(reason=_("Schrijf minstens één moment, of pauzeer de mail."))
    if times.is_quiet(hour):
        told = {"from": times.QUIET_UNTIL, "until": times.QUIET_FROM - 1}
        raise Refused(reason=_("Kies een uur van %(from)d tot %(until)d: ’s nachts vertrekt niets.") % told)
    return found


@transaction.atomic
def set_times(
    edition: Edition, name: str, *, offsets: str, hour: int, by: history.Actor, at: datetime
) -> None:
    """When a reminder leaves in this edition, from now on; what left already stays."""
    from portal.mail import planner

    found = " ".join(str(offset) for offset in check_times(offsets, hour))
    before = _planned(registry.reminders[name], rules_of(edition).get(name))
    if (before.hour, " ".join(map(str, before.offsets))) == (hour, found):
        return
    MailRule.objects.update_or_create(edition=edition, name=name, defaults={"offsets": found, "hour": hour})
    told = {"letter": name, "offsets": found, "hour": hour}
    history.record(edition, "mail_times", by=by, at=at, data=told)
    planner.replan(edition, at=at)
