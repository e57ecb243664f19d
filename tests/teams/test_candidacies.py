"""Standing as candidate, and the owner's answer."""

import pytest

from portal import delivery
from portal.errors import Closed
from portal.models import Edition, Letter
from portal.models.mail import LetterState
from teams import actions
from teams.models import Membership, Profile
from teams.states import CandidacyState
from tests.refusals import refused
from tests.world import DURING_SPRINTS, DURING_TEAMS, PITCH_DAY, local

MARCH_1 = local(2022, 3, 1, 0, 0)


@pytest.fixture
def two(world):
    """Two shortlisted ideas, each with a team that looks for members."""
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    return world.forming_team(world.owner), world.forming_team(world.other_owner, title="Lucht in de klas")


def reread(row):
    return type(row).objects.get(pk=row.pk)


def letters(name):
    return list(Letter.objects.filter(name=name).values_list("recipient", flat=True))


def test_somebody_stands_and_the_owner_hears_it(world, two):
    candidacy = world.candidacy(two[0].idea, world.candidate)

    assert candidacy.state == CandidacyState.OPEN
    assert letters("candidacy_received") == [world.owner.pk]


def test_a_second_click_is_the_same_candidacy(world, two):
    first = world.candidacy(two[0].idea, world.candidate)

    assert world.candidacy(two[0].idea, world.candidate) == first
    assert letters("candidacy_received") == [world.owner.pk]


def test_the_first_candidate_begins_the_team(world):
    idea = world.published(world.owner)

    candidacy = world.candidacy(idea, world.candidate)

    assert Membership.objects.get().person == world.owner
    assert candidacy.team.idea == idea


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (local(2022, 1, 31, 12), "Je kan je kandidaat stellen vanaf dinsdag 1 februari 2022, 00.00 uur"),
        (MARCH_1.replace(minute=2), "Je kon je kandidaat stellen tot maandag 28 februari 2022, 23.59 uur"),
        (DURING_SPRINTS, "Je kon je kandidaat stellen tot"),
    ],
)
def test_one_stands_in_february(world, at, words):
    team = world.forming_team(world.owner)

    with refused(words, Closed):
        world.candidacy(team.idea, world.candidate, at=at)


def test_the_published_grace_counts_here_too(world, two):
    world.candidacy(two[0].idea, world.candidate, at=MARCH_1.replace(second=30))


def test_an_owner_needs_no_candidacy_for_the_own_team(world, two):
    with refused("Je bent al lid van dit team"):
        world.candidacy(two[0].idea, world.owner)


def test_a_complete_team_looks_for_nobody(world):
    team = world.team()

    with refused("Dit team zoekt niemand meer"):
        world.candidacy(team.idea, world.candidate)


def test_who_is_in_a_team_stands_nowhere_else(world, two):
    actions.accept(world.candidacy(two[0].idea, world.member), by=world.owner, at=DURING_TEAMS)

    with refused("Lid Een zit al in het team van ‘Slimme sluisdeuren’"):
        world.candidacy(two[1].idea, world.member)


def test_with_a_waiver_of_staff_one_may_be_in_two_teams(world, two):
    actions.accept(world.candidacy(two[0].idea, world.member), by=world.owner, at=DURING_TEAMS)
    membership = Membership.objects.get(person=world.member)
    actions.waive_limit(membership, reason="Twee kleine rollen.", by=world.staff, at=DURING_TEAMS)

    actions.accept(world.candidacy(two[1].idea, world.member), by=world.other_owner, at=DURING_TEAMS)

    assert Membership.objects.current().filter(person=world.member).count() == 2


def test_a_waiver_frees_for_one_team_more_not_for_two(world):
    world.shortlist({"Een": world.owner, "Twee": world.other_owner, "Drie": world.candidate})
    first = world.forming_team(world.owner, world.member, title="Een")
    membership = Membership.objects.get(team=first, person=world.member)
    actions.waive_limit(membership, reason="Twee kleine rollen.", by=world.staff, at=DURING_TEAMS)
    world.forming_team(world.other_owner, world.member, title="Twee")

    third = world.forming_team(world.candidate, title="Drie")

    with refused("zit al in het team van ‘Twee’"):
        world.candidacy(third.idea, world.member)


@pytest.mark.parametrize(
    ("slug", "reason", "words"), [("member", "Daarom.", "Alleen Sandbox"), ("staff", " ", "Schrijf waarom")]
)
def test_a_waiver_is_given_by_staff_with_a_reason(world, slug, reason, words):
    team = world.team()
    membership = Membership.objects.get(team=team, person=world.member)

    with refused(words):
        actions.waive_limit(membership, reason=reason, by=world.people[slug], at=DURING_TEAMS)


def test_accepted_is_a_member_and_fills_the_profile(world, two):
    team = two[0]
    actions.describe_call(
        team, call="", profiles=[("een jurist", False)], version=1, by=world.owner, at=DURING_TEAMS
    )
    candidacy = actions.stand(
        team.idea,
        brings="Recht.",
        engagement="part",
        profile=Profile.objects.get(),
        by=world.candidate,
        at=DURING_TEAMS,
    )

    actions.accept(candidacy, word="Welkom!", by=world.owner, at=DURING_TEAMS)

    assert Membership.objects.get(person=world.candidate).role == "een jurist"
    assert Profile.objects.get().found
    assert (reread(candidacy).state, reread(candidacy).answer) == (CandidacyState.ACCEPTED, "Welkom!")
    assert letters("candidacy_answered") == [world.candidate.pk]


