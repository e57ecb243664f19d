"""What was kept long enough goes: found by the marks of the models, counted before, wiped in batches.

An `Expiry` says of which rows what goes, and from when the period of its kind counts (`counts_from`, null: not yet).
Stages register theirs (`registry.expiries`); what stays although its mark has a period is named with the reason
(`registry.stays`). A test asks one of both for every field. Source: GDPR, article 5.1(e).
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDay
from django.utils.translation import gettext as _

from portal import history, registry
from portal.errors import Refused
from portal.models import Edition, Person, Phase, RetentionPeriod, RetentionRun
from portal.privacy import TIMED, Kind

if TYPE_CHECKING:
    from django.utils.functional import Promise

BATCH = 200  # rows per transaction
MOST_MONTHS = 240
RULE = history.System("retention")


@dataclass(frozen=True)
class Expiry:
    """Rows of one table that hold something with a period. `rows(at)` gives those that still hold it, each with
    `counts_from`; `wipe(keys, at)` empties them, so that they are no longer found. `covers`: which fields."""

    key: str
    label: "str | Promise"
    kind: Kind
    rows: Callable[[datetime], Any]
    wipe: Callable[[list[Any], datetime], object]
    covers: frozenset[str]


def later(at: datetime, months: int) -> datetime:
    """The same day and time some months on (or back), the last day of a shorter month."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


# --- how an expiry is made ---


def names(model: Any, *fields: str) -> frozenset[str]:
    return frozenset(f"{model._meta.label_lower}.{field}" for field in fields)


def empty(field: Any) -> Any:
    """What a field holds when it holds nothing."""
    if not isinstance(field, models.JSONField):
        return ""
    return {} if (usual := field.get_default()) is None else usual


def still_filled(model: Any, fields: Iterable[str]) -> Q:
    """Rows in which one of these fields holds something."""
    found = Q(pk__in=[])
    for name in fields:
        found |= ~Q(**{name: empty(model._meta.get_field(name))})
    return found


def end_of_edition(way: str) -> Any:
    """When the edition that `way` leads to ended: its last phase closed. Null while no phase has dates."""
    ends = Phase.objects.filter(edition=OuterRef(way), closes_at__isnull=False)
    return Subquery(ends.order_by("-closes_at").values("closes_at")[:1])


def way_to_edition(model: Any) -> str:
    """The shortest way from a table to its edition along keys that are always there. Raises LookupError without one."""
    ways: list[tuple[str, Any]] = [("", model)]
    for way, table in ways:
        for field in table._meta.fields:
            if field.related_model is Edition:
                return f"{way}{field.name}"
            if field.is_relation and not field.null and field.related_model is not Person and len(ways) < 99:
                ways.append((f"{way}{field.name}__", field.related_model))
    raise LookupError(model)


def blank(
    model: Any, kind: Kind, *fields: str, since: Any = None, keep: Q | None = None, **values: Any
) -> Expiry:
    """The usual expiry: these text fields are emptied (or get `values`), the period counts from `since`, without it
    from the end of the edition. Rows that match `keep` stay as they are."""
    moment = end_of_edition(way_to_edition(model)) if since is None else since

    def rows(at: datetime) -> Any:
        filled = model._base_manager.filter(
            still_filled(model, [name for name in fields if name not in values])
        )
        return (filled if keep is None else filled.exclude(keep)).annotate(counts_from=moment)

    def wipe(keys: list[Any], at: datetime) -> object:
        nothing = {name: empty(model._meta.get_field(name)) for name in fields}
        return model._base_manager.filter(pk__in=keys).update(**nothing | values)

    key = f"{model._meta.label_lower}:{kind.code}"
    return Expiry(key, model._meta.verbose_name_plural, kind, rows, wipe, names(model, *fields))


def released(way: str, edition: str) -> Any:
    """When people were told: the instant of the release; without one the end of the edition counts."""
    return Coalesce(F(f"{way}__visible_from"), end_of_edition(edition))


# --- periods ---


def periods() -> dict[Kind, int]:
    """For how many months each kind with a period is kept now."""
    own = dict(RetentionPeriod.objects.values_list("kind", "months"))
    own[Kind.MAIL.code] = ceil(settings.MAIL_KEEP_DAYS * 12 / 365)  # operators set it, in days
    return {kind: own.get(kind.code) or kind.value.months or 0 for kind in TIMED}


