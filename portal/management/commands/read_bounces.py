"""Read mails that came back, and mark the addresses that do not exist."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import clock
from portal.mail import bounces


class Command(BaseCommand):
    help = "Lees mails die terugkwamen en stuur niets meer naar adressen die niet bestaan"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "place",
            nargs="?",
            default=settings.MAIL_BOUNCES or "-",
            help="maildir:/map, imaps://naam:wachtwoord@host/INBOX, of - voor één mail op stdin",
        )

    def handle(self, *args: Any, place: str, **options: Any) -> None:
        marked: list[str] = []

        def take(raw: bytes) -> None:
            marked.extend(bounces.read(raw, at=clock.now()))

        try:
            if place == "-":
                take(sys.stdin.buffer.read())
                number = 1
            else:
                number = bounces.from_place(place, take)
        except (OSError, ValueError) as fault:
            raise CommandError(f"De mailbox kon niet gelezen worden: {fault}") from fault
        self.stdout.write(f"{number} gelezen; krijgt niets meer: {', '.join(marked) or 'niemand'}.")
