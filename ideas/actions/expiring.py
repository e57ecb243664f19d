"""What of ideas goes when it was kept long enough. What is online by consent stays."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ideas import content
from ideas.actions.forgetting import wipe
from ideas.models import (
    Attachment,
    AttachmentRole,
    Clarification,
    Comment,
    Idea,
    Invitation,
    Merger,
    Submission,
    Version,
)
from portal import registry, uploads
from portal.privacy import Kind
from portal.retention import RULE, Expiry, blank, end_of_edition, names, still_filled

BEHIND = (
    "summary",
    "answers",
    "other_entities",
    "profiles",
)  # of an idea whose title and public text are online
COVERED = (
    names(Idea, "title", *BEHIND)
    | names(Version, "content")
    | names(Submission, "content", "public_text", "words", "public_title")
    | names(Clarification, "question", "answer")
    | names(Attachment, "about")
)


def _hidden(at: datetime) -> Any:
    filled = Idea.objects.filter(still_filled(Idea, ("title", *BEHIND)))
    online = Idea.objects.published(at=at).values("pk")
    return filled.exclude(pk__in=online).annotate(counts_from=end_of_edition("edition"))


def _wipe_hidden(keys: list[Any], at: datetime) -> None:
    for idea in Idea.objects.filter(pk__in=keys):
        wipe(idea, by=RULE, at=at)


def _online(at: datetime) -> Any:
    published = Idea.objects.published(at=at).filter(still_filled(Idea, BEHIND))
    return published.annotate(counts_from=end_of_edition("edition"))


def _wipe_behind(keys: list[Any], at: datetime) -> None:
    Idea.objects.filter(pk__in=keys).update(
        summary="", answers={}, other_entities="", profiles=[], touched={}
    )
    Version.objects.filter(idea__in=keys).update(content=content.BLANK)
    Submission.objects.filter(idea__in=keys).update(content=content.BLANK_COPY)
    Clarification.objects.filter(idea__in=keys).update(question="", answer="")
    files = Attachment.objects.filter(idea__in=keys).exclude(role=AttachmentRole.PICTURE, removed_at=None)
    for attachment in files.select_related("upload"):
        uploads.wipe(attachment.upload)
    files.update(about="")


def _wipe_comments(keys: list[Any], at: datetime) -> None:
    rows = Comment.objects.filter(pk__in=keys)
    rows.update(text="", reason="")
    rows.filter(removed_at=None).update(removed_at=at)


def register_expiries() -> None:
    """Called once, when the portal starts."""
    registry.expiries.extend(
        [
            Expiry("ideas.idea:content", _("ideeën"), Kind.CONTENT, _hidden, _wipe_hidden, COVERED),
            Expiry(
                "ideas.idea:online", _("wat achter een idee online ligt"), Kind.CONTENT,
                _online, _wipe_behind, COVERED,
            ),
            replace(blank(Comment, Kind.CONTENT, "text", "reason"), wipe=_wipe_comments),
            blank(Invitation, Kind.IDENTITY, "email", "message"),
            blank(Merger, Kind.CONTENT, "why", since=end_of_edition("kept__edition")),
        ]
    )  # fmt: skip
    registry.took_part.extend(["ideas__ownerships__person", "ideas__comments__person"])
