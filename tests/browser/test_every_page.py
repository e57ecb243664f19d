"""Every page of the portal in a real browser, narrow, through axe. Which pages there are, the permission tables say."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Visitor
from tests.browser.every_page import STAGES, shown_in
from tests.browser.looking import Walk
from tests.permissions.rows import Table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = 320


def called(cell: object) -> str:
    return cell.name if isinstance(cell, Table) else str(cell)


@pytest.mark.parametrize(("table", "phase"), STAGES, ids=called)
def test_every_page_is_sound_on_a_phone(
    visitor: Callable[..., Visitor], now: Any, table: Table, phase: str
) -> None:
    walk = Walk(table.build(phase), visitor, NARROW)
    now(walk.scene.at)
    sights = [sight for sight in shown_in(table, phase) if sight.is_for_today]
    faults = [told for sight in sights for told in walk.faults(sight)]
    assert not faults, "\n".join(faults)
