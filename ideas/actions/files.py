"""Verbs of the files with an idea: add one, take one away, put it back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ideas import content, rules
from ideas.actions.writing import keep_version, locked
from ideas.models import Attachment, AttachmentRole, Idea
from portal import history, uploads
from portal.models import Person

PICTURES: tuple[str, ...] = ("jpg", "png")
FILES: tuple[str, ...] = ("pdf", "docx", "pptx", "jpg", "png")


@transaction.atomic
def add_file(
    idea: Idea, file: Any, *, role: str, about: str = "", question: str = "", by: Person, at: datetime
) -> Attachment:
    """Keep a file with the idea; a new picture takes the place of the old one. Raises Refused when it is not of a kind
    that is taken, too big, or one too many. Source: promises, uploads."""
    rules.check_may_write(idea, by=by)
    kinds = PICTURES if role == AttachmentRole.PICTURE else FILES
    with uploads.stored(file, kinds=kinds, by=by, at=at) as upload:
        idea = locked(idea)
        rules.check_may_write(idea, by=by)
        current = idea.attachments.filter(removed_at=None, role=role).select_related("upload")
        if role == AttachmentRole.PICTURE:
            current.update(removed_at=at)
        else:
            rules.check_room_for(file.size, [one.upload for one in current])
        added = Attachment.objects.create(idea=idea, upload=upload, role=role, about=about, question=question)
        _changed(idea, "add_file", added, by=by, at=at)
    return added


@transaction.atomic
def remove_file(attachment: Attachment, *, by: Person, at: datetime) -> None:
    """Take a file away from the working copy; what was handed in keeps it."""
    idea = locked(attachment.idea)
    rules.check_may_write(idea, by=by)
    if Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=at):
        _changed(idea, "remove_file", attachment, by=by, at=at)


@transaction.atomic
def restore_file(attachment: Attachment, *, by: Person, at: datetime) -> None:
    """Undo of `remove_file`; a picture takes its place again, a file only when there is room."""
    idea = locked(attachment.idea)
    rules.check_may_write(idea, by=by)
    current = idea.attachments.filter(removed_at=None, role=attachment.role).select_related("upload")
    if attachment.role == AttachmentRole.PICTURE:
        current.exclude(pk=attachment.pk).update(removed_at=at)
    else:
        rules.check_room_for(attachment.upload.size, [one.upload for one in current if one != attachment])
    if Attachment.objects.filter(pk=attachment.pk).exclude(removed_at=None).update(removed_at=None):
        _changed(idea, "restore_file", attachment, by=by, at=at)


def _changed(idea: Idea, verb: str, attachment: Attachment, *, by: Person, at: datetime) -> None:
    """A file is a change of the idea like any other: what was handed in is then no longer the newest."""
    number = idea.version + 1
    Idea.objects.filter(pk=idea.pk).update(version=number, saved_at=at)
    keep_version(idea, number, content.working_copy(idea), by=by, at=at)
    history.record(idea, verb, by=by, at=at, data={"file": attachment.pk})
