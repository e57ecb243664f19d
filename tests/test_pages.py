"""The pages that everybody meets: home and the timeline in every phase, lists, mijn traject, and pages that say no."""

import re
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from ideas import actions as ideas
from ideas.models import Idea, OutcomeKind
from jury import actions as jury
from portal import clock, timeline
from portal.models import Edition, Entity, Heartbeat, Letter, Phase, PhaseKey
from tests.conftest import BACKEND
from tests.crowd import crowd
from tests.reading import Page
from tests.refusals import rows
from tests.world import (
    ANNOUNCEMENT,
    DEADLINE,
    DECIDING,
    DURING_PRESELECTION,
    DURING_SUBMISSION,
    DURING_TEAMS,
    local,
)

EDITION = "2021-2022"
HOME = f"/{EDITION}/"
LIST = f"/{EDITION}/ideeen/"
MINE = f"/{EDITION}/mijn-traject/"
SECOND = timedelta(seconds=1)
LONG = "Een lange tekst die niet verloren mag gaan, met <b>tekens</b> & al."
SHOWN = "Een lange tekst die niet verloren mag gaan, met &lt;b&gt;tekens&lt;/b&gt; &amp; al."


@pytest.fixture
def visitor(client_of):
    return client_of(None)


def text_of(response):
    """What a page says, in one line."""
    html = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " ").split())


# --- home ---


def test_before_there_is_an_edition_home_says_so(db, visitor):
    response = visitor.get("/")

    assert response.status_code == 200
    assert "Er is nog geen editie. Kom later terug." in text_of(response)


def test_the_current_edition_is_home_and_has_its_own_address(world, visitor, now):
    now(DURING_SUBMISSION)

    assert text_of(visitor.get("/")) == text_of(visitor.get(HOME))


def test_an_edition_that_nobody_knows_is_no_page(world, visitor):
    assert visitor.get("/1999-2000/").status_code == 404
    assert visitor.get("/1999-2000/ideeen/").status_code == 404


HOMES = [
    (local(2021, 12, 1), None, "Indienen kan vanaf woensdag 8 december 2021, 00.00 uur."),
    (local(2021, 12, 8) - SECOND, None, "Indienen kan vanaf woensdag 8 december 2021"),
    (local(2021, 12, 8), "Dien je idee in", "Indienen kan tot en met vrijdag 14 januari 2022, 23.59 uur"),
    (DURING_SUBMISSION, "Dien je idee in", "Nog 4 dagen"),
    (local(2022, 1, 13, 23, 59), "Dien je idee in", "Nog 1 dag"),
    (DEADLINE - SECOND, "Dien je idee in", "laatste dag"),
    (DEADLINE, None, "Indienen kon tot vrijdag 14 januari 2022, 23.59 uur."),
    (DURING_PRESELECTION, None, "De weerhouden ideeën verschijnen op maandag 31 januari 2022, 09.00 uur."),
    (ANNOUNCEMENT - SECOND, None, "De weerhouden ideeën verschijnen op maandag 31 januari 2022, 09.00 uur."),
    (ANNOUNCEMENT, "Bekijk de weerhouden ideeën", "1 weerhouden idee in deze editie."),
    (local(2022, 5, 16), "Bekijk de weerhouden ideeën", "1 weerhouden idee in deze editie."),
    (local(2022, 11, 15), "Bekijk de weerhouden ideeën", "1 weerhouden idee in deze editie."),
]


@pytest.mark.parametrize(("moment", "action", "said"), HOMES, ids=[str(moment) for moment, _, _ in HOMES])
def test_home_has_one_action_or_says_when(world, visitor, now, moment, action, said):
    world.published(world.owner)
    now(moment)

    response = visitor.get("/")

    assert said in text_of(response)
    primary = re.findall(r'class="btn btn-primary" href="[^"]+">([^<]+)</a>', response.content.decode())
    assert [label for label in primary if label != "Inloggen"] == ([action] if action else [])


def test_without_dates_home_says_that_the_date_follows(world, visitor, now):
    Phase.objects.update(opens_at=None, closes_at=None)
    now(DURING_SUBMISSION)

    assert "De datum volgt." in text_of(visitor.get("/"))


