"""What an idea consists of: its steps, what is still missing, the frozen copy, the part that may go online."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import MOST_SUMMARY, Attachment, AttachmentRole, FacetKind, Idea, Question, QuestionKind

YES = "yes"
NO = "no"

ONLINE = {
    QuestionKind.LONG_TEXT,
    QuestionKind.CHOICE,
    QuestionKind.NUMBER,
}  # the kinds whose answer may go online

CORE = "kern"
ENTITIES = "entiteiten"
FILES = "bestanden"
TIME = "tijd"


@dataclass(frozen=True)
class Step:
    """One page of the form. `key` stands in the URL; `questions` are the edition's questions on it."""

    key: str
    label: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Gap:
    """Something that has to be filled in before handing in, and the step where that is done."""

    step: str
    label: str


SHORT_LABELS = {
    "idea": gettext_lazy("Wat is je idee"),
    "why": gettext_lazy("Waarom dit idee"),
    "problem": gettext_lazy("Welk probleem"),
    "benefit": gettext_lazy("Wat verbetert er"),
    "poc_test": gettext_lazy("Testen in een PoC"),
}


def steps(questions: list[Question]) -> list[Step]:
    """The steps of the form: the core, one per long question, the entities, the files, then what is short together."""
    long = [question for question in questions if question.kind == QuestionKind.LONG_TEXT]
    files = tuple(question for question in questions if question.kind == QuestionKind.FILE)
    short = tuple(question for question in questions if question not in long and question not in files)
    return [
        Step(CORE, _("Titel en kern")),
        *(
            Step(question.key, str(SHORT_LABELS.get(question.key, question.text)), (question,))
            for question in long
        ),
        Step(ENTITIES, _("Wie is erbij betrokken")),
        Step(FILES, _("Foto en bijlagen"), files),
        *([Step(TIME, _short_label(short), short)] if short else []),
    ]


def _short_label(short: tuple[Question, ...]) -> str:
    weeks = any(question.kind == QuestionKind.SPRINT_WEEKS for question in short)
    return _("Tijd en sprintweek") if weeks else _("Enkele korte vragen")


def gaps(idea: Idea, questions: list[Question]) -> list[Gap]:
    """What is still missing, in the order of the form; empty when the idea can be handed in."""
    found = []
    if not idea.title.strip():
        found.append(Gap(CORE, _("Geef je idee een titel")))
    if not idea.summary.strip():
        found.append(Gap(CORE, _("Vat je idee samen in enkele zinnen")))
    if len(idea.summary) > MOST_SUMMARY:
        found.append(Gap(CORE, _("Maak je samenvatting korter")))
    asked = [question for question in questions if question.required]
    return found + [gap for question in asked if (gap := _gap_of(question, idea))]


def _gap_of(question: Question, idea: Idea) -> Gap | None:
    answer = idea.answers.get(question.key)
    if question.kind == QuestionKind.MUST_BE_YES:
        return None if answer == YES else Gap(TIME, _("Bevestig dat je weet hoeveel tijd het traject vraagt"))
    if question.kind == QuestionKind.SPRINT_WEEKS:
        return None if answer else Gap(TIME, _("Kies minstens één week die je kan vrijhouden"))
    if question.kind == QuestionKind.FILE:
        here = any(one.question == question.key for one in idea.attachments.all() if one.removed_at is None)
        return None if here else Gap(FILES, _("Voeg een bestand toe: %(q)s") % {"q": question.text})
    step = question.key if question.kind == QuestionKind.LONG_TEXT else TIME
    if not str(answer or "").strip() or not _fits(question, str(answer)):
        return Gap(step, _("Beantwoord: %(q)s") % {"q": question.text})
    if len(str(answer)) > question.max_length:
        return Gap(step, _("Maak korter: %(q)s") % {"q": question.text})
    return None


def _fits(question: Question, answer: str) -> bool:
    """Whether an answer is one of the choices, or a number within its bounds; it may come from another edition."""
    if question.kind == QuestionKind.CHOICE:
        return answer in {one["key"] for one in question.options}
    if question.kind == QuestionKind.NUMBER:
        least, most = question.least, question.most
        is_number = answer.lstrip("-").isdigit()
        return is_number and (least is None or least <= int(answer)) and (most is None or int(answer) <= most)
    return True


def is_filled(step: Step, idea: Idea, missing: list[Gap]) -> bool:
    """Whether a step has all it needs; what may stay empty counts once something is in it."""
    if any(gap.step == step.key for gap in missing):
        return False
    if step.key == ENTITIES:
        return bool(idea.other_entities or idea.profiles) or bool(idea.entities.all())
    if step.key == FILES:
        return any(one.removed_at is None for one in idea.attachments.all())
    return True


def snapshot(idea: Idea, questions: list[Question]) -> dict[str, Any]:
    """A full copy in plain values, with the words of the questions and the names of what was chosen as they are now."""
    files = [_file(one) for one in idea.attachments.all() if one.removed_at is None]
    return {
        "title": idea.title,
        "summary": idea.summary,
        "answers": [_answer(question, idea.answers.get(question.key, "")) for question in questions],
        "entities": [{"id": entity.pk, "name": entity.name} for entity in idea.entities.all()],
        "other_entities": idea.other_entities,
        "themes": [{"key": theme.key, "name": theme.name_nl} for theme in idea.themes.all()],
        "profiles": list(idea.profiles),
        "picture": next((one for one in files if one["role"] == AttachmentRole.PICTURE), None),
        "files": [one for one in files if one["role"] == AttachmentRole.FILE],
    }


