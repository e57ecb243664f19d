"""States of a sheet: the work of one assessor or juror on one entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import Machine, Move


class SheetState(models.TextChoices):
    OPEN = "open", _("open")
    HANDED_IN = "handed_in", _("ingediend")
    RECUSED = "recused", _("belangenconflict")


SHEET = Machine(
    SheetState,
    start=SheetState.OPEN,
    moves=[
        Move(
            SheetState.OPEN,
            SheetState.HANDED_IN,
            "hand_in",
            "alle criteria zijn ingevuld en de beoordelaar dient in",
        ),
        Move(
            SheetState.HANDED_IN,
            SheetState.OPEN,
            "reopen",
            "de beoordelaar herziet, zolang er geen voorstel is",
        ),
        Move(SheetState.OPEN, SheetState.RECUSED, "recuse", "de beoordelaar meldt een belangenconflict"),
        Move(SheetState.HANDED_IN, SheetState.RECUSED, "recuse", "een conflict blijkt na het indienen"),
        Move(SheetState.RECUSED, SheetState.OPEN, "unrecuse", "de melding was een vergissing"),
    ],
)


class TieRule(models.TextChoices):
    """What tells equal scores apart; declared with the criteria, before the first score."""

    SHARED = "shared", _("ze delen een plaats")
    HEAVIEST = "heaviest", _("eerst het criterium dat het zwaarst weegt")
    MEDIAN = "median", _("de hoogste middelste score (mediaan)")
    ORDER = "order", _("de criteria in hun volgorde")
