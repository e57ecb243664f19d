"""A list costs the same number of queries with 1, 3 and 50 rows, and no more than was promised."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import Backing, Comment, Idea, OutcomeKind
from portal.models import Entity, Person
from teams import actions as teams
from tests.crowd import another, crowd
from tests.world import DECIDING, DURING_PRESELECTION, DURING_SUBMISSION, DURING_TEAMS, TESTER, World

ROWS = (1, 3, 50)
LIST, MINE = "/2021-2022/ideeen/", "/2021-2022/mijn-traject/"
ROUND, RESULT = "/2021-2022/beoordelen/preselectie/", "/2021-2022/beoordelen/preselectie/resultaat/"


def queries_of(client: Client, address: str) -> list[str]:
    """What one request asks the database, the second time: the first one also fills caches of the process."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return [query["sql"] for query in captured]


def grown(world: World, client: Client, address: str, grow: Callable[[World, int], None]) -> list[int]:
    """The number of queries at each number of rows."""
    counts, rows = [], 0
    for wanted in ROWS:
        for number in range(rows, wanted):
            grow(world, number)
        rows = wanted
        counts.append(len(queries_of(client, address)))
    return counts


def hand_in(world: World, number: int) -> Idea:
    """The first by the verbs, the others like it."""
    title = f"Idee {number:02}"
    return (
        another(Idea.objects.get(title="Idee 00"), title) if number else world.submitted(world.owner, title)
    )


def judge(world: World, number: int) -> None:
    idea = hand_in(world, number)
    if number == 0:
        world.judged(idea, world.assessor)


def decide(world: World, number: int) -> None:
    idea = hand_in(world, number)
    if number == 0:
        world.judged(idea, world.assessor)
        world.decided({idea: OutcomeKind.SHORTLISTED}, at=DURING_PRESELECTION)


def published(world: World, rows: int) -> list[Idea]:
    return crowd(world.published(world.owner, "Idee 00"), [f"Idee {number:02}" for number in range(rows)])


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize(
    "asked", ["", "?zoek=antwoord", "?volgorde=herkend", "?zoek=antwoord&volgorde=titel-af"]
)
def test_the_public_list_costs_four_queries_for_anonymous_visitors(world, client_of, now, rows, asked):
    """The edition with its timeline, what can be filtered by, how many, and one page of them."""
    published(world, rows)
    now(DURING_TEAMS)
    queries = queries_of(client_of(None), LIST + asked)
    assert len(queries) == 4, queries


@pytest.mark.parametrize("rows", ROWS)
def test_the_list_of_ideas_costs_somebody_the_same_at_any_length(world, client_of, now, rows):
    published(world, rows)
    now(DURING_TEAMS)
    assert len(queries_of(client_of(world.employee), LIST)) == 9


def test_a_public_idea_costs_little_and_the_same_for_every_number_of_members(world, client_of, now):
    idea, *_others = published(world, 3)
    now(DURING_TEAMS)
    assert len(queries_of(client_of(None), f"{LIST}{idea.pk}/")) == 5  # no team yet
    counts = []
    for person in (world.candidate, world.member, world.second_member):
        teams.accept(world.candidacy(idea, person), by=world.owner, at=DURING_TEAMS)
        counts.append(len(queries_of(client_of(None), f"{LIST}{idea.pk}/")))
    assert len(set(counts)) == 1, counts
    assert counts[0] == 7


def test_comments_and_colleagues_cost_one_query_at_any_number(world, client_of, now):
    idea, *_others = published(world, 3)
    now(DURING_TEAMS)
    counts, entity = [], Entity.objects.order_by("name")[0]
    for number, (slug, person) in enumerate(world.people.items()):
        Comment.objects.create(idea=idea, person=person, text=f"Reactie {slug}", at=DURING_TEAMS)
        Backing.objects.create(idea=idea, person=person, entity=entity, at=DURING_TEAMS)
        if number in (0, 2, 15):
            counts.append(len(queries_of(client_of(None), f"{LIST}{idea.pk}/")))
    assert counts == [6, 6, 6]


