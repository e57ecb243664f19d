"""A text goes on: from an edition that is over to the one that takes ideas; from a colleague, by staff."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from ideas import actions, queries
from ideas.models import Idea, Ownership, Question
from ideas.states import IdeaState
from portal import delivery, history, roles
from portal.errors import Closed
from portal.models import Edition, Letter, Person, Phase, PhaseKey, RoleKind, Theme
from tests.ideas.test_verbs import add_owner, story
from tests.reading import Page
from tests.refusals import refused
from tests.world import ANNOUNCEMENT, DURING_SUBMISSION, DURING_TEAMS, TESTER

LATER = DURING_TEAMS + timedelta(days=300)
KEY, NEXT = "2021-2022", "2022-2023"


def next_edition():
    """Another edition that takes ideas, with two of the questions and one theme."""
    edition, new = Edition.objects.get_or_create(
        key=NEXT,
        defaults={"name_nl": "Editie 2022-2023", "organiser": "Sandbox", "contact": "s@vlaanderen.be"},
    )
    if new:
        window = {"opens_at": LATER - timedelta(days=9), "closes_at": LATER + timedelta(days=9)}
        Phase.objects.create(edition=edition, key=PhaseKey.SUBMISSION, order=1, label_nl="Indienen", **window)
        for order, (key, kind) in enumerate(
            [("idea", "long_text"), ("why", "long_text"), ("week", "sprint_weeks")]
        ):
            Question.objects.create(edition=edition, key=key, order=order, kind=kind, text_nl=key)
        Theme.objects.create(edition=edition, key="data", order=1, name_nl="Data")
    return edition


def carry_on(world, idea, *, by=None, at=LATER):
    return actions.carry_on(idea, next_edition(), by=by or world.owner, at=at)


def test_a_draft_goes_on_with_what_the_new_edition_asks_too(world):
    idea = world.draft(world.owner)
    for key in ("data", "oud"):
        idea.themes.add(Theme.objects.create(edition=world.edition, key=key, order=1, name_nl=key))

    draft = carry_on(world, idea)

    assert (draft.edition_id, draft.carried_from, draft.state) == (NEXT, idea, "draft")
    assert (draft.title, draft.summary) == (idea.title, idea.summary)
    assert draft.answers == {key: idea.answers[key] for key in ("idea", "why")}
    assert set(draft.entities.all()) == set(idea.entities.all())
    assert [(theme.edition_id, theme.key) for theme in draft.themes.all()] == [(NEXT, "data")]
    assert story(draft) == ["carry_on"]


def test_twice_gives_the_same_draft(world):
    idea = world.draft(world.owner)

    assert carry_on(world, idea) == carry_on(world, idea)
    assert Idea.objects.filter(carried_from=idea).count() == 1


def test_all_owners_go_along(world):
    idea = world.draft(world.owner)
    Ownership.objects.create(idea=idea, person=world.employee, since=DURING_SUBMISSION)

    draft = carry_on(world, idea)

    rows = Ownership.objects.filter(idea=draft)
    assert {row.person: row.is_main for row in rows} == {world.owner: True, world.employee: False}
    assert carry_on(world, idea, by=world.employee) == draft


def test_a_not_shortlisted_idea_goes_on_from_its_instant_a_shortlisted_one_never(world):
    no, yes = world.submitted(world.owner, "Nee"), world.submitted(world.owner, "Ja")
    world.released({no: "not_shortlisted", yes: "shortlisted"})
    Phase.objects.filter(edition=next_edition()).update(opens_at=DURING_SUBMISSION)

    with refused("in zijn eigen editie voorbij"):
        carry_on(world, no, at=ANNOUNCEMENT - timedelta(seconds=1))
    with refused("in zijn eigen editie voorbij"):
        carry_on(world, yes)
    assert carry_on(world, no, at=ANNOUNCEMENT).title == "Nee"


def test_what_still_runs_stays_where_it_is(world):
    idea = world.draft(world.owner)
    Phase.objects.filter(edition=next_edition()).update(opens_at=DURING_SUBMISSION - timedelta(days=1))

    with refused("in zijn eigen editie voorbij"):
        carry_on(world, idea, at=DURING_SUBMISSION)


def test_only_owners_and_only_while_the_edition_takes_ideas(world):
    idea, _other = world.draft(world.owner), next_edition()

    with refused("Alleen een eigenaar"):
        carry_on(world, idea, by=world.employee)
    with refused(kind=Closed):
        carry_on(world, idea, at=LATER + timedelta(days=10))


def test_the_button_stands_with_the_idea_while_it_helps(world, client_of, now):
    idea = world.draft(world.owner)
    page, button = reverse("ideas:detail", args=[KEY, idea.pk]), "Neem dit idee mee"
    owner = client_of(world.owner)
    now(LATER)
    assert button not in owner.get(page).content.decode()
    next_edition()
    assert button in owner.get(page).content.decode()

    answer = owner.post(reverse("ideas:carry_on", args=[KEY, idea.pk]))

    draft = Idea.objects.get(carried_from=idea)
    assert answer["Location"] == reverse("ideas:detail", args=[NEXT, draft.pk])
    assert owner.get(answer["Location"]).status_code == 200


# --- staff, for a colleague ---

TOLD = {"title": "Brug open", "summary": "Kort.", "answers": {"why": "Daarom."}}


def start_for(world, email="collega@vlaanderen.be", *, by=None, at=DURING_SUBMISSION):
    return actions.start_for(
        world.edition, email, TOLD, name="Collega", reason="Aan de telefoon.", by=by or world.staff, at=at
    )


def test_the_draft_is_the_colleagues_and_staff_get_no_part_in_it(world):
    idea = start_for(world)

    person = Person.objects.get(email="collega@vlaanderen.be")
    assert [(row.person, row.is_main) for row in idea.ownerships.all()] == [(person, True)]
    assert (idea.title, idea.answers) == ("Brug open", {"why": "Daarom."})
    assert not Idea.objects.visible_to(world.staff, at=DURING_SUBMISSION).filter(pk=idea.pk).exists()
    with refused("Alleen een eigenaar"):
        actions.save_draft(idea, {"title": "X"}, version=idea.version, by=world.staff, at=DURING_SUBMISSION)


def test_the_colleague_hears_it_and_the_history_keeps_why(world):
    idea = start_for(world)

    assert Letter.objects.get(name="idea_started_for").recipient == idea.owners.get()
    event = history.of(idea).get()
    assert (event.kind, event.actor, event.words.text) == ("start_for", world.staff.pk, "Aan de telefoon.")


def test_only_staff_and_only_while_ideas_are_taken(world):
    with refused("Alleen Sandbox"):
        start_for(world, by=world.assessor)
    with refused("geen nieuw idee meer beginnen", Closed):
        start_for(world, at=DURING_TEAMS)


def test_a_second_click_is_the_same_draft_and_another_text_is_not(world):
    first = start_for(world)
    assert start_for(world) == first

    changes = TOLD | {"summary": "Langer."}
    told = {"name": "", "reason": "Opnieuw.", "by": world.staff, "at": DURING_SUBMISSION}
    other = actions.start_for(world.edition, "collega@vlaanderen.be", changes, **told)

    assert other != first
    assert Letter.objects.filter(name="idea_started_for").count() == 2


def whole():
    keys = ["idea", "why", "problem", "benefit", "poc_test"]
    return dict.fromkeys(keys, "Gezegd aan de telefoon.") | {"time": "yes", "week": ["2022-03-07"]}


def hand_in_for(world, answers, *, by=None, at=DURING_SUBMISSION):
    changes = TOLD | {"answers": answers}
    told = {"name": "Collega", "reason": "Aan de telefoon.", "hand_in": True}
    return actions.start_for(
        world.edition, "collega@vlaanderen.be", changes, **told, by=by or world.staff, at=at
    )


def test_staff_hand_in_for_a_colleague_and_the_receipt_says_so(world):
    idea = hand_in_for(world, whole())

    receipt, person = idea.submissions.get(), idea.owners.get()
    assert (receipt.by, receipt.on_behalf_of) == (world.staff, person)
    assert Idea.objects.get(pk=idea.pk).state == IdeaState.SUBMITTED
    assert [letter.name for letter in Letter.objects.filter(recipient=person)] == ["idea_received"]
    assert queries.public_names(idea) == []


def test_what_is_handed_in_for_a_colleague_is_whole_and_in_time(world):
    with refused("Vul eerst aan wat nog ontbreekt"):
        hand_in_for(world, {"why": "Daarom."})
    with refused("Alleen Sandbox"):
        hand_in_for(world, whole(), by=world.assessor)
    with refused("geen nieuw idee meer beginnen", Closed):
        hand_in_for(world, whole(), at=DURING_TEAMS)


def test_the_page_says_what_misses_before_it_hands_in(world, client_of, now):
    now(DURING_SUBMISSION)
    told = {
        "email": "collega@vlaanderen.be",
        "reason": "Aan de telefoon.",
        "title": "Brug open",
        "hand_in": "on",
    }
    told |= {"summary": "Kort.", "answer-why": "Daarom."}

    page = Page(client_of(world.staff).post(reverse("ideas:start_for", args=[KEY]), told).content.decode())

    missing = ["idea", "problem", "benefit", "poc_test", "time_0", "week_0"]
    assert [href for href, _told in page.summary] == [
        *(f"#id_answer-{key}" for key in missing),
        "#id_approved",
    ]
    assert not Idea.objects.exists()


@pytest.mark.parametrize(("email", "status"), [("collega@vlaanderen.be", 303), ("collega@example.org", 200)])
def test_the_page_takes_a_work_address(world, client_of, now, email, status):
    now(DURING_SUBMISSION)
    roles.appoint(world.staff, RoleKind.STAFF, by=TESTER, at=DURING_SUBMISSION)
    told = {"email": email, "reason": "Aan de telefoon.", "title": "Brug open", "answer-why": "Daarom."}

    answer = client_of(world.staff).post(reverse("ideas:start_for", args=[KEY]), told)

    assert answer.status_code == status
    assert Idea.objects.count() == (status == 303)


def test_the_other_owners_hear_that_the_idea_goes_on(world, now):
    idea = world.draft(world.owner)
    add_owner(idea, world.employee)

    carry_on(world, idea)
    now(LATER)
    delivery.deliver()

    (letter,) = [one for one in mail.outbox if "gaat verder" in one.subject]
    assert letter.to == [world.employee.email]
    assert "Editie 2022-2023" in letter.body
