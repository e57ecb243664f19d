"""Consent: dated, with the version of its text, taken back at any time; what was online by it is gone at once."""

import hashlib

from django.urls import reverse

from ideas import actions as ideas
from portal import consents, history
from portal.models import Consent, ConsentKind
from tests.world import ANNOUNCEMENT, DURING_TEAMS

# The hash of every text that people agreed to. Change no line: other words are a new version with a line of its own.
TEXTS = {
    ("public_text", 1): "567c4971a7ee",
    ("public_name", 1): "a1ad3600d888",
    ("member_name", 1): "467ad08abab0",
    ("result_name", 1): "0ebfc0977ae7",
}


def test_other_words_are_another_version():
    now = {
        (str(kind), text.version): hashlib.sha256(str(text.words).encode()).hexdigest()[:12]
        for kind, text in consents.TEXTS.items()
    }
    assert {key: TEXTS.get(key) for key in now} == now
    assert set(consents.TEXTS) == set(ConsentKind.values)


def test_a_name_is_gone_from_public_pages_as_soon_as_its_consent_is(world, now, client_of):
    idea = world.published(world.owner)
    now(ANNOUNCEMENT)
    ideas.show_name(idea, True, by=world.owner, at=ANNOUNCEMENT)
    page = reverse("ideas:detail", args=["2021-2022", idea.pk])
    assert "Eigenaar Een" in client_of(None).get(page).content.decode()

    browser, mine = client_of(world.owner), reverse("my_data")
    given = Consent.objects.get(kind=ConsentKind.PUBLIC_NAME)
    told = browser.get(mine).content.decode()
    assert "Mijn naam mag online bij mijn idee staan." in told
    assert "versie 1 van de tekst" in told
    assert "Slimme sluisdeuren" in told
    url = reverse("withdraw_consent", args=[given.pk])
    assert client_of(world.employee).post(url).status_code == 404
    assert browser.post(url).status_code == 303

    assert "Eigenaar Een" not in client_of(None).get(page).content.decode()
    given.refresh_from_db()
    assert given.withdrawn_at is not None
    assert history.of(idea).last().kind == "consent_withdrawn"
    assert "ingetrokken op" in browser.get(mine).content.decode()


def test_what_was_approved_for_the_public_is_taken_back_with_the_idea(world, now, client_of):
    world.submitted(world.owner)
    now(DURING_TEAMS)
    given = Consent.objects.get(kind=ConsentKind.PUBLIC_TEXT)
    answer = client_of(world.owner).post(reverse("withdraw_consent", args=[given.pk]))
    assert answer.status_code == 409
    assert "Trek het idee zelf in" in answer.content.decode()
    given.refresh_from_db()
    assert given.withdrawn_at is None
