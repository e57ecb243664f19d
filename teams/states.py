"""States of a team, of a candidacy, and of a manager's support: what people decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import Machine, Move


class TeamState(models.TextChoices):
    FORMING = "forming", _("zoekt leden")
    COMPLETE = "complete", _("volledig")
    STOPPED = "stopped", _("gestopt")


# 'Geselecteerd' is no state of a team: it is a Selection under a Release that is in force.
TEAM = Machine(
    TeamState,
    start=TeamState.FORMING,
    moves=[
        Move(TeamState.FORMING, TeamState.COMPLETE, "complete", "de eigenaar verklaart het team volledig"),
        Move(
            TeamState.COMPLETE,
            TeamState.FORMING,
            "reopen",
            "een lid vertrekt of de eigenaar zoekt verder, voor de pitch",
        ),
        Move(TeamState.FORMING, TeamState.STOPPED, "stop", "het team of Sandbox stopt, met lessen"),
        Move(TeamState.COMPLETE, TeamState.STOPPED, "stop", "het team of Sandbox stopt, met lessen"),
    ],
)


class CandidacyState(models.TextChoices):
    OPEN = "open", _("wacht op antwoord")
    ACCEPTED = "accepted", _("aanvaard")
    DECLINED = "declined", _("niet aanvaard")
    WITHDRAWN = "withdrawn", _("ingetrokken")


CANDIDACY = Machine(
    CandidacyState,
    start=CandidacyState.OPEN,
    moves=[
        Move(
            CandidacyState.OPEN,
            CandidacyState.ACCEPTED,
            "accept",
            "de eigenaar aanvaardt: de kandidaat is lid",
        ),
        Move(
            CandidacyState.OPEN,
            CandidacyState.DECLINED,
            "decline",
            "de eigenaar zegt nee, met een woord uitleg",
        ),
        Move(
            CandidacyState.OPEN,
            CandidacyState.WITHDRAWN,
            "withdraw",
            "de kandidaat trekt zich terug, of het team stopt",
        ),
    ],
)


class SupportState(models.TextChoices):
    ASKED = "asked", _("gevraagd")
    AGREED = "agreed", _("akkoord")
    TALK = "talk", _("wil eerst praten")
    CANCELLED = "cancelled", _("vervallen")


SUPPORT = Machine(
    SupportState,
    start=SupportState.ASKED,
    moves=[
        Move(SupportState.ASKED, SupportState.AGREED, "agree", "de leidinggevende gaat akkoord, via de link"),
        Move(
            SupportState.ASKED, SupportState.TALK, "talk", "de leidinggevende wil eerst praten, via de link"
        ),
        Move(
            SupportState.ASKED,
            SupportState.ASKED,
            "renew",
            "het lid vraagt het opnieuw: de oude link vervalt",
        ),
        Move(SupportState.TALK, SupportState.ASKED, "renew", "na het gesprek vraagt het lid het opnieuw"),
        Move(
            SupportState.ASKED,
            SupportState.CANCELLED,
            "cancel",
            "het lid verlaat het team of trekt de vraag in",
        ),
        Move(
            SupportState.TALK,
            SupportState.CANCELLED,
            "cancel",
            "het lid verlaat het team of trekt de vraag in",
        ),
        Move(SupportState.AGREED, SupportState.CANCELLED, "cancel", "het lid verlaat het team"),
        Move(SupportState.CANCELLED, SupportState.ASKED, "renew", "het lid vraagt het opnieuw"),
    ],
)
