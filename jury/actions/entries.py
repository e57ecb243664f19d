"""Rows of a round as they are now, locked until the end of the transaction."""

from typing import Any

from jury import subjects
from jury.models import Entry, Round, Sheet


def locked(sheet: Sheet) -> Sheet:
    """The sheet as it is now, locked until the end of the transaction (locked first, read after: see ideas.actions)."""
    Sheet.objects.select_for_update().only("pk").get(pk=sheet.pk)
    rows = Sheet.objects.select_related(
        "entry__round__edition", "entry__round__release", "entry__idea", "rubric"
    )
    return rows.get(pk=sheet.pk)


def locked_round(round_: Round) -> Round:
    """The round as it is now, locked: deciding and releasing follow one another."""
    Round.objects.select_for_update().only("pk").get(pk=round_.pk)
    return Round.objects.select_related("edition", "release").get(pk=round_.pk)


def entry_of(round_: Round, subject: subjects.Judged) -> Entry:
    """The entry of something in a round, made when somebody first judges or decides."""
    which: dict[str, Any] = {subjects.of(round_).field: subject}
    entry, _new = Entry.objects.get_or_create(round=round_, **which)
    return entry
