"""The feed of public ideas, and what stands in the head of a public page."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from ideas.models import OutcomeKind
from tests.world import ANNOUNCEMENT, DECIDING, DURING_TEAMS

FEED = "/2021-2022/ideeen/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"
SECOND = timedelta(seconds=1)


@pytest.fixture
def idea(world):
    shown = world.submitted(world.owner, "Sluizen & <deuren>")
    hidden = world.submitted(world.other_owner, "Verborgen idee")
    kinds = {shown: OutcomeKind.SHORTLISTED.value, hidden: OutcomeKind.NOT_SHORTLISTED.value}
    world.released(kinds, at=DECIDING)
    return shown


def test_the_feed_holds_what_is_published_and_nothing_else(idea, client_of, now, settings):
    now(DURING_TEAMS)
    answer = client_of(None).get(FEED)
    tree = ElementTree.fromstring(answer.content)  # noqa: S314 our own words
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert [one.text for one in tree.iter(f"{ATOM}title")][1:] == ["Sluizen & <deuren>"]
    assert tree.find(f"{ATOM}entry/{ATOM}link").get("href") == (
        settings.PORTAL_URL + reverse("ideas:detail", args=["2021-2022", idea.pk])
    )
    assert tree.find(f"{ATOM}updated").text == ANNOUNCEMENT.isoformat()


def test_before_the_instant_the_feed_is_empty_and_a_reader_who_has_it_hears_at_the_instant(
    idea, client_of, now
):
    now(ANNOUNCEMENT - SECOND)
    before = client_of(None).get(FEED)
    assert "<entry>" not in before.content.decode()
    again = client_of(None).get(FEED, headers={"If-None-Match": before["ETag"]})
    assert again.status_code == 304
    now(ANNOUNCEMENT)
    after = client_of(None).get(FEED, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["Last-Modified"] != before["Last-Modified"]
    assert "<entry>" in after.content.decode()


def test_an_empty_feed_says_the_same_tomorrow(idea, client_of, now):
    now(DECIDING)
    first = client_of(None).get(FEED)
    now(DECIDING + timedelta(hours=12))
    assert client_of(None).get(FEED)["ETag"] == first["ETag"]


def test_the_list_tells_where_the_feed_is(idea, client_of, now):
    now(DURING_TEAMS)
    html = client_of(None).get("/2021-2022/ideeen/").content.decode()
    assert f'type="application/atom+xml" title="Weerhouden ideeën" href="{FEED}"' in html


def test_only_a_published_idea_says_how_it_looks_when_shared(world, idea, client_of, now, settings):
    address = reverse("ideas:detail", args=["2021-2022", idea.pk])
    now(ANNOUNCEMENT - SECOND)
    for reader in (world.owner, world.staff):
        assert "og:" not in client_of(reader).get(address).content.decode()
    now(ANNOUNCEMENT)
    html = client_of(None).get(address).content.decode()
    assert '<meta property="og:title" content="Sluizen &amp; &lt;deuren&gt;">' in html
    assert f'<meta property="og:url" content="{settings.PORTAL_URL}{address}">' in html
    assert '<meta property="og:locale" content="nl_BE">' in html
