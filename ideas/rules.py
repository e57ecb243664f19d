"""May this person do this with an idea now? Who and when are asked apart; a refusal is a sentence."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.content import Gap, gaps
from ideas.models import Comment, Idea, Question
from ideas.states import IdeaState
from portal import roles, timeline
from portal.errors import Closed, Refused
from portal.models import Edition, Entity, Person, PhaseKey, Upload
from portal.templatetags.portal import deadline, moment

MOST_FILES = 5
MOST_BYTES = 25 * 1024 * 1024


COMMENTS_PER_HOUR = 10
COMMENT_HOUR = timedelta(hours=1)
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


def check_public(idea: Idea, *, at: datetime) -> None:
    """Only a published idea is talked about: before the announcement there is nothing to talk about."""
    if not Idea.objects.published(at=at).filter(pk=idea.pk).exists():
        raise Refused(
            reason=_("Dit idee staat niet (meer) online. Reageren kan alleen bij ideeën die online staan."),
            title=_("Niet (meer) online"),
        )


def check_may_comment(recent: QuerySet[Comment], *, at: datetime) -> None:
    """At most so many comments per person and hour; `recent` are those of the last hour, oldest first."""
    written = list(recent.values_list("at", flat=True)[:COMMENTS_PER_HOUR])
    if len(written) < COMMENTS_PER_HOUR:
        return
    raise Refused(
        reason=_("Je schreef %(n)d reacties in een uur. Je kan weer reageren vanaf %(when)s.")
        % {"n": COMMENTS_PER_HOUR, "when": moment(written[0] + COMMENT_HOUR)},
        title=_("Even wachten met reageren"),
    )


def check_wrote(comment: Comment, *, by: Person) -> None:
    if comment.person_id != by.pk:
        raise Refused(reason=_("Alleen wie een reactie schreef kan ze wissen."), title=_("Niet jouw reactie"))


def may_take_away(idea: Idea, person: Any, *, at: datetime) -> bool:
    """Owners of the idea and staff of its edition keep the talk civil."""
    return person.is_authenticated and (
        is_owner(idea, person) or roles.is_staff(person, edition=idea.edition, at=at)
    )


def check_may_take_away(comment: Comment, reason: str, *, by: Person, at: datetime) -> None:
    if not may_take_away(comment.idea, by, at=at):
        raise Refused(
            reason=_("Alleen een eigenaar van het idee of Sandbox kan een reactie wegnemen."),
            title=_("Niet jouw idee"),
        )
    if not reason.strip():
        raise Refused(
            reason=_("Schrijf waarom: wie de reactie schreef leest je reden."), title=_("Nog één ding")
        )


def check_may_back(idea: Idea, entity: Entity | None, *, by: Person, at: datetime) -> Entity:
    """A colleague speaks for an entity where they work now, which is returned; owners need not say it of their own
    idea."""
    check_public(idea, at=at)
    if is_owner(idea, by):
        raise Refused(
            reason=_("Dit is jouw idee: dat je het probleem kent weten we al."), title=_("Jouw idee")
        )
    if entity is None or not by.capacities.filter(entity=entity, until=None).exists():
        raise Refused(
            reason=_("Kies de entiteit waar je werkt. Staat ze er niet bij? Zet ze eerst in je profiel."),
            title=_("Waar werk je?"),
            links=[(_("Naar mijn profiel"), reverse("profile"))],
        )
    return entity


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
