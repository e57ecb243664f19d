"""After a browser or a race only the tables that hold something are emptied. Django's own way empties all and makes the
kinds of content and the permissions anew, which takes longer than most tests."""

from collections.abc import Iterator
from functools import cache
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

STAYS = {"django_content_type", "auth_permission", "django_migrations"}


@pytest.fixture(autouse=True, scope="session")
def quick_flush() -> Iterator[None]:
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", staticmethod(empty_tables)):
        yield


@cache
def tables() -> list[str]:
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(found) - STAYS)


def filled_tables() -> list[str]:
    each = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return [table for (table,) in cursor.fetchall()]


@transaction.atomic
def empty_tables() -> None:
    """In any order: what refers to what is asked at the end."""
    with connection.cursor() as cursor:
        for table in filled_tables():
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
