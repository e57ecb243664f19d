"""Reads about teams."""

from django.db.models import QuerySet

from portal.models import Edition, Person
from teams.models import Team
from teams.states import TeamState


def pitching(edition: Edition) -> QuerySet[Team]:
    """The teams that take part in the pitch: all that are complete. Source: programme, 'all teams pitch'."""
    rows = Team.objects.filter(edition=edition, state=TeamState.COMPLETE)
    return rows.select_related("edition", "idea__submission")


def members_of(team: Team) -> QuerySet[Person]:
    """The people in a team now, the first to join first."""
    current = Person.objects.filter(memberships__team=team, memberships__until=None)
    return current.order_by("memberships__since", "memberships__pk")
