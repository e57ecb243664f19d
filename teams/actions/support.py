"""A manager's support: asked by the member, answered by a signed link, without account."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from portal import history, lifecycle
from portal.models import Person
from teams import emails, rules
from teams.actions.locking import locked_membership
from teams.models import Membership, Support
from teams.states import SupportState

DOUBLE_CLICK = timedelta(minutes=1)


@transaction.atomic
def ask_support(
    membership: Membership, *, manager_name: str, manager_email: str, hours: str, by: Person, at: datetime
) -> Support:
    """Ask one's manager by mail for the time that the programme takes. Asking again ends the earlier link; what was
    answered before stays in the history. The same question twice within a minute is one question: a double click."""
    membership = locked_membership(membership)
    rules.check_own_support(membership, by=by)
    words = {"manager_name": manager_name, "manager_email": manager_email, "hours": hours, "asked_at": at}
    locked = Support.objects.select_for_update()  # its manager may be renewing the link
    support = locked.filter(membership=membership).first()
    if support and _is_double_click(support, words, at=at):
        return support
    if support:
        rules.check_asks_no_flood(support, at=at)
    if support is None:
        support = Support.objects.create(membership=membership, **words)
        history.record(support, "ask", by=by, at=at)
    else:
        support = _renew(support, words, by=by, at=at)
    emails.support_asked(support, at=at)
    return support


def _is_double_click(support: Support, words: dict[str, Any], *, at: datetime) -> bool:
    same = all(getattr(support, name) == words[name] for name in ("manager_name", "manager_email", "hours"))
    return same and support.state == SupportState.ASKED and at - support.asked_at < DOUBLE_CLICK


def _renew(support: Support, words: dict[str, Any], *, by: Person, at: datetime) -> Support:
    if support.state == SupportState.AGREED:
        lifecycle.move(support, to=SupportState.CANCELLED, by=by, at=at)
    turn = support.turn + 1
    lifecycle.move(
        support, to=SupportState.ASKED, by=by, at=at, turn=turn, word="", answered_at=None, **words
    )
    return support


@transaction.atomic
def renew_link(support: Support, *, turn: int, at: datetime) -> None:
    """The manager whose link ran out gets a new one, at the address that was asked and nowhere else. Any other link
    changes nothing, so that whoever holds one learns nothing."""
    support = (
        Support.objects.select_for_update(of=("self",)).select_related("membership__team").get(pk=support.pk)
    )
    if not rules.may_renew(support, turn=turn, at=at):
        return
    manager = history.LinkHolder(support.pk)
    lifecycle.move(support, to=SupportState.ASKED, by=manager, at=at, turn=turn + 1, asked_at=at)
    emails.support_asked(support, at=at)


@transaction.atomic
def answer_support(support: Support, *, turn: int, agrees: bool, word: str = "", at: datetime) -> None:
    """The manager agrees or wants to talk first. A link works once; see `rules.check_may_support`."""
    Support.objects.select_for_update().only("pk").get(pk=support.pk)
    support = Support.objects.select_related("membership__person", "membership__team__edition").get(
        pk=support.pk
    )
    rules.check_may_support(support, turn=turn, at=at)
    to = SupportState.AGREED if agrees else SupportState.TALK
    manager = history.LinkHolder(support.pk)
    lifecycle.move(support, to=to, by=manager, at=at, word=word, answered_at=at)
    emails.support_answered(support, at=at)


@transaction.atomic
def cancel_support(support: Support, *, by: Person, at: datetime) -> None:
    """The member takes the question back: the link no longer works."""
    membership = locked_membership(support.membership)
    rules.check_own_support(membership, by=by)
    support = Support.objects.get(pk=support.pk)
    if support.state != SupportState.CANCELLED:
        lifecycle.move(support, to=SupportState.CANCELLED, by=by, at=at)
