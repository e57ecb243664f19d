"""Reads of proposals to make one idea of two."""

from typing import Any

from django.db.models import QuerySet

from ideas.models import Merger, Ownership
from ideas.states import MergerState
from portal.models import Edition

WITH = ("kept__submission", "kept__edition", "gone__submission", "gone__edition", "by")


def mergers_of(edition: Edition) -> QuerySet[Merger]:
    """Every proposal of an edition, the latest first; for staff."""
    return Merger.objects.filter(kept__edition=edition).select_related(*WITH).order_by("-at")


def open_mergers(edition: Edition) -> QuerySet[Merger]:
    """The proposals that wait for an answer; for staff."""
    return mergers_of(edition).filter(state=MergerState.OPEN)


def mergers_for(person: Any, edition: Edition) -> QuerySet[Merger]:
    """Proposals about an idea of which the person is the main owner."""
    mine = Ownership.objects.filter(person=person, until=None, is_main=True).values("idea")
    rows = Merger.objects.filter(kept__edition=edition).select_related(*WITH)
    return rows.filter(kept__in=mine) | rows.filter(gone__in=mine)
