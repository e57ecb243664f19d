"""A team begins around a shortlisted idea, calls for members, is complete, stops."""

from datetime import timedelta

import pytest

from ideas import actions as ideas
from ideas.models import OutcomeKind
from portal.errors import Closed, Stale
from portal.models import Event, Letter
from teams import actions
from teams.models import Candidacy, Membership, Profile, Support, Team
from teams.states import CandidacyState, SupportState, TeamState
from tests.refusals import refused
from tests.world import ANNOUNCEMENT, DURING_TEAMS, PITCH_DAY, SELECTION, fresh

BEFORE = ANNOUNCEMENT.replace(hour=ANNOUNCEMENT.hour - 1)
PROFILES = [("iemand van IT", False), ("een jurist", True)]


def letters(name):
    return set(Letter.objects.filter(name=name).values_list("recipient", flat=True))


def members(team):
    return set(Membership.objects.current().filter(team=team).values_list("person", flat=True))


def test_a_team_begins_with_the_owners_as_members(world):
    idea = world.published(world.owner)

    team = actions.team_for(idea, by=world.owner, at=DURING_TEAMS)

    assert members(team) == {world.owner.pk}
    assert team.state == TeamState.FORMING


def test_a_team_begins_once(world):
    idea = world.published(world.owner)
    first = actions.team_for(idea, by=world.owner, at=DURING_TEAMS)

    again = actions.team_for(idea, by=world.candidate, at=DURING_TEAMS)

    assert again == first
    assert Membership.objects.count() == 1


def test_before_the_announcement_there_is_no_team(world):
    idea = world.published(world.owner)

    with refused("Een team vormt zich rond een weerhouden idee"):
        actions.team_for(idea, by=world.owner, at=BEFORE)


def test_an_idea_that_was_not_shortlisted_gets_no_team(world):
    idea = world.submitted(world.owner)
    world.released({idea: OutcomeKind.NOT_SHORTLISTED})

    with refused("Een team vormt zich rond een weerhouden idee"):
        actions.team_for(idea, by=world.owner, at=DURING_TEAMS)


def test_an_owner_of_two_ideas_is_a_member_of_one_team(world):
    first, second = world.shortlist({"Een": world.owner, "Twee": world.owner})
    actions.team_for(first, by=world.owner, at=DURING_TEAMS)

    team = actions.team_for(second, by=world.owner, at=DURING_TEAMS)

    assert members(team) == set()


def test_the_owner_calls_for_profiles(world):
    team = world.forming_team(world.owner)

    team = actions.describe_call(
        team, call="Kom erbij.", profiles=PROFILES, version=team.version, by=world.owner, at=DURING_TEAMS
    )

    assert (team.call, [(one.title, one.found) for one in team.profiles.all()]) == ("Kom erbij.", PROFILES)


def test_a_profile_keeps_its_candidates_when_the_call_changes(world):
    team = world.forming_team(world.owner)
    told = {"call": "Kom.", "by": world.owner, "at": DURING_TEAMS}
    team = actions.describe_call(team, profiles=PROFILES, version=1, **told)
    kept = Profile.objects.get(title="een jurist").pk

    actions.describe_call(team, profiles=[("een jurist", False), ("iemand anders", False)], version=2, **told)

    assert Profile.objects.get(title="een jurist").pk == kept
    assert not Profile.objects.filter(title="iemand van IT").exists()


def test_the_second_of_two_owners_who_save_the_call_is_told(world):
    team = world.forming_team(world.owner)
    told = {"profiles": [], "version": 1, "by": world.owner, "at": DURING_TEAMS}
    actions.describe_call(team, call="Eerst.", **told)

    with refused("Een mede-eigenaar bewaarde de oproep net voor jou", Stale):
        actions.describe_call(team, call="Daarna.", **told)


@pytest.mark.parametrize("slug", ["member", "candidate", "staff", "other_owner"])
def test_only_the_owner_calls_and_reopens(world, slug):
    team = world.team()
    somebody = world.people[slug]

    with refused("Alleen een eigenaar"):
        actions.reopen(team, by=somebody, at=DURING_TEAMS)
    with refused("Alleen een eigenaar"):
        actions.describe_call(team, call="x", profiles=[], version=1, by=somebody, at=DURING_TEAMS)


@pytest.mark.parametrize("slug", ["member", "staff"])
def test_only_the_owner_says_that_a_team_is_complete(world, slug):
    team = world.forming_team(world.owner, world.member, world.second_member)

    with refused("Alleen een eigenaar"):
        actions.complete(team, by=world.people[slug], at=DURING_TEAMS)


