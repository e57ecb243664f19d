"""May this person do this with an idea now? Who and when are asked apart; a refusal is a sentence."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.content import Gap, gaps
from ideas.models import Clarification, Idea, Invitation, Outcome, OutcomeKind, Ownership, Question
from ideas.states import IdeaState, InvitationState
from portal import people, roles, timeline
from portal.errors import Closed, Refused
from portal.models import Edition, Person, PhaseKey, Release
from portal.templatetags.portal import deadline, moment

EDITABLE = {IdeaState.DRAFT, IdeaState.SUBMITTED, IdeaState.WITHDRAWN}


def is_owner(idea: Idea, person: Person) -> bool:
    return any(owner.person_id == person.pk and owner.until is None for owner in idea.ownerships.all())


def has_newer_changes(idea: Idea) -> bool:
    """Whether something was saved since the last time the idea was handed in."""
    return idea.submission is not None and idea.version != idea.submission.version


def check_owner(idea: Idea, *, by: Person) -> None:
    """Only an owner may change an idea. Source: the programme's first principle, ondernemerschap."""
    if not is_owner(idea, by):
        raise Refused(
            reason=_("Alleen een eigenaar van dit idee kan dit doen."), title=_("Dit is niet jouw idee")
        )


def check_may_start(edition: Edition, *, by: Any, at: datetime) -> None:
    """An idea can be started while the edition takes ideas, and by who was given more time."""
    windows = timeline.of(edition)
    if windows.is_open(PhaseKey.SUBMISSION, at, by):
        return
    opens = windows.opens_at(PhaseKey.SUBMISSION)
    if opens and at < opens:
        raise Closed(
            reason=_("Je kan een idee indienen vanaf %(when)s.") % {"when": moment(opens)},
            title=_("Nog even geduld"),
        )
    raise Closed(
        reason=_(
            "Je kan in deze editie geen nieuw idee meer beginnen. Volg de site voor de volgende oproep."
        ),
        title=_("Indienen kan niet meer"),
    )


def check_may_write(idea: Idea, *, by: Person) -> None:
    """Owners may always save their working copy, after the deadline too: nothing typed is ever lost."""
    check_owner(idea, by=by)
    if idea.state not in EDITABLE:
        raise Refused(
            reason=_("Zet het idee eerst terug, dan kan je verder schrijven."), title=_("Verwijderd concept")
        )


def open_until(idea: Idea, windows: timeline.Timeline, *, by: Any, at: datetime) -> datetime | None:
    """Until when a text of this person counts, when one that arrives now does; None when it would be too late. Pages,
    verbs and what waits all ask here.

    The deadline plus the edition's published grace, by the server's arrival stamp; later for who was given more time,
    and for the owners of a handed-in idea whom Sandbox asked for a correction.
    """
    if windows.accepts(PhaseKey.SUBMISSION, at, by):
        return windows.closes_for(PhaseKey.SUBMISSION, at, by)
    return correct_until(idea, at=at) if windows.has_closed(PhaseKey.SUBMISSION, at) else None


def correct_until(idea: Idea, *, at: datetime) -> datetime | None:
    """Until when a question of Sandbox lets the owners hand in a corrected text; None when none does, or not now."""
    if idea.state != IdeaState.SUBMITTED:
        return None
    since = at - timedelta(seconds=idea.edition.grace_seconds)
    untils = [
        one.correct_until
        for one in idea.clarifications.all()
        if one.correct_until and one.withdrawn_at is None and one.asked_at <= at and one.correct_until > since
    ]
    return max(untils, default=None)


def check_on_time(idea: Idea, *, by: Any, at: datetime) -> None:
    """Handing in counts as long as `open_until` says, with the window read afresh. Too late: a page that explains, with
    the way to the text and to Sandbox."""
    windows = timeline.of(idea.edition)
    if open_until(idea, windows, by=by, at=at):
        return
    closes = windows.closes_for(PhaseKey.SUBMISSION, windows.closes_at(PhaseKey.SUBMISSION) or at, by)
    page = reverse("ideas:detail", args=[idea.edition_id, idea.pk])
    raise Closed(
        title=_("De deadline is voorbij"),
        reason=_(
            "Indienen kon tot %(deadline)s. Jouw idee kwam bij ons aan op %(arrived)s. Je tekst is bewaard: je kan hem"
            " blijven lezen. Was er een probleem met de site? Schrijf naar %(contact)s en vermeld dit tijdstip."
        )
        % {"deadline": deadline(closes), "arrived": moment(at), "contact": idea.edition.contact},
        links=[
            (_("Naar mijn bewaarde tekst"), page),
            (_("Schrijf naar Sandbox"), _letter_to_staff(idea, at)),
        ],
    )


