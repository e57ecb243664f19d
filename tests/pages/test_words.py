"""The words of pages: shipped, rewritten by staff, put back; and what may stand in them."""

from unittest import mock

import pytest
from django.utils import translation

from portal import pages, prose
from portal.errors import Refused, Stale
from portal.models import Event, PageText
from tests.permissions.editions import edition_before, staff_of
from tests.world import DURING_SUBMISSION as NOW

WORDS = {"title_nl": "Zo doe je mee", "body_nl": "Tot {deadline}.", "title_en": "", "body_en": ""}


def write(world, key="webinar", version=0, **words):
    return pages.write_page(key, world.edition, WORDS | words, version=version, by=world.staff, at=NOW)


@pytest.mark.parametrize("key", [*pages.FIXED, *pages.LEARNING])
def test_every_shipped_page_has_words_in_both_languages_that_can_be_filled_in(world, key):
    page = pages.shipped(key)
    assert page
    assert all(page.words.values()), f"{key} lacks words"
    for text in page.words.values():
        assert prose.unknown(text, world.edition) == []
    assert ("{" in prose.html(page.body_nl, world.edition)) is False


def test_no_shipped_page_is_forgotten():
    found = {path.name.partition(".")[0] for path in pages.FOLDER.glob("*.md")}
    assert found == {*pages.FIXED, *pages.LEARNING}


def test_what_staff_write_goes_before_what_was_shipped(world):
    write(world)
    page = pages.read("webinar", world.edition)
    assert (page.title_nl, page.number) == ("Zo doe je mee", 1)


def test_readers_of_english_get_the_dutch_where_there_is_no_english(world):
    write(world)
    with translation.override("en"):
        assert pages.read("webinar", world.edition).title == "Zo doe je mee"
    write(world, version=1, title_en="How to take part", body_en="Until {deadline}.")
    with translation.override("en"):
        assert pages.read("webinar", world.edition).title == "How to take part"


def test_who_started_from_an_older_text_is_told_so(world):
    write(world)
    with pytest.raises(Stale):
        write(world, title_nl="Van een ander tabblad")
    assert pages.read("webinar", world.edition).title_nl == "Zo doe je mee"


@pytest.mark.parametrize("key", ["webinar", "privacy"])
def test_two_who_write_at_the_same_instant_make_one_version(world, key):
    """Neither saw the other: the number of the version is taken, of an edition's page and of the site's."""
    write(world, key)
    with mock.patch("portal.pages.versions", return_value=PageText.objects.none()), pytest.raises(Stale):
        write(world, key, version=0)
    assert PageText.objects.filter(key=key).count() == 1


def test_a_second_click_makes_no_second_version(world):
    write(world)
    assert write(world).number == 1
    assert PageText.objects.count() == 1


def test_an_earlier_text_can_be_put_back_and_so_can_the_shipped_one(world):
    write(world)
    write(world, version=1, title_nl="Anders")
    told = {"by": world.staff, "at": NOW}
    assert pages.restore("webinar", world.edition, 1, version=2, **told).title_nl == "Zo doe je mee"
    assert pages.restore("webinar", world.edition, 0, version=3, **told).title_nl == "Het webinar"
    assert PageText.objects.filter(key="webinar").count() == 4


def test_a_page_to_learn_from_can_be_added_and_taken_away(world):
    write(world, "schrijven", title_nl="Schrijven")
    assert [page.key for page in pages.learning(world.edition)] == [*pages.LEARNING, "schrijven"]
    pages.take_away("schrijven", world.edition, version=1, by=world.staff, at=NOW)
    assert pages.read("schrijven", world.edition) is None
    assert pages.find("schrijven", world.edition).title_nl == "Schrijven"


def test_a_fixed_page_cannot_be_taken_away(world):
    with pytest.raises(Refused):
        pages.take_away("privacy", world.edition, version=0, by=world.staff, at=NOW)


def test_a_page_of_the_site_is_the_same_in_every_edition(world):
    write(world, "privacy", title_nl="Privacy hier")
    assert PageText.objects.get(key="privacy").edition is None
    assert pages.read("privacy", world.edition).title_nl == "Privacy hier"


def test_only_staff_of_the_edition_that_is_on_write_the_pages_of_the_site(world):
    """Else somebody who once worked for the programme rewrites what everybody reads today."""
    edition = edition_before(world)
    somebody = staff_of(edition)
    told = {"version": 0, "by": somebody, "at": NOW}
    assert pages.write_page("pitchen", edition, WORDS, **told).edition == edition
    for key, where in (("privacy", edition), ("privacy", world.edition), ("pitchen", world.edition)):
        with pytest.raises(Refused):
            pages.write_page(key, where, WORDS, **told)
        with pytest.raises(Refused):
            pages.restore(key, where, 0, **told)
    assert pages.read("privacy", world.edition).number == 0
    assert pages.write_page("privacy", edition, WORDS, version=0, by=world.superuser, at=NOW).number == 1


def test_a_placeholder_that_nobody_knows_is_refused(world):
    with pytest.raises(Refused, match="plafond"):
        write(world, body_nl="Tot {plafond}.")
    assert not PageText.objects.exists()


def test_each_version_is_recorded(world):
    write(world)
    assert Event.objects.filter(subject__startswith="portal.pagetext:", kind="write").count() == 1


# --- Markdown ---


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Tot {bedrag}.", "Tot €&nbsp;15.000."),
        ("Een {onbekend} woord", "Een {onbekend} woord"),
        ("[lees](leren/pitchen/)", '<a href="/2021-2022/leren/pitchen/"'),
        ("[lees](/privacy/)", '<a href="/privacy/"'),
        ("[lees](https://www.vlaanderen.be)", '<a href="https://www.vlaanderen.be"'),
        ("<{contact}>", '<a href="mailto:sandbox@vlaanderen.be"'),
        ("# Kop", "<h2>Kop</h2>"),
        ("###### Kop", "<h4>Kop</h4>"),
        ("**vet**", "<strong>vet</strong>"),
    ],
)
def test_markdown_becomes_html(world, text, part):
    assert part in prose.html(text, world.edition)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html,x)",
    ],
)
def test_nothing_in_a_text_can_act(world, text):
    html = prose.html(text, world.edition)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data:' not in html


def test_every_subheading_is_a_step(world):
    text = "Vooraf.\n\n## Een\n\nTekst *een*.\n\n## Twee\n\nTekst twee."
    told = list(prose.sections(text, world.edition))
    assert [title for title, _html in told] == ["Een", "Twee"]
    assert "<em>een</em>" in told[0][1]


def test_the_opening_has_no_markup(world):
    assert prose.opening("Een **vet** begin.\n\nMeer.", world.edition) == "Een vet begin."