def test_a_team_of_three_is_complete_and_everybody_hears_it_once(world):
    team = world.forming_team(world.owner, world.member, world.second_member)

    actions.complete(team, by=world.owner, at=DURING_TEAMS)
    actions.complete(fresh(team), by=world.owner, at=DURING_TEAMS)

    assert fresh(team).state == TeamState.COMPLETE
    assert letters("team_completed") == {world.owner.pk, world.member.pk, world.second_member.pk}
    assert Letter.objects.filter(name="team_completed").count() == 3


def test_two_are_too_few(world):
    team = world.forming_team(world.owner, world.member)

    with refused("Er ontbreekt er nog 1"):
        actions.complete(team, by=world.owner, at=DURING_TEAMS)


def test_candidates_are_answered_first(world):
    team = world.forming_team(world.owner, world.member, world.second_member)
    world.candidacy(team.idea, world.candidate)

    with refused("Er wachten nog kandidaten"):
        actions.complete(team, by=world.owner, at=DURING_TEAMS)


def test_from_the_pitch_on_a_team_stands_still(world):
    team = world.team()

    with refused("De pitch begon op", Closed):
        actions.reopen(team, by=world.owner, at=PITCH_DAY)
    with refused("De pitch begon op", Closed):
        actions.describe_call(team, call="x", profiles=[], version=1, by=world.owner, at=PITCH_DAY)


def test_a_stop_keeps_its_lessons_and_frees_everybody(world):
    team = world.team()
    waiting = Candidacy.objects.create(
        team=team, person=world.candidate, brings="x", engagement="hours", at=DURING_TEAMS
    )

    actions.stop(team, lessons="Begin kleiner.", by=world.owner, at=DURING_TEAMS)

    assert fresh(team).state == TeamState.STOPPED
    assert members(team) == set()
    waiting.refresh_from_db()
    assert waiting.state == CandidacyState.WITHDRAWN
    assert letters("team_stopped") == {world.owner.pk, world.member.pk, world.second_member.pk}
    assert letters("candidacy_lapsed") == {world.candidate.pk}
    assert Event.objects.get(subject=f"teams.team:{team.pk}", kind="stop").words.text == "Begin kleiner."


def test_who_was_in_a_stopped_team_can_join_another(world):
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    team = world.team()
    actions.stop(team, lessons="Begin kleiner.", by=world.owner, at=DURING_TEAMS)

    other = world.forming_team(world.other_owner, world.member, title="Lucht in de klas")

    assert world.member.pk in members(other)


def test_a_stop_without_lessons_is_refused(world):
    team = world.team()

    with refused("Schrijf in enkele zinnen wat jullie leerden"):
        actions.stop(team, lessons="  ", by=world.owner, at=DURING_TEAMS)


def test_staff_may_stop_a_team_and_members_may_not(world):
    team = world.team()

    with refused("Alleen een eigenaar van het idee of Sandbox"):
        actions.stop(team, lessons="Daarom.", by=world.member, at=DURING_TEAMS)
    actions.stop(team, lessons="Daarom.", by=world.staff, at=DURING_TEAMS)
    assert fresh(team).state == TeamState.STOPPED


def test_a_selected_team_stops_its_poc_instead(world):
    team = world.team()
    world.selected(team)

    with refused("Stop de PoC"):
        actions.stop(team, lessons="Daarom.", by=world.owner, at=SELECTION)


def test_until_it_is_told_a_selected_team_is_refused_nothing(world):
    """A refusal that depends on a hidden selection would tell it."""
    team = world.team()
    world.selected(team)

    actions.stop(team, lessons="Daarom.", by=world.owner, at=SELECTION.replace(hour=SELECTION.hour - 1))

    assert fresh(team).state == TeamState.STOPPED


def test_when_the_idea_is_withdrawn_its_team_stops(world):
    team = world.team()
    membership = Membership.objects.get(team=team, person=world.member)
    words = {"manager_name": "Chef", "manager_email": "chef@vlaanderen.be", "hours": "vier uur"}
    actions.ask_support(membership, **words, by=world.member, at=DURING_TEAMS)

    ideas.withdraw_idea(team.idea, by=world.owner, at=DURING_TEAMS)

    assert fresh(team).state == TeamState.STOPPED
    assert Support.objects.get().state == SupportState.CANCELLED
    assert Team.objects.of_member(world.member).count() == 0


def test_a_stopped_team_does_not_look_for_members_again(world):
    team = world.team()
    actions.stop(team, lessons="Te vroeg begonnen.", by=world.owner, at=DURING_TEAMS)

    with refused("Dit team is gestopt"):
        actions.reopen(team, by=world.owner, at=DURING_TEAMS)


def test_a_stop_that_came_in_before_somebody_joined_and_waited_ends_their_membership_too(world):
    team = world.forming_team(world.owner, world.member)

    actions.stop(team, lessons="Te vroeg begonnen.", by=world.staff, at=DURING_TEAMS - timedelta(seconds=1))

    assert not Membership.objects.current().filter(team=team).exists()
