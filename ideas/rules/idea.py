"""Rules of writing and handing in. Who and when are asked apart; a refusal is a sentence."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.content import Gap, gaps
from ideas.models import Idea, Outcome, Question
from ideas.states import IdeaState
from portal import timeline
from portal.errors import Closed, Refused, Stale
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
            links=[
                (_("Past mijn idee?"), reverse("ideas:self_check", args=[edition.pk])),
                (_("Volg de oproep"), reverse("follow_call")),
            ],
        )
    raise Closed(
        reason=_(
            "Je kan in deze editie geen nieuw idee meer beginnen. Volg de site voor de volgende oproep."
        ),
        title=_("Indienen kan niet meer"),
        links=[
            (_("Volg de oproep"), reverse("follow_call")),
            (_("Bekijk de ideeën"), reverse("ideas:list", args=[edition.pk])),
        ],
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
    if windows.accepts(PhaseKey.SUBMISSION, at):
        return windows.closes_at(PhaseKey.SUBMISSION)
    if not windows.has_closed(PhaseKey.SUBMISSION, at):
        return None
    later = [correct_until(idea, at=at), _more_time(idea, windows, by, at)]
    until = max((one for one in later if one), default=None)
    return None if until is None or _is_told(idea, at) else until


def _more_time(idea: Idea, windows: timeline.Timeline, by: Any, at: datetime) -> datetime | None:
    """More time is for the person's own idea: one they owned at the deadline, or are the main owner of."""
    closes = windows.closes_at(PhaseKey.SUBMISSION)
    if not windows.accepts(PhaseKey.SUBMISSION, at, by):
        return None
    mine = [row for row in idea.ownerships.all() if row.person_id == by.pk and row.until is None]
    own = any(row.is_main or (closes and row.since < closes) for row in mine)
    return windows.closes_for(PhaseKey.SUBMISSION, at, by) if own else None


def _is_told(idea: Idea, at: datetime) -> bool:
    """Whether the outcome was told: from then on no text changes any more, whatever time somebody was given."""
    return Outcome.objects.filter(idea=idea, release__in=Release.objects.in_force(at=at)).exists()


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


def check_approved(text: str, *, seen: str, approved: bool) -> None:
    """The owner approved the public text, and it is still the one they read, both by its hash; without `seen` they read
    it on no page."""
    if seen and seen != text:
        raise Stale(
            reason=_("De tekst is gewijzigd sinds je hem las. Lees hem opnieuw en dien dan in."),
            title=_("Dit is intussen gewijzigd"),
        )
    if not approved:
        raise Refused(
            reason=_("Keur de tekst goed die online komt als je idee weerhouden wordt, en dien dan in."),
            title=_("Nog één ding"),
        )


def clashes(idea: Idea, fields: list[str], *, version: int, writer: str) -> list[str]:
    """Those of these fields that were changed after the version that the writer saw, but from their own open page."""
    touches = {field: idea.touched[field] for field in fields if field in idea.touched}
    return [
        field
        for field, (number, page, _turn) in touches.items()
        if number > version and not (writer and page == writer)
    ]


def check_no_clash(idea: Idea, fields: list[str], *, version: int, writer: str) -> None:
    """Nobody writes over what somebody else wrote meanwhile."""
    if clashes(idea, fields, version=version, writer=writer):
        raise Stale(
            reason=_(
                "Deze stap is intussen ergens anders bewaard, in een ander tabblad of door een mede-eigenaar."
            ),
            title=_("Dit is intussen gewijzigd"),
        )


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
