"""Verbs of two ideas that become one: staff propose, both main owners agree or one declines, staff take back."""

from datetime import datetime

from django.db import transaction

from ideas import emails, rules
from ideas.actions.writing import locked
from ideas.models import Idea, Merger, Ownership
from ideas.states import IdeaState, MergerState
from portal import history, lifecycle, registry
from portal.models import Person


@transaction.atomic
def propose_merger(kept: Idea, gone: Idea, why: str, *, by: Person, at: datetime) -> Merger:
    """Staff propose to both main owners that `gone` goes on in `kept`. The same proposal that still waits is not made
    twice."""
    kept, gone = _both(kept, gone)
    same = Merger.objects.filter(kept=kept, gone=gone, why=why, state=MergerState.OPEN).first()
    if same:
        return same
    rules.check_may_propose(kept, gone, by=by, at=at)
    merger = Merger.objects.create(kept=kept, gone=gone, why=why, by=by, at=at)
    for idea in (kept, gone):
        history.record(idea, "merger_proposed", by=by, at=at, data={"merger": merger.pk})
    emails.merger_proposed(merger)
    return merger


@transaction.atomic
def agree_to_merge(merger: Merger, *, by: Person, at: datetime) -> Merger:
    """A main owner agrees; once both did, the ideas are one. Agreeing twice changes nothing."""
    merger = _locked(merger)
    if merger.state == MergerState.DONE and rules.sides_of(merger, by):
        return merger
    sides = rules.check_may_answer_merger(merger, by=by)
    rules.check_may_merge(merger.kept, merger.gone, at=at)
    for side in sides:
        if getattr(merger, f"{side}_agreed_at") is None:
            Merger.objects.filter(pk=merger.pk).update(**{f"{side}_agreed_at": at})
            history.record(getattr(merger, side), "merger_agreed", by=by, at=at, data={"merger": merger.pk})
    merger = _locked(merger)
    if merger.kept_agreed_at and merger.gone_agreed_at:
        _merge(merger, by=by, at=at)
    return merger


def _merge(merger: Merger, *, by: Person, at: datetime) -> None:
    """The owners of the one become owners of the other; what was handed in of the first is no longer judged, and its
    text stays with its owners."""
    kept, gone = merger.kept, merger.gone
    there = set(kept.ownerships.filter(until=None).values_list("person", flat=True))
    for row in gone.ownerships.filter(until=None):
        if row.person_id not in there:
            Ownership.objects.create(idea=kept, person_id=row.person_id, since=at)
            history.record(kept, "merged_owner", by=by, at=at, data={"person": row.person_id})
    lifecycle.move(merger, to=MergerState.DONE, by=by, at=at)
    history.record(kept, "merged", by=by, at=at, data={"merger": merger.pk})
    lifecycle.move(gone, to=IdeaState.WITHDRAWN, by=by, at=at)
    registry.tell(registry.IDEA_WITHDRAWN, gone, by=by, at=at)
    emails.merger_done(merger, at=at)
    emails.outcome_to_newcomers(kept)


@transaction.atomic
def decline_merger(merger: Merger, *, by: Person, at: datetime) -> None:
    """A main owner does not want it; both ideas stay as they are. Declining twice changes nothing."""
    merger = _locked(merger)
    if merger.state == MergerState.DECLINED and rules.sides_of(merger, by):
        return
    rules.check_may_answer_merger(merger, by=by)
    lifecycle.move(merger, to=MergerState.DECLINED, by=by, at=at)
    emails.merger_off(merger, at=at)


@transaction.atomic
def withdraw_merger(merger: Merger, *, by: Person, at: datetime) -> None:
    """Staff take a proposal back that was not answered by both."""
    merger = _locked(merger)
    rules.check_staff(merger.kept.edition, by=by, at=at)
    rules.check_open_merger(merger)
    lifecycle.move(merger, to=MergerState.WITHDRAWN, by=by, at=at)
    emails.merger_off(merger, at=at)


def _both(kept: Idea, gone: Idea) -> tuple[Idea, Idea]:
    """Both ideas, locked in the order of their keys, so that two proposals never wait for each other."""
    rows = {idea.pk: locked(idea) for idea in sorted((kept, gone), key=lambda idea: idea.pk)}
    return rows[kept.pk], rows[gone.pk]


def _locked(merger: Merger) -> Merger:
    """The proposal as it is now, with both of its ideas locked."""
    kept, gone = _both(merger.kept, merger.gone)
    merger = Merger.objects.select_related("by").get(pk=merger.pk)
    merger.kept, merger.gone = kept, gone
    return merger
