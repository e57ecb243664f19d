"""Mark an address that a mail came back from, so that nothing more is sent to it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal import clock
from portal.mail import addresses


class Command(BaseCommand):
    help = "Een mail kwam terug: stuur niets meer naar dit adres tot een medewerker het vrijmaakt"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")
        parser.add_argument("reply", nargs="?", default="kwam terug")

    def handle(self, *args: Any, address: str, reply: str, **options: Any) -> None:
        addresses.mark(address, reply, at=clock.now())
        self.stdout.write(f"{address} krijgt niets meer tot het vrijgemaakt is.")
