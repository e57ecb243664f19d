"""What people agreed to: given per purpose and subject, withdrawn by a date, never deleted."""

from datetime import datetime

from django.db import models, transaction

from portal import history
from portal.models import Consent, Person


@transaction.atomic
def give(kind: str, *, about: models.Model, by: Person, at: datetime) -> None:
    """Note that somebody agrees; agreeing twice changes nothing."""
    subject = history.subject_key(about)
    _given, made = Consent.objects.get_or_create(
        person=by, kind=kind, subject=subject, withdrawn_at=None, defaults={"given_at": at}
    )
    if made:
        history.record(about, "consent", by=by, at=at, data={"kind": kind})


@transaction.atomic
def withdraw(kind: str, *, about: models.Model, by: Person, at: datetime) -> None:
    """Note that somebody no longer agrees."""
    current = Consent.objects.filter(
        person=by, kind=kind, subject=history.subject_key(about), withdrawn_at=None
    )
    if current.update(withdrawn_at=at):
        history.record(about, "consent_withdrawn", by=by, at=at, data={"kind": kind})


def people_who_agreed(kind: str, *, about: models.Model) -> models.QuerySet[Person]:
    """Everybody whose consent for this purpose and subject stands."""
    subject = history.subject_key(about)
    return Person.objects.filter(
        pk__in=Consent.objects.filter(kind=kind, subject=subject, withdrawn_at=None).values("person")
    )
