"""Questions back and forth: staff ask, owners answer, and may correct only as long as the question says."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from ideas import actions
from ideas.models import Clarification, Submission
from portal import delivery, history, registry
from portal.errors import Closed
from portal.models import Letter
from portal.templatetags.portal import deadline
from tests.ideas.test_verbs import story
from tests.refusals import refused
from tests.world import ANNOUNCEMENT, DEADLINE, DURING_PRESELECTION, DURING_SUBMISSION, DURING_TEAMS

LATER = DURING_PRESELECTION + timedelta(hours=1)
UNTIL = DURING_PRESELECTION + timedelta(days=3)
GRACE = timedelta(seconds=60)
TICK = timedelta(microseconds=1)
KEY = "2021-2022"
ASK = "Wie gebruikt dit vandaag?"


def ask(world, idea, *, until=None, by=None, at=DURING_PRESELECTION, question=ASK):
    return actions.ask_question(idea, question, correct_until=until, by=by or world.staff, at=at)


def answer(asked, by, *, at=LATER, text="De sluiswachters."):
    actions.answer_question(asked, text, by=by, at=at)


def correct(world, idea, at):
    """A better text, handed in at this moment; the saved text stays when it comes too late."""
    idea.refresh_from_db()
    told = {"summary": f"Verbeterd op {at.isoformat()}."}
    idea = actions.save_draft(idea, told, version=idea.version, by=world.owner, at=at)
    return actions.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=at)


def too_late(world, idea, at):
    with pytest.raises(Closed, match="Indienen kon tot"):
        correct(world, idea, at)


def test_a_question_goes_to_every_owner_and_waits_for_them(world):
    idea = world.submitted(world.owner)

    asked = ask(world, idea, until=UNTIL)

    assert Letter.objects.get(name="question_asked").recipient == world.owner
    assert story(idea)[-1] == "question_asked"
    (item,) = registry.waits_for(world.owner, world.edition, at=LATER)
    assert (item.label, item.due) == ("Beantwoord een vraag van Sandbox", UNTIL)
    assert item.url == reverse("ideas:answer_question", args=[KEY, idea.pk, asked.pk])


def test_an_answer_goes_to_who_asked_and_nothing_waits_any_more(world, now):
    asked = ask(world, world.submitted(world.owner))

    answer(asked, world.owner)

    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.answered_at) == ("De sluiswachters.", world.owner, LATER)
    assert Letter.objects.get(name="question_answered").recipient == world.staff
    assert registry.waits_for(world.owner, world.edition, at=LATER) == []
    now(LATER)
    delivery.deliver()
    (sent,) = [one for one in mail.outbox if one.subject.startswith("Antwoord op je vraag")]
    assert ASK in sent.body
    assert "De sluiswachters." in sent.body


def test_the_same_question_or_answer_again_changes_nothing(world):
    idea = world.submitted(world.owner)
    asked = ask(world, idea)

    assert ask(world, idea, at=LATER) == asked
    for _click in range(2):
        answer(asked, world.owner)
    with refused("intussen beantwoord of ingetrokken"):
        answer(asked, world.owner, text="Iets anders.")

    assert story(idea)[-2:] == ["question_asked", "question_answered"]


def test_only_staff_ask_only_owners_answer(world):
    idea = world.submitted(world.owner)
    asked = ask(world, idea)

    with refused("Alleen Sandbox kan dit doen."):
        ask(world, idea, by=world.assessor, question="Mag ik iets vragen?")
    with refused("Alleen een eigenaar"):
        answer(asked, world.other_owner)


def test_one_asks_about_what_was_handed_in_until_teams_form(world):
    draft, handed_in = world.draft(world.owner), world.submitted(world.other_owner)

    with refused("Een vraag stellen kan over een ingediend idee", Closed):
        ask(world, draft)
    with refused("Een vraag stellen kan over een ingediend idee", Closed):
        ask(world, handed_in, at=DURING_TEAMS)


@pytest.mark.parametrize("until", [DURING_PRESELECTION, ANNOUNCEMENT + TICK])
def test_correcting_ends_after_now_and_before_the_outcome(world, until):
    idea = world.submitted(world.owner)

    with refused("Kies een moment"):
        ask(world, idea, until=until)


@pytest.mark.parametrize(
    ("at", "counts"),
    [(LATER, True), (UNTIL, True), (UNTIL + GRACE - TICK, True), (UNTIL + GRACE, False)],
)
def test_a_correction_counts_as_long_as_the_question_says(world, at, counts):
    idea = world.submitted(world.owner)
    ask(world, idea, until=UNTIL)

    if counts:
        assert correct(world, idea, at).at == at
    else:
        too_late(world, idea, at)
    assert Submission.objects.filter(idea=idea).count() == 1 + counts


def test_without_time_to_correct_the_deadline_stands(world):
    idea = world.submitted(world.owner)
    ask(world, idea)

    too_late(world, idea, LATER)


def test_time_to_correct_is_for_this_idea_alone_and_goes_with_the_question(world):
    idea, other = world.submitted(world.owner), world.submitted(world.owner, "Lucht in de klas")
    asked = ask(world, idea, until=UNTIL)
    too_late(world, other, LATER)

    actions.withdraw_question(asked, by=world.staff, at=LATER)

    too_late(world, idea, LATER)


def test_correcting_outlives_the_answer(world):
    idea = world.submitted(world.owner)
    answer(ask(world, idea, until=UNTIL), world.owner)

    assert correct(world, idea, LATER).at == LATER


def test_a_withdrawn_idea_does_not_come_back_by_a_question(world):
    idea = world.submitted(world.owner)
    ask(world, idea, until=UNTIL)
    actions.withdraw_idea(idea, by=world.owner, at=LATER)

    too_late(world, idea, LATER)


def test_every_version_stays(world):
    idea = world.submitted(world.owner)
    ask(world, idea, until=UNTIL)
    correct(world, idea, LATER)

    first, second = Submission.objects.filter(idea=idea).order_by("at")
    idea.refresh_from_db()
    assert idea.submission == second
    assert first.content["summary"] != second.content["summary"]


def test_a_question_is_taken_back_only_while_it_waits(world):
    asked = ask(world, world.submitted(world.owner))
    answer(asked, world.owner)

    with refused("intussen beantwoord of ingetrokken"):
        actions.withdraw_question(asked, by=world.staff, at=LATER)


def test_newer_changes_wait_for_a_correction_that_may_still_come(world):
    idea = world.submitted(world.owner)
    answer(ask(world, idea, until=UNTIL), world.owner)
    told = {"summary": "Beter."}
    actions.save_draft(idea, told, version=idea.version, by=world.owner, at=LATER)

    (item,) = registry.waits_for(world.owner, world.edition, at=LATER)
    assert (item.label, item.due) == ("Dien je wijzigingen in", UNTIL)
    assert registry.waits_for(world.owner, world.edition, at=UNTIL) == []


# --- the pages ---


def detail(browser, idea):
    return browser.get(reverse("ideas:detail", args=[KEY, idea.pk])).content.decode()


def test_owners_staff_and_assessors_read_question_and_answer_with_the_idea(world, client_of, now):
    idea = world.submitted(world.owner)
    answer(ask(world, idea), world.owner)
    now(LATER)

    for person in (world.owner, world.staff, world.assessor):
        page = detail(client_of(person), idea)
        assert ASK in page, person
        assert "De sluiswachters." in page, person


def test_assessors_read_them_beside_their_sheet(world, client_of, now):
    idea = world.submitted(world.owner)
    sheet = world.sheet(idea, world.assessor)
    answer(ask(world, idea), world.owner)
    now(LATER)

    page = client_of(world.assessor).get(reverse("jury:sheet", args=[KEY, "preselectie", sheet.pk]))

    assert ASK in page.content.decode()
    assert "De sluiswachters." in page.content.decode()


def test_the_public_reads_nothing_of_it(world, client_of, now):
    idea = world.submitted(world.owner)
    answer(ask(world, idea, at=DURING_SUBMISSION), world.owner)
    world.released({idea: "shortlisted"})
    now(DURING_TEAMS)

    for person in (None, world.employee):
        assert ASK not in detail(client_of(person), idea)


def test_a_refused_answer_keeps_the_text(world, client_of, now):
    asked = ask(world, world.submitted(world.owner))
    page = reverse("ideas:answer_question", args=[KEY, asked.idea_id, asked.pk])
    answer(asked, world.owner)
    now(LATER)

    late = client_of(world.owner).post(page, {"answer": "Een lang antwoord dat te laat kwam."})

    assert late.status_code == 409
    assert "Een lang antwoord dat te laat kwam." in late.content.decode()


def test_from_question_to_answer_on_the_pages(world, client_of, now):
    idea = world.submitted(world.owner)
    now(DURING_PRESELECTION)
    page = reverse("ideas:ask_question", args=[KEY, idea.pk])
    told = {"question": ASK, "correct_until": "2022-03-01T10:00"}
    staff = client_of(world.staff)
    assert "Kies een moment voor de bekendmaking" in staff.post(page, told).content.decode()
    assert staff.post(page, told | {"correct_until": "2022-01-25T17:00"}).status_code == 303
    asked = Clarification.objects.get()
    assert "Trek deze vraag in" in detail(staff, idea)
    owner = client_of(world.owner)
    reply = reverse("ideas:answer_question", args=[KEY, idea.pk, asked.pk])
    assert "Verbeter de tekst" in owner.get(reply).content.decode()

    assert owner.post(reply, {"answer": "De sluiswachters."}).status_code == 303

    assert "De sluiswachters." in detail(staff, idea)
    assert list(history.verify()) == []
    assert asked.correct_until > DEADLINE


def test_the_receipt_of_a_correction_says_until_when_it_can_still_be_better(world, now):
    idea = world.submitted(world.owner)
    ask(world, idea, until=UNTIL)
    correct(world, idea, LATER)

    first, second = Letter.objects.filter(name="idea_received").order_by("pk")
    now(LATER)
    before, after = (registry.letters["idea_received"].contents(one) for one in (first, second))

    assert not before["is_late"]
    assert after["is_late"]
    assert after["until"] == deadline(UNTIL)