def test_without_a_shortlist_home_promises_no_moment_that_has_passed(world, visitor, now):
    now(DURING_TEAMS)

    assert "verschijnen op maandag 31 januari" not in text_of(visitor.get("/"))


def test_home_shows_the_criteria_in_the_words_of_the_judges(world, visitor, now):
    now(DURING_SUBMISSION)

    said = text_of(visitor.get("/"))

    assert "Het idee moet uit te werken zijn in het kader van een Proof-of-Concept (PoC)" in said
    assert "25 %" in said
    assert "€ 15.000" in said.replace("\u00a0", " ")
    assert "Het webinar van woensdag 8 december 2021" in said


# --- timeline ---

AT_THE_STATIONS = [
    (local(2021, 12, 1), "", "webinar"),
    (local(2021, 12, 8, 12), "submission", "preselection"),
    (DEADLINE - SECOND, "submission", "preselection"),
    (DEADLINE, "preselection", "announcement"),
    (local(2022, 1, 31, 8, 59), "preselection", "announcement"),
    (ANNOUNCEMENT, "announcement", "teams"),
    (local(2022, 2, 28, 12), "bootcamps", "pitch"),
    (local(2022, 5, 14), "bootcamps", "pitch"),
    (local(2022, 5, 18, 23, 59), "bootcamps", "pitch"),
    (local(2022, 5, 19), "pitch", "poc"),
    (local(2022, 12, 1), "poc", ""),
]


@pytest.mark.parametrize(
    ("moment", "today", "coming"), AT_THE_STATIONS, ids=[str(at) for at, _, _ in AT_THE_STATIONS]
)
def test_the_timeline_has_one_now_and_one_next_also_in_a_gap(world, moment, today, coming):
    stations = timeline.of(world.edition).stations(moment)

    by_status = {
        status: [one.key for one in stations if one.status == status]
        for status in ("now", "next", "past", "later")
    }
    assert by_status["now"] == ([today] if today else [])
    assert by_status["next"] == ([coming] if coming else [])
    keys = [one.key for one in stations]
    if today:
        assert set(keys[: keys.index(today)]) >= set(by_status["past"])
    assert sum(map(len, by_status.values())) == len(PhaseKey.values)


@pytest.mark.parametrize(
    ("moment", "note"),
    [
        (DURING_SUBMISSION, "nog 4 dagen"),
        (DEADLINE - timedelta(hours=25), "nog 1 dag"),
        (DEADLINE - SECOND, "vandaag"),
        (local(2022, 5, 15), "voorbij"),
    ],
)
def test_todays_station_says_how_long_still(world, moment, note):
    (today,) = [one for one in timeline.of(world.edition).stations(moment) if one.status == "now"]

    assert today.note == note


@pytest.mark.parametrize(
    ("moment", "ahead"),
    [
        (DURING_TEAMS, ["teams", "bootcamps", "pitch", "poc", "showcase"]),
        (local(2022, 2, 28, 12), ["teams", "bootcamps", "pitch", "poc", "showcase"]),
        (local(2022, 5, 15), ["pitch", "poc", "showcase"]),
        (local(2022, 11, 8), ["showcase"]),
    ],
)
def test_what_is_over_no_longer_lies_ahead(world, moment, ahead):
    assert [one.key for one in timeline.of(world.edition).ahead(moment)] == ahead


def test_a_phase_without_a_date_is_shown_with_its_words_and_never_open(world):
    windows = timeline.of(world.edition)
    showcase = windows.stations(DURING_TEAMS)[-1]

    assert (showcase.key, showcase.dates.lower(), showcase.status) == ("showcase", "november 2022", "later")
    assert not any(windows.is_open(PhaseKey.SHOWCASE, local(2022, month, 15)) for month in range(1, 13))
    with pytest.raises(ValueError, match="no dates"):
        timeline.last_day(windows.phase(PhaseKey.SHOWCASE))


def test_overlapping_phases_are_open_together_and_the_gap_has_none(world):
    windows = timeline.of(world.edition)

    assert [one.key for one in windows.phases_at(local(2022, 2, 28, 12))] == ["teams", "bootcamps"]
    assert windows.phases_at(local(2022, 5, 16)) == []


