"""Walk the whole history: is anything changed, cut or added?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import history


class Command(BaseCommand):
    help = "Check every chain of the history and every anchor; erased words are no fault. Fails when it finds one."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for fault in history.verify():
            faults += 1
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{faults} fault(s): compare with a backup before anything else is written")
        self.stdout.write("The history is whole.")
