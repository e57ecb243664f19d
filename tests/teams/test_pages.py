"""Pages of teams: what each person sees and can do, errors with everything kept, and what bad input does."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ideas.models import Ownership
from portal.models import Edition, Person
from teams import actions, content, waiting
from teams.models import Candidacy, Membership, PitchFile, Support, Team
from teams.states import CandidacyState, TeamState
from tests.crowd import crowd
from tests.reading import Page
from tests.world import ANNOUNCEMENT, DURING_SPRINTS, DURING_TEAMS, PITCH_DAY, fresh, with_slides

E = "2021-2022"
LIST = f"/{E}/teams/"
NASTY = ["\0nul", "<script>alert(1)</script>", "x" * 5000, "\u202eomgekeerd", "=1+1", "🦊 é \ud83e"[:3]]
ROWS = (1, 3, 50)


def url(name, *args):
    return reverse(f"teams:{name}", args=[E, *args])


def text_of(response):
    return response.content.decode()


def summary_of(page):
    return [[where, words.strip()] for where, words in page.summary]


@pytest.fixture
def during(now):
    now(DURING_TEAMS)


@pytest.fixture
def team(world, during):
    return world.forming_team(world.owner, world.member, world.second_member)


# --- the list ---


def test_before_the_announcement_the_list_says_when(world, client_of, now):
    world.published(world.owner)
    now(ANNOUNCEMENT - timedelta(seconds=1))

    page = text_of(client_of(None).get(LIST))

    assert "De weerhouden ideeën verschijnen op maandag 31 januari 2022, 09.00 uur" in page
    assert "sluisdeuren" not in page


def test_everybody_sees_whom_a_team_looks_for(world, client_of, team):
    profiles = [("iemand van IT", False), ("een jurist", True)]
    actions.describe_call(team, call="Kom.", profiles=profiles, version=1, by=world.owner, at=DURING_TEAMS)

    page = text_of(client_of(None).get(LIST))

    assert "iemand van IT" in page
    assert "een jurist" not in page
    assert "3 leden" in page
    assert "Lid Een" not in page


@pytest.mark.parametrize(
    ("state", "at", "offered"),
    [("forming", DURING_TEAMS, True), ("complete", DURING_TEAMS, False), ("forming", DURING_SPRINTS, False)],
)
def test_one_can_stand_while_the_team_looks(world, client_of, now, state, at, offered):
    (world.forming_team if state == "forming" else world.team)(world.owner, world.member, world.second_member)
    now(at)

    assert ("Stel je kandidaat<" in text_of(client_of(world.candidate).get(LIST))) == offered


@pytest.mark.parametrize("rows", ROWS)
def test_the_list_costs_the_same_at_any_length(world, client_of, now, rows):
    ideas = crowd(world.published(world.owner, "Idee 00"), [f"Idee {number:02}" for number in range(rows)])
    world.candidacy(ideas[0], world.candidate)
    now(DURING_TEAMS)
    visitor = client_of(None)
    visitor.get(LIST)

    with CaptureQueriesContext(connection) as asked:
        visitor.get(LIST)

    assert len(asked) == 4, [query["sql"] for query in asked]


# --- on the page of an idea ---


def test_the_page_of_an_idea_calls_for_members(world, client_of, team):
    page = text_of(client_of(world.candidate).get(f"/{E}/ideeen/{team.idea.pk}/"))

    assert "Dit idee zoekt een team" in page
    assert url("stand", team.idea.pk) in page


def test_who_cannot_stand_reads_why(world, client_of, team):
    world.candidacy(team.idea, world.candidate)
    other = text_of(client_of(world.member).get(f"/{E}/ideeen/{team.idea.pk}/"))

    assert "Naar de teamruimte" in other


def test_the_owner_begins_the_team_from_there(world, client_of, during):
    idea = world.published(world.owner)
    browser = client_of(world.owner)
    assert "Begin je team" in text_of(browser.get(f"/{E}/ideeen/{idea.pk}/"))

    response = browser.post(url("open", idea.pk))

    assert response["Location"] == url("room", Team.objects.get().pk)


def test_names_stand_there_by_consent(world, client_of, team):
    actions.show_name(team, True, by=world.member, at=DURING_TEAMS)

    page = text_of(client_of(None).get(f"/{E}/ideeen/{team.idea.pk}/"))

    assert "Lid Een" in page
    assert "Lid Twee" not in page


def test_a_selected_team_is_named_so_from_its_instant(world, client_of, now):
    team = world.team()
    world.selected(team)
    now(PITCH_DAY)
    assert "Geselecteerd team" not in text_of(client_of(None).get(f"/{E}/ideeen/{team.idea.pk}/"))

    now(PITCH_DAY + timedelta(days=2))
    assert "Geselecteerd team" in text_of(client_of(None).get(f"/{E}/ideeen/{team.idea.pk}/"))


# --- candidacies ---


def test_somebody_stands_and_reads_it_back(world, client_of, team):
    browser = client_of(world.candidate)

    page = browser.post(
        url("stand", team.idea.pk), {"brings": "Ik teken.", "engagement": "hours"}, follow=True
    )

    assert page.status_code == 200
    assert "Je kandidatuur is verstuurd" in text_of(page)
    assert "Ik teken." in text_of(page)


def test_a_form_with_an_error_keeps_what_was_typed(world, client_of, team):
    sent = {
        "brings": "",
        "expects": "Leren & <b>lachen</b>",
        "engagement": "part",
        "engagement_note": "woensdag",
    }

    page = Page(text_of(client_of(world.candidate).post(url("stand", team.idea.pk), sent)))

    assert page.title.startswith("Fout: ")
    assert summary_of(page) == [["#id_brings", "Schrijf in enkele zinnen wat je meebrengt."]]
    assert page.typed("expects") == ["Leren & <b>lachen</b>"]
    assert page.typed("engagement_note") == ["woensdag"]
    assert page.typed("engagement") == ["part"]
    assert not Candidacy.objects.filter(person=world.candidate).exists()


def test_a_refusal_after_february_shows_what_was_typed(world, client_of, team, now):
    now(DURING_SPRINTS)
    words = "Twintig jaar ervaring met sluizen en kanalen."

    page = client_of(world.candidate).post(
        url("stand", team.idea.pk), {"brings": words, "engagement": "hours"}
    )

    assert page.status_code == 409
    assert words in text_of(page)


def test_the_owner_declines_with_a_word(world, client_of, team):
    candidacy = world.candidacy(team.idea, world.candidate)
    browser = client_of(world.owner)
    page = Page(text_of(browser.post(url("answer", candidacy.pk), {"decline": "1", "word": " "})))
    assert page.summary[0][0] == "#id_word"

    browser.post(url("answer", candidacy.pk), {"decline": "1", "word": "Nu niet."})

    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.answer) == (CandidacyState.DECLINED, "Nu niet.")
    assert "Nu niet." in text_of(client_of(world.candidate).get(url("candidacy", candidacy.pk)))


def test_the_owner_takes_somebody_in(world, client_of, team):
    candidacy = world.candidacy(team.idea, world.candidate)

    page = client_of(world.owner).post(url("answer", candidacy.pk), {"accept": "1"}, follow=True)

    assert "Kandidaat Een is lid van het team." in text_of(page)


def test_a_candidate_steps_back_after_being_asked(world, client_of, team):
    candidacy = world.candidacy(team.idea, world.candidate)
    browser = client_of(world.candidate)
    assert "Trek in" in text_of(browser.get(url("withdraw_candidacy", candidacy.pk)))

    browser.post(url("withdraw_candidacy", candidacy.pk))

    candidacy.refresh_from_db()
    assert candidacy.state == CandidacyState.WITHDRAWN


# --- the room ---


def test_the_room_says_what_comes_next(world, client_of, team):
    page = text_of(client_of(world.owner).get(url("room", team.pk)))

    assert "Er zijn genoeg leden om het team volledig te verklaren." in page
    assert "Ons team is volledig" in page
    assert "Verlaat het team" not in page


def test_a_member_sees_the_room_without_the_owners_buttons(world, client_of, team):
    world.candidacy(team.idea, world.candidate)

    page = text_of(client_of(world.member).get(url("room", team.pk)))

    assert "Verlaat het team" in page
    assert "Kandidaat Een" not in page
    assert "Ons team is volledig" not in page


def test_the_owner_completes_and_reopens(world, client_of, team):
    browser = client_of(world.owner)
    browser.post(url("complete", team.pk))
    assert fresh(team).state == TeamState.COMPLETE

    browser.post(url("reopen", team.pk))
    assert fresh(team).state == TeamState.FORMING


def test_the_call_is_written_in_plain_fields(world, client_of, team):
    sent = {
        "version": 1,
        "call": "Kom.",
        "title1": "een jurist",
        "title2": " ",
        "title3": "een jurist",
        "title4": "iemand van IT",
        "found4": "on",
    }

    client_of(world.owner).post(url("call", team.pk), sent)

    assert [(one.title, one.found) for one in team.profiles.all()] == [
        ("een jurist", False),
        ("iemand van IT", True),
    ]


def test_two_tabs_with_the_call_are_shown_side_by_side(world, client_of, team):
    browser = client_of(world.owner)
    browser.post(url("call", team.pk), {"version": 1, "call": "De eerste tekst."})

    page = browser.post(url("call", team.pk), {"version": 1, "call": "De tweede tekst."})

    assert page.status_code == 409
    assert "De eerste tekst." in text_of(page)
    assert Page(text_of(page)).typed("call") == ["De tweede tekst."]
    assert Page(text_of(page)).typed("version") == ["2"]


@pytest.mark.parametrize(
    ("name", "member", "sent", "words"),
    [
        ("stop", "owner", {"lessons": ""}, "Schrijf in enkele zinnen wat jullie leerden"),
        ("role", "member", {"role": "x" * 81}, "80"),
        (
            "support",
            "member",
            {"manager_name": "Chef", "manager_email": "geen adres", "hours": ""},
            "Dit is geen e-mailadres",
        ),
        ("leave", "member", {"reason": "x" * 1001}, "1000"),
    ],
)
def test_every_form_says_what_is_wrong(world, client_of, team, name, member, sent, words):
    page = client_of(world.people[member]).post(url(name, team.pk), sent)

    assert page.status_code == 200
    assert words in text_of(page).replace("\xa0", " ")
    assert Page(text_of(page)).title.startswith("Fout: ")


def test_a_member_leaves_after_being_asked(world, client_of, team):
    browser = client_of(world.member)
    assert "Toch niet" in text_of(browser.get(url("leave", team.pk)))

    browser.post(url("leave", team.pk), {"reason": "Een andere baan."})

    assert not Membership.objects.current().filter(person=world.member).exists()


def test_staff_let_somebody_join_a_second_team(world, client_of, team):
    membership = Membership.objects.get(person=world.member)
    browser = client_of(world.staff)
    assert "Schrijf waarom" in text_of(browser.post(url("waive", membership.pk), {"reason": ""}))

    browser.post(url("waive", membership.pk), {"reason": "Twee kleine rollen."})

    membership.refresh_from_db()
    assert membership.waived


def test_the_room_costs_the_same_at_any_size(world, client_of, team):
    browser, counts = client_of(world.owner), []
    for person in (None, world.other_member, world.candidate):
        if person:
            actions.accept(world.candidacy(team.idea, person), by=world.owner, at=DURING_TEAMS)
        browser.get(url("room", team.pk))
        with CaptureQueriesContext(connection) as asked:
            browser.get(url("room", team.pk))
        counts.append(len(asked))

    assert len(set(counts)) == 1, counts
    assert counts[0] <= 36


# --- managers ---


@pytest.fixture
def link(world, team):
    words = {"manager_name": "Chef Een", "manager_email": "chef@vlaanderen.be", "hours": "Vier uur per week"}
    membership = Membership.objects.get(team=team, person=world.member)
    support = actions.ask_support(membership, **words, by=world.member, at=DURING_TEAMS)
    return url("support_answer", content.support_token(support.pk, support.turn))


def test_a_manager_reads_what_is_asked_and_no_more(world, client_of, link):
    page = text_of(client_of(None).get(link))

    assert "Lid Een vraagt je steun" in page
    assert "Vier uur per week" in page
    assert "Eigenaar Een" not in page
    assert "Lid Twee" not in page


def test_a_manager_answers_without_account_and_is_thanked(world, client_of, link):
    browser = client_of(None)
    nothing = Page(text_of(browser.post(link, {"word": "Prima."})))
    assert summary_of(nothing)[0][1] == "Kies een van de twee antwoorden."
    assert nothing.typed("word") == ["Prima."]

    page = browser.post(link, {"agrees": "yes", "word": "Prima."}, follow=True)

    assert "Bedankt voor je antwoord" in text_of(page)
    assert Support.objects.get().word == "Prima."
    assert "Bedankt voor je antwoord" in text_of(browser.get(link))


def test_a_link_for_another_edition_is_none(world, client_of, link):
    assert client_of(None).get(link.replace(E, "1999-2000")).status_code == 404


def test_a_member_asks_again_and_takes_it_back(world, client_of, team, link):
    browser = client_of(world.member)
    assert "Chef Een" in text_of(browser.get(url("support", team.pk)))

    browser.post(url("cancel_support", team.pk))

    assert client_of(None).get(link).status_code == 409


# --- the pitch file ---


def test_a_file_that_is_refused_keeps_the_texts(world, client_of, team):
    sent = {"version": 0, "plan": "Juni.", "budget": "Geld.", "slides": SimpleUploadedFile("x.exe", b"MZ")}

    page = Page(text_of(client_of(world.member).post(url("pitch_file", team.pk), sent)))

    assert summary_of(page) == [["#id_slides", "Dit soort bestand nemen we niet aan. Kies: pdf, pptx."]]
    assert (page.typed("plan"), page.typed("budget")) == (["Juni."], ["Geld."])
    assert not PitchFile.objects.exists()


def test_two_members_with_the_pitch_file_are_shown_side_by_side(world, client_of, team):
    client_of(world.member).post(url("pitch_file", team.pk), {"version": 0, "plan": "Het eerste plan."})

    page = client_of(world.owner).post(url("pitch_file", team.pk), {"version": 0, "plan": "Het tweede plan."})

    assert page.status_code == 409
    assert "Het eerste plan." in text_of(page)
    assert Page(text_of(page)).typed("plan") == ["Het tweede plan."]


def test_slides_come_as_a_download(world, client_of, team):
    with_slides(team, by=world.member)

    answer = client_of(world.owner).get(url("slides", team.pk))

    assert answer["Content-Disposition"] == 'attachment; filename="pitch.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 een pitch"


# --- bad input ---

FIELDS = {
    "stand": ["brings", "expects", "engagement", "engagement_note", "profile"],
    "call": ["version", "call", "title1", "found1"],
    "stop": ["lessons"],
    "leave": ["reason"],
    "role": ["role"],
    "support": ["manager_name", "manager_email", "hours"],
    "pitch_file": ["version", "plan", "budget"],
}
WHO = {"stand": "candidate", "call": "owner", "stop": "owner"}


@pytest.mark.parametrize("name", FIELDS)
def test_nothing_that_is_typed_breaks_a_page(world, client_of, team, name):
    browser = client_of(world.people[WHO.get(name, "member")])
    address = url(name, team.idea.pk if name == "stand" else team.pk)
    good = {
        "brings": "x",
        "engagement": "hours",
        "version": 1,
        "manager_name": "x",
        "manager_email": "a@b.be",
        "hours": "x",
    }

    answers = set()
    for field in FIELDS[name]:
        for words in NASTY:
            answers.add(browser.post(address, good | {field: words}).status_code)
            Candidacy.objects.filter(person=world.candidate).delete()

    assert answers <= {200, 303, 404, 409}


def test_an_answer_without_a_choice_takes_nobody_in(world, client_of, team):
    candidacy = world.candidacy(team.idea, world.candidate)

    page = client_of(world.owner).post(url("answer", candidacy.pk), {"word": "Misschien."})

    candidacy.refresh_from_db()
    assert candidacy.state == CandidacyState.OPEN
    assert "Misschien." in text_of(page)


def test_a_full_team_offers_no_place(world, client_of, team):
    Edition.objects.update(team_max=3)

    assert url("stand", team.idea_id) not in text_of(client_of(None).get(LIST))
    page = text_of(client_of(world.candidate).get(f"/{E}/ideeen/{team.idea_id}/"))
    assert "Dit team is vol" in page


def test_a_namesake_decides_about_the_own_name(world, client_of, team):
    Person.objects.filter(pk=world.second_member.pk).update(name=world.member.name)
    actions.show_name(team, True, by=world.member, at=DURING_TEAMS)

    assert "Haal mijn naam weg" in text_of(client_of(world.member).get(url("room", team.pk)))
    assert "Zet mijn naam bij het team" in text_of(client_of(world.second_member).get(url("room", team.pk)))


def test_one_of_two_owners_may_leave_and_the_last_stays(world, client_of, team):
    browser = client_of(world.owner)
    assert url("leave", team.pk) not in text_of(browser.get(url("room", team.pk)))

    Ownership.objects.create(idea=team.idea, person=world.member, since=DURING_TEAMS)

    assert url("leave", team.pk) in text_of(browser.get(url("room", team.pk)))


def test_an_address_that_no_mailbox_can_have_is_told_so(world, client_of, team):
    long = "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".be"
    sent = {"manager_name": "Chef Een", "manager_email": long, "hours": "Vier uur"}

    page = Page(text_of(client_of(world.member).post(url("support", team.pk), sent)))

    assert page.summary[0][0] == "#id_manager_email"


# --- what waits ---


@pytest.mark.parametrize(
    ("agrees", "after", "words"),
    [
        (None, timedelta(days=1), ""),
        (None, timedelta(days=31), "Vraag de steun van je leidinggevende opnieuw"),
        (False, timedelta(days=1), "Praat met je leidinggevende"),
        (True, timedelta(days=31), ""),
    ],
)
def test_a_member_is_reminded_of_their_manager(world, team, link, agrees, after, words):
    support = Support.objects.get()
    if agrees is not None:
        actions.answer_support(support, turn=1, agrees=agrees, at=DURING_TEAMS)

    found = [one.label for one in waiting.teams_of(world.member, world.edition, DURING_TEAMS + after)]

    asked = [label[: len(words)] for label in found if "leidinggevende" in label]
    assert asked == ([words] if words else [])
