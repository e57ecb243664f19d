"""What two owners, two tabs or two moments must never do to each other."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from ideas import actions, content
from ideas.models import Idea, Ownership
from portal import delivery, phases
from portal.errors import Closed, Stale
from portal.models import Phase, PhaseKey
from tests.ideas.test_verbs import add_owner
from tests.refusals import refused
from tests.world import ANNOUNCEMENT, DEADLINE, DECIDING, DURING_SUBMISSION, small_picture

AT = DURING_SUBMISSION
MINUTE = timedelta(minutes=1)


def submit(idea, by, *, seen="", at=AT):
    return actions.submit_idea(idea, public_text_approved=True, show_name=False, seen=seen, by=by, at=at)


def save(idea, by, changes, *, version=None, writer="", turn=0, at=AT):
    version = version or Idea.objects.get(pk=idea.pk).version
    return actions.save_draft(idea, changes, version=version, writer=writer, turn=turn, by=by, at=at)


# --- the letter with the outcome ---


def letters_to(person):
    return [letter for letter in mail.outbox if letter.to == [person.email]]


def test_the_outcome_goes_to_who_owns_the_idea_when_it_is_told(world, now):
    idea = world.submitted(world.owner)
    add_owner(idea, world.employee)
    world.released({idea: "shortlisted"})
    actions.leave_idea(idea, by=world.employee, at=DECIDING)
    asked = actions.invite_owner(idea, world.candidate.email, by=world.owner, at=DECIDING)
    prove(world.candidate)
    actions.accept_invitation(asked, show_name=False, by=world.candidate, at=DECIDING)
    mail.outbox.clear()

    now(ANNOUNCEMENT)
    delivery.deliver()

    told = [person for person in (world.owner, world.candidate, world.employee) if outcome_in(person)]
    assert told == [world.owner, world.candidate]


def outcome_in(person):
    return [letter for letter in letters_to(person) if "Feedback bij" in letter.body]


def prove(person):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user=person).update(verified=True)


# --- handing in what was read ---


def test_a_text_that_changed_since_it_was_read_is_not_handed_in(world):
    idea = world.draft(world.owner)
    add_owner(idea, world.employee)
    read = content.digest(content.snapshot(idea, list(world.edition.questions.all())))
    save(idea, world.employee, {"summary": "Een kladje."})

    with refused("gewijzigd sinds je hem las", Stale):
        submit(Idea.objects.get(pk=idea.pk), world.owner, seen=read)


def test_the_page_shows_the_new_text_and_asks_again(world, client_of, now):
    now(AT)
    idea = world.draft(world.owner)
    page = reverse("ideas:check", args=[idea.edition_id, idea.pk])

    answer = client_of(world.owner).post(page, {"public_text_approved": "on", "seen": "0" * 64})

    assert answer.status_code == 409
    assert "lees hem opnieuw" in answer.content.decode()
    assert not idea.submissions.exists()


# --- one page, in another order ---


def test_what_a_page_sent_earlier_never_overwrites_what_it_sent_later(world):
    idea = world.draft(world.owner)
    save(idea, world.owner, {"title": "abc nieuw"}, version=2, writer="page", turn=2)

    saved = save(
        idea, world.owner, {"title": "abc oud", "summary": "Wel nieuw."}, version=2, writer="page", turn=1
    )

    assert (saved.title, saved.summary) == ("abc nieuw", "Wel nieuw.")


def test_a_second_tab_begins_a_version_of_its_own(world):
    idea = world.draft(world.owner)
    save(idea, world.owner, {"summary": "Uit de ene tab."}, writer="one")
    save(idea, world.owner, {"title": "Uit de andere"}, writer="two")

    assert "Uit de ene tab." in [version.content["summary"] for version in idea.versions.all()]


def test_emptying_a_long_text_leaves_a_version_to_go_back_to(world):
    idea = world.draft(world.owner)
    long = "Een tekst waar iemand een halve dag aan schreef, en nog wat meer."
    save(idea, world.owner, {"answers": {"why": long}}, writer="one")
    save(idea, world.owner, {"answers": {"why": ""}}, writer="one")

    assert long in [version.content["answers"]["why"] for version in idea.versions.all()]


def test_a_file_keeps_the_mark_of_what_was_handed_in(world):
    from ideas import queries

    idea = world.draft(world.owner)
    actions.add_file(idea, small_picture(), role="file", by=world.owner, at=AT)
    submit(idea, world.owner)

    assert queries.versions_of(idea).first().handed_in


# --- more time ---


@pytest.fixture
def phase(world):
    return Phase.objects.get(edition=world.edition, key=PhaseKey.SUBMISSION)


def more_time(world, phase, person, until):
    told = {"until": until, "reason": "Ziek.", "by": world.staff, "at": DEADLINE + MINUTE}
    phases.give_more_time(phase, person, **told)


def test_more_time_of_one_is_not_more_time_of_another(world, phase):
    idea = world.draft(world.other_owner)
    more_time(world, phase, world.owner, DEADLINE + timedelta(days=2))
    late = DEADLINE + timedelta(hours=1)
    Ownership.objects.create(idea=idea, person=world.owner, since=late)

    with refused("Indienen kon tot", Closed):
        submit(idea, world.owner, at=late)


def test_who_owned_it_at_the_deadline_hands_in_with_their_more_time(world, phase):
    idea = world.draft(world.other_owner)
    add_owner(idea, world.owner)
    more_time(world, phase, world.owner, DEADLINE + timedelta(days=2))

    assert submit(idea, world.owner, at=DEADLINE + timedelta(hours=1))


def test_once_the_outcome_is_told_no_text_changes_any_more(world, phase):
    idea = world.submitted(world.owner)
    more_time(world, phase, world.owner, ANNOUNCEMENT + timedelta(days=5))
    world.released({idea: "shortlisted"})
    save(idea, world.owner, {"title": "Iets heel anders"}, at=DECIDING)

    with refused("Indienen kon tot", Closed):
        submit(idea, world.owner, at=ANNOUNCEMENT)


# --- what nobody sees ---


def test_what_comes_along_from_a_presentation_is_left_out(world, client_of, now):
    now(AT)
    idea = world.draft(world.owner)
    page = reverse("ideas:write", args=[idea.edition_id, idea.pk, "kern"])
    told = {"title": "Een\x0btwee\nvijf", "summary": "Drie\x0cvier\x01.", "version": idea.version}

    client_of(world.owner).post(page, told)

    now_there = Idea.objects.get(pk=idea.pk)
    assert (now_there.title, now_there.summary) == ("Een twee vijf", "Drie\nvier.")


def test_a_blank_draft_of_somebody_else_is_not_begun_in(world):
    theirs = actions.start_idea(world.edition, by=world.owner, at=AT)
    add_owner(theirs, world.employee)

    mine = actions.start_idea(world.edition, sentence="Mijn zin.", by=world.employee, at=AT)

    assert mine != theirs
    assert Idea.objects.get(pk=theirs.pk).summary == ""


def test_saving_by_itself_in_a_draft_that_was_put_away_says_so(world, client_of, now):
    now(AT)
    idea = world.draft(world.owner)
    actions.discard_draft(idea, by=world.owner, at=AT)
    page = reverse("ideas:write", args=[idea.edition_id, idea.pk, "kern"])

    told = {"title": "Nog bezig", "version": idea.version}
    answer = client_of(world.owner).post(page, told, headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert "Zet het idee eerst terug" in answer.content.decode()
    assert "<html" not in answer.content.decode()