def _letter_to_staff(idea: Idea, at: datetime) -> str:
    """A mail to Sandbox that says already which idea and when it arrived."""
    about = _("Te laat ingediend: %(title)s (%(when)s)") % {"title": str(idea), "when": moment(at)}
    return f"mailto:{idea.edition.contact}?{urlencode({'subject': about}, quote_via=quote)}"


def check_complete(idea: Idea, questions: list[Question]) -> list[Gap]:
    """Everything the edition asks must be answered."""
    missing = gaps(idea, questions)
    if missing:
        raise Refused(
            reason=_("Vul eerst aan wat nog ontbreekt: %(list)s.")
            % {"list": "; ".join(gap.label for gap in missing)},
            title=_("Je idee is nog niet volledig"),
        )
    return missing


def check_may_withdraw(idea: Idea, *, by: Person) -> None:
    check_owner(idea, by=by)
    if idea.state != IdeaState.SUBMITTED:
        raise Refused(
            reason=_("Alleen een ingediend idee kan je intrekken."), title=_("Niets om in te trekken")
        )


def check_may_discard(idea: Idea, *, by: Person) -> None:
    check_owner(idea, by=by)
    if idea.state != IdeaState.DRAFT:
        raise Refused(reason=_("Alleen een concept kan je verwijderen."), title=_("Dit is geen concept"))


# --- owners and invitations ---


def main_owner_is(idea: Idea, person: Person) -> bool:
    return any(
        owner.person_id == person.pk and owner.is_main and owner.until is None
        for owner in idea.ownerships.all()
    )


def takes_owners(idea: Idea, *, at: datetime) -> bool:
    """Owners join while an idea is written and after it is handed in, the announcement included, until teams form:
    from then on people come in by the team. Nobody joins a withdrawn or discarded idea."""
    open_ = idea.state in (IdeaState.DRAFT, IdeaState.SUBMITTED)
    return open_ and not timeline.shown(idea.edition).has_opened(PhaseKey.TEAMS, at)


def check_takes_owners(idea: Idea, *, at: datetime) -> None:
    if not takes_owners(idea, at=at):
        raise Closed(
            reason=_(
                "Er kan nu geen eigenaar meer bij. Wil je samenwerken, doe dat dan in het team van het idee."
            ),
            title=_("Geen nieuwe eigenaars meer"),
        )


def check_room_for_owner(idea: Idea, taken: int) -> None:
    """At most as many owners as a team may have members; `taken`: owners, and invitations that count too."""
    if taken >= idea.edition.team_max:
        raise Refused(
            reason=_("Een idee heeft ten hoogste %(most)d eigenaars, open uitnodigingen meegeteld.")
            % {"most": idea.edition.team_max},
            title=_("Er is geen plaats meer"),
        )


def check_address(idea: Idea, email: str) -> None:
    """One invites colleagues of the Flemish government, at their work address, who do not own the idea yet."""
    if not people.is_work_address(email):
        raise Refused(
            reason=_("Nodig je collega uit op een werkadres bij de Vlaamse overheid. Kijk het adres na."),
            title=_("Dit is geen werkadres"),
        )
    if Ownership.objects.filter(idea=idea, until=None, person__email__iexact=email).exists():
        raise Refused(reason=_("Deze collega is al eigenaar van dit idee."), title=_("Al eigenaar"))


def check_open_invitation(invitation: Invitation) -> None:
    if invitation.state != InvitationState.OPEN:
        raise Refused(
            reason=_("Deze uitnodiging is al beantwoord of ingetrokken. Vraag zo nodig een nieuwe."),
            title=_("Deze uitnodiging geldt niet meer"),
        )


def check_may_answer(invitation: Invitation, *, by: Person, at: datetime) -> None:
    """Only who proved to read mail at the invited address answers, until the invitation lapses."""
    if invitation.email.lower() not in set(people.proved_addresses(by)):
        raise Refused(
            reason=_("Deze uitnodiging is voor iemand anders. Log in met het adres waarop ze aankwam."),
            title=_("Niet voor jou"),
        )
    check_open_invitation(invitation)
    if invitation.expires_at <= at:
        raise Closed(
            reason=_("Deze uitnodiging gold tot %(when)s. Vraag aan %(name)s om ze opnieuw te sturen.")
            % {"when": moment(invitation.expires_at), "name": invitation.by.display_name},
            title=_("Deze uitnodiging is verlopen"),
        )


def check_may_choose_successor(idea: Idea, *, by: Person) -> None:
    """Only the main owner hands over, as soon as there is another owner."""
    check_owner(idea, by=by)
    if not main_owner_is(idea, by):
        raise Refused(
            reason=_("Alleen de hoofdeigenaar kan het idee overdragen."),
            title=_("Je bent geen hoofdeigenaar"),
        )
    if sum(owner.until is None for owner in idea.ownerships.all()) == 1:
        raise Refused(
            reason=_("Je bent de enige eigenaar. Nodig eerst een collega uit, dan kan je overdragen."),
            title=_("Nog geen mede-eigenaar"),
        )


