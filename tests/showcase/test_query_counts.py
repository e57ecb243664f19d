"""The list of results and what waits cost the same number of queries with 1, 3 and 50 rows."""

import pytest

from poc.models import Project
from poc.states import ProjectState
from showcase.models import Result
from showcase.states import ResultState
from teams.models import Membership, Team
from tests.crowd import crowd
from tests.showcase.stage import APPROVING, WORDS, WRITING, set_showcase
from tests.test_query_counts import MINE, ROWS, queries_of
from tests.world import DURING_SHOWCASE, DURING_TEAMS, SELECTION

LIST = "/2021-2022/showcase/"


def results(world, rows, *, state=ResultState.APPROVED):
    """So many sheets of one owner's teams; the waiver that this takes is not the subject here."""
    ideas = crowd(world.published(world.owner, "Idee 00"), [f"Idee {number:02}" for number in range(rows)])
    made = []
    for idea in ideas:
        team = Team.objects.create(edition=world.edition, idea=idea, made_at=DURING_TEAMS)
        Membership.objects.create(
            team=team, edition=world.edition, person=world.owner, waived=True, since=DURING_TEAMS
        )
        project = Project.objects.create(
            edition=world.edition,
            team=team,
            cap_cents=1_500_000,
            opened_at=SELECTION,
            state=ProjectState.FINISHED,
        )
        made.append(
            Result.objects.create(
                edition=world.edition, project=project, state=state, saved_at=WRITING, approved_at=APPROVING,
                cost_cents=100, **WORDS,
            )
        )  # fmt: skip
    set_showcase(world)
    return made


@pytest.mark.parametrize("rows", ROWS)
def test_the_showcase_costs_three_queries_for_anonymous_visitors(world, client_of, now, rows):
    results(world, rows)
    now(DURING_SHOWCASE)

    asked = queries_of(client_of(None), LIST)

    assert len(asked) == 3, asked


@pytest.mark.parametrize("rows", ROWS)
def test_what_waits_for_a_member_costs_the_same_at_any_number(world, client_of, now, rows):
    results(world, rows, state=ResultState.DRAFT)
    now(DURING_SHOWCASE)

    assert len(queries_of(client_of(world.owner), MINE)) <= 15


@pytest.mark.parametrize("rows", [1, 50])
def test_the_feed_costs_three_queries(world, client_of, now, rows):
    results(world, rows)
    now(DURING_SHOWCASE)

    asked = queries_of(client_of(None), f"{LIST}feed/")

    assert len(asked) <= 3, asked


def test_a_result_costs_a_visitor_few_queries(world, client_of, now):
    result, *_others = results(world, 3)
    now(DURING_SHOWCASE)

    asked = queries_of(client_of(None), f"{LIST}{result.pk}/")

    assert len(asked) <= 6, asked


def test_the_admins_list_costs_the_same_at_any_number(world, client_of, now):
    results(world, 30)
    now(DURING_SHOWCASE)

    assert len(queries_of(client_of(world.staff), "/beheer/showcase/result/")) <= 8
