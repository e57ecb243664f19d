"""Write docs/mail.md's table of letters from the code, or check that it is fresh."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from portal import registry
from portal.mail import plan, times
from portal.mail.kinds import KINDS

FILE = settings.BASE_DIR / "docs" / "mail.md"
BEGIN, END = "<!-- letters: written by manage.py list_mails -->", "<!-- end of letters -->"


class Command(BaseCommand):
    help = "Write the table of all letters in docs/mail.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing, say whether the table is true"
        )

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        text = FILE.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        fresh = f"{before}{BEGIN}\n{table()}{END}{after}"
        if check and fresh != text:
            raise CommandError("docs/mail.md is oud: manage.py list_mails")
        if not check:
            FILE.write_text(fresh, encoding="utf-8")


def table() -> str:
    """One row per letter: those that leave by themselves first, in the order of the programme."""
    with translation.override("nl"):
        rows = [_row(spec) for spec in registry.letters.values()]
    head = "| Letter | What | When | To | May be refused |\n|---|---|---|---|---|\n"
    ordered = sorted(rows, key=lambda row: row[2] == AT_ONCE)
    return head + "".join(f"| {' | '.join(row)} |\n" for row in ordered)


AT_ONCE = "meteen, als het gebeurt"


def _row(spec: registry.LetterSpec) -> tuple[str, ...]:
    kind, reminder = KINDS[spec.kind], registry.reminders.get(spec.name)
    when = AT_ONCE
    if reminder:
        offsets = ", ".join(plan.offset_label(one) for one in times.parse(reminder.offsets))
        when = f"{offsets}: {plan.moment_label(reminder.moment)}"
    return f"`{spec.name}`", str(spec.about), when, str(spec.to), "yes" if kind.may_refuse else "no"
