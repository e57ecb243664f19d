"""The pitch day: the order, who is on stage, and how complete the judgements are."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jury import actions, queries
from jury.models import Round
from tests.jury.test_pitch import text_of
from tests.refusals import refused
from tests.test_query_counts import queries_of
from tests.world import PITCH_DAY, local


def address(name, *args, kind="pitch"):
    return reverse(f"jury:{name}", args=["2021-2022", kind, *args])


@pytest.fixture
def teams(world, now):
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    now(PITCH_DAY)
    return [
        world.team(world.owner, world.member, world.second_member),
        world.team(world.other_owner, world.other_member, world.candidate, title="Lucht in de klas"),
    ]


def order(world):
    return [one.subject for one in queries.turns_of(world.pitch_round)]


def test_a_team_moves_by_buttons_and_stays_at_either_end(world, teams):
    first, second = order(world)

    actions.move_slot(world.pitch_round, first, places=1, by=world.staff, at=PITCH_DAY)
    assert order(world) == [second, first]
    actions.move_slot(world.pitch_round, first, places=1, by=world.staff, at=PITCH_DAY)
    assert order(world) == [second, first]
    actions.move_slot(world.pitch_round, first, places=-1, by=world.chair, at=PITCH_DAY)
    assert order(world) == [first, second]


def test_a_team_that_was_dragged_moves_by_so_many_turns(world, teams, client_of):
    first, second = order(world)
    staff = client_of(world.staff)

    staff.post(address("move_slot", first.pk), {"places": "7"})

    assert order(world) == [second, first]
    assert "data-order" in staff.get(address("day")).content.decode()
    assert "data-order" not in client_of(world.juror).get(address("day")).content.decode()
    assert "Kies vroeger of later" in text_of(staff.post(address("move_slot", first.pk), {"places": "x"}))


def test_every_turn_says_when_it_begins(world, teams, client_of):
    said = {"day_starts_at": "2022-05-19T13:00", "minutes": "12"}
    client_of(world.staff).post(address("day"), said)

    starts = [one.starts_at for one in queries.turns_of(world.pitch_round)]

    assert starts == [local(2022, 5, 19, 13), local(2022, 5, 19, 13, 12)]


def test_all_jurors_see_who_is_on_stage_and_how_long_still(world, teams, client_of, now):
    team = teams[0]
    juror = client_of(world.juror)
    assert "Er staat nu niemand op het podium" in text_of(juror.get(address("now")))

    client_of(world.staff).post(address("on_stage"), {"subject": team.pk})
    now(PITCH_DAY + timedelta(minutes=3, seconds=1))
    said = text_of(juror.get(address("now")))

    assert "Nu op het podium: Slimme sluisdeuren" in said
    assert "nog 7 minuten" in said
    assert "Beoordeel dit team" in said
    now(PITCH_DAY + timedelta(minutes=11))
    assert "de tijd is om" in text_of(juror.get(address("now")))
    client_of(world.staff).post(address("on_stage"), {"subject": ""})
    assert "Er staat nu niemand op het podium" in text_of(juror.get(address("now")))


def test_who_leads_the_day_sees_how_complete_it_is_and_no_juror_does(world, teams, client_of):
    world.pitched(teams[0], world.juror)

    assert "1 van 2" in text_of(client_of(world.staff).get(address("now")))
    aside = world.pitch_sheet(teams[0], world.recused_juror)
    actions.recuse(aside, reason="Familie.", by=world.recused_juror, at=PITCH_DAY)
    assert "1 van 1" in text_of(client_of(world.staff).get(address("now")))
    assert "1 van 1" not in text_of(client_of(world.juror).get(address("now")))


def test_the_deliberation_begins_once(world, teams):
    actions.deliberate(world.pitch_round, by=world.chair, at=PITCH_DAY)
    actions.deliberate(world.pitch_round, by=world.staff, at=PITCH_DAY + timedelta(hours=1))

    assert Round.objects.get(kind="pitch").deliberating_since == PITCH_DAY


@pytest.mark.parametrize("slug", ["juror", "member", "employee"])
def test_only_staff_and_the_chair_lead_the_day(world, teams, slug):
    by, round_ = world.people[slug], world.pitch_round

    for verb in (
        lambda: actions.move_slot(round_, teams[0], places=1, by=by, at=PITCH_DAY),
        lambda: actions.call_on_stage(round_, teams[0], by=by, at=PITCH_DAY),
        lambda: actions.deliberate(round_, by=by, at=PITCH_DAY),
    ):
        with refused("Alleen Sandbox en de voorzitter"):
            verb()


def test_the_preselection_has_no_pitch_day(world, teams, client_of):
    for name in ("day", "now"):
        assert client_of(world.staff).get(address(name, kind="preselectie")).status_code == 404


def test_the_page_asks_for_what_changes_and_that_costs_little(world, teams, client_of):
    actions.call_on_stage(world.pitch_round, teams[0], by=world.staff, at=PITCH_DAY)

    assert f'hx-get="{address("now")}"' in client_of(world.juror).get(address("day")).content.decode()
    assert len(queries_of(client_of(world.juror), address("now"))) <= 10
    assert len(queries_of(client_of(world.staff), address("now"))) <= 11
