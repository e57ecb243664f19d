"""The verbs of ideas: what each does, what it notes in the history, whom it writes to, and what it refuses."""

from datetime import timedelta

import pytest
from django.core import mail

from ideas import actions, content, queries
from ideas.models import Idea, Outcome, OutcomeKind, Ownership, Submission
from ideas.states import IdeaState
from portal import consents, delivery, history, releases
from portal.errors import Closed, Stale
from portal.models import Consent, ConsentKind, Entity, Event, Letter, Phase, PhaseKey, Release
from portal.models.mail import LetterState
from tests.refusals import refused
from tests.world import ANNOUNCEMENT, DEADLINE, DECIDING, DURING_SUBMISSION, DURING_TEAMS, local

LATER = DURING_SUBMISSION + timedelta(hours=1)
SECOND = timedelta(seconds=1)
NOT_YOURS = "Alleen een eigenaar van dit idee kan dit doen."


def story(subject):
    """What happened to a subject, in words."""
    return [event.kind for event in history.of(subject)]


def letters_about(idea):
    return list(Letter.objects.filter(subject=history.subject_key(idea)).order_by("pk"))


def columns_of(idea):
    """Every column of the idea's row, as the database holds it."""
    return Idea.objects.filter(pk=idea.pk).values().get()


def submit(idea, by, *, at=DURING_SUBMISSION, approved=True, show_name=False):
    return actions.submit_idea(idea, public_text_approved=approved, show_name=show_name, by=by, at=at)


def retitle(idea, title, by, *, at=LATER):
    return actions.save_draft(
        idea, {"title": title}, version=Idea.objects.get(pk=idea.pk).version, by=by, at=at
    )


def add_owner(idea, person):
    Ownership.objects.create(idea=idea, person=person, since=DURING_SUBMISSION)


# --- start ---


def test_starting_makes_a_draft_with_the_person_as_main_owner(world):
    idea = actions.start_idea(world.edition, by=world.employee, at=DURING_SUBMISSION)

    assert (idea.state, idea.version, idea.saved_at) == (IdeaState.DRAFT, 1, DURING_SUBMISSION)
    ownership = idea.ownerships.get()
    assert (ownership.person, ownership.is_main, ownership.since) == (world.employee, True, DURING_SUBMISSION)
    assert story(idea) == ["start"]
    assert letters_about(idea) == []


def test_starting_again_gives_the_blank_draft_back(world):
    first = actions.start_idea(world.edition, by=world.employee, at=DURING_SUBMISSION)

    second = actions.start_idea(world.edition, by=world.employee, at=LATER)

    assert second == first
    assert Idea.objects.count() == 1
    assert story(first) == ["start"]


def test_a_draft_with_something_in_it_does_not_stop_a_second_one(world):
    first = world.draft(world.owner)

    assert actions.start_idea(world.edition, by=world.owner, at=LATER) != first


def test_a_blank_draft_that_was_put_away_is_not_given_back(world):
    first = actions.start_idea(world.edition, by=world.owner, at=DURING_SUBMISSION)
    actions.discard_draft(first, by=world.owner, at=DURING_SUBMISSION)

    assert actions.start_idea(world.edition, by=world.owner, at=LATER) != first


def test_a_colleagues_blank_draft_is_not_given_to_somebody_else(world):
    first = actions.start_idea(world.edition, by=world.owner, at=DURING_SUBMISSION)

    assert actions.start_idea(world.edition, by=world.other_owner, at=DURING_SUBMISSION) != first


def test_nobody_starts_before_the_window_opens(world):
    with refused("Je kan een idee indienen vanaf woensdag 8 december 2021, 00.00 uur.", Closed):
        actions.start_idea(world.edition, by=world.employee, at=local(2021, 12, 8) - SECOND)


def test_nobody_starts_from_the_deadline_on_not_even_within_the_grace(world):
    with refused("geen nieuw idee meer beginnen", Closed):
        actions.start_idea(world.edition, by=world.employee, at=DEADLINE)


