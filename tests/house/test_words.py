"""The words of the interface are those of the list in docs/words.md, written the way it says."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[^}]*\}|<[^>]*>|`[^`]*`|\{\{.*?\}\}|\{%.*?%\}")
FAULTS = {
    "an amount that can be parted": re.compile(r"€ \d"),
    "three dots": re.compile(r"\.\.\."),
    "two spaces": re.compile(r"\S {2,}\S"),
    "a straight mark in a word": re.compile(r"\w'\w"),
}
# The admin's help on files and keys is written for whoever runs the portal.
TECHNICAL = re.compile(r"`|sleutel|controlegetal")


def never() -> list[str]:
    """The words that the list forbids."""
    lines = (ROOT / "docs" / "words.md").read_text("utf-8").splitlines()
    rows = [line.split("|")[3] for line in lines if line.startswith("|") and not line.startswith("|---")][1:]
    return [word.strip() for row in rows for word in row.split(",") if word.strip()]


def texts() -> Iterator[tuple[str, str]]:
    """Everything in Dutch that a person can read, and where it stands."""
    for entry in polib.pofile(str(CATALOGUE)):
        yield "catalogue", entry.msgid
        yield "catalogue", entry.msgid_plural
    for folder in ("mail", "pages"):
        for path in sorted((ROOT / "templates" / folder).glob("*.nl.md")):
            yield path.name, path.read_text("utf-8")


@cache
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(map(re.escape, words))})(s|en)?\b", re.IGNORECASE)


def forbidden_in(text: str, words: list[str]) -> list[str]:
    bare = PLACEHOLDER.sub(" ", text)
    return [found[1] for found in any_of(tuple(words)).finditer(bare)]


def misspelt(text: str) -> list[str]:
    bare = PLACEHOLDER.sub("x", text)
    return [name for name, fault in FAULTS.items() if fault.search(bare)]


def test_no_text_has_a_word_that_the_list_forbids():
    words = never()
    assert len(words) > 20
    found = [
        (where, told, text[:90])
        for where, text in texts()
        if not TECHNICAL.search(text) and (told := forbidden_in(text, words))
    ]
    assert found == []


def test_every_text_is_written_as_the_list_says():
    assert [(where, told, text[:90]) for where, text in texts() if (told := misspelt(text))] == []


@pytest.mark.parametrize("text", ["Je idee is afgewezen.", "De sessies zijn voorbij", "Je TOKEN is oud"])
def test_a_forbidden_word_is_found(text):
    assert forbidden_in(text, never())


@pytest.mark.parametrize("text", ["Tot € 15.000", "Nog even...", "Een  gat", "foto's"])
def test_a_slip_of_the_pen_is_found(text):
    assert misspelt(text)


def test_good_words_pass():
    assert forbidden_in("Je idee is weerhouden.", never()) == []
    assert misspelt("Tot €\u00a015.000 voor ‘foto’s’ …") == []
