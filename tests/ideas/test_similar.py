"""What looks alike, and that it never tells of anything that somebody may not see."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from ideas import actions, queries
from ideas.models import Idea, OutcomeKind
from ideas.queries.similar import likeness, telling_words
from tests.test_forms import NASTY
from tests.world import ANNOUNCEMENT, DECIDING, DURING_SUBMISSION, DURING_TEAMS

SECOND = timedelta(seconds=1)
TEXT = "Sensoren voorspellen onderhoud van sluisdeuren"
ANSWERS = {
    "sluis": "Sensoren in de sluisdeuren voorspellen wanneer onderhoud nodig is, zodat schepen niet stilvallen.",
    "brug": "Satellieten meten of bruggen verzakken en voorspellen wanneer onderhoud nodig is.",
    "brief": "Een hulpmiddel herschrijft besluiten in klare taal voor burgers.",
}


def handed_in(world, owner, title, answer):
    idea = world.draft(owner, title)
    changes = {
        "summary": answer,
        "answers": dict.fromkeys(("idea", "why", "problem", "benefit", "poc_test"), answer),
    }
    idea = actions.save_draft(idea, changes, version=idea.version, by=owner, at=DURING_SUBMISSION)
    actions.submit_idea(idea, public_text_approved=True, show_name=False, by=owner, at=DURING_SUBMISSION)
    return Idea.objects.get(pk=idea.pk)


@pytest.fixture
def ideas(world):
    found = {
        "sluis": handed_in(world, world.other_owner, "Slimme sluisdeuren", ANSWERS["sluis"]),
        "brief": handed_in(world, world.other_owner, "Klare taal", ANSWERS["brief"]),
    }
    hidden = handed_in(world, world.other_owner, "Sluisdeuren zonder onderhoud", ANSWERS["sluis"])
    kinds = dict.fromkeys(found.values(), OutcomeKind.SHORTLISTED.value)
    world.released(kinds | {hidden: OutcomeKind.NOT_SHORTLISTED.value}, at=DECIDING)
    return found | {"hidden": hidden}


def test_the_most_alike_comes_and_what_is_about_something_else_does_not(world, ideas):
    found = queries.similar_to(TEXT, person=world.employee, edition=world.edition, at=DURING_TEAMS)
    assert found == [ideas["sluis"]]


def test_nothing_is_told_before_the_instant_and_never_of_what_is_not_shortlisted(world, ideas):
    for person in (None, AnonymousUser(), world.employee, world.staff, world.assessor, world.superuser):
        before = queries.similar_to(TEXT, person=person, edition=world.edition, at=ANNOUNCEMENT - SECOND)
        assert before == []
        after = queries.similar_to(TEXT, person=person, edition=world.edition, at=ANNOUNCEMENT)
        assert after == [ideas["sluis"]]


def test_an_owner_finds_their_own_at_any_time_also_a_draft(world, ideas):
    mine = world.draft(world.owner, "Sluisdeuren die onderhoud voorspellen met sensoren")
    found = queries.similar_to(TEXT, person=world.owner, edition=world.edition, at=DURING_SUBMISSION)
    assert found == [mine]
    found = queries.similar_to(
        TEXT, person=world.owner, edition=world.edition, at=DURING_SUBMISSION, without=mine
    )
    assert found == []


def test_at_most_five(world):
    for number in range(7):
        handed_in(world, world.owner, f"Sluisdeuren {number}", ANSWERS["sluis"])
    found = queries.similar_to(TEXT, person=world.owner, edition=world.edition, at=DURING_SUBMISSION)
    assert len(found) == 5


def test_one_word_in_common_is_chance():
    weights = dict.fromkeys(("sluis", "deur", "brug"), 1.0)
    assert likeness({"sluis", "deur"}, {"sluis", "brug"}, weights) == 0.0
    assert likeness({"sluis", "deur"}, {"sluis", "deur"}, weights) == 1.0


def test_endings_and_common_words_tell_nothing():
    assert telling_words("De sluisdeuren, een sluisdeur!") == {"sluisdeur"}
    assert telling_words("voor alle mensen van de overheid") == set()


@pytest.mark.parametrize("nasty", [*NASTY, "x" * 100_000, "' OR & | !", ""], ids=lambda text: repr(text[:12]))
def test_no_text_breaks_it(world, client_of, now, nasty):
    now(DURING_TEAMS)
    for person in (None, world.owner):
        assert queries.similar_to(nasty, person=person, edition=world.edition, at=DURING_TEAMS) == []


def test_a_script_gets_a_piece_and_a_person_a_page(world, ideas, client_of, now):
    now(DURING_TEAMS)
    browser, address = client_of(world.employee), reverse("ideas:similar", args=["2021-2022"])
    piece = browser.get(address, {"q": TEXT}, headers={"HX-Request": "true"}).content.decode()
    whole = browser.get(address, {"q": TEXT}).content.decode()
    assert "<html" not in piece
    assert "Slimme sluisdeuren" in piece
    assert "<h1>" in whole
    assert "Slimme sluisdeuren" in whole


def test_the_page_of_an_idea_shows_what_it_looks_like(world, client_of, now):
    one = handed_in(world, world.other_owner, "Slimme sluisdeuren", ANSWERS["sluis"])
    two = handed_in(world, world.other_owner, "Sluisdeuren die op tijd onderhoud krijgen", ANSWERS["sluis"])
    world.released(dict.fromkeys((one, two), OutcomeKind.SHORTLISTED.value), at=DECIDING)
    now(DURING_TEAMS)
    html = client_of(None).get(reverse("ideas:detail", args=["2021-2022", one.pk])).content.decode()
    assert "Lijkt op" in html
    assert "Sluisdeuren die op tijd onderhoud krijgen" in html


def test_staff_see_which_handed_in_ideas_may_be_doubles(world, ideas, client_of, now):
    now(DURING_SUBMISSION)
    handed_in(world, world.owner, "Bruggen van boven", ANSWERS["brug"])
    pairs = queries.pairs_alike(world.edition)
    assert {pairs[0].one, pairs[0].other} == {ideas["sluis"], ideas["hidden"]}
    html = client_of(world.staff).get(reverse("ideas:doubles", args=["2021-2022"])).content.decode()
    assert "Sluisdeuren zonder onderhoud" in html
    assert "Klare taal</a>" not in html


def test_what_somebody_is_writing_travels_in_the_body(world, ideas, client_of, now):
    now(DURING_TEAMS)
    browser, address = client_of(world.employee), reverse("ideas:similar", args=["2021-2022"])
    piece = browser.post(address, {"title": TEXT}, headers={"HX-Request": "true"}).content.decode()
    assert "Slimme sluisdeuren" in piece
    idea = world.draft(world.employee)
    step = browser.get(reverse("ideas:write", args=["2021-2022", idea.pk, "kern"])).content.decode()
    assert f'hx-post="{address}"' in step
