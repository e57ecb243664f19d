"""Letters about two ideas that become one. Until both agreed, neither hears more than what staff wrote."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ideas.emails.idea import page_of
from ideas.models import Idea, Merger
from ideas.states import MergerState
from portal import outbox, registry
from portal.history import subject_key
from portal.models import Letter, Person


def _main(idea: Idea) -> Person:
    return idea.ownerships.select_related("person").get(until=None, is_main=True).person


def merger_proposed(merger: Merger) -> None:
    """To both main owners, each about their own idea."""
    for idea in (merger.kept, merger.gone):
        outbox.queue("merger_proposed", to=_main(idea), about=idea, due=merger.at, occasion=merger.pk)


def merger_done(merger: Merger, *, at: datetime) -> None:
    """To everybody who now owns the idea that stays."""
    for person in merger.kept.owners.filter(ownerships__until=None).distinct():
        outbox.queue("merger_done", to=person, about=merger.kept, due=at, occasion=merger.pk)


def merger_off(merger: Merger, *, at: datetime) -> None:
    """To both main owners, and to who proposed it: everything stays as it was."""
    for idea in (merger.kept, merger.gone):
        outbox.queue("merger_off", to=_main(idea), about=idea, due=at, occasion=merger.pk)
    outbox.queue("merger_off", to=merger.by, about=merger.kept, due=at, occasion=merger.pk)


def _merger(letter: Letter, *states: str) -> Merger | None:
    rows = Merger.objects.select_related("kept__edition", "kept__submission", "gone__submission")
    return rows.filter(pk=letter.occasion, state__in=states).first()


def _own(merger: Merger, letter: Letter) -> Idea:
    return merger.kept if letter.subject == subject_key(merger.kept) else merger.gone


def _title(idea: Idea) -> str:
    return str(idea.submission.content["title"]) if idea.submission else str(idea)


@registry.letter(
    "merger_proposed",
    gettext_lazy("Voorstel van Sandbox om twee ideeën samen te voegen"),
    kind="asked",
    to=gettext_lazy("hoofdeigenaars van beide ideeën"),
)
def _proposed(letter: Letter) -> dict[str, Any] | None:
    merger = _merger(letter, MergerState.OPEN)
    if merger is None:
        return None
    edition = merger.kept.edition
    return {
        "title": _title(_own(merger, letter)),
        "why": merger.why,
        "url": settings.PORTAL_URL + reverse("ideas:merger", args=[edition.pk, merger.pk]),
        "contact": edition.contact,
    }


@registry.letter(
    "merger_done",
    gettext_lazy("Twee ideeën zijn samengevoegd"),
    to=gettext_lazy("eigenaars van het idee dat blijft"),
)
def _done(letter: Letter) -> dict[str, Any] | None:
    merger = _merger(letter, MergerState.DONE)
    if merger is None:
        return None
    return {
        "title": _title(merger.kept),
        "gone": _title(merger.gone),
        "url": page_of(merger.kept),
        "contact": merger.kept.edition.contact,
    }


@registry.letter(
    "merger_off",
    gettext_lazy("Twee ideeën worden niet samengevoegd"),
    kind="news",
    to=gettext_lazy("beide hoofdeigenaars, en wie het voorstelde"),
)
def _off(letter: Letter) -> dict[str, Any] | None:
    merger = _merger(letter, MergerState.DECLINED, MergerState.WITHDRAWN)
    if merger is None:
        return None
    idea = _own(merger, letter)
    return {"title": _title(idea), "url": page_of(idea), "contact": merger.kept.edition.contact}
