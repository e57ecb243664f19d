"""Reads for the pages of ideas."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from ideas import content
from ideas.models import Idea, Outcome, Question, QuestionKind, Submission, Version
from portal import consents, registry, roles
from portal.models import ConsentKind, Edition, Entity, Person, Release, RoleKind


def questions_of(edition: Edition) -> list[Question]:
    """The edition's questions, in order."""
    return list(edition.questions.all())


def visible(person: Any, edition: Edition, *, at: datetime) -> QuerySet[Idea]:
    """Ideas of an edition that the person may see, ready for a page of one."""
    ideas = Idea.objects.visible_to(person, at=at).filter(edition=edition)
    return ideas.select_related("submission", "edition")


def mine(person: Any, edition: Edition) -> QuerySet[Idea]:
    """The person's own ideas, the last touched first; discarded ones too, so that they can be put back."""
    return (
        Idea.objects.owned_by(person)
        .filter(edition=edition)
        .select_related("submission")
        .order_by("-saved_at", "pk")
    )


def reads_all(person: Any, *, edition: Edition, at: datetime) -> bool:
    """Whether somebody reads what was handed in as a whole: staff and assessors of the edition."""
    return roles.is_staff(person, edition=edition, at=at) or roles.has(
        person, RoleKind.ASSESSOR, edition=edition, at=at
    )


def handed_in(edition: Edition) -> QuerySet[Idea]:
    """Every idea that takes part in the preselection: handed in and not withdrawn."""
    return Idea.objects.filter(edition=edition, state="submitted").select_related("submission")


def outcomes_in_force(ideas: list[Idea], *, at: datetime) -> dict[str, Outcome]:
    """Outcomes that may be told now, by idea; one query for a whole list."""
    found = Outcome.objects.filter(
        idea__in=[idea.pk for idea in ideas], release__in=Release.objects.in_force(at=at)
    ).select_related("release")
    return {outcome.idea_id: outcome for outcome in found}


def named_owners(idea: Idea) -> list[Person]:
    """Owners who agreed to be named, by name."""
    agreed = consents.people_who_agreed(ConsentKind.PUBLIC_NAME, about=idea)
    return list(agreed.filter(ownerships__idea=idea, ownerships__until=None).order_by("name"))


def public_names(idea: Idea) -> list[str]:
    """Names of owners who agreed to be named."""
    return [person.name for person in named_owners(idea)]


def versions_of(idea: Idea) -> QuerySet[Version]:
    """Earlier working copies, the newest first, each with whether it was handed in."""
    handed_in = Submission.objects.filter(idea=idea, version=OuterRef("number"))
    return idea.versions.select_related("by").annotate(handed_in=Exists(handed_in)).order_by("-number")


def labels_of(
    edition: Edition, questions: list[Question], *copies: dict[str, Any]
) -> dict[str, tuple[str, dict[str, str]]]:
    """The fields of a working copy in the order of the form: label, and names for values that are keys."""
    chosen = {key for copy in copies for key in copy.get("entities", [])}
    entities = dict(Entity.objects.filter(pk__in=chosen).values_list("pk", "name"))
    themes = {theme.key: theme.name for theme in edition.themes.all()}
    weeks = {week.monday.isoformat(): week.label for week in registry.weeks_of(edition)}
    words = {content.YES: _("Ja"), content.NO: _("Nee")}
    names: dict[str, dict[str, str]] = {QuestionKind.SPRINT_WEEKS: weeks, QuestionKind.MUST_BE_YES: words}
    return {
        "title": (_("Titel"), {}),
        "summary": (_("Samenvatting"), {}),
        "themes": (_("Thema’s"), themes),
        **{f"answers.{one.key}": (one.text, names.get(one.kind) or dict(one.choices())) for one in questions},
        "entities": (_("Betrokken entiteiten"), entities),
        "other_entities": (_("Andere organisaties"), {}),
        "profiles": (_("Wie je zoekt voor je team"), {}),
    }
