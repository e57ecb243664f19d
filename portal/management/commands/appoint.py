"""Appoint somebody to a role; the first one of an installation too."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from portal import clock, history, people, roles
from portal.models import Edition, Person, RoleKind

SUPERUSER = "superuser"


class Command(BaseCommand):
    help = "Stelt iemand aan in een rol: manage.py appoint E-MAIL --role staff [--edition 2021-2022]"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=[*RoleKind.values, SUPERUSER])
        parser.add_argument("--edition", help="sleutel van de editie; zonder: elke editie")
        parser.add_argument("--name", default="", help="naam, voor iemand die nieuw is")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = self._edition(options["edition"])
        self._check(options["email"])
        by, at = history.System("appoint"), clock.now()
        person = people.find_or_invite(options["email"], name=options["name"], by=by, at=at)
        if options["role"] == SUPERUSER:
            self._make_superuser(person, by=by)
        else:
            roles.appoint(person, options["role"], edition=edition, by=by, at=at)
        self.stdout.write(f"{person.email} is {options['role']} voor {edition or 'elke editie'}.")

    def _edition(self, key: str | None) -> Edition | None:
        if key is None:
            return None
        edition = Edition.objects.filter(pk=key).first()
        if edition is None:
            known = ", ".join(Edition.objects.values_list("pk", flat=True)) or "geen"
            raise CommandError(f"Er is geen editie '{key}'. Bekend: {known}.")
        return edition

    def _check(self, email: str) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"'{email}' is geen e-mailadres.") from None

    def _make_superuser(self, person: Person, *, by: history.Actor) -> None:
        Person.objects.filter(pk=person.pk).update(is_superuser=True)
        history.record(person, "superuser", by=by, at=clock.now())
