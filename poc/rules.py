"""May this person do this with a PoC now? Four eyes on money: who asks, or is in the team, never approves."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from poc import content
from poc.models import EntryKind, LedgerEntry, Obligation, Project
from poc.states import ObligationState, ProjectState
from portal import roles
from portal.errors import Refused
from portal.models import Person
from portal.templatetags.portal import euro
from teams import rules as team_rules
from teams.models import Membership, Team


class TooMuch(Refused):
    """The amount is more than there is room for; a form shows it beside the amount."""


def is_member(project: Project, person: Person) -> bool:
    return team_rules.is_member(project.team, person)


def is_staff(project: Project, person: Person, *, at: datetime) -> bool:
    return roles.is_staff(person, edition=project.edition, at=at)


def check_member(project: Project, *, by: Person) -> None:
    """The team spends its own budget. Source: the programme's first principle, ondernemerschap."""
    if not is_member(project, by):
        raise Refused(reason=_("Alleen een lid van dit team kan dit doen."), title=_("Niet jouw PoC"))


def check_staff(project: Project, *, by: Person, at: datetime) -> None:
    if not is_staff(project, by, at=at):
        raise Refused(reason=_("Alleen Sandbox kan dit doen."), title=_("Niet voor jou"))


def check_takes_part(project: Project, *, by: Person, at: datetime) -> None:
    """What both the team and Sandbox do: note orders, invoices and payments, end a PoC."""
    if not (is_member(project, by) or is_staff(project, by, at=at)):
        raise Refused(
            reason=_("Alleen een lid van dit team of Sandbox kan dit doen."), title=_("Niet jouw PoC")
        )


def may_open(team: Team, person: Person, *, at: datetime) -> bool:
    """Who opens the PoC of a selected team: its members, or staff."""
    return team_rules.is_member(team, person) or team_rules.is_staff(team, person, at=at)


def check_may_open(team: Team, *, by: Person, at: datetime) -> None:
    """A selected team opens its PoC once the selection is released, even before the PoC's own dates; or staff do."""
    if not may_open(team, by, at=at):
        raise Refused(
            reason=_("Alleen een lid van dit team of Sandbox kan de PoC openen."), title=_("Niet jouw team")
        )
    if not team_rules.is_selected(team, at=at):
        raise Refused(
            reason=_("Een PoC is voor een team dat de jury selecteerde. Dit team is dat (nog) niet."),
            title=_("Nog geen PoC"),
        )
    team_rules.check_not_stopped(team)


def check_running(project: Project) -> None:
    """A PoC that ended takes no new costs."""
    if project.state != ProjectState.RUNNING:
        raise Refused(
            reason=_(
                "Deze PoC is beëindigd: er komen geen nieuwe kosten bij. Facturen en betalingen van goedgekeurde kosten"
                " kunnen nog wel. Moet er toch iets bij? Vraag Sandbox om de PoC opnieuw te openen, via %(contact)s."
            )
            % {"contact": project.edition.contact},
            title=_("Deze PoC is beëindigd"),
        )


def check_amount(cents: int) -> None:
    if not 0 < cents <= content.LARGEST:
        raise TooMuch(
            reason=_("Geef een bedrag van meer dan nul euro in, en minder dan %(most)s.")
            % {"most": euro(content.LARGEST)},
            title=_("Dit bedrag kan niet"),
        )


def check_rate(rate: int) -> None:
    if rate not in content.VAT_RATES:
        raise Refused(reason=_("Kies een btw-tarief uit de lijst."), title=_("Dit btw-tarief kennen we niet"))


def check_fits(project: Project, cents: int) -> None:
    """Never more than the cap, counted from the moment a cost is asked. Ask under the project's lock."""
    left = project.left_cents
    if cents <= left:
        return
    said = _(
        "Er is nog %(left)s vrij van de %(cap)s. Vraag minder aan, of sluit eerst een kost af waar geld overbleef."
    )
    if left == 0:
        said = _(
            "Er is niets meer vrij van de %(cap)s. Sluit eerst een kost af waar geld overbleef, dan komt dat weer vrij."
        )
    raise TooMuch(
        reason=said % {"left": euro(left), "cap": euro(project.cap_cents)},
        title=_("Dit past niet in het budget"),
    )


