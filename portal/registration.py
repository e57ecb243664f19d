"""Who may make an account: who reads mail at a known domain, and who staff invited.

Nobody learns from the outside which it is: the page to sign up answers everybody alike, the rest is in the mail.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import history, outbox, people, registry, roles
from portal.errors import Refused
from portal.models import AccountInvitation, Capacity, Edition, EmailDomain, Entity, Event, Letter, Person
from portal.templatetags.portal import deadline

VALID = timedelta(days=30)  # how long an invitation can be used


def domain_of(email: str) -> str:
    """The domain of an address as it is stored: small letters, ASCII (punycode), without a dot at the end. Empty when
    it is no domain, or is written with characters that only look like others (full-width letters, say)."""
    return plain_domain(email.rpartition("@")[2])


def plain_domain(domain: str) -> str:
    """A domain as it is stored; empty when it is none."""
    written = domain.strip().lower().removesuffix(".")
    try:
        plain = written.encode("idna").decode("ascii")
        same = written == plain or written == plain.encode("ascii").decode("idna")
    except UnicodeError:
        return ""
    return plain if same and "." in plain else ""


def known_domain(email: str) -> EmailDomain | None:
    """The row that lets this address in, if any: its very domain, never the one above it."""
    domain = domain_of(email)
    return EmailDomain.objects.select_related("entity").filter(domain=domain).first() if domain else None


def may_register(email: str, *, at: datetime) -> bool:
    """Whether somebody new may make an account with this address."""
    return known_domain(email) is not None or _invitations(email, at).exists()


def may_come_in(person: Person, *, at: datetime) -> bool:
    """Asked at the first time somebody comes in: an invitation may be withdrawn between signing up and the code. Who
    was here before, or was added by staff or by a colleague, stays in."""
    if person.last_login or not person.email or may_register(person.email, at=at):
        return True
    told = Event.objects.filter(subject=history.subject_key(person))
    return told.filter(kind__in=["invite", "single_sign_on"]).exists()


def _invitations(email: str, at: datetime) -> Any:
    return AccountInvitation.objects.open(at=at).filter(email__iexact=email)


@transaction.atomic
def admit(person: Person, *, at: datetime) -> None:
    """Somebody came in, with an address that they proved: an invitation for it is used up, and who works nowhere yet
    gets the entity of the invitation or of the domain. Coming in again changes nothing."""
    addresses = list(people.proved_addresses(person))
    entity = _use_invitations(person, addresses, at)
    if entity is None:
        found = (known_domain(address) for address in addresses)
        entity = next((row.entity for row in found if row and row.entity), None)
    if entity and entity.active and _works_nowhere(person):
        Capacity.objects.create(person=person, entity=entity, since=roles.day_of(at))
        history.record(person, "placed", by=history.System("registration"), at=at)


def _works_nowhere(person: Person) -> bool:
    """Under their lock: logging in twice at once gives one workplace."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    return not person.capacities.exists()


def _use_invitations(person: Person, addresses: list[str], at: datetime) -> Entity | None:
    """The entity of the latest invitation that this uses up."""
    entity = None
    for address in addresses:
        for invitation in _invitations(address, at).select_related("entity").order_by("invited_at"):
            unused = AccountInvitation.objects.open(at=at).filter(pk=invitation.pk)
            if unused.update(accepted_by=person, accepted_at=at):
                history.record(invitation, "accept", by=person, at=at)
                entity = invitation.entity
    return entity


def check_invitation(email: str, *, at: datetime) -> None:
    """Raises Refused when an invitation makes no sense: there is an account, or an open invitation."""
    if people.by_address(email):
        raise Refused(reason=_("Met dit adres is er al een account. Die persoon kan gewoon inloggen."))
    if _invitations(email, at).exists():
        raise Refused(reason=_("Dit adres is al uitgenodigd. Trek die uitnodiging eerst in."))


@transaction.atomic
def invite(email: str, *, entity: Entity, edition: Edition, by: Person, at: datetime) -> AccountInvitation:
    """Let somebody make an account with an address of another domain; a letter tells them how. Valid for 30 days, for
    one account. Raises Refused when there is an account or an open invitation."""
    check_invitation(email, at=at)
    lapsed = AccountInvitation.objects.filter(email__iexact=email, accepted_at=None, withdrawn_at=None)
    lapsed.update(withdrawn_at=at)
    told = {"email": email.lower(), "entity": entity, "edition": edition, "invited_by": by, "invited_at": at}
    try:
        with transaction.atomic():
            invitation = AccountInvitation.objects.create(**told, expires_at=at + VALID)
    except IntegrityError as twice:
        raise Refused(reason=_("Dit adres is al uitgenodigd. Trek die uitnodiging eerst in.")) from twice
    history.record(invitation, "invite", by=by, at=at)
    outbox.queue("account_invited", to=invitation.email, about=invitation, due=at)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: AccountInvitation, *, by: Person, at: datetime) -> bool:
    """Take an invitation back from now on; False when it was used or ended already."""
    if not AccountInvitation.objects.open(at=at).filter(pk=invitation.pk).update(withdrawn_at=at):
        return False
    outbox.cancel("account_invited", about=invitation)
    history.record(invitation, "withdraw", by=by, at=at)
    return True


@transaction.atomic
def save_domain(domain: EmailDomain, *, by: history.Actor, at: datetime) -> None:
    """Let everybody of a domain make an account from now on, or give the domain to another entity."""
    new = domain._state.adding
    domain.save()
    history.record(domain, "add" if new else "change", by=by, at=at, data={"domain": domain.domain})


@transaction.atomic
def remove_domain(domain: EmailDomain, *, by: history.Actor, at: datetime) -> None:
    """Nobody new comes in by this domain from now on; who has an account keeps it."""
    history.record(domain, "remove", by=by, at=at, data={"domain": domain.domain})
    EmailDomain.objects.filter(pk=domain.pk).delete()


@registry.letter(
    "account_invited",
    gettext_lazy("Uitnodiging om een account te maken"),
    kind="asked",
    to=gettext_lazy("wie uitgenodigd is, zonder account"),
)
def _account_invited(letter: Letter) -> dict[str, Any] | None:
    rows = AccountInvitation.objects.select_related("entity", "edition")
    found = rows.filter(pk=letter.subject.rpartition(":")[2]).first()
    if found is None or found.accepted_at or found.withdrawn_at:
        return None
    return {
        "url": settings.PORTAL_URL + reverse("account_signup"),
        "email": found.email,
        "entity": found.entity.name,
        "until": deadline(found.expires_at),
        "contact": found.edition.contact,
    }
