"""The verbs of who sets a round up: how it is judged, who has a seat, who judges what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from jury import rules, subjects
from jury.actions.deciders import name_decider, remove_decider
from jury.actions.entries import entry_of, locked_round
from jury.models import Assignment, Round, Seat
from portal import history
from portal.models import Person


@transaction.atomic
def set_up(
    round_: Round, values: dict[str, Any], *, deciders: Iterable[Person], by: Person, at: datetime
) -> None:
    """How the round is judged (the columns of `values`) and who decides in it."""
    rules.check_may_set_up(round_, by=by, at=at)
    round_ = locked_round(round_)
    Round.objects.filter(pk=round_.pk).update(**values)
    told = {key: str(value) for key, value in values.items() if getattr(round_, key) != value}
    if told:
        history.record(round_, "set_up", by=by, at=at, data=told)
    chosen, before = set(deciders), set(round_.deciders.all())
    for person in chosen - before:
        name_decider(round_, person, by=by, at=at)
    for person in before - chosen:
        remove_decider(round_, person, by=by, at=at)


@transaction.atomic
def give_seat(
    round_: Round, person: Person, *, kind: str, capacity: int | None, by: Person, at: datetime
) -> Seat:
    """A strategic or an operational seat for a judge, with how many they judge at most; a second time changes it."""
    rules.check_may_set_up(round_, by=by, at=at)
    rules.check_is_judge(round_, person, at=at)
    values = {"kind": kind, "capacity": capacity}
    seat, _made = Seat.objects.update_or_create(round=round_, person=person, defaults=values)
    history.record(round_, "give_seat", by=by, at=at, data={"person": person.pk, **values})
    return seat


@transaction.atomic
def take_seat_back(round_: Round, person: Person, *, by: Person, at: datetime) -> None:
    """Undo of `give_seat`: the judge stays a judge, without a kind of seat and without a limit."""
    rules.check_may_set_up(round_, by=by, at=at)
    deleted, _rows = Seat.objects.filter(round=round_, person=person).delete()
    if deleted:
        history.record(round_, "take_seat_back", by=by, at=at, data={"person": person.pk})


@transaction.atomic
def assign(
    round_: Round, pairs: Iterable[tuple[subjects.Judged, Person]], *, by: Person, at: datetime
) -> None:
    """Who judges what, all of it: what is not among the pairs is taken back, but for sheets that were begun. Refused
    for somebody's own, and for a judge who stepped aside."""
    rules.check_may_set_up(round_, by=by, at=at)
    round_ = locked_round(round_)
    rules.check_no_release(round_)
    wanted = set()
    for subject, judge in pairs:
        entry = entry_of(round_, subject)
        rules.check_assignable(entry, judge, at=at)
        wanted.add((entry.pk, judge.pk))
    there = {(one.entry_id, one.judge_id): one for one in Assignment.objects.filter(entry__round=round_)}
    gone = [one.pk for key, one in there.items() if key not in wanted]
    Assignment.objects.filter(pk__in=gone).delete()
    Assignment.objects.bulk_create(
        [Assignment(entry_id=entry, judge_id=judge) for entry, judge in sorted(wanted - set(there))]
    )
    history.record(round_, "assign", by=by, at=at, data={"pairs": len(wanted), "gone": len(gone)})
