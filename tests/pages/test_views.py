"""The pages to read and where staff write them."""

import re
from datetime import timedelta
from html import unescape
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import pages
from portal.models import PageText
from portal.site import accessibility
from tests.world import ANNOUNCEMENT
from tests.world import DURING_SUBMISSION as NOW

E = "/2021-2022"
TEXT = f"{E}/teksten/webinar/"
WORDS = {"title_nl": "Kijk mee", "body_nl": "Op **8 december**.", "title_en": "", "body_en": ""}
FILLED = WORDS | {"version": "0"}


@pytest.fixture
def staff(world, client_of, now):
    now(NOW)
    return client_of(world.staff)


def html_of(response):
    return unescape(response.content.decode())


def test_every_page_can_be_read_without_an_account(world, client_of, now):
    now(NOW)
    visitor = client_of(None)
    addresses = [f"{E}/webinar/", f"{E}/leren/", "/privacy/", "/toegankelijkheid/"]
    addresses += [f"{E}/leren/{key}/" for key in pages.LEARNING]
    for address in addresses:
        response = visitor.get(address)
        assert response.status_code == 200, address
        assert "Pas deze tekst aan" not in html_of(response)


def test_every_link_of_a_shipped_page_leads_somewhere(world, client_of, now):
    now(NOW)
    visitor, found = client_of(None), set()
    for address in ("/", f"{E}/webinar/", "/privacy/", *(f"{E}/leren/{key}/" for key in pages.LEARNING)):
        found |= set(re.findall(r'href="(/[^"#]*)', html_of(visitor.get(address))))
    for address in sorted(one for one in found if not one.startswith("/static/")):
        assert visitor.get(address).status_code in (200, 302), address


def test_what_single_sign_on_tells_stands_with_what_is_kept_and_only_when_it_is_on(
    world, client_of, now, settings
):
    now(NOW)
    visitor, told = client_of(None), "Als je inlogt met ACM/IDM"
    assert told not in html_of(visitor.get("/privacy/"))
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "https://acm.example", "portal"
    html = html_of(visitor.get("/privacy/"))
    order = [html.index(heading) for heading in ("Wat we van je bewaren", told, "Wie het ziet")]
    assert order == sorted(order)
    assert html.count("Wie het ziet") == 1


def test_the_home_page_says_what_staff_wrote(staff):
    staff.post(f"{E}/teksten/start/", FILLED | {"title_nl": "Doe mee"})
    staff.post(f"{E}/teksten/stappen/", FILLED | {"body_nl": "## Eerst dit\n\nEn dan dat."})
    html = html_of(staff.get("/"))
    assert "Doe mee</h1>" in html
    assert "<h3>Eerst dit</h3>" in html


def test_staff_find_the_way_from_a_page_to_its_words(staff):
    assert f'href="{TEXT}"' in html_of(staff.get(f"{E}/webinar/"))
    assert f'href="{E}/teksten/"' in html_of(staff.get("/"))


def test_the_statement_shows_the_figures_of_the_last_check_only_when_there_are_any(
    client_of, world, now, tmp_path
):
    now(NOW)
    told = "De cijfers van de laatste controle"
    for figures, shown in (
        ("", False),
        ('{"day": "2026-11-24", "pages": 92, "looks": 400, "violations": 0}', True),
    ):
        (file := tmp_path / "figures.json").write_text(figures)
        missing = tmp_path / "none.json"
        with mock.patch.object(accessibility, "FIGURES", file if figures else missing):
            accessibility.last_check.cache_clear()
            assert (told in html_of(client_of(None).get("/toegankelijkheid/"))) is shown
    accessibility.last_check.cache_clear()


def test_the_home_page_counts_only_what_may_be_told(world, client_of, now):
    world.shortlist({"Slimme sluisdeuren": world.owner})
    world.submitted(world.other_owner, "Lucht in de klas")
    visitor = client_of(None)
    now(ANNOUNCEMENT - timedelta(seconds=1))
    assert "Deze editie in cijfers" not in html_of(visitor.get("/"))
    now(ANNOUNCEMENT)
    html = html_of(visitor.get("/"))
    counted = re.findall(r'<th scope="row">(Ideeën \w+)</th>.*?plot-value">(\d+)<', html)
    assert counted == [("Ideeën ingediend", "2"), ("Ideeën weerhouden", "1")]


