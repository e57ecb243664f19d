"""The verbs of the pitch day: the order of the teams, who is on stage, the deliberation."""

from datetime import datetime

from django.db import transaction

from jury import queries, rules, subjects
from jury.actions.entries import entry_of, locked_round
from jury.models import Round, Slot
from portal import history
from portal.models import Person


@transaction.atomic
def move_slot(round_: Round, subject: subjects.Judged, *, places: int, by: Person, at: datetime) -> None:
    """Let a team pitch so many turns later (earlier when negative); at either end it stays there."""
    rules.check_may_set_up(round_, by=by, at=at)
    rules.check_takes_part(round_, subject)
    round_ = locked_round(round_)
    order = [one.subject for one in queries.turns_of(round_)]
    old = order.index(subject)
    new = min(max(old + places, 0), len(order) - 1)
    order.insert(new, order.pop(old))
    for number, one in enumerate(order, start=1):
        Slot.objects.update_or_create(entry=entry_of(round_, one), defaults={"order": number})
    history.record(round_, "move_slot", by=by, at=at, data={"subject": subject.pk, "to": new + 1})


@transaction.atomic
def call_on_stage(round_: Round, subject: subjects.Judged | None, *, by: Person, at: datetime) -> None:
    """This team pitches now, for all jurors to see; None: the stage is empty."""
    rules.check_may_set_up(round_, by=by, at=at)
    if subject is not None:
        rules.check_takes_part(round_, subject)
    round_ = locked_round(round_)
    entry = entry_of(round_, subject) if subject else None
    since = at if entry else None
    Round.objects.filter(pk=round_.pk).update(on_stage=entry, on_stage_since=since)
    history.record(round_, "on_stage", by=by, at=at, data={"subject": subject.pk if subject else ""})


@transaction.atomic
def deliberate(round_: Round, *, by: Person, at: datetime) -> None:
    """The jury deliberates from now on: who revises a sheet says why. A second time changes nothing."""
    rules.check_may_set_up(round_, by=by, at=at)
    round_ = locked_round(round_)
    if round_.deliberating_since is None:
        Round.objects.filter(pk=round_.pk).update(deliberating_since=at)
        history.record(round_, "deliberate", by=by, at=at)


@transaction.atomic
def end_deliberation(round_: Round, *, by: Person, at: datetime) -> None:
    """Undo of `deliberate`: judges work for themselves again. What was revised with a reason stays."""
    rules.check_may_set_up(round_, by=by, at=at)
    round_ = locked_round(round_)
    if round_.deliberating_since is not None:
        Round.objects.filter(pk=round_.pk).update(deliberating_since=None)
        history.record(round_, "end_deliberation", by=by, at=at)
