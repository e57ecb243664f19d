"""Recompute what was released from the rows as they are now, and say whether it is still the same."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jury import queries
from jury.models import Result


class Command(BaseCommand):
    help = "Rekent elk vrijgegeven resultaat na en vergelijkt het met wat toen bewaard werd"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "edition", nargs="?", default="", help="alleen deze editie, bijvoorbeeld 2021-2022"
        )

    def handle(self, *args: Any, edition: str, **options: Any) -> None:
        results = queries.results_released(edition)
        if not results:
            self.stdout.write("Er is nog niets vrijgegeven.")
        if not all([self._is_same(result) for result in results]):  # noqa: C419 every round is told
            raise CommandError("Niet elk resultaat komt overeen met wat vrijgegeven werd.")

    def _is_same(self, result: Result) -> bool:
        """Tell one round; the figures must be the same, and so must all they are made of."""
        again = queries.recount(result)
        name = f"{result.round.get_kind_display()} {result.round.edition_id}"
        if again.same_inputs and not again.differences:
            self.stdout.write(f"{name}: {again.entries} inzendingen, hetzelfde resultaat.")
            return True
        if not again.same_inputs:
            self.stdout.write(f"{name}: de beoordelingen, criteria of besluiten zijn niet meer wat ze waren.")
        for line in again.differences:
            self.stdout.write(f"{name}: {line}")
        return False
