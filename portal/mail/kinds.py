"""The kinds of letters, as people choose about them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind. `why`: why nobody can refuse it; empty for what may be refused or bundled in one letter per day."""

    key: str
    label: str | Promise
    about: str | Promise
    why: str | Promise = ""

    @property
    def may_refuse(self) -> bool:
        return not self.why


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "reminder",
            _("Herinneringen"),
            _("Wat nog op jou wacht, enkele dagen voor het moet gebeuren."),
        ),
        Kind("news", _("Nieuws van je idee en je team"), _("Wie erbij komt of stopt, wat er veranderde.")),
        Kind("talk", _("Reacties"), _("Wat collega’s onder je idee schrijven.")),
        Kind(
            "call",
            _("Nieuws over de oproep"),
            _("Wanneer je een idee kan indienen, wanneer teams leden zoeken, wanneer de showcase is."),
        ),
        Kind(
            "asked",
            _("Vragen aan jou"),
            _("Een uitnodiging, een vraag van Sandbox, een kandidaat, een week om te bevestigen."),
            why=_("Zonder jouw antwoord kan iemand anders niet verder."),
        ),
        Kind(
            "dates",
            _("Datums en sprintweken"),
            _("Een datum die verschuift, je sprintweek in je agenda, meer tijd voor jou."),
            why=_("Wie een datum mist, mist de stap."),
        ),
        Kind(
            "receipt",
            _("Bewijzen en uitkomsten"),
            _("Je ontvangstbewijs, de uitkomst van je idee, een antwoord op wat je vroeg."),
            why=_("Dit is het antwoord op wat jij deed, en soms een bewijs."),
        ),
        Kind(
            "own",
            _("Mails waar je zelf om vraagt"),
            _("Je overzicht van de dag, de link om je inschrijving te bevestigen."),
            why=_("Je vroeg ze zelf."),
        ),
    )
}
