"""The demo's people and the ideas they will have. The cast is openly invented."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jury import actions as jury
from jury.models import RoundKind
from jury.queries import round_of
from portal import clock, editions, history, people, registration, roles
from portal.mail import subscriptions
from portal.models import Capacity, Edition, EmailDomain, Entity, Person, PolicyDomain, RoleKind

EDITION_FILE = Path(settings.BASE_DIR) / "data" / "edition-2021-2022.yaml"
IDEAS_FILE, TEAMS_FILE = (Path(__file__).with_name(name) for name in ("ideas.yaml", "teams.yaml"))
DIRECTOR = history.System("demo")


def local(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """An instant by the clock of Brussels."""
    return datetime(year, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


CURTAIN = local(2021, 12, 1)  # the cast stands ready, nobody has done anything
START = local(2022, 1, 8)  # where a visitor comes in


@dataclass(frozen=True)
class Part:
    """Somebody in the demo. `shown`: has a one-click login."""

    slug: str
    name: str
    about: Any
    roles: tuple[str, ...] = ()
    entity: str = ""
    shown: bool = True
    group: Any = field(default=_("Medewerkers"))

    @property
    def email(self) -> str:
        return f"{self.slug}@demo.vlaanderen.be"


SANDBOX, JURY, TEAMS = _("Sandbox"), _("Jury"), _("Teams")

# Who lives what goes otherwise: too late, without answer, merged, moved.
ASIDE = [
    ("eigenaar", "Eigenaar", "elf", "Agentschap Digitaal Vlaanderen"),
    ("eigenaar", "Eigenaar", "twaalf", "Departement Omgeving"),
    ("eigenaar", "Eigenaar", "dertien", "Het Facilitair Bedrijf"),
    ("ambassadeur", "Ambassadeur", "twee", "Departement Zorg"),
    ("kandidaat", "Kandidaat", "twee", "VDAB"),
    ("kandidaat", "Kandidaat", "drie", "De Vlaamse Waterweg"),
    ("lid", "Lid", "dertien", "Agentschap Onroerend Erfgoed"),
]

PARTS = [
    Part("medewerker", "Medewerker Een", _("heeft nog niets gedaan"), entity="Departement Omgeving"),
    Part("eigenaar-een", "Eigenaar Een", _("heeft een concept"), entity="Departement Zorg"),
    Part("eigenaar-twee", "Eigenaar Twee", _("diende Slimme sluisdeuren in"), entity="De Vlaamse Waterweg"),
    Part(
        "eigenaar-negen",
        "Eigenaar Negen",
        _("diende Drone zoekt reekalf in"),
        entity="Agentschap voor Natuur en Bos",
    ),
    Part(
        "ambassadeur",
        "Ambassadeur Een",
        _("vertelt het verder in het Departement Omgeving"),
        (RoleKind.AMBASSADOR,),
        "Departement Omgeving",
    ),
    Part("kandidaat-een", "Kandidaat Een", _("zoekt een team"), entity="Departement Omgeving", group=TEAMS),
    Part(
        "lid-een",
        "Lid Een",
        _("in het team van Slimme sluisdeuren"),
        entity="Agentschap Wegen en Verkeer",
        group=TEAMS,
    ),
    Part(
        "lid-negen",
        "Lid Negen",
        _("in het team van Lucht in de klas"),
        entity="Departement Zorg",
        group=TEAMS,
    ),
    Part("jurylid-een", "Jurylid Een", _("beoordeelt de pitches"), (RoleKind.JUROR,), group=JURY),
    Part("jurylid-twee", "Jurylid Twee", _("beoordeelt de pitches"), (RoleKind.JUROR,), group=JURY),
    Part(
        "beoordelaar-een",
        "Beoordelaar Een",
        _("beoordeelt de ideeën"),
        (RoleKind.ASSESSOR,),
        "VDAB",
        group=SANDBOX,
    ),
    Part(
        "beoordelaar-twee", "Beoordelaar Twee", _("beoordeelt de ideeën"), (RoleKind.ASSESSOR,), group=SANDBOX
    ),
    Part(
        "beslisser", "Beslisser Een", _("beslist en stelt de vrijgave voor"), (RoleKind.STAFF,), group=SANDBOX
    ),
    Part("voorzitter", "Voorzitter Een", _("keurt de vrijgave goed"), (RoleKind.CHAIR,), group=SANDBOX),
    Part(
        "sandbox",
        "Sandbox Een",
        _("keurt kosten goed, beheert het portaal"),
        (RoleKind.STAFF,),
        group=SANDBOX,
    ),
    Part("ux-een", "UX-designer Een", "", (RoleKind.UX_DESIGNER,), shown=False),
    *(
        Part(f"{slug}-{number}", f"{name} {number.capitalize()}", "", entity=entity, shown=False)
        for slug, name, number, entity in [
            ("eigenaar", "Eigenaar", "drie", "Agentschap Opgroeien"),
            ("eigenaar", "Eigenaar", "vier", "Agentschap Overheidspersoneel"),
            ("eigenaar", "Eigenaar", "vijf", "Agentschap Wegen en Verkeer"),
            ("eigenaar", "Eigenaar", "zes", "VDAB"),
            ("eigenaar", "Eigenaar", "zeven", "Departement Cultuur Jeugd en Media"),
            ("eigenaar", "Eigenaar", "acht", "Departement Onderwijs en Vorming"),
            ("eigenaar", "Eigenaar", "tien", "Departement Omgeving"),
            ("lid", "Lid", "twee", "De Vlaamse Waterweg"),
            ("lid", "Lid", "drie", "Agentschap Binnenlands Bestuur"),
            ("lid", "Lid", "vier", "Departement Zorg"),
            ("lid", "Lid", "vijf", "Agentschap Overheidspersoneel"),
            ("lid", "Lid", "zes", "Het Facilitair Bedrijf"),
            ("lid", "Lid", "zeven", "Agentschap Onroerend Erfgoed"),
            ("lid", "Lid", "acht", "Agentschap Digitaal Vlaanderen"),
            ("lid", "Lid", "tien", "Agentschap Digitaal Vlaanderen"),
            ("lid", "Lid", "elf", "Agentschap Wegen en Verkeer"),
            ("lid", "Lid", "twaalf", "VDAB"),
            *ASIDE,
        ]
    ),
]

ENTITIES = {
    "Kanselarij, Bestuur en Digitaal": [
        "Agentschap Binnenlands Bestuur", "Agentschap Digitaal Vlaanderen", "Agentschap Overheidspersoneel",
        "Het Facilitair Bedrijf",
    ],
    "Mobiliteit en Openbare Werken": ["Agentschap Wegen en Verkeer", "De Vlaamse Waterweg"],
    "Omgeving": ["Agentschap Onroerend Erfgoed", "Agentschap voor Natuur en Bos", "Departement Omgeving"],
    "Welzijn, Volksgezondheid en Gezin": ["Agentschap Opgroeien", "Departement Zorg"],
    "Werk en Sociale Economie": ["VDAB"],
    "Onderwijs en Vorming": ["Departement Onderwijs en Vorming"],
    "Cultuur, Jeugd en Media": ["Departement Cultuur Jeugd en Media"],
}  # fmt: skip


def stories() -> list[dict[str, Any]]:
    """The invented ideas, as the file tells them."""
    return yaml.safe_load(IDEAS_FILE.read_text(encoding="utf-8"))


def team_stories() -> list[dict[str, Any]]:
    """The invented teams, as the file tells them."""
    return yaml.safe_load(TEAMS_FILE.read_text(encoding="utf-8"))


@transaction.atomic
def load() -> None:
    """Fill an empty database with the real edition and the cast, on the day the curtain goes up. Sets the clock."""
    clock.jump(CURTAIN)
    editions.load_edition(EDITION_FILE.read_text(encoding="utf-8"), by=DIRECTOR, at=CURTAIN)
    edition = Edition.objects.get(is_current=True)
    _entities()
    registration.save_domain(EmailDomain(domain="demo.vlaanderen.be"), by=DIRECTOR, at=CURTAIN)
    cast = {part.slug: _person(part, edition) for part in PARTS}
    for slug in ("medewerker", "eigenaar-een", "kandidaat-een"):
        subscriptions.begin_for(cast[slug], at=CURTAIN)
    for kind in RoundKind:
        round_ = round_of(edition, kind)
        jury.name_decider(round_, cast["beslisser"], by=DIRECTOR, at=CURTAIN)  # type: ignore[arg-type]


def _entities() -> None:
    for domain, names in ENTITIES.items():
        home, _new = PolicyDomain.objects.get_or_create(name=domain)
        for name in names:
            people.save_entity(Entity(name=name, policy_domain=home), by=DIRECTOR, at=CURTAIN)


def _person(part: Part, edition: Edition) -> Person:
    person = people.find_or_invite(part.email, name=part.name, by=DIRECTOR, at=CURTAIN)
    EmailAddress.objects.filter(user=person).update(verified=True)  # as if everybody came in by a code
    home = Entity.objects.get(name=part.entity) if part.entity else None
    for kind in part.roles:
        whose = home if kind == RoleKind.AMBASSADOR else None
        roles.appoint(person, kind, edition=edition, entity=whose, by=DIRECTOR, at=CURTAIN)
    if home:
        Capacity.objects.create(person=person, entity=home, since=date(2020, 1, 1))
    return person


def player(slug: str) -> Person:
    """A member of the cast as the database knows them."""
    return Person.objects.get(email=f"{slug}@demo.vlaanderen.be")