def test_nobody_starts_while_the_window_has_no_dates(world):
    Phase.objects.filter(key=PhaseKey.SUBMISSION).update(opens_at=None, closes_at=None)

    with refused(kind=Closed):
        actions.start_idea(world.edition, by=world.employee, at=DURING_SUBMISSION)


# --- save ---


def test_saving_keeps_columns_answers_and_entities_and_counts_the_version(world):
    idea = actions.start_idea(world.edition, by=world.owner, at=DURING_SUBMISSION)
    entities = list(Entity.objects.all()[:2])
    changes = {
        "title": "Titel",
        "summary": "Kern",
        "other_entities": "Stad Gent",
        "answers": {"idea": "Antwoord"},
        "entities": entities,
    }

    saved = actions.save_draft(idea, changes, version=1, by=world.owner, at=LATER)

    assert (saved.title, saved.summary, saved.other_entities) == ("Titel", "Kern", "Stad Gent")
    assert saved.answers == {"idea": "Antwoord"}
    assert set(saved.entities.all()) == set(entities)
    assert (saved.version, saved.saved_at, saved.state) == (2, LATER, IdeaState.DRAFT)


def test_saving_one_answer_leaves_the_others_alone(world):
    idea = world.draft(world.owner)

    saved = actions.save_draft(
        idea, {"answers": {"why": "Daarom."}}, version=idea.version, by=world.owner, at=LATER
    )

    assert saved.answers == idea.answers | {"why": "Daarom."}
    assert saved.title == idea.title
    assert set(saved.entities.all()) == set(idea.entities.all())


def test_saving_is_no_event_and_sends_nothing(world):
    idea = world.draft(world.owner)

    assert story(idea) == ["start"]
    assert letters_about(idea) == []


def test_saving_writes_no_column_that_is_not_the_writers(world):
    idea = world.draft(world.owner)

    actions.save_draft(
        idea, {"state": "submitted", "edition_id": "x"}, version=idea.version, by=world.owner, at=LATER
    )

    after = columns_of(idea)
    assert (after["state"], after["edition_id"]) == (IdeaState.DRAFT, world.edition.pk)


def test_saving_over_a_newer_version_is_refused(world):
    idea = world.draft(world.owner)
    actions.save_draft(idea, {"title": "Eerste tab"}, version=idea.version, by=world.owner, at=LATER)

    with refused("intussen ergens anders bewaard", Stale):
        actions.save_draft(idea, {"title": "Tweede tab"}, version=idea.version, by=world.owner, at=LATER)


@pytest.mark.parametrize("slug", ["employee", "other_owner", "assessor", "staff", "chair", "superuser"])
def test_nobody_but_an_owner_saves(world, slug):
    idea = world.draft(world.owner)

    with refused(NOT_YOURS):
        actions.save_draft(idea, {"title": "x"}, version=idea.version, by=world.people[slug], at=LATER)


def test_a_co_owner_saves_and_a_former_one_does_not(world):
    idea = world.draft(world.owner)
    add_owner(idea, world.other_owner)
    retitle(idea, "Van een mede-eigenaar", world.other_owner)
    Ownership.objects.filter(person=world.other_owner).update(until=LATER)

    with refused(NOT_YOURS):
        retitle(idea, "Van een vroegere eigenaar", world.other_owner)


def test_owners_may_save_after_the_deadline_too(world):
    idea = world.draft(world.owner)

    assert retitle(idea, "Nog wat beter", world.owner, at=DURING_TEAMS).title == "Nog wat beter"


def test_a_draft_that_was_put_away_cannot_be_written(world):
    idea = world.draft(world.owner)
    actions.discard_draft(idea, by=world.owner, at=LATER)

    with refused("Zet het idee eerst terug"):
        retitle(idea, "x", world.owner)


def test_writing_on_after_handing_in_does_not_touch_what_was_handed_in(world):
    idea = world.submitted(world.owner)
    frozen = Submission.objects.values().get()

    retitle(idea, "Een andere titel", world.owner)

    assert Submission.objects.values().get() == frozen
    assert columns_of(idea)["state"] == IdeaState.SUBMITTED


# --- hand in ---


