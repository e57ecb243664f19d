"""The permission table of the sprint weeks. Phases: free (a complete team has no week yet), held, booked, and over (the
day of the pitch). `team` is the owner's and the member's; the other owner has a team of their own."""

from sprints.models import Booking
from tests import world as worlds
from tests.permissions.rows import STAFF, Doors, Table, admin_rows, read_rows
from tests.permissions.scene import NOBODY, Scene
from tests.sprints import stage

MEMBERS = (
    "anonymous", "employee", "owner", "member", "other_owner", "designer", "juror", "staff", "chair", "superuser",
)  # fmt: skip
PHASES = ("free", "held", "booked", "over")

GROUPS = {
    "team": ("owner", "member"),
    "backstage": ("staff", "chair", "superuser"),
    "planners": ("owner", "member", "other_owner"),
}
DOORS: Doors = {"open": MEMBERS, "signed in": MEMBERS[1:], STAFF: GROUPS["backstage"]}

# URL | thing | door | GET | POST | anything else
PAGES = read_rows(
    """
sprints:calendar |            | open      | 200 | 405
sprints:calendar | no_edition | open      | 404 | 404 | 404
# who plans for a team chooses; another's team is no choice in the form
sprints:week     | open_week  | signed in | 409 planners=200 | 409 team=303/303/303/409 other_owner=200
sprints:week     | short_week | signed in | 409 planners=200 | 409 team=409 other_owner=200
sprints:week     | nothing    | signed in | 404 | 404
# the page of a team's week is for who may enter the team room
sprints:booking  | team       | signed in | 404 team=200 backstage=200 | 405
sprints:booking  | other      | signed in | 404 other_owner=200 backstage=200 | 405
sprints:booking  | nothing    | signed in | 404 | 405
sprints:confirm  | team       | signed in | 405 | 404 team=404/303/303/409 backstage=404/409/409/409
sprints:confirm  | other      | signed in | 405 | 404
sprints:cancel   | team       | signed in | 404 team=404/200/200/409 backstage=404/200/200/409 \
| 404 team=404/303/303/409 backstage=404/303/303/409
sprints:cancel   | other      | signed in | 404 | 404
sprints:ics      | team       | signed in | 404 team=409/409/200/200 backstage=409/409/200/200 | 405
sprints:ics      | other      | signed in | 404 other_owner=409 backstage=409 | 405
""",
    doors=DOORS,
    groups=GROUPS,
    phases=PHASES,
)
ADMIN = [
    row
    for model, can in {"sprints_place": "add change", "sprints_booking": "from=held"}.items()
    for row in admin_rows(model, can, doors=DOORS, groups=GROUPS, phases=PHASES)
]


def build(phase: str) -> Scene:
    """Two complete teams; the first has what the phase says."""
    world = worlds.build()
    team, other = stage.two_teams(world)
    booking = Booking(pk=NOBODY)
    if phase == "held":
        booking = stage.held(world, team)
    elif phase != "free":
        booking = stage.booked(world, team)
    here = stage.place(stage.WEEK_11)
    weeks = {"open_week": 12, "short_week": stage.WEEK_16}
    return Scene(
        world,
        phase,
        when=worlds.PITCH_DAY if phase == "over" else worlds.DURING_TEAMS,
        keys={
            "<slug:team_id>": {"team": team.pk, "other": other.pk},
            "<int:week_id>": {"nothing": "999999"}
            | {name: str(stage.week(number).pk) for name, number in weeks.items()},
        },
        admin={"sprints/place": here, "sprints/booking": booking},
        bodies={
            "sprints:week": lambda scene, about: {"team": team.pk},
            "sprints:cancel": lambda scene, about: {"reason": "Examens."},
            "admin:sprints_place_add": lambda scene, about: {"week": here.week_id, "room": "Zaal Zuid"},
            "admin:sprints_place_change": lambda scene, about: {"room": "Zaal Noord", "designer": ""},
        },
    )


TABLE = Table("sprints", [*PAGES, *ADMIN], MEMBERS, PHASES, build)
