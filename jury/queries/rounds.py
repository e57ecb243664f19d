"""Reads for who sets a round up, and for the pitch day."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from jury import rules, subjects
from jury.models import Criterion, Entry, Round, Rubric, Seat, Sheet, Slot
from jury.queries.assigning import assigned_pairs, own_or_near
from jury.queries.judges import judges_of
from jury.queries.judging import subject_key
from jury.states import SheetState
from portal.models import Person


def latest_rubric(round_: Round) -> Rubric | None:
    return round_.rubrics.order_by("version").last()


def draft_of(round_: Round) -> Rubric | None:
    """The version of the criteria that somebody works on."""
    last = latest_rubric(round_)
    return last if last is not None and rules.is_draft(last, round_) else None


def to_take_over(round_: Round) -> int:
    """Sheets by criteria that are no longer in use, which do not count until their judge brings them over."""
    rows = Sheet.objects.filter(entry__round=round_).exclude(state=SheetState.RECUSED)
    return rows.exclude(rubric=round_.rubric).count()


@dataclass
class Judging:
    """How far one judge is, in counts: nothing of what they think."""

    person: Person
    seat: Seat | None
    total: int
    states: Counter[str] = field(default_factory=Counter)

    @property
    def handed_in(self) -> int:
        return self.states[SheetState.HANDED_IN]

    @property
    def open(self) -> int:
        return self.states[SheetState.OPEN]

    @property
    def recused(self) -> int:
        return self.states[SheetState.RECUSED]

    @property
    def left(self) -> int:
        return max(self.total - self.handed_in - self.recused, 0)


def progress_by_judge(round_: Round, *, at: datetime) -> list[Judging]:
    """Every judge of the round with seat and counts; the same number of queries for any number of judges."""
    judges = judges_of(round_, at=at)
    seats = {seat.person_id: seat for seat in Seat.objects.filter(round=round_)}
    total = subjects.of(round_).taking_part(round_.edition).count()
    own = Counter(person for _one, person in set(subjects.of(round_).people_of(round_.edition)))
    given = Counter(judge for _one, judge in assigned_pairs(round_)) if round_.division != "all" else None
    found = {
        one.pk: Judging(one, seats.get(one.pk), total - own[one.pk] if given is None else given[one.pk])
        for one in judges
    }
    rows = Sheet.objects.filter(entry__round=round_, judge__in=judges).values_list("judge", "state", "rubric")
    for judge, state, rubric in rows:
        outdated = state == SheetState.HANDED_IN and rubric != round_.rubric_id
        found[judge].states[SheetState.OPEN if outdated else state] += 1
    return list(found.values())


@dataclass(frozen=True)
class Share:
    """Who judges one subject, and who may not."""

    subject: Any
    title: str
    cells: list[tuple[Person, bool, bool]]  # judge, judges it, may not

    @property
    def count(self) -> int:
        return sum(chosen for _judge, chosen, _not in self.cells)


def shares(
    round_: Round, judges: list[Person], *, proposed: set[tuple[str, str]] | None = None
) -> list[Share]:
    """The division as it stands, or as it is proposed: one row for each that takes part."""
    kind, forbidden = subjects.of(round_), own_or_near(round_, judges)
    there = assigned_pairs(round_) if proposed is None else proposed
    return [
        Share(
            one,
            subjects.title_of(one, kind),
            [(judge, (one.pk, judge.pk) in there, (one.pk, judge.pk) in forbidden) for judge in judges],
        )
        for one in kind.taking_part(round_.edition).order_by("pk")
    ]


def loads(rows: list[Share]) -> list[tuple[Person, int]]:
    """How many each judge has in a division."""
    judges = [judge for judge, _chosen, _not in rows[0].cells] if rows else []
    return [(judge, sum(row.cells[place][1] for row in rows)) for place, judge in enumerate(judges)]


@dataclass(frozen=True)
class Turn:
    """One turn of the pitch day: who, when, and how many judgements are in of those that can come."""

    subject: Any
    title: str
    number: int
    starts_at: datetime | None
    handed_in: int
    expected: int
    on_stage: bool


def turns_of(round_: Round, *, jurors: int = 0) -> list[Turn]:
    """All that take part in their order; who has no place yet comes after the others. A juror who stepped aside is not
    waited for. Three queries."""
    kind = subjects.of(round_)
    slots = {
        subject_key(one.entry): one.order
        for one in Slot.objects.filter(entry__round=round_).select_related("entry")
    }
    sheets = Sheet.objects.filter(entry__round=round_).select_related("entry")
    states = Counter((subject_key(one.entry), one.state) for one in sheets)
    taking_part = sorted(
        kind.taking_part(round_.edition), key=lambda one: (slots.get(one.pk, len(slots) + 1), one.pk)
    )
    now = subject_key(round_.on_stage) if round_.on_stage else ""
    return [
        Turn(
            subject=one,
            title=subjects.title_of(one, kind),
            number=number,
            starts_at=_starts_at(round_, number),
            handed_in=states[one.pk, SheetState.HANDED_IN],
            expected=jurors - states[one.pk, SheetState.RECUSED],
            on_stage=one.pk == now,
        )
        for number, one in enumerate(taking_part, start=1)
    ]


def _starts_at(round_: Round, number: int) -> datetime | None:
    first, each = round_.day_starts_at, timedelta(minutes=round_.minutes)
    return first + (number - 1) * each if first else None


@dataclass(frozen=True)
class Stage:
    """Who pitches now, since when, and for how long still; `sheet` is one's own."""

    title: str
    subject: Any
    since: datetime
    minutes_left: int
    sheet: Sheet | None

    @property
    def minutes_over(self) -> int:
        return max(-self.minutes_left, 0)


def stage_of(round_: Round, person: Person, *, at: datetime) -> Stage | None:
    """What is on stage for somebody; nothing when the stage is empty. Two queries."""
    if round_.on_stage_id is None or round_.on_stage_since is None:
        return None
    entry = Entry.objects.select_related("team__idea__submission", "idea__submission").get(
        pk=round_.on_stage_id
    )
    left = round_.on_stage_since + timedelta(minutes=round_.minutes) - at
    sheet = Sheet.objects.filter(entry=entry, judge=person).first()
    title = subjects.title_of(entry.subject, subjects.of(round_))
    return Stage(title, entry.subject, round_.on_stage_since, -(-int(left.total_seconds()) // 60), sheet)


def others_of(sheet: Sheet) -> list[Sheet]:
    """What the other judges handed in on the same; whether somebody reads it is `rules.may_see`. Two queries."""
    rows = Sheet.objects.counting().filter(entry=sheet.entry).exclude(judge=sheet.judge_id)
    return list(
        rows.select_related("judge").prefetch_related("scores__criterion").order_by("judge__name", "pk")
    )


def criterion_of(rubric: Rubric, key: str) -> Criterion | None:
    return rubric.criteria.filter(key=key).first()