def test_handing_in_freezes_the_content_and_gives_a_receipt(world):
    idea = world.draft(world.owner)

    receipt = submit(idea, world.owner)

    idea = Idea.objects.get()
    assert (idea.state, idea.submission) == (IdeaState.SUBMITTED, receipt)
    assert (receipt.at, receipt.by) == (DURING_SUBMISSION, world.owner)
    assert receipt.content == content.snapshot(idea, queries.questions_of(world.edition))
    assert receipt.content_hash == content.digest(receipt.content)
    assert len(receipt.number) == 14


def test_the_public_text_has_the_public_answers_and_never_time_or_weeks(world):
    receipt = submit(world.draft(world.owner), world.owner)

    assert len(receipt.public_text["answers"]) == 5
    assert set(receipt.public_text) == {
        "title", "summary", "answers", "entities", "other_entities", "themes", "profiles", "picture",
    }  # fmt: skip
    told = str(receipt.public_text)
    assert "tijdsinvestering" not in told
    assert "2022-03-07" not in told


def test_handing_in_is_noted_and_confirmed_to_every_owner(world):
    idea = world.draft(world.owner)
    add_owner(idea, world.other_owner)

    receipt = submit(idea, world.owner)

    event = history.of(idea).get(kind="submit")
    assert (event.actor, event.at) == (world.owner.pk, DURING_SUBMISSION)
    assert event.data == {"from": "draft", "to": "submitted"}
    letters = letters_about(idea)
    assert {letter.recipient for letter in letters} == {world.owner, world.other_owner}
    assert {(letter.name, letter.occasion, letter.due_at) for letter in letters} == {
        ("idea_received", receipt.number, DURING_SUBMISSION)
    }


def test_the_receipt_letter_says_what_was_received_and_when(world, now):
    now(DURING_SUBMISSION)
    receipt = submit(world.draft(world.owner), world.owner)

    delivery.deliver()

    (sent,) = mail.outbox
    assert sent.subject == "We ontvingen je idee: Slimme sluisdeuren"
    assert receipt.number in sent.body
    assert "maandag 10 januari 2022, 10.00 uur" in sent.body


def test_a_former_owner_gets_no_letter(world):
    idea = world.draft(world.owner)
    Ownership.objects.create(
        idea=idea, person=world.other_owner, since=DURING_SUBMISSION, until=DURING_SUBMISSION
    )

    submit(idea, world.owner)

    assert [letter.recipient for letter in letters_about(idea)] == [world.owner]


def test_handing_in_the_same_content_again_gives_the_same_receipt_whatever_the_hour(world):
    idea = world.draft(world.owner)
    first = submit(idea, world.owner)

    assert submit(idea, world.owner, at=LATER) == first
    assert submit(idea, world.owner, at=DURING_TEAMS) == first
    assert story(idea) == ["start", "submit", "consent"]
    assert len(letters_about(idea)) == 1


def test_handing_in_a_better_version_gives_a_new_receipt_and_keeps_the_old(world):
    idea = world.submitted(world.owner)
    retitle(idea, "Nog slimmere sluisdeuren", world.owner)

    second = submit(idea, world.owner, at=LATER)

    first = Submission.objects.order_by("at").first()
    assert first.content["title"] == "Slimme sluisdeuren"
    assert second.content["title"] == "Nog slimmere sluisdeuren"
    assert second.number != first.number
    assert Idea.objects.get().submission == second
    assert "resubmit" in story(idea)
    assert len(letters_about(idea)) == 2


def test_going_back_to_the_first_version_is_a_new_receipt_too(world):
    idea = world.submitted(world.owner, "A")
    retitle(idea, "B", world.owner)
    submit(idea, world.owner, at=LATER)
    retitle(idea, "A", world.owner)

    third = submit(idea, world.owner, at=LATER + SECOND)

    assert Submission.objects.count() == 3
    assert Idea.objects.get().submission == third


@pytest.mark.parametrize(
    "moment", [DEADLINE - SECOND, DEADLINE, DEADLINE + 59 * SECOND, DEADLINE + timedelta(seconds=59.999)]
)
def test_handing_in_counts_until_the_deadline_and_its_published_grace(world, moment):
    idea = world.draft(world.owner)

    assert submit(idea, world.owner, at=moment).at == moment


