"""Verbs of handing in: submit, show or hide a name, withdraw."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ideas import content, emails, queries, rules
from ideas.actions.writing import locked
from ideas.models import Facet, Idea, Submission
from ideas.states import IdeaState
from portal import consents, lifecycle, registry
from portal.models import ConsentKind, Person


@transaction.atomic
def submit_idea(
    idea: Idea, *, public_text_approved: bool, show_name: bool, seen: str = "", by: Person, at: datetime
) -> Submission:
    """Hand the idea in for its edition, or a better version of it; returns the receipt.

    The same content again gives the same receipt, whatever the hour. Refused after the deadline plus the published
    grace, while something is missing, or without approval of the public text. Raises Stale when the text is no longer
    the one that was read (`seen`, its hash): a co-owner wrote meanwhile. Source: programme, steps 1 and 2a.
    """
    idea = locked(idea)
    rules.check_may_write(idea, by=by)
    questions = queries.questions_of(idea.edition)
    copy = content.snapshot(idea, questions)
    if receipt := _receipt_of(idea, copy):
        Submission.objects.filter(pk=receipt.pk).update(version=idea.version)
        return receipt
    rules.check_on_time(idea, by=by, at=at)
    rules.check_complete(idea, questions)
    rules.check_approved(content.digest(copy), seen=seen, approved=public_text_approved)
    submission = _freeze(idea, copy, by=by, at=at)
    lifecycle.move(idea, to=IdeaState.SUBMITTED, by=by, at=at, submission=submission)
    _note_consents(idea, show_name=show_name, by=by, at=at)
    emails.idea_received(submission)
    return submission


@transaction.atomic
def submit_on_behalf(idea: Idea, person: Person, *, by: Person, at: datetime) -> Submission:
    """Staff hand in for an owner who cannot, and who approved the text; the same deadline, the same completeness. The
    owner's name stays hidden until they show it themselves."""
    idea = locked(idea)
    rules.check_staff(idea.edition, by=by, at=at)
    rules.check_owner(idea, by=person)
    questions = queries.questions_of(idea.edition)
    rules.check_on_time(idea, by=person, at=at)
    rules.check_complete(idea, questions)
    submission = _freeze(idea, content.snapshot(idea, questions), on_behalf_of=person, by=by, at=at)
    lifecycle.move(idea, to=IdeaState.SUBMITTED, by=by, at=at, submission=submission)
    emails.idea_received(submission)
    return submission


def _receipt_of(idea: Idea, copy: dict[str, Any]) -> Submission | None:
    """The receipt, when precisely this content is what was handed in last."""
    last = idea.submission if idea.state == IdeaState.SUBMITTED else None
    return last if last and last.content_hash == content.digest(copy) else None


def _freeze(
    idea: Idea, copy: dict[str, Any], *, on_behalf_of: Person | None = None, by: Person, at: datetime
) -> Submission:
    """The submission, with what the public list is searched and filtered by."""
    public = content.public_text(copy)
    submission = Submission.objects.create(
        idea=idea,
        content=copy,
        public_text=public,
        words=content.words(public),
        version=idea.version,
        content_hash=content.digest(copy),
        at=at,
        by=by,
        on_behalf_of=on_behalf_of,
    )
    found = [
        Facet(submission=submission, kind=k, key=key, label=label) for k, key, label in content.facets(copy)
    ]
    Facet.objects.bulk_create(found)
    return submission


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