def check_same_form(same: bool, page: str) -> None:
    """A form that comes in twice counts once; with other words in it, it is a new question."""
    if not same:
        raise Refused(
            reason=_(
                "Je verstuurde dit formulier al, met een andere tekst of een ander bedrag. Kijk eerst wat er staat. Wil"
                " je nog iets toevoegen? Begin dan een nieuw formulier."
            ),
            title=_("Al verstuurd"),
            links=[(_("Bekijk wat er staat"), page)],
        )


def check_waits(obligation: Obligation) -> None:
    if obligation.state != ObligationState.ASKED:
        raise Refused(
            reason=_("Deze aanvraag is al beantwoord of ingetrokken. Ze is nu: %(state)s.")
            % {"state": obligation.get_state_display()},
            title=_("Al beantwoord"),
        )


def may_answer(obligation: Obligation, person: Person, *, at: datetime) -> bool:
    """Staff answer what others asked: never the asker, nor anybody who is or was in the team."""
    if not is_staff(obligation.project, person, at=at) or obligation.by_id == person.pk:
        return False
    return not Membership.objects.filter(team=obligation.project.team_id, person=person).exists()


def check_may_answer(obligation: Obligation, *, by: Person, at: datetime) -> None:
    """Four eyes. Source: promises, 'publishing needs two people', held for money too."""
    check_staff(obligation.project, by=by, at=at)
    if not may_answer(obligation, by, at=at):
        raise Refused(
            reason=_(
                "Wie een kost aanvraagt of in het team zit of zat, beslist er niet zelf over. Laat een collega dit"
                " doen."
            ),
            title=_("Een collega beslist"),
        )
    check_waits(obligation)


def check_approved(obligation: Obligation) -> None:
    """Only an approved cost gets orders, invoices and payments."""
    if obligation.state == ObligationState.ASKED:
        raise Refused(
            reason=_("Wacht tot Sandbox deze kost goedkeurt. Daarna kan je bestellen."),
            title=_("Nog niet goedgekeurd"),
        )
    if obligation.state != ObligationState.APPROVED:
        raise Refused(
            reason=_("Deze kost is %(state)s: er komt niets meer bij of af.")
            % {"state": obligation.get_state_display()},
            title=_("Deze kost staat vast"),
        )


def check_may_record(obligation: Obligation, *, kind: str, by: Person, at: datetime) -> None:
    """Members and staff note what was ordered, invoiced and paid; after the end of a PoC nothing new is ordered."""
    check_takes_part(obligation.project, by=by, at=at)
    check_approved(obligation)
    if kind not in content.SPENDING:
        raise Refused(reason=_("Kies: besteld, gefactureerd of betaald."), title=_("Welke soort?"))
    if kind == EntryKind.COMMITTED:
        check_running(obligation.project)


def check_within_approved(obligation: Obligation, sums: content.Sums, kind: str, cents: int) -> None:
    """Nothing goes beyond what was approved for this cost. Ask under the project's lock."""
    approved, so_far = sums.get(EntryKind.RESERVED, 0), sums.get(kind, 0)
    if so_far + cents <= approved:
        return
    page = reverse("poc:ask", args=[obligation.project.edition_id, obligation.project_id])
    raise TooMuch(
        reason=_(
            "Voor deze kost is %(approved)s goedgekeurd, waarvan al %(so_far)s %(kind)s. Dit is %(more)s te veel: vraag"
            " dat verschil aan als een nieuwe kost."
        )
        % {
            "approved": euro(approved), "so_far": euro(so_far), "kind": EntryKind(kind).label,
            "more": euro(so_far + cents - approved),
        },
        title=_("Meer dan goedgekeurd"),
        links=[(_("Vraag het verschil aan"), page)],
    )  # fmt: skip


