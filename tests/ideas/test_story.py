"""The story of one's idea: what happened and every mail, and nothing of an outcome before its instant."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ideas import actions
from ideas.models import Submission
from ideas.queries import story as stories
from portal import delivery
from portal.models import Letter
from tests.test_query_counts import queries_of
from tests.twins import TOKENS
from tests.world import ANNOUNCEMENT, DECIDING, DURING_SUBMISSION

KEY = "2021-2022"
SECOND = timedelta(seconds=1)
BEFORE = ANNOUNCEMENT - SECOND


def page_of(idea, name="ideas:story", *more):
    return reverse(name, args=[KEY, idea.pk, *more])


def read(client_of, person, idea):
    return client_of(person).get(page_of(idea)).content.decode()


def test_what_happened_is_told_in_words_with_every_mail(world, client_of, now):
    idea = world.submitted(world.owner)
    asked = actions.ask_question(idea, "Voor wie?", by=world.staff, at=DURING_SUBMISSION)
    actions.answer_question(asked, "Voor schippers.", by=world.owner, at=DURING_SUBMISSION)
    now(DURING_SUBMISSION)
    delivery.deliver()

    page = read(client_of, world.owner, idea)

    for words in (
        "Eigenaar Een begon aan het idee.",
        "Eigenaar Een diende het idee in.",
        "Sandbox stelde een vraag.",
        "Eigenaar Een beantwoordde een vraag van Sandbox.",
        "We ontvingen je idee: Slimme sluisdeuren",
        "Controlegetal van de inhoud",
    ):
        assert words in page, words
    assert "Sandbox Een" not in page
    assert "vrijdag 14 januari 2022, 23.59 uur" in page


def test_a_mail_to_somebody_else_or_not_sent_yet_is_not_told(world, client_of, now):
    idea = world.submitted(world.owner)
    now(DURING_SUBMISSION)

    assert "We ontvingen je idee" not in read(client_of, world.owner, idea)
    delivery.deliver()
    Letter.objects.filter(name="idea_received").update(recipient=world.employee)
    assert "We ontvingen je idee" not in read(client_of, world.owner, idea)


def test_the_outcome_is_told_from_its_instant(world, client_of, now):
    idea = world.submitted(world.owner)
    world.released({idea: "shortlisted"})
    now(BEFORE)
    assert "weerhouden" not in read(client_of, world.owner, idea).split("<main>")[1].split("<footer")[0]
    now(ANNOUNCEMENT)
    assert "Het idee is weerhouden." in read(client_of, world.owner, idea)


def seen(world, client_of, idea):
    """The owner's page to the byte, without what differs at every look, and what it cost."""
    browser = client_of(world.owner)
    count = len(queries_of(browser, page_of(idea)))
    return TOKENS.sub(rb"\1", browser.get(page_of(idea)).content), count


def differences(world, client_of, now, moment):
    """How the page differs between before anything was decided and with an approved release."""
    idea = world.submitted(world.owner)
    now(moment)
    before = seen(world, client_of, idea)
    world.released({idea: "not_shortlisted"}, at=DECIDING)
    after = seen(world, client_of, idea)
    return (
        sum(one != other for one, other in zip(before[0], after[0], strict=False))
        + abs(len(before[0]) - len(after[0]))
        + abs(before[1] - after[1])
    )


def test_not_even_that_there_is_a_decision_can_be_told_before_the_instant(world, client_of, now):
    assert differences(world, client_of, now, BEFORE) == 0


def test_at_the_instant_it_can(world, client_of, now):
    assert differences(world, client_of, now, ANNOUNCEMENT) > 0


def test_a_story_that_told_every_event_is_seen(world, client_of, now, monkeypatch):
    """The control: the event of a recorded outcome, in the same words for everybody, would be a sign too many."""
    monkeypatch.setitem(stories.WORDS, "outcome", "Er is beslist.")
    assert differences(world, client_of, now, BEFORE) > 0


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_a_long_story_costs_no_more(world, client_of, now, rows):
    idea = world.submitted(world.owner)
    for number in range(rows):
        asked = actions.ask_question(idea, f"Vraag {number}?", by=world.staff, at=DURING_SUBMISSION)
        actions.answer_question(asked, "Ja.", by=world.owner, at=DURING_SUBMISSION)
    now(DURING_SUBMISSION)
    browser = client_of(world.owner)

    assert len(queries_of(browser, page_of(idea))) == 13
    assert ("pagina=2" in browser.get(page_of(idea)).content.decode()) is (rows == 50)


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_everything_that_was_handed_in_costs_no_more(world, client_of, now, rows):
    idea = world.submitted(world.owner)
    for number in range(1, rows):
        again(world, idea, number)
    now(DURING_SUBMISSION)

    assert len(queries_of(client_of(world.owner), page_of(idea, "ideas:submissions"))) == 9


def again(world, idea, number):
    idea.refresh_from_db()
    told = {"summary": f"Versie {number}."}
    at = DURING_SUBMISSION + timedelta(minutes=number)
    idea = actions.save_draft(idea, told, version=idea.version, by=world.owner, at=at)
    return actions.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=at)


def test_every_receipt_can_be_read_and_printed_with_the_whole_text(world, client_of, now):
    idea = world.submitted(world.owner)
    first = Submission.objects.get()
    last = again(world, idea, 1)
    now(DURING_SUBMISSION + timedelta(hours=1))
    browser = client_of(world.owner)

    listed = browser.get(page_of(idea, "ideas:submissions")).content.decode()
    old = browser.get(page_of(idea, "ideas:receipt_of", first.number)).content.decode()
    new = browser.get(page_of(idea, "ideas:receipt")).content.decode()

    assert first.number in listed
    assert last.number in listed
    assert first.content_hash in old
    assert "Dit is een vroegere indiening." in old
    assert "Slimme sluisdeuren in enkele zinnen." in old
    assert "10/01/2022 10:00:00 CET" in old
    assert "Antwoord op problem van Slimme sluisdeuren." in old
    assert last.content_hash in new
    assert "Versie 1." in new
    assert (
        client_of(world.other_owner).get(page_of(idea, "ideas:receipt_of", first.number)).status_code == 404
    )
