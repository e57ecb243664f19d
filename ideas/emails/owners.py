"""Letters about owning an idea together."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ideas.emails.idea import idea_of, page_of
from ideas.models import Idea, Invitation
from ideas.rules import takes_owners
from ideas.states import IdeaState, InvitationState
from portal import clock, outbox, registry, timeline
from portal.models import Letter, Person, PhaseKey
from portal.templatetags.portal import deadline, moment


def owner_invited(invitation: Invitation, *, at: datetime) -> None:
    """To the invited colleague, or to their bare address as long as they have no account."""
    to = Person.objects.filter(email__iexact=invitation.email, is_active=True).first() or invitation.email
    outbox.queue("owner_invited", to=to, about=invitation, due=at, occasion=at.isoformat())


def owner_joined(idea: Idea, who: Person, *, at: datetime) -> None:
    """To the other owners: somebody owns the idea with them."""
    _to_others("owner_joined", idea, who, at=at)


def owner_declined(invitation: Invitation, *, at: datetime) -> None:
    """To who asked: the colleague said no."""
    outbox.queue("owner_declined", to=invitation.by, about=invitation.idea, due=at, occasion=invitation.pk)


def owner_handed_over(idea: Idea, to: Person, *, by: Person, at: datetime) -> None:
    """To everybody but who handed over: there is another main owner."""
    _to_others("owner_handed_over", idea, by, at=at, about=to)


def owner_left(idea: Idea, who: Person, *, at: datetime) -> None:
    """To the owners who stay."""
    _to_others("owner_left", idea, who, at=at)


def idea_carried_on(draft: Idea, who: Person, *, at: datetime) -> None:
    """To the other owners: their idea goes on in another edition, and they own it there too."""
    _to_others("idea_carried_on", draft, who, at=at)


def idea_started_for(idea: Idea, person: Person, *, at: datetime) -> None:
    """To the colleague for whom staff put a text in the portal: it is theirs, and they hand it in."""
    outbox.queue("idea_started_for", to=person, about=idea, due=at)


def _to_others(name: str, idea: Idea, who: Person, *, at: datetime, about: Person | None = None) -> None:
    occasion = f"{(about or who).pk} {at.isoformat()}"
    for person in Person.objects.filter(ownerships__idea=idea, ownerships__until=None).exclude(pk=who.pk):
        outbox.queue(name, to=person, about=idea, due=at, occasion=occasion)


@registry.letter(
    "owner_invited",
    gettext_lazy("Uitnodiging om mede-eigenaar van een idee te worden"),
    kind="asked",
    to=gettext_lazy("de gevraagde collega, ook zonder account"),
)
def invited(letter: Letter) -> dict[str, Any] | None:
    rows = Invitation.objects.select_related("idea__edition", "by")
    invitation = rows.filter(pk=letter.subject.rpartition(":")[2], state=InvitationState.OPEN).first()
    now = clock.now()
    if invitation is None or invitation.expires_at <= now or not takes_owners(invitation.idea, at=now):
        return None
    page = reverse("ideas:invitation", args=[invitation.idea.edition_id, invitation.pk])
    return {
        "title": str(invitation.idea),
        "inviter": invitation.by.display_name,
        "message": invitation.message,
        "until": moment(invitation.expires_at),
        "email": invitation.email,
        "url": settings.PORTAL_URL + page,
        "contact": invitation.idea.edition.contact,
    }


def _about_owner(letter: Letter) -> dict[str, Any] | None:
    """What letters about one of the owners say: who it is, which idea."""
    idea = idea_of(letter)
    person = Person.objects.filter(pk=letter.occasion.partition(" ")[0]).first()
    if idea is None or person is None:
        return None
    return {
        "title": str(idea),
        "person": person.display_name,
        "is_you": person.pk == letter.recipient_id,
        "url": page_of(idea),
        "contact": idea.edition.contact,
    }


@registry.letter(
    "owner_joined",
    gettext_lazy("Een collega werd mede-eigenaar"),
    kind="news",
    to=gettext_lazy("de andere eigenaars"),
)
def _joined(letter: Letter) -> dict[str, Any] | None:
    return _about_owner(letter)


@registry.letter(
    "owner_handed_over",
    gettext_lazy("Een idee heeft een andere hoofdeigenaar"),
    kind="news",
    to=gettext_lazy("de andere eigenaars"),
)
def _handed_over(letter: Letter) -> dict[str, Any] | None:
    return _about_owner(letter)


@registry.letter(
    "owner_left",
    gettext_lazy("Een mede-eigenaar stopt"),
    kind="news",
    to=gettext_lazy("de andere eigenaars"),
)
def _left(letter: Letter) -> dict[str, Any] | None:
    return _about_owner(letter)


@registry.letter(
    "idea_carried_on",
    gettext_lazy("Een mede-eigenaar neemt een idee mee naar een nieuwe editie"),
    kind="news",
    to=gettext_lazy("de andere eigenaars"),
)
def _carried_on(letter: Letter) -> dict[str, Any] | None:
    told = _about_owner(letter)
    idea = idea_of(letter)
    if told is None or idea is None or idea.state == IdeaState.DISCARDED:
        return None
    closes = timeline.of(idea.edition).closes_at(PhaseKey.SUBMISSION)
    until = deadline(closes) if closes else ""
    return told | {"edition": idea.edition.name, "key": idea.edition.pk, "until": until}


@registry.letter(
    "owner_declined",
    gettext_lazy("Een collega wil geen mede-eigenaar worden"),
    kind="news",
    to=gettext_lazy("wie uitnodigde"),
)
def _declined(letter: Letter) -> dict[str, Any] | None:
    idea = idea_of(letter)
    invitation = Invitation.objects.filter(pk=letter.occasion, state=InvitationState.DECLINED).first()
    if idea is None or invitation is None:
        return None
    owners = reverse("ideas:owners", args=[idea.edition_id, idea.pk])
    return {
        "title": str(idea),
        "email": invitation.email,
        "url": settings.PORTAL_URL + owners,
        "contact": idea.edition.contact,
    }


@registry.letter(
    "idea_started_for",
    gettext_lazy("Sandbox begon een idee in naam van een collega"),
    kind="asked",
    to=gettext_lazy("de collega"),
)
def _started_for(letter: Letter) -> dict[str, Any] | None:
    idea = idea_of(letter)
    if idea is None or idea.state == IdeaState.DISCARDED:
        return None
    closes = timeline.of(idea.edition).closes_for(PhaseKey.SUBMISSION, clock.now(), letter.recipient)
    return {
        "title": str(idea),
        "until": deadline(closes),
        "url": page_of(idea),
        "contact": idea.edition.contact,
    }
