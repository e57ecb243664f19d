"""May this person do this with a team now?"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.models import Idea, Ownership
from portal import history, roles, timeline
from portal.errors import Closed, Refused
from portal.models import Edition, Person, PhaseKey, Release
from portal.templatetags.portal import deadline, moment
from teams import content
from teams.models import Candidacy, Membership, Selection, Support, Team
from teams.states import CandidacyState, SupportState, TeamState


def owns_idea(idea: Idea, person: Person) -> bool:
    return Ownership.objects.filter(idea=idea, person=person, until=None).exists()


def owns(team: Team, person: Person) -> bool:
    """Owners of the idea decide about its team. Source: programme, 'the owner accepts'."""
    return owns_idea(team.idea, person)


def is_member(team: Team, person: Person) -> bool:
    return Membership.objects.current().filter(team=team, person=person).exists()


def is_staff(team: Team, person: Person, *, at: datetime) -> bool:
    return roles.is_staff(person, edition=team.edition, at=at)


def size_of(team: Team) -> int:
    """How many members the team has now."""
    return Membership.objects.current().filter(team=team).count()


def other_team_of(person: Person, edition: Edition, *, than: Team | None = None) -> Team | None:
    """The team that keeps somebody from joining one more: one team per person and edition, unless staff waived it."""
    found = (
        Membership.objects.current().filter(person=person, edition=edition, waived=False).exclude(team=than)
    )
    binding = found.select_related("team__idea__submission").first()
    return binding.team if binding else None


def check_shortlisted(idea: Idea, *, at: datetime) -> None:
    """A team forms around an idea that everybody can see as shortlisted, never before."""
    if not Idea.objects.published(at=at).filter(pk=idea.pk).exists():
        raise Refused(
            reason=_("Een team vormt zich rond een weerhouden idee. Dit idee is dat (nog) niet."),
            title=_("Nog geen team"),
        )


def check_owner(team: Team, *, by: Person) -> None:
    if not owns(team, by):
        raise Refused(
            reason=_("Alleen een eigenaar van het idee beslist hierover."),
            title=_("Vraag het aan de eigenaar"),
        )


def check_member(team: Team, *, by: Person) -> None:
    if not is_member(team, by):
        raise Refused(reason=_("Alleen een lid van dit team kan dit doen."), title=_("Niet jouw team"))


def check_before_pitch(team: Team, *, at: datetime) -> None:
    """From the pitch on the team that the jury judges stands still."""
    pitch = timeline.of(team.edition).opens_at(PhaseKey.PITCH)
    if pitch is not None and at >= pitch:
        raise Closed(
            reason=_("De pitch begon op %(when)s. Het team en zijn dossier blijven zoals ze toen waren.")
            % {"when": moment(pitch)},
            title=_("De pitch is begonnen"),
        )


def check_not_stopped(team: Team) -> None:
    if team.state == TeamState.STOPPED:
        raise Refused(
            reason=_("Dit team is gestopt. Wat het leerde blijft bewaard."), title=_("Gestopt team")
        )


def check_may_stand_for(idea: Idea, team: Team | None, *, by: Person, at: datetime) -> None:
    """The same before there is a team: then only the month counts, and owning the idea."""
    if team is not None:
        check_may_stand(team, by=by, at=at)
        return
    windows = timeline.of(idea.edition)
    if not windows.accepts(PhaseKey.TEAMS, at):
        raise not_in_february(windows, at)
    if owns_idea(idea, by):
        raise Refused(
            reason=_("Dit is je eigen idee: open het team, dan ben je lid."), title=_("Je eigen idee")
        )


def check_may_stand(team: Team, *, by: Person, at: datetime) -> None:
    """Employees stand as candidate all of February, for a team that still looks. Source: programme, step 2b."""
    check_not_stopped(team)
    windows = timeline.of(team.edition)
    if not windows.accepts(PhaseKey.TEAMS, at):
        raise not_in_february(windows, at)
    if is_member(team, by):
        raise Refused(reason=_("Je bent al lid van dit team."), title=_("Je hoort er al bij"))
    check_free(by, team)
    if team.state == TeamState.COMPLETE:
        raise Refused(
            reason=_("Dit team zoekt niemand meer. Kijk bij de andere ideeën: misschien is daar nog plaats."),
            title=_("Dit team is volledig"),
        )
    check_room(team)


def not_in_february(windows: timeline.Timeline, at: datetime) -> Closed:
    """The refusal outside the month in which teams form: when it begins, or that it is over."""
    opens, closes = windows.opens_at(PhaseKey.TEAMS), windows.closes_at(PhaseKey.TEAMS)
    if opens is None or at < opens:
        when = moment(opens) if opens else _("een later moment")
        return Closed(
            reason=_("Je kan je kandidaat stellen vanaf %(when)s.") % {"when": when},
            title=_("Nog even geduld"),
        )
    return Closed(
        reason=_(
            "Je kon je kandidaat stellen tot %(when)s. Wil je toch nog meedoen? Schrijf naar %(contact)s."
        )
        % {"when": deadline(closes), "contact": windows.edition.contact},
        title=_("De teams zijn gevormd"),
    )


def check_free(person: Person, team: Team) -> None:
    """One team per person and edition; staff may waive it. Source: programme, what the portal decides."""
    if other := other_team_of(person, team.edition, than=team):
        raise Refused(
            reason=_(
                "%(name)s zit al in het team van ‘%(team)s’. Je kan in één team meedoen. Zijn er goede redenen voor"
                " een tweede? Vraag een uitzondering aan %(contact)s."
            )
            % {"name": person.display_name, "team": other.title, "contact": team.edition.contact},
            title=_("Eén team per persoon"),
        )


def check_room(team: Team) -> None:
    """A team has no more members than the edition allows. Ask under the team's lock."""
    if size_of(team) >= team.edition.team_max:
        raise Refused(
            reason=_("Een team telt maximaal %(n)d leden. Dit team is vol.") % {"n": team.edition.team_max},
            title=_("Dit team is vol"),
        )


