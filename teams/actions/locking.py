"""A team's row as it is now. What counts members, or what closes with the team, happens under this lock."""

from portal.models import Person
from teams.models import Candidacy, Membership, Team


def locked(team: Team) -> Team:
    """The team, locked until the end of the transaction (locked first, read after: see ideas.actions)."""
    Team.objects.select_for_update().only("pk").get(pk=team.pk)
    return Team.objects.select_related("edition", "idea__submission").get(pk=team.pk)


def locked_candidacy(candidacy: Candidacy) -> Candidacy:
    """The candidacy with its team, both locked: the team first, as everywhere."""
    team = locked(Team(pk=candidacy.team_id))
    Candidacy.objects.select_for_update().only("pk").get(pk=candidacy.pk)
    found = Candidacy.objects.select_related("person", "profile").get(pk=candidacy.pk)
    found.team = team
    return found


def locked_membership(membership: Membership) -> Membership:
    """The membership with its team, the team locked."""
    team = locked(Team(pk=membership.team_id))
    found = Membership.objects.select_related("person").get(pk=membership.pk)
    found.team = team
    return found


def hold_person(person: Person) -> None:
    """Whoever joins is locked too, so that two teams cannot take somebody at the same moment. Asked before the team:
    the one who gets the person lets their other candidacies lapse, and must not wait there for the one who waits here.
    """
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
