"""States of a result sheet: the team writes it, then agrees on it together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import Machine, Move


class ResultState(models.TextChoices):
    DRAFT = "draft", _("nog niet klaar")
    APPROVED = "approved", _("goedgekeurd door het team")


RESULT = Machine(
    ResultState,
    start=ResultState.DRAFT,
    moves=[
        Move(ResultState.DRAFT, ResultState.APPROVED, "approve", "elk lid keurde deze tekst goed"),
        Move(
            ResultState.APPROVED,
            ResultState.DRAFT,
            "revise",
            "een lid herziet de tekst: iedereen keurt opnieuw goed",
        ),
    ],
)
