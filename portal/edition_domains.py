"""The section `email_domains` of the edition's file: at which domains people read their mail who may make an account.

The file only adds: domains belong to the whole site, and staff change them in the admin.
"""

from django.utils.translation import gettext as _

from portal import registration
from portal.edition_file import Reader, Row
from portal.errors import Refused
from portal.models import Edition, EmailDomain, Entity


def read(reader: Reader) -> list[Row]:
    """Each item: `key`, the domain itself (a subdomain is an item of its own), and `entity`, its name, when it is one
    entity's alone."""
    return [_domain(item) for item in reader.items("email_domains", optional=True)]


def _domain(item: Reader) -> Row:
    written = item.text("key", EmailDomain, "domain")
    domain = registration.plain_domain(written) if written else ""
    if written and not domain:
        item.fault(_("dit is geen domein, zoals vlaanderen.be"), "key")
    return {"domain": domain, "entity": item.text("entity", Entity, "name", default="-")}


def write(edition: Edition, rows: list[Row]) -> None:
    """Add what is not there yet. Refused when an entity is not known."""
    for row in rows:
        EmailDomain.objects.get_or_create(domain=row["domain"], defaults={"entity": _entity(row["entity"])})


def _entity(name: str) -> Entity | None:
    if name == "-":
        return None
    entity = Entity.objects.filter(name=name).first()
    if entity is None:
        raise Refused(
            reason=_("Er is geen entiteit ‘%(name)s’. Voeg ze eerst toe in het beheer.") % {"name": name}
        )
    return entity
