"""Reads of the roof: what one person has to do with several stages, what the home page shows of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from ideas import queries as ideas
from portal import plots
from portal.models import Edition, Person
from showcase.models import Result
from sprints.models import Booking
from sprints.states import BookingState
from teams.models import Candidacy, Membership, Team
from teams.states import TeamState

MOST_ON_HOME = 12
MOST_ENTITIES = 8


def teams_of(person: Person, edition: Edition) -> QuerySet[Team]:
    """The teams somebody is or was a member of, with their week and their PoC; the latest first."""
    weeks = Booking.objects.filter(state__in=[BookingState.HELD, BookingState.BOOKED]).select_related(
        "place__week"
    )
    return (
        Team.objects.filter(edition=edition, pk__in=Membership.objects.filter(person=person).values("team"))
        .select_related("idea__submission", "project")
        .prefetch_related(Prefetch("booking", queryset=weeks))
        .annotate(members=Count("memberships", filter=Q(memberships__until=None)))
        .order_by("-made_at", "pk")
    )


def candidacies_of(person: Person, edition: Edition) -> QuerySet[Candidacy]:
    """Everything somebody stood for in an edition, the latest first."""
    rows = Candidacy.objects.filter(person=person, team__edition=edition)
    return rows.select_related("team__idea__submission").order_by("-at", "pk")


@dataclass(frozen=True)
class Building:
    """What came of the pitch, as far as it may be told: the selected teams and the published results."""

    teams: list[Team]
    count: int
    results: int

    @property
    def is_there(self) -> bool:
        return bool(self.teams)


def building(edition: Edition, *, at: datetime) -> Building:
    """The selected teams by title, and how many results everybody may read. Two queries."""
    rows = Team.objects.selected(at=at).filter(edition=edition).select_related("idea__submission")
    teams = list(rows.order_by("idea__submission__public_text__title", "pk"))
    return Building(
        teams[:MOST_ON_HOME], len(teams), Result.objects.published(at=at).filter(edition=edition).count()
    )


@dataclass(frozen=True)
class Shortlist:
    """What the published ideas say together: how many there are, and which entities they name."""

    count: int
    entities: list[plots.Bar]


def shortlist(edition: Edition, *, at: datetime) -> Shortlist:
    """The published ideas, read once: their number, and the entities named most, by how many ideas name them."""
    named = list(ideas.published(edition, at=at).values_list("submission__public_text__entities", flat=True))
    count = Counter(name for names in named for name in names or ())
    most = sorted(count.items(), key=lambda one: (-one[1], one[0]))[:MOST_ENTITIES]
    return Shortlist(len(named), plots.bars(most))


def funnel(edition: Edition, shortlisted: int, built: Building) -> list[plots.Bar]:
    """From ideas handed in to results told, as far as each may be told; nothing before the shortlist is published."""
    if not shortlisted:
        return []
    told = [
        (_("Ideeën ingediend"), ideas.handed_in(edition).count()),
        (_("Ideeën weerhouden"), shortlisted),
        (_("Teams volledig"), Team.objects.filter(edition=edition, state=TeamState.COMPLETE).count()),
        (_("Teams geselecteerd"), built.count),
        (_("Resultaten getoond"), built.results),
    ]
    return plots.funnel((label, value) for label, value in told if value)


def other_editions(edition: Edition) -> QuerySet[Edition]:
    """The other editions, the latest first."""
    return Edition.objects.exclude(pk=edition.pk).order_by("-key")
