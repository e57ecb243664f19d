"""The verbs of people: who they are and where they work."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from portal import history, roles
from portal.models import Capacity, Entity, Person


def entity_of(person: Person) -> Entity | None:
    """Where the person works now; the latest when they have several capacities."""
    current = person.capacities.filter(until=None).select_related("entity").order_by("-since", "-pk").first()
    return current.entity if current else None


def entity_name(person: str) -> Coalesce:
    """The name of the entity where each works now, or nothing, to read along with rows; `person` is their field."""
    current = Capacity.objects.filter(person=OuterRef(person), until=None).order_by("-since", "-pk")
    return Coalesce(Subquery(current.values("entity__name")[:1]), Value(""))


@transaction.atomic
def update_profile(person: Person, *, name: str, entity: Entity | None, language: str, at: datetime) -> None:
    """The person's own name, language and entity. A move to another entity ends the earlier capacity today."""
    Person.objects.filter(pk=person.pk).update(name=name, language=language)
    if entity != entity_of(person):
        _move(person, entity, at)
    history.record(person, "profile", by=person, at=at)


def _move(person: Person, entity: Entity | None, at: datetime) -> None:
    today = roles.day_of(at)
    person.capacities.filter(until=None, since__gte=today).delete()
    person.capacities.filter(until=None).update(until=today)
    if entity:
        Capacity.objects.create(person=person, entity=entity, since=today)


@transaction.atomic
def find_or_invite(email: str, *, name: str = "", by: history.Actor, at: datetime) -> Person:
    """The person behind an address, made when new; they sign in with a code sent to it."""
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        person = Person.objects.create_user(email=email, name=name)
        # Known but not proved: the first code that reaches the address proves it.
        EmailAddress.objects.create(user=person, email=email.lower(), primary=True)
        history.record(person, "invite", by=by, at=at)
    return person


@transaction.atomic
def save_entity(entity: Entity, *, by: history.Actor, at: datetime) -> None:
    """Add or change an entity of the Flemish government."""
    new = entity._state.adding
    entity.save()
    history.record(
        entity, "add" if new else "change", by=by, at=at, data={"name": entity.name, "active": entity.active}
    )


@transaction.atomic
def log_out_everywhere(person: Person, *, by: history.Actor, at: datetime) -> None:
    """End every session of somebody, at their next request; who lost a telephone asks Sandbox for this."""
    for session in UserSession.objects.filter(user=person):
        session.end()
    history.record(person, "logged_out", by=by, at=at)


def proved_addresses(person: Person) -> QuerySet[EmailAddress, str]:
    """The addresses at which the person proved to read mail, in small letters, to be looked up in a query."""
    return EmailAddress.objects.filter(user=person, verified=True).values_list(Lower("email"), flat=True)


def is_work_address(email: str) -> bool:
    """Whether an address is at one of the Flemish government's own domains, or below one."""
    domain = email.rpartition("@")[2].lower()
    return any(domain == known or domain.endswith(f".{known}") for known in settings.SIGNUP_EMAIL_DOMAINS)
