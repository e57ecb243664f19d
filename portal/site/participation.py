"""How one entity takes part in an edition: what its ambassador may know and tell on. Counts, and what is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ideas import queries as ideas
from ideas.models import Backing, Facet, FacetKind, Idea, Ownership
from portal import plots, timeline
from portal.models import Capacity, Edition, Entity, PhaseKey
from portal.templatetags.portal import deadline
from teams.models import Membership
from teams.states import TeamState

MOST_IDEAS = 50


@dataclass(frozen=True)
class Participation:
    """The figures of an entity, and the public ideas that name it. No name of a person, no idea that is not public."""

    figures: list[plots.Bar]
    ideas: Sequence[Idea]

    @property
    def is_there(self) -> bool:
        return any(bar.value for bar in self.figures)


def of(entity: Entity, edition: Edition, *, at: datetime) -> Participation:
    """What colleagues of the entity do in the edition. What is handed in is only counted, and only by where its owners
    work now; a public idea is one that names the entity. So no difference of figures tells what the jury decided."""
    here = Capacity.objects.filter(entity=entity, until=None)
    named = _naming(entity, edition, at=at)
    public = list(named.annotate(known=_recognised(entity))[:MOST_IDEAS])
    teams = _teams(here, edition)
    figures = [
        (_("Ideeën ingediend"), _handed_in(here, edition)),
        (_("Publieke ideeën die jullie noemen"), named.count()),
        (_("Collega’s in een team"), teams["people"]),
        (_("Teams met een collega"), teams["teams"]),
        (_("Keer ‘wij hebben dit probleem ook’"), _backings(entity, edition, at=at)),
    ]
    return Participation(plots.bars(figures), public)


def _handed_in(here: QuerySet[Capacity], edition: Edition) -> int:
    owners = Ownership.objects.filter(idea=OuterRef("pk"), until=None, person__in=here.values("person"))
    return ideas.handed_in(edition).filter(Exists(owners)).count()


def _naming(entity: Entity, edition: Edition, *, at: datetime) -> QuerySet[Idea]:
    facets = Facet.objects.filter(submission=OuterRef("submission"), kind=FacetKind.ENTITY, key=entity.pk)
    return ideas.published(edition, at=at).filter(Exists(facets))


def _recognised(entity: Entity) -> Count:
    return Count("backings", filter=Q(backings__entity=entity), distinct=True)


def _teams(here: QuerySet[Capacity], edition: Edition) -> dict[str, int]:
    rows = Membership.objects.current().filter(edition=edition, person__in=here.values("person"))
    counted: dict[str, int] = rows.exclude(team__state=TeamState.STOPPED).aggregate(
        people=Count("person", distinct=True), teams=Count("team", distinct=True)
    )
    return counted


def _backings(entity: Entity, edition: Edition, *, at: datetime) -> int:
    public = ideas.published(edition, at=at).order_by()
    return Backing.objects.filter(entity=entity, idea__in=public.values("pk")).count()


def text_to_share(edition: Edition, *, at: datetime) -> str:
    """Some sentences for a newsletter or a chat, with the link to what can be done today."""
    windows = timeline.shown(edition)
    if windows.is_open(PhaseKey.SUBMISSION, at):
        return _(
            "Heb je een idee om ons werk of onze dienstverlening beter te maken met nieuwe technologie? Dien het in bij"
            " Sandbox Vlaanderen, tot %(when)s. Je hoeft het nog niet helemaal uit te werken. Zo begin je: %(url)s"
        ) % {"when": deadline(windows.closes_at(PhaseKey.SUBMISSION)), "url": _page("edition_home", edition)}
    if windows.is_open(PhaseKey.TEAMS, at):
        return _(
            "Collega’s van de Vlaamse overheid zoeken teamleden om hun idee uit te werken, tot %(when)s. Kijk welk idee"
            " je aanspreekt en stel je kandidaat: %(url)s"
        ) % {"when": deadline(windows.closes_at(PhaseKey.TEAMS)), "url": _page("teams:list", edition)}
    return _(
        "Bij Sandbox Vlaanderen werken collega’s van de Vlaamse overheid hun eigen idee uit met nieuwe technologie."
        " Volg wat ze doen, en hoor wanneer je zelf een idee kan indienen: %(url)s"
    ) % {"url": _page("edition_home", edition)}


def _page(name: str, edition: Edition) -> str:
    return settings.PORTAL_URL + reverse(name, args=[edition.pk])
