"""Two ideas that become one: only when both main owners agree, and until then neither learns the other's text."""

import pytest
from django.core import mail
from django.urls import reverse

from ideas import actions, rules
from ideas.models import Idea, Merger
from ideas.states import IdeaState, MergerState
from portal import delivery, registry
from portal.errors import Closed
from portal.models import Letter
from tests.ideas.test_verbs import add_owner, story
from tests.refusals import refused
from tests.world import ANNOUNCEMENT, DURING_PRESELECTION

AT = DURING_PRESELECTION
KEY = "2021-2022"


@pytest.fixture
def kept(world):
    return world.submitted(world.owner, "Slimme sluisdeuren")


@pytest.fixture
def gone(world):
    return world.submitted(world.other_owner, "Deuren die praten")


@pytest.fixture
def merger(world, kept, gone):
    return propose(world, kept, gone)


def propose(world, kept, gone, *, by=None, at=AT):
    return actions.propose_merger(kept, gone, "Allebei over sluizen.", by=by or world.staff, at=at)


def agree(merger, person, *, at=AT):
    return actions.agree_to_merge(Merger.objects.get(pk=merger.pk), by=person, at=at)


def owners(idea):
    return {row.person for row in idea.ownerships.filter(until=None)}


def state(row):
    return type(row).objects.get(pk=row.pk).state


def test_both_main_owners_hear_it_and_nothing_of_the_other(world, merger, kept, gone, now):
    now(AT)
    delivery.deliver()

    letters = {letter.to[0]: letter.body for letter in mail.outbox if "samenvoegen" in letter.subject}
    assert set(letters) == {world.owner.email, world.other_owner.email}
    assert "Deuren die praten" not in letters[world.owner.email]
    assert "Slimme sluisdeuren" not in letters[world.other_owner.email]


def test_one_who_agrees_changes_nothing_yet(world, merger, kept, gone):
    agree(merger, world.owner)

    assert (state(merger), state(gone), owners(kept)) == (
        MergerState.OPEN,
        IdeaState.SUBMITTED,
        {world.owner},
    )


def test_once_both_agree_the_one_goes_on_in_the_other(world, merger, kept, gone):
    add_owner(gone, world.employee)
    agree(merger, world.other_owner)
    agree(merger, world.owner)

    assert (state(merger), state(gone), state(kept)) == (
        MergerState.DONE,
        IdeaState.WITHDRAWN,
        IdeaState.SUBMITTED,
    )
    assert owners(kept) == {world.owner, world.other_owner, world.employee}
    assert kept.ownerships.get(is_main=True).person == world.owner
    assert owners(gone) == {world.other_owner, world.employee}
    told = Letter.objects.filter(name="merger_done").values_list("recipient", flat=True)
    assert set(told) == {person.pk for person in owners(kept)}
    assert "merged" in story(kept)


def test_agreeing_twice_is_agreeing_once(world, merger, kept):
    agree(merger, world.owner)
    agree(merger, world.other_owner)
    before = story(kept)

    agree(merger, world.owner)

    assert story(kept) == before


def test_who_owns_both_agrees_for_both(world, kept):
    own = world.submitted(world.owner, "Nog een idee")
    merger = propose(world, kept, own)

    assert state(agree(merger, world.owner)) == MergerState.DONE
    assert owners(kept) == {world.owner}


def test_one_who_declines_ends_it(world, merger, kept, gone):
    agree(merger, world.owner)
    actions.decline_merger(merger, by=world.other_owner, at=AT)

    assert (state(merger), state(gone)) == (MergerState.DECLINED, IdeaState.SUBMITTED)
    with refused("staat niet meer open"):
        agree(merger, world.owner)
    assert Letter.objects.filter(name="merger_off").count() == 3


def test_staff_take_it_back(world, merger):
    with refused("Alleen Sandbox"):
        actions.withdraw_merger(merger, by=world.assessor, at=AT)
    actions.withdraw_merger(merger, by=world.staff, at=AT)

    assert state(merger) == MergerState.WITHDRAWN


