"""Who judges in a round, who did, and who could decide."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from jury import subjects
from jury.models import Round, Sheet
from jury.queries.judging import left_for
from portal import roles
from portal.models import Edition, Person, Role, RoleKind


def judges_of(round_: Round, *, at: datetime) -> list[Person]:
    """Who judges in the round today, by name; one query."""
    return _by_name(Exists(_held_today(round_.edition, subjects.of(round_).judges, at=at)))


def with_work(round_: Round, *, at: datetime) -> QuerySet[Person]:
    """Who judges in the round today and has something left; asks nothing by itself."""
    today = _held_today(round_.edition, subjects.of(round_).judges, at=at)
    left = left_for(round_, OuterRef(OuterRef("pk")))
    return Person.objects.filter(Exists(today), Exists(left), is_active=True)


def judges_ever(round_: Round) -> list[Person]:
    """Who has the role without end, or a sheet from when they had it, by name; one query."""
    appointed = _roles(round_.edition, subjects.of(round_).judges).filter(until=None)
    theirs = Sheet.objects.filter(entry__round=round_, judge=OuterRef("pk"))
    return _by_name(Q(Exists(appointed)) | Q(Exists(theirs)))


def could_decide(edition: Edition, *, at: datetime) -> list[Person]:
    """Sandbox staff and chairs of today, by name; one query."""
    return _by_name(Exists(_held_today(edition, RoleKind.STAFF, RoleKind.CHAIR, at=at)))


def _by_name(which: Any) -> list[Person]:
    return list(Person.objects.filter(which).order_by("name", "pk"))


def _roles(edition: Edition, *kinds: str) -> QuerySet[Role]:
    """Roles of a person (an outer query's) in the edition or in all."""
    here = Q(edition=edition) | Q(edition=None)
    return Role.objects.filter(here, person=OuterRef("pk"), kind__in=kinds)


def _held_today(edition: Edition, *kinds: str, at: datetime) -> QuerySet[Role]:
    today = roles.day_of(at)
    return _roles(edition, *kinds).filter(since__lte=today).exclude(until__lte=today)
