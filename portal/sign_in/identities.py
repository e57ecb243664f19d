"""The verbs of single sign-on: who somebody is here, linking them, where they work, who may use a code all the same."""

from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal import clock, history, people, roles, transfers
from portal.errors import Refused
from portal.models import Entity, Identity, Person
from portal.sign_in import provider
from portal.sign_in.claims import Told

SIGN_IN = history.System("sign_in")
WAITING = "sign_in_waiting"  # the key in the session: a link that waits for the second factor
VALID = 1800  # seconds to finish what began at the provider


def person_of(told: Told) -> Person | None:
    """Who this is here: by issuer and subject, never by an e-mail address."""
    row = Identity.objects.select_related("person").filter(issuer=told.issuer, subject=told.subject).first()
    return row.person if row else None


def entities_of(told: Told) -> list[Entity]:
    """The entities that the portal knows among those the provider names, by name."""
    return list(Entity.objects.filter(ovo_code__in=told.organisations, active=True).order_by("name"))


def must_choose(person: Person | None, entities: list[Entity]) -> bool:
    """Whether somebody with several capacities says for which one they are here: not when the portal knows it."""
    return len(entities) > 1 and (person is None or people.entity_of(person) not in entities)


def works_for(person: Person, told: Told, *, chosen: str | None) -> Entity:
    """The entity that a log-in is for: the one the portal knows when the provider names it too, else the one that was
    chosen, or the only one."""
    entities = entities_of(told)
    known = people.entity_of(person)
    return next((one for one in entities if one == known or one.pk == chosen), entities[0])


def link(told: Told, email: str, *, at: datetime) -> Person:
    """The account of who just proved to read mail at an address: the one that exists, or a new one. From now on they
    come in by this identity. Raises Refused when somebody else of the provider has that account, or it is closed. Twice
    (two clicks, two addresses) is once: who has an account keeps it, also when both came at the same moment."""
    try:
        return _linked(told, email, at=at)
    except IntegrityError:  # linked meanwhile, by another address
        return _linked(told, email, at=at)


@transaction.atomic
def _linked(told: Told, email: str, *, at: datetime) -> Person:
    if linked := person_of(told):
        return linked
    person = _by_address(email) or _made(email, told.name)
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if _check_free(person, told):
        return person
    Identity.objects.create(person=person, issuer=told.issuer, subject=told.subject, linked_at=at)
    address, _new = EmailAddress.objects.get_or_create(
        user=person,
        email=email.lower(),
        defaults={"primary": not EmailAddress.objects.filter(user=person).exists()},
    )
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    if told.name and not person.name:
        Person.objects.filter(pk=person.pk).update(name=told.name)
    history.record(person, "single_sign_on", by=SIGN_IN, at=at)
    return person


def waits_for_second_step(told: Told, email: str) -> Person | None:
    """Whose account an address is, when it asks a second factor: reading the mail alone must not decide how they log
    in from now on. Raises Refused as `link` does."""
    person = _by_address(email)
    if person is None or not is_mfa_enabled(person):
        return None
    _check_free(person, told)
    return person


@transaction.atomic
def link_waiting(request: Any, person: Person, *, at: datetime) -> None:
    """Who proved an address that came with a second factor, and gave that too, is linked now. What waited for somebody
    else's log-in is dropped."""
    waiting = request.session.pop(WAITING, None)
    if (
        not waiting
        or clock.machine().timestamp() - waiting["at"] > VALID
        or _by_address(waiting["email"]) != person
    ):
        return
    told = Told.of(waiting["told"])
    if link(told, waiting["email"], at=at) == person:  # not somebody whom the provider had linked already
        settle(person, works_for(person, told, chosen=waiting["entity"]), at=at)


def _check_free(person: Person, told: Told) -> Identity | None:
    """The identity that somebody has of this provider already, when it is this one."""
    known = Identity.objects.filter(issuer=told.issuer, person=person).first()
    if not person.is_active or (known and known.subject != told.subject):
        raise Refused(reason=_("Dit adres hoort bij een ander account. Vraag Sandbox om hulp."))
    return known


def _made(email: str, name: str) -> Person:
    """A new person, or the one that another request made just now."""
    try:
        with transaction.atomic():
            return Person.objects.create_user(email=email.lower(), name=name)
    except IntegrityError:
        return Person.objects.get(email__iexact=email)


def _by_address(email: str) -> Person | None:
    return people.by_address(email)


@transaction.atomic
def settle(person: Person, entity: Entity, *, at: datetime) -> bool:
    """Where somebody works who came in: taken over when the portal knew none; another one than the portal knows moves
    nobody, it is noted for staff. True when it was noted."""
    known = people.entity_of(person)
    if known is None:
        people.move_to(person, entity, by=SIGN_IN, at=at)
    elif known != entity:
        return transfers.notice(person, entity, at=at) is not None
    return False


def comes_from_provider(person: Person) -> bool:
    """Whether somebody logs in at the provider: they did so once, and it is still set up."""
    return provider.is_on() and Identity.objects.filter(issuer=settings.OIDC_ISSUER, person=person).exists()


def may_use_code(person: Person, *, at: datetime) -> bool:
    """Whether somebody may log in with a code by mail: who has no identity, and staff named for when the provider is
    down."""
    return not comes_from_provider(person) or (is_named(person) and roles.is_staff(person, at=at))


def is_named(person: Person) -> bool:
    """Whether the operator named this address for when the provider is down."""
    return (person.email or "").lower() in {address.strip().lower() for address in settings.OIDC_BREAK_GLASS}


def note_break_glass(request: Any, person: Person, *, at: datetime) -> None:
    """The history keeps that named staff came in with a code instead of the provider."""
    methods = [told.get("method") for told in get_authentication_records(request, person)]
    if "code" in methods and provider.is_on() and is_named(person):
        history.record(person, "break_glass", by=person, at=at)
