"""A large pitch as rows: walking the verbs two thousand times proves nothing more here."""

import random

from ideas.models import Idea, Submission
from ideas.states import IdeaState
from jury.models import Decision, Entry, Score, Sheet
from jury.queries import criteria_of
from jury.states import SheetState
from portal.models import Person, Role, RoleKind
from teams.models import SelectionKind, Team
from teams.states import TeamState
from tests.snapshot import kept
from tests.world import DURING_SUBMISSION, DURING_TEAMS, PITCH_DAY, SELECTING, World


@kept
def pitch(world: World, *, teams: int, jurors: int, seed: int = 1) -> None:
    """So many complete teams, each with a sheet of each of so many jurors and a draft decision; nobody else judges."""
    dice, round_ = random.Random(seed), world.pitch_round
    Role.objects.filter(kind=RoleKind.JUROR).delete()
    people = Person.objects.bulk_create(
        Person(name=f"Jurylid {n:02}", email=f"jury{seed}.{n}@vlaanderen.be") for n in range(jurors)
    )
    Role.objects.bulk_create(
        Role(person=one, kind=RoleKind.JUROR, edition=world.edition, since=PITCH_DAY.date()) for one in people
    )
    entries = Entry.objects.bulk_create(Entry(round=round_, team=one) for one in _teams(world, teams))
    sheets = Sheet.objects.bulk_create(
        Sheet(entry=entry, judge=juror, rubric=round_.rubric, state=SheetState.HANDED_IN, no_conflict_at=PITCH_DAY,
              comment="Een team dat weet waaraan het begint." * 4)
        for entry in entries
        for juror in people
    )  # fmt: skip
    criteria = criteria_of(round_)
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=one, grade=dice.randint(0, one.scale))
        for sheet in sheets
        for one in criteria
    )
    kinds = (SelectionKind.SELECTED, SelectionKind.NOT_SELECTED)
    Decision.objects.bulk_create(
        Decision(
            entry=entry, kind=kinds[place >= 10], feedback="Werk het uit.", by=world.decider, at=SELECTING
        )
        for place, entry in enumerate(entries)
    )
    type(round_.rubric).objects.filter(pk=round_.rubric_id).update(frozen_at=PITCH_DAY)


def _teams(world: World, number: int) -> list[Team]:
    ideas = Idea.objects.bulk_create(
        Idea(edition=world.edition, saved_at=DURING_SUBMISSION, title=f"Team {n:03}") for n in range(number)
    )
    texts = Submission.objects.bulk_create(
        Submission(idea=idea, content={"title": idea.title}, public_text={"title": idea.title, "summary": "Kort."},
                   content_hash="0" * 64, at=DURING_SUBMISSION, by=world.owner)
        for idea in ideas
    )  # fmt: skip
    for idea, text in zip(ideas, texts, strict=True):
        idea.submission, idea.state = text, IdeaState.SUBMITTED
    Idea.objects.bulk_update(ideas, ["submission", "state"])
    return Team.objects.bulk_create(
        Team(edition=world.edition, idea=idea, state=TeamState.COMPLETE, made_at=DURING_TEAMS)
        for idea in ideas
    )
