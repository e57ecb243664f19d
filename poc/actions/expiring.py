"""What of PoC's goes when it was kept long enough; the words of the ledger only after the period of accounting."""

from poc.models import JournalEntry, LedgerEntry, Obligation, Project
from portal import registry
from portal.privacy import Kind
from portal.retention import blank

GONE = "–"  # a PoC that stopped has lessons, also when their words are gone


def register_expiries() -> None:
    """Called once, when the portal starts."""
    registry.expiries.extend(
        [
            blank(Project, Kind.CONTENT, "goal", "lessons", lessons=GONE),
            blank(JournalEntry, Kind.CONTENT, "text"),
            blank(Obligation, Kind.MONEY, "title", "partner", "answer"),
            blank(LedgerEntry, Kind.MONEY, "note"),
        ]
    )
