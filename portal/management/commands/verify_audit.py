"""Walk the whole history: is anything changed, cut or added?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import history
from portal.models import Anchor, Event


class Command(BaseCommand):
    help = "Check every chain of the history and every anchor; erased words are no fault. Fails when it finds one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", default="", help="a head that a log or a backup told: it must still stand in the chain"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for fault in history.verify():
            faults += 1
            self.stderr.write(fault)
        if options["head"] and not history.has_head(options["head"]):
            faults += 1
            self.stderr.write(f"head {options['head']}: gone from the chain")
        if faults:
            raise CommandError(f"{faults} fault(s): compare with a backup before anything else is written")
        last = Anchor.objects.order_by("-pk").first()
        loose = Event.objects.filter(anchor=None).count()
        self.stdout.write("The history is whole.")
        self.stdout.write(f"Head {last.hash if last else '-'}; {loose} events are not anchored yet.")
