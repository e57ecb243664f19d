"""The verbs of result sheets: what each does, what it notes, whom it writes to, and what it refuses."""

from datetime import timedelta

import pytest

from poc.models import Project
from poc.states import ProjectState
from portal import consents, history
from portal.errors import Refused, Stale
from portal.models import ConsentKind, Letter
from showcase import actions
from showcase.models import Approval, Result
from showcase.states import ResultState
from teams import actions as teams
from teams.models import Membership
from tests.refusals import refused, rows
from tests.showcase.stage import APPROVING, LESSONS, WORDS, WRITING, agree, approved, paid, poc, written

LATER = APPROVING + timedelta(hours=1)
NOT_YOURS = "Alleen een lid van dit team kan dit doen."


def story(subject):
    return [event.kind for event in history.of(subject)]


def told(name):
    """Who has a letter of a kind, by name, in order."""
    return sorted(letter.recipient.name for letter in Letter.objects.filter(name=name))


def leave(project, person, at=LATER):
    teams.leave(Membership.objects.get(team=project.team, person=person, until=None), by=person, at=at)


def save(project, by, *, version, at=WRITING, **words):
    return actions.save_result(project, words=words, version=version, by=by, at=at)


@pytest.fixture
def project(world):
    return poc(world)


# --- save ---


def test_the_first_save_makes_the_sheet(world, project):
    result = save(project, world.member, version=0, **WORDS)

    assert (result.project, result.edition, result.state) == (project, world.edition, ResultState.DRAFT)
    assert {name: getattr(result, name) for name in WORDS} == WORDS
    assert (result.version, result.saved_at) == (1, WRITING)
    assert story(result) == ["save"]


@pytest.mark.parametrize("state", ProjectState.values)
def test_a_team_writes_in_every_state_of_its_poc(world, project, state):
    Project.objects.filter(pk=project.pk).update(state=state)

    assert save(project, world.owner, version=0, problem="Papier.").problem == "Papier."


def test_saving_one_text_leaves_the_others_alone_and_counts_the_version(world, project):
    result = written(project, world.owner)

    saved = save(project, world.member, version=1, at=LATER, lessons="Vraag het eerst.")

    assert (saved.pk, saved.lessons, saved.problem) == (result.pk, "Vraag het eerst.", WORDS["problem"])
    assert (saved.version, saved.saved_at) == (2, LATER)


def test_a_save_never_touches_what_is_no_text(world, project):
    result = save(project, world.owner, version=0, problem="Papier.", state="approved", cost_cents="1")

    assert (result.state, result.cost_cents) == (ResultState.DRAFT, None)


def test_the_same_text_again_changes_nothing(world, project):
    result = agree(written(project, world.owner), world.owner)
    before = rows()

    again = save(project, world.owner, version=0, at=LATER, **WORDS)

    assert again == result
    assert rows() == before


def test_another_text_takes_every_approval_away(world, project):
    result = agree(written(project, world.owner), world.owner, world.member)

    save(project, world.second_member, version=1, lessons="Anders.")

    assert not result.approvals.exists()


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_save_from_another_version_is_told(world, project, version):
    written(project, world.owner)
    save(project, world.owner, version=1, lessons="Tweede tekst.")

    with refused("Een ander lid bewaarde de fiche net voor jou", Stale):
        save(project, world.member, version=version, lessons="Derde tekst.")


def test_a_save_of_a_sheet_that_there_is_not_is_told(world, project):
    with refused("net voor jou", Stale):
        save(project, world.member, version=2, lessons="Tekst.")


@pytest.mark.parametrize("slug", ["employee", "staff", "chair", "superuser"])
def test_only_members_write(world, project, slug):
    with refused(NOT_YOURS):
        save(project, world.people[slug], version=0, **WORDS)


def test_who_left_writes_no_more(world, project):
    leave(project, world.member)

    with refused(NOT_YOURS):
        save(project, world.member, version=0, **WORDS)


def test_an_approved_sheet_must_first_be_revised(world, project):
    result = approved(world, project)

    with refused("Herzie de fiche eerst"):
        save(project, world.owner, version=result.version, lessons="Toch anders.")


# --- approve ---


