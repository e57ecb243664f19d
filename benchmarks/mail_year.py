"""A year of mail: the demo's cast plays from December to November in one unbroken run, and every letter is read.

    .venv/bin/python -m benchmarks.mail_year [facts.json]

On an SQLite of its own the clock goes from day to day; whatever falls due in between leaves at its moment. Each
letter is read on the day it left, by who got it: every link is followed, and the button of the mail program pressed.
Writes the year to benchmarks/mail-year.md, and all that was seen to the file that is named.
"""

import atexit
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    os.environ["DEMO_DIR"] = tempfile.mkdtemp(prefix="mail-year-")
    atexit.register(shutil.rmtree, os.environ["DEMO_DIR"], ignore_errors=True)
django.setup()

# ruff: noqa: E402 models can be imported only now
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from benchmarks import mail_readers
from portal import registry
from portal.demo import mails, stage
from portal.demo.cast import CURTAIN, local
from portal.models import Letter
from portal.models.mail import LetterState

FIGURES = Path(__file__).with_name("mail-year.md")
LAST = local(2022, 11, 30, 23, 59)
DAY = timedelta(days=1)
Facts = dict[str, Any]


def play() -> list[Facts]:
    """The whole year; every letter that left, with what its reader found."""
    for folder in ("mail", "broker", "control"):
        Path(settings.DEMO_DIR, folder).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    stage.start_anew(until=CURTAIN)
    facts: list[Facts] = []
    day = CURTAIN.replace(hour=23, minute=59)
    while day <= LAST:
        stage.go_to(day)
        seen = [one["key"] for one in facts]
        left = Letter.objects.filter(state=LetterState.SENT).exclude(pk__in=seen)
        readers = mail_readers.Readers()
        facts += [
            _read(letter, readers) for letter in left.select_related("recipient", "edition").order_by("pk")
        ]
        day += DAY
    return facts


def _read(letter: Letter, readers: mail_readers.Readers) -> Facts:
    anchor = mail_readers.anchor_of(letter)
    return {
        "key": letter.pk,
        "name": letter.name,
        "subject": letter.subject,
        "occasion": letter.occasion,
        "to": letter.address,
        "title": letter.title,
        "text": letter.text,
        "message_id": letter.message_id,
        "due": timezone.localtime(letter.due_at).isoformat(),
        "left": timezone.localtime(letter.sent_at).isoformat(),
        "anchor": timezone.localtime(anchor).isoformat() if anchor else "",
        "in_overview": letter.bundle_id is not None,
        "reader": mail_readers.reader_of(letter),
        "one_click": readers.one_click(letter),
        "links": {} if letter.bundle_id else readers.links_of(letter),
    }


def delivered() -> list[Facts]:
    """The mails as they lie in the folder of the demo."""
    return [
        {
            "message_id": str(one.message["Message-ID"]),
            "to": str(one.message["To"]),
            "title": str(one.message["Subject"]).strip(),  # a long one begins on a line of its own
            "refusable": "List-Unsubscribe" in one.message and "List-Unsubscribe-Post" in one.message,
        }
        for one in mails.sent()
    ]


def table(facts: list[Facts], seconds: float) -> str:
    """The year for people: each letter, when it left first, how many there were, what their links answered."""
    links = Counter(told for one in facts for told in one["links"].values())
    names = {one["name"] for one in facts}
    head = (
        "# A year of mail\n\n"
        f"{datetime.now(UTC):%-d %B %Y}, `python -m benchmarks.mail_year`: the demo from 1 December 2021 to 30 November"
        f" 2022 in one run of {seconds:.0f} s, on SQLite. {len(facts)} letters left, of {len(names)} of the"
        f" {len(registry.letters)} kinds. Followed by their readers: "
        + ", ".join(f"{number} links: {told}" for told, number in sorted(links.items()))
        + ".\n\nTwo columns tell what a reader found: the links in the text (a page for who got the letter; also the"
        " sign-in page for\nwho is not logged in), and the button of the mail program. *With the overview*: who wants"
        " one overview a day got it so.\n\n"
        "| First left | Letter | Subject of the first | How many | Links | Button |\n|---|---|---|---|---|---|\n"
    )
    firsts = sorted({one["name"]: one for one in reversed(facts)}.values(), key=lambda one: one["left"])
    return head + "".join(
        _row(first, [one for one in facts if one["name"] == first["name"]]) for first in firsts
    )


def _row(first: Facts, all_: list[Facts]) -> str:
    when = datetime.fromisoformat(first["left"])
    wrong = sorted({told for one in all_ for told in one["links"].values()} - {"page"})
    bundled = sum(one["in_overview"] for one in all_)
    number = f"{len(all_)}" + (f" ({bundled} with the overview)" if bundled else "")
    button = ", ".join(sorted({one["one_click"] for one in all_}))
    title = first["title"].replace("|", "/")
    links = ", ".join(wrong) or "page"
    return f"| {when:%Y-%m-%d %H.%M} | `{first['name']}` | {title} | {number} | {links} | {button} |\n"


def main() -> None:
    begun = time.monotonic()
    facts = play()
    FIGURES.write_text(table(facts, time.monotonic() - begun), encoding="utf-8")
    if sys.argv[1:]:
        told = {"letters": facts, "mails": delivered()}
        Path(sys.argv[1]).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
