"""The whole matrix of every state machine: a move of the table is made and recorded, any other changes nothing."""

import pytest
from django.apps import apps

from ideas.models import Idea
from ideas.states import IdeaState
from jury.models import Sheet
from jury.states import SheetState
from portal import history, lifecycle, releases
from portal.errors import Stale
from portal.models import Release
from portal.models.release import ReleaseState
from tests import transitions_later as later
from tests.refusals import refused
from tests.world import ANNOUNCEMENT, DECIDING, DURING_PRESELECTION

# Reviewed by hand, apart from the tables in the code: from, to and the verb that history tells.
ALLOWED = {
    Idea: {
        ("draft", "submitted"): "submit",
        ("submitted", "submitted"): "resubmit",
        ("submitted", "withdrawn"): "withdraw",
        ("withdrawn", "submitted"): "submit",
        ("draft", "discarded"): "discard",
        ("discarded", "draft"): "restore",
    },
    Sheet: {
        ("open", "handed_in"): "hand_in",
        ("handed_in", "open"): "reopen",
        ("open", "recused"): "recuse",
        ("handed_in", "recused"): "recuse",
        ("recused", "open"): "unrecuse",
    },
    Release: {
        ("proposed", "approved"): "approve",
        ("proposed", "withdrawn"): "withdraw",
        ("approved", "withdrawn"): "withdraw",
    },
    **later.ALLOWED,
}
STATES = {Idea: IdeaState, Sheet: SheetState, Release: ReleaseState, **later.STATES}
CELLS = [
    pytest.param(model, source, target, id=f"{model.__name__}: {source} to {target}")
    for model, states in STATES.items()
    for source in states.values
    for target in states.values
]


def subject_in(world, model, state):
    """A row in a state, with what the database asks of a row in any state."""
    if model in later.STATES:
        row = later.row(world, model)
    elif model is Idea:
        row = world.submitted(world.owner)
    elif model is Sheet:
        row = world.sheet(world.submitted(world.owner), world.assessor)
    else:
        row = releases.propose(world.edition, visible_from=ANNOUNCEMENT, by=world.decider, at=DECIDING)
    extra = with_it(world, model, state)
    model.objects.filter(pk=row.pk).update(state=state, **extra)
    return model.objects.get(pk=row.pk)


def with_it(world, model, state):
    """The columns that belong to a state."""
    if model is Release and state == ReleaseState.APPROVED:
        return {"approved_by": world.chair, "approved_at": DECIDING}
    return later.with_it(world, model, state)


def move(world, subject, target):
    lifecycle.move(
        subject,
        to=target,
        by=world.staff,
        at=DURING_PRESELECTION,
        reason="Omdat.",
        **with_it(world, type(subject), target),
    )


def test_every_machine_of_the_portal_is_in_this_matrix():
    with_a_machine = {model for model in apps.get_models() if hasattr(model, "machine")}

    assert with_a_machine == set(STATES)
    assert all(set(STATES[model].values) == set(model.machine.states.values) for model in with_a_machine)


@pytest.mark.parametrize("model", STATES)
def test_a_row_begins_where_its_machine_begins(model):
    assert model().state == model.machine.start


@pytest.mark.parametrize(("model", "source", "target"), CELLS)
def test_a_move_is_made_and_recorded_or_refused_and_nothing_changes(world, model, source, target):
    subject = subject_in(world, model, source)
    verb = ALLOWED[model].get((source, target))
    if verb is None:
        with refused(f"{source} -> {target} is not in the table", ValueError):
            move(world, subject, target)
        assert subject.state == source
        return
    others = {**model.objects.filter(pk=subject.pk).values().get(), **with_it(world, model, target)}

    move(world, subject, target)

    stored = model.objects.get(pk=subject.pk)
    assert (subject.state, stored.state) == (target, target)
    unchanged = set(others) - {"state", "approved_by_id", "approved_at"}
    assert {name: getattr(stored, name) for name in unchanged} == {name: others[name] for name in unchanged}
    event = history.of(subject).last()
    assert (event.kind, event.data, event.actor) == (verb, {"from": source, "to": target}, world.staff.pk)
    assert (event.at, event.words.text) == (DURING_PRESELECTION, "Omdat.")


@pytest.mark.parametrize(
    ("model", "source", "target"),
    [
        pytest.param(model, *pair, id=f"{model.__name__}: {' to '.join(pair)}")
        for model, pairs in ALLOWED.items()
        for pair in pairs
        if pair[0] != pair[1]
    ],
)
def test_the_slower_of_two_is_told_and_changes_nothing(world, model, source, target):
    subject = subject_in(world, model, source)
    slower = model.objects.get(pk=subject.pk)
    move(world, subject, target)

    with refused("Iemand anders was je net voor.", Stale):
        move(world, slower, target)


def test_fields_are_written_in_the_same_statement(world):
    idea = subject_in(world, Idea, IdeaState.DRAFT)

    lifecycle.move(
        idea, to=IdeaState.DISCARDED, by=world.owner, at=DURING_PRESELECTION, other_entities="Stad Gent"
    )

    stored = Idea.objects.get(pk=idea.pk)
    assert (stored.state, stored.other_entities) == (IdeaState.DISCARDED, "Stad Gent")
    assert idea.other_entities == "Stad Gent"


def test_a_state_that_nobody_knows_is_refused(world):
    idea = subject_in(world, Idea, IdeaState.DRAFT)

    with refused("is not in the table", ValueError):
        move(world, idea, "shortlisted")
