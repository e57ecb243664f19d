"""Wipe what was kept long enough, or only say what would go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal import clock, retention


class Command(BaseCommand):
    help = "Wipe personal data whose period is over. Safe to run again, also after it was cut off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what goes and when, wipe nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        if options["dry_run"]:
            for one in retention.coming(at=at):
                told = "due" if one.due else f"{one.when:%Y-%m-%d}"
                self.stdout.write(f"{told:>10}  {one.expiry.kind.code:<10} {one.count:>6}  {one.expiry.key}")
            return
        run = retention.apply(at=at)
        for key, count in sorted(run.counts.items()) if run else []:
            self.stdout.write(f"{count:>6}  {key}")
        self.stdout.write("Done." if run else "Nothing to wipe.")
