"""The public list: what is searched, filtered and ordered, and what no address can break or tell."""

from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas import actions, queries
from ideas.models import Backing, Idea, OutcomeKind
from portal.models import Entity, Theme
from tests.reading import Page
from tests.test_forms import NASTY
from tests.world import DECIDING, DURING_SUBMISSION, DURING_TEAMS

LIST = "/2021-2022/ideeen/"
TITLES = {"Slimme sluisdeuren": "water", "Lucht in de klas": "zorg", "archief zonder stof": "zorg"}


def handed_in(world, owner, title, theme, profiles=(), **changes):
    """An idea with a theme and sought profiles, handed in."""
    idea = world.draft(owner, title)
    themes = [
        Theme.objects.get_or_create(
            edition=world.edition, key=theme, defaults={"name_nl": theme.title(), "order": 1}
        )[0]
    ]
    told = {"themes": themes, "profiles": list(profiles)} | changes
    idea = actions.save_draft(idea, told, version=idea.version, by=owner, at=DURING_SUBMISSION)
    actions.submit_idea(idea, public_text_approved=True, show_name=False, by=owner, at=DURING_SUBMISSION)
    return Idea.objects.get(pk=idea.pk)


@pytest.fixture
def ideas(world):
    """Three published ideas, and one that is not shortlisted."""
    found = {title: handed_in(world, world.owner, title, theme) for title, theme in TITLES.items()}
    named = {"profiles": ["UX-designer"], "entities": [Entity.objects.get(name="VDAB")]}
    found["Lucht in de klas"] = _again(world, found["Lucht in de klas"], named)
    hidden = handed_in(world, world.other_owner, "Verborgen idee", "geheim", ["kok"])
    kinds = dict.fromkeys(found.values(), OutcomeKind.SHORTLISTED.value)
    world.released(kinds | {hidden: OutcomeKind.NOT_SHORTLISTED.value}, at=DECIDING)
    return found


def _again(world, idea, changes):
    idea = actions.save_draft(idea, changes, version=idea.version, by=world.owner, at=DURING_SUBMISSION)
    actions.submit_idea(
        idea, public_text_approved=True, show_name=False, by=world.owner, at=DURING_SUBMISSION
    )
    return Idea.objects.get(pk=idea.pk)


@pytest.fixture
def read(client_of, now):
    """What a visitor finds at an address: the titles in order, and the whole page."""
    now(DURING_TEAMS)

    def at(query=""):
        response = client_of(None).get(LIST + query)
        assert response.status_code == 200
        return [
            idea.submission.public_text["title"] for idea in response.context["page"]
        ], response.content.decode()

    return at


def test_titles_come_in_alphabetical_order_whatever_their_capitals(ideas, read):
    assert read()[0] == ["archief zonder stof", "Lucht in de klas", "Slimme sluisdeuren"]
    assert read("?volgorde=titel-af")[0] == ["Slimme sluisdeuren", "Lucht in de klas", "archief zonder stof"]


def test_the_most_recognised_problem_can_come_first(world, ideas, read):
    vdab = Entity.objects.get(name="VDAB")
    Backing.objects.create(
        idea=ideas["Slimme sluisdeuren"], person=world.employee, entity=vdab, at=DURING_TEAMS
    )
    assert read("?volgorde=herkend")[0] == ["Slimme sluisdeuren", "archief zonder stof", "Lucht in de klas"]


def test_an_order_that_would_tell_more_does_not_exist(ideas, read):
    for order in ("score", "-outcome", "at", "submission__at", "?"):
        assert read(f"?volgorde={order}")[0] == read()[0]


def test_filters_leave_only_what_fits_and_can_be_combined(ideas, read):
    vdab = Entity.objects.get(name="VDAB").pk
    assert read("?thema=zorg")[0] == ["archief zonder stof", "Lucht in de klas"]
    assert read("?profiel=ux-designer")[0] == ["Lucht in de klas"]
    assert read(f"?thema=zorg&entiteit={vdab}")[0] == ["Lucht in de klas"]
    titles, html = read("?thema=water&profiel=ux-designer")
    assert titles == []
    assert "Niets gevonden" in html
    assert "Toon alle ideeën" in html


