"""What differs between the two rounds: the preselection judges ideas, the pitch judges teams. All else is common."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import actions as ideas
from ideas.models import Idea, OutcomeKind, Ownership
from ideas.queries import handed_in
from ideas.states import IdeaState
from jury.models import Round, RoundKind
from portal.errors import Refused
from portal.models import Edition, Person, PhaseKey, Release, RoleKind
from portal.timeline import Timeline
from teams import actions as teams
from teams.models import Membership, SelectionKind, Team
from teams.queries import pitching
from teams.states import TeamState

Judged = Idea | Team
MORNING = time(9)
SATURDAY = 5


@dataclass(frozen=True)
class Decided:
    """What was decided about one subject."""

    subject: Any
    kind: str
    feedback: str


class Subjects(ABC):
    """One kind of what is judged. `field` is its column of an Entry; `judges` and `window`: who judges it, when;
    `kinds` what can be decided about it, `onward` the kind that goes on in the programme."""

    field: ClassVar[str]
    judges: ClassVar[RoleKind]
    window: ClassVar[PhaseKey]
    kinds: ClassVar[type[TextChoices]]
    onward: ClassVar[str]

    @abstractmethod
    def taking_part(self, edition: Edition) -> QuerySet[Any]:
        """All that is judged, with what its title needs."""

    @abstractmethod
    def those(self, keys: list[str]) -> QuerySet[Any]:
        """Some of them by their keys, also what was withdrawn since, with what its title needs."""

    @abstractmethod
    def takes_part(self, subject: Any, edition: Edition) -> bool:
        """Whether this one (still) is."""

    @abstractmethod
    def is_own_of(self, person: Any) -> Q:
        """Of its rows, those that somebody (also of an outer query) may not judge, because they are theirs."""

    @abstractmethod
    def people_of(self, edition: Edition, subject: Any = None) -> list[tuple[str, str]]:
        """Who each is of, as pairs of a subject's key and a person's; of one subject, or of all."""

    @abstractmethod
    def text_of(self, subject: Any) -> dict[str, Any]:
        """The words as judges read them, with title, summary and answers."""

    @abstractmethod
    def told_at(self, windows: Timeline) -> datetime | None:
        """When the result is told, unless the deciders choose another instant."""

    @abstractmethod
    def record(self, release: Release, decided: Iterable[Decided], *, by: Person, at: datetime) -> None:
        """Write what an approved release will show, by the verb of the stage that owns it."""

    @abstractmethod
    def take_back(self, release: Release, *, by: Person, at: datetime) -> None:
        """Undo of `record`."""

    @abstractmethod
    def its_own(self) -> Refused:
        """The refusal for somebody who would judge their own."""

    @abstractmethod
    def gone(self) -> Refused:
        """The refusal for something that does not take part."""

    @abstractmethod
    def nothing(self) -> Refused:
        """The refusal when there is nothing to release."""


def _owning(person: Any, **which: Any) -> QuerySet[Ownership]:
    return Ownership.objects.filter(person=person, until=None, **which)


class Ideas(Subjects):
    """Everything handed in, as it was handed in; an owner never judges their own idea."""

    field = "idea"
    judges, window = RoleKind.ASSESSOR, PhaseKey.PRESELECTION
    kinds, onward = OutcomeKind, OutcomeKind.SHORTLISTED.value

    def taking_part(self, edition: Edition) -> QuerySet[Idea]:
        return handed_in(edition)

    def those(self, keys: list[str]) -> QuerySet[Idea]:
        return Idea.objects.filter(pk__in=keys).select_related("submission")

    def takes_part(self, subject: Idea, edition: Edition) -> bool:
        return subject.edition_id == edition.pk and subject.state == IdeaState.SUBMITTED

    def is_own_of(self, person: Any) -> Q:
        return Q(Exists(_owning(person, idea=OuterRef("pk"))))

    def people_of(self, edition: Edition, subject: Idea | None = None) -> list[tuple[str, str]]:
        return _owners(edition, "idea", subject)

    def text_of(self, subject: Idea) -> dict[str, Any]:
        return subject.submission.content if subject.submission else {}

    def told_at(self, windows: Timeline) -> datetime | None:
        return windows.opens_at(PhaseKey.ANNOUNCEMENT)

    def record(self, release: Release, decided: Iterable[Decided], *, by: Person, at: datetime) -> None:
        told = [ideas.Decided(one.subject, one.kind, one.feedback) for one in decided]
        ideas.record_outcomes(release, told, by=by, at=at)

    def take_back(self, release: Release, *, by: Person, at: datetime) -> None:
        ideas.take_back_outcomes(release, by=by, at=at)

    def its_own(self) -> Refused:
        reason = _("Je bent eigenaar van dit idee en beoordeelt het niet.")
        return Refused(reason=reason, title=_("Je eigen idee"))

    def gone(self) -> Refused:
        reason = _("Dit idee doet niet (meer) mee aan de preselectie: de eigenaar trok het in.")
        return Refused(reason=reason, title=_("Dit idee doet niet mee"))

    def nothing(self) -> Refused:
        return Refused(reason=_("Er zijn geen ingediende ideeën."), title=_("Niets om vrij te geven"))


class Teams(Subjects):
    """All complete teams; a member of a team or an owner of its idea never judges it."""

    field = "team"
    judges, window = RoleKind.JUROR, PhaseKey.PITCH
    kinds, onward = SelectionKind, SelectionKind.SELECTED.value

    def taking_part(self, edition: Edition) -> QuerySet[Team]:
        return pitching(edition)

    def those(self, keys: list[str]) -> QuerySet[Team]:
        return Team.objects.filter(pk__in=keys).select_related("edition", "idea__submission")

    def takes_part(self, subject: Team, edition: Edition) -> bool:
        return subject.edition_id == edition.pk and subject.state == TeamState.COMPLETE

    def is_own_of(self, person: Any) -> Q:
        member = Membership.objects.current().filter(team=OuterRef("pk"), person=person)
        return Q(Exists(member)) | Q(Exists(_owning(person, idea=OuterRef("idea"))))

    def people_of(self, edition: Edition, subject: Team | None = None) -> list[tuple[str, str]]:
        which: dict[str, Any] = {"team": subject} if subject else {"edition": edition}
        members = Membership.objects.current().filter(**which).values_list("team", "person")
        return [*members, *_owners(edition, "idea__team", subject)]

    def text_of(self, subject: Team) -> dict[str, Any]:
        return subject.idea.submission.public_text if subject.idea.submission else {}

    def told_at(self, windows: Timeline) -> datetime | None:
        closes = windows.closes_at(self.window)
        return first_working_morning(closes) if closes else None

    def record(self, release: Release, decided: Iterable[Decided], *, by: Person, at: datetime) -> None:
        told = [teams.Selected(one.subject, one.kind, one.feedback) for one in decided]
        teams.record_selections(release, told, by=by, at=at)

    def take_back(self, release: Release, *, by: Person, at: datetime) -> None:
        teams.take_back_selections(release, by=by, at=at)

    def its_own(self) -> Refused:
        reason = _("Je bent lid van dit team of eigenaar van het idee, en beoordeelt het niet.")
        return Refused(reason=reason, title=_("Je eigen team"))

    def gone(self) -> Refused:
        reason = _("Dit team doet niet (meer) mee aan de pitch: het is gestopt of niet volledig.")
        return Refused(reason=reason, title=_("Dit team doet niet mee"))

    def nothing(self) -> Refused:
        return Refused(reason=_("Er zijn geen teams die pitchen."), title=_("Niets om vrij te geven"))


def _owners(edition: Edition, field: str, subject: Any) -> list[tuple[str, str]]:
    """Pairs of a subject and an owner of its idea; `field` leads from an ownership to the subject."""
    which: dict[str, Any] = (
        {field: subject} if subject else {"idea__edition": edition, f"{field}__isnull": False}
    )
    return list(Ownership.objects.filter(until=None, **which).values_list(field, "person"))


KINDS: dict[str, Subjects] = {RoundKind.PRESELECTION: Ideas(), RoundKind.PITCH: Teams()}


def of(round_: Round) -> Subjects:
    """What the round judges."""
    return KINDS[round_.kind]


def title_of(subject: Model, subjects: Subjects) -> str:
    return str(subjects.text_of(subject).get("title", subject))


def first_working_morning(after: datetime) -> datetime:
    """The first nine o'clock in Brussels on a working day, from an instant on. The source names no hour."""
    start = timezone.localtime(after)
    day = start.date() + timedelta(days=start.time() > MORNING)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=start.tzinfo)
