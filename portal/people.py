"""The verbs of people: who they are and where they work."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext as _

from portal import history, roles
from portal.errors import Refused
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
    """The person's own name and language, and where they work as long as the portal does not know it; after that two
    members of staff move them (`portal.transfers`). Raises Refused on another entity than the known one."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    known = entity_of(person)
    if known and entity and entity != known:
        raise Refused(
            reason=_("Werk je nu ergens anders? Vraag Sandbox om je account daaraan te verbinden."),
            title=_("Je entiteit kan je niet zelf wijzigen"),
        )
    Person.objects.filter(pk=person.pk).update(name=name, language=language)
    if entity and known is None:
        _work_at(person, entity, at)
    history.record(person, "profile", by=person, at=at)


@transaction.atomic
def move_to(person: Person, entity: Entity, *, by: history.Actor, at: datetime) -> None:
    """Somebody works at this entity from today on, and no longer where they worked until now."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    _work_at(person, entity, at)
    history.record(person, "moved", by=by, at=at)


def _work_at(person: Person, entity: Entity, at: datetime) -> None:
    today = roles.day_of(at)
    person.capacities.filter(until=None, since__gte=today).delete()
    person.capacities.filter(until=None).update(until=today)
    Capacity.objects.create(person=person, entity=entity, since=today)


def by_address(email: str) -> Person | None:
    """Who proved the address; else who was added by it. An address that somebody merely says is theirs is nobody's."""
    proved = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    return proved.user if proved else Person.objects.filter(email__iexact=email).first()


@transaction.atomic
def find_or_invite(email: str, *, name: str = "", by: history.Actor, at: datetime) -> Person:
    """The person behind an address, made when new; they sign in with a code sent to it."""
    person = by_address(email)
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
