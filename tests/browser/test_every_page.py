"""Every page of the portal in a real browser, narrow, through axe. Which pages there are, the permission tables say."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import RequestFactory

from portal.site.errors import server_error
from tests.browser.conftest import Visitor
from tests.browser.every_page import STAGES, Sight, forms, sent_in, shown_in
from tests.browser.looking import Look, Walk
from tests.browser.slips import faults_of_slip, knows_slip
from tests.permissions.rows import Table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = 320
SOUND = "<main><h1>Een</h1><p>Gewone tekst.</p></main>"


def called(cell: object) -> str:
    return cell.name if isinstance(cell, Table) else str(cell)


@pytest.mark.parametrize(("table", "phase"), STAGES, ids=called)
def test_every_page_is_sound_on_a_phone_and_every_form_tells_what_is_wrong(
    visitor: Callable[..., Visitor], now: Any, table: Table, phase: str
) -> None:
    """Each once in its worst state: a form that knows a slip is looked at with it. The deep tier looks at all."""
    walk = Walk(table.build(phase), visitor, NARROW)
    now(walk.scene.at)
    worse = {sight.name for sight in today(forms(table)) if knows_slip(sight)}
    shown = [sight for sight in today(shown_in(table, phase)) if sight.name not in worse]
    faults = [told for sight in shown for told in walk.faults(sight)]
    faults += [told for sight in today(sent_in(table, phase)) for told in faults_of_slip(walk, sight)]
    assert not faults, "\n".join(faults)


def today(sights: list[Sight]) -> list[Sight]:
    return [sight for sight in sights if sight.is_for_today]


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (SOUND, ""),
        ("<main><h1>Een</h1><input type=text></main>", "label"),
        ("<main><h1>Een</h1><p style='width: 900px'>Breed</p></main>", "scrolls sideways"),
        ("<main><h1>Een</h1><h1>Twee</h1></main>", "2 main headings"),
        ("<h1>Een</h1>", "0 main landmarks"),
        ("<main><h1>Een</h1><p style='color: #ccc'>Bleek</p></main>", "color-contrast"),
        ("<main><h1>Een</h1>" + "<button style='width:9px;height:9px;padding:0' aria-label=a></button>" * 2 + "</main>",
         "target-size"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(visitor: Callable[..., Visitor], planted: str, told: str) -> None:
    look = Look(visitor(None, NARROW))
    head = "<!doctype html><html lang=nl><meta name=viewport content='width=device-width'><title>A · Sandbox Vlaanderen"
    look.page.set_content(f"{head}</title><body style='margin: 0'>{planted}")
    faults = look.faults()
    assert any(told in fault for fault in faults) if told else not faults, faults


def test_a_page_that_failed_is_sound_too(visitor: Callable[..., Visitor]) -> None:
    look = Look(visitor(None, NARROW))
    answer = server_error(RequestFactory().get("/"))
    look.page.route("**/stuk/", lambda route: route.fulfill(content_type="text/html", body=answer.content))
    assert look.faults_at("/stuk/") == []