def test_handing_in_after_the_grace_is_refused_with_both_moments(world):
    idea = world.draft(world.owner)

    with refused("Indienen kon tot vrijdag 14 januari 2022, 23.59 uur.", Closed):
        submit(idea, world.owner, at=DEADLINE + 60 * SECOND)
    with refused("Jouw idee kwam bij ons aan op zaterdag 15 januari 2022, 00.01 uur.", Closed):
        submit(idea, world.owner, at=DEADLINE + 60 * SECOND)


def test_a_better_version_after_the_deadline_is_refused_and_the_earlier_one_counts(world):
    idea = world.submitted(world.owner)
    retitle(idea, "Te laat", world.owner, at=DURING_TEAMS)

    with refused("Je tekst is bewaard", Closed):
        submit(idea, world.owner, at=DURING_TEAMS)

    assert Idea.objects.get().submission.content["title"] == "Slimme sluisdeuren"


def test_handing_in_before_the_window_is_refused(world):
    idea = world.draft(world.owner)

    with refused(kind=Closed):
        submit(idea, world.owner, at=local(2021, 12, 7))


def test_without_grace_the_deadline_is_the_deadline(world):
    idea = world.draft(world.owner)
    world.edition.grace_seconds = 0
    world.edition.save()

    with refused(kind=Closed):
        submit(idea, world.owner, at=DEADLINE)


def test_an_idea_with_gaps_is_refused_by_naming_them(world):
    idea = actions.start_idea(world.edition, by=world.owner, at=DURING_SUBMISSION)
    actions.save_draft(idea, {"title": "Alleen een titel"}, version=1, by=world.owner, at=LATER)

    with refused("Vul eerst aan wat nog ontbreekt: Vat je idee samen in enkele zinnen; Beantwoord:"):
        submit(idea, world.owner, at=LATER)


@pytest.mark.parametrize(
    ("answers", "gap"),
    [
        ({"time": "no"}, "hoeveel tijd"),
        ({"time": ""}, "hoeveel tijd"),
        ({"week": []}, "minstens één week"),
        ({"why": "  \n "}, "Waarom dit idee?"),
    ],
)
def test_each_question_must_be_answered(world, answers, gap):
    idea = world.draft(world.owner)
    actions.save_draft(idea, {"answers": answers}, version=idea.version, by=world.owner, at=LATER)

    with refused(gap):
        submit(idea, world.owner, at=LATER)


def test_without_approval_of_the_public_text_nothing_is_handed_in(world):
    idea = world.draft(world.owner)

    with refused("Keur de tekst goed"):
        submit(idea, world.owner, approved=False)


@pytest.mark.parametrize("slug", ["employee", "assessor", "staff", "chair", "superuser"])
def test_nobody_but_an_owner_hands_in(world, slug):
    idea = world.draft(world.owner)

    with refused(NOT_YOURS):
        submit(idea, world.people[slug])


def test_nobody_gets_the_receipt_of_somebody_else(world):
    idea = world.submitted(world.owner)

    with refused(NOT_YOURS):
        submit(idea, world.employee)


def test_a_draft_that_was_put_away_is_not_handed_in(world):
    idea = world.draft(world.owner)
    actions.discard_draft(idea, by=world.owner, at=LATER)

    with refused("Zet het idee eerst terug"):
        submit(idea, world.owner, at=LATER)


def test_handing_in_notes_the_consent_to_the_public_text(world):
    idea = world.submitted(world.owner)

    assert list(consents.people_who_agreed(ConsentKind.PUBLIC_TEXT, about=idea)) == [world.owner]
    assert queries.public_names(idea) == []
    assert history.of(idea).get(kind="consent").data == {"kind": "public_text", "version": 1}


def test_a_name_is_shown_only_with_consent_and_a_new_version_asks_again(world):
    idea = world.draft(world.owner)
    submit(idea, world.owner, show_name=True)
    assert queries.public_names(idea) == ["Eigenaar Een"]
    retitle(idea, "Beter", world.owner)

    submit(idea, world.owner, at=LATER, show_name=False)

    assert queries.public_names(idea) == []
    assert "consent_withdrawn" in story(idea)