def check_may_correct(entry: LedgerEntry, *, cents: int, note: str, by: Person, at: datetime) -> None:
    """Who may record may correct, with a reason; what was reserved changes only by cancelling or closing the cost."""
    check_takes_part(entry.obligation.project, by=by, at=at)
    check_approved(entry.obligation)
    if entry.kind not in content.SPENDING:
        raise Refused(
            reason=_(
                "Een goedkeuring zet je niet recht. Heb je minder nodig? Sluit de kost af als alles betaald is."
            ),
            title=_("Een goedkeuring staat vast"),
        )
    check_reason(note)
    if cents > abs(entry.amount_cents):
        raise TooMuch(
            reason=_("Dit bedrag is %(amount)s: je kan er niet meer dan dat van aftrekken.")
            % {"amount": euro(abs(entry.amount_cents))},
            title=_("Meer dan er staat"),
        )


def check_not_below_zero(sums: content.Sums, kind: str, change: int) -> None:
    """What is taken back was there. Ask under the project's lock."""
    if sums.get(kind, 0) + change < 0:
        raise TooMuch(
            reason=_("Er staat nog maar %(sum)s als %(kind)s: je kan er niet meer dan dat van aftrekken.")
            % {"sum": euro(sums.get(kind, 0)), "kind": EntryKind(kind).label},
            title=_("Meer dan er staat"),
        )


def check_reason(text: str) -> None:
    if not text.strip():
        raise Refused(reason=_("Schrijf in enkele woorden waarom."), title=_("Nog één ding"))


def check_may_cancel(obligation: Obligation, sums: content.Sums, *, by: Person) -> None:
    """The team takes a question back, or an approved cost for which no invoice came."""
    check_member(obligation.project, by=by)
    if obligation.state != ObligationState.ASKED:
        check_approved(obligation)
    if sums.get(EntryKind.INVOICED, 0) or sums.get(EntryKind.PAID, 0):
        raise Refused(
            reason=_("Voor deze kost is er al een factuur of betaling. Sluit ze af als alles betaald is."),
            title=_("Annuleren kan niet meer"),
        )


def check_may_close(obligation: Obligation, sums: content.Sums, *, by: Person, at: datetime) -> None:
    """Everything that was invoiced is paid; what is left comes free."""
    check_takes_part(obligation.project, by=by, at=at)
    check_approved(obligation)
    paid, open_cents = (
        sums.get(EntryKind.PAID, 0),
        sums.get(EntryKind.INVOICED, 0) - sums.get(EntryKind.PAID, 0),
    )
    if not paid:
        raise Refused(
            reason=_("Er is nog niets betaald. Gaat deze kost niet door? Annuleer ze dan."),
            title=_("Nog niets betaald"),
        )
    if open_cents > 0:
        raise Refused(
            reason=_(
                "Er is nog %(open)s gefactureerd en niet betaald. Noteer de betaling, of zet de factuur recht."
            )
            % {"open": euro(open_cents)},
            title=_("Er is nog een factuur open"),
        )


def check_may_end(project: Project, *, lessons: str, by: Person, at: datetime) -> None:
    """The team ends its PoC, or Sandbox does, always with lessons. Source: second principle, falen is een optie."""
    check_takes_part(project, by=by, at=at)
    if project.state != ProjectState.RUNNING:
        raise Refused(reason=_("Deze PoC is al beëindigd."), title=_("Al beëindigd"))
    if not lessons.strip():
        raise Refused(
            reason=_("Schrijf in enkele zinnen wat jullie leerden: daar hebben anderen iets aan."),
            title=_("Nog één ding"),
        )


def check_may_resume(project: Project, *, reason: str, by: Person, at: datetime) -> None:
    """Sandbox opens a PoC again, with a reason; not when its team is gone."""
    check_staff(project, by=by, at=at)
    team_rules.check_not_stopped(project.team)
    if project.state == ProjectState.RUNNING:
        raise Refused(reason=_("Deze PoC loopt al."), title=_("Niets om te heropenen"))
    check_reason(reason)