def test_each_member_approves_and_the_last_one_makes_it_the_result(world, project):
    paid(project, world.staff, 1_200_000, 60_000, -20_000)
    result = agree(written(project, world.owner), world.owner, world.member)
    assert result.state == ResultState.DRAFT

    result = agree(result, world.second_member, at=LATER)

    assert (result.state, result.approved_at, result.cost_cents) == (ResultState.APPROVED, LATER, 1_240_000)
    stored = Result.objects.get(pk=result.pk)
    assert (stored.state, stored.cost_cents) == (ResultState.APPROVED, 1_240_000)
    assert story(result) == ["save", "agree", "agree", "agree", "approve"]
    assert history.of(result).last().actor == world.second_member.pk


def test_without_a_ledger_it_cost_nothing(world, project):
    assert approved(world, project).cost_cents == 0


def test_corrections_below_nothing_count_as_nothing(world, project):
    paid(project, world.staff, 100, -300)

    assert approved(world, project).cost_cents == 0


def test_a_stopped_poc_has_a_result_like_any_other(world, project):
    Project.objects.filter(pk=project.pk).update(state=ProjectState.STOPPED, lessons=LESSONS)

    assert approved(world, project).state == ResultState.APPROVED


def test_approving_twice_changes_nothing(world, project):
    result = agree(written(project, world.owner), world.owner)
    before = rows()

    agree(result, world.owner, show_name=True, at=LATER)

    assert rows() == before


def test_approving_what_all_approved_changes_nothing(world, project):
    result = approved(world, project)
    before = rows()

    agree(result, world.owner, at=LATER)

    assert rows() == before


@pytest.mark.parametrize("version", [0, 1, 3])
def test_only_the_text_as_it_stands_can_be_approved(world, project, version):
    result = written(project, world.owner)
    save(project, world.owner, version=1, lessons="Tweede tekst.")

    with refused("Lees ze opnieuw", Stale):
        actions.approve_result(result, show_name=False, version=version, by=world.member, at=APPROVING)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("summary", "het project in één zin"),
        ("problem", "het probleem"),
        ("why", "waarom jullie dit deden"),
        ("results", "wat het opleverde"),
        ("lessons", "wat jullie leerden"),
    ],
)
def test_an_unfinished_sheet_is_not_approved(world, project, name, words):
    result = written(project, world.owner, **{name: "  "})

    with refused(f"Vul eerst aan wat nog ontbreekt: {words}."):
        agree(result, world.owner)


def test_obstacles_and_thanks_may_stay_empty(world, project):
    result = written(project, world.owner, obstacles="", thanks="")

    assert agree(result, world.owner).approvals.count() == 1


def test_nobody_approves_while_the_poc_runs(world, project):
    Project.objects.filter(pk=project.pk).update(state=ProjectState.RUNNING)
    result = written(project, world.owner)

    with refused("De PoC loopt nog."):
        agree(result, world.owner)


@pytest.mark.parametrize("slug", ["employee", "staff", "chair", "superuser"])
def test_only_members_approve(world, project, slug):
    result = written(project, world.owner)

    with refused(NOT_YOURS):
        agree(result, world.people[slug])


def test_a_name_stands_with_the_result_of_whoever_said_so(world, project):
    result = agree(written(project, world.owner), world.owner, show_name=True)
    agree(result, world.member)

    names = consents.people_who_agreed(ConsentKind.RESULT_NAME, about=result)
    assert list(names) == [world.owner]


# --- letters ---


def test_the_first_approval_asks_the_others_once(world, project):
    result = agree(written(project, world.owner), world.owner)
    assert told("result_to_approve") == ["Lid Een", "Lid Twee"]

    agree(result, world.member)

    assert told("result_to_approve") == ["Lid Een", "Lid Twee"]


def test_another_text_asks_again(world, project):
    agree(written(project, world.owner), world.owner)
    result = save(project, world.member, version=1, lessons="Anders.")

    agree(result, world.member)

    assert told("result_to_approve") == ["Eigenaar Een", "Lid Een", "Lid Twee", "Lid Twee"]


def test_everybody_hears_when_all_agreed(world, project):
    approved(world, project)

    assert told("result_approved") == ["Eigenaar Een", "Lid Een", "Lid Twee"]


# --- revise ---