# --- withdraw ---


def test_withdrawing_takes_the_idea_out_and_keeps_its_text(world):
    idea = world.submitted(world.owner)
    before = columns_of(idea)

    actions.withdraw_idea(idea, reason="Geen tijd.", by=world.owner, at=LATER)

    assert columns_of(idea) == before | {"state": IdeaState.WITHDRAWN}
    event = history.of(idea).last()
    assert (event.kind, event.data) == ("withdraw", {"from": "submitted", "to": "withdrawn"})
    assert event.words.text == "Geen tijd."
    assert "Geen tijd." not in str(event.data)


def test_withdrawing_is_confirmed_to_every_owner(world, now):
    now(LATER)
    idea = world.submitted(world.owner)
    add_owner(idea, world.other_owner)

    actions.withdraw_idea(idea, by=world.owner, at=LATER)
    delivery.deliver()

    confirmed = [sent for sent in mail.outbox if "ingetrokken" in sent.subject]
    assert {sent.to[0] for sent in confirmed} == {"owner@vlaanderen.be", "other_owner@vlaanderen.be"}
    assert "Slimme sluisdeuren" in confirmed[0].body


def test_a_withdrawn_idea_can_be_handed_in_again_unchanged(world):
    idea = world.submitted(world.owner)
    actions.withdraw_idea(idea, by=world.owner, at=LATER)

    second = submit(idea, world.owner, at=LATER + SECOND)

    assert Idea.objects.get().state == IdeaState.SUBMITTED
    assert Submission.objects.count() == 2
    assert Idea.objects.get().submission == second
    assert [kind for kind in story(idea) if "consent" not in kind] == [
        "start",
        "submit",
        "withdraw",
        "submit",
    ]
    assert [letter.name for letter in letters_about(idea)] == [
        "idea_received",
        "idea_withdrawn",
        "idea_received",
    ]


def test_the_confirmation_lapses_when_the_idea_is_back_before_it_left(world, now):
    now(LATER)
    idea = world.submitted(world.owner)
    actions.withdraw_idea(idea, by=world.owner, at=LATER)
    submit(idea, world.owner, at=LATER)

    delivery.deliver()

    assert all("ingetrokken" not in sent.subject for sent in mail.outbox)


def test_a_withdrawn_idea_is_not_handed_in_again_after_the_deadline(world):
    idea = world.submitted(world.owner)
    actions.withdraw_idea(idea, by=world.owner, at=LATER)

    with refused("Je tekst is bewaard", Closed):
        submit(idea, world.owner, at=DEADLINE + 60 * SECOND)


def test_a_published_idea_that_is_withdrawn_is_published_no_more(world):
    idea = world.published(world.owner)
    assert idea in Idea.objects.published(at=DURING_TEAMS)

    actions.withdraw_idea(idea, by=world.owner, at=DURING_TEAMS)

    assert idea not in Idea.objects.published(at=DURING_TEAMS)


def test_withdrawing_twice_is_refused(world):
    idea = world.submitted(world.owner)
    actions.withdraw_idea(idea, by=world.owner, at=LATER)

    with refused("Alleen een ingediend idee kan je intrekken."):
        actions.withdraw_idea(idea, by=world.owner, at=LATER)


def test_a_draft_cannot_be_withdrawn(world):
    idea = world.draft(world.owner)

    with refused("Alleen een ingediend idee kan je intrekken."):
        actions.withdraw_idea(idea, by=world.owner, at=LATER)


@pytest.mark.parametrize("slug", ["employee", "assessor", "staff", "superuser"])
def test_nobody_but_an_owner_withdraws(world, slug):
    idea = world.submitted(world.owner)

    with refused(NOT_YOURS):
        actions.withdraw_idea(idea, by=world.people[slug], at=LATER)


# --- put away and bring back ---


