"""What everybody may see of an edition: the published ideas, searched, filtered and in an order that tells no score."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import connection
from django.db.models import Exists, F, Func, Max, OuterRef, Q, QuerySet, TextField, Value

from ideas.models import Backing, Facet, FacetKind, Idea
from ideas.queries.talk import counted
from portal.models import Edition

TITLE, TITLE_DOWN, RECOGNISED = "titel", "titel-af", "herkend"
ORDERS = {
    TITLE: ("submission__public_title", "pk"),
    TITLE_DOWN: ("-submission__public_title", "-pk"),
    RECOGNISED: ("-recognised", "submission__public_title", "pk"),
}
OPERATORS = re.compile(r'"|(^|\s)-\w')  # who asks for a phrase or leaves a word out means it to the letter
Choices = dict[str, list[tuple[str, str]]]  # kind of facet -> (key, label), by label


@dataclass(frozen=True)
class Wanted:
    """What a visitor asks of the list: words, one key per kind of facet, an order. Empty asks nothing."""

    words: str = ""
    theme: str = ""
    entity: str = ""
    profile: str = ""
    order: str = TITLE

    @property
    def facets(self) -> dict[str, str]:
        asked = {FacetKind.THEME: self.theme, FacetKind.ENTITY: self.entity, FacetKind.PROFILE: self.profile}
        return {kind.value: key for kind, key in asked.items() if key}

    @property
    def narrows(self) -> bool:
        """Whether it leaves ideas out."""
        return bool(self.words or self.facets)


def published(edition: Edition, *, at: datetime) -> QuerySet[Idea]:
    """The public list, by title of the approved text: an order that tells nothing about scores or moments."""
    ideas = Idea.objects.published(at=at).filter(edition=edition).select_related("submission")
    return ideas.order_by(*ORDERS[TITLE])


def found(edition: Edition, wanted: Wanted, *, at: datetime) -> QuerySet[Idea]:
    """The published ideas that somebody asks for."""
    ideas = published(edition, at=at)
    for kind, key in wanted.facets.items():
        facets = Facet.objects.filter(submission=OuterRef("submission"), kind=kind, key=key)
        ideas = ideas.filter(Exists(facets))
    if wanted.words:
        ideas = search(ideas, wanted.words)
    if wanted.order == RECOGNISED:
        ideas = ideas.annotate(recognised=counted(Backing.objects.filter(idea=OuterRef("pk")), "pk"))
    return ideas.order_by(*ORDERS[wanted.order])


def choices_of(edition: Edition, *, at: datetime) -> Choices:
    """What the list can be filtered by: only what published ideas name. One query."""
    ideas = Idea.objects.published(at=at).filter(edition=edition)
    facets = Facet.objects.filter(submission__in=ideas.values("submission"))
    choices: Choices = defaultdict(list)
    named = facets.values("kind", "key").annotate(name=Max("label")).order_by("name", "key")
    for kind, key, name in named.values_list("kind", "key", "name"):
        choices[kind].append((key, name))
    return dict(choices)


class Vector(Func):
    """The public words of an idea as PostgreSQL keeps them to search in: a column that no other database has, beside
    that of the words themselves."""

    output_field = SearchVectorField()

    def __init__(self, words: Any = "submission__words") -> None:
        super().__init__(words)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        (column,) = self.get_source_expressions()
        return f'{compiler.quote_name_unless_alias(column.alias)}."words_vector"', []


def search(ideas: QuerySet[Idea], words: str) -> QuerySet[Idea]:
    """Ideas whose public text holds the words: PostgreSQL knows Dutch endings and forgives a slip in the title, any
    other database looks for each word as it stands."""
    if connection.vendor == "postgresql":
        return _search_postgres(ideas, words)
    for word in words.split():
        ideas = ideas.filter(submission__words__icontains=word)
    return ideas


def _search_postgres(ideas: QuerySet[Idea], words: str) -> QuerySet[Idea]:
    asked = SearchQuery(words, config="dutch", search_type="websearch")
    ideas = ideas.annotate(vector=Vector())
    near = Q(vector=asked)
    if has_trigrams() and not OPERATORS.search(words):
        title = F("submission__public_title")
        near |= Q(TrigramWordSimilar(title, Value(words.lower(), output_field=TextField())))
    return ideas.filter(near)


@cache
def has_trigrams() -> bool:
    """Whether the database can tell how near two words are; asked once per process."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None