def check_may_hand_over(idea: Idea, to: Person, *, by: Person) -> None:
    """Only the main owner hands over, and only to another owner."""
    check_may_choose_successor(idea, by=by)
    if to.pk == by.pk or not is_owner(idea, to):
        raise Refused(
            reason=_("Draag over aan iemand die al mede-eigenaar is. Nodig die persoon eerst uit."),
            title=_("Nog geen mede-eigenaar"),
        )


def check_may_leave(idea: Idea, *, by: Person) -> None:
    """Nobody is taken out by others; the last owner stays, and the main one hands over first."""
    check_owner(idea, by=by)
    if main_owner_is(idea, by):
        alone = sum(owner.until is None for owner in idea.ownerships.all()) == 1
        raise Refused(
            reason=_("Je bent de enige eigenaar. Trek je idee in of verwijder je concept als je ermee stopt.")
            if alone
            else _("Je bent hoofdeigenaar. Draag het idee eerst over aan een mede-eigenaar."),
            title=_("Je kan nu niet weg"),
        )


# --- questions of Sandbox ---


def check_staff(edition: Edition, *, by: Any, at: datetime) -> None:
    if not roles.is_staff(by, edition=edition, at=at):
        raise Refused(reason=_("Alleen Sandbox kan dit doen."), title=_("Niet voor jou"))


def takes_questions(idea: Idea, *, at: datetime) -> bool:
    """Sandbox asks about what was handed in, until teams form: later one talks in the team."""
    return idea.state == IdeaState.SUBMITTED and not timeline.shown(idea.edition).has_opened(
        PhaseKey.TEAMS, at
    )


def check_may_ask(idea: Idea, *, by: Any, at: datetime) -> None:
    check_staff(idea.edition, by=by, at=at)
    if not takes_questions(idea, at=at):
        raise Closed(
            reason=_("Een vraag stellen kan over een ingediend idee, tot de teams zich vormen."),
            title=_("Dit idee neemt geen vragen meer"),
        )


def check_correct_until(idea: Idea, until: datetime | None, *, at: datetime) -> None:
    """Correcting ends after now, and before the outcome is told."""
    if until is None:
        return
    told = timeline.of(idea.edition).opens_at(PhaseKey.ANNOUNCEMENT)
    if until <= at:
        raise Refused(reason=_("Kies een moment na nu."), title=_("Dat moment is voorbij"))
    if told and until > told:
        raise Refused(
            reason=_("Kies een moment voor de bekendmaking: %(when)s.") % {"when": moment(told)},
            title=_("Dat is te laat"),
        )


def check_unanswered(asked: Clarification) -> None:
    if asked.answered_at or asked.withdrawn_at:
        raise Refused(
            reason=_("Deze vraag is intussen beantwoord of ingetrokken. Laad de pagina opnieuw."),
            title=_("Deze vraag wacht niet meer"),
        )


def check_may_answer_question(idea: Idea, asked: Clarification, *, by: Person) -> None:
    check_owner(idea, by=by)
    check_unanswered(asked)
    if idea.state != IdeaState.SUBMITTED:
        raise Refused(
            reason=_("Je trok dit idee in. Dien het opnieuw in als je de vraag wil beantwoorden."),
            title=_("Dit idee is ingetrokken"),
        )


# --- from one edition to the next ---


def is_over(idea: Idea, *, at: datetime) -> bool:
    """Whether an idea is out of its own edition, as far as may be told: never handed in or withdrawn when the deadline
    is past, or not shortlisted."""
    windows = timeline.shown(idea.edition)
    if windows.accepts(PhaseKey.SUBMISSION, at) or not windows.has_closed(PhaseKey.SUBMISSION, at):
        return False
    if idea.state in (IdeaState.DRAFT, IdeaState.WITHDRAWN):
        return True
    told = Outcome.objects.filter(idea=idea, release__in=Release.objects.in_force(at=at)).first()
    return idea.state == IdeaState.SUBMITTED and told is not None and told.kind == OutcomeKind.NOT_SHORTLISTED


def check_may_carry_on(idea: Idea, edition: Edition, known: Idea | None, *, by: Person, at: datetime) -> None:
    """Only what is over goes on, in another edition that takes ideas, and once; `known`: the draft that is there."""
    if idea.edition_id == edition.pk or not is_over(idea, at=at):
        raise Refused(
            reason=_("Een idee gaat mee naar een nieuwe editie als het in zijn eigen editie voorbij is."),
            title=_("Dit idee loopt nog"),
        )
    if known is not None:
        raise Refused(
            reason=_("Een mede-eigenaar nam dit idee al mee. Vraag om als eigenaar uitgenodigd te worden."),
            title=_("Al meegenomen"),
        )
    check_may_start(edition, by=by, at=at)