def test_a_draft_is_put_away_and_brought_back_as_it_was(world):
    idea = world.draft(world.owner)
    before = columns_of(idea)

    actions.discard_draft(idea, by=world.owner, at=LATER)
    assert columns_of(idea) == before | {"state": IdeaState.DISCARDED}
    actions.restore_draft(idea, by=world.owner, at=LATER)

    assert columns_of(idea) == before
    assert story(idea) == ["start", "discard", "restore"]
    assert letters_about(idea) == []


def test_bringing_back_what_is_there_already_changes_nothing(world):
    idea = world.draft(world.owner)

    actions.restore_draft(idea, by=world.owner, at=LATER)

    assert story(idea) == ["start"]


@pytest.mark.parametrize("state", ["submitted", "withdrawn", "discarded"])
def test_only_a_draft_can_be_put_away(world, state):
    idea = world.draft(world.owner) if state == "discarded" else world.submitted(world.owner)
    if state == "discarded":
        actions.discard_draft(idea, by=world.owner, at=LATER)
    if state == "withdrawn":
        actions.withdraw_idea(idea, by=world.owner, at=LATER)

    with refused("Alleen een concept kan je verwijderen."):
        actions.discard_draft(idea, by=world.owner, at=LATER)


@pytest.mark.parametrize("slug", ["employee", "staff", "superuser"])
@pytest.mark.parametrize("verb", [actions.discard_draft, actions.restore_draft])
def test_nobody_but_an_owner_puts_away_or_brings_back(world, slug, verb):
    idea = world.draft(world.owner)
    if verb is actions.restore_draft:
        actions.discard_draft(idea, by=world.owner, at=LATER)

    with refused(NOT_YOURS):
        verb(idea, by=world.people[slug], at=LATER)


# --- the name beside an idea ---


def test_an_owner_shows_their_name_and_takes_it_away(world):
    idea = world.submitted(world.owner)

    actions.show_name(idea, True, by=world.owner, at=LATER)
    assert queries.public_names(idea) == ["Eigenaar Een"]
    actions.show_name(idea, False, by=world.owner, at=LATER + SECOND)

    assert queries.public_names(idea) == []
    assert story(idea)[-2:] == ["consent", "consent_withdrawn"]
    given = Consent.objects.get(kind=ConsentKind.PUBLIC_NAME)
    assert (given.given_at, given.withdrawn_at) == (LATER, LATER + SECOND)


def test_saying_the_same_twice_is_noted_once(world):
    idea = world.submitted(world.owner)
    actions.show_name(idea, True, by=world.owner, at=LATER)
    before = story(idea)

    actions.show_name(idea, True, by=world.owner, at=LATER + SECOND)

    assert story(idea) == before
    assert Consent.objects.get(kind=ConsentKind.PUBLIC_NAME).given_at == LATER


def test_an_agreement_can_be_given_again_after_it_was_taken_back(world):
    idea = world.submitted(world.owner)
    for shown in (True, False, True):
        actions.show_name(idea, shown, by=world.owner, at=LATER)

    assert queries.public_names(idea) == ["Eigenaar Een"]
    assert Consent.objects.filter(kind=ConsentKind.PUBLIC_NAME).count() == 2


def test_the_name_of_a_former_owner_is_not_shown(world):
    idea = world.submitted(world.owner)
    actions.show_name(idea, True, by=world.owner, at=LATER)

    idea.ownerships.update(until=LATER)

    assert queries.public_names(idea) == []


@pytest.mark.parametrize("slug", ["employee", "staff", "superuser"])
def test_nobody_shows_somebody_elses_name(world, slug):
    idea = world.submitted(world.owner)

    with refused(NOT_YOURS):
        actions.show_name(idea, True, by=world.people[slug], at=LATER)


# --- outcomes ---


@pytest.fixture
def release(world):
    """Approved by two, visible from the announcement on."""
    made = releases.propose(world.edition, visible_from=ANNOUNCEMENT, by=world.decider, at=DECIDING)
    releases.approve(made, by=world.chair, at=DECIDING)
    return made


def record(idea, release, world, kind=OutcomeKind.SHORTLISTED, feedback="Sterk idee."):
    decided = [actions.Decided(idea, kind, feedback)]
    actions.record_outcomes(release, decided, by=world.chair, at=DECIDING)


