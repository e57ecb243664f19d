"""Draw docs/states.md from the transition tables, so that the picture cannot lie."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.lifecycle import Machine

PATH = Path(settings.BASE_DIR) / "docs" / "states.md"
INTRO = """# States

Drawn from the transition tables by `manage.py draw_states`; a test fails when this file is stale.
Phase (time) and visibility (release) are no states: see [architecture](architecture.md).
"""


def machines() -> list[tuple[str, Machine]]:
    """Every model that has a transition table, by its name."""
    found = [(model._meta.label, model.machine) for model in apps.get_models() if hasattr(model, "machine")]
    return sorted(found, key=lambda pair: pair[0])


def drawn() -> str:
    """The whole document."""
    return INTRO + "".join(_one(label, machine) for label, machine in machines())


def _one(label: str, machine: Machine) -> str:
    rows = [f"    [*] --> {machine.start}"]
    rows += [f"    {move.source} --> {move.target}: {move.verb}" for move in machine.moves]
    table = ["| from | to | verb | when |", "|---|---|---|---|"]
    table += [f"| {move.source} | {move.target} | {move.verb} | {move.about} |" for move in machine.moves]
    return "\n".join([f"\n## {label}\n", "```mermaid", "stateDiagram-v2", *rows, "```\n", *table, ""])


class Command(BaseCommand):
    help = "Tekent de toestanden in docs/states.md"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="alleen kijken of het document klopt")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            PATH.write_text(drawn(), encoding="utf-8")
        elif not PATH.exists() or PATH.read_text(encoding="utf-8") != drawn():
            raise CommandError("docs/states.md is verouderd: draai manage.py draw_states.")
