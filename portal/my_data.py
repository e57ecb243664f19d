"""What the portal holds about one person, found by the marks of the models: a new field cannot be forgotten.

A row is about somebody when one of its fields marked `link` points at them, when its model names another way to them
(`about_people`), or when it holds an address that they proved to be theirs. Source: GDPR, articles 15 and 20.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import IO, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import models
from django.db.models import Count, Q, Value
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from portal import history, people
from portal.models import Person, Release, Upload
from portal.privacy import ME, Kind

Lookups = dict[str, Any]
ADDRESSES = {Kind.IDENTITY, Kind.MAIL}
SMALL = 5 * 1024 * 1024  # bytes that are held in memory; a larger archive lies on disk until it was sent
# Tables of the library that logs people in: what of each is told. Secrets are nobody's to take along.
OF_LOGGING_IN: dict[type[models.Model], tuple[str, ...]] = {
    EmailAddress: ("email", "verified", "primary"),
    Authenticator: ("type", "created_at", "last_used_at"),
    UserSession: ("created_at", "ip", "user_agent"),
}
# Keys of forms and queues: they say nothing of a person and open doors.
NEVER = {"password", "claim", "lease_until"}


@dataclass(frozen=True)
class Found:
    """The rows of one table about a person, in the order they were made."""

    model: type[models.Model]
    rows: list[models.Model]

    @property
    def key(self) -> str:
        return self.model._meta.label_lower

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def plain(self, person: Person) -> list[dict[str, Any]]:
        """Each row as field -> plain value, for machines."""
        return [
            {field.name: _plain(row, field, person) for field in _fields(self.model)} for row in self.rows
        ]

    def readable(self, person: Person) -> list[list[tuple[str, str]]]:
        """Each row as (label, words), for people; without what is empty."""
        return [
            [
                (str(getattr(field, "verbose_name", field.name)), _words(row, field, value))
                for field in _fields(self.model)
                if (value := _plain(row, field, person)) not in (None, "", [], {})
            ]
            for row in self.rows
        ]


def found(person: Person, *, at: datetime) -> list[Found]:
    """All rows about a person, table by table; never a decision before its release."""
    tables = (Found(model, list(rows.order_by("pk"))) for model, rows in _tables(person, at))
    return [one for one in tables if one.rows]


def counts(person: Person, *, at: datetime) -> list[tuple[str, int]]:
    """How many rows there are about a person, by the name of their table; one query for all tables."""
    names = {model._meta.label_lower: str(model._meta.verbose_name_plural) for model in ways()}
    parts = [
        rows.order_by().values(table=Value(model._meta.label_lower)).annotate(n=Count("pk"))
        for model, rows in _tables(person, at)
    ]
    counted = parts[0].union(*parts[1:], all=True)
    return sorted((names[one["table"]], one["n"]) for one in counted if one["n"])


def _tables(person: Person, at: datetime) -> Iterator[tuple[type[models.Model], Any]]:
    addresses = list(people.proved_addresses(person))
    for model, lookups in ways().items():
        about = Q(pk__in=[])
        for lookup in lookups:
            about |= Q(**{name: person.pk if value is ME else value for name, value in lookup.items()})
        for field in _address_fields(model):
            about |= Q(**{f"{field}__in": addresses})
        keys = model._base_manager.filter(about).values("pk")
        yield model, _told(model._base_manager.filter(pk__in=keys), at)


@cache
def ways() -> dict[type[models.Model], tuple[Lookups, ...]]:
    """Every table that holds something of people, with the lookups that lead to them."""
    ours = {
        model: tuple(lookups)
        for model in apps.get_models()
        if hasattr(model, "privacy")
        and ((lookups := [*_links(model), *getattr(model, "about_people", ())]) or _address_fields(model))
    }
    return ours | dict.fromkeys(OF_LOGGING_IN, ({"user": ME},))


def _links(model: Any) -> list[Lookups]:
    """Its own fields; a relation with a table of its own between is told there, with its dates."""
    fields = (model._meta.get_field(name) for name, kind in model.privacy.items() if kind is Kind.LINK)
    return [{field.name: ME} for field in fields if not _has_table_between(field)]


def _has_table_between(field: Any) -> bool:
    return field.many_to_many and not field.remote_field.through._meta.auto_created


def belongs_to(row: models.Model) -> Iterator[str]:
    """The keys of what a row points at, in tables that hold something of people: the idea of a comment, say."""
    for field in row._meta.fields:
        table: Any = field.related_model
        key = field.value_from_object(row) if table in ways() and table is not Person else None
        if key is not None:
            yield f"{table._meta.label_lower}:{key}"


def _address_fields(model: Any) -> list[str]:
    if model is Person or model in OF_LOGGING_IN:
        return []
    return [
        field.name
        for field in model._meta.fields
        if isinstance(field, models.EmailField) and model.privacy[field.name] in ADDRESSES
    ]


def _told(rows: Any, at: datetime) -> Any:
    """Without what hangs under a release that is not in force."""
    names = {field.name: field for field in rows.model._meta.fields}
    release = names.get("release")
    if release is not None and release.related_model is Release and not release.null:
        return rows.filter(release__in=Release.objects.in_force(at=at))
    return rows


def _fields(model: Any) -> list[Any]:
    fields = [*model._meta.fields, *model._meta.many_to_many]
    told = OF_LOGGING_IN.get(model)
    return [field for field in fields if (field.name in told if told else field.name not in NEVER)]


def _plain(row: Any, field: Any, person: Person) -> Any:
    """A value as JSON knows it. Other people are told by nothing but that they are somebody else."""
    if field.related_model is Person:
        keys = _keys(row, field)
        told = ["you" if key == person.pk else "somebody else" for key in keys]
        return told if field.many_to_many else (told[0] if told else None)
    if field.is_relation:
        keys = _keys(row, field)
        return keys if field.many_to_many else (keys[0] if keys else None)
    value = field.value_from_object(row)
    if isinstance(field, models.FileField):
        return str(value)
    return value if isinstance(value, str | int | bool | list | dict | None) else str(value)


def _keys(row: Any, field: Any) -> list[Any]:
    if field.many_to_many:
        return list(getattr(row, field.name).values_list("pk", flat=True))
    key = field.value_from_object(row)
    return [] if key is None else [key]


def _words(row: Any, field: Any, value: Any) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, models.DateTimeField):
        return localtime(field.value_from_object(row)).strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)


def archive(person: Person, *, by: Person, at: datetime) -> IO[bytes]:
    """A zip with everything: `gegevens.json` for machines, `gegevens.html` for people, and the files that the person
    handed in. The history of the person says that it was made."""
    tables = found(person, at=at)
    whole = {"made_at": at.isoformat(), "person": person.pk, "tables": {}}
    whole["tables"] = {one.key: {"label": one.label, "rows": one.plain(person)} for one in tables}
    sections = [(one.label, one.readable(person)) for one in tables]
    page = render_to_string("my_data_file.html", {"person": person, "at": at, "sections": sections})
    packed = tempfile.SpooledTemporaryFile(max_size=SMALL)  # noqa: SIM115 who sends it closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archived:
        archived.writestr(_entry("gegevens.json", at), json.dumps(whole, ensure_ascii=False, indent=1))
        archived.writestr(_entry("gegevens.html", at), page)
        for upload in Upload.objects.filter(by=person).order_by("pk"):
            if upload.file and upload.file.storage.exists(str(upload.file.name)):
                archived.writestr(_entry(f"bestanden/{upload.pk}-{upload.name}", at), upload.file.read())
    packed.seek(0)
    history.record(person, "export", by=by, at=at)
    return packed


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, localtime(at).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
