"""What people agreed to: given per purpose and subject with the version of its text, withdrawn by a date, never deleted
before its period."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import history
from portal.errors import Refused
from portal.models import Consent, ConsentKind, Person

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True)
class Text:
    """What somebody agrees to, in words. Other words are another version: a test holds the hash of each."""

    version: int
    words: "str | Promise"
    by_button: bool = True  # whether taking it back is a button of its own


TEXTS: dict[str, Text] = {
    ConsentKind.PUBLIC_TEXT: Text(
        1,
        _(
            "De publieke tekst van mijn idee mag online als het idee weerhouden is. "
            "Wil ik dat niet meer, dan trek ik het in."
        ),
        by_button=False,
    ),
    ConsentKind.PUBLIC_NAME: Text(1, _("Mijn naam mag online bij mijn idee staan.")),
    ConsentKind.MEMBER_NAME: Text(1, _("Mijn naam mag online bij mijn team staan.")),
    ConsentKind.RESULT_NAME: Text(1, _("Mijn naam mag online bij het resultaat van mijn team staan.")),
}


@transaction.atomic
def give(kind: str, *, about: models.Model, by: Person, at: datetime) -> None:
    """Note that somebody agrees to the text as it is now; agreeing twice changes nothing."""
    subject, version = history.subject_key(about), TEXTS[kind].version
    _given, made = Consent.objects.get_or_create(
        person=by,
        kind=kind,
        subject=subject,
        withdrawn_at=None,
        defaults={"given_at": at, "version": version},
    )
    if made:
        history.record(about, "consent", by=by, at=at, data={"kind": kind, "version": version})


@transaction.atomic
def withdraw(kind: str, *, about: models.Model, by: Person, at: datetime) -> None:
    """Note that somebody no longer agrees."""
    current = Consent.objects.filter(
        person=by, kind=kind, subject=history.subject_key(about), withdrawn_at=None
    )
    if current.update(withdrawn_at=at):
        history.record(about, "consent_withdrawn", by=by, at=at, data={"kind": kind})


def take_back(consent: Consent, *, by: Person, at: datetime) -> None:
    """Withdraw one consent from the list of what somebody agreed to; refused where that is a step of its own."""
    if not TEXTS[consent.kind].by_button:
        raise Refused(reason=gettext("Trek het idee zelf in: dan gaat ook de tekst offline."))
    table, _colon, key = consent.subject.partition(":")
    withdraw(consent.kind, about=apps.get_model(table)._base_manager.get(pk=key), by=by, at=at)


def of(person: Person) -> QuerySet[Consent]:
    """All that somebody agreed to, the latest first, with what they took back."""
    return Consent.objects.filter(person=person).order_by("-given_at", "-pk")


def people_who_agreed(kind: str, *, about: models.Model) -> models.QuerySet[Person]:
    """Everybody whose consent for this purpose and subject stands."""
    subject = history.subject_key(about)
    return Person.objects.filter(
        pk__in=Consent.objects.filter(kind=kind, subject=subject, withdrawn_at=None).values("person")
    )
