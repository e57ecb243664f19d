"""Members: leaving, roles, names, the waiver of the one-team rule."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from portal import consents, history, lifecycle, registry, timeline
from portal.errors import Refused
from portal.models import ConsentKind, Person, PhaseKey
from teams import emails, rules
from teams.actions.locking import locked_membership
from teams.models import Membership, Support, Team
from teams.states import SupportState, TeamState

TOO_FEW = history.System("too few members")


@transaction.atomic
def leave(membership: Membership, *, reason: str = "", by: Person, at: datetime) -> None:
    """A member goes. Before the pitch a complete team that becomes too small looks for members again."""
    membership = locked_membership(membership)
    team = membership.team
    rules.check_may_leave(membership, by=by, at=at)
    Membership.objects.filter(pk=membership.pk).update(until=Greatest(F("since"), at))
    history.record(team, "leave", by=by, at=at, data={"person": by.pk}, text=reason)
    for support in Support.objects.filter(membership=membership).exclude(state=SupportState.CANCELLED):
        lifecycle.move(support, to=SupportState.CANCELLED, by=by, at=at)
    registry.tell(registry.MEMBER_LEFT, membership, by=by, at=at)
    emails.member_left(membership, at=at)
    if _is_too_small(team, at):
        lifecycle.move(team, to=TeamState.FORMING, by=TOO_FEW, at=at)


def _is_too_small(team: Team, at: datetime) -> bool:
    pitching = timeline.of(team.edition).has_opened(PhaseKey.PITCH, at)
    return team.state == TeamState.COMPLETE and not pitching and rules.size_of(team) < team.edition.team_min


@transaction.atomic
def set_role(membership: Membership, role: str, *, by: Person, at: datetime) -> None:
    """What somebody does in the team, in their own words; the member says it, or an owner."""
    membership = locked_membership(membership)
    if membership.person_id != by.pk:
        rules.check_owner(membership.team, by=by)
    Membership.objects.filter(pk=membership.pk).update(role=role)
    history.record(membership.team, "role", by=by, at=at, data={"person": membership.person_id})


@transaction.atomic
def show_name(team: Team, shown: bool, *, by: Person, at: datetime) -> None:
    """A member lets their name stand with the team for everybody, or takes it away again, at any time."""
    rules.check_member(team, by=by)
    (consents.give if shown else consents.withdraw)(ConsentKind.MEMBER_NAME, about=team, by=by, at=at)


@transaction.atomic
def waive_limit(membership: Membership, *, reason: str, by: Person, at: datetime) -> None:
    """Staff let a member join one more team, with a reason that stays in the history."""
    membership = locked_membership(membership)
    rules.check_staff(membership.team, by=by, at=at)
    if not reason.strip():
        raise Refused(reason=_("Schrijf waarom deze persoon in een tweede team mag."))
    Membership.objects.filter(pk=membership.pk).update(waived=True)
    history.record(membership.team, "waive", by=by, at=at, data={"person": membership.person_id}, text=reason)
