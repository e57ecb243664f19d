"""Members leave, say what they do, show their name; managers answer; the pitch file; the selection."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from portal import consents, delivery, history, letters, registry
from portal.errors import Closed, Stale
from portal.models import ConsentKind, Event, Letter
from portal.models.mail import LetterState
from teams import actions, content, queries
from teams.models import Membership, PitchFile, Selection, Support, Team
from teams.states import SupportState, TeamState
from tests.refusals import refused
from tests.world import DURING_TEAMS, PITCH_DAY, SELECTION, fresh

CHEF = {"manager_name": "Chef Een", "manager_email": "chef@vlaanderen.be", "hours": "Vier uur per week"}
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def place(team, person):
    return Membership.objects.get(team=team, person=person, until=None)


def ask(world, team, at=DURING_TEAMS):
    return actions.ask_support(place(team, world.member), **CHEF, by=world.member, at=at)


# --- leaving ---


def test_who_leaves_a_team_of_three_makes_it_look_for_members_again(world):
    team = world.team()

    actions.leave(place(team, world.member), reason="Een andere baan.", by=world.member, at=DURING_TEAMS)

    assert fresh(team).state == TeamState.FORMING
    told = set(Letter.objects.filter(name="member_left").values_list("recipient", flat=True))
    assert told == {world.owner.pk, world.second_member.pk}
    reopened = Event.objects.get(subject=history.subject_key(team), kind="reopen")
    assert (reopened.actor_kind, reopened.actor) == ("system", "too few members")


def test_a_team_that_is_still_large_enough_stays_complete(world):
    team = world.team(world.owner, world.member, world.second_member, world.candidate)

    actions.leave(place(team, world.member), by=world.member, at=DURING_TEAMS)

    assert fresh(team).state == TeamState.COMPLETE


def test_from_the_pitch_on_a_team_stays_complete_when_somebody_leaves(world):
    team = world.team()

    actions.leave(place(team, world.member), by=world.member, at=PITCH_DAY)

    assert fresh(team).state == TeamState.COMPLETE


def test_nobody_is_thrown_out(world):
    membership = place(world.team(), world.member)

    with refused("Alleen het lid zelf kan vertrekken"):
        actions.leave(membership, by=world.owner, at=DURING_TEAMS)


def test_the_owner_does_not_leave_a_team_behind(world):
    membership = place(world.team(), world.owner)

    with refused("zonder jou is er geen team"):
        actions.leave(membership, by=world.owner, at=DURING_TEAMS)


def test_one_leaves_once(world):
    membership = place(world.team(), world.member)
    actions.leave(membership, by=world.member, at=DURING_TEAMS)

    with refused("Je hebt dit team al verlaten"):
        actions.leave(membership, by=world.member, at=DURING_TEAMS)


# --- roles and names ---


def test_a_member_or_an_owner_says_what_somebody_does(world):
    team = world.team()
    actions.set_role(place(team, world.member), "schrijft", by=world.member, at=DURING_TEAMS)
    actions.set_role(place(team, world.second_member), "tekent", by=world.owner, at=DURING_TEAMS)

    assert {one.membership.role for one in queries.room_of(team, world.owner).members} == {
        "eigenaar",
        "schrijft",
        "tekent",
    }
    with refused("Alleen een eigenaar"):
        actions.set_role(place(team, world.second_member), "iets", by=world.member, at=DURING_TEAMS)


def test_a_name_stands_online_by_consent_alone(world):
    team = world.team()
    assert queries.public_names(team) == []

    actions.show_name(team, True, by=world.member, at=DURING_TEAMS)
    assert queries.public_names(team) == ["Lid Een"]
    actions.show_name(team, False, by=world.member, at=DURING_TEAMS)
    assert queries.public_names(team) == []


def test_the_name_of_who_left_is_gone(world):
    team = world.team()
    actions.show_name(team, True, by=world.member, at=DURING_TEAMS)
    actions.leave(place(team, world.member), by=world.member, at=DURING_TEAMS)

    assert queries.public_names(team) == []
    assert consents.people_who_agreed(ConsentKind.MEMBER_NAME, about=team).exists()


# --- managers ---


def test_a_manager_is_asked_by_mail_and_answers_without_account(world, now):
    team = world.team()
    support = ask(world, team)
    now(DURING_TEAMS)
    delivery.deliver()
    letter = next(one for one in mail.outbox if one.to == ["chef@vlaanderen.be"])
    assert "Vier uur per week" in letter.body
    assert content.support_token(support.pk, 1) in letter.body

    actions.answer_support(support, turn=1, agrees=True, word="Doen!", at=DURING_TEAMS)

    support.refresh_from_db()
    assert (support.state, support.word) == (SupportState.AGREED, "Doen!")
    assert Letter.objects.get(name="support_answered").recipient == world.member
    answered = Event.objects.get(subject=history.subject_key(support), kind="agree")
    assert (answered.actor_kind, answered.actor) == ("link", support.pk)


def test_a_link_works_once(world):
    support = ask(world, world.team())
    actions.answer_support(support, turn=1, agrees=False, at=DURING_TEAMS)

    with refused("Je antwoord is al binnen"):
        actions.answer_support(support, turn=1, agrees=True, at=DURING_TEAMS)


def test_a_link_works_for_thirty_days(world):
    support = ask(world, world.team())
    ends = content.link_ends(DURING_TEAMS)

    with refused("dertig dagen geldig", Closed):
        actions.answer_support(support, turn=1, agrees=True, at=ends)
    actions.answer_support(support, turn=1, agrees=True, at=ends - SECOND)


def test_the_managers_link_is_whole_in_both_parts_of_the_mail(world, now):
    now(DURING_TEAMS)
    support = ask(world, world.team())
    letter = Letter.objects.get(name="support_asked")
    token = content.support_token(support.pk, support.turn)

    _title, text, html = letters.words(letter, registry.letters["support_asked"].contents(letter))

    address = f"/2021-2022/teams/steun/{token}/"
    assert address in text
    assert f'{address}"' in html


def test_a_double_click_asks_a_manager_once(world):
    team = world.team()
    ask(world, team)

    support = ask(world, team, at=DURING_TEAMS + SECOND)

    assert support.turn == 1
    assert Letter.objects.filter(name="support_asked").count() == 1


def test_asking_again_ends_the_earlier_link(world):
    team = world.team()
    ask(world, team)
    support = ask(world, team, at=DURING_TEAMS + MINUTE)

    with refused("Deze link werkt niet meer", Closed):
        actions.answer_support(support, turn=1, agrees=True, at=DURING_TEAMS + MINUTE)
    actions.answer_support(support, turn=2, agrees=True, at=DURING_TEAMS + MINUTE)
    assert Letter.objects.filter(name="support_asked").count() == 2


def test_after_an_answer_one_may_ask_again(world):
    team = world.team()
    support = ask(world, team)
    actions.answer_support(support, turn=1, agrees=True, at=DURING_TEAMS)

    again = ask(world, team)

    assert (again.state, again.turn, again.word) == (SupportState.ASKED, 2, "")


def test_a_question_that_was_taken_back_has_no_answer(world):
    support = ask(world, world.team())
    actions.cancel_support(support, by=world.member, at=DURING_TEAMS)

    with refused("Deze link werkt niet meer", Closed):
        actions.answer_support(support, turn=1, agrees=True, at=DURING_TEAMS)


def test_who_leaves_ends_the_question(world):
    team = world.team()
    ask(world, team)
    actions.leave(place(team, world.member), by=world.member, at=DURING_TEAMS)

    assert Support.objects.get().state == SupportState.CANCELLED


def test_one_asks_only_the_own_manager(world):
    membership = place(world.team(), world.member)

    with refused("Je vraagt steun voor je eigen deelname"):
        actions.ask_support(membership, **CHEF, by=world.owner, at=DURING_TEAMS)


def test_a_letter_for_a_question_that_was_renewed_lapses(world, now):
    team = world.team()
    ask(world, team)
    ask(world, team, at=DURING_TEAMS + MINUTE)
    now(DURING_TEAMS + MINUTE)
    delivery.deliver()

    states = dict(Letter.objects.filter(name="support_asked").values_list("occasion", "state"))
    assert states == {"1": LetterState.CANCELLED, "2": LetterState.SENT}


def test_a_manager_whose_link_ran_out_asks_a_new_one_by_a_button_that_tells_nothing(world, client_of, now):
    support = ask(world, world.team())
    ends, manager = content.link_ends(DURING_TEAMS), client_of(None)
    old = f"/2021-2022/teams/steun/{content.support_token(support.pk, 1)}/"
    now(ends - SECOND)
    manager.post(f"{old}nieuw/")
    assert Letter.objects.filter(name="support_asked").count() == 1

    now(ends)
    page = manager.get(old)
    assert "Mail me een nieuwe link" in page.content.decode()
    assert not any(
        word in page.content.decode() for word in (world.member.name, "Vier uur", "sluisdeuren", "chef@")
    )
    first, second = (manager.post(f"{old}nieuw/", follow=True) for _ in range(2))

    assert [one.address for one in Letter.objects.filter(name="support_asked")] == ["chef@vlaanderen.be"] * 2
    assert [one.status_code for one in (first, second)] == [200, 200]
    assert "Staat de vraag nog open" in second.content.decode()
    actions.answer_support(support, turn=2, agrees=True, at=ends)


def test_a_member_asks_a_manager_three_times_a_day(world):
    team = world.team()
    for number in range(3):
        ask(world, team, at=DURING_TEAMS + number * MINUTE)
    with refused("al drie keer"):
        ask(world, team, at=DURING_TEAMS + 3 * MINUTE)
    ask(world, team, at=DURING_TEAMS + timedelta(days=1, minutes=3))


@pytest.mark.parametrize("token", ["", "bedrog", "a:b", "\0", "é" * 300])
def test_a_link_that_nobody_signed_says_nothing(token):
    assert content.read_support_token(token) is None


# --- the pitch file ---


def pitch(world, team, version=0, by=None, at=DURING_TEAMS, **words):
    told = {"plan": "Juni.", "budget": "Geld."} | words
    return actions.save_pitch_file(team, **told, version=version, by=by or world.member, at=at)


def test_any_member_writes_the_pitch_file(world):
    team = world.team()
    pitch(world, team, slides=SimpleUploadedFile("Onze pitch.pdf", b"%PDF-1.7 x"))

    written = pitch(world, team, version=1, by=world.owner, plan="Juni en juli.")

    assert (written.plan, written.version, written.slides.name) == ("Juni en juli.", 2, "Onze pitch.pdf")


def test_the_second_of_two_who_save_the_pitch_file_is_told(world):
    team = world.team()
    pitch(world, team)

    with refused("Een ander lid bewaarde het dossier net voor jou", Stale):
        pitch(world, team, by=world.owner)


def test_the_pitch_file_stands_still_from_the_pitch_on(world):
    team = world.team()
    pitch(world, team)

    with refused("De pitch begon op", Closed):
        pitch(world, team, version=1, at=PITCH_DAY)


def test_slides_are_a_presentation(world):
    team = world.team()

    with refused("De inhoud van het bestand is geen pdf"):
        pitch(world, team, slides=SimpleUploadedFile("pitch.pdf", b"MZ dit is een programma"))


@pytest.mark.parametrize("slug", ["candidate", "staff", "other_owner"])
def test_only_members_write_the_pitch_file(world, slug):
    team = world.team()

    with refused("Alleen een lid van dit team"):
        pitch(world, team, by=world.people[slug])
    assert not PitchFile.objects.exists()


# --- the selection ---


def test_until_its_instant_nobody_is_selected(world, now):
    team = world.team()
    world.selected(team)

    assert not Team.objects.selected(at=SELECTION - SECOND).exists()
    assert Team.objects.selected(at=SELECTION).get() == team
    now(SELECTION - SECOND)
    delivery.deliver()
    assert not Letter.objects.filter(name="selection", state=LetterState.SENT).exists()


def test_everybody_has_the_same_kind_of_letter(world, now):
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    chosen = world.team()
    other = world.team(world.other_owner, world.other_member, world.candidate, title="Lucht in de klas")
    world.selected(chosen, others=[other])
    now(SELECTION)
    delivery.deliver()

    told = [one for one in mail.outbox if one.subject.startswith("De uitkomst van de pitch")]
    assert len(told) == 6
    assert sum("Jullie bouwen een PoC" in one.body for one in told) == 3
    assert all("Feedback bij" in one.body for one in told)


def test_a_selection_that_is_taken_back_leaves_nothing(world):
    team = world.team()
    world.selected(team)
    release = Selection.objects.get().release

    actions.take_back_selections(release, by=world.chair, at=SELECTION - SECOND)

    assert not Selection.objects.exists()
    assert set(Letter.objects.filter(name="selection").values_list("state", flat=True)) == {
        LetterState.CANCELLED
    }
