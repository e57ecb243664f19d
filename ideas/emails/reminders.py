"""Reminders about ideas: a text that waits to be handed in, an invitation or a question without answer."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ideas import rules
from ideas.emails import clarifying, owners
from ideas.models import Clarification, Idea, Invitation, Ownership
from ideas.states import IdeaState, InvitationState
from portal import clock, registry, timeline
from portal.mail.emails import FOLLOWERS, followers, told
from portal.models import Edition, Letter, Person
from portal.registry import Target
from portal.templatetags.portal import deadline


def takes_part(edition: Edition, at: datetime) -> QuerySet[Ownership, Any]:
    """Owners of drafts and of what was handed in."""
    alive = [IdeaState.DRAFT, IdeaState.SUBMITTED]
    rows = Ownership.objects.filter(idea__edition=edition, idea__state__in=alive, until=None)
    return rows.values("person")


def with_a_draft(edition: Edition, at: datetime) -> QuerySet[Person]:
    rows = Ownership.objects.filter(idea__edition=edition, idea__state=IdeaState.DRAFT, until=None)
    return Person.objects.filter(pk__in=rows.values("person"), is_active=True)


@registry.letter(
    "draft_waits",
    gettext_lazy("Een concept dat nog niet is ingediend"),
    kind="reminder",
    to=gettext_lazy("eigenaars van een concept"),
)
def _draft_waits(letter: Letter) -> dict[str, Any] | None:
    edition, now = letter.edition, clock.now()
    if edition is None or letter.recipient is None:
        return None
    windows = timeline.of(edition)
    drafts = list(Idea.objects.owned_by(letter.recipient).filter(edition=edition, state=IdeaState.DRAFT))
    known = [(idea, rules.open_until(idea, windows, by=letter.recipient, at=now)) for idea in drafts]
    waiting = [(idea, until) for idea, until in known if until and until > now]
    if not waiting:
        return None
    first, until = waiting[0]
    page = (
        reverse("ideas:check", args=[edition.pk, first.pk])
        if len(waiting) == 1
        else reverse("mine", args=[edition.pk])
    )
    return {
        "titles": ", ".join(f"‘{idea}’" for idea, _until in waiting),
        "several": len(waiting) > 1,
        "until": deadline(until),
        "url": settings.PORTAL_URL + page,
        "contact": edition.contact,
    }


def unanswered_invitations(edition: Edition, at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(idea__edition=edition, state=InvitationState.OPEN, expires_at__gt=at)


def open_invitations(edition: Edition, at: datetime) -> Iterator[Target]:
    """Five days after it was sent, and once more before it lapses, to who has not answered."""
    waiting = list(unanswered_invitations(edition, at).select_related("idea"))
    emails = [one.email.lower() for one in waiting]
    known = {person.email.lower(): person for person in _people(emails) if person.email}
    for one in waiting:
        yield Target(one, one.at, [known.get(one.email.lower(), one.email)], key=one.at.isoformat())


def _people(emails: list[str]) -> list[Person]:
    return list(Person.objects.filter(email__in=emails, is_active=True)) if emails else []


@registry.letter(
    "invitation_waits",
    gettext_lazy("Een uitnodiging om mede-eigenaar te worden wacht op antwoord"),
    kind="asked",
    to=gettext_lazy("de gevraagde collega, ook zonder account"),
)
def _invitation_waits(letter: Letter) -> dict[str, Any] | None:
    return owners.invited(letter)


def unanswered_questions(edition: Edition, at: datetime) -> QuerySet[Clarification]:
    rows = Clarification.objects.filter(idea__edition=edition, idea__state=IdeaState.SUBMITTED)
    return rows.filter(answered_at=None, withdrawn_at=None)


def open_questions(edition: Edition, at: datetime) -> Iterator[Target]:
    rows = unanswered_questions(edition, at)
    owners: dict[str, list[Person]] = {}
    for owned in Ownership.objects.filter(idea__in=rows.values("idea"), until=None).select_related("person"):
        owners.setdefault(owned.idea_id, []).append(owned.person)
    for one in rows.select_related("idea"):
        yield Target(one.idea, one.asked_at, owners.get(one.idea_id, []), key=one.pk)


@registry.letter(
    "question_waits",
    gettext_lazy("Een vraag van Sandbox wacht op antwoord"),
    kind="reminder",
    to=gettext_lazy("eigenaars"),
)
def _question_waits(letter: Letter) -> dict[str, Any] | None:
    return clarifying.asked(letter, letter.occasion.partition(" ")[2])


@registry.letter(
    "call_announced", gettext_lazy("De weerhouden ideeën staan online"), kind="call", to=FOLLOWERS
)
def _call_announced(letter: Letter) -> dict[str, Any] | None:
    """Only once there is something to read: before a release is in force nobody may know."""
    published = Idea.objects.published(at=clock.now()).filter(edition=letter.edition_id)
    return told(letter, "ideas:list") if published.exists() else None


registry.takes_part.append(takes_part)
registry.remind("draft_waits", "submission.closes", "-30d -14d -7d -2d 0d", audience=with_a_draft)
registry.remind(
    "invitation_waits",
    "invitation.asked",
    "+5d +12d",
    targets=open_invitations,
    things=unanswered_invitations,
)
registry.remind(
    "question_waits", "question.asked", "+3d +7d", targets=open_questions, things=unanswered_questions
)
registry.remind("call_announced", "announcement.opens", "0d", audience=followers, hour=10)
