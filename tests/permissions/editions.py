"""The permission table of two editions, for what is of the whole site: its words are written by staff of the edition
that is on now. `before` is staff of the edition before it; the cast's own staff works for this one."""

from portal import people, roles
from portal.models import Edition, Person, RoleKind
from tests import world as worlds
from tests.permissions.rows import STAFF, Doors, Table, read_rows
from tests.permissions.scene import Scene

MEMBERS = ("anonymous", "employee", "before", "staff", "chair", "superuser")
PHASES = ("submission",)
DOORS: Doors = {STAFF: ("before", "staff", "chair", "superuser")}
BEFORE, AT = "2019-2020", worlds.DURING_SUBMISSION

# URL | thing | door | GET | POST | anything else
PAGES = read_rows(
    """
texts        | list_here    | staff | 200 before=404 | 405 before=404 | 405 before=404
texts        | list_before  | staff | 200 now=404 | 405 now=404 | 405 now=404
text         | learn_here   | staff | 200 before=404 | 303 before=404 | 405 before=404
text         | learn_before | staff | 200 now=404 | 303 now=404 | 405 now=404
# of the whole site
text         | site_here    | staff | 200 before=404 | 303 before=404 | 405 before=404
text         | site_before  | staff | 404 superuser=200 | 404 superuser=303 | 405 now=404
restore_text | site_before  | staff | 405 now=404 | 404 superuser=303 | 405 now=404
remove_text  | site_before  | staff | 405 now=404 | 404 superuser=409 | 405 now=404
""",
    doors=DOORS,
    groups={"now": ("staff", "chair")},
    phases=PHASES,
)


def build(phase: str) -> Scene:
    """Both editions, and somebody who works for the former alone."""
    world = worlds.build()
    world.people["before"] = staff_of(edition_before(world))
    abouts = [row.about for row in PAGES]
    editions = {about: BEFORE if about.endswith("before") else world.edition.pk for about in abouts}
    keys = {about: "privacy" if about.startswith("site") else "pitchen" for about in abouts}
    return Scene(world, phase, keys={"<slug:edition>": editions, "<slug:page_key>": keys})


def edition_before(world: worlds.World) -> Edition:
    """The same edition, some years earlier."""
    before = Edition.objects.get(pk=world.edition.pk)
    before.pk, before.is_current = BEFORE, False
    before.save(force_insert=True)
    return before


def staff_of(edition: Edition) -> Person:
    somebody = people.find_or_invite("before@vlaanderen.be", name="Sandbox Twee", by=worlds.TESTER, at=AT)
    roles.appoint(somebody, RoleKind.STAFF, edition=edition, by=worlds.TESTER, at=AT)
    return somebody


TABLE = Table("editions", PAGES, MEMBERS, PHASES, build)
