"""The division of the work: nobody gets their own, capacity holds, and the work is as even as can be."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jury import actions, queries
from jury.models import Assignment, Division
from jury.queries import divide
from portal import people
from portal.models import Entity
from tests.refusals import refused
from tests.world import DURING_PRESELECTION

AT = DURING_PRESELECTION
QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def of_each(pairs, place):
    return Counter(pair[place] for pair in pairs)


@QUIET
@given(entries=st.integers(1, 12), judges=st.integers(1, 6), per_entry=st.integers(1, 4))
def test_without_conflicts_everything_is_judged_and_nobody_has_two_more_than_another(
    entries, judges, per_entry
):
    names = [f"j{n}" for n in range(judges)]

    pairs = divide(
        [f"e{n}" for n in range(entries)], dict.fromkeys(names), per_entry=per_entry, forbidden=set()
    )

    loads = of_each(pairs, 1)
    counts = [loads[name] for name in names]
    assert set(of_each(pairs, 0).values()) == {min(per_entry, judges)}
    assert max(counts) - min(counts) <= 1


@QUIET
@given(data=st.data())
def test_what_may_not_be_never_is_and_what_was_begun_stays(data):
    entries, judges = [f"e{n}" for n in range(6)], [f"j{n}" for n in range(4)]
    cells = st.sets(st.tuples(st.sampled_from(entries), st.sampled_from(judges)))
    forbidden, begun = data.draw(cells), data.draw(cells)
    begun -= forbidden
    capacity = {judge: data.draw(st.none() | st.integers(1, 6)) for judge in judges}
    per_entry = data.draw(st.integers(1, 3))

    pairs = divide(entries, capacity, per_entry=per_entry, forbidden=forbidden, begun=begun)

    loads, there = of_each(pairs, 1), of_each(begun, 1)
    assert not pairs & forbidden
    assert begun <= pairs
    for judge in judges:
        assert capacity[judge] is None or loads[judge] <= max(capacity[judge], there[judge])
    for entry, count in of_each(pairs, 0).items():
        assert count <= max(per_entry, of_each(begun, 0)[entry])


def test_a_jury_that_is_too_small_judges_as_much_as_it_can():
    pairs = divide(["a", "b", "c"], {"one": 1, "two": 1}, per_entry=2, forbidden=set())

    assert len(pairs) == 2
    assert divide(["a"], {}, per_entry=2, forbidden=set()) == set()


def works_at(person, name):
    entity = Entity.objects.get(name=name)
    people.update_profile(person, name=person.name, entity=entity, language="nl", at=AT)


def test_nobody_is_proposed_their_own_or_what_comes_from_their_entity(world):
    own = world.submitted(world.assessor, "Van mij")
    near = world.submitted(world.owner, "Van hiernaast")
    works_at(world.owner, "VDAB")
    works_at(world.recused, "VDAB")
    judges = queries.judges_of(world.round, at=AT)

    pairs = queries.proposal(world.round, judges)

    assert pairs == {(own.pk, world.recused.pk), (near.pk, world.assessor.pk)}


def test_a_judge_who_stepped_aside_is_not_proposed_again(world):
    idea = world.submitted(world.owner)
    sheet = world.sheet(idea, world.recused)
    actions.recuse(sheet, reason="Familie.", kind="family", by=world.recused, at=AT)

    pairs = queries.proposal(world.round, queries.judges_of(world.round, at=AT))

    assert pairs == {(idea.pk, world.assessor.pk)}
    with refused("meldde hier een belangenconflict"):
        actions.assign(world.round, [(idea, world.recused)], by=world.staff, at=AT)


def test_an_owner_cannot_be_assigned_their_own_by_hand(world):
    idea = world.submitted(world.assessor)

    with refused("is eigenaar of lid en beoordeelt dit niet"):
        actions.assign(world.round, [(idea, world.assessor)], by=world.staff, at=AT)


@pytest.mark.parametrize("slug", ["employee", "assessor", "juror"])
def test_only_staff_and_the_chair_divide(world, slug):
    idea = world.submitted(world.owner)

    with refused("Alleen Sandbox en de voorzitter"):
        actions.assign(world.round, [(idea, world.assessor)], by=world.people[slug], at=AT)


def test_shared_work_is_on_the_list_of_who_has_it_and_closed_to_others(world):
    mine, theirs = world.submitted(world.owner, "Een"), world.submitted(world.owner, "Twee")
    values = {"division": Division.BALANCED}
    actions.set_up(world.round, values, deciders=[world.decider], by=world.staff, at=AT)
    world.fresh_round()
    actions.assign(world.round, [(mine, world.assessor), (theirs, world.recused)], by=world.staff, at=AT)

    assert list(queries.to_judge(world.round, world.assessor)) == [mine]
    with refused("Dit is aan andere beoordelaars toegewezen."):
        actions.open_sheet(world.round, theirs, by=world.assessor, at=AT)
    assert actions.open_sheet(world.round, mine, by=world.assessor, at=AT)


def test_dividing_anew_takes_back_what_was_not_chosen(world):
    first, second = world.submitted(world.owner, "Een"), world.submitted(world.owner, "Twee")
    actions.assign(world.round, [(first, world.assessor)], by=world.staff, at=AT)

    actions.assign(world.round, [(second, world.assessor)], by=world.staff, at=AT)

    assert [one.entry.idea for one in Assignment.objects.all()] == [second]


def test_the_page_shows_a_proposal_and_keeps_it_only_when_it_is_saved(world, client_of, now):
    from django.urls import reverse

    idea = world.submitted(world.owner)
    now(AT)
    staff, page = client_of(world.staff), reverse("jury:division", args=["2021-2022", "preselectie"])

    said = staff.get(page, {"voorstel": "1"}).content.decode()
    assert said.count("checked") == 2
    assert not Assignment.objects.exists()
    staff.post(page, {"pair": [f"{idea.pk}:{world.assessor.pk}", "weg:ook", "x"]})

    assert [(one.entry.idea, one.judge) for one in Assignment.objects.all()] == [(idea, world.assessor)]


def test_the_least_judged_comes_next_and_the_own_sheet_is_done(world):
    ideas = [world.submitted(world.owner, f"Idee {n}") for n in range(3)]
    world.judged(ideas[0], world.recused)
    world.judged(ideas[1], world.recused)
    assert queries.next_for(world.round, world.assessor) == ideas[2]
    world.judged(ideas[2], world.assessor)

    assert queries.next_for(world.round, world.assessor) in ideas[:2]
    for idea in ideas[:2]:
        world.judged(idea, world.assessor)
    assert queries.next_for(world.round, world.assessor) is None
