"""The public list with 10,000 ideas beside the one with 100: queries and milliseconds, in a database of its own.

    DATABASE_URL=postgres://… .venv/bin/python -m benchmarks.ideas

Adds its figures, with the date, to benchmarks/ideas.md.
"""

import os
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

# ruff: noqa: E402 models can be imported only now
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from ideas import content
from ideas.models import Backing, Facet, Idea, Outcome, OutcomeKind, Submission
from ideas.states import IdeaState
from portal import clock, releases
from portal.models import Entity
from tests import world as worlds
from tests.world import ANNOUNCEMENT, DECIDING, DURING_SUBMISSION, DURING_TEAMS, World

FIGURES = Path(__file__).with_suffix(".md")
SIZES = (100, 10_000)
TIMES = 7
THEMES = ("mobiliteit", "zorg", "water", "taal", "klimaat", "archief", "werk", "onderwijs")
PROFILES = ("data-analist", "UX-designer", "jurist", "ontwikkelaar", "communicatie", "projectleider")
SYLLABLES = (
    "slui",
    "zer",
    "vaar",
    "meet",
    "brug",
    "loket",
    "taal",
    "kaart",
    "lucht",
    "spoor",
    "dossier",
    "net",
    "beeld",
)
LIST = "/2021-2022/ideeen/"


def word(dice: random.Random) -> str:
    """Long words are rare, as in Dutch."""
    return "".join(dice.choice(SYLLABLES) for _part in range(dice.choice((1, 2, 2, 3, 3))))


def text(dice: random.Random, words: int) -> str:
    return " ".join(word(dice) for _word in range(words))


def submission(
    idea: Idea, world: World, dice: random.Random, entities: list[Entity]
) -> tuple[Submission, list[Facet]]:
    """What one owner handed in: some 250 words, two entities, a theme, two profiles."""
    theme, chosen = dice.choice(THEMES), dice.sample(entities, 2)
    copy = {
        "title": text(dice, 3).capitalize(),
        "summary": text(dice, 20),
        "answers": [{"question": f"Vraag {n}", "answer": text(dice, 45), "public": True} for n in range(5)],
        "entities": [{"id": entity.pk, "name": entity.name} for entity in chosen],
        "other_entities": "",
        "themes": [{"key": theme, "name": theme.capitalize()}],
        "profiles": dice.sample(PROFILES, 2),
        "picture": None,
    }
    public = content.public_text(copy)
    made = Submission(
        idea=idea, content=copy, public_text=public, words=content.words(public), content_hash=content.digest(copy),
        at=DURING_SUBMISSION, by=world.owner,
    )  # fmt: skip
    return made, [
        Facet(submission=made, kind=k, key=key, label=label) for k, key, label in content.facets(copy)
    ]


def fill(world: World, number: int) -> None:
    """So many ideas more, all published."""
    dice, entities = random.Random(number), list(Entity.objects.all())
    release = releases.propose(world.edition, visible_from=ANNOUNCEMENT, by=world.decider, at=DECIDING)
    releases.approve(release, by=world.chair, at=DECIDING)
    ideas = [Idea(edition=world.edition, saved_at=DURING_SUBMISSION) for _idea in range(number)]
    Idea.objects.bulk_create(ideas)
    told = [submission(idea, world, dice, entities) for idea in ideas]
    Submission.objects.bulk_create([made for made, _facets in told])
    Facet.objects.bulk_create([facet for _made, facets in told for facet in facets])
    for idea, (made, _facets) in zip(ideas, told, strict=True):
        idea.submission, idea.state = made, IdeaState.SUBMITTED
    Idea.objects.bulk_update(ideas, ["submission", "state"], batch_size=500)
    shortlisted = OutcomeKind.SHORTLISTED
    Outcome.objects.bulk_create(
        [Outcome(idea=idea, kind=shortlisted, feedback=".", release=release) for idea in ideas]
    )
    backed = dice.sample(ideas, number // 10)
    Backing.objects.bulk_create(
        [Backing(idea=idea, person=world.employee, entity=entities[0], at=DURING_TEAMS) for idea in backed]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def addresses() -> Iterator[tuple[str, str]]:
    """What is measured."""
    entity, idea = Entity.objects.first(), Idea.objects.select_related("submission").order_by("pk").first()
    assert entity
    assert idea
    title = idea.submission.public_text["title"]
    yield "list", LIST
    yield "list, last page", f"{LIST}?pagina=9999"
    yield "list, most recognised", f"{LIST}?volgorde=herkend"
    yield "filter by theme", f"{LIST}?thema=zorg"
    yield "filter by entity and profile", f"{LIST}?entiteit={entity.pk}&profiel=jurist"
    yield "search, a rare word", f"{LIST}?zoek={title.split()[0]}"
    yield "search, a common word", f"{LIST}?zoek=taal"
    yield "search, a slip", f"{LIST}?zoek={title.split()[-1][:-2]}x"
    yield "one idea", f"{LIST}{idea.pk}/"
    yield "feed", f"{LIST}feed/"


def measured(address: str) -> tuple[int, float]:
    """Queries, and the median of the milliseconds."""
    visitor, took = Client(), []
    assert visitor.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        visitor.get(address)
        asked = len(captured)
    for _time in range(TIMES):
        started = time.perf_counter()
        visitor.get(address)
        took.append((time.perf_counter() - started) * 1000)
    return asked, statistics.median(took)


def main() -> None:
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        world, figures = worlds.build(), {}
        with mock.patch("portal.clock.now", return_value=DURING_TEAMS):
            for size in SIZES:
                fill(world, size - Idea.objects.count())
                figures[size] = {label: measured(address) for label, address in addresses()}
        write(figures)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def write(figures: dict[int, dict[str, tuple[int, float]]]) -> None:
    few, many = (figures[size] for size in SIZES)
    lines = [
        f"\n## {clock.machine():%Y-%m-%d}, {connection.vendor}\n",
        "| Page | queries | 100 ideas | 10,000 ideas | ratio |",
    ]
    lines.append("|---|---|---|---|---|")
    for label, (queries, took) in many.items():
        before = few[label][1]
        lines.append(f"| {label} | {queries} | {before:.0f} ms | {took:.0f} ms | {took / before:.1f} |")
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