@transaction.atomic
def set_period(kind: Kind, months: int, *, by: Person, at: datetime) -> None:
    """Keep a kind of data for so many months; refused below what the law asks. The same again changes nothing."""
    if not kind.value.least <= months <= MOST_MONTHS:
        raise Refused(
            reason=_("Kies een termijn van %(least)d tot %(most)d maanden.")
            % {"least": kind.value.least, "most": MOST_MONTHS},
            title=_("Deze termijn kan niet"),
        )
    before = periods()[kind]
    if before == months:
        return
    row, _made = RetentionPeriod.objects.update_or_create(
        kind=kind.code, defaults={"months": months, "by": by, "at": at}
    )
    history.record(row, "retention_period", by=by, at=at, data={"from": before, "to": months})


# --- what goes when ---


@dataclass(frozen=True)
class Coming:
    """So many rows of an expiry go now (`due`), or from this day on."""

    expiry: Expiry
    when: datetime
    count: int
    due: bool


def coming(*, at: datetime) -> list[Coming]:
    """The dry run: everything that goes, by date and then by kind; what is due already first."""
    months = periods()
    found = [one for expiry in registry.expiries for one in _coming(expiry, months[expiry.kind], at)]
    return sorted(found, key=lambda one: (one.when, one.expiry.kind.code, one.expiry.key))


def _coming(expiry: Expiry, months: int, at: datetime) -> Iterator[Coming]:
    if now := due(expiry, months, at=at).count():
        yield Coming(expiry, at, now, due=True)
    later_on = expiry.rows(at).filter(counts_from__gt=later(at, -months)).order_by()
    for one in later_on.values(day=TruncDay("counts_from")).annotate(n=Count("pk")):
        yield Coming(expiry, later(one["day"], months), one["n"], due=False)


def next_run(after: datetime) -> datetime:
    """When the monthly run comes by that finds what is due at `after`; it stands in CELERY_BEAT_SCHEDULE, in UTC."""
    first = after.astimezone(UTC).replace(day=1, hour=2, minute=30, second=0, microsecond=0)
    return first if first >= after else later(first, 1)


def due(expiry: Expiry, months: int, *, at: datetime) -> Any:
    """Rows whose period is over."""
    return expiry.rows(at).filter(counts_from__lte=later(at, -months))


def apply(*, at: datetime) -> RetentionRun | None:
    """Wipe what is due, a batch per transaction, so that a run that was cut off goes on where it stopped; None when
    there is nothing to do. Every run is a row with a history."""
    months = periods()
    if not any(due(one, months[one.kind], at=at).exists() for one in registry.expiries):
        return None
    run = RetentionRun.objects.create(at=at)
    counts: Counter[str] = Counter()
    for expiry in registry.expiries:
        for keys in _batches(expiry, months[expiry.kind], at):
            with transaction.atomic():
                still = _still_due(expiry, months[expiry.kind], keys, at)
                expiry.wipe(still, at)
                counts[expiry.key] += len(still)
                RetentionRun.objects.filter(pk=run.pk).update(counts=counts)
    with transaction.atomic():
        RetentionRun.objects.filter(pk=run.pk).update(done_at=at)
        history.record(run, "retention", by=RULE, at=at, data={"counts": dict(counts)})
    run.refresh_from_db()
    return run


def _still_due(expiry: Expiry, months: int, keys: list[Any], at: datetime) -> list[Any]:
    """Those of a batch that are due under their locks: somebody may have come back since it was read."""
    rows = due(expiry, months, at=at)
    locked = rows.model._base_manager.select_for_update(no_key=True).filter(pk__in=keys)
    list(locked.order_by("pk").values_list("pk"))
    return list(rows.filter(pk__in=keys).values_list("pk", flat=True))


def _batches(expiry: Expiry, months: int, at: datetime) -> Iterator[list[Any]]:
    """Keys of what is due, until there is none. Raises RuntimeError when wiping left a row as it was."""
    seen: set[Any] = set()
    while keys := list(due(expiry, months, at=at).values_list("pk", flat=True)[:BATCH]):
        if seen.intersection(keys):
            raise RuntimeError(f"{expiry.key}: wiping changes nothing")
        seen.update(keys)
        yield keys
