"""Letters about what others say under an idea."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ideas.models import Comment, Idea
from portal import clock, outbox, registry
from portal.models import Letter

EXCERPT = 400  # characters of a comment in the letter


def comment_received(comment: Comment) -> None:
    """To every owner of the idea but the one who wrote, at once."""
    owners = comment.idea.owners.filter(ownerships__until=None).exclude(pk=comment.person_id)
    for person in owners:
        outbox.queue("comment_received", to=person, about=comment.idea, due=comment.at, occasion=comment.pk)


@registry.letter(
    "comment_received",
    gettext_lazy("Een reactie onder een weerhouden idee, aan de eigenaars"),
    kind="talk",
    to=gettext_lazy("eigenaars"),
)
def _received(letter: Letter) -> dict[str, Any] | None:
    known = Comment.objects.filter(pk=letter.occasion, removed_at=None).select_related(
        "person", "idea__submission"
    )
    comment = known.first()
    if comment is None or not Idea.objects.published(at=clock.now()).filter(pk=comment.idea_id).exists():
        return None
    text, idea = comment.text, comment.idea
    page = reverse("ideas:detail", args=[idea.edition_id, idea.pk])
    return {
        "title": idea.submission.public_text["title"] if idea.submission else "",
        "writer": comment.person.display_name,
        "text": text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…",
        "url": f"{settings.PORTAL_URL}{page}",
        "contact": idea.edition.contact,
    }
