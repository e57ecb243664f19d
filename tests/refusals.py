"""A refusal changes nothing: every row of every table is compared before and after."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from portal.errors import Refused

# What the frame of a request may write on the way to a refusal: the session with its messages.
OF_THE_REQUEST = {"sessions.Session"}


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every column of every row that the database holds now, by table."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=repr)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in OF_THE_REQUEST
    }


@contextmanager
def refused(words: str = "", kind: type[Exception] = Refused) -> Iterator[None]:
    """What happens inside is refused in these words, and nothing has changed afterwards."""
    before = rows()
    with pytest.raises(kind, match=re.escape(words) or None):
        yield
    assert rows() == before