def _answer(question: Question, answer: Any) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind,
        "question": question.text_nl,
        "public": question.public,
        "answer": answer,
        **({"chosen": _chosen(question, answer)} if question.kind == QuestionKind.CHOICE else {}),
    }


def _chosen(question: Question, answer: Any) -> str:
    return next((one["nl"] for one in question.options if one["key"] == answer), "")


def _file(attachment: Attachment) -> dict[str, Any]:
    upload = attachment.upload
    return {
        "id": attachment.pk,
        "role": attachment.role,
        "question": attachment.question,
        "name": upload.name,
        "size": upload.size,
        "sha256": upload.sha256,
        "about": attachment.about,
    }


# A copy in which nothing is said any more.
BLANK_COPY: dict[str, Any] = {
    "title": "",
    "summary": "",
    "answers": [],
    "entities": [],
    "other_entities": "",
    "themes": [],
    "profiles": [],
    "picture": None,
    "files": [],
}


def public_text(copy: dict[str, Any]) -> dict[str, Any]:
    """The part of a snapshot that may go online: title, summary, public answers, entities, themes, sought profiles and
    the picture. Never time and weeks, never an attachment."""
    picture = copy["picture"]
    return {
        "title": copy["title"],
        "summary": copy["summary"],
        "answers": [
            {"question": item["question"], "answer": item.get("chosen", item["answer"])}
            for item in copy["answers"]
            if item["public"] and item["kind"] in ONLINE
        ],
        "entities": [entity["name"] for entity in copy["entities"]],
        "other_entities": copy["other_entities"],
        "themes": [theme["name"] for theme in copy["themes"]],
        "profiles": copy["profiles"],
        "picture": {"id": picture["id"], "about": picture["about"]} if picture else None,
    }


def facets(copy: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What the public list can be filtered by, as (kind, key, label)."""
    profiles = {slugify(name)[:80]: name for name in copy["profiles"]}
    return [
        *((FacetKind.THEME, theme["key"], theme["name"]) for theme in copy["themes"]),
        *((FacetKind.ENTITY, entity["id"], entity["name"]) for entity in copy["entities"]),
        *((FacetKind.PROFILE, key, name) for key, name in profiles.items() if key),
    ]


def words(public: dict[str, Any]) -> str:
    """The public text as one piece, to search in."""
    told = [str(item["answer"]) for item in public["answers"]]
    named = [*public["entities"], public["other_entities"], *public["themes"], *public["profiles"]]
    return "\n".join(part for part in (public["title"], public["summary"], *told, *named) if part)


def digest(copy: dict[str, Any]) -> str:
    """SHA-256 of a snapshot, in hex: two equal contents have the same one."""
    packed = json.dumps(copy, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(packed.encode()).hexdigest()


def readable(copy: dict[str, Any], weeks: dict[str, str]) -> list[tuple[str, str, str]]:
    """A snapshot as (step, question, answer in words), in the order of the form; `weeks` names Mondays."""
    core = [(CORE, _("Titel"), copy["title"]), (CORE, _("Samenvatting"), copy["summary"])]
    told = [
        (step_of(item), item["question"], _words(item, weeks))
        for item in copy["answers"]
        if item["kind"] != QuestionKind.FILE
    ]
    names = [entity["name"] for entity in copy["entities"]] + [copy["other_entities"]]
    middle = [
        (ENTITIES, _("Betrokken entiteiten"), ", ".join(name for name in names if name)),
        (ENTITIES, _("Wie je zoekt voor je team"), ", ".join(copy.get("profiles", []))),
        (FILES, _("Foto en bijlagen"), ", ".join(_file_names(copy))),
    ]
    if themes := [theme["name"] for theme in copy.get("themes", [])]:
        core.append((CORE, _("Thema’s"), ", ".join(themes)))
    last = [line for line in told if line[0] == TIME]
    return [*core, *(line for line in told if line[0] != TIME), *middle, *last]


def _file_names(copy: dict[str, Any]) -> list[str]:
    pictures = [copy["picture"]] if copy.get("picture") else []
    return [one["name"] for one in (*pictures, *copy.get("files", []))]


def step_of(item: dict[str, Any]) -> str:
    """The step where an answer of a snapshot is given."""
    if item["kind"] == QuestionKind.FILE:
        return FILES
    return item["key"] if item["kind"] == QuestionKind.LONG_TEXT else TIME


def _words(item: dict[str, Any], weeks: dict[str, str]) -> str:
    answer = item["answer"]
    if item["kind"] == QuestionKind.SPRINT_WEEKS:
        return ", ".join(weeks.get(monday, monday) for monday in answer or [])
    if item["kind"] == QuestionKind.MUST_BE_YES:
        return {YES: _("Ja"), NO: _("Nee")}.get(answer, "")
    if item["kind"] == QuestionKind.CHOICE:
        return str(item.get("chosen") or answer or "")
    return str(answer or "")
