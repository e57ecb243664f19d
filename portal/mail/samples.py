"""Letters as they would be now, for real people, to look at: nothing of it is queued."""

from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import transaction

from portal import letters, outbox, registry
from portal.history import subject_key
from portal.mail import keeping, plan, planner, wordings
from portal.models import Edition, Letter, Person

MOST = 25


def samples(edition: Edition, name: str, *, at: datetime) -> list[Letter]:
    """Who would get this letter now, or got it last: at most `MOST`, never stored."""
    reminder = registry.reminders.get(name)
    if reminder and reminder.audience:
        people = reminder.audience(edition, at).order_by("pk")[:MOST]
        return [
            Letter(
                name=name,
                edition=edition,
                subject=subject_key(edition),
                due_at=at,
                **planner.recipient(one, {}),
            )
            for one in people
        ]
    if reminder and reminder.targets:
        [one] = [one for one in plan.planned(edition) if one.name == name]
        told = (
            Letter(
                name=name,
                edition=edition,
                subject=subject_key(target.about),
                occasion=f"{one.offsets[0]} {target.key}".strip(),
                due_at=at,
                **outbox.somebody(to),
            )
            for target in reminder.targets(edition, at)
            for to in target.to
        )
        return list(islice(told, MOST))
    rows = Letter.objects.filter(edition=edition, name=name, due_at__lte=at)
    return list(rows.select_related("recipient", "edition").order_by("-due_at", "-pk")[:MOST])


def rendered(letter: Letter, words: dict[str, str], language: str) -> tuple[str, str, str] | None:
    """Title, HTML body and foot of a letter with words that may not be saved yet; None when it would not be sent
    now."""
    values = letters.values_of(letter, language)
    if values is None:
        return None
    source = (words[f"title_{language}"], words[f"body_{language}"])
    return letters.look(letter, values, source, language)


def invented(edition: Edition, name: str, words: dict[str, str], language: str) -> tuple[str, str, str]:
    """The same with a name for every value, where nobody would get the letter now; its button leads to the portal."""
    values = {one: f"[{one}]" for one in wordings.values_of(name)} | {"url": settings.PORTAL_URL}
    letter = Letter(name=name, edition=edition, recipient=Person(name=values["name"]))
    source = (words[f"title_{language}"], words[f"body_{language}"])
    return letters.look(letter, values, source, language)


@transaction.atomic
def send_to_oneself(
    edition: Edition, name: str, words: dict[str, str], sample: Letter | None, *, by: Person, at: datetime
) -> Letter:
    """Queue the letter to who asks, as the sample would get it, in the asker's language; its words are frozen now."""
    language = by.language if words[f"body_{by.language}"] else "nl"
    values = letters.values_of(sample, language) if sample else None
    values = values if values is not None else {one: f"[{one}]" for one in wordings.values_of(name)}
    values.pop("calendar", None)
    source = (words[f"title_{language}"], words[f"body_{language}"])
    proof = Letter(name="test_letter", edition=edition, recipient=by)
    title, text, html = letters.words(proof, values, source)
    told = {"title": f"[proef] {title}"[:300], "text": text, "html": html}
    told["words_hash"] = keeping.words_hash(**told, calendar="")
    occasion = f"{name[:40]} {at:%Y%m%dT%H%M%S%f}"
    return outbox.queue(
        "test_letter",
        to=by,
        about=edition,
        due=at,
        occasion=occasion,
        address=by.email or "",
        frozen_at=at,
        **told,
    )