def test_revising_opens_the_sheet_again_without_approvals(world, project):
    result = approved(world, project)

    revised = actions.revise_result(result, by=world.member, at=LATER)

    stored = Result.objects.get(pk=result.pk)
    assert (stored.state, stored.approved_at, stored.cost_cents) == (ResultState.DRAFT, None, None)
    assert (revised.version, stored.version) == (2, 2)
    assert not Approval.objects.exists()
    assert story(result)[-1] == "revise"
    assert told("result_revised") == ["Eigenaar Een", "Lid Twee"]


def test_after_a_revision_everybody_approves_again(world, project):
    result = actions.revise_result(approved(world, project), by=world.member, at=LATER)

    result = agree(result, world.owner, world.member, at=LATER)
    assert result.state == ResultState.DRAFT
    assert agree(result, world.second_member, at=LATER).state == ResultState.APPROVED
    assert len(told("result_approved")) == 6


def test_an_approval_from_before_the_revision_does_not_count(world, project):
    result = approved(world, project)
    actions.revise_result(result, by=world.member, at=LATER)

    with refused("Lees ze opnieuw", Stale):
        actions.approve_result(result, show_name=False, version=1, by=world.owner, at=LATER)


def test_revising_twice_changes_nothing(world, project):
    result = actions.revise_result(approved(world, project), by=world.member, at=LATER)
    before = rows()

    actions.revise_result(result, by=world.owner, at=LATER)

    assert rows() == before


@pytest.mark.parametrize("slug", ["employee", "staff", "superuser"])
def test_only_members_revise(world, project, slug):
    result = approved(world, project)

    with refused(NOT_YOURS):
        actions.revise_result(result, by=world.people[slug], at=LATER)


# --- names ---


def test_a_member_shows_their_name_and_takes_it_away_at_any_time(world, project):
    result = written(project, world.owner)

    actions.show_name(result, True, by=world.member, at=APPROVING)
    assert list(consents.people_who_agreed(ConsentKind.RESULT_NAME, about=result)) == [world.member]

    actions.show_name(result, False, by=world.member, at=LATER)
    assert not consents.people_who_agreed(ConsentKind.RESULT_NAME, about=result).exists()
    assert story(result)[-2:] == ["consent", "consent_withdrawn"]


def test_nobody_else_shows_a_name(world, project):
    result = written(project, world.owner)

    with refused(NOT_YOURS, Refused):
        actions.show_name(result, True, by=world.employee, at=APPROVING)


# --- somebody leaves ---


def test_the_approval_of_who_left_goes(world, project):
    result = agree(written(project, world.owner), world.owner, world.member)

    leave(project, world.member)

    assert [approval.person for approval in result.approvals.all()] == [world.owner]
    assert Result.objects.get().state == ResultState.DRAFT
    assert story(result)[-1] == "approval_gone"


def test_when_the_last_who_had_to_agree_leaves_it_is_the_result(world, project):
    paid(project, world.staff, 500)
    result = agree(written(project, world.owner), world.owner, world.member)

    leave(project, world.second_member)

    result.refresh_from_db()
    assert (result.state, result.approved_at, result.cost_cents) == (ResultState.APPROVED, LATER, 500)
    assert history.of(result).last().actor == "everybody who stays agreed"
    assert told("result_approved") == ["Eigenaar Een", "Lid Een"]


def test_when_nobody_approved_a_departure_approves_nothing(world, project):
    result = written(project, world.owner)

    leave(project, world.member)

    result.refresh_from_db()
    assert result.state == ResultState.DRAFT
    assert story(result) == ["save"]


def test_a_departure_approves_nothing_while_the_poc_is_open_again(world, project):
    agree(written(project, world.owner), world.owner, world.member)
    Project.objects.filter(pk=project.pk).update(state=ProjectState.RUNNING)

    leave(project, world.second_member)

    assert Result.objects.get().state == ResultState.DRAFT


def test_what_all_agreed_on_stays_when_somebody_leaves(world, project):
    result = approved(world, project)

    leave(project, world.member)

    result.refresh_from_db()
    assert (result.state, result.approvals.count()) == (ResultState.APPROVED, 3)


def test_a_departure_without_a_sheet_or_a_poc_is_none_of_our_business(world):
    team = world.forming_team(world.owner, world.member)

    teams.leave(Membership.objects.get(team=team, person=world.member), by=world.member, at=LATER)

    assert not Result.objects.exists()