def test_only_what_published_ideas_name_can_be_chosen(ideas, read):
    _titles, html = read()
    assert '<option value="zorg">Zorg</option>' in html
    assert "geheim" not in html.lower()
    assert "kok" not in html.lower()
    assert read("?thema=geheim")[0] == read()[0]


def test_what_is_chosen_stays_in_the_form_and_can_be_taken_away_one_by_one(ideas, read):
    _titles, html = read("?zoek=lucht&thema=zorg&volgorde=titel-af&pagina=1")
    page = Page(html)
    assert page.values["zoek"] == ["lucht"]
    assert page.values["thema"] == ["zorg"]
    assert page.values["volgorde"] == ["titel-af"]
    assert 'href="?thema=zorg&amp;volgorde=titel-af"' in html
    assert 'href="?zoek=lucht&amp;volgorde=titel-af"' in html
    assert "1 idee gevonden" in html


def test_filters_stay_in_the_addresses_of_the_pages(world, read):
    many = [handed_in(world, world.owner, f"Idee {number:02}", "zorg") for number in range(25)]
    world.released(dict.fromkeys(many, OutcomeKind.SHORTLISTED.value), at=DECIDING)
    titles, html = read("?thema=zorg&pagina=2")
    assert titles == ["Idee 24"]
    assert 'href="?thema=zorg&amp;pagina=1"' in html


def test_words_are_found_in_titles_and_answers(ideas, read):
    assert read("?zoek=sluisdeuren")[0] == ["Slimme sluisdeuren"]
    assert read("?zoek=LUCHT+klas")[0] == ["Lucht in de klas"]
    assert read("?zoek=verborgen")[0] == []


def test_a_later_change_of_the_owner_changes_nothing_in_the_list(world, ideas, read):
    idea = ideas["Slimme sluisdeuren"]
    changes = {"title": "Aardbeien", "themes": [Theme.objects.get(key="zorg")]}
    actions.save_draft(idea, changes, version=idea.version, by=world.owner, at=DURING_TEAMS)
    assert read("?zoek=aardbeien")[0] == []
    assert "Slimme sluisdeuren" not in read("?thema=zorg")[0]
    assert read("?volgorde=titel-af")[0][0] == "Slimme sluisdeuren"


@pytest.mark.postgres
def test_dutch_endings_and_slips_in_a_title_are_forgiven(ideas, read):
    assert read("?zoek=sluisdeur")[0] == ["Slimme sluisdeuren"]
    assert read("?zoek=sluisduren")[0] == ["Slimme sluisdeuren"]
    assert read("?zoek=lucht+-klas")[0] == []


@pytest.mark.postgres
def test_without_trigrams_the_search_goes_on(ideas, read, monkeypatch):
    monkeypatch.setattr(queries.public, "has_trigrams", lambda: False)
    assert read("?zoek=sluisdeur")[0] == ["Slimme sluisdeuren"]
    assert read("?zoek=sluisduren")[0] == []


def test_nothing_that_somebody_types_breaks_the_list(ideas, client_of, now):
    now(DURING_TEAMS)
    for nasty in (*NASTY, "x" * 1_000_000, "a:* & | !b <-> (", '"open', "de het een", "a" * 199 + "\x00"):
        typed = quote_plus(nasty.encode("utf-8", "surrogatepass"))
        for name in ("zoek", "thema", "entiteit", "profiel", "volgorde", "pagina"):
            assert client_of(None).get(f"{LIST}?{name}={typed}").status_code == 200, (name, nasty[:50])


def test_no_text_at_all_breaks_the_list(ideas, client_of, now):
    now(DURING_TEAMS)
    visitor = client_of(None)

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        st.text(st.characters(exclude_categories=()), max_size=60),
        st.sampled_from(["zoek", "thema", "volgorde"]),
    )
    def run(text, name):
        typed = quote_plus(text.encode("utf-8", "surrogatepass"))
        assert visitor.get(f"{LIST}?{name}={typed}").status_code == 200

    run()


def test_before_the_announcement_every_question_gets_the_same_answer(ideas, client_of, now):
    now(DECIDING)
    plain = client_of(None).get(LIST).content
    assert "Hier staat nog niets" in plain.decode()
    for query in ("?zoek=sluisdeuren", "?thema=zorg", "?volgorde=herkend"):
        answer = client_of(None).get(LIST + query).content.decode()
        assert "Hier staat nog niets" in answer
        assert "filters" not in answer
