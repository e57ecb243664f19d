"""The English of the portal: complete, sure, and with the same gaps for names and numbers as the Dutch."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path("locale/en/LC_MESSAGES")
GAP = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")  # %(name)s, %% and {n}
COLLECTED = [
    "portal",
    "ideas",
    "teams",
    "sprints",
    "jury",
    "poc",
    "showcase",
    "templates",
    "locale",
    "manage.py",
]

Key = tuple[str | None, str, str]


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(ROOT / FOLDER / "django.po"))


def key(entry: polib.POEntry | polib.MOEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or ""


def translations(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    """One, or one per plural form."""
    return [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


def sources(entry: polib.POEntry) -> list[str]:
    return [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]


def test_every_text_has_a_sure_translation(catalogue: polib.POFile) -> None:
    unsure = [entry.msgid for entry in catalogue if entry.fuzzy or not all(translations(entry))]
    assert not unsure, f"no (sure) English for {unsure}"
    assert not catalogue.obsolete_entries()


def test_both_sides_have_the_same_gaps(catalogue: polib.POFile) -> None:
    different = [
        (dutch, english)
        for entry in catalogue
        for dutch, english in zip(sources(entry), translations(entry), strict=True)
        if sorted(GAP.findall(dutch)) != sorted(GAP.findall(english))
    ]
    assert not different


def test_both_sides_begin_and_end_with_the_same_space(catalogue: polib.POFile) -> None:
    def edges(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    different = [
        (dutch, english)
        for entry in catalogue
        for dutch, english in zip(sources(entry), translations(entry), strict=True)
        if edges(dutch) != edges(english)
    ]
    assert not different


def test_the_words_of_django_keep_their_meaning(catalogue: polib.POFile) -> None:
    """A text of Django's that we only look up must say in English what Django says."""
    entry = catalogue.find("This field is required.")
    assert entry is None or entry.msgstr == entry.msgid


def test_the_compiled_catalogue_is_as_fresh(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(ROOT / FOLDER / "django.mo"))
    assert {key(entry): translations(entry) for entry in compiled} == {
        key(entry): translations(entry) for entry in catalogue
    }


@pytest.mark.deep
def test_every_text_is_collected(catalogue: polib.POFile, tmp_path: Path) -> None:
    """Collects in a copy, as `make translations` does every day. Without gettext only the checks above stand."""
    if shutil.which("xgettext") is None:
        print("not compared with a fresh collection: gettext is missing (apt-get install gettext)")  # noqa: T201
        return
    fresh = collect(tmp_path)
    missing = {key(entry) for entry in fresh} - {key(entry) for entry in catalogue}
    assert not missing, f"make messages was forgotten: {sorted(text for _, text, _ in missing)}"


def collect(copy: Path) -> polib.POFile:
    for name in COLLECTED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy)
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        "--locale",
        "en",
        "--no-location",
        "--no-obsolete",
    ]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": ""}
    subprocess.run([*command, "--verbosity", "0"], cwd=copy, env=environment, check=True, capture_output=True)
    return polib.pofile(str(copy / FOLDER / "django.po"))
