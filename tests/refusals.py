"""A refusal changes nothing: every row of every table is compared before and after."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from portal.errors import Refused

# What the frame of a request may write on the way to a refusal: the session with its messages.
OF_THE_REQUEST = {"sessions.Session"}


def rows() -> dict[str, Any]:
    """Every column of every row that the database holds now, by table; PostgreSQL tells a digest of them."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in OF_THE_REQUEST
    ]
    if connection.vendor != "postgresql":
        return {model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in models}
    return _digests({model._meta.label: model._meta.db_table for model in models})


def _digests(tables: dict[str, str]) -> dict[str, Any]:
    """One question for all tables: `refused` would spend most of its time on reading them."""
    each = (
        f"SELECT '{label}', md5(string_agg(x::text, ';' ORDER BY x::text)) FROM \"{table}\" x"  # noqa: S608
        for label, table in tables.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


@contextmanager
def refused(words: str = "", kind: type[Exception] = Refused) -> Iterator[None]:
    """What happens inside is refused in these words, and nothing has changed afterwards."""
    before = rows()
    with pytest.raises(kind, match=re.escape(words) or None):
        yield
    assert rows() == before
