"""Who sees a result when, what counts as complete, what it cost, and what waits for whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from ideas import actions as ideas
from poc.models import Project
from poc.states import ProjectState
from portal import consents, registry, timeline
from portal.models import ConsentKind
from showcase import content, panels, queries
from showcase.models import Result
from teams import actions as teams
from teams.models import Membership
from tests.showcase.stage import (
    APPROVING,
    SHOWCASE,
    WRITING,
    agree,
    approved,
    paid,
    poc,
    project_of,
    set_showcase,
    written,
)
from tests.world import DURING_POC, DURING_SHOWCASE, DURING_SPRINTS

BEFORE = SHOWCASE - timedelta(microseconds=1)
INSIDERS = ["owner", "member", "second_member", "staff", "decider", "chair", "superuser"]
OUTSIDERS = ["employee", "other_owner", "other_member", "assessor", "juror", "candidate", "designer"]


@pytest.fixture
def project(world):
    return poc(world)


def seen(person, at):
    return Result.objects.visible_to(person, at=at).exists()


# --- visibility ---


@pytest.mark.parametrize("slug", OUTSIDERS)
def test_before_its_instant_a_result_shows_to_no_outsider(world, project, slug):
    approved(world, project)
    set_showcase(world)

    assert not seen(world.people[slug], BEFORE)
    assert seen(world.people[slug], SHOWCASE)


@pytest.mark.parametrize("slug", INSIDERS)
def test_the_team_and_sandbox_see_it_all_along(world, project, slug):
    written(project, world.owner)

    assert seen(world.people[slug], WRITING)


def test_visitors_see_it_from_the_instant_on(world, project):
    approved(world, project)
    set_showcase(world)

    assert (seen(AnonymousUser(), BEFORE), seen(AnonymousUser(), SHOWCASE)) == (False, True)


def test_without_a_date_the_showcase_has_not_begun(world, project):
    approved(world, project)

    assert not Result.objects.published(at=DURING_SHOWCASE).exists()


def test_it_stays_after_the_showcase_and_goes_when_staff_move_the_day(world, project):
    approved(world, project)
    set_showcase(world)
    assert Result.objects.published(at=SHOWCASE + timedelta(days=900)).exists()

    set_showcase(world, SHOWCASE + timedelta(days=7))
    assert not Result.objects.published(at=SHOWCASE).exists()


def test_what_not_everybody_approved_is_not_published(world, project):
    agree(written(project, world.owner), world.owner, world.member)
    set_showcase(world)

    assert not Result.objects.published(at=DURING_SHOWCASE).exists()


def test_a_poc_that_is_open_again_has_no_result_yet(world, project):
    approved(world, project)
    set_showcase(world)
    Project.objects.filter(pk=project.pk).update(state=ProjectState.RUNNING)

    assert not Result.objects.published(at=DURING_SHOWCASE).exists()


def test_with_a_withdrawn_idea_its_result_goes_offline(world, project):
    approved(world, project)
    set_showcase(world)
    ideas.withdraw_idea(project.team.idea, by=world.owner, at=DURING_SHOWCASE)

    assert not Result.objects.published(at=DURING_SHOWCASE).exists()


# --- content ---


def test_gaps_come_in_the_order_of_the_sheet(world, project):
    result = written(project, world.owner, lessons="", summary=" ", obstacles="")

    assert content.gaps(result) == ["het project in één zin", "wat jullie leerden"]


@pytest.mark.parametrize(
    ("cents", "cap", "share"), [(0, 100, 0), (1_240_000, 1_500_000, 83), (150, 100, 100), (5, 0, 0)]
)
def test_the_bar_shows_the_share_of_the_cap(cents, cap, share):
    assert content.Cost(cents, cap).share == share


def test_only_a_public_answer_is_suggested(world, project):
    submission = project.team.idea.submission

    assert content.answer_of(submission, "problem") == "Antwoord op problem van Slimme sluisdeuren."
    assert content.answer_of(submission, "time") == ""
    assert content.answer_of(None, "problem") == ""


def test_a_draft_shows_what_was_paid_and_a_result_what_was_agreed_on(world, project):
    paid(project, world.staff, 50_000)
    result = agree(written(project, world.owner), world.owner, world.member)
    assert queries.cost_of(result).cents == 50_000

    result = agree(result, world.second_member)
    paid(project, world.staff, 10_000)

    assert queries.cost_of(result).cents == 50_000


def test_only_names_of_members_who_agreed_stand_with_the_result(world, project):
    result = written(project, world.owner)
    for person in (world.owner, world.member, world.employee):
        consents.give(ConsentKind.RESULT_NAME, about=result, by=person, at=WRITING)
    assert sorted(queries.names(result)) == ["Eigenaar Een", "Lid Een"]

    teams.leave(Membership.objects.get(person=world.member), by=world.member, at=APPROVING)
    assert queries.names(result) == ["Eigenaar Een"]


# --- what waits ---


def waiting(world, slug, at=APPROVING):
    world.edition.__dict__.pop("_shown", None)
    labels = registry.waits_for(world.people[slug], world.edition, at=at)
    return [(item.label, item.due) for item in labels if "resultaatfiche" in item.label]


WRITE, APPROVE = "Schrijf de resultaatfiche", "Lees de resultaatfiche en keur ze goed"


def test_a_sheet_waits_for_every_member_once_the_poc_ended(world, project):
    assert waiting(world, "member") == [(WRITE, None)]
    assert waiting(world, "staff") == waiting(world, "employee") == []

    Project.objects.filter(pk=project.pk).update(state=ProjectState.RUNNING)
    assert waiting(world, "member") == []


def test_the_day_of_the_showcase_is_when_it_must_be_ready(world, project):
    set_showcase(world)

    assert waiting(world, "member") == [(WRITE, SHOWCASE)]
    assert waiting(world, "member", at=DURING_SHOWCASE) == [(WRITE, None)]


def test_a_complete_sheet_waits_for_those_who_did_not_approve(world, project):
    result = written(project, world.owner, lessons="")
    assert waiting(world, "owner") == [(WRITE, None)]

    agree(written(project, world.owner), world.owner)
    assert waiting(world, "owner") == []
    assert waiting(world, "member") == [(APPROVE, None)]

    agree(result, world.member, world.second_member)
    assert waiting(world, "member") == waiting(world, "second_member") == []


def test_before_the_pocs_nothing_is_asked_of_the_database(world, django_assert_num_queries):
    timeline.shown(world.edition)
    ask = next(one for one in registry.waiting if one.__module__ == "showcase.waiting")

    with django_assert_num_queries(0):
        assert list(ask(world.employee, world.edition, DURING_SPRINTS)) == []


# --- panels ---


def test_the_page_of_an_idea_tells_what_came_of_it_from_the_instant_on(world, project):
    result, idea = approved(world, project), project.team.idea
    set_showcase(world)

    assert panels.result_of_idea(idea, world.owner, BEFORE) is None
    shown = panels.result_of_idea(idea, AnonymousUser(), SHOWCASE)
    assert shown.values["result"] == result


def test_a_team_without_a_poc_has_no_sheet(world):
    assert panels.sheet_of_team(world.team(), world.owner, DURING_POC) is None


def test_the_room_tells_members_and_others_how_far_the_sheet_is(world, project):
    team = project.team
    shown = panels.sheet_of_team(team, world.member, WRITING).values
    assert (shown["result"], shown["member"], shown["ended"]) == (None, True, True)

    written(project, world.owner, why="")
    shown = panels.sheet_of_team(team, world.staff, WRITING).values
    assert (shown["member"], shown["gaps"]) == (False, ["waarom jullie dit deden"])

    agree(written(project, world.owner), world.owner)
    told = panels.sheet_of_team(team, world.owner, WRITING).values["standings"]
    assert {one.person.name: bool(one.at) for one in told} == {
        "Eigenaar Een": True, "Lid Een": False, "Lid Twee": False,
    }  # fmt: skip


def test_one_teams_sheet_says_nothing_of_another(world):
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    first = world.team()
    second = world.team(world.other_owner, world.other_member, world.candidate, title="Lucht in de klas")
    world.selected(first, second)
    written(project_of(world, first), world.owner)
    project_of(world, second, state=ProjectState.STOPPED)

    assert panels.sheet_of_team(second, world.other_owner, WRITING).values["result"] is None
    assert not seen(world.other_owner, WRITING)
