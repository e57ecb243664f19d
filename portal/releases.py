"""Publishing needs two people and an instant. Stages hang their outcomes under a release."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal import history, lifecycle
from portal.errors import Refused
from portal.models import Edition, Person, Release
from portal.models.release import ReleaseState


@transaction.atomic
def propose(edition: Edition, *, visible_from: datetime, by: Person, at: datetime) -> Release:
    """A first person proposes to show something from an instant on (UTC)."""
    release = Release.objects.create(
        edition=edition, visible_from=visible_from, proposed_by=by, proposed_at=at
    )
    history.record(release, "propose", by=by, at=at, data={"visible_from": visible_from.isoformat()})
    return release


@transaction.atomic
def approve(release: Release, *, by: Person, at: datetime) -> None:
    """A second person approves. Raises Refused when it is the first one again."""
    if release.proposed_by_id == by.pk:
        raise Refused(
            reason=_("Jij deed dit voorstel. Vraag een andere beslisser om het goed te keuren."),
            title=_("Een tweede persoon keurt goed"),
        )
    lifecycle.move(release, to=ReleaseState.APPROVED, by=by, at=at, approved_by=by, approved_at=at)


@transaction.atomic
def withdraw(release: Release, *, by: Person, at: datetime, reason: str = "") -> None:
    """Take a proposal back, or an approval whose instant has not come. Raises Refused once it is visible."""
    if release.state == ReleaseState.APPROVED and release.visible_from <= at:
        raise Refused(
            reason=_(
                "Het resultaat is al zichtbaar. Neem contact op met de eigenaars om iets recht te zetten."
            ),
            title=_("Al bekendgemaakt"),
        )
    lifecycle.move(release, to=ReleaseState.WITHDRAWN, by=by, at=at, reason=reason)