def test_the_grace_comes_after_the_window_and_never_before_it(world):
    windows = timeline.of(world.edition)
    opens = windows.opens_at(PhaseKey.SUBMISSION)

    assert not windows.accepts(PhaseKey.SUBMISSION, opens - SECOND)
    assert windows.accepts(PhaseKey.SUBMISSION, opens)
    assert windows.accepts(PhaseKey.SUBMISSION, DEADLINE + timedelta(seconds=59, microseconds=999_999))
    assert not windows.accepts(PhaseKey.SUBMISSION, DEADLINE + timedelta(seconds=60))


def test_the_page_marks_todays_station_for_everybody(world, visitor, now):
    now(local(2022, 5, 15))

    assert visitor.get("/").content.decode().count('aria-current="step"') == 1


# --- the list ---


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (DURING_SUBMISSION, "verschijnen hier op maandag 31 januari 2022, 09.00 uur, allemaal tegelijk."),
        (ANNOUNCEMENT - SECOND, "verschijnen hier op maandag 31 januari 2022, 09.00 uur"),
        (ANNOUNCEMENT, "Er zijn nog geen weerhouden ideeën bekendgemaakt."),
    ],
)
def test_an_empty_list_says_when(world, visitor, now, moment, said):
    world.submitted(world.owner)
    now(moment)

    assert said in text_of(visitor.get(LIST))


def test_the_list_fills_at_the_instant(world, visitor, now):
    world.published(world.owner, "Lucht in de klas")
    now(ANNOUNCEMENT - timedelta(microseconds=1))
    assert "Lucht in de klas" not in text_of(visitor.get(LIST))

    now(ANNOUNCEMENT)

    said = text_of(visitor.get(LIST))
    assert "1 weerhouden idee" in said
    assert "Lucht in de klas in enkele zinnen." in said


@pytest.fixture
def fifty(world, now):
    """Fifty published ideas on three pages."""
    titles = [f"Idee {number:02}" for number in range(50)]
    crowd(world.published(world.owner, titles[0]), titles)
    now(DURING_TEAMS)


def test_a_list_of_three_pages_takes_any_number(fifty, visitor):
    shown = {
        asked: re.findall(r"Idee (\d\d)</a>", visitor.get(f"{LIST}?pagina={asked}").content.decode())
        for asked in ("1", "2", "3", "4", "0", "-1", "abc", "", "999999999999999999999", "%00", "1.5")
    }

    assert shown["1"] == [f"{n:02}" for n in range(24)]
    assert shown["3"] == ["48", "49"]
    assert shown["4"] == shown["999999999999999999999"] == shown["0"] == shown["-1"] == shown["3"]
    assert shown["abc"] == shown[""] == shown["%00"] == shown["1.5"] == shown["1"]


def test_the_pager_leads_to_the_next_page_and_keeps_the_rest_of_the_address(fifty, visitor):
    first = visitor.get(f"{LIST}?x=1").content.decode()

    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)

    assert "x=1" in following
    second = visitor.get(LIST + following.replace("&amp;", "&")).content.decode()
    assert "Idee 24</a>" in second
    assert "25 tot en met 48 van 50" in second


# --- an idea ---


def test_an_idea_that_is_not_yours_to_see_does_not_exist(world, client_of, visitor, now):
    draft = world.draft(world.owner)
    now(DURING_SUBMISSION)

    for browser in (visitor, client_of(world.employee), client_of(world.staff)):
        assert browser.get(f"{LIST}{draft.pk}/").status_code == 404
    assert client_of(world.owner).get(f"{LIST}{draft.pk}/").status_code == 200


def test_an_owner_reads_the_outcome_and_the_feedback_from_the_instant_on(world, client_of, now):
    idea = world.submitted(world.owner)
    world.released({idea: OutcomeKind.NOT_SHORTLISTED})
    browser = client_of(world.owner)
    now(ANNOUNCEMENT - SECOND)
    before = text_of(browser.get(f"{LIST}{idea.pk}/"))
    assert "Feedback bij" not in before
    assert "weerhouden" not in before

    now(ANNOUNCEMENT)

    after = text_of(browser.get(f"{LIST}{idea.pk}/"))
    assert "Je idee is deze keer niet weerhouden." in after
    assert "Feedback bij Slimme sluisdeuren." in after


