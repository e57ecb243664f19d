"""Verbs of owning together: invite, send again, take back, answer, hand over, leave."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import emails, rules
from ideas.actions.writing import locked
from ideas.models import Backing, Idea, Invitation, Ownership
from ideas.states import InvitationState
from portal import consents, history, lifecycle
from portal.errors import Refused
from portal.models import ConsentKind, Person

LIFETIME = timedelta(days=14)
DOUBLE_CLICK = timedelta(minutes=1)


@transaction.atomic
def invite_owner(idea: Idea, email: str, *, message: str = "", by: Person, at: datetime) -> Invitation:
    """Ask a colleague, with or without account, to own the idea together; it lapses after fourteen days.

    At most one open invitation per address: the same question again gives the one that is there, another message is
    refused, and one that lapsed makes place for the new one.
    """
    idea, email = locked(idea), email.strip().lower()
    rules.check_owner(idea, by=by)
    rules.check_takes_owners(idea, at=at)
    waiting = Invitation.objects.filter(idea=idea, email=email, state=InvitationState.OPEN).first()
    if waiting and waiting.expires_at > at:
        return _asked_already(waiting, message)
    rules.check_address(idea, email)
    rules.check_may_invite_more(by, at=at)
    rules.check_room_for_owner(idea, _owners(idea) + _invited(idea, at))
    if waiting:
        lifecycle.move(waiting, to=InvitationState.WITHDRAWN, by=by, at=at)
    invitation = Invitation.objects.create(
        idea=idea, email=email, message=message, by=by, at=at, expires_at=at + LIFETIME
    )
    history.record(idea, "invite_owner", by=by, at=at, data={"invitation": invitation.pk})
    emails.owner_invited(invitation, at=at)
    return invitation


def _asked_already(waiting: Invitation, message: str) -> Invitation:
    if waiting.message == message:
        return waiting
    raise Refused(
        reason=_("Deze collega is al uitgenodigd. Stuur de uitnodiging opnieuw, of trek ze eerst in."),
        title=_("Al uitgenodigd"),
    )


def _owners(idea: Idea) -> int:
    return Ownership.objects.filter(idea=idea, until=None).count()


def _invited(idea: Idea, at: datetime) -> int:
    return Invitation.objects.filter(idea=idea, state=InvitationState.OPEN, expires_at__gt=at).count()


@transaction.atomic
def invite_again(invitation: Invitation, *, by: Person, at: datetime) -> None:
    """Send an open invitation once more, lapsed or not; it counts fourteen days from now. Twice within a minute is one
    click."""
    idea = locked(invitation.idea)
    rules.check_owner(idea, by=by)
    rules.check_takes_owners(idea, at=at)
    invitation = Invitation.objects.get(pk=invitation.pk)
    rules.check_open_invitation(invitation)
    if at - (invitation.expires_at - LIFETIME) < DOUBLE_CLICK:
        return
    if invitation.expires_at <= at:
        rules.check_room_for_owner(idea, _owners(idea) + _invited(idea, at))
    invitation.expires_at = at + LIFETIME
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=invitation.expires_at)
    history.record(idea, "invite_again", by=by, at=at, data={"invitation": invitation.pk})
    emails.owner_invited(invitation, at=at)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Person, at: datetime) -> None:
    """An owner takes the question back: the link no longer works."""
    idea = locked(invitation.idea)
    rules.check_owner(idea, by=by)
    invitation = Invitation.objects.get(pk=invitation.pk)
    rules.check_open_invitation(invitation)
    lifecycle.move(invitation, to=InvitationState.WITHDRAWN, by=by, at=at)
    history.record(idea, "invitation_withdrawn", by=by, at=at, data={"invitation": invitation.pk})


@transaction.atomic
def accept_invitation(invitation: Invitation, *, show_name: bool, by: Person, at: datetime) -> Idea:
    """The invited person becomes owner, and says at once whether their name may stand with the idea. Accepting twice
    changes nothing."""
    idea = locked(invitation.idea)
    invitation = Invitation.objects.select_related("by").get(pk=invitation.pk)
    if invitation.person_id == by.pk and rules.is_owner(idea, by):
        return idea
    rules.check_may_answer(invitation, by=by, at=at)
    rules.check_takes_owners(idea, at=at)
    lifecycle.move(invitation, to=InvitationState.ACCEPTED, by=by, at=at, person=by)
    if rules.is_owner(idea, by):
        return idea
    rules.check_room_for_owner(idea, _owners(idea))
    Ownership.objects.create(idea=idea, person=by, since=at)
    Backing.objects.filter(idea=idea, person=by).delete()  # an owner is not somebody else with the problem
    history.record(idea, "owner_joined", by=by, at=at)
    if show_name:
        consents.give(ConsentKind.PUBLIC_NAME, about=idea, by=by, at=at)
    emails.owner_joined(idea, by, at=at)
    emails.outcome_to_newcomers(idea)
    return idea


@transaction.atomic
def decline_invitation(invitation: Invitation, *, by: Person, at: datetime) -> None:
    """The invited person says no; who asked hears it."""
    idea = locked(invitation.idea)
    invitation = Invitation.objects.select_related("by").get(pk=invitation.pk)
    if invitation.state == InvitationState.DECLINED and invitation.person_id == by.pk:
        return
    rules.check_may_answer(invitation, by=by, at=at)
    lifecycle.move(invitation, to=InvitationState.DECLINED, by=by, at=at, person=by)
    history.record(idea, "invitation_declined", by=by, at=at, data={"invitation": invitation.pk})
    emails.owner_declined(invitation, at=at)


@transaction.atomic
def hand_over(idea: Idea, to: Person, *, by: Person, at: datetime) -> None:
    """The main owner makes another owner the main one, and stays owner. There is always exactly one."""
    idea = locked(idea)
    rules.check_may_hand_over(idea, to, by=by)
    current = Ownership.objects.filter(idea=idea, until=None)
    current.filter(is_main=True).update(is_main=False)
    current.filter(person=to).update(is_main=True)
    history.record(idea, "owner_handed_over", by=by, at=at, data={"to": to.pk})
    emails.owner_handed_over(idea, to, by=by, at=at)


@transaction.atomic
def leave_idea(idea: Idea, *, by: Person, at: datetime) -> None:
    """An owner stops owning the idea; their name goes from the public text. Only the person self can do this."""
    idea = locked(idea)
    rules.check_may_leave(idea, by=by)
    Ownership.objects.filter(idea=idea, person=by, until=None).update(until=at)
    consents.withdraw(ConsentKind.PUBLIC_NAME, about=idea, by=by, at=at)
    history.record(idea, "owner_left", by=by, at=at)
    emails.owner_left(idea, by, at=at)
