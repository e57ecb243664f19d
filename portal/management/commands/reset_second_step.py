"""For who lost every factor and proved otherwise who they are: they set up a second step anew at the next log-in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import clock, history, people
from portal.second_step import keeping


class Command(BaseCommand):
    help = 'Verwijdert iemands tweede stap: manage.py reset_second_step E-MAIL --reason "…" (zie docs/operate.md)'

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="hoe en door wie nagekeken is wie dit vraagt")

    def handle(self, *args: Any, email: str, reason: str, **options: Any) -> None:
        person = people.by_address(email)
        if person is None:
            raise CommandError(f"Er is geen account met '{email}'.")
        by = history.System("reset_second_step")
        if not keeping.start_anew(person, by=by, at=clock.now(), reason=reason):
            raise CommandError(f"{email} heeft geen tweede stap. Er is niets gewijzigd.")
        self.stdout.write(f"{email} stelt een tweede stap in bij de volgende log-in, en hoort dit per mail.")
