"""Costs of outside help: asked by the team, answered by staff, cancelled or closed."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from poc import emails, queries, rules
from poc.actions.ledger import book, bring_down
from poc.actions.locking import locked, locked_cost
from poc.models import EntryKind, LedgerEntry, Obligation, Project
from poc.states import ObligationState
from portal import history, lifecycle
from portal.models import Person


@transaction.atomic
def ask_cost(
    project: Project,
    *,
    title: str,
    partner: str = "",
    amount_cents: int,
    vat_rate: int,
    note: str = "",
    key: str,
    by: Person,
    at: datetime,
) -> Obligation:
    """A member asks for outside help: cents including VAT, reserved from now on. The same `key` gives the same cost.

    Raises rules.TooMuch when there is less left of the cap, in words that say how much.
    """
    project = locked(project)
    rules.check_member(project, by=by)
    if made := _with_key(project, key, title=title, amount_cents=amount_cents):
        return made
    rules.check_running(project)
    rules.check_amount(amount_cents)
    rules.check_rate(vat_rate)
    rules.check_fits(project, amount_cents)
    obligation = Obligation.objects.create(
        project=project, title=title, partner=partner, vat_rate=vat_rate, by=by, at=at
    )
    history.record(obligation, "ask", by=by, at=at, data={"project": project.pk, "cents": amount_cents})
    book(obligation, kind=EntryKind.RESERVED, amount_cents=amount_cents, note=note, key=key, by=by, at=at)
    return obligation


def _with_key(project: Project, key: str, *, title: str, amount_cents: int) -> Obligation | None:
    """The cost that this form asked before; refused when the form says something else now."""
    line = LedgerEntry.objects.filter(
        obligation__project=project, kind=EntryKind.RESERVED, is_correction=False, key=key
    ).first()
    if line is None:
        return None
    made = Obligation.objects.get(pk=line.obligation_id)
    page = reverse("poc:cost", args=[project.edition_id, made.pk])
    rules.check_same_form((made.title, line.amount_cents) == (title, amount_cents), page)
    return made


@transaction.atomic
def approve_cost(obligation: Obligation, *, by: Person, at: datetime) -> None:
    """Staff say yes: the team may order. Never by who asked or is in the team."""
    obligation = locked_cost(obligation)
    rules.check_may_answer(obligation, by=by, at=at)
    lifecycle.move(obligation, to=ObligationState.APPROVED, by=by, at=at)
    emails.cost_answered(obligation, at=at)


@transaction.atomic
def decline_cost(obligation: Obligation, *, answer: str, by: Person, at: datetime) -> None:
    """Staff say no, with a word of explanation; what was reserved comes free."""
    obligation = locked_cost(obligation)
    rules.check_may_answer(obligation, by=by, at=at)
    rules.check_reason(answer)
    bring_down(obligation, to=0, why="decline", note=_("Niet goedgekeurd."), by=by, at=at)
    lifecycle.move(obligation, to=ObligationState.DECLINED, by=by, at=at, answer=answer)
    emails.cost_answered(obligation, at=at)


@transaction.atomic
def cancel_cost(obligation: Obligation, *, by: Person, at: datetime) -> None:
    """The team takes the question back, or drops an approved cost before any invoice; the money comes free."""
    obligation = locked_cost(obligation)
    rules.check_may_cancel(obligation, queries.sums_of(obligation), by=by)
    let_go(obligation, by=by, at=at)


def let_go(obligation: Obligation, *, by: Person, at: datetime) -> None:
    """Cancel a cost under the lock that the caller holds."""
    bring_down(obligation, to=0, why="cancel", note=_("Geannuleerd."), by=by, at=at)
    lifecycle.move(obligation, to=ObligationState.CANCELLED, by=by, at=at)


@transaction.atomic
def close_cost(obligation: Obligation, *, by: Person, at: datetime) -> None:
    """Everything is paid; what was reserved and not paid comes free."""
    obligation = locked_cost(obligation)
    sums = queries.sums_of(obligation)
    rules.check_may_close(obligation, sums, by=by, at=at)
    bring_down(
        obligation, to=sums[EntryKind.PAID], why="close", note=_("Afgesloten: niet gebruikt."), by=by, at=at
    )
    lifecycle.move(obligation, to=ObligationState.CLOSED, by=by, at=at)
