"""A world that is laid down from its rows is the world that the verbs made, and nothing else is ever laid down."""

from django.db import transaction

from portal import clock
from portal.models import Person
from tests.refusals import rows
from tests.snapshot import kept


def made_anew(world, start):
    """What the database holds after an idea was handed in at the beginning of the trail; then it is forgotten."""
    with transaction.atomic():
        world.trail.key = start
        world.trail.mark()
        idea = world.submitted(world.owner, "Een idee dat driemaal ontstaat")
        found = rows()
        transaction.set_rollback(True)
    return idea.pk, found


def test_what_is_laid_down_is_what_was_made(world):
    start = world.trail.key
    _first, second, third = (made_anew(world, start) for _turn in range(3))

    assert second == third


def test_a_trail_ends_when_anything_else_writes(world):
    assert world.trail.goes_on
    Person.objects.filter(pk=world.owner.pk).update(language="en")

    assert not world.trail.goes_on


def test_what_is_made_while_a_guard_is_away_is_not_kept(world, monkeypatch):
    assert world.trail.goes_on
    monkeypatch.setattr(clock, "shift", clock.shift)

    assert not world.trail.goes_on


def test_a_guard_taken_away_for_a_moment_is_noticed_too(world, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(clock, "shift", clock.shift)

        assert not world.trail.goes_on
    assert world.trail.goes_on


def test_makers_of_one_name_in_two_stages_are_two_makers(world):
    def in_stage(stage):
        def two_teams(_world):
            return stage

        two_teams.__module__ = f"tests.{stage}.stage"
        return kept(two_teams)

    start = world.trail.key
    for _turn in range(3):
        for stage in ("sprints", "poc"):
            world.trail.key = start
            assert in_stage(stage)(world) == stage
