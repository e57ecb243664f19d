"""The floor's own letters: about the call, a date that moved, and what people ask of the mail itself."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal import clock, registry, timeline
from portal.mail import subscriptions
from portal.models import Edition, Letter, Person, Phase, PhaseKey, Subscription
from portal.templatetags.portal import deadline, moment

FOLLOWERS = gettext_lazy("wie de oproep volgt, met of zonder account")


def followers(edition: Edition, at: datetime) -> QuerySet[Subscription]:
    """Everybody who follows the call."""
    return Subscription.objects.standing()


def participants(edition: Edition, at: datetime) -> QuerySet[Person]:
    """Everybody who takes part in the edition, as the stages know them."""
    found = Person.objects.none()
    for ask in registry.takes_part:
        found = found | Person.objects.filter(pk__in=ask(edition, at))
    return Person.objects.filter(pk__in=found.values("pk"), is_active=True)


def told(letter: Letter, page: str = "edition_home") -> dict[str, Any]:
    """What every letter of the floor says: where, and whom to ask."""
    edition = letter.edition
    key, contact = (edition.pk, edition.contact) if edition else ("", "")
    url = settings.PORTAL_URL + (reverse(page, args=[key]) if edition else reverse("home"))
    return {"url": url, "contact": contact, "edition": key}


def _windows(letter: Letter) -> timeline.Timeline | None:
    return timeline.of(letter.edition) if letter.edition else None


@registry.letter("call_opens", gettext_lazy("De oproep is open: dien een idee in"), kind="call", to=FOLLOWERS)
def _call_opens(letter: Letter) -> dict[str, Any] | None:
    windows = _windows(letter)
    if windows is None or not windows.is_open(PhaseKey.SUBMISSION, clock.now()):
        return None
    return told(letter) | {"until": deadline(windows.closes_at(PhaseKey.SUBMISSION))}


@registry.letter("call_closes", gettext_lazy("De oproep sluit binnenkort"), kind="call", to=FOLLOWERS)
def _call_closes(letter: Letter) -> dict[str, Any] | None:
    return _call_opens(letter)


@registry.letter("call_moved", gettext_lazy("De datum om in te dienen verschoof"), kind="call", to=FOLLOWERS)
def _call_moved(letter: Letter) -> dict[str, Any] | None:
    windows = _windows(letter)
    closes = windows.closes_at(PhaseKey.SUBMISSION) if windows else None
    if closes is None or closes <= clock.now():
        return None
    return told(letter) | {"until": deadline(closes)}


@registry.letter(
    "date_moved",
    gettext_lazy("Een datum verschoof"),
    kind="dates",
    to=gettext_lazy("iedereen die meedoet aan de editie"),
)
def _date_moved(letter: Letter) -> dict[str, Any] | None:
    key = letter.occasion.partition(" ")[0]
    phase = Phase.objects.filter(edition=letter.edition_id, key=key).first()
    if phase is None or (phase.closes_at and phase.closes_at <= clock.now()):
        return None
    return told(letter, "mine") | {
        "phase": phase.label,
        "begun": phase.opens_at is not None and phase.opens_at <= clock.now(),
        "opens": moment(phase.opens_at),
        "closes": deadline(phase.closes_at),
    }


@registry.letter(
    "call_confirm",
    gettext_lazy("Bevestig dat je de oproep wil volgen"),
    kind="own",
    to=gettext_lazy("wie zich inschrijft"),
)
def _call_confirm(letter: Letter) -> dict[str, Any] | None:
    row = Subscription.objects.filter(pk=letter.subject.rpartition(":")[2]).first()
    if row is None or (row.confirmed_at and row.ended_at is None):
        return None
    return {"url": subscriptions.link(row), "until": moment(row.asked_at + subscriptions.VALID)}


@registry.letter(
    "test_letter",
    gettext_lazy("Proefmail aan jezelf"),
    kind="own",
    to=gettext_lazy("de medewerker die erom vroeg"),
)
def _test_letter(letter: Letter) -> dict[str, Any] | None:
    """Its words are written when it is asked for."""
    return {"title": letter.title} if letter.frozen_at else None


registry.remind("call_opens", "submission.opens", "0d", audience=followers)
registry.remind("call_closes", "submission.closes", "-14d", audience=followers)
registry.remind("call_moved", "date.moved", "0u", audience=followers)
registry.remind("date_moved", "date.moved", "0u", audience=participants)
