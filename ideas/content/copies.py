"""The working copy of an idea in plain values: what a version keeps, what a save changes, what a restore puts back."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from ideas.models import Idea

BLANK: dict[str, Any] = {
    "title": "",
    "summary": "",
    "answers": {},
    "entities": [],
    "other_entities": "",
    "themes": [],
    "profiles": [],
}  # of an idea that was just begun


def working_copy(idea: Idea) -> dict[str, Any]:
    """The fields of the form as they are now, in plain values: what a version keeps and a restore puts back."""
    return {
        "title": idea.title,
        "summary": idea.summary,
        "answers": dict(idea.answers),
        "entities": sorted(entity.pk for entity in idea.entities.all()),
        "other_entities": idea.other_entities,
        "themes": sorted(theme.key for theme in idea.themes.all()),
        "profiles": list(idea.profiles),
    }


def plain(changes: dict[str, Any], *, answers: dict[str, Any]) -> dict[str, Any]:
    """Changes in the shape of `working_copy`: rows by their keys, answers merged into those that are there."""
    told = dict(changes)
    if "answers" in told:
        # a number as text: nought is an answer, not nothing
        said = {key: str(one) if isinstance(one, int) else one for key, one in told["answers"].items()}
        told["answers"] = answers | said
    if "entities" in told:
        told["entities"] = sorted(entity.pk for entity in told["entities"])
    if "themes" in told:
        told["themes"] = sorted(theme.key for theme in told["themes"])
    return told


def without(after: dict[str, Any], before: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    """A working copy in which these fields are as they were."""
    kept = {name: before[name] if name in fields else value for name, value in after.items()}
    answers = dict(after["answers"])
    for key in (field.partition(".")[2] for field in fields if field.startswith("answers.")):
        answers[key] = before["answers"].get(key, "")
    return kept | {"answers": answers}


def value_of(copy: dict[str, Any], field: str) -> Any:
    """What a working copy says in a field; an answer is named `answers.<key>`."""
    name, _dot, key = field.partition(".")
    return copy[name].get(key, "") if key else copy[name]


def marks_of(copy: dict[str, Any], fields: Iterable[str]) -> dict[str, str]:
    """A short mark of what stands in each field, the same for the same value."""
    return {field: _mark(value_of(copy, field)) for field in fields}


def _mark(value: Any) -> str:
    packed = json.dumps(value or "", sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(packed.encode()).hexdigest()[:12]


def loses_much(older: dict[str, Any], newer: dict[str, Any]) -> bool:
    """Whether a text of some length lost more than a fifth: somebody may want it back."""
    return any(len(was) > 40 and len(now) < 0.8 * len(was) for was, now in _texts(older, newer))


def _texts(older: dict[str, Any], newer: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("title", "summary", "other_entities"):
        yield older.get(name, ""), newer.get(name, "")
    for key, was in older.get("answers", {}).items():
        now = newer.get("answers", {}).get(key, "")
        if isinstance(was, str) and isinstance(now, str):
            yield was, now


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The fields of two working copies that differ; an answer is a field of its own, as `answers.<key>`."""
    columns = [name for name in before if name != "answers" and before[name] != after[name]]
    keys = sorted(before["answers"].keys() | after["answers"].keys())
    said, says = before["answers"], after["answers"]
    return columns + [f"answers.{key}" for key in keys if (said.get(key) or "") != (says.get(key) or "")]
