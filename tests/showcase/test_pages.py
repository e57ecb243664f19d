"""Pages of the showcase: what each person sees, when; forms with errors; nothing typed is lost."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from poc.models import Project
from poc.states import ProjectState
from portal import consents
from portal.models import ConsentKind
from showcase import actions
from showcase.models import Result
from showcase.panels import result_of_idea, sheet_of_team
from showcase.states import ResultState
from tests.reading import Page
from tests.refusals import rows
from tests.showcase.stage import (
    APPROVING,
    LESSONS,
    SHOWCASE,
    WORDS,
    WRITING,
    agree,
    approved,
    paid,
    poc,
    project_of,
    set_showcase,
    written,
)
from tests.world import DURING_SHOWCASE

E = "2021-2022"
BEFORE = SHOWCASE - timedelta(seconds=1)
LIST = f"/{E}/showcase/"
SUGGESTION = "Antwoord op problem van Slimme sluisdeuren."


def page(name, row):
    return reverse(f"showcase:{name}", args=[E, row.pk])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def project(world, now):
    now(APPROVING)
    return poc(world)


@pytest.fixture
def member(world, client_of):
    return client_of(world.member)


@pytest.fixture
def visitor(client_of):
    return client_of(None)


# --- the list ---


def test_before_there_is_a_day_the_list_says_that_it_follows(world, project, visitor):
    approved(world, project)

    told = text_of(visitor.get(LIST))

    assert "De Showcase is gepland voor November 2022; de juiste dag volgt." in told
    assert "Slimme sluisdeuren" not in told


def test_before_the_instant_the_list_says_when_and_nothing_else(world, project, visitor, now):
    approved(world, project)
    set_showcase(world)
    now(BEFORE)

    told = text_of(visitor.get(LIST))

    assert "donderdag 10 november 2022, 09.00 uur" in told
    assert "Slimme sluisdeuren" not in told


def test_a_showcase_without_results_says_so(world, project, visitor, now):
    set_showcase(world)
    now(DURING_SHOWCASE)

    assert "De Showcase is begonnen" in text_of(visitor.get(LIST))


def test_a_stop_and_a_finish_stand_in_the_same_hand(world, visitor, now):
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    first = world.team()
    second = world.team(world.other_owner, world.other_member, world.candidate, title="Lucht in de klas")
    world.selected(first, second)
    finished = project_of(world, first)
    stopped = project_of(world, second, state=ProjectState.STOPPED)
    paid(finished, world.staff, 1_240_000)
    for one in (finished, stopped):
        approved(world, one)
    set_showcase(world)
    now(SHOWCASE)

    response = visitor.get(LIST)
    told = text_of(response)

    assert [row["result"].project for row in response.context["rows"]] == [stopped, finished]
    cards = told.split("<article")[1:]
    shape = [card.replace("gestopt met lessen", "afgerond").split("</div>")[0] for card in cards]
    assert shape[0] == shape[1]
    assert "gestopt met lessen" in cards[0]
    assert "afgerond" in cards[1]
    assert "€\u00a012.400" in cards[1]
    assert "van €\u00a015.000" in cards[1]
    assert "Departement Omgeving" in cards[1]


# --- one result ---


def test_the_preview_says_that_it_is_one(world, project, member, visitor):
    result = written(project, world.owner)

    told = text_of(member.get(page("result", result)))

    assert "Dit is een voorbeeld" in told
    assert '<meta name="robots" content="noindex">' in told
    assert "og:title" not in told
    assert all(words in told for words in WORDS.values())
    assert visitor.get(page("result", result)).status_code == 404


@pytest.mark.parametrize("slug", ["employee", "other_owner", "juror", "assessor", "designer"])
@pytest.mark.parametrize("name", ["result", "revise"])
def test_a_stranger_finds_nothing_before_the_instant(world, project, client_of, now, slug, name):
    result = approved(world, project)
    set_showcase(world)
    now(BEFORE)

    answer = client_of(world.people[slug]).get(page(name, result))

    assert answer.status_code == 404
    assert "sluisdeuren" not in text_of(answer)


def test_a_result_tells_what_it_cost_who_made_it_and_where_it_began(world, project, visitor, now):
    paid(project, world.staff, 1_240_000)
    result = written(project, world.owner)
    agree(result, world.owner, show_name=True)
    agree(result, world.member, world.second_member)
    set_showcase(world)
    now(SHOWCASE)

    told = text_of(visitor.get(page("result", result)))

    assert f'<meta property="og:title" content="{project.team.title}">' in told
    assert f'<meta property="og:description" content="{WORDS["summary"]}">' in told
    assert f'<meta property="og:url" content="{settings.PORTAL_URL}{page("result", result)}">' in told
    assert '<rect width="83"' in told
    assert "Eigenaar Een" in told
    assert "Lid Een" not in told
    assert reverse("ideas:detail", args=[E, project.team.idea_id]) in told
    assert all(words in told for words in WORDS.values())
    for hidden in ("Dit is een voorbeeld", "Wie is akkoord", "Herzie", "noindex"):
        assert hidden not in told


def test_texts_cannot_act_as_markup(world, project, visitor, now):
    evil = '<script>alert(1)</script> & "quotes" {{ x }}'
    written(project, world.owner)
    result = actions.save_result(
        project, words=dict.fromkeys(WORDS, evil), version=1, by=world.owner, at=WRITING
    )
    agree(result, world.owner, world.member, world.second_member)
    set_showcase(world)
    now(SHOWCASE)

    for path in (page("result", result), LIST, f"{LIST}feed/"):
        told = text_of(visitor.get(path))
        assert "<script>alert" not in told, path
        assert "&lt;script&gt;" in told, path


def test_sandbox_sees_who_approved_and_no_buttons(world, project, client_of):
    result = agree(written(project, world.owner), world.owner)

    told = text_of(client_of(world.staff).get(page("result", result)))

    assert "nog niet akkoord" in told
    assert "Ik ga akkoord" not in told
    assert page("write", project) not in told


def test_what_cannot_be_approved_yet_says_why(world, project, member):
    result = written(project, world.owner, lessons="")
    assert "Dit ontbreekt nog: wat jullie leerden." in text_of(member.get(page("result", result)))

    written(project, world.owner)
    Project.objects.filter(pk=project.pk).update(state=ProjectState.RUNNING)
    told = text_of(member.get(page("result", result)))
    assert "Goedkeuren kan zodra de PoC afgerond is" in told
    assert "Ik ga akkoord" not in told


def test_the_pages_speak_english(world, project, visitor, now):
    result = approved(world, project)
    set_showcase(world)
    now(SHOWCASE)
    visitor.post("/taal/", {"language": "en"})

    assert "€0" in text_of(visitor.get(page("result", result)))
    assert "Failure is an option" in text_of(visitor.get(LIST))


# --- writing ---


def body(version, **words):
    return {"version": version, **WORDS, **words}


def test_the_form_begins_with_what_the_team_wrote_before(world, project, member):
    read = Page(text_of(member.get(page("write", project))))

    assert read.typed("lessons") == [LESSONS]
    assert read.typed("problem") == [""]
    assert read.typed("version") == ["0"]


def test_the_idea_is_suggested_beside_the_form_and_taken_over_under_what_was_typed(world, project, member):
    assert SUGGESTION in text_of(member.get(page("write", project)))

    member.post(page("write", project), body(0, problem="Eigen woorden.", take="problem"))

    assert Result.objects.get().problem == f"Eigen woorden.\n\n{SUGGESTION}"
    assert "Dit schreven jullie eerder" in text_of(member.get(page("write", project)))
    assert "Neem over" in text_of(member.get(page("write", project)))


def test_what_was_taken_over_is_no_longer_suggested(world, project, member):
    member.post(page("write", project), body(0, problem="", take="problem", lessons=LESSONS))

    told = text_of(member.get(page("write", project)))

    assert Result.objects.get().problem == SUGGESTION
    assert "Dit schreven jullie eerder" not in told


def test_taking_over_something_else_takes_nothing_over(world, project, member):
    member.post(page("write", project), body(0, take="state"))

    assert Result.objects.get().problem == WORDS["problem"]


def test_saving_stays_or_goes_to_the_preview(world, project, member):
    stays = member.post(page("write", project), body(0))
    result = Result.objects.get()
    goes = member.post(page("write", project), body(1, why="Daarom.", preview="1"))

    assert (stays.status_code, stays["Location"]) == (303, page("write", project))
    assert (goes.status_code, goes["Location"]) == (303, page("result", result))


def test_a_sentence_of_several_lines_becomes_one(world, project, member):
    member.post(page("write", project), body(0, summary="Een zin\r\n in twee  regels."))

    assert Result.objects.get().summary == "Een zin in twee regels."


def test_too_long_and_nasty_input_is_told_and_stays(world, project, member):
    long = "x" * 5000

    response = member.post(
        page("write", project), body(0, problem=long, why="Met \0 erin", summary="y" * 201)
    )

    read = Page(text_of(response))
    assert response.status_code == 200
    assert set(read.errors) == {"id_problem_error", "id_why_error", "id_summary_error"}
    assert read.title.startswith("Fout:")
    assert read.typed("problem") == [long]
    assert read.typed("results") == [WORDS["results"]]
    assert not Result.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_version_that_nobody_had_saves_nothing_and_keeps_the_text(world, project, member, version):
    response = member.post(page("write", project), body(version))

    assert response.status_code in (200, 409)
    assert WORDS["problem"] in text_of(response)
    assert not Result.objects.exists()


def test_two_members_see_both_texts_side_by_side(world, project, member):
    written(project, world.owner, problem="Van de eigenaar.")

    response = member.post(page("write", project), body(0, problem="Van het lid."))

    told = text_of(response)
    read = Page(told)
    assert response.status_code == 409
    assert "Van de eigenaar." in told
    assert read.typed("problem") == ["Van het lid."]
    assert read.typed("version") == ["1"]
    assert Result.objects.get().problem == "Van de eigenaar."
    member.post(page("write", project), body(1, problem="Van het lid."))
    assert Result.objects.get().problem == "Van het lid."


def test_writing_on_a_text_that_some_approved_is_warned(world, project, member):
    agree(written(project, world.owner), world.owner)

    assert "iemand keurde deze tekst al goed" in text_of(member.get(page("write", project)))


def test_an_approved_sheet_cannot_be_written_and_what_was_typed_stays_in_view(world, project, member):
    result = approved(world, project)

    read = member.get(page("write", project))
    sent = member.post(page("write", project), body(1, problem="Nog een laatste verbetering."))

    assert (read.status_code, sent.status_code) == (409, 409)
    assert page("revise", result) in text_of(sent)
    assert "Nog een laatste verbetering." in text_of(sent)


@pytest.mark.parametrize("slug", ["employee", "staff", "superuser", "other_owner"])
def test_nobody_else_writes(world, project, client_of, slug):
    browser = client_of(world.people[slug])

    assert browser.get(page("write", project)).status_code == 404
    assert browser.post(page("write", project), body(0)).status_code == 404


def test_a_session_that_ended_gives_the_text_back(world, project, visitor):
    answer = visitor.post(page("write", project), body(0))

    assert answer.status_code == 401
    assert WORDS["problem"] in text_of(answer)


# --- approving, revising, names ---


def test_approving_says_what_it_did(world, project, member, client_of):
    result = written(project, world.owner)

    first = member.post(page("approve", result), {"version": 1, "show_name": "on"}, follow=True)
    assert "Je keurde de fiche goed." in text_of(first)
    assert "Jij bent akkoord." in text_of(first)
    assert list(consents.people_who_agreed(ConsentKind.RESULT_NAME, about=result)) == [world.member]

    agree(result, world.owner)
    last = client_of(world.second_member).post(page("approve", result), {"version": 1}, follow=True)
    assert "Daarmee is iedereen akkoord." in text_of(last)


def test_a_double_click_approves_once(world, project, member):
    result = written(project, world.owner)

    answers = [member.post(page("approve", result), {"version": 1}).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert result.approvals.count() == 1


@pytest.mark.parametrize(("version", "status"), [("", 200), ("x", 200), ("7", 409)])
def test_an_approval_of_no_version_approves_nothing(world, project, member, version, status):
    result = written(project, world.owner)
    before = rows()

    answer = member.post(page("approve", result), {"version": version})

    assert answer.status_code == status
    assert rows() == before


def test_revising_asks_once_more_and_leads_to_the_form(world, project, member):
    result = approved(world, project)
    asked = text_of(member.get(page("revise", result)))
    assert "Alle goedkeuringen vervallen" in asked
    assert "niet meer te lezen op de Showcase" not in asked

    answer = member.post(page("revise", result))

    assert (answer.status_code, answer["Location"]) == (303, page("write", project))
    assert Result.objects.get().state == ResultState.DRAFT
    assert member.get(page("revise", result)).status_code == 409
    assert member.get(page("write", project)).status_code == 200


def test_revising_a_published_result_says_that_it_goes_offline(world, project, member, visitor, now):
    result = approved(world, project)
    set_showcase(world)
    now(DURING_SHOWCASE)
    assert "niet meer te lezen op de Showcase" in text_of(member.get(page("revise", result)))

    member.post(page("revise", result))

    assert visitor.get(page("result", result)).status_code == 404
    assert "Slimme sluisdeuren" not in text_of(visitor.get(LIST))


def test_a_name_comes_and_goes(world, project, member):
    result = approved(world, project)

    shown = member.post(page("name", result), {"shown": "yes"}, follow=True)
    assert "Haal mijn naam weg" in text_of(shown)

    hidden = member.post(page("name", result), {"shown": "no"}, follow=True)
    assert "Zet mijn naam bij het resultaat" in text_of(hidden)


# --- panels, drawn ---


@pytest.mark.parametrize("far", ["none", "running", "draft", "complete", "approved", "published"])
def test_the_panel_of_the_room_draws_at_every_point(world, project, far):
    if far == "running":
        Project.objects.filter(pk=project.pk).update(state=ProjectState.RUNNING)
    if far in ("draft", "complete"):
        agree(written(project, world.owner, lessons="" if far == "draft" else "Les."))
    if far in ("approved", "published"):
        approved(world, project)
    if far == "published":
        set_showcase(world)
    panel = sheet_of_team(project.team, world.member, DURING_SHOWCASE)
    words = {
        "none": "De PoC is voorbij.", "running": "Schrijven kan nu al", "draft": "Dit ontbreekt nog",
        "complete": "Lees na en keur goed", "approved": "zodra de Showcase begint", "published": "staat online",
    }  # fmt: skip

    assert words[far] in render_to_string(panel.template, {"panel": panel.values})


def test_the_panel_of_the_idea_leads_to_the_result(world, project):
    result = approved(world, project)
    set_showcase(world)
    panel = result_of_idea(project.team.idea, None, SHOWCASE)

    told = render_to_string(panel.template, {"panel": panel.values})

    assert page("result", result) in told
    assert "Lees wat ervan kwam" in told


# --- the feed ---


def test_the_feed_tells_what_is_published_and_nothing_before(world, project, visitor, now):
    result = approved(world, project)
    set_showcase(world)
    now(BEFORE)
    assert "Slimme sluisdeuren" not in text_of(visitor.get(f"{LIST}feed/"))

    now(SHOWCASE)
    response = visitor.get(f"{LIST}feed/")

    space = {"a": "http://www.w3.org/2005/Atom"}
    [entry] = ET.fromstring(text_of(response)).findall("a:entry", space)  # noqa: S314 our own feed
    assert response["Content-Type"].startswith("application/atom+xml")
    assert entry.findtext("a:title", namespaces=space) == "Slimme sluisdeuren"
    assert entry.find("a:link", space).get("href").endswith(page("result", result))
    assert entry.findtext("a:published", namespaces=space).startswith("2022-11-10T08:00:00")
