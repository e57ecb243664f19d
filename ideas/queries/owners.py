"""Reads of owners and invitations, and of all that waits for an owner."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from ideas.models import Clarification, Idea, Invitation, Merger, Ownership
from ideas.states import IdeaState, InvitationState, MergerState
from portal import people
from portal.models import Edition, Person, Phase, PhaseKey


def owners_of(idea: Idea) -> QuerySet[Ownership]:
    """Who owns the idea now, the main owner first."""
    rows = Ownership.objects.filter(idea=idea, until=None)
    return rows.select_related("person").order_by("-is_main", "since", "pk")


def open_invitations(idea: Idea) -> QuerySet[Invitation]:
    """Invitations without an answer, the lapsed ones too: they can be sent again."""
    return Invitation.objects.filter(idea=idea, state=InvitationState.OPEN).select_related("by")


def invitation_for(person: Person, edition: Edition) -> QuerySet[Invitation]:
    """Invitations to one of the person's own, proved addresses: a link alone shows nothing to anybody."""
    rows = Invitation.objects.filter(idea__edition=edition, email__in=people.proved_addresses(person))
    return rows.select_related("idea__submission", "idea__edition", "by")


def asking(person: Any, edition: Edition, *, at: datetime) -> QuerySet[Idea]:
    """Ideas about which something may wait for the person, in one query: their own (`own`), each with its oldest
    unanswered question (`question`) and the proposal to merge it (`merger`), and those they are invited to own
    (`invitation`)."""
    invited = Invitation.objects.filter(
        idea=OuterRef("pk"),
        state=InvitationState.OPEN,
        expires_at__gt=at,
        email__in=people.proved_addresses(person),
    )
    asked = Clarification.objects.filter(idea=OuterRef("pk"), answered_at=None, withdrawn_at=None)
    main = Ownership.objects.filter(idea=OuterRef(OuterRef("pk")), person=person, until=None, is_main=True)
    about = Q(kept=OuterRef("pk"), kept_agreed_at=None) | Q(gone=OuterRef("pk"), gone_agreed_at=None)
    proposed = Merger.objects.filter(about, Exists(main), state=MergerState.OPEN)
    rows = Idea.objects.filter(edition=edition).exclude(state=IdeaState.DISCARDED)
    return (
        rows.annotate(
            own=Exists(Ownership.objects.filter(idea=OuterRef("pk"), person=person, until=None)),
            invitation=Subquery(invited.values("pk")[:1]),
            invited_until=Subquery(invited.values("expires_at")[:1]),
            merger=Subquery(proposed.values("pk")[:1]),
            question=Subquery(asked.order_by("asked_at").values("pk")[:1]),
            correct_until=Subquery(asked.order_by("asked_at").values("correct_until")[:1]),
        )
        .filter(Q(own=True) | Q(invitation__isnull=False, state__in=[IdeaState.DRAFT, IdeaState.SUBMITTED]))
        .select_related("submission")
        .order_by("-saved_at", "pk")
    )


def edition_to_carry_on_in(idea: Idea, *, at: datetime) -> Edition | None:
    """Another edition that takes ideas now, if there is one."""
    phases = Phase.objects.filter(key=PhaseKey.SUBMISSION, opens_at__lte=at, closes_at__gt=at)
    found = phases.exclude(edition=idea.edition_id).select_related("edition").order_by("closes_at").first()
    return found.edition if found else None
