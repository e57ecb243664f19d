"""Content in Dutch with optional English, in two columns: `name_nl`, `name_en`."""

from typing import Any

from django.utils.translation import get_language


def language_of(row: Any, field: str) -> str:
    """The language in which `localised` gives the column."""
    return "en" if get_language() == "en" and getattr(row, f"{field}_en") else "nl"


def localised(row: Any, field: str) -> str:
    """The column of the reader's language; Dutch where there is no English text."""
    english = getattr(row, f"{field}_en") if get_language() == "en" else ""
    return english or getattr(row, f"{field}_nl")
