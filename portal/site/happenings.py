"""The history as staff read it: what happened, to what, by whom, in words. Judging is read by its deciders alone."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from portal.models import Edition, Entity, Event, Person
from portal.models.history import ActorKind
from portal.site import event_facts
from portal.site.event_words import WORDS

DECIDERS_ONLY = "jury."
UNTOLD = "portal.release"  # why deciders took a release back is theirs
TITLES = ("title", "name", "name_nl", "label_nl", "key")
OF_ITS_IDEA = {
    "teams.team": "idea__title",
    "poc.project": "team__idea__title",
    "showcase.result": "project__team__idea__title",
}


@dataclass(frozen=True)
class Asked:
    """What narrows the list: part of a name or address, kind of event, kind of subject, from and until a day."""

    who: str = ""
    kind: str = ""
    table: str = ""
    since: Any = None
    until: Any = None
    subject: str = ""
    person: str = ""


@dataclass(frozen=True)
class Happening:
    """One event: `who`, `about` and `change` in words, the first two with the address of their story or none; `codes`
    is all that the event holds, as it is kept."""

    at: datetime
    what: str
    who: str
    who_url: str
    about: str
    about_url: str
    change: str
    words: str
    codes: str


def events() -> QuerySet[Event]:
    """All that staff may read, the latest first."""
    rows = Event.objects.exclude(subject__startswith=DECIDERS_ONLY)
    return rows.select_related("words").order_by("-at", "-pk")


def found(asked: Asked) -> QuerySet[Event]:
    """The events that were asked for."""
    rows = events()
    if asked.subject:
        rows = rows.filter(subject=asked.subject)
    if asked.person:
        rows = rows.filter(actor_kind=ActorKind.PERSON, actor=asked.person)
    if asked.who:
        people = Person.objects.filter(Q(name__icontains=asked.who) | Q(email__icontains=asked.who))
        rows = rows.filter(actor_kind=ActorKind.PERSON, actor__in=people.values("pk"))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.table:
        rows = rows.filter(subject__startswith=f"{asked.table}:")
    if asked.since:
        rows = rows.filter(at__gte=make_aware(datetime.combine(asked.since, time.min)))
    if asked.until:
        rows = rows.filter(at__lte=make_aware(datetime.combine(asked.until, time.max)))
    return rows


def told(rows: Iterable[Event], edition: Edition, reader: Person, *, at: datetime) -> list[Happening]:
    """Events in words, for one page or file: a query for the people, one for the entities and one for each kind of
    subject."""
    rows = list(rows)
    meant = {key for row in rows for key in event_facts.names_in(row.data)}
    actors = {row.actor for row in rows if row.actor_kind == ActorKind.PERSON}
    people = Person.objects.in_bulk(actors | meant)
    names = dict(Entity.objects.filter(pk__in=meant).values_list("pk", "name"))
    names |= {key: _name(one) for key, one in people.items()}
    named = titles({row.subject for row in rows}, reader, at)
    return [_happening(row, edition, people, names, named) for row in rows]


def _happening(
    row: Event, edition: Edition, people: dict[str, Person], names: dict[str, str], named: dict[str, str]
) -> Happening:
    person = people.get(row.actor) if row.actor_kind == ActorKind.PERSON else None
    words = getattr(row, "words", None)
    table = row.subject.partition(":")[0]
    return Happening(
        at=row.at,
        what=str(WORDS.get(row.kind, row.kind.replace("_", " "))),
        who=_who(row, person),
        who_url=reverse("audit_person", args=[edition.pk, person.pk]) if person else "",
        about=named[row.subject],
        about_url=reverse("audit_about", args=[edition.pk, row.subject]),
        change=_change(table, row.data, names),
        words=words.text if words and table != UNTOLD else "",
        codes=json.dumps(row.data, sort_keys=True) if row.data else "",
    )


def _who(row: Event, person: Person | None) -> str:
    if person:
        return _name(person)
    if row.actor_kind == ActorKind.LINK:
        return _("iemand met een link uit een mail")
    return _("het portaal zelf")


def _name(person: Person) -> str:
    return person.display_name if person.is_active else _("iemand met een gesloten account")


def _change(table: str, data: dict[str, Any], names: dict[str, str]) -> str:
    """From what to what, and the other facts of an event."""
    moved = event_facts.moved(data, lambda code: _state(table, code))
    return " · ".join(filter(None, [moved, *event_facts.told(data, names)]))


def _state(table: str, code: str) -> str:
    machine = getattr(_model(table), "machine", None)
    labels = dict(machine.states.choices) if machine else {}
    return str(labels.get(code, code))


def _model(table: str) -> Any:
    """The model of a kind of subject; None when it has none, or none any more."""
    try:
        return apps.get_model(table)
    except (LookupError, ValueError):
        return None


def title_of(subject: str, reader: Person, *, at: datetime) -> str:
    """One subject in words."""
    return titles({subject}, reader, at)[subject]


def titles(subjects: set[str], reader: Person, at: datetime) -> dict[str, str]:
    """Each subject in words, by its title where the reader may see it."""
    keys: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        table, _colon, key = subject.partition(":")
        keys[table].add(key)
    return {
        f"{table}:{key}": name
        for table, some in keys.items()
        for key, name in _named(table, some, reader, at)
    }


def _named(table: str, keys: set[str], reader: Person, at: datetime) -> list[tuple[str, str]]:
    model = _model(table)
    if model is None:
        return [(key, f"{table} {key}") for key in keys]
    kind = str(model._meta.verbose_name)
    names = _names(model, keys, reader, at)
    return [(key, f"{kind} ‘{names[key]}’" if names.get(key) else f"{kind} {key}") for key in keys]


def _names(model: Any, keys: set[str], reader: Person, at: datetime) -> dict[str, str]:
    there = {one.name for one in model._meta.fields}
    own = next((name for name in TITLES if name in there), "")
    field = OF_ITS_IDEA.get(model._meta.label_lower, own)
    if not field:
        return {}
    rows: QuerySet[models.Model] = model._default_manager.all()
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(reader, at=at)
    whole = {model._meta.pk.to_python(key) for key in keys}
    return {str(key): str(name) for key, name in rows.filter(pk__in=whole).values_list("pk", field)}


def tables() -> list[tuple[str, str]]:
    """The kinds of subjects that can have a history that staff read, by the names of their tables."""
    labels = {
        model._meta.label_lower: str(model._meta.verbose_name)
        for model in apps.get_models()
        if hasattr(model, "privacy") and not model._meta.label_lower.startswith(DECIDERS_ONLY)
    }
    return sorted(labels.items(), key=lambda one: one[1].lower())
