"""`manage.py load_edition FILE`: an edition of the programme from its file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal import clock, history
from portal.editions import load_edition
from portal.errors import Refused


class Command(BaseCommand):
    help = "Laadt een editie uit een YAML-bestand. Alles of niets; nog eens laden verandert niets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **options: Any) -> None:
        text = _read(file)
        try:
            loaded = load_edition(text, by=history.System("load_edition"), at=clock.now())
        except Refused as refusal:
            raise CommandError(
                _("Niets geladen, niets gewijzigd.\n%(reason)s") % {"reason": refusal}
            ) from refusal
        outcome = _("Editie %(key)s is geladen.") if loaded.changed else _("Editie %(key)s: niets gewijzigd.")
        self.stdout.write(outcome % {"key": loaded.edition.pk})
        for section, count in loaded.counts.items():
            self.stdout.write(f"  {section}: {count}")


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except FileNotFoundError as error:
        raise CommandError(_("%(file)s: dit bestand bestaat niet.") % {"file": file}) from error
    except OSError as error:
        raise CommandError(_("%(file)s: dit bestand kan niet gelezen worden.") % {"file": file}) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        sentence = _("%(file)s: dit bestand is niet in UTF-8 bewaard (regel %(line)d).")
        raise CommandError(sentence % {"file": file, "line": line}) from error