def check_may_answer(candidacy: Candidacy, *, by: Person, at: datetime) -> None:
    """The owner answers an open candidacy, until the pitch."""
    check_owner(candidacy.team, by=by)
    check_not_stopped(candidacy.team)
    check_before_pitch(candidacy.team, at=at)
    if candidacy.state != CandidacyState.OPEN:
        raise Refused(reason=_("Deze kandidatuur is al beantwoord of ingetrokken."), title=_("Al beantwoord"))


def check_may_complete(team: Team, *, by: Person, at: datetime) -> None:
    """Complete: enough members, not too many, and every candidate has an answer."""
    check_owner(team, by=by)
    check_not_stopped(team)
    check_before_pitch(team, at=at)
    size, smallest = size_of(team), team.edition.team_min
    if size < smallest:
        missing = smallest - size
        raise Refused(
            reason=ngettext(
                "Een team telt minstens %(min)d leden. Er ontbreekt er nog %(n)d.",
                "Een team telt minstens %(min)d leden. Er ontbreken er nog %(n)d.",
                missing,
            )
            % {"min": smallest, "n": missing},
            title=_("Nog niet volledig"),
        )
    if team.candidacies.filter(state=CandidacyState.OPEN).exists():
        raise Refused(
            reason=_("Er wachten nog kandidaten op een antwoord. Geef hun eerst een antwoord."),
            title=_("Eerst de kandidaten"),
        )


def check_may_leave(membership: Membership, *, by: Person, at: datetime) -> None:
    """Members leave by themselves; nobody is thrown out. The last owner in a team stops it instead."""
    team = membership.team
    if membership.person_id != by.pk:
        raise Refused(reason=_("Alleen het lid zelf kan vertrekken."), title=_("Niet jouw lidmaatschap"))
    if membership.until is not None:
        raise Refused(reason=_("Je hebt dit team al verlaten."), title=_("Al vertrokken"))
    owners = Ownership.objects.filter(idea=team.idea_id, until=None).values("person")
    others = Membership.objects.current().filter(team=team, person__in=owners).exclude(person=by)
    if owns(team, by) and not others.exists():
        raise Refused(
            reason=_(
                "Je bent de eigenaar van dit idee: zonder jou is er geen team. Wil je niet verder? Stop dan het team."
            ),
            title=_("Een team heeft een eigenaar"),
        )