def test_the_owner_of_a_withdrawn_idea_is_not_told_that_it_is_online(world, client_of, now):
    idea = world.published(world.owner)
    ideas.withdraw_idea(idea, by=world.owner, at=DURING_TEAMS)
    now(DURING_TEAMS)

    said = text_of(client_of(world.owner).get(f"{LIST}{idea.pk}/"))

    assert "Dit idee is ingetrokken." in said
    assert "staat online" not in said


def test_the_name_of_an_owner_stands_there_only_with_consent(world, visitor, now):
    idea = world.published(world.owner)
    now(DURING_TEAMS)
    assert "Eigenaar Een" not in text_of(visitor.get(f"{LIST}{idea.pk}/"))

    ideas.show_name(idea, True, by=world.owner, at=DURING_TEAMS)

    assert "Een idee van Eigenaar Een" in text_of(visitor.get(f"{LIST}{idea.pk}/"))


# --- mijn traject ---


def test_nothing_waits_for_somebody_new(world, client_of, now):
    now(DURING_SUBMISSION)

    said = text_of(client_of(world.employee).get(MINE))

    assert "Niets. Je bent helemaal bij." in said
    assert "Je hebt nog geen idee in deze editie." in said
    assert "Dien je idee in" in said


def test_a_draft_waits_until_the_deadline(world, client_of, now):
    world.draft(world.owner)
    browser = client_of(world.owner)
    now(DURING_SUBMISSION)
    assert "Werk je idee af en dien het in Slimme sluisdeuren" in text_of(browser.get(MINE))

    now(DEADLINE)

    said = text_of(browser.get(MINE))
    assert "Niets. Je bent helemaal bij." in said
    assert "Begin nog een idee" not in said


def test_changes_after_handing_in_wait_too(world, client_of, now):
    idea = world.submitted(world.owner)
    ideas.save_draft(idea, {"title": "Beter"}, version=idea.version, by=world.owner, at=DURING_SUBMISSION)
    now(DURING_SUBMISSION)

    assert "Dien je wijzigingen in" in text_of(client_of(world.owner).get(MINE))


def test_work_waits_for_judges_and_deciders(world, client_of, now):
    world.judged(world.submitted(world.owner), world.assessor)
    world.submitted(world.other_owner, "B")
    now(DURING_PRESELECTION)
    assert "Beoordeel nog 1 idee" in text_of(client_of(world.assessor).get(MINE))
    assert "Beoordeel nog 2 ideeën" in text_of(client_of(world.recused).get(MINE))

    now(DECIDING)
    assert "Beslis over nog 2 ideeën" in text_of(client_of(world.chair).get(MINE))

    world.decided(dict.fromkeys(Idea.objects.all(), OutcomeKind.SHORTLISTED))
    assert "Stel de vrijgave voor" in text_of(client_of(world.chair).get(MINE))
    jury.propose_release(world.round, visible_from=ANNOUNCEMENT, by=world.decider, at=DECIDING)
    assert "Keur de vrijgave van de preselectie goed" in text_of(client_of(world.chair).get(MINE))
    assert "Niets. Je bent helemaal bij." in text_of(client_of(world.decider).get(MINE))


def test_a_draft_that_was_put_away_can_be_brought_back_from_mine(world, client_of, now):
    idea = world.draft(world.owner)
    browser = client_of(world.owner)
    now(DURING_SUBMISSION)
    browser.post(f"{LIST}{idea.pk}/verwijderen/")
    assert "Verwijderde concepten Slimme sluisdeuren Zet terug" in text_of(browser.get(MINE))

    response = browser.post(f"{LIST}{idea.pk}/terugzetten/", follow=True)

    assert "Je concept staat terug." in text_of(response)


def test_what_is_mine_is_in_no_cache(world, client_of, visitor, now):
    now(DURING_SUBMISSION)

    assert client_of(world.owner).get(MINE)["Cache-Control"] == "no-store, private"
    assert "no-store" not in visitor.get("/").get("Cache-Control", "")


# --- pages that say no ---


