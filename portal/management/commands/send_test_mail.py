"""Send one mail with the settings that are in use, and say what the server answered."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser

TEXT = "Als je dit leest, kan het portaal mails versturen.\n"


class Command(BaseCommand):
    help = "Stuur een proefmail naar een adres, langs dezelfde weg als elke mail"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        headers = {"From": settings.DEFAULT_FROM_EMAIL}
        told = {"from_email": settings.MAIL_RETURN_PATH, "to": [address], "headers": headers}
        try:
            EmailMessage("Proefmail van het portaal", TEXT, **told).send()
        except OSError as fault:
            raise CommandError(f"De mail vertrok niet: {fault}") from fault
        self.stdout.write(f"De mailserver nam de mail voor {address} aan.")