@pytest.mark.parametrize("kind", OutcomeKind.values)
def test_recording_an_outcome_touches_no_column_of_the_idea(world, release, kind):
    idea = world.submitted(world.owner)
    before = columns_of(idea)

    record(idea, release, world, kind)

    assert columns_of(idea) == before
    outcome = Outcome.objects.get()
    assert (outcome.idea, outcome.kind, outcome.feedback, outcome.release) == (
        idea,
        kind,
        "Sterk idee.",
        release,
    )


def test_an_outcome_leaves_the_same_traces_whatever_it_is(world, release):
    good, other = world.submitted(world.owner, "A"), world.submitted(world.other_owner, "B")

    record(good, release, world, OutcomeKind.SHORTLISTED)
    record(other, release, world, OutcomeKind.NOT_SHORTLISTED, "Een veel langere uitleg over wat beter kan.")

    def traces(idea):
        event = history.of(idea).last()
        letter = letters_about(idea)[-1]
        return (
            (event.kind, event.data, event.text_hash, event.at, event.actor),
            (letter.name, letter.occasion, letter.due_at, letter.state, letter.title, letter.text),
        )

    assert traces(good) == traces(other)
    assert traces(good)[1][:3] == ("outcome", release.pk, ANNOUNCEMENT)


def test_every_owner_gets_the_outcome_at_the_instant_and_not_before(world, release, now):
    idea = world.submitted(world.owner)
    add_owner(idea, world.other_owner)
    record(idea, release, world)
    now(ANNOUNCEMENT - SECOND)
    delivery.deliver()
    assert not [sent for sent in mail.outbox if "uitkomst" in sent.subject]

    now(ANNOUNCEMENT)
    delivery.deliver()

    told = [sent for sent in mail.outbox if "uitkomst" in sent.subject]
    assert {sent.to[0] for sent in told} == {"owner@vlaanderen.be", "other_owner@vlaanderen.be"}
    assert "is weerhouden" in told[0].body
    assert "Sterk idee." in told[0].body


def test_the_letter_of_a_withdrawn_idea_lapses(world, release, now):
    idea = world.submitted(world.owner)
    record(idea, release, world)
    actions.withdraw_idea(idea, by=world.owner, at=DECIDING)

    now(ANNOUNCEMENT)
    delivery.deliver()

    assert not [sent for sent in mail.outbox if "uitkomst" in sent.subject]
    assert Letter.objects.get(name="outcome").state == LetterState.CANCELLED


def test_taking_outcomes_back_takes_their_letters_too(world, release, now):
    idea = world.submitted(world.owner)
    record(idea, release, world)
    before = columns_of(idea)

    actions.take_back_outcomes(release, by=world.chair, at=DECIDING)

    assert not Outcome.objects.exists()
    assert columns_of(idea) == before
    assert story(idea)[-1] == "outcome_taken_back"
    assert Letter.objects.get(name="outcome").state == LetterState.CANCELLED


def test_outcomes_of_another_release_stay(world, release):
    idea = world.submitted(world.owner)
    record(idea, release, world)
    other = Release.objects.create(
        edition=world.edition, visible_from=ANNOUNCEMENT, proposed_by=world.decider, proposed_at=DECIDING
    )

    actions.take_back_outcomes(other, by=world.chair, at=DECIDING)

    assert Outcome.objects.filter(release=release).exists()


def test_an_idea_has_one_outcome_and_a_second_is_refused_by_the_database(world, release):
    idea = world.submitted(world.owner)
    record(idea, release, world)
    before = Event.objects.count()

    with pytest.raises(Exception, match=r"(?i)unique"):
        record(idea, release, world, OutcomeKind.NOT_SHORTLISTED)

    assert Outcome.objects.get().kind == OutcomeKind.SHORTLISTED
    assert Event.objects.count() == before


def test_the_story_of_an_idea_stays_a_sound_chain(world):
    idea = world.published(world.owner)
    actions.withdraw_idea(idea, by=world.owner, at=DURING_TEAMS)

    assert list(history.verify()) == []
