"""Many of a kind, written as rows: walking the verbs fifty times proves nothing more about a list."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from ideas.models import Facet, Idea, Submission
from portal.ids import public_id, receipt_number
from portal.models import Person


def crowd(idea: Idea, titles: Sequence[str], owners: Sequence[Person] = ()) -> list[Idea]:
    """The idea, which bears the first of the titles, and one like it for each of the others; owned like it, or each by
    the owner at its place."""
    others = [another(idea, title) for title in titles[1:]]
    for one, owner in zip(others, owners[1:], strict=bool(owners)):
        one.ownerships.update(person=owner)
    return [idea, *others]


def another(idea: Idea, title: str, **changes: Any) -> Idea:
    """One more idea with a title of its own: handed in, judged and decided about like this one."""
    before = idea.submission.public_text["title"] if idea.submission else idea.title
    twin = copied(idea, id=public_id(), title=title, **changes)
    twin.entities.set(idea.entities.all())
    for owned in idea.ownerships.all():
        copied(owned, idea=twin)
    if idea.submission:
        twin.submission = _handed_in(idea.submission, twin, before)
        twin.save()
    if hasattr(idea, "outcome"):
        copied(idea.outcome, idea=twin)
    for entry in idea.entries.all():
        _judged(entry, twin)
    return twin


def _handed_in(submission: Submission, idea: Idea, before: str) -> Submission:
    def titled(words: dict[str, Any]) -> dict[str, Any]:
        return words | {"title": idea.title}

    twin = copied(
        submission, id=public_id(), number=receipt_number(), idea=idea,
        content=titled(submission.content), public_text=titled(submission.public_text),
        words=submission.words.replace(before, idea.title),
    )  # fmt: skip
    Facet.objects.bulk_create(copied(facet, save=False, submission=twin) for facet in submission.facets.all())
    return twin


def _judged(entry: Any, idea: Idea) -> None:
    twin = copied(entry, idea=idea)
    for sheet in entry.sheets.all():
        filled = copied(sheet, entry=twin)
        scores = [copied(score, save=False, sheet=filled) for score in sheet.scores.all()]
        type(sheet).scores.rel.related_model._base_manager.bulk_create(scores)
    if hasattr(entry, "decision"):
        copied(entry.decision, entry=twin)


def copied(row: Any, *, save: bool = True, **changes: Any) -> Any:
    """A row with the same values but for its own key and these."""
    model: type[Model] = type(row)
    fields = [
        field.name for field in model._meta.concrete_fields if not field.primary_key and not field.generated
    ]
    twin = model(**{name: getattr(row, name) for name in fields} | changes)
    if save:
        twin.save(force_insert=True)
    return twin
