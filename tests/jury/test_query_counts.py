"""The pages of the pitch cost the same number of queries with 1, 3 and 50 teams, and no more than was promised."""

from itertools import pairwise

from django.urls import reverse

from jury.models import Entry, Score, Sheet
from jury.queries import criteria_of
from jury.states import SheetState
from teams.models import Team
from teams.states import TeamState
from tests.test_query_counts import ROWS, hand_in, queries_of
from tests.world import DURING_TEAMS, PITCH_DAY, SELECTING, TESTER

EDITION = "2021-2022"
COUNTS = {
    "my_round": ("juror", 12), "result": ("decider", 17), "set_up": ("staff", 18), "division": ("staff", 14),
    "day": ("staff", 12), "now": ("staff", 11),
}  # fmt: skip


def judged_team(world, number):
    """A complete team with one sheet, written as rows: walking the verbs fifty times proves nothing more here."""
    idea = hand_in(world, number)
    team = Team.objects.create(
        edition=world.edition, idea=idea, state=TeamState.COMPLETE, made_at=DURING_TEAMS
    )
    round_ = world.pitch_round
    entry = Entry.objects.create(round=round_, team=team)
    sheet = Sheet.objects.create(
        entry=entry,
        judge=world.juror,
        rubric=round_.rubric,
        state=SheetState.HANDED_IN,
        no_conflict_at=PITCH_DAY,
    )
    Score.objects.bulk_create(
        [Score(sheet=sheet, criterion=one, grade=(number + one.pk) % 6) for one in criteria_of(round_)]
    )


def test_the_lists_of_the_pitch_cost_the_same_at_any_number(world, client_of, now):
    now(SELECTING)
    counts = {page: [] for page in COUNTS}
    for first, wanted in pairwise((0, *ROWS)):
        for number in range(first, wanted):
            judged_team(world, number)
        for page, (slug, _most) in COUNTS.items():
            address = reverse(f"jury:{page}", args=[EDITION, "pitch"])
            counts[page].append(len(queries_of(client_of(world.people[slug]), address)))

    assert {page: found for page, found in counts.items() if len(set(found)) != 1} == {}
    assert {page: found for page, found in counts.items() if found[0] > COUNTS[page][1]} == {}


def test_a_jurors_sheet_costs_the_same_for_a_team_of_any_size(world, client_of, now):
    from portal import people

    counts = []
    for title, owner, size in (("Klein", world.owner, 2), ("Groot", world.other_owner, 5)):
        world.__dict__.pop("round", None)
        members = [
            people.find_or_invite(
                f"{title}{n}@vlaanderen.be", name=f"{title} {n}", by=TESTER, at=DURING_TEAMS
            )
            for n in range(size)
        ]
        world.shortlist({"Klein": world.owner, "Groot": world.other_owner}) if not counts else None
        team = world.team(owner, *members, title=title)
        sheet = world.pitch_sheet(team, world.juror)
        now(PITCH_DAY)
        asked = queries_of(client_of(world.juror), reverse("jury:sheet", args=[EDITION, "pitch", sheet.pk]))
        counts.append(len(asked))

    assert len(set(counts)) == 1, counts
    assert counts[0] <= 14, asked
