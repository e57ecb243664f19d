"""May this person do this with an idea now? Who and when are asked apart; a refusal is a sentence."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.content import Gap, gaps
from ideas.models import Idea, Question
from ideas.states import IdeaState
from portal import timeline
from portal.errors import Closed, Refused
from portal.models import Edition, Person, PhaseKey, Upload
from portal.templatetags.portal import deadline, moment

MOST_FILES = 5
MOST_BYTES = 25 * 1024 * 1024

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


def check_may_start(edition: Edition, *, at: datetime) -> None:
    """An idea can be started while the edition takes ideas."""
    windows = timeline.of(edition)
    if windows.is_open(PhaseKey.SUBMISSION, at):
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


def check_on_time(idea: Idea, *, at: datetime) -> None:
    """Handing in counts until the deadline plus the edition's published grace, by the server's arrival stamp."""
    windows = timeline.of(idea.edition)
    if windows.accepts(PhaseKey.SUBMISSION, at):
        return
    closes = windows.closes_at(PhaseKey.SUBMISSION)
    page = reverse("ideas:detail", args=[idea.edition_id, idea.pk])
    raise Closed(
        title=_("De deadline is voorbij"),
        reason=_(
            "Indienen kon tot %(deadline)s. Jouw idee kwam bij ons aan op %(arrived)s. Je tekst is bewaard: je kan hem"
            " blijven lezen. Was er een probleem met de site? Schrijf naar %(contact)s en vermeld dit tijdstip."
        )
        % {"deadline": deadline(closes), "arrived": moment(at), "contact": idea.edition.contact},
        links=[(_("Naar mijn bewaarde tekst"), page)],
    )


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


def check_room_for(size: int, files: list[Upload]) -> None:
    """An idea takes five attachments, 25 MB together."""
    if len(files) >= MOST_FILES:
        raise Refused(
            reason=_("Je idee heeft al %(n)d bijlagen. Neem er eerst een weg, dan kan je deze toevoegen.")
            % {"n": MOST_FILES},
            title=_("Geen plaats meer"),
        )
    if size + sum(file.size for file in files) > MOST_BYTES:
        raise Refused(
            reason=_(
                "Al je bijlagen samen mogen %(n)d MB groot zijn. Maak deze kleiner of neem een andere weg."
            )
            % {"n": MOST_BYTES // 1024 // 1024},
            title=_("Geen plaats meer"),
        )
