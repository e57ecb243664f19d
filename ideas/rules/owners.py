"""May this person own the idea, invite, answer, hand over or leave now?"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ideas.models import Idea, Invitation, Ownership
from ideas.rules.idea import check_owner, is_owner
from ideas.states import IdeaState, InvitationState
from portal import people, registration, timeline
from portal.errors import Closed, Refused
from portal.models import Person, PhaseKey
from portal.templatetags.portal import moment

INVITATIONS_PER_DAY = 20
A_DAY = timedelta(days=1)


def main_owner_is(idea: Idea, person: Person) -> bool:
    return any(
        owner.person_id == person.pk and owner.is_main and owner.until is None
        for owner in idea.ownerships.all()
    )


def takes_owners(idea: Idea, *, at: datetime) -> bool:
    """Owners join while an idea is written and after it is handed in, the announcement included, until teams form:
    from then on people come in by the team. Nobody joins a withdrawn or discarded idea."""
    open_ = idea.state in (IdeaState.DRAFT, IdeaState.SUBMITTED)
    return open_ and not timeline.shown(idea.edition).has_opened(PhaseKey.TEAMS, at)


def check_takes_owners(idea: Idea, *, at: datetime) -> None:
    if not takes_owners(idea, at=at):
        raise Closed(
            reason=_(
                "Er kan nu geen eigenaar meer bij. Wil je samenwerken, doe dat dan in het team van het idee."
            ),
            title=_("Geen nieuwe eigenaars meer"),
        )


def check_room_for_owner(idea: Idea, taken: int) -> None:
    """At most as many owners as a team may have members; `taken`: owners, and invitations that count too."""
    if taken >= idea.edition.team_max:
        raise Refused(
            reason=_("Een idee heeft maximaal %(most)d eigenaars, open uitnodigingen meegeteld.")
            % {"most": idea.edition.team_max},
            title=_("Er is geen plaats meer"),
        )


def check_may_invite_more(by: Person, *, at: datetime) -> None:
    """At most so many invitations per person and day: the portal is no way to mail strangers."""
    if Invitation.objects.filter(by=by, at__gt=at - A_DAY).count() >= INVITATIONS_PER_DAY:
        raise Refused(
            reason=_("Je nodigde vandaag al %(n)d collega’s uit. Morgen kan je er weer uitnodigen.")
            % {"n": INVITATIONS_PER_DAY},
            title=_("Even wachten met uitnodigen"),
        )


def check_address(idea: Idea, email: str) -> None:
    """One invites colleagues of the Flemish government, at their work address, who do not own the idea yet."""
    if not registration.known_domain(email):
        raise Refused(
            reason=_("Nodig je collega uit op een werkadres bij de Vlaamse overheid. Kijk het adres na."),
            title=_("Dit is geen werkadres"),
        )
    if Ownership.objects.filter(idea=idea, until=None, person__email__iexact=email).exists():
        raise Refused(reason=_("Deze collega is al eigenaar van dit idee."), title=_("Al eigenaar"))


def check_open_invitation(invitation: Invitation) -> None:
    if invitation.state != InvitationState.OPEN:
        raise Refused(
            reason=_("Deze uitnodiging is al beantwoord of ingetrokken. Vraag zo nodig een nieuwe."),
            title=_("Deze uitnodiging geldt niet meer"),
        )


def check_may_answer(invitation: Invitation, *, by: Person, at: datetime) -> None:
    """Only who proved to read mail at the invited address answers, until the invitation lapses."""
    if invitation.email.lower() not in set(people.proved_addresses(by)):
        raise Refused(
            reason=_("Deze uitnodiging is voor iemand anders. Log in met het adres waarop ze aankwam."),
            title=_("Niet voor jou"),
        )
    check_open_invitation(invitation)
    if invitation.expires_at <= at:
        raise Closed(
            reason=_("Deze uitnodiging gold tot %(when)s. Vraag aan %(name)s om ze opnieuw te sturen.")
            % {"when": moment(invitation.expires_at), "name": invitation.by.display_name},
            title=_("Deze uitnodiging is verlopen"),
        )


def check_may_choose_successor(idea: Idea, *, by: Person) -> None:
    """Only the main owner hands over, as soon as there is another owner."""
    check_owner(idea, by=by)
    if not main_owner_is(idea, by):
        raise Refused(
            reason=_("Alleen de hoofdeigenaar kan het idee overdragen."),
            title=_("Je bent geen hoofdeigenaar"),
        )
    if sum(owner.until is None for owner in idea.ownerships.all()) == 1:
        raise Refused(
            reason=_("Je bent de enige eigenaar. Nodig eerst een collega uit, dan kan je overdragen."),
            title=_("Nog geen mede-eigenaar"),
        )


def check_may_hand_over(idea: Idea, to: Person, *, by: Person) -> None:
    """Only the main owner hands over, and only to another owner."""
    check_may_choose_successor(idea, by=by)
    if to.pk == by.pk or not is_owner(idea, to):
        raise Refused(
            reason=_("Draag over aan iemand die al mede-eigenaar is. Nodig die persoon eerst uit."),
            title=_("Nog geen mede-eigenaar"),
        )


def check_may_leave(idea: Idea, *, by: Person) -> None:
    """Nobody is taken out by others; the last owner stays, and the main one hands over first."""
    check_owner(idea, by=by)
    if main_owner_is(idea, by):
        alone = sum(owner.until is None for owner in idea.ownerships.all()) == 1
        raise Refused(
            reason=_("Je bent de enige eigenaar. Trek je idee in of verwijder je concept als je ermee stopt.")
            if alone
            else _("Je bent hoofdeigenaar. Draag het idee eerst over aan een mede-eigenaar."),
            title=_("Je kan nu niet weg"),
        )