def test_content_without_english_says_that_it_is_dutch(world, client_of, now):
    now(NOW)
    visitor = client_of(None)
    visitor.cookies["django_language"] = "en"
    assert '<span lang="nl">Het idee dient' in html_of(visitor.get("/"))
    assert '<article class="prose" lang="en">' in html_of(visitor.get(f"{E}/webinar/"))
    pages.write_page("webinar", world.edition, WORDS, version=0, by=world.staff, at=NOW)
    assert '<article class="prose" lang="nl">' in html_of(visitor.get(f"{E}/webinar/"))


def test_a_preview_shows_the_words_and_stores_nothing(staff):
    html = html_of(staff.post(TEXT, FILLED | {"preview": "1"}))
    assert "<strong>8 december</strong>" in html
    assert "nog niet bewaard" in html
    assert not PageText.objects.exists()


def test_saving_shows_the_page_again_with_what_was_done(staff):
    response = staff.post(TEXT, FILLED, follow=True)
    assert "De tekst is bewaard en staat online." in html_of(response)
    assert "<strong>8 december</strong>" in html_of(staff.get(f"{E}/webinar/"))


def test_two_tabs_are_shown_side_by_side(staff):
    staff.post(TEXT, FILLED)
    response = staff.post(TEXT, FILLED | {"title_nl": "Uit tab twee", "body_nl": "Mijn woorden."})
    html = html_of(response)
    assert response.status_code == 409
    assert "Mijn woorden." in html
    assert "Op **8 december**." in html
    staff.post(TEXT, FILLED | {"title_nl": "Uit tab twee", "version": "1"})
    assert PageText.objects.order_by("-number").first().title_nl == "Uit tab twee"


@pytest.mark.parametrize(
    ("key", "change", "sentence"),
    [
        ("webinar", {"title_nl": ""}, "Nog niet ingevuld: Titel"),
        ("webinar", {"body_nl": "Tot {plafond}"}, "{plafond} kan niet ingevuld worden"),
        ("webinar", {"title_en": "{x}"}, "{x} kan niet ingevuld worden"),
        ("webinar", {"body_en": "{x}"}, "{x} kan niet ingevuld worden"),
        ("stappen", {"body_nl": "Geen koppen"}, "Begin elke stap met een regel als"),
        (
            "stappen",
            {"body_nl": "## Stap\n\nEén.", "body_en": "No headings"},
            "Begin elke stap met een regel als",
        ),
        ("nieuw", {"title_nl": "Pitchen"}, "Er is al een pagina met deze titel"),
        ("nieuw", {"title_nl": "Nieuw"}, "Er is al een pagina met deze titel"),
        ("nieuw", {"title_nl": "!!!"}, "Er is al een pagina met deze titel"),
    ],
)
def test_each_fault_is_told_and_what_was_typed_stays(staff, key, change, sentence):
    response = staff.post(f"{E}/teksten/{key}/", FILLED | change)
    html = html_of(response)
    assert response.status_code == 200
    assert sentence in html
    assert "<title>Fout:" in html
    assert all(text in html for text in change.values())
    assert not PageText.objects.exists()


def test_a_learning_page_is_added_taken_away_and_put_back(staff):
    staff.post(f"{E}/teksten/nieuw/", FILLED | {"title_nl": "Zo schrijf je"})
    assert staff.get(f"{E}/leren/zo-schrijf-je/").status_code == 200
    staff.post(f"{E}/teksten/zo-schrijf-je/weg/")
    assert staff.get(f"{E}/leren/zo-schrijf-je/").status_code == 404
    assert "niet te lezen" in html_of(staff.get(f"{E}/teksten/"))
    staff.post(f"{E}/teksten/zo-schrijf-je/terug/1/")
    assert staff.get(f"{E}/leren/zo-schrijf-je/").status_code == 200


@pytest.mark.parametrize("address", ["bestaat-niet/", "bestaat-niet/terug/1/", "webinar/terug/7/"])
def test_what_is_not_there_is_not_found(staff, address):
    method = staff.post if "terug" in address else staff.get
    assert method(f"{E}/teksten/{address}").status_code == 404


def test_the_page_of_style_draws_every_part(staff):
    response = staff.get("/stijl/")
    assert response.status_code == 200
    assert "Spreiding van de scores" in html_of(response)


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_lists_cost_the_same_at_any_number(world, staff, django_assert_num_queries, rows):
    for number in range(rows):
        words = {"title_nl": f"Pagina {number}", "body_nl": "Tekst.", "title_en": "", "body_en": ""}
        pages.write_page(f"pagina-{number}", world.edition, words, version=0, by=world.staff, at=NOW)
    before = len_of(staff, f"{E}/teksten/")
    assert before <= 10
    assert len_of(staff, f"{E}/leren/") <= 10
    with django_assert_num_queries(before):
        staff.get(f"{E}/teksten/")


def len_of(client, address):
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)
