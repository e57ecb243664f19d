"""What goes when a judge closes their account."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jury.models import Sheet
from jury.states import SheetState
from portal import history, registry
from portal.models import Person

EVIDENCE = _("draagt een besluit over het werk van anderen; gaat weg na de termijn van beoordelingen")
registry.keeps |= {
    "jury.sheet.comment": EVIDENCE,
    "jury.sheet.remarks": EVIDENCE,
    "jury.sheetcopy.content": EVIDENCE,
    "jury.sheetcopy.why": EVIDENCE,
    "jury.decision.reason": EVIDENCE,
    "jury.decision.feedback": EVIDENCE,
    "jury.decision.good": EVIDENCE,
    "jury.decision.lacking": EVIDENCE,
    "jury.decision.coaching": EVIDENCE,
    "jury.result.figures": EVIDENCE,
    "ideas.outcome.feedback": EVIDENCE,
    "teams.selection.feedback": EVIDENCE,
}


@transaction.atomic
def forget(person: Person, *, by: history.Actor, at: datetime) -> None:
    """Wipe what judges wrote for themselves and what they never handed in. What was handed in stands behind a decision
    and stays under their key (GDPR, article 17.3)."""
    sheets = Sheet.objects.filter(judge=person)
    sheets.update(private_note="")
    sheets.filter(copies=None).exclude(state=SheetState.HANDED_IN).update(comment="", remarks={})
