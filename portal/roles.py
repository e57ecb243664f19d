"""Who is what, when. Roles are appointed, with dates; owner, candidate and member are relations of the stages."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal import history
from portal.models import Edition, Person, Role, RoleKind

ALL_EDITIONS = None


def day_of(at: datetime) -> date:
    """The local day (Brussels) on which an instant falls; roles count per day."""
    return timezone.localtime(at).date()


def held(person: Any, *, at: datetime) -> list[Role]:
    """The roles somebody holds at `at`, read once per loaded person; nobody's when not signed in."""
    if not person.is_authenticated:
        return []
    if not hasattr(person, "_roles"):
        person._roles = list(person.roles.all())
    return [role for role in person._roles if role.holds_on(day_of(at))]


def has(person: Any, *kinds: str, edition: Edition | None = None, at: datetime) -> bool:
    """Whether the person holds one of the roles, in this edition or in all; without edition: in any."""
    return any(
        role.kind in kinds and (edition is None or role.edition_id in (ALL_EDITIONS, edition.pk))
        for role in held(person, at=at)
    )


def is_staff(person: Any, *, edition: Edition | None = None, at: datetime) -> bool:
    """Sandbox staff or chair; a superuser passes for staff in every edition."""
    return has(person, RoleKind.STAFF, RoleKind.CHAIR, edition=edition, at=at) or (
        person.is_active and getattr(person, "is_superuser", False)
    )


def edition_filter(person: Any, kinds: Iterable[str], *, at: datetime, field: str = "edition") -> Q:
    """Rows of the editions in which the person holds one of the roles; a superuser gets all, a stranger none."""
    if getattr(person, "is_superuser", False) and RoleKind.STAFF in kinds:
        return Q(pk__isnull=False)
    editions = {role.edition_id for role in held(person, at=at) if role.kind in kinds}
    return Q(pk__isnull=False) if ALL_EDITIONS in editions else Q(**{f"{field}__in": editions})


@transaction.atomic
def appoint(
    person: Person,
    kind: str,
    *,
    edition: Edition | None = None,
    by: history.Actor,
    at: datetime,
    until: date | None = None,
) -> Role:
    """Give somebody a role from today on; appointing twice changes nothing. Without edition: for all editions."""
    appointed_by = by if isinstance(by, Person) else None
    role, made = Role.objects.get_or_create(
        person=person,
        kind=kind,
        edition=edition,
        until=until,
        defaults={"since": day_of(at), "appointed_by": appointed_by},
    )
    if made:
        history.record(
            person, "appointed", by=by, at=at, data={"role": kind, "edition": edition.pk if edition else ""}
        )
    person.__dict__.pop("_roles", None)
    return role


@transaction.atomic
def dismiss(role: Role, *, by: history.Actor, at: datetime) -> None:
    """End a role today: from now on it gives nothing. One that began today is taken back as if never given, one that
    ended already stays as it is."""
    today = day_of(at)
    if role.until is not None and role.until <= today:
        return
    if role.since >= today:
        Role.objects.filter(pk=role.pk).delete()
    else:
        Role.objects.filter(pk=role.pk).update(until=today)
    history.record(
        role.person, "dismissed", by=by, at=at, data={"role": role.kind, "edition": role.edition_id or ""}
    )
    role.person.__dict__.pop("_roles", None)