def test_who_is_accepted_stands_nowhere_else_any_more(world, two):
    chosen, other = (world.candidacy(team.idea, world.candidate) for team in two)

    actions.accept(chosen, by=world.owner, at=DURING_TEAMS)

    assert reread(other).state == CandidacyState.WITHDRAWN
    assert letters("candidacy_withdrawn") == [world.other_owner.pk]


def test_a_full_team_takes_nobody(world, two):
    Edition.objects.update(team_max=2, team_min=1)
    first, waiting = (world.candidacy(two[0].idea, one) for one in (world.member, world.candidate))
    actions.accept(first, by=world.owner, at=DURING_TEAMS)

    with refused("Een team telt maximaal 2 leden"):
        actions.accept(waiting, by=world.owner, at=DURING_TEAMS)


def test_a_no_has_a_word(world, two):
    candidacy = world.candidacy(two[0].idea, world.candidate)

    with refused("Leg in een zin uit waarom"):
        actions.decline(candidacy, word=" ", by=world.owner, at=DURING_TEAMS)
    actions.decline(candidacy, word="We zoeken een jurist.", by=world.owner, at=DURING_TEAMS)
    assert reread(candidacy).state == CandidacyState.DECLINED
    assert not Membership.objects.filter(person=world.candidate).exists()


def test_after_a_no_one_may_stand_again(world, two):
    candidacy = world.candidacy(two[0].idea, world.candidate)
    actions.decline(candidacy, word="Nu niet.", by=world.owner, at=DURING_TEAMS)

    assert world.candidacy(two[0].idea, world.candidate) != candidacy


@pytest.mark.parametrize("slug", ["other_owner", "candidate", "staff"])
def test_only_the_owner_answers(world, two, slug):
    candidacy = world.candidacy(two[0].idea, world.candidate)

    with refused("Alleen een eigenaar"):
        actions.accept(candidacy, by=world.people[slug], at=DURING_TEAMS)
    with refused("Alleen een eigenaar"):
        actions.decline(candidacy, word="Nee.", by=world.people[slug], at=DURING_TEAMS)


def test_an_answer_is_given_once(world, two):
    candidacy = world.candidacy(two[0].idea, world.candidate)
    actions.accept(candidacy, by=world.owner, at=DURING_TEAMS)

    with refused("al beantwoord of ingetrokken"):
        actions.decline(candidacy, word="Toch niet.", by=world.owner, at=DURING_TEAMS)


def test_from_the_pitch_on_nobody_is_taken_in(world, two):
    candidacy = world.candidacy(two[0].idea, world.candidate)

    with refused("De pitch begon op", Closed):
        actions.accept(candidacy, by=world.owner, at=PITCH_DAY)


def test_a_candidate_steps_back(world, two):
    candidacy = world.candidacy(two[0].idea, world.candidate)

    for _click in range(2):
        actions.withdraw_candidacy(candidacy, by=world.candidate, at=DURING_TEAMS)

    assert reread(candidacy).state == CandidacyState.WITHDRAWN
    assert letters("candidacy_withdrawn") == [world.owner.pk]


def test_nobody_else_steps_back_for_a_candidate(world, two):
    candidacy = world.candidacy(two[0].idea, world.candidate)

    with refused("de kandidatuur van iemand anders"):
        actions.withdraw_candidacy(candidacy, by=world.owner, at=DURING_TEAMS)


def test_who_is_a_member_leaves_instead(world, two):
    candidacy = world.candidacy(two[0].idea, world.candidate)
    actions.accept(candidacy, by=world.owner, at=DURING_TEAMS)

    with refused("al beantwoord"):
        actions.withdraw_candidacy(candidacy, by=world.candidate, at=DURING_TEAMS)


def test_a_letter_about_a_candidate_who_stepped_back_lapses(world, two, now):
    candidacy = world.candidacy(two[0].idea, world.candidate)
    actions.withdraw_candidacy(candidacy, by=world.candidate, at=DURING_TEAMS)
    now(DURING_TEAMS)

    delivery.deliver()

    assert Letter.objects.get(name="candidacy_received").state == LetterState.CANCELLED
    assert Letter.objects.get(name="candidacy_withdrawn").state == LetterState.SENT


def test_a_full_team_takes_no_candidates(world, two):
    Edition.objects.update(team_max=1, team_min=1)

    with refused("Dit team is vol"):
        world.candidacy(two[0].idea, world.candidate)


def test_who_begins_an_own_team_stands_nowhere_else_any_more(world):
    first, own = world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    candidacy = world.candidacy(first, world.other_owner)

    actions.team_for(own, by=world.other_owner, at=DURING_TEAMS)

    assert reread(candidacy).state == CandidacyState.WITHDRAWN
    assert letters("candidacy_withdrawn") == [world.owner.pk]
