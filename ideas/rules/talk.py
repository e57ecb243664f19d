"""May this person comment, take a comment away, or say that they have the problem too?"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.models import Comment, Idea
from ideas.rules.idea import is_owner
from portal import roles
from portal.errors import Refused
from portal.models import Entity, Person
from portal.templatetags.portal import moment

COMMENTS_PER_HOUR = 10
COMMENT_HOUR = timedelta(hours=1)


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
