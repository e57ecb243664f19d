"""What goes when an owner closes their account."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas import content
from ideas.models import (
    Attachment,
    Clarification,
    Comment,
    Facet,
    Idea,
    Invitation,
    Ownership,
    Submission,
    Version,
)
from ideas.states import IdeaState, InvitationState
from portal import history, lifecycle, people, registry, uploads
from portal.models import Person

WIPED = {"title": "", "summary": "", "answers": {}, "other_entities": "", "profiles": [], "touched": {}}
NO_TEXT = {"content": content.BLANK_COPY, "public_text": content.public_text(content.BLANK_COPY), "words": ""}


registry.keeps |= {
    "ideas.merger.why": _("hoort bij een besluit over ideeën van anderen"),
    "ideas.comment.reason": _("waarom een reactie is weggenomen; dat moet Sandbox kunnen uitleggen"),
}


@transaction.atomic
def forget(person: Person, *, by: history.Actor, at: datetime) -> None:
    """Wipe comments, invitations, and ideas that nobody else owns and that do not take part; of all others the person
    is no owner from now on. What was handed in and judged stays with the edition, without a name."""
    Comment.objects.filter(person=person).exclude(text="").update(text="", removed_at=at, removed_by=person)
    _forget_invitations(person, by, at)
    for row in Ownership.objects.filter(person=person).select_related("idea"):
        if _is_theirs_alone(row.idea, person) and row.idea.state != IdeaState.SUBMITTED:
            wipe(row.idea, by=by, at=at)
    Ownership.objects.filter(person=person, until=None).update(until=at)


def _is_theirs_alone(idea: Idea, person: Person) -> bool:
    return not Ownership.objects.filter(idea=idea).exclude(person=person).exists()


def _forget_invitations(person: Person, by: history.Actor, at: datetime) -> None:
    rows = Invitation.objects.filter(
        Q(by=person) | Q(person=person) | Q(email__in=people.proved_addresses(person))
    )
    for invitation in rows.filter(state=InvitationState.OPEN):
        lifecycle.move(invitation, to=InvitationState.WITHDRAWN, by=by, at=at)
    rows.update(email="", message="")


def wipe(idea: Idea, *, by: history.Actor, at: datetime) -> None:
    """Every text and file of an idea; its key, its hashes and its story in codes stay."""
    if idea.state == IdeaState.DRAFT:
        lifecycle.move(idea, to=IdeaState.DISCARDED, by=by, at=at)
    Idea.objects.filter(pk=idea.pk).update(**WIPED)
    Version.objects.filter(idea=idea).update(content=content.BLANK)
    Facet.objects.filter(submission__idea=idea).delete()
    Submission.objects.filter(idea=idea).update(**NO_TEXT)
    Clarification.objects.filter(idea=idea).update(question="", answer="")
    for attachment in Attachment.objects.filter(idea=idea).select_related("upload"):
        uploads.wipe(attachment.upload)
    Attachment.objects.filter(idea=idea).update(about="")
