"""Owning together: who may invite, answer, hand over and leave, what is told to whom, and what is refused."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from ideas import actions, queries
from ideas.models import Invitation, Ownership
from ideas.states import InvitationState
from portal import consents, delivery, history, registry
from portal.errors import Closed
from portal.models import ConsentKind, Letter, Person
from tests.ideas.test_verbs import letters_about, story
from tests.refusals import refused
from tests.test_query_counts import queries_of
from tests.world import DURING_SUBMISSION, DURING_TEAMS

LATER = DURING_SUBMISSION + timedelta(hours=1)
LAPSED = DURING_SUBMISSION + timedelta(days=14)
KEY = "2021-2022"
EMPLOYEE = "employee@vlaanderen.be"


@pytest.fixture(autouse=True)
def _everybody_proved_their_address(request):
    if "world" in request.fixturenames:
        request.getfixturevalue("world")
        EmailAddress.objects.update(verified=True)


def invite(world, idea, email=EMPLOYEE, *, message="", by=None, at=DURING_SUBMISSION):
    return actions.invite_owner(idea, email, message=message, by=by or world.owner, at=at)


def accept(invitation, person, *, show_name=False, at=LATER):
    return actions.accept_invitation(invitation, show_name=show_name, by=person, at=at)


def shared(world, *people):
    """A draft of the owner, with these people as owners too."""
    idea = world.draft(world.owner)
    for person in people:
        accept(invite(world, idea, person.email), person)
    return idea


def owners(idea):
    return {row.person: row.is_main for row in Ownership.objects.filter(idea=idea, until=None)}


# --- invite ---


def test_an_invitation_goes_to_a_colleague_for_fourteen_days(world):
    idea = world.draft(world.owner)

    asked = invite(world, idea, "Employee@Vlaanderen.be", message="Jij kent de sluizen.")

    assert (asked.email, asked.state, asked.expires_at) == (EMPLOYEE, InvitationState.OPEN, LAPSED)
    letter = Letter.objects.get(name="owner_invited")
    assert letter.recipient == world.employee
    assert story(idea)[-1] == "invite_owner"
    assert owners(idea) == {world.owner: True}


def test_somebody_without_account_gets_a_letter_at_the_bare_address(world, now):
    asked = invite(world, world.draft(world.owner), "nieuw@vlaanderen.be", message="Doe je mee?")
    now(LATER)
    delivery.deliver()

    (sent,) = mail.outbox
    assert sent.to == ["nieuw@vlaanderen.be"]
    assert "Doe je mee?" in sent.body
    assert reverse("ideas:invitation", args=[KEY, asked.pk]) in sent.body
    assert "maandag 24 januari 2022, 10.00 uur" in sent.body


def test_the_same_question_again_is_one_invitation(world):
    idea = world.draft(world.owner)

    assert invite(world, idea) == invite(world, idea, EMPLOYEE.upper(), at=LATER)
    with refused("Deze collega is al uitgenodigd."):
        invite(world, idea, message="Nu met een woordje.", at=LATER)
    assert Invitation.objects.count() == Letter.objects.filter(name="owner_invited").count() == 1


def test_a_lapsed_invitation_makes_place_for_a_new_one(world):
    idea = world.draft(world.owner)
    first = invite(world, idea)

    second = invite(world, idea, at=LAPSED)

    first.refresh_from_db()
    assert (first.state, second.state) == (InvitationState.WITHDRAWN, InvitationState.OPEN)


@pytest.mark.parametrize("email", ["iemand@example.org", "iemand@nietvlaanderen.be"])
def test_only_work_addresses_are_invited(world, email):
    idea = world.draft(world.owner)

    with refused("Nodig je collega uit op een werkadres"):
        invite(world, idea, email)


def test_an_owner_is_not_invited_again(world):
    idea = world.draft(world.owner)

    with refused("Deze collega is al eigenaar van dit idee."):
        invite(world, idea, world.owner.email)


def test_others_cannot_invite(world):
    idea = world.draft(world.owner)

    with refused("Alleen een eigenaar"):
        invite(world, idea, by=world.other_owner)


def test_six_owners_at_most_open_invitations_counted_lapsed_ones_not(world):
    idea = world.draft(world.owner)
    for number in range(5):
        invite(world, idea, f"collega{number}@vlaanderen.be")

    with refused("maximaal 6 eigenaars"):
        invite(world, idea, at=LATER)
    assert invite(world, idea, at=LAPSED).state == InvitationState.OPEN


def test_once_teams_form_people_come_in_by_the_team(world):
    idea = world.submitted(world.owner)
    asked = invite(world, idea)
    Invitation.objects.update(expires_at=DURING_TEAMS + timedelta(days=1))

    with refused("Er kan nu geen eigenaar meer bij.", Closed):
        invite(world, idea, "nog@vlaanderen.be", at=DURING_TEAMS)
    with refused("Er kan nu geen eigenaar meer bij.", Closed):
        accept(asked, world.employee, at=DURING_TEAMS)


def test_sending_again_counts_from_now_and_a_double_click_is_one_letter(world):
    asked = invite(world, world.draft(world.owner))

    for _click in range(2):
        actions.invite_again(asked, by=world.owner, at=LATER)

    asked.refresh_from_db()
    assert asked.expires_at == LATER + timedelta(days=14)
    assert Letter.objects.filter(name="owner_invited").count() == 2


def test_what_was_taken_back_opens_nothing_and_its_letter_is_moot(world, now):
    idea = world.draft(world.owner)
    asked = invite(world, idea)
    actions.withdraw_invitation(asked, by=world.owner, at=LATER)

    with refused("al beantwoord of ingetrokken"):
        accept(asked, world.employee)
    with refused("al beantwoord of ingetrokken"):
        actions.invite_again(asked, by=world.owner, at=LATER)
    assert registry.letters["owner_invited"].contents(Letter.objects.get(name="owner_invited")) is None
    assert owners(idea) == {world.owner: True}


# --- answer ---


def test_who_accepts_owns_the_idea_and_the_others_hear_it(world):
    idea = world.draft(world.owner)
    asked = invite(world, idea)

    accept(asked, world.employee)

    assert owners(idea) == {world.owner: True, world.employee: False}
    assert story(idea)[-1] == "owner_joined"
    assert [one.recipient for one in letters_about(idea) if one.name == "owner_joined"] == [world.owner]


def test_accepting_twice_is_one_ownership(world):
    idea = world.draft(world.owner)
    asked = invite(world, idea)

    for _click in range(2):
        accept(asked, world.employee)

    assert Ownership.objects.filter(idea=idea).count() == 2
    assert story(idea).count("owner_joined") == 1


def test_a_link_alone_gives_nothing(world):
    asked = invite(world, world.draft(world.owner))

    with refused("Deze uitnodiging is voor iemand anders."):
        accept(asked, world.other_owner)


def test_an_address_that_was_not_proved_gives_nothing(world):
    asked = invite(world, world.draft(world.owner))
    EmailAddress.objects.filter(user=world.employee).update(verified=False)

    with refused("Deze uitnodiging is voor iemand anders."):
        accept(asked, world.employee)


def test_it_lapses_at_its_last_instant(world):
    asked = invite(world, world.draft(world.owner))

    with refused("Deze uitnodiging gold tot", Closed):
        accept(asked, world.employee, at=LAPSED)
    accept(asked, world.employee, at=LAPSED - timedelta(microseconds=1))


@pytest.mark.parametrize("shown", [True, False])
def test_a_name_goes_public_only_by_the_persons_own_word(world, shown):
    idea = world.submitted(world.owner)

    accept(invite(world, idea), world.employee, show_name=shown)

    assert queries.public_names(idea) == (["Medewerker Een"] if shown else [])


def test_who_declines_is_no_owner_and_who_asked_hears_it(world):
    idea = world.draft(world.owner)
    asked = invite(world, idea)

    for _click in range(2):
        actions.decline_invitation(asked, by=world.employee, at=LATER)

    assert owners(idea) == {world.owner: True}
    assert Letter.objects.get(name="owner_declined").recipient == world.owner
    with refused("al beantwoord of ingetrokken"):
        accept(asked, world.employee)


def test_an_invitation_waits_for_who_is_invited_until_it_lapses(world):
    idea = world.draft(world.owner, "Stille straten")
    asked = invite(world, idea)

    (item,) = registry.waits_for(world.employee, world.edition, at=LATER)
    assert (item.label, item.about, item.due) == ("Word mede-eigenaar", "Stille straten", LAPSED)
    assert item.url == reverse("ideas:invitation", args=[KEY, asked.pk])
    assert registry.waits_for(world.employee, world.edition, at=LAPSED) == []


# --- hand over, leave ---


def test_handing_over_leaves_one_main_owner(world):
    idea = shared(world, world.employee)

    actions.hand_over(idea, world.employee, by=world.owner, at=LATER)

    assert owners(idea) == {world.owner: False, world.employee: True}
    assert Letter.objects.get(name="owner_handed_over").recipient == world.employee
    with refused("Alleen de hoofdeigenaar kan het idee overdragen."):
        actions.hand_over(idea, world.employee, by=world.owner, at=LATER)


def test_nobody_hands_over_to_somebody_else_or_alone(world):
    alone, together = world.draft(world.owner), shared(world, world.employee)

    with refused("Je bent de enige eigenaar."):
        actions.hand_over(alone, world.employee, by=world.owner, at=LATER)
    with refused("Draag over aan iemand die al mede-eigenaar is."):
        actions.hand_over(together, world.candidate, by=world.owner, at=LATER)


def test_leaving_takes_the_name_away_and_tells_the_others(world):
    idea = world.submitted(world.owner)
    accept(invite(world, idea), world.employee, show_name=True)

    actions.leave_idea(idea, by=world.employee, at=LATER)

    assert owners(idea) == {world.owner: True}
    assert queries.public_names(idea) == []
    assert not consents.people_who_agreed(ConsentKind.PUBLIC_NAME, about=idea).exists()
    assert Letter.objects.get(name="owner_left").recipient == world.owner
    with refused("Alleen een eigenaar"):
        actions.leave_idea(idea, by=world.employee, at=LATER)


def test_the_main_and_the_last_owner_stay(world):
    alone, together = world.draft(world.owner), shared(world, world.employee)

    with refused("Je bent de enige eigenaar."):
        actions.leave_idea(alone, by=world.owner, at=LATER)
    with refused("Draag het idee eerst over"):
        actions.leave_idea(together, by=world.owner, at=LATER)


def test_who_left_can_be_asked_again(world):
    idea = shared(world, world.employee)
    actions.leave_idea(idea, by=world.employee, at=LATER)

    accept(invite(world, idea, at=LATER), world.employee)

    assert owners(idea) == {world.owner: True, world.employee: False}


def test_every_letter_about_owners_can_be_written(world, now):
    idea = shared(world, world.employee, world.candidate)
    actions.hand_over(idea, world.employee, by=world.owner, at=LATER)
    actions.leave_idea(idea, by=world.candidate, at=LATER)
    actions.decline_invitation(
        invite(world, idea, "member@vlaanderen.be", by=world.employee), by=world.member, at=LATER
    )
    Person.objects.filter(pk=world.owner.pk).update(language="en")
    now(LATER)
    delivery.deliver()

    told = {one.subject for one in mail.outbox}
    assert {
        "Een nieuwe hoofdeigenaar: Slimme sluisdeuren",
        "Kandidaat Een no longer owns the idea: Slimme sluisdeuren",
        "Je uitnodiging werd niet aangenomen: Slimme sluisdeuren",
    } <= told
    assert list(history.verify()) == []


# --- the pages ---


def test_from_the_page_to_owning_together(world, client_of, now):
    idea = world.draft(world.owner, "Stille straten")
    now(LATER)
    page = reverse("ideas:owners", args=[KEY, idea.pk])
    owner = client_of(world.owner)
    assert owner.post(page, {"email": EMPLOYEE, "message": "Doe je mee?"}).status_code == 303
    assert EMPLOYEE in owner.get(page).content.decode()
    invitation = reverse("ideas:invitation", args=[KEY, Invitation.objects.get().pk])
    assert client_of(world.other_owner).get(invitation).status_code == 404
    invited = client_of(world.employee)
    shown = invited.get(invitation).content.decode()
    assert "Stille straten" in shown
    assert "Doe je mee?" in shown
    assert "Antwoord op problem" not in shown

    answer = invited.post(invitation, {"accept": "1", "show_name": "on"})

    assert answer["Location"] == reverse("ideas:detail", args=[KEY, idea.pk])
    assert invited.get(answer["Location"]).status_code == 200
    assert invited.get(invitation).status_code == 303
    assert owners(idea) == {world.owner: True, world.employee: False}


def test_an_answer_is_yes_or_no(world, client_of, now):
    idea = world.draft(world.owner)
    asked = invite(world, idea)
    now(LATER)

    answer = client_of(world.employee).post(
        reverse("ideas:invitation", args=[KEY, asked.pk]), {"show_name": "on"}
    )

    assert "Zeg ja of nee met een van de knoppen." in answer.content.decode()
    assert owners(idea) == {world.owner: True}


def test_declining_needs_no_more_than_a_click(world, client_of, now):
    asked = invite(world, world.draft(world.owner))
    now(LATER)
    page = reverse("ideas:invitation", args=[KEY, asked.pk])

    assert client_of(world.employee).post(page, {"decline": "1"}).status_code == 303
    assert client_of(world.employee).get(page).status_code == 409


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_many_invitations_cost_no_more(world, client_of, now, rows):
    idea, told = world.draft(world.owner), {"by": world.owner, "at": DURING_SUBMISSION, "expires_at": LAPSED}
    Invitation.objects.bulk_create(
        Invitation(idea=idea, email=f"collega{number}@vlaanderen.be", **told) for number in range(rows)
    )
    now(LATER)

    assert len(queries_of(client_of(world.owner), reverse("ideas:owners", args=[KEY, idea.pk]))) == 10


def test_twenty_invitations_a_day_at_most(world):
    ideas = [world.draft(world.owner, f"Idee {n}") for n in range(6)]
    for number in range(20):
        invite(world, ideas[number // 4], f"collega{number}@vlaanderen.be")

    with refused("vandaag al 20"):
        invite(world, ideas[5], "nogeen@vlaanderen.be")

    assert invite(world, ideas[5], "nogeen@vlaanderen.be", at=DURING_SUBMISSION + timedelta(days=1))
