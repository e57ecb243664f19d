"""What goes when a candidate or a member closes their account."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from portal import history, lifecycle, outbox, registry
from portal.models import Person
from teams.models import Candidacy, Membership, Support
from teams.states import CandidacyState, SupportState

OF_THE_TEAM = _("tekst van het hele team")
registry.keeps |= dict.fromkeys(
    ("teams.team.call", "teams.profile.title", "teams.pitchfile.plan", "teams.pitchfile.budget"), OF_THE_TEAM
)


@transaction.atomic
def forget(person: Person, *, by: history.Actor, at: datetime) -> None:
    """Wipe what somebody wrote as candidate, their role in words, and their manager; that they were in a team stays,
    without a name."""
    candidacies = Candidacy.objects.filter(person=person)
    for candidacy in candidacies.filter(state=CandidacyState.OPEN):
        lifecycle.move(candidacy, to=CandidacyState.WITHDRAWN, by=by, at=at)
    candidacies.update(brings="", expects="", engagement_note="", answer="")
    supports = Support.objects.filter(membership__person=person)
    for support in supports.exclude(state=SupportState.CANCELLED):
        lifecycle.move(support, to=SupportState.CANCELLED, by=by, at=at)
    outbox.forget_bare({history.subject_key(support) for support in supports})
    supports.update(manager_name="", manager_email="", hours="", word="")
    memberships = Membership.objects.filter(person=person)
    memberships.filter(until=None).update(until=Greatest(F("since"), at))
    memberships.update(role="")
