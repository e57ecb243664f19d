"""What an event tells beside its words: facts in words, keys of rows left to the file, and nothing lost unseen."""

import pytest
from django.urls import reverse

from portal import history
from portal.site import event_facts
from tests.world import DURING_SUBMISSION

NAMES = {"p": "Eigenaar Een", "e": "Agentschap Eén"}
OPENS, CLOSES = "2021-12-08T08:00:00+00:00", "2022-01-14T23:00:00+00:00"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"cents": 1499999, "entry": "k1", "kind": "invoiced"}, ["bedrag: €\u00a014.999,99", "soort: gefactureerd"]),
        ({"kind": "public_name", "version": 2}, ["soort: mijn naam bij mijn idee online", "versie: 2"]),
        ({"person": "p", "until": "2022-01-20T22:59:00+00:00"},
         ["wie: Eigenaar Een", "tot: donderdag 20 januari 2022, 23.59 uur"]),
        ({"role": "juror", "edition": "2021-2022", "since": "2022-01-01", "entity": "e"},
         ["rol: jurylid", "vanaf: zaterdag 1 januari 2022", "entiteit: Agentschap Eén"]),
        ({"person": "gone"}, ["wie: iemand die er niet meer is"]),
        ({"to": "p"}, ["aan: Eigenaar Een"]),
        ({"from": "draft", "to": "submitted"}, []),
        ({"talk": "off"}, ["Reacties: niet"]),
        ({"letter": "*"}, ["mail: alle mails"]),
        ({"slides": True}, ["met slides: ja"]),
        ({"release": "r1", "over": "", "page": "audit"}, []),
        ({"file": "fxcr7nwj5d66"}, []),
        ({"file": "audit.csv"}, ["bestand: audit.csv"]),
        ({"counts": {"phases": 9}, "source": "a1"}, []),
        ({"never_seen": "x1"}, ["never seen: x1"]),
    ],
)  # fmt: skip
def test_facts_are_told_in_words(db, data, told):
    assert event_facts.told(data, NAMES) == told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"from": "draft", "to": "submitted"}, "DRAFT → SUBMITTED"),
        ({"from": 12, "to": 24}, "12 maanden → 24 maanden"),
        ({"from": ["", ""], "to": [OPENS, CLOSES]},
         "datum volgt tot datum volgt → woensdag 8 december 2021, 09.00 uur tot zaterdag 15 januari 2022, 00.00 uur"),
        ({"from": "x"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_a_move_is_told_from_what_to_what(data, told):
    assert event_facts.moved(data, str.upper) == told


def test_the_page_tells_a_name_and_the_file_keeps_the_code(world, now, client_of):
    now(DURING_SUBMISSION)
    history.record(
        world.edition, "more_time", by=world.staff, at=DURING_SUBMISSION, data={"person": world.owner.pk}
    )
    browser = client_of(world.staff)
    page = browser.get(reverse("audit", args=[world.edition.pk])).content.decode()
    assert "wie: Eigenaar Een" in page
    assert f"person: {world.owner.pk}" not in page
    assert (
        f'""person"": ""{world.owner.pk}""'
        in browser.get(reverse("audit_file", args=[world.edition.pk])).content.decode()
    )
