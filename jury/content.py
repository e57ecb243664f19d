"""A table as a file that a spreadsheet opens without doing anything else."""

import csv
import io
from collections.abc import Iterable
from typing import Any

BOM = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: Any) -> str:
    """A cell that a spreadsheet reads as text, never as a formula: an apostrophe goes before its first character."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Comma-separated, quoted where needed, with a byte order mark so that accents survive in a spreadsheet."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return BOM + file.getvalue()
