"""The verbs of ideas. Each opens its own transaction, locks the idea, asks the rules, moves, records, writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ideas import content, emails, queries, rules
from ideas.models import Idea, Outcome, Ownership, Submission
from ideas.states import IdeaState
from portal import consents, history, lifecycle, registry
from portal.errors import Refused, Stale
from portal.models import ConsentKind, Edition, Person, Release

COLUMNS = {"title", "summary", "other_entities"}


def locked(idea: Idea) -> Idea:
    """The idea's row as it is now, locked until the end of the transaction.

    Locked first, read after: rows that join in a statement that waits for a lock are those from before the wait.
    """
    Idea.objects.select_for_update().only("pk").get(pk=idea.pk)
    return Idea.objects.select_related("edition", "submission").get(pk=idea.pk)


@transaction.atomic
def start_idea(edition: Edition, *, by: Person, at: datetime) -> Idea:
    """Begin a draft, with the person as main owner. A draft that is still blank is given back instead of a second."""
    rules.check_may_start(edition, at=at)
    Person.objects.select_for_update().get(pk=by.pk)
    blank = Idea.objects.owned_by(by).filter(edition=edition, state=IdeaState.DRAFT, version=1).first()
    if blank:
        return blank
    idea = Idea.objects.create(edition=edition, saved_at=at)
    Ownership.objects.create(idea=idea, person=by, is_main=True, since=at)
    history.record(idea, "start", by=by, at=at)
    return idea


@transaction.atomic
def save_draft(idea: Idea, changes: dict[str, Any], *, version: int, by: Person, at: datetime) -> Idea:
    """Keep what was written: columns, `answers` (merged by key) and `entities` (the whole list).

    Allowed to owners at any time. `version` is what the writer started from; raises Stale when somebody saved since.
    """
    idea = locked(idea)
    rules.check_may_write(idea, by=by)
    if idea.version != version:
        raise Stale(
            reason=_(
                "Deze stap is intussen ergens anders bewaard, in een ander tabblad of door een mede-eigenaar."
            ),
            title=_("Dit is intussen gewijzigd"),
        )
    columns = {name: value for name, value in changes.items() if name in COLUMNS}
    answers = idea.answers | changes.get("answers", {})
    Idea.objects.filter(pk=idea.pk).update(**columns, answers=answers, version=F("version") + 1, saved_at=at)
    if "entities" in changes:
        idea.entities.set(changes["entities"])
    return locked(idea)


@transaction.atomic
def submit_idea(
    idea: Idea, *, public_text_approved: bool, show_name: bool, by: Person, at: datetime
) -> Submission:
    """Hand the idea in for its edition, or a better version of it; returns the receipt.

    The same content again gives the same receipt, whatever the hour. Refused after the deadline plus the published
    grace, while something is missing, or without approval of the public text. Source: programme, steps 1 and 2a.
    """
    idea = locked(idea)
    rules.check_may_write(idea, by=by)
    questions = queries.questions_of(idea.edition)
    copy = content.snapshot(idea, questions)
    if receipt := _receipt_of(idea, copy):
        return receipt
    rules.check_on_time(idea, at=at)
    rules.check_complete(idea, questions)
    if not public_text_approved:
        raise Refused(
            reason=_("Keur de tekst goed die online komt als je idee weerhouden wordt, en dien dan in."),
            title=_("Nog één ding"),
        )
    submission = Submission.objects.create(
        idea=idea,
        content=copy,
        public_text=content.public_text(copy),
        content_hash=content.digest(copy),
        at=at,
        by=by,
    )
    lifecycle.move(idea, to=IdeaState.SUBMITTED, by=by, at=at, submission=submission)
    _note_consents(idea, show_name=show_name, by=by, at=at)
    emails.idea_received(submission)
    return submission


def _receipt_of(idea: Idea, copy: dict[str, Any]) -> Submission | None:
    """The receipt, when precisely this content is what was handed in last."""
    last = idea.submission if idea.state == IdeaState.SUBMITTED else None
    return last if last and last.content_hash == content.digest(copy) else None


def _note_consents(idea: Idea, *, show_name: bool, by: Person, at: datetime) -> None:
    consents.give(ConsentKind.PUBLIC_TEXT, about=idea, by=by, at=at)
    (consents.give if show_name else consents.withdraw)(ConsentKind.PUBLIC_NAME, about=idea, by=by, at=at)


@transaction.atomic
def show_name(idea: Idea, shown: bool, *, by: Person, at: datetime) -> None:
    """An owner lets their name stand with the idea, or takes it away again, at any time."""
    rules.check_owner(idea, by=by)
    (consents.give if shown else consents.withdraw)(ConsentKind.PUBLIC_NAME, about=idea, by=by, at=at)


@transaction.atomic
def withdraw_idea(idea: Idea, *, reason: str = "", by: Person, at: datetime) -> None:
    """Take a handed-in idea out of the running; it is no longer judged nor shown. The text stays with its owners."""
    idea = locked(idea)
    rules.check_may_withdraw(idea, by=by)
    lifecycle.move(idea, to=IdeaState.WITHDRAWN, by=by, at=at, reason=reason)
    registry.tell(registry.IDEA_WITHDRAWN, idea, by=by, at=at)
    emails.idea_withdrawn(idea, at=at)


@transaction.atomic
def discard_draft(idea: Idea, *, by: Person, at: datetime) -> None:
    """Put a draft away; `restore_draft` brings it back."""
    idea = locked(idea)
    rules.check_may_discard(idea, by=by)
    lifecycle.move(idea, to=IdeaState.DISCARDED, by=by, at=at)


@transaction.atomic
def restore_draft(idea: Idea, *, by: Person, at: datetime) -> None:
    """Undo of `discard_draft`; a draft that is there already stays as it is."""
    idea = locked(idea)
    rules.check_owner(idea, by=by)
    if idea.state == IdeaState.DISCARDED:
        lifecycle.move(idea, to=IdeaState.DRAFT, by=by, at=at)


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
