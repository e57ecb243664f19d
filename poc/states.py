"""States of a PoC and of an obligation: what was decided, never what is left."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import Machine, Move


class ProjectState(models.TextChoices):
    RUNNING = "running", _("loopt")
    FINISHED = "finished", _("afgerond")
    STOPPED = "stopped", _("gestopt met lessen")


PROJECT = Machine(
    ProjectState,
    start=ProjectState.RUNNING,
    moves=[
        Move(
            ProjectState.RUNNING, ProjectState.FINISHED, "finish", "het team rondt af, met wat het opleverde"
        ),
        Move(
            ProjectState.RUNNING,
            ProjectState.STOPPED,
            "stop",
            "het team stopt, met lessen: ook een resultaat",
        ),
        Move(ProjectState.FINISHED, ProjectState.RUNNING, "resume", "Sandbox opent de PoC opnieuw"),
        Move(ProjectState.STOPPED, ProjectState.RUNNING, "resume", "Sandbox opent de PoC opnieuw"),
    ],
)


class ObligationState(models.TextChoices):
    ASKED = "asked", _("wacht op goedkeuring")
    APPROVED = "approved", _("goedgekeurd")
    DECLINED = "declined", _("niet goedgekeurd")
    CANCELLED = "cancelled", _("geannuleerd")
    CLOSED = "closed", _("afgesloten")


OBLIGATION = Machine(
    ObligationState,
    start=ObligationState.ASKED,
    moves=[
        Move(ObligationState.ASKED, ObligationState.APPROVED, "approve", "Sandbox keurt de kost goed"),
        Move(
            ObligationState.ASKED,
            ObligationState.DECLINED,
            "decline",
            "Sandbox zegt nee, met een woord uitleg",
        ),
        Move(ObligationState.ASKED, ObligationState.CANCELLED, "cancel", "het team trekt de vraag in"),
        Move(
            ObligationState.APPROVED,
            ObligationState.CANCELLED,
            "cancel",
            "het team ziet ervan af, voor er een factuur is",
        ),
        Move(
            ObligationState.APPROVED,
            ObligationState.CLOSED,
            "close",
            "alles is betaald; wat over is komt vrij",
        ),
    ],
)