def test_only_main_owners_answer(world, merger, kept):
    add_owner(kept, world.employee)
    for person in (world.employee, world.staff, world.candidate):
        with refused("Alleen de hoofdeigenaar"):
            agree(merger, person)
        with refused("Alleen de hoofdeigenaar"):
            actions.decline_merger(merger, by=person, at=AT)


def test_the_same_proposal_twice_is_one_and_another_waits(world, merger, kept, gone):
    assert propose(world, kept, gone) == merger
    with refused("Er wacht al een voorstel"):
        propose(world, gone, kept)


def test_what_cannot_be_merged(world, kept, gone):
    draft = world.draft(world.candidate, "Concept")
    with refused("Alleen Sandbox"):
        propose(world, kept, gone, by=world.assessor)
    with refused("Kies twee ideeën"):
        propose(world, kept, kept)
    with refused("tot de bekendmaking", Closed):
        propose(world, kept, gone, at=ANNOUNCEMENT)
    with refused("doet niet meer mee"):
        propose(world, kept, draft)


def test_together_they_are_no_more_than_a_team(world, kept, gone):
    for person in (world.employee, world.candidate, world.member, world.second_member, world.other_member):
        add_owner(gone, person)

    with refused("meer dan 6 eigenaars"):
        propose(world, kept, gone)


def test_an_idea_that_was_withdrawn_meanwhile_is_not_merged(world, merger, gone):
    agree(merger, world.owner)
    actions.withdraw_idea(gone, by=world.other_owner, at=AT)

    with refused("doet niet meer mee"):
        agree(merger, world.other_owner)


def test_it_waits_for_who_did_not_answer(world, merger, kept):
    def waiting(person):
        items = registry.waits_for(person, Idea.objects.get(pk=kept.pk).edition, at=AT)
        return [item.url for item in items if "samenvoegen" in item.url]

    page = [reverse("ideas:merger", args=[KEY, merger.pk])]
    assert (waiting(world.owner), waiting(world.other_owner)) == (page, page)
    agree(merger, world.owner)
    assert (waiting(world.owner), waiting(world.other_owner)) == ([], page)


def test_the_page_tells_nothing_of_the_other_idea(world, merger, client_of, now):
    now(AT)
    address = reverse("ideas:merger", args=[KEY, merger.pk])

    page = client_of(world.owner).get(address).content.decode()

    assert "Slimme sluisdeuren" in page
    assert "Deuren die praten" not in page
    assert client_of(world.employee).get(address).status_code == 404
    assert client_of(world.staff).get(address).status_code == 404


def test_owners_answer_on_the_page_and_staff_propose_on_theirs(world, kept, gone, client_of, now):
    now(AT)
    form = reverse("ideas:propose_merger", args=[KEY, kept.pk, gone.pk])
    client_of(world.staff).post(form, {"kept": gone.pk, "why": "Allebei over sluizen."})
    merger = Merger.objects.get()
    assert (merger.kept, merger.gone) == (gone, kept)
    assert (
        "nog geen antwoord"
        in client_of(world.staff).get(reverse("ideas:doubles", args=[KEY])).content.decode()
    )

    for person in (world.owner, world.other_owner):
        client_of(person).post(reverse("ideas:merger", args=[KEY, merger.pk]), {"agree": "1"})

    assert state(merger) == MergerState.DONE
    assert rules.is_owner(Idea.objects.get(pk=gone.pk), world.owner)


def test_a_proposal_without_words_or_choice_is_told(world, kept, gone, client_of, now):
    now(AT)
    form = reverse("ideas:propose_merger", args=[KEY, kept.pk, gone.pk])

    page = client_of(world.staff).post(form, {"kept": ""}).content.decode()

    assert "<title>Fout: " in page
    assert page.count("Kies welk idee blijft.") == 2


def test_staff_name_two_ideas_that_nobody_found_alike(world, kept, gone, client_of, now):
    now(AT)
    browser, page = client_of(world.staff), reverse("ideas:doubles", args=[KEY])

    same = browser.get(page, {"one": kept.pk, "other": kept.pk}).content.decode()
    two = browser.get(page, {"one": kept.pk, "other": gone.pk})

    assert "Kies een ander idee dan het eerste." in same
    assert two["Location"] == reverse("ideas:propose_merger", args=[KEY, kept.pk, gone.pk])
