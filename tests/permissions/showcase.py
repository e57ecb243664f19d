"""The permission table of the showcase: two teams with a PoC each, their sheets on their way to the public.

Phases: the PoC runs and the sheet is written (running); it ended and one member approved (ended); all approved, the
showcase is still to come (approved); the showcase has begun (showcase).
"""

from datetime import datetime

from poc.models import Project
from poc.states import ProjectState
from showcase.models import Result
from teams import actions as teams
from tests import world as worlds
from tests.permissions.rows import STAFF, Doors, Table, admin_rows, read_rows
from tests.permissions.scene import Scene
from tests.showcase.stage import APPROVING, SHOWCASE, WORDS, agree, project_of, set_showcase, written

MEMBERS = (
    "anonymous", "employee", "owner", "member", "other_member", "other_owner", "juror", "staff", "chair", "superuser",
)  # fmt: skip
PHASES = ("running", "ended", "approved", "showcase")
GROUPS = {
    "team": ("owner", "member"),
    # a former member may look back; Sandbox looks along
    "insiders": ("owner", "member", "other_member", "staff", "chair", "superuser"),
    "others": ("other_owner", "staff", "chair", "superuser"),
    "backstage": ("staff", "chair", "superuser"),
}
DOORS: Doors = {"open": MEMBERS, "signed in": MEMBERS[1:], STAFF: GROUPS["backstage"]}
MOMENTS: dict[str, datetime] = {
    "running": worlds.DURING_POC,
    "ended": APPROVING,
    "approved": worlds.SHOWCASE_SET,
    "showcase": SHOWCASE,
}

# URL | thing | door | GET | POST | anything else
PAGES = read_rows(
    """
showcase:list    |             | open      | 200 | 405
showcase:list    | no_edition  | open      | 404 | 404 | 404
showcase:feed    |             | open      | 200 | 405
# from its instant on everybody; before it the team and Sandbox
showcase:result  | sheet       | open      | 404/404/404/200 insiders=200 | 405
showcase:result  | other_sheet | open      | 404/404/404/200 others=200 | 405
showcase:result  | nothing     | open      | 404 | 405
showcase:enter   | sheet       | signed in | 302 | 405
showcase:enter   | nothing     | signed in | 302 | 405
# current members write, from the first day of the PoC until all approved
showcase:write   | sheet       | signed in | 404 team=200/200/409/409 | 404 team=303/303/409/409
showcase:write   | other_sheet | signed in | 404 other_owner=200/200/409/409 | 404 other_owner=303/303/409/409
showcase:write   | nothing     | signed in | 404 | 404
# approving waits for the end of the PoC; again changes nothing
showcase:approve | sheet       | signed in | 405 | 404 team=409/303/303/303
showcase:approve | other_sheet | signed in | 405 | 404 other_owner=409/303/303/303
showcase:approve | nothing     | signed in | 405 | 404
showcase:revise  | sheet       | signed in | 404 team=409/409/200/200 | 404 team=303
showcase:revise  | other_sheet | signed in | 404 other_owner=409/409/200/200 | 404 other_owner=303
showcase:revise  | nothing     | signed in | 404 | 404
showcase:name    | sheet       | signed in | 405 | 404 team=303
showcase:name    | other_sheet | signed in | 405 | 404 other_owner=303
showcase:name    | nothing     | signed in | 405 | 404
""",
    doors=DOORS,
    groups=GROUPS,
    phases=PHASES,
)
ADMIN = admin_rows("showcase_result", "", doors=DOORS, groups=GROUPS, phases=PHASES)


def build(phase: str) -> Scene:
    """The world at a phase. A member of the first team left it; the second team stops where the first finishes."""
    world = worlds.build()
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    members = world.member, world.second_member, world.other_member
    first = world.team(world.owner, *members)
    gone = first.memberships.get(person=world.other_member)
    teams.leave(gone, by=world.other_member, at=worlds.DURING_SPRINTS)
    second = world.team(world.other_owner, world.candidate, world.designer, title="Lucht in de klas")
    world.selected(first, second)
    set_showcase(world)
    projects = {"sheet": project_of(world, first), "other_sheet": project_of(world, second, state="stopped")}
    for project in projects.values():
        _bring(project, phase)
    results = {name: Result.objects.get(project=project) for name, project in projects.items()}
    scene = Scene(world, phase, when=MOMENTS[phase])
    scene.keys = {
        "<slug:result_id>": {name: result.pk for name, result in results.items()},
        "<slug:project_id>": {name: project.pk for name, project in projects.items()},
    }
    scene.admin = {"showcase/result": results["sheet"]}
    versions = {name: result.version for name, result in results.items()}
    scene.bodies = {
        "showcase:write": lambda scene, about: WORDS | {"why": "Anders.", "version": versions.get(about, 0)},
        "showcase:approve": lambda scene, about: {"version": versions.get(about, 1), "show_name": "on"},
        "showcase:name": lambda scene, about: {"shown": "yes"},
    }
    return scene


def _bring(project: Project, phase: str) -> None:
    people = [one.person for one in project.team.memberships.filter(until=None).select_related("person")]
    result = written(project, people[0])
    if phase == "running":
        Project.objects.filter(pk=project.pk).update(state=ProjectState.RUNNING)
    elif phase == "ended":
        agree(result, people[0])
    else:
        agree(result, *people)


TABLE = Table("showcase", [*PAGES, *ADMIN], MEMBERS, PHASES, build)
