"""States of an idea: what its owner decided. Phase and visibility are other things (see docs/architecture.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import Machine, Move


class IdeaState(models.TextChoices):
    DRAFT = "draft", _("concept")
    SUBMITTED = "submitted", _("ingediend")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    DISCARDED = "discarded", _("verwijderd")


# 'Weerhouden' is no state of an idea: it is an Outcome under a Release that is in force.
IDEA = Machine(
    IdeaState,
    start=IdeaState.DRAFT,
    moves=[
        Move(IdeaState.DRAFT, IdeaState.SUBMITTED, "submit", "de eigenaar dient in, voor de deadline"),
        Move(
            IdeaState.SUBMITTED,
            IdeaState.SUBMITTED,
            "resubmit",
            "de eigenaar dient een betere versie in, voor de deadline",
        ),
        Move(IdeaState.SUBMITTED, IdeaState.WITHDRAWN, "withdraw", "de eigenaar trekt het idee in"),
        Move(
            IdeaState.WITHDRAWN,
            IdeaState.SUBMITTED,
            "submit",
            "de eigenaar dient opnieuw in, voor de deadline",
        ),
        Move(IdeaState.DRAFT, IdeaState.DISCARDED, "discard", "de eigenaar verwijdert het concept"),
        Move(IdeaState.DISCARDED, IdeaState.DRAFT, "restore", "de eigenaar zet het concept terug"),
    ],
)


class InvitationState(models.TextChoices):
    OPEN = "open", _("wacht op antwoord")
    ACCEPTED = "accepted", _("aangenomen")
    DECLINED = "declined", _("niet aangenomen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


# That an invitation lapsed follows from the clock and `expires_at`, never from a state.
INVITATION = Machine(
    InvitationState,
    start=InvitationState.OPEN,
    moves=[
        Move(InvitationState.OPEN, InvitationState.ACCEPTED, "accept", "de collega wordt mede-eigenaar"),
        Move(InvitationState.OPEN, InvitationState.DECLINED, "decline", "de collega doet niet mee"),
        Move(InvitationState.OPEN, InvitationState.WITHDRAWN, "withdraw", "een eigenaar trekt de vraag in"),
    ],
)


class MergerState(models.TextChoices):
    OPEN = "open", _("wacht op akkoord")
    DONE = "done", _("samengevoegd")
    DECLINED = "declined", _("niet aangenomen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


MERGER = Machine(
    MergerState,
    start=MergerState.OPEN,
    moves=[
        Move(MergerState.OPEN, MergerState.DONE, "merge", "beide hoofdeigenaars gaan akkoord"),
        Move(MergerState.OPEN, MergerState.DECLINED, "decline", "een hoofdeigenaar wil het niet"),
        Move(MergerState.OPEN, MergerState.WITHDRAWN, "withdraw", "Sandbox trekt het voorstel in"),
    ],
)
