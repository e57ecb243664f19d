"""The ledger: lines are only added, and `used_cents` moves with them in the same statement's transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from poc import content, queries, rules
from poc.actions.locking import locked_cost, locked_entry
from poc.models import LedgerEntry, Obligation, Project
from portal import history
from portal.models import Person


def book(
    obligation: Obligation,
    *,
    kind: str,
    amount_cents: int,
    is_correction: bool = False,
    note: str = "",
    key: str,
    by: Person,
    at: datetime,
) -> LedgerEntry:
    """Add one line and bring `used_cents` along. The caller holds the PoC's lock and has asked the rules; the database
    refuses what would go over the cap all the same."""
    before = queries.sums_of(obligation)
    entry = LedgerEntry.objects.create(
        obligation=obligation,
        kind=kind,
        amount_cents=amount_cents,
        is_correction=is_correction,
        note=note,
        key=key,
        by=by,
        at=at,
    )
    after = {**before, kind: before[kind] + amount_cents}
    change = content.counted(after) - content.counted(before)
    if change:
        Project.objects.filter(pk=obligation.project_id).update(used_cents=F("used_cents") + change)
    told = {"entry": entry.pk, "kind": kind, "cents": amount_cents}
    history.record(obligation, "correct" if is_correction else "book", by=by, at=at, data=told, text=note)
    return entry


def bring_down(obligation: Obligation, *, to: int, why: str, note: str, by: Person, at: datetime) -> None:
    """Counter-entries that bring every kind down to `to` cents; what was more comes free. Their keys are made of `why`,
    with a colon, which the key of a form never has."""
    for kind, cents in queries.sums_of(obligation).items():
        if cents > to:
            book(
                obligation, kind=kind, amount_cents=to - cents, is_correction=True, note=note, key=f"{why}:{kind}",
                by=by, at=at,
            )  # fmt: skip


@transaction.atomic
def record_entry(
    obligation: Obligation,
    *,
    kind: str,
    amount_cents: int,
    note: str = "",
    key: str,
    by: Person,
    at: datetime,
) -> LedgerEntry:
    """Note what was ordered, invoiced or paid, in cents including VAT. The same `key` again gives the same line.

    Raises rules.TooMuch beyond what was approved for this cost: the difference is asked as a new one.
    """
    obligation = locked_cost(obligation)
    rules.check_takes_part(obligation.project, by=by, at=at)
    if made := _with_key(obligation, key, kind=kind, amount_cents=amount_cents):
        return made
    rules.check_may_record(obligation, kind=kind, by=by, at=at)
    rules.check_amount(amount_cents)
    rules.check_within_approved(obligation, queries.sums_of(obligation), kind, amount_cents)
    return book(obligation, kind=kind, amount_cents=amount_cents, note=note, key=key, by=by, at=at)


@transaction.atomic
def correct_entry(
    entry: LedgerEntry, *, amount_cents: int, note: str, key: str, by: Person, at: datetime
) -> LedgerEntry:
    """Take (a part of) a line back with a counter-entry; the line itself stays. `amount_cents` is what is taken back,
    above zero; a line that is a counter-entry itself is taken back the other way. The same `key`, the same line."""
    entry = locked_entry(entry)
    obligation = entry.obligation
    rules.check_takes_part(obligation.project, by=by, at=at)
    change = amount_cents if entry.amount_cents < 0 else -amount_cents
    if made := _with_key(obligation, key, kind=entry.kind, amount_cents=change):
        return made
    rules.check_amount(amount_cents)
    rules.check_may_correct(entry, cents=amount_cents, note=note, by=by, at=at)
    sums = queries.sums_of(obligation)
    rules.check_not_below_zero(sums, entry.kind, change)
    rules.check_within_approved(obligation, sums, entry.kind, change)
    return book(
        obligation, kind=entry.kind, amount_cents=change, is_correction=True, note=note, key=key, by=by, at=at
    )


def _with_key(obligation: Obligation, key: str, *, kind: str, amount_cents: int) -> LedgerEntry | None:
    """The line that this form made before; refused when the form says something else now."""
    made = LedgerEntry.objects.filter(obligation=obligation, key=key).first()
    if made is None:
        return None
    page = reverse("poc:cost", args=[obligation.project.edition_id, obligation.pk])
    rules.check_same_form((made.kind, made.amount_cents) == (kind, amount_cents), page)
    return made
