"""Following the call: with or without account, by an answer to a mail, until somebody ends it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from portal import outbox, people
from portal.models import Person, Subscription

SIGNER = Signer(salt="portal.mail.subscription")
VALID = timedelta(days=7)  # how long the link in the mail works


def _row(email: str) -> Subscription | None:
    found: Subscription | None = Subscription.objects.filter(email__iexact=email).first()
    return found


def stands(email: str) -> bool:
    return bool(Subscription.objects.standing().filter(email__iexact=email).exists())


def standing_among(addresses: Iterable[str]) -> frozenset[str]:
    """Those of the addresses, in small letters, that follow the call. One query."""
    rows = Subscription.objects.standing().annotate(lower=Lower("email"))
    return frozenset(rows.filter(lower__in=set(addresses)).values_list("lower", flat=True))


def follows(person: Person) -> bool:
    """Whether the person hears of the call, at the address of their account."""
    return bool(person.email) and stands(person.email or "")


@transaction.atomic
def ask(email: str, *, language: str, at: datetime) -> None:
    """Send a mail with the link that confirms; at most one per hour and address. Says nothing about whether the
    address is known: to one that follows already nothing is sent."""
    try:
        with transaction.atomic():
            Subscription.objects.create(email=email.lower(), language=language, asked_at=at)
    except IntegrityError:
        Subscription.objects.filter(email__iexact=email).update(asked_at=at, language=language)
    row = Subscription.objects.get(email__iexact=email)
    if row.confirmed_at is None or row.ended_at is not None:
        hour = at.astimezone(UTC).strftime("%Y-%m-%dT%H")
        outbox.queue("call_confirm", to=row.email, about=row, due=at, occasion=hour, spoken=language)


def link(row: Subscription) -> str:
    return settings.PORTAL_URL + reverse("confirm_call", args=[token(row)])


def token(row: Subscription) -> str:
    """The row's random key, when it was asked, and a seal: a link of an earlier time of asking ends."""
    return SIGNER.sign(f"{row.pk}-{int(row.asked_at.timestamp())}").replace(":", ".")


def asked_by(sealed: str, *, at: datetime) -> Subscription | None:
    """What a link confirms; None when it was not made here, or is older than a week."""
    try:
        key, _, asked = SIGNER.unsign(sealed.replace(".", ":", 1)).partition("-")
    except BadSignature:
        return None
    fresh = datetime.fromtimestamp(int(asked), UTC) > at - VALID
    found: Subscription | None = Subscription.objects.filter(pk=key).first() if fresh else None
    return found


@transaction.atomic
def confirm(row: Subscription, *, at: datetime) -> None:
    """It counts from now on."""
    if row.confirmed_at is None or row.ended_at is not None:
        Subscription.objects.filter(pk=row.pk).update(confirmed_at=at, ended_at=None)


@transaction.atomic
def end(email: str, *, at: datetime) -> None:
    """Nothing about the call any more."""
    Subscription.objects.standing().filter(email__iexact=email).update(ended_at=at)
    outbox.take_back(Q(address__iexact=email) | Q(recipient__email__iexact=email))


@transaction.atomic
def again(email: str, *, at: datetime) -> None:
    """Take an end back; only for an address that was confirmed once."""
    ended = Subscription.objects.filter(email__iexact=email, confirmed_at__isnull=False)
    ended.update(confirmed_at=at, ended_at=None)


@transaction.atomic
def begin_for(person: Person, *, at: datetime) -> None:
    """Somebody with an account follows at once when they proved to read mail at its address; otherwise by mail."""
    email = (person.email or "").lower()
    if not email:
        return
    if email not in set(people.proved_addresses(person)):
        ask(email, language=person.language, at=at)
        return
    ask_or_keep = _row(email) or Subscription.objects.create(
        email=email, language=person.language, asked_at=at
    )
    confirm(ask_or_keep, at=at)


@transaction.atomic
def end_for(person: Person, *, at: datetime) -> None:
    if person.email:
        end(person.email, at=at)
