"""What of judging goes when it was kept long enough: the words. Scores and outcomes stay, by key."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models import Outcome
from jury.models import Decision, Sheet, SheetCopy
from jury.models.decisions import PARTS
from portal import registry
from portal.privacy import Kind
from portal.retention import Expiry, blank, names, released

SHEETS, ENTRIES = "sheet__entry__round__", "entry__round__"


def _copies(at: datetime) -> Any:
    filled = ~Q(content__comment="") | ~Q(content__remarks={}) | ~Q(why="")
    return SheetCopy.objects.filter(filled).annotate(
        counts_from=released(f"{SHEETS}release", f"{SHEETS}edition")
    )


def _wipe_copies(keys: list[Any], at: datetime) -> None:
    """The scores in a copy stay; its check number shows that words were taken out."""
    for copy in SheetCopy.objects.filter(pk__in=keys):
        SheetCopy.objects.filter(pk=copy.pk).update(
            content=copy.content | {"remarks": {}, "comment": ""}, why=""
        )


def register_expiries() -> None:
    """Called once, when the portal starts."""
    told = released(f"{ENTRIES}release", f"{ENTRIES}edition")
    registry.expiries.extend(
        [
            blank(Sheet, Kind.JUDGEMENT, "comment", "remarks", "private_note", since=told),
            Expiry(
                "jury.sheetcopy:judgement", str(SheetCopy._meta.verbose_name_plural), Kind.JUDGEMENT,
                _copies, _wipe_copies, names(SheetCopy, "content", "why"),
            ),
            blank(Decision, Kind.JUDGEMENT, *(name for name in PARTS if name != "resubmit"), "reason", since=told),
            blank(Outcome, Kind.JUDGEMENT, "feedback", since=released("release", "idea__edition")),
        ]
    )  # fmt: skip
    registry.stays["jury.result.figures"] = _("cijfers per sleutel, geen woorden")
