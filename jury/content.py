"""Tables as files that a spreadsheet opens without doing anything else."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

BOM = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
Rows = Iterable[Iterable[Any]]


def harmless(cell: Any) -> str:
    """A cell that a spreadsheet reads as text, never as a formula: an apostrophe goes before its first character."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_text(rows: Rows) -> str:
    """Comma-separated, quoted where needed, with a byte order mark so that accents survive in a spreadsheet."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return BOM + file.getvalue()


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Tables as the sheets of one xlsx file. Whole numbers stay numbers; all else is text, also what looks like a
    formula. Characters that the format does not know are left out."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([_typed(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _typed(cell: Any) -> Any:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    return ILLEGAL_CHARACTERS_RE.sub("", harmless(cell))
