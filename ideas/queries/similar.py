"""Ideas that look alike, so that two people with one idea find each other.

Two texts are as alike as the share of their telling words that they have in common; a word tells more the fewer texts
hold it. PostgreSQL first brings the number of texts down to those that are worth comparing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from math import log
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, Q, QuerySet

from ideas.models import Idea
from ideas.queries.idea import handed_in
from ideas.queries.public import Vector
from ideas.states import IdeaState
from portal.models import Edition

MOST = 5  # ideas shown beside one
CANDIDATES = 50  # texts that are compared word by word
WORDS_ASKED = 10  # of the most telling words of a text, for the first sieve
ALIKE, PAIR = 0.2, 0.3  # from which likeness on something is worth showing; a pair costs staff more time
MOST_PAIRS = 50
TOO_LONG = 20_000  # characters of a text that is compared
# Words that stand in every text and say nothing of what it is about.
_COMMON = """
aangezien alle alleen allemaal altijd ander andere anders antwoord beter betere binnen bijvoorbeeld daar
daarom daarvoor deze dingen door doen doet echt eigen elke enkele enkel geen goed graag hebben heeft helpt
hier hoeveel idee ideeën ieder iedereen iemand iets jaar kunnen komen komt krijgen maar maken maakt mensen
meer minder moet moeten naar niet nieuw nieuwe niemand omdat onder onze onderzoek over overheid probleem
samen sneller staan steeds toch tussen vaak vandaag veel verschillende vlaamse vlaanderen voor vraag waar
waarin waarom wanneer welke werk werken willen worden wordt zelf zich zien zijn zoals zodat zonder zouden
"""
COMMON = frozenset(_COMMON.split())
ENDINGS = ("heden", "heid", "ingen", "eren", "ende", "jes", "je", "en", "s", "e")


@dataclass(frozen=True)
class Pair:
    """Two ideas that look alike, from 0 to 1, and the words they share."""

    one: Idea
    other: Idea
    likeness: float
    shared: list[str]


def similar_to(
    text: str, *, person: Any = None, edition: Edition, at: datetime, without: Idea | None = None
) -> list[Idea]:
    """At most five ideas that look like a text, the most alike first: what is published in any edition, and the
    person's own. Never anything that the person may not see; `without`: the idea that the text comes from."""
    words = telling_words(text)
    if len(words) < 2:
        return []
    texts = {
        idea: told for idea, told in _candidates(text, person, at) if without is None or idea.pk != without.pk
    }
    weights = _weights([*texts.values(), words])
    scored = [(likeness(words, told, weights), idea) for idea, told in texts.items()]
    close = [one for one in scored if one[0] >= ALIKE]
    close.sort(key=lambda one: (-one[0], one[1].edition_id != edition.pk, one[1].pk))
    return [idea for _score, idea in close[:MOST]]


def pairs_alike(edition: Edition) -> list[Pair]:
    """Pairs of handed-in ideas of an edition that look alike, the most alike first. For staff only: it reads what was
    handed in, published or not."""
    texts = {idea: telling_words(text_of(idea)) for idea in handed_in(edition)}
    weights = _weights(list(texts.values()))
    found = []
    for one, other in _sharing(texts):
        score = likeness(texts[one], texts[other], weights)
        if score >= PAIR:
            shared = sorted(texts[one] & texts[other], key=lambda word: (-weights[word], word))
            found.append(Pair(one, other, score, shared[:6]))
    return sorted(found, key=lambda pair: (-pair.likeness, pair.one.pk, pair.other.pk))[:MOST_PAIRS]


def telling_words(text: str) -> set[str]:
    """The words of a text that say what it is about, without their endings."""
    return {_stem(word) for word in _words(text)}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,40}", text[:TOO_LONG].lower())) - COMMON


def likeness(one: set[str], other: set[str], weights: dict[str, float]) -> float:
    """The share of the smaller text's telling words that the other has too; a single word in common is chance."""
    shared = one & other
    if len(shared) < 2:
        return 0.0
    least = min(sum(weights[word] for word in one), sum(weights[word] for word in other))
    return sum(weights[word] for word in shared) / least if least else 0.0


def _stem(word: str) -> str:
    ending = next((one for one in ENDINGS if word.endswith(one) and len(word) - len(one) >= 4), "")
    return word[: len(word) - len(ending)] if ending else word


def _weights(texts: list[set[str]]) -> dict[str, float]:
    """How much each word tells: less when many texts hold it."""
    held = Counter(word for words in texts for word in words)
    return {word: log(1 + len(texts) / count) for word, count in held.items()}


def _sharing(texts: dict[Idea, set[str]]) -> set[tuple[Idea, Idea]]:
    """Pairs that share a word which not everybody uses: no other can be alike enough."""
    holders: dict[str, list[Idea]] = defaultdict(list)
    for idea, words in texts.items():
        for word in words:
            holders[word].append(idea)
    few = max(10, len(texts) // 20)
    return {pair for ideas in holders.values() if len(ideas) <= few for pair in combinations(ideas, 2)}


def _candidates(text: str, person: Any, at: datetime) -> Iterator[tuple[Idea, set[str]]]:
    """The published ideas that share words, as they were handed in, and the person's own, as they stand now."""
    public = _sieve(Idea.objects.published(at=at).select_related("submission", "edition"), text)
    for idea in public:
        yield idea, telling_words(text_of(idea))
    if person is None or not person.is_authenticated:
        return
    seen = {idea.pk for idea in public}
    own = Idea.objects.owned_by(person).exclude(Q(state=IdeaState.DISCARDED) | Q(pk__in=seen))
    for idea in own.select_related("submission", "edition").order_by("-saved_at", "pk")[:CANDIDATES]:
        answers = (str(answer) for answer in idea.answers.values())
        yield idea, telling_words("\n".join((idea.title, idea.summary, *answers)))


def _sieve(ideas: QuerySet[Idea], text: str) -> list[Idea]:
    """Those that share at least one of the longest words: the longer a Dutch word, the more it tells."""
    words = sorted(_words(text), key=lambda word: (-len(word), word))[:WORDS_ASKED]
    if connection.vendor == "postgresql":
        asked = SearchQuery(" OR ".join(words), config="dutch", search_type="websearch")
        ideas = ideas.annotate(vector=Vector()).filter(vector=asked)
        return list(ideas.annotate(near=SearchRank(F("vector"), asked)).order_by("-near", "pk")[:CANDIDATES])
    shares = Q(pk__in=[])
    for word in words:
        shares |= Q(submission__words__icontains=_stem(word))
    return list(ideas.filter(shares).order_by("pk")[:CANDIDATES])


def text_of(idea: Idea) -> str:
    """What was handed in to be compared: title, summary and answers, without names of entities and profiles, which many
    share."""
    public: dict[str, Any] = idea.submission.public_text if idea.submission else {}
    answers = (str(item["answer"]) for item in public.get("answers", []))
    return "\n".join((public.get("title", ""), public.get("summary", ""), *answers))
