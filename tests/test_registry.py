"""What stages offer each other through the floor: events that later stages follow, panels on pages of earlier ones."""

import pytest
from django.db import transaction

from ideas import actions as ideas
from ideas.models import Idea
from ideas.states import IdeaState
from portal import registry
from tests.world import DURING_TEAMS


@pytest.fixture
def following(monkeypatch):
    """Effects of a test, taken away after it."""

    def follow(event, effect):
        monkeypatch.setitem(registry.effects, event, [*registry.effects[event], effect])

    return follow


def test_an_event_that_nobody_tells_is_refused():
    with pytest.raises(KeyError):
        registry.after("idea_withdrwan", lambda subject, *, by, at: None)


def test_later_stages_hear_who_did_it_and_when(world, following):
    heard = []
    following(registry.IDEA_WITHDRAWN, lambda idea, *, by, at: heard.append((idea.pk, by, at)))
    idea = world.submitted(world.owner)

    ideas.withdraw_idea(idea, by=world.owner, at=DURING_TEAMS)

    assert heard == [(idea.pk, world.owner, DURING_TEAMS)]


def test_an_effect_that_fails_takes_the_verb_with_it(world, following):
    def fails(subject, *, by, at):
        raise RuntimeError("a stage broke")

    following(registry.IDEA_WITHDRAWN, fails)
    idea = world.submitted(world.owner)

    with pytest.raises(RuntimeError, match="a stage broke"), transaction.atomic():
        ideas.withdraw_idea(idea, by=world.owner, at=DURING_TEAMS)

    assert Idea.objects.get(pk=idea.pk).state == IdeaState.SUBMITTED


def test_a_panel_that_has_nothing_to_show_is_left_out(monkeypatch):
    shows = registry.Panel("teams/idea_panel.html", {"n": 1})
    monkeypatch.setitem(registry.panels, "idea", [lambda *told: None, lambda *told: shows])

    assert registry.panels_on("idea", "idea", "person", at=DURING_TEAMS) == [shows]


def test_every_event_is_followed_by_somebody():
    assert all(registry.effects.values())
