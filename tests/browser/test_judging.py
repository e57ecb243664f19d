"""A sheet in a real browser: it saves by itself, tries again when the connection comes back, and knows its own tab."""

from collections.abc import Callable
from typing import Any

import pytest

from jury.models import Sheet
from tests.browser.conftest import Visitor
from tests.world import DURING_PRESELECTION, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
E = "/2021-2022"


def test_a_sheet_saves_by_itself_also_after_the_connection_was_away(
    world: World, visitor: Callable[..., Visitor], now: Any
) -> None:
    sheet = world.sheet(world.submitted(world.owner), world.assessor)
    now(DURING_PRESELECTION)
    page = visitor(world.assessor, 320).go(f"{E}/beoordelen/preselectie/fiche/{sheet.pk}/").page

    page.get_by_label("Ja", exact=True).first.check()
    page.get_by_text("Bewaard om 10.00 uur.").wait_for()
    assert Sheet.objects.get(pk=sheet.pk).scores.count() == 1

    page.context.set_offline(True)
    page.get_by_label("3", exact=True).check()
    page.get_by_text("Er is geen verbinding.").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Bewaard om 10.00 uur.").wait_for(timeout=20_000)
    assert Sheet.objects.get(pk=sheet.pk).scores.count() == 2

    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_load_state()
    assert "Dit is intussen gewijzigd" not in page.content()