@pytest.mark.parametrize("rows", ROWS)
def test_the_feed_costs_two_queries(world, client_of, now, rows):
    published(world, rows)
    now(DURING_TEAMS)
    assert len(queries_of(client_of(None), f"{LIST}feed/")) == 2


@pytest.mark.parametrize("rows", ROWS)
def test_doubles_cost_staff_the_same_at_any_number(world, client_of, now, rows):
    published(world, rows)
    now(DURING_TEAMS)
    assert len(queries_of(client_of(world.staff), f"{LIST}dubbels/")) == 8


@pytest.mark.parametrize("moment", [DURING_SUBMISSION, DURING_TEAMS])
def test_my_ideas_cost_the_same_at_any_number(world, client_of, now, moment):
    now(moment)
    counts = grown(world, client_of(world.owner), MINE, hand_in)
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 13


def test_the_list_of_a_judge_costs_the_same_at_any_number(world, client_of, now):
    now(DURING_PRESELECTION)
    counts = grown(world, client_of(world.assessor), ROUND, judge)
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 14


def test_the_result_costs_the_same_at_any_number(world, client_of, now):
    now(DECIDING)
    counts = grown(world, client_of(world.decider), RESULT, decide)
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 15


def invite(world: World, number: int) -> Person:
    from portal import people, roles
    from portal.models import RoleKind

    at = DURING_SUBMISSION
    person = people.find_or_invite(f"iemand{number}@vlaanderen.be", name=f"Iemand {number}", by=TESTER, at=at)
    roles.appoint(person, RoleKind.COACH, edition=world.edition, by=TESTER, at=at)
    people.save_entity(Entity(name=f"Entiteit {number}"), by=TESTER, at=at)
    return person


def say(world: World, number: int) -> None:
    Comment.objects.create(
        idea=hand_in(world, number), person=world.employee, text=f"Reactie {number}", at=DURING_SUBMISSION
    )


def let_in(world: World, number: int) -> None:
    """A domain, an invitation and a transfer."""
    from portal import registration, transfers
    from portal.models import EmailDomain

    person, at = invite(world, number), DURING_SUBMISSION
    entity = Entity.objects.get(name=f"Entiteit {number}")
    registration.save_domain(EmailDomain(domain=f"e{number}.be", entity=entity), by=TESTER, at=at)
    told = {"entity": entity, "by": world.staff, "at": at}
    registration.invite(f"gast{number}@elders.be", edition=world.edition, **told)
    transfers.propose(person, reason="Nieuwe baan.", **told)


ADMIN = {
    "ideas/comment": say,
    "ideas/idea": hand_in,
    "portal/letter": hand_in,
    "portal/event": hand_in,
    "portal/person": invite,
    "portal/role": invite,
    "portal/entity": invite,
    "portal/emaildomain": let_in,
    "portal/accountinvitation": let_in,
    "portal/transfer": let_in,
}


@pytest.mark.parametrize("model", ADMIN)
def test_a_list_of_the_admin_costs_the_same_at_any_number(world, client_of, now, model):
    now(DURING_SUBMISSION)
    counts = grown(world, client_of(world.staff), f"/beheer/{model}/", ADMIN[model])
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 8


@pytest.mark.parametrize("rows", ROWS)
def test_the_list_of_outcomes_costs_the_same_at_any_number(world, client_of, now, rows):
    published(world, rows)
    now(DURING_TEAMS)
    assert len(queries_of(client_of(world.staff), "/beheer/ideas/outcome/")) <= 8


@pytest.mark.parametrize(
    "model",
    [
        "portal/policydomain",
        "portal/edition",
        "portal/phase",
        "portal/release",
        "ideas/question",
        "sprints/week",
        "jury/round",
        "jury/criterion",
    ],
)
def test_a_short_list_of_the_admin_costs_no_more_than_a_long_one(world, client_of, now, model):
    published(world, 1)
    now(DURING_TEAMS)
    assert len(queries_of(client_of(world.staff), f"/beheer/{model}/")) <= 8
