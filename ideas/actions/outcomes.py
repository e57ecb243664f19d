"""Verbs of the preselection's outcome, called by the jury when a release is approved or withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ideas import emails
from ideas.models import Idea, Outcome
from portal import history
from portal.models import Person, Release


@dataclass(frozen=True)
class Decided:
    """What was decided about one idea."""

    idea: Idea
    kind: str
    feedback: str


@transaction.atomic
def record_outcomes(release: Release, decided: Iterable[Decided], *, by: Person, at: datetime) -> None:
    """Write what an approved release will show. Touches no row of an idea, and treats every outcome alike, so that
    nothing can be told from it before the instant."""
    for item in decided:
        Outcome.objects.create(idea=item.idea, kind=item.kind, feedback=item.feedback, release=release)
        history.record(item.idea, "outcome", by=by, at=at, data={"release": release.pk})
        emails.outcome(item.idea, release)


@transaction.atomic
def take_back_outcomes(release: Release, *, by: Person, at: datetime) -> None:
    """Undo of `record_outcomes`, for a release that is withdrawn before its instant."""
    for outcome in release.idea_outcomes.select_related("idea"):
        emails.cancel_outcome(outcome.idea)
        history.record(outcome.idea, "outcome_taken_back", by=by, at=at, data={"release": release.pk})
        outcome.delete()
