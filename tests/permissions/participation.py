"""The permission table of the page of an entity: its own ambassador and staff, nobody else."""

from portal import people, roles
from portal.models import Edition, Entity, RoleKind
from tests import world as worlds
from tests.permissions.rows import Doors, Table, read_rows
from tests.permissions.scene import Scene

MEMBERS = (
    "anonymous", "employee", "owner", "assessor", "juror", "ambassador", "other_ambassador", "former_ambassador",
    "staff", "chair", "superuser",
)  # fmt: skip
PHASES = {"submission": worlds.DURING_SUBMISSION, "announced": worlds.DURING_TEAMS}
DOORS: Doors = {"signed in": MEMBERS[1:]}

# URL | thing | door | GET | POST | anything else
ROWS = read_rows(
    """
participation | own     | signed in | 404 ambassador=200 backstage=200 | 405
participation | other   | signed in | 404 other_ambassador=200 backstage=200 | 405
participation | nothing | signed in | 404 | 405
""",
    doors=DOORS,
    groups={"backstage": ("staff", "chair", "superuser")},
    phases=tuple(PHASES),
)


def build(phase: str) -> Scene:
    """Two entities with an ambassador each, and somebody who was one until a week ago."""
    world = worlds.build()
    owner = world.owner
    own, other = entities = list(Entity.objects.order_by("name")[:2])
    people.update_profile(owner, name=owner.name, entity=own, language="nl", at=worlds.DURING_SUBMISSION)
    for slug, entity in zip(("ambassador", "other_ambassador"), entities, strict=True):
        world.people[slug] = ambassador(world.edition, entity, slug)
    world.people["former_ambassador"] = former = ambassador(world.edition, own, "former_ambassador")
    roles.dismiss(former.roles.get(), by=worlds.TESTER, at=worlds.DURING_SUBMISSION)
    world.published(owner)
    return Scene(
        world, phase, when=PHASES[phase], keys={"<slug:entity_id>": {"own": own.pk, "other": other.pk}}
    )


def ambassador(edition: Edition, entity: Entity, slug: str) -> worlds.Person:
    at = worlds.DURING_SUBMISSION
    person = people.find_or_invite(f"{slug}@vlaanderen.be", name=slug.capitalize(), by=worlds.TESTER, at=at)
    roles.appoint(person, RoleKind.AMBASSADOR, edition=edition, entity=entity, by=worlds.TESTER, at=at)
    return person


TABLE = Table("participation", ROWS, MEMBERS, tuple(PHASES), build)