def is_selected(team: Team, *, at: datetime) -> bool:
    """Selected for a PoC, and released."""
    return Team.objects.selected(at=at).filter(pk=team.pk).exists()


def check_may_stop(team: Team, *, by: Person, at: datetime) -> None:
    """Owners stop their team, staff may too; a team that builds stops its PoC instead."""
    if not (owns(team, by) or is_staff(team, by, at=at)):
        raise Refused(
            reason=_("Alleen een eigenaar van het idee of Sandbox kan het team stoppen."),
            title=_("Niet voor jou"),
        )
    check_not_stopped(team)
    if is_selected(team, at=at):
        raise Refused(
            reason=_("Dit team is geselecteerd. Stop de PoC, dan blijven de lessen bij het resultaat."),
            title=_("Stop de PoC"),
        )


def check_staff(team: Team, *, by: Person, at: datetime) -> None:
    if not is_staff(team, by, at=at):
        raise Refused(reason=_("Alleen Sandbox kan dit doen."), title=_("Niet voor jou"))


def check_own_support(membership: Membership, *, by: Person) -> None:
    """A member asks their own manager."""
    if membership.person_id != by.pk or membership.until is not None:
        raise Refused(reason=_("Je vraagt steun voor je eigen deelname."), title=_("Niet jouw lidmaatschap"))
    check_not_stopped(membership.team)


def check_may_support(support: Support, *, turn: int, at: datetime) -> None:
    """A link works for one answer, for one asking, for thirty days."""
    if support.turn != turn or support.state == SupportState.CANCELLED:
        raise Closed(
            reason=_("Deze link werkt niet meer: de vraag is ingetrokken of opnieuw gesteld."),
            title=_("Deze link is vervallen"),
        )
    if support.state != SupportState.ASKED:
        raise Refused(
            reason=_(
                "Je antwoord is al binnen. Wil je het wijzigen? Laat je medewerker de vraag opnieuw stellen."
            ),
            title=_("Bedankt, je antwoordde al"),
        )
    if has_run_out(support, at=at):
        raise Closed(
            reason=_("Deze link was dertig dagen geldig. Open ze opnieuw en vraag een nieuwe link."),
            title=_("Deze link is vervallen"),
        )


def has_run_out(support: Support, *, at: datetime) -> bool:
    return at >= content.link_ends(support.asked_at)


def may_renew(support: Support, *, turn: int, at: datetime) -> bool:
    """Only the latest link, once it ran out, of a question that still stands; so at most one mail in thirty days."""
    asked = support.turn == turn and support.state == SupportState.ASKED
    return asked and has_run_out(support, at=at) and support.membership.until is None


def check_asks_no_flood(support: Support, *, at: datetime) -> None:
    """A member asks at most three times a day: a manager's address must not be flooded in our name."""
    asked = history.of(support).filter(kind__in=("ask", "renew"), at__gt=at - timedelta(days=1))
    if asked.count() >= content.MOST_ASKINGS:
        raise Refused(
            reason=_(
                "Je vroeg het vandaag al drie keer. Spreek je leidinggevende aan, of vraag het morgen opnieuw."
            ),
            title=_("Je leidinggevende kreeg al drie mails"),
        )


def selection_in_force(team: Team, *, at: datetime) -> Selection | None:
    """What the jury decided, once it may be told."""
    return Selection.objects.filter(team=team, release__in=Release.objects.in_force(at=at)).first()


def ties(person: Person, at: datetime) -> list[str]:
    """Who closes their account leaves their team first: the others must know that they are one fewer."""
    rows = Membership.objects.current().filter(person=person, edition__is_current=True)
    return [
        _("Je bent lid van het team van ‘%(title)s’. Verlaat het team eerst.") % {"title": row.team.idea}
        for row in rows.exclude(team__state=TeamState.STOPPED).select_related("team__idea")
    ]