def test_a_page_that_does_not_exist_is_friendly(world, visitor):
    response = visitor.get("/bestaat/niet/")

    assert response.status_code == 404
    assert "Deze pagina bestaat niet" in text_of(response)
    assert "Inloggen" in text_of(response)


def test_a_refusal_explains_and_shows_what_was_typed(world, client_of, now):
    idea = world.draft(world.owner)
    ideas.discard_draft(idea, by=world.owner, at=DURING_SUBMISSION)
    now(DURING_SUBMISSION)

    response = client_of(world.owner).post(
        f"{LIST}{idea.pk}/schrijven/why/", {"version": idea.version, "why": LONG}
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "Zet het idee eerst terug, dan kan je verder schrijven." in text_of(response)
    assert SHOWN in html


def test_a_late_hand_in_explains_with_both_moments_and_a_way_to_the_text(world, client_of, now):
    idea = world.draft(world.owner)
    now(DEADLINE + timedelta(seconds=60))

    response = client_of(world.owner).post(f"{LIST}{idea.pk}/nakijken/", {"public_text_approved": "on"})

    said = text_of(response)
    assert response.status_code == 409
    assert "De deadline is voorbij" in said
    assert "Indienen kon tot vrijdag 14 januari 2022, 23.59 uur." in said
    assert f'href="{LIST}{idea.pk}/"' in response.content.decode()
    assert "Naar mijn bewaarde tekst" in said
    assert "sandbox@vlaanderen.be" in said


def test_starting_before_the_window_explains(world, client_of, now):
    now(local(2021, 12, 1))
    before = rows()

    response = client_of(world.employee).post(f"{LIST}nieuw/")

    assert response.status_code == 409
    assert "Nog even geduld" in text_of(response)
    after = rows()
    assert (after["ideas.Idea"], after["portal.Event"]) == (before["ideas.Idea"], before["portal.Event"])


def test_a_post_after_the_session_ended_gives_the_text_back(world, visitor, now):
    idea = world.draft(world.owner)
    now(DURING_SUBMISSION)
    page = f"{LIST}{idea.pk}/schrijven/why/"

    response = visitor.post(page, {"version": 2, "why": LONG, "csrfmiddlewaretoken": "x" * 64})

    html = response.content.decode()
    assert response.status_code == 401
    assert "Je bent intussen uitgelogd." in text_of(response)
    assert SHOWN in html
    assert "x" * 64 not in html
    assert "/account/inloggen/?next=" in html
    assert Idea.objects.get().answers["why"] != LONG


def test_a_post_from_before_a_new_login_gives_the_text_back(world, now):
    idea = world.draft(world.owner)
    now(DURING_SUBMISSION)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.owner, backend=BACKEND)

    response = browser.post(f"{LIST}{idea.pk}/schrijven/why/", {"version": 2, "why": LONG})

    assert response.status_code == 403
    assert "Deze pagina was te oud" in text_of(response)
    assert "Wat je schreef staat hieronder" in text_of(response)
    assert SHOWN in response.content.decode()


def test_a_code_is_never_shown_back(world, visitor, now):
    now(DURING_SUBMISSION)

    response = visitor.post(MINE, {"code": "ABCD-EFGH-IJKL-MNOP", "password": "p" * 30, "text": LONG})

    html = response.content.decode()
    assert SHOWN in html
    assert "ABCD-EFGH" not in html
    assert "p" * 30 not in html


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_for_browsers(world, client_of, now, method):
    now(DURING_SUBMISSION)

    assert getattr(client_of(world.owner), method)(MINE).status_code == 405


def test_a_fault_of_ours_says_that_it_is_ours(world, now):
    now(DURING_SUBMISSION)
    browser = Client(raise_request_exception=False)
    with mock.patch("portal.site.views.home.timeline.shown", side_effect=RuntimeError("stuk")):
        response = browser.get("/")

    assert response.status_code == 500
    assert "Er ging iets mis bij ons" in text_of(response)
    assert "stuk" not in text_of(response)


# --- security.txt ---


