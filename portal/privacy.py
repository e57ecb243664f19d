"""What kind of personal data a field holds, and how long it is kept.

Every model of the portal carries `privacy = marks(...)`, which names each of its fields once; a test refuses a
field without a mark. Exports, retention and the record of processing read the marks, so a new field cannot be
forgotten. A model that holds something of people whom none of its own fields points at says how they are found:
`about_people`, each a set of lookups with `ME` in it. Source of the terms: GDPR; accounting is kept 10 years.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ME = "me"  # stands for the key of the person in a model's `about_people`


@dataclass(frozen=True)
class Rule:
    """What is kept under a mark, counted from when, and for how many months unless staff say otherwise; `months` is
    None for what has no period of its own, `least` the fewest that staff may
    choose: what the law asks for, or the year in which somebody comes back for the next edition."""

    about: "str | Promise"
    since: "str | Promise"
    months: int | None = None
    least: int = 1


class Kind(Enum):
    """The kinds of data a field can hold."""

    NONE = Rule(_("geen persoonsgegevens"), _("zolang de editie getoond wordt"))
    LINK = Rule(
        _("een willekeurige sleutel die naar een persoon wijst"),
        _("zolang de rij bestaat; naamloos zodra de persoon gewist is"),
    )
    IDENTITY = Rule(
        _("wie iemand is en hoe je die bereikt"),
        _("na de laatste editie waaraan iemand meedeed"),
        24,
        least=12,
    )
    CONTENT = Rule(
        _("wat iemand schreef"), _("na de editie; langer als het met toestemming online staat"), 36
    )
    JUDGEMENT = Rule(
        _("wat iemand over het werk van een ander schreef"), _("nadat de uitkomst bekend is"), 24
    )
    MONEY = Rule(_("de boekhouding van een PoC"), _("na de editie"), 120, least=120)
    CONSENT = Rule(_("waar iemand ja op zei"), _("nadat de toestemming is ingetrokken"), 60)
    MAIL = Rule(_("een mail aan iemand"), _("nadat de mail verstuurd is"), 12)
    AUDIT = Rule(
        _("wie wat wanneer deed, in codes"),
        _("zolang de geschiedenis bestaat; naamloos zodra de persoon gewist is"),
    )

    @property
    def code(self) -> str:
        """How the kind is written in rows and forms."""
        return self.name.lower()


TIMED = [kind for kind in Kind if kind.value.months is not None]


def marks(**fields: str) -> dict[str, Kind]:
    """Field names per kind, as words: `marks(identity="name email", none="id")`. Raises KeyError on an unknown kind,
    ValueError when a field is marked twice."""
    marked: dict[str, Kind] = {}
    for kind, names in fields.items():
        for name in names.split():
            if name in marked:
                raise ValueError(f"{name} is marked twice")
            marked[name] = Kind[kind.upper()]
    return marked
