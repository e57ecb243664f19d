"""Whatever people do in whatever order: what is used is what the ledger says, and never more than the cap."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poc import actions, content, queries
from poc.models import EntryKind, LedgerEntry, Obligation, Project
from portal.errors import Refused
from tests.poc.stage import CAP, ask, key, project_of, record
from tests.world import DURING_POC, World

CENTS = st.one_of(st.integers(1, 400_000), st.integers(1_400_000, CAP + 10))
KINDS = st.sampled_from(EntryKind.values)
PLACE = st.integers(0, 20)
STEPS = st.one_of(
    st.tuples(st.just("ask"), CENTS),
    st.tuples(st.sampled_from(["approve", "decline", "cancel", "close"]), PLACE),
    st.tuples(st.just("record"), PLACE, KINDS, CENTS),
    st.tuples(st.just("correct"), PLACE, CENTS),
    st.tuples(st.sampled_from(["finish", "resume"])),
)


def play(world: World, project: Project, step: tuple[Any, ...]) -> None:
    """One step by somebody who may; what cannot be done is refused."""
    name, *args = step
    costs, lines = list(Obligation.objects.order_by("pk")), list(LedgerEntry.objects.order_by("pk"))
    told: dict[str, Any] = {"by": world.member, "at": DURING_POC}
    if name == "ask":
        ask(project, args[0], by=world.member)
    elif name == "finish":
        actions.finish(project, lessons="Iets.", **told)
    elif name == "resume":
        actions.resume(project, reason="Toch.", by=world.staff, at=DURING_POC)
    elif name == "correct" and lines:
        line = lines[args[0] % len(lines)]
        actions.correct_entry(line, amount_cents=args[1], note="Fout.", key=key(), **told)
    elif costs:
        on_cost(world, costs[args[0] % len(costs)], name, args[1:], told)


def on_cost(world: World, cost: Obligation, name: str, args: list[Any], told: dict[str, Any]) -> None:
    if name == "record":
        record(cost, args[0], args[1], by=world.member)
    elif name == "approve":
        actions.approve_cost(cost, by=world.staff, at=DURING_POC)
    elif name == "decline":
        actions.decline_cost(cost, answer="Nee.", by=world.staff, at=DURING_POC)
    elif name in ("cancel", "close"):
        {"cancel": actions.cancel_cost, "close": actions.close_cost}[name](cost, **told)


def faults(project: Project) -> list[str]:
    """What is wrong with the money of a PoC."""
    now = Project.objects.get(pk=project.pk)
    sums = content.sums_per_cost(queries.bookings_of(now))
    wrong = [f"{cost}: {kinds}" for cost, kinds in sums.items() if min(kinds.values()) < 0]
    wrong += [f"{cost}: {kinds}" for cost, kinds in sums.items() if max(kinds.values()) > kinds["reserved"]]
    told = sum(content.counted(kinds) for kinds in sums.values())
    if now.used_cents != told:
        wrong.append(f"used {now.used_cents}, the ledger says {told}")
    return wrong + ([f"{told} is over the cap"] if told > now.cap_cents else [])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=5, max_size=25))
def test_what_is_used_is_what_the_ledger_says(world, steps):
    LedgerEntry.objects.all().delete()
    Obligation.objects.all().delete()
    Project.objects.all().delete()
    project = project_of(world, team_of(world))
    for step in steps:
        before = LedgerEntry.objects.count()
        try:
            play(world, project, step)
        except Refused:
            assert LedgerEntry.objects.count() == before, "a refusal wrote a line"
        assert faults(project) == [], step


def team_of(world: World) -> Any:
    from teams.models import Team

    team = Team.objects.first()
    if team is None:
        team = world.team()
        world.selected(team)
    return team


def test_a_counter_that_moves_without_its_line_is_found(world):
    project = project_of(world)
    ask(project, 100, by=world.member)
    Project.objects.filter(pk=project.pk).update(used_cents=99)

    assert faults(project) == ["used 99, the ledger says 100"]
