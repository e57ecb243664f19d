"""What the verbs wrote once, laid down again from its rows: the same database in a fraction of the time."""

import copy
import functools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest.mock import Mock

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model

from portal import clock
from portal.models import Event

Rows = dict[type[Model], dict[Any, Model]]
Script = list[tuple[str, Any]]  # statements and their parameters
Key = tuple[Any, ...]
WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
TWICE = 2  # what is made a second time in this process is likely to be made a third time


def recorded(write: Callable[[], None]) -> Script:
    """What `write` sends to the database. PostgreSQL takes it in one piece: one way there and back instead of forty."""
    script: Script = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        script.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        write()
    if connection.vendor == "postgresql":
        return [(";".join(connection.ops.compose_sql(sql, params) for sql, params in script), None)]
    return script


def replay(script: Script) -> None:
    with connection.cursor() as cursor:
        for sql, params in script:
            cursor.execute(sql, params)


class Snapshot:
    """The rows that were added and those that were changed, by table; `result` is what the maker gave back."""

    def __init__(self, before: Rows, after: Rows, result: Any = None) -> None:
        self.result = copy.deepcopy(result)
        self.script: Script | None = None
        self.is_whole = all(before[model].keys() <= rows.keys() for model, rows in after.items())
        self.added = {
            model: new
            for model, rows in after.items()
            if (new := [row for key, row in rows.items() if key not in before.get(model, {})])
        }
        self.changed = {
            model: told
            for model, rows in after.items()
            if (told := [row for key, row in rows.items() if _differs(before.get(model, {}).get(key), row)])
        }

    @transaction.atomic
    def lay_down(self) -> None:
        """The first time by the ORM; after that its statements are sent again."""
        if self.script is None:
            self.script = recorded(self._write_rows)
        else:
            replay(self.script)

    def _write_rows(self) -> None:
        for model, rows in self.added.items():
            model._base_manager.bulk_create(rows)
        for model, rows in self.changed.items():
            fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
            model._base_manager.bulk_update(rows, fields)
        self._go_on_counting()

    def _go_on_counting(self) -> None:
        """The rows brought their keys with them; the next key that the database gives must come after those."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.added)):
                cursor.execute(statement)


def _differs(before: Model | None, after: Model) -> bool:
    names = [field.attname for field in after._meta.concrete_fields]
    return before is not None and any(getattr(before, name) != getattr(after, name) for name in names)


_kept: dict[Key, Snapshot] = {}
_made: Counter[Key] = Counter()


def once(name: str, make: Callable[[], Any]) -> None:
    """Runs `make` the first time in this process; after that lays down what it wrote. The database must be as it was
    the first time."""
    if (name,) in _kept:
        _kept[name,].lay_down()
        return
    before = _all_rows()
    make()
    _kept[name,] = Snapshot(before, _all_rows())


class Trail:
    """How a world came to be what it is: the makers that were called since its beginning. It ends when anything else
    writes, because from there on two worlds with the same trail may differ."""

    def __init__(self, start: str) -> None:
        self.key: Key = (start,)
        self.busy = False
        self.mark()

    def mark(self) -> None:
        self.seen = _written()

    @property
    def goes_on(self) -> bool:
        return bool(self.key) and self.seen == _written() and not something_is_broken()


def kept(make: Callable[..., Any]) -> Callable[..., Any]:
    """A maker `make(world, ...)` whose rows are laid down again when a world with the same trail calls it alike."""

    @functools.wraps(make)
    def call(world: Any, *args: Any, **named: Any) -> Any:
        trail: Trail = world.trail
        if trail.busy:  # one maker calls another: the outer one is kept
            return make(world, *args, **named)
        told = (make.__module__, make.__qualname__, _told(args), _told(named), _moment())
        key, trail.key = ((*trail.key, told) if trail.goes_on else ()), ()
        trail.busy = True
        try:
            result = _again(world, key) if key in _kept else _first(key, lambda: make(world, *args, **named))
        finally:
            trail.busy = False
        trail.key = key
        trail.mark()
        return result

    return call


def _again(world: Any, key: Key) -> Any:
    _kept[key].lay_down()
    world.forget()
    return copy.deepcopy(_kept[key].result)


def _first(key: Key, make: Callable[[], Any]) -> Any:
    _made[key] += 1
    if not key or _made[key] != TWICE:
        return make()
    before = _all_rows()
    result = make()
    snapshot = Snapshot(before, _all_rows(), result)
    if snapshot.is_whole:
        _kept[key] = snapshot
    return result


patches: list[pytest.MonkeyPatch] = []


class NotedPatch(pytest.MonkeyPatch):
    """pytest's own, but the snapshots know of it."""

    @classmethod
    @contextmanager
    def context(cls) -> Iterator[pytest.MonkeyPatch]:
        patch = cls()
        patches.append(patch)
        try:
            yield patch
        finally:
            patch.undo()
            patches.remove(patch)


def something_is_broken() -> bool:
    """Whether a test took a guard away: what is made then must not be laid down for others."""
    return any(patch._setattr or patch._setitem for patch in patches)


def _moment() -> datetime | None:
    """When it is for the programme, where a test says so."""
    return clock.now() if isinstance(clock.now, Mock) else None


def _told(value: Any) -> Any:
    """An argument as part of a key: the same for the same row."""
    if isinstance(value, Model):
        return value._meta.label, value.pk
    if isinstance(value, dict):
        return tuple((_told(name), _told(one)) for name, one in value.items())
    if isinstance(value, list | tuple):
        return tuple(_told(one) for one in value)
    if value is None or isinstance(value, str | int | datetime):
        return value
    return object()  # never the same


class _Writes:
    """Counts the statements of this process that write."""

    number = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(WRITES):
            self.number += 1
        return execute(sql, params, many, context)


_writes = _Writes()


def _written() -> tuple[int, int | None]:
    """The statements that this thread sent, and the last event that anybody recorded."""
    if _writes not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _writes)
    return _writes.number, Event.objects.aggregate(last=Max("pk"))["last"]


def _all_rows() -> Rows:
    models = apps.get_models(include_auto_created=True)
    return {model: {row.pk: row for row in model._base_manager.all()} for model in models}
