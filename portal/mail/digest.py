"""One overview a day for who asked for it. Letters of a kind that somebody wants so wait as 'bundled', with their
words; at the hour one letter takes all of them along."""

import re
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal import outbox, registry
from portal.models import Letter, Person
from portal.models.mail import LetterState

HOUR = 16  # local
NAME = "digest"


def bundle(*, at: datetime) -> int:
    """From the hour on: one overview for everybody with letters that wait. Returns how many."""
    local = timezone.localtime(at)
    if local.time() < time(HOUR):
        return 0
    waiting = Letter.objects.filter(state=LetterState.BUNDLED, bundle=None)
    people = list(Person.objects.filter(pk__in=waiting.values("recipient")).order_by("pk")[:500])
    return sum(_bundle_for(person, str(local.date()), at=at) for person in people)


@transaction.atomic
def _bundle_for(person: Person, day: str, *, at: datetime) -> int:
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    mine = Letter.objects.filter(recipient=person, state=LetterState.BUNDLED, bundle=None)
    if not mine.exists():
        return 0
    letter = outbox.queue(NAME, to=person, about=person, due=at, occasion=day)
    if letter.state != LetterState.QUEUED:  # today's has left: these wait for tomorrow's
        return 0
    return int(mine.update(bundle=letter) > 0)


def close(letter: Letter) -> None:
    """The overview left: so did what it holds."""
    outbox.leave_with(letter)


@registry.letter(
    NAME,
    gettext_lazy("Overzicht van de dag, voor wie daarom vroeg"),
    kind="own",
    to=gettext_lazy("wie voor een overzicht koos"),
)
def _digest(letter: Letter) -> dict[str, Any] | None:
    held = Letter.objects.filter(bundle=letter, state=LetterState.BUNDLED).order_by("due_at", "pk")
    pieces = [{"title": one.title, "url": _link_in(one.text)} for one in held]
    return {"letters": pieces, "number": len(pieces), "several": len(pieces) > 1} if pieces else None


def _link_in(text: str) -> str:
    """The address that a letter leads to: the first of the portal in its words."""
    found = re.search(re.escape(settings.PORTAL_URL) + r"[^\s<>]*", text)
    return found[0] if found else settings.PORTAL_URL
