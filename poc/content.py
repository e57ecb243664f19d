"""Amounts of money, pure: how people write them, what VAT is in them, what counts for the cap. Integer cents."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from poc.models import EntryKind

VAT_RATES = (0, 6, 12, 21)  # in percent, as Belgium has them
LARGEST = 1_000_000_000  # ten million euros; the database holds twice as much
SPENDING = (EntryKind.COMMITTED, EntryKind.INVOICED, EntryKind.PAID)

_NOISE = re.compile(r"(€|\beur(o)?\b|\s)", re.IGNORECASE)
_DUTCH = re.compile(r"([0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]{2}|-))?")

Sums = Mapping[str, int]  # the sum of each kind of entry on one obligation, in cents


class NotAnAmount(ValueError):  # noqa: N818 an answer to a person, as a refusal is
    """What was typed is no amount, or could be two; the text says in Dutch how to write it."""


def parse_amount(text: str) -> int:
    """Cents of an amount as it is written in Dutch: '14,99', '1.500,00', '15000', '€ 15.000'. Never through a float.

    Raises NotAnAmount, also for '14.99' and '1.5': a full stop parts thousands here, a comma parts the cents.
    """
    found = _DUTCH.fullmatch(_NOISE.sub("", text))
    if found is None:
        raise NotAnAmount(_explained(text))
    whole, rest = found[1].replace(".", ""), found[2] or "00"
    if len(whole.lstrip("0")) > len(str(LARGEST)):
        raise NotAnAmount(_too_large())
    cents = int(whole) * 100 + int(rest.replace("-", "0"))
    if cents > LARGEST:
        raise NotAnAmount(_too_large())
    return cents


def _too_large() -> str:
    return _("Dit bedrag is te groot. Kijk na of de komma goed staat.")


def _explained(text: str) -> str:
    bare = _NOISE.sub("", text)
    if re.fullmatch(r"[0-9]+\.[0-9]{1,2}", bare):
        return _(
            "Schrijf de centen na een komma: ‘%(comma)s’. Een punt staat in het Nederlands tussen duizendtallen, zoals"
            " in 1.500."
        ) % {"comma": bare.replace(".", ",") + "0" * (2 - len(bare.partition(".")[2]))}
    return _("Schrijf een bedrag in euro, met de centen na een komma. Bijvoorbeeld: 1.500 of 14,99.")


def write_amount(cents: int) -> str:
    """An amount as `parse_amount` reads it: '1.499,99'."""
    whole, rest = divmod(abs(cents), 100)
    thousands = f"{whole:,}".replace(",", ".")
    return f"{'-' if cents < 0 else ''}{thousands},{rest:02}"


def without_vat(cents: int, rate: int) -> int:
    """The part of an amount that is not VAT, rounded half up to the cent (away from zero below it)."""
    per = 100 + rate
    bare = (2 * abs(cents) * 100 + per) // (2 * per)
    return -bare if cents < 0 else bare


def counted(sums: Sums) -> int:
    """What an obligation counts for the cap: the highest of its kinds, once."""
    return max((sums.get(kind, 0) for kind in EntryKind.values), default=0)


@dataclass(frozen=True)
class Layer:
    """One part of the budget: what stands so far and no further. `start` is what lies before it, in cents."""

    key: str
    cents: int
    start: int


def layers(obligations: Iterable[Sums], cap_cents: int) -> list[Layer]:
    """The budget from paid to free. Each cent stands in the last layer that it reached; together they make the cap."""
    rows = list(obligations)
    reached = [(str(kind), _beyond(rows, kind)) for kind in reversed(EntryKind)]
    used = sum(cents for _kind, cents in reached)
    found, start = [], 0
    for key, cents in [*reached, ("free", cap_cents - used)]:
        found.append(Layer(key, cents, start))
        start += cents
    return found


def _beyond(rows: list[Sums], kind: EntryKind) -> int:
    """What of a kind goes beyond all later kinds: ordered and not yet invoiced, and so on."""
    kinds = list(EntryKind)
    later = kinds[kinds.index(kind) + 1 :]
    return sum(
        max(0, sums.get(kind, 0) - max((sums.get(one, 0) for one in later), default=0)) for sums in rows
    )


Booking = tuple[datetime, str, str, int]  # moment, cost, kind of entry, cents


@dataclass(frozen=True)
class Left:
    """What was still free from a moment on, in cents."""

    at: datetime
    left: int


def sums_per_cost(bookings: Iterable[Booking]) -> dict[str, dict[str, int]]:
    """The sum of each kind of entry, by cost."""
    found: dict[str, dict[str, int]] = {}
    for _at, cost, kind, cents in bookings:
        sums = found.setdefault(cost, dict.fromkeys(EntryKind.values, 0))
        sums[kind] += cents
    return found


def left_over_time(bookings: Iterable[Booking], cap_cents: int) -> list[Left]:
    """What was free after each entry that changed it, in the order of the entries."""
    costs: dict[str, dict[str, int]] = {}
    found: list[Left] = []
    used, last = 0, cap_cents
    for at, cost, kind, cents in bookings:
        sums = costs.setdefault(cost, {})
        used -= counted(sums)
        sums[kind] = sums.get(kind, 0) + cents
        used += counted(sums)
        if cap_cents - used != last:
            last = cap_cents - used
            found.append(Left(at, last))
    return found
