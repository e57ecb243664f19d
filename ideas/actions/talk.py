"""Verbs of what others say about a public idea: comment, take a comment away, recognise the problem."""

from datetime import datetime

from django.db import transaction

from ideas import emails, rules
from ideas.models import Backing, Comment, Idea
from portal import history
from portal.models import Entity, Person


@transaction.atomic
def write_comment(idea: Idea, text: str, *, by: Person, at: datetime) -> Comment:
    """Say something under a public idea; its owners hear of it, but for the one who wrote.

    The same words again within an hour are a second click, and give the comment that stands. At most so many per
    person and hour, counted under the lock of the person.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    rules.check_public(idea, at=at)
    recent = Comment.objects.filter(person=by, at__gt=at - rules.COMMENT_HOUR)
    if again := recent.filter(idea=idea, text=text, removed_at=None).first():
        return again
    rules.check_may_comment(recent.order_by("at"), at=at)
    comment = Comment.objects.create(idea=idea, person=by, text=text, at=at)
    history.record(comment, "write", by=by, at=at)
    emails.comment_received(comment)
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, by: Person, at: datetime) -> None:
    """The writer takes back what they said: its words are gone. Twice is once."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    rules.check_wrote(comment, by=by)
    if comment.removed_at is None:
        Comment.objects.filter(pk=comment.pk).update(text="", removed_at=at, removed_by=by)
        history.record(comment, "delete", by=by, at=at)


@transaction.atomic
def take_comment_away(comment: Comment, *, reason: str, by: Person, at: datetime) -> None:
    """An owner of the idea or staff take a comment from the page. Its words are kept; the writer reads why."""
    Comment.objects.select_for_update().get(pk=comment.pk)
    comment = Comment.objects.select_related("idea__edition").get(pk=comment.pk)
    rules.check_may_take_away(comment, reason, by=by, at=at)
    if comment.removed_at is None:
        Comment.objects.filter(pk=comment.pk).update(removed_at=at, removed_by=by, reason=reason)
        history.record(comment, "take_away", by=by, at=at, text=reason)


@transaction.atomic
def back_idea(idea: Idea, *, entity: Entity | None, by: Person, at: datetime) -> Backing:
    """Say that one's entity has the same problem. Once per person: again changes nothing, the key sees to that."""
    entity = rules.check_may_back(idea, entity, by=by, at=at)
    backing, made = Backing.objects.get_or_create(idea=idea, person=by, defaults={"entity": entity, "at": at})
    if made:
        history.record(idea, "back", by=by, at=at, data={"entity": backing.entity_id})
    return backing


@transaction.atomic
def stop_backing(idea: Idea, *, by: Person, at: datetime) -> None:
    """Undo of `back_idea`, at any time; twice is once."""
    deleted, _rows = Backing.objects.filter(idea=idea, person=by).delete()
    if deleted:
        history.record(idea, "stop_backing", by=by, at=at)