def test_who_finds_a_hole_reads_where_to_tell_it(world, visitor, settings):
    told = visitor.get("/.well-known/security.txt")
    assert told["Content-Type"].startswith("text/plain")
    lines = dict(line.split(": ", 1) for line in told.content.decode().splitlines())
    assert lines["Contact"] == f"mailto:{world.edition.contact}"
    assert clock.machine() < datetime.fromisoformat(lines["Expires"]) < clock.machine() + timedelta(days=365)

    settings.SECURITY_CONTACT = "https://portal.example/lek"
    assert "Contact: https://portal.example/lek" in visitor.get("/.well-known/security.txt").content.decode()


# --- health ---


def test_health_tells_how_the_parts_are(world, visitor):
    for name in ("worker", "planner"):
        Heartbeat.objects.create(name=name, at=clock.machine())

    response = visitor.get("/gezond/")

    assert response.status_code == 200
    assert response.json() == {
        "database": True,
        "worker": True,
        "planner": True,
        "mail": True,
        "broker": True,
        "scanner": False,
        "history": None,  # not checked yet
    }


def test_a_silent_worker_and_late_mail_keep_the_web_server_in_service(world, visitor):
    Heartbeat.objects.create(name="worker", at=clock.machine() - timedelta(minutes=6))
    world.submitted(world.owner)
    Letter.objects.update(due_at=clock.now() - timedelta(minutes=11))

    response = visitor.get("/gezond/")

    assert response.status_code == 200
    assert (response.json()["worker"], response.json()["mail"]) == (False, False)


def test_without_the_database_it_is_not_well(db, visitor):
    with mock.patch("portal.site.health.Heartbeat.objects.filter", side_effect=OperationalError):
        response = visitor.get("/gezond/")

    assert response.status_code == 503
    assert response.json() == {"database": False}


# --- language ---


def test_a_visitor_chooses_english_and_comes_back(world, visitor, now):
    now(DURING_SUBMISSION)
    assert '<html lang="nl">' in visitor.get("/").content.decode()

    chosen = visitor.post("/taal/", {"language": "en", "next": LIST})

    assert chosen["Location"] == LIST
    response = visitor.get(LIST)
    assert '<html lang="en">' in response.content.decode()
    assert response["Content-Language"] == "en"
    visitor.post("/taal/", {"language": "nl", "next": "/"})
    assert '<html lang="nl">' in visitor.get("/").content.decode()


def test_what_a_browser_happens_to_ask_for_is_no_choice(world, visitor, now):
    now(DURING_SUBMISSION)

    response = visitor.get("/", headers={"accept-language": "en-GB,en;q=0.9"})

    assert response["Content-Language"] == "nl"
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("language", ["fr", "", "\x00", "en" * 100])
def test_a_language_that_is_not_offered_changes_nothing(world, visitor, now, language):
    now(DURING_SUBMISSION)

    assert visitor.post("/taal/", {"language": language, "next": "/"}).status_code < 400

    assert '<html lang="nl">' in visitor.get("/").content.decode()


def test_choosing_a_language_leads_to_no_other_site(world, visitor):
    assert (
        "example.org"
        not in visitor.post("/taal/", {"language": "en", "next": "https://example.org/"})["Location"]
    )


# --- profile ---


def test_somebody_tells_where_they_work_and_what_they_are_called(world, client_of, now):
    now(DURING_SUBMISSION)
    browser = client_of(world.employee)
    entity = Entity.objects.get(name="VDAB")

    response = browser.post(
        reverse("profile"), {"name": "Noor Peeters", "entity": entity.pk, "language": "en"}, follow=True
    )

    assert "Je gegevens zijn bewaard." in text_of(response)
    page = Page(response.content.decode())
    assert page.typed("name") == ["Noor Peeters"]
    assert "VDAB" in text_of(response)
    assert page.typed("language") == ["en"]


def test_two_editions_have_each_their_own_pages(world, visitor, now):
    Edition.objects.create(key="2022-2023", name_nl="Volgende", contact="x@vlaanderen.be")
    world.published(world.owner, "Lucht in de klas")
    now(DURING_TEAMS)

    assert "Lucht in de klas" in text_of(visitor.get(LIST))
    assert "Lucht in de klas" not in text_of(visitor.get("/2022-2023/ideeen/"))
    assert visitor.get("/2022-2023/").status_code == 200
