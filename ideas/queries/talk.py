"""What others say about a public idea: comments, and colleagues who recognise the problem."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ideas.models import Backing, Comment, Idea
from portal import people
from portal.models import Edition, Entity, Person


def with_talk(ideas: QuerySet[Idea], person: Any, *, at: datetime) -> QuerySet[Idea]:
    """Ideas with, read along in the same query, whether they are public and how much was said about each."""
    return ideas.annotate(
        is_public=Exists(Idea.objects.published(at=at).filter(pk=OuterRef("pk"))),
        commented=counted(shown_to(person).filter(idea=OuterRef("pk")), "pk"),
        backed_by_me=Exists(Backing.objects.filter(idea=OuterRef("pk"), person=person.pk)),
        **backed("pk"),
    )


def backed(idea: str) -> dict[str, Coalesce]:
    """How many colleagues recognise the problem and from how many entities, to read along with rows; `idea` is their
    field that names it."""
    backings = Backing.objects.filter(idea=OuterRef(idea))
    return {"backed": counted(backings, "pk"), "backed_entities": counted(backings, "entity")}


def counted(rows: QuerySet[Any], field: str) -> Coalesce:
    """How many different values a field has in the rows about an idea, as a part of another query."""
    per_idea = rows.order_by().values("idea").annotate(n=Count(field, distinct=True))
    return Coalesce(Subquery(per_idea.values("n"), output_field=IntegerField()), 0)


def shown_to(person: Any) -> QuerySet[Comment]:
    """Comments that stand, and a person's own ones that somebody else took away."""
    stands = Q(removed_at=None)
    return Comment.objects.filter(stands | Q(person=person.pk) & ~Q(removed_by=person.pk))


def comments_on(idea: Idea, person: Any) -> QuerySet[Comment]:
    """What a person reads under an idea, oldest first, with where each writer works."""
    comments = shown_to(person).filter(idea=idea).select_related("person")
    return comments.annotate(entity=people.entity_name("person")).order_by("at", "pk")


def place_of(comment: Comment, person: Any) -> int:
    """The how-manieth a comment is of those that the person reads under the idea, from 1."""
    earlier = Q(at__lt=comment.at) | Q(at=comment.at, pk__lte=comment.pk)
    return shown_to(person).filter(earlier, idea=comment.idea_id).count()


def own_comments(person: Person, edition: Edition) -> QuerySet[Comment]:
    """What a person wrote and still stands."""
    rows = Comment.objects.filter(person=person, idea__edition=edition, removed_at=None)
    return rows.select_related("idea__submission")


def comments_to_take_away(edition: Edition, *, at: datetime) -> QuerySet[Comment]:
    """What others wrote under public ideas; who may take it away is asked of the rules."""
    rows = Comment.objects.filter(
        removed_at=None, idea__in=Idea.objects.published(at=at), idea__edition=edition
    )
    return rows.select_related("idea__submission", "person").prefetch_related("idea__ownerships")


def workplaces(person: Person) -> list[Entity]:
    """Where somebody works now, by name."""
    return list(Entity.objects.filter(capacities__person=person, capacities__until=None).order_by("name"))


def recognised_by(idea_id: str) -> list[tuple[str, int]]:
    """The entities where colleagues have the same problem, with how many, the most first."""
    rows = Backing.objects.filter(idea=idea_id).values("entity__name").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "entity__name").values_list("entity__name", "n"))
