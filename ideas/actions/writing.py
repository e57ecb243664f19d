"""Verbs while an idea is written: start, save, put away, put back."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from ideas import content, rules
from ideas.models import Idea, Ownership, QuestionKind, Version
from ideas.states import IdeaState
from portal import history, lifecycle
from portal.models import Edition, Person

COLUMNS = ("title", "summary", "other_entities")
ONE_VERSION = timedelta(minutes=10)  # what one person saves within this time is one version


def locked(idea: Idea) -> Idea:
    """The idea's row as it is now, locked until the end of the transaction.

    Locked first, read after: rows that join in a statement that waits for a lock are those from before the wait.
    """
    Idea.objects.select_for_update(no_key=True).only("pk").get(pk=idea.pk)
    return Idea.objects.select_related("edition", "submission").get(pk=idea.pk)


@transaction.atomic
def start_idea(edition: Edition, *, sentence: str = "", time: str = "", by: Person, at: datetime) -> Idea:
    """Begin a draft, with the person as main owner. A draft that is still blank is given back instead of a second.

    `sentence` (what the idea is) and `time` (YES: knows how much time it takes) come from the self-check and are filled
    in already.
    """
    rules.check_may_start(edition, by=by, at=at)
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    others = Ownership.objects.filter(idea=OuterRef("pk"), until=None).exclude(person=by)
    blank = Idea.objects.owned_by(by).filter(edition=edition, state=IdeaState.DRAFT, version=1)
    idea = blank.exclude(Exists(others)).first()
    if idea is None:
        idea = Idea.objects.create(edition=edition, saved_at=at)
        Ownership.objects.create(idea=idea, person=by, is_main=True, since=at)
        history.record(idea, "start", by=by, at=at)
    asked = edition.questions.filter(kind=QuestionKind.MUST_BE_YES).values_list("key", flat=True)
    known: dict[str, Any] = {"answers": dict.fromkeys(asked, time)} if time else {}
    known |= {"summary": sentence} if sentence else {}
    return save_draft(idea, known, version=idea.version, by=by, at=at) if known else idea


@transaction.atomic
def save_draft(
    idea: Idea,
    changes: dict[str, Any],
    *,
    version: int,
    writer: str = "",
    turn: int = 0,
    seen: dict[str, str] | None = None,
    by: Person,
    at: datetime,
) -> Idea:
    """Keep what was written: columns, `answers` (merged by key), and `entities` and `themes` (the whole list).

    Allowed to owners at any time. `version` is what the writer started from and `writer` the open page they write in:
    raises Stale when somebody else changed one of these very fields since; two steps of the form never clash. `turn`
    counts what that page sent: what arrives after something newer from it changes nothing. `seen` marks the fields as
    that page first showed them (`content.marks_of`): one that somebody else changed while the writer left it alone
    stays as it is now. What changes nothing makes no version.
    """
    idea = locked(idea)
    rules.check_may_write(idea, by=by)
    before = content.working_copy(idea)
    after = before | content.plain(changes, answers=before["answers"])
    outrun = {field for field, touch in idea.touched.items() if _is_newer(touch, writer, turn)}
    after = content.without(after, before, outrun)
    clashing = rules.clashes(idea, content.changed_fields(before, after), version=version, writer=writer)
    left_alone = {
        one for one, mark in content.marks_of(after, clashing).items() if mark == (seen or {}).get(one)
    }
    after = content.without(after, before, left_alone)
    changed = content.changed_fields(before, after)
    if not changed:
        return idea
    rules.check_no_clash(idea, changed, version=version, writer=writer)
    return write_copy(idea, after, changed, writer=writer, turn=turn, by=by, at=at)


def _is_newer(touch: list[Any], writer: str, turn: int) -> bool:
    """Whether the same open page sent something later, which arrived first."""
    return bool(writer) and touch[1] == writer and touch[2] > turn


def write_copy(
    idea: Idea,
    after: dict[str, Any],
    changed: list[str],
    *,
    writer: str = "",
    turn: int = 0,
    restored_from: int | None = None,
    by: Person,
    at: datetime,
) -> Idea:
    """Write a whole working copy, what changed and the version of it; the verb that calls this locked the idea."""
    number = idea.version + 1
    columns = {name: after[name] for name in (*COLUMNS, "answers", "profiles")}
    touched = idea.touched | {field: [number, writer, turn] for field in changed}
    Idea.objects.filter(pk=idea.pk).update(**columns, touched=touched, version=number, saved_at=at)
    if "entities" in changed:
        idea.entities.set(after["entities"])
    if "themes" in changed:
        idea.themes.set(idea.edition.themes.filter(key__in=after["themes"]))
    keep_version(idea, number, after, writer=writer, restored_from=restored_from, by=by, at=at)
    return locked(idea)


def keep_version(
    idea: Idea,
    number: int,
    copy: dict[str, Any],
    *,
    writer: str = "",
    restored_from: int | None = None,
    by: Person,
    at: datetime,
) -> None:
    """One version per open page per ten minutes: the last one goes on, unless it was handed in or put back, or the new
    text lost a good part of it. `idea` is as it was before."""
    last = idea.versions.first()
    if last is not None and restored_from is None and _goes_on(idea, last, copy, writer, by, at):
        Version.objects.filter(pk=last.pk).update(number=number, content=copy, at=at)
        return
    Version.objects.create(
        idea=idea, number=number, content=copy, since=at, at=at, by=by, restored_from=restored_from
    )


def _goes_on(idea: Idea, last: Version, copy: dict[str, Any], writer: str, by: Person, at: datetime) -> bool:
    same_page = any(touch[:2] == [last.number, writer] for touch in idea.touched.values())
    return (
        last.by_id == by.pk
        and same_page
        and at - last.since < ONE_VERSION
        and last.restored_from is None
        and not content.loses_much(last.content, copy)
        and not idea.submissions.filter(version=last.number).exists()
    )


@transaction.atomic
def restore_version(idea: Idea, version: Version, *, by: Person, at: datetime) -> Idea:
    """Put an earlier version of the text back, as a new version: what was there stays to be found."""
    idea = locked(idea)
    rules.check_may_write(idea, by=by)
    before = content.working_copy(idea)
    after = before | version.content
    changed = content.changed_fields(before, after)
    if not changed:
        return idea
    return write_copy(idea, after, changed, restored_from=version.number, by=by, at=at)


@transaction.atomic
def discard_draft(idea: Idea, *, by: Person, at: datetime) -> None:
    """Put a draft away; `restore_draft` brings it back."""
    idea = locked(idea)
    rules.check_may_discard(idea, by=by)
    lifecycle.move(idea, to=IdeaState.DISCARDED, by=by, at=at)


@transaction.atomic
def restore_draft(idea: Idea, *, by: Person, at: datetime) -> None:
    """Undo of `discard_draft`; a draft that is there already stays as it is."""
    idea = locked(idea)
    rules.check_owner(idea, by=by)
    if idea.state == IdeaState.DISCARDED:
        lifecycle.move(idea, to=IdeaState.DRAFT, by=by, at=at)
