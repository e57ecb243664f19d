"""The section of the edition's file that the ideas own: the questions of the form, word for word."""

from django.utils.translation import gettext as _

from ideas.models import Idea, Question, QuestionKind
from portal import registry
from portal.edition_file import Reader, Row
from portal.edition_rows import Changes, compare
from portal.errors import Refused
from portal.models import Edition

LONGEST = 100_000
LARGEST = 1_000_000_000


def read_questions(reader: Reader) -> list[Row]:
    return [_read_question(item, order) for order, item in enumerate(reader.items("idea_questions"), start=1)]


def _read_question(item: Reader, order: int) -> Row:
    kind = item.choice("kind", QuestionKind.values, default=QuestionKind.LONG_TEXT.value)
    return {
        "key": item.text("key", Question),
        "order": order,
        "kind": kind,
        **item.words("text", Question),
        **_words(item, "hint"),
        **_words(item, "example"),
        "options": _options(item) if kind == QuestionKind.CHOICE else [],
        **(_bounds(item) if kind == QuestionKind.NUMBER else {"least": None, "most": None}),
        "required": item.flag("required", default=True),
        "public": item.flag("public", default=False),
        "max_length": item.integer("max_length", 1, LONGEST, default=4000),
    }


def _words(item: Reader, name: str) -> Row:
    return (
        item.mapping(name).words(name, Question) if item.has(name) else {f"{name}_nl": "", f"{name}_en": ""}
    )


def _options(item: Reader) -> list[Row]:
    """What can be chosen: key and label, in Dutch and, optional, in English."""
    read = [(one.text("key", Question), one.words("text", Question)) for one in item.items("options")]
    return [{"key": key, "nl": words["text_nl"], "en": words["text_en"]} for key, words in read]


def _bounds(item: Reader) -> Row:
    return {
        "least": item.integer("least", -LARGEST, LARGEST, default=0),
        "most": item.integer("most", -LARGEST, LARGEST, default=LARGEST),
    }


def write_questions(edition: Edition, questions: list[Row]) -> None:
    """Refused when a question that may have been answered would disappear or become one of another kind."""
    changes = compare(edition.questions, questions)
    if (lost := _lost(changes)) and Idea.objects.filter(edition=edition).exists():
        sentence = _(
            "Er zijn al ideeën in deze editie: deze vragen mogen niet verdwijnen of van soort veranderen: %(keys)s."
        )
        raise Refused(reason=sentence % {"keys": ", ".join(lost)})
    changes.apply()


def _lost(changes: Changes) -> list[str]:
    retyped = [question for question, fields in changes.changed if "kind" in fields]
    return [question.key for question in (*changes.gone, *retyped)]


SECTIONS = [registry.Section("idea_questions", read_questions, write_questions)]


def register() -> None:
    registry.sections.update({section.key: section for section in SECTIONS})
