"""The permission table of PoCs: a selected team that builds, in four phases.

`selecting`: the selection is approved and not yet told; `selected`: told, no PoC yet; `building`: the PoC is open with
a cost that waits, one approved and paid, one closed; `ended`: the PoC stopped with lessons.
"""

from typing import Any

from allauth.account.models import EmailAddress

from poc import actions
from poc.models import EntryKind, LedgerEntry, Obligation, Project
from tests import world as worlds
from tests.permissions.rows import STAFF, Doors, Table, admin_rows, read_rows
from tests.permissions.scene import NOBODY, Scene
from tests.world import DURING_POC, SELECTING, World

MEMBERS = (
    "anonymous", "employee", "owner", "member", "other_member", "candidate", "juror", "staff", "decider", "chair",
    "superuser",
)  # fmt: skip
PHASES = {
    "selecting": SELECTING,
    "selected": DURING_POC,
    "building": DURING_POC,
    "ended": DURING_POC,
}
GROUPS = {
    "team": ("owner", "member"),
    "crew": ("staff", "decider", "chair", "superuser"),
    "readers": ("owner", "member", "staff", "decider", "chair", "superuser"),
}
DOORS: Doors = {"open": MEMBERS, "signed in": MEMBERS[1:], STAFF: GROUPS["crew"]}
SHAPE: dict[str, Any] = {"doors": DOORS, "groups": GROUPS, "phases": tuple(PHASES)}

# URL | thing | door | GET | POST | anything else
ROWS = read_rows(
    """
poc:list    |         | signed in | 200 | 405
# members and staff open the PoC of a selected team, once that is told; open already: on to the PoC
poc:open    | team    | signed in | 404 readers=409/200/303/303 | 404 readers=409/303/303/303
poc:open    | other   | signed in | 404 crew=409 other_member=409 | 404 crew=409 other_member=409
poc:open    | nothing | signed in | 404 | 404
poc:project | project | signed in | 404 readers=404/404/200/200 | 405
poc:project | nothing | signed in | 404 | 405
poc:export  | project | signed in | 404 readers=404/404/200/200 | 405
# the team spends
poc:ask     | project | signed in | 404 readers=404/404/409/409 team=404/404/200/409 | 404 readers=404/404/409/409 team=404/404/303/409
poc:journal | project | signed in | 405 | 404 team=404/404/303/303 crew=404/404/409/409
# the team ends, or staff do; staff open again
poc:finish  | project | signed in | 404 readers=404/404/200/409 | 404 readers=404/404/303/409
poc:stop    | project | signed in | 404 readers=404/404/200/409 | 404 readers=404/404/303/409
poc:resume  | project | staff     | 404/404/409/200 | 404/404/409/303
# one cost: staff answer what waits; team and staff note what happens to what was approved
poc:cost    | asked   | signed in | 404 readers=404/404/200/200 | 405
poc:cost    | paid    | signed in | 404 readers=404/404/200/200 | 405
poc:cost    | nothing | signed in | 404 | 405
poc:approve | asked   | staff     | 405 | 404/404/303/409
poc:approve | paid    | staff     | 405 | 404/404/409/409
poc:decline | asked   | staff     | 405 | 404/404/303/409
poc:decline | paid    | staff     | 405 | 404/404/409/409
poc:cancel  | asked   | signed in | 405 | 404 team=404/404/303/409 crew=404/404/409/409
poc:cancel  | paid    | signed in | 405 | 404 readers=404/404/409/409
poc:record  | asked   | signed in | 405 | 404 readers=404/404/409/409
poc:record  | paid    | signed in | 405 | 404 readers=404/404/303/303
poc:record  | closed  | signed in | 405 | 404 readers=404/404/409/409
poc:correct | paid    | signed in | 404 readers=404/404/200/200 | 404 readers=404/404/303/303
poc:correct | closed  | signed in | 404 readers=404/404/409/409 | 404 readers=404/404/409/409
poc:close   | asked   | signed in | 405 | 404 readers=404/404/409/409
poc:close   | paid    | signed in | 405 | 404 readers=404/404/303/303
poc:close   | closed  | signed in | 405 | 404 readers=404/404/409/409
""",  # noqa: E501 a row is one line
    **SHAPE,
)
MODELS = ("poc_project", "poc_obligation", "poc_ledgerentry")
ROWS += [row for model in MODELS for row in admin_rows(model, "from=building", **SHAPE)]

BODIES: dict[str, Any] = {
    "poc:open": lambda scene, about: {"goal": "Werkt het?"},
    "poc:ask": lambda scene, about: {
        "title": "Sensoren",
        "amount": "1.500",
        "vat_rate": "21",
        "key": "nieuw",
    },
    "poc:journal": lambda scene, about: {"text": "De eerste proef."},
    "poc:finish": lambda scene, about: {"lessons": "Sensoren roesten."},
    "poc:stop": lambda scene, about: {"lessons": "Sensoren roesten."},
    "poc:resume": lambda scene, about: {"reason": "Er is een nieuwe partner."},
    "poc:decline": lambda scene, about: {"answer": "Dit kan Sandbox zelf."},
    "poc:record": lambda scene, about: {"kind": "paid", "amount": "10", "note": "Factuur 2", "key": "nieuw"},
    "poc:correct": lambda scene, about: {"amount": "10", "note": "Tikfout.", "key": "nieuw"},
}


def build(phase: str) -> Scene:
    """A selected team and one that is not, and as much of a PoC as the phase has."""
    world = worlds.build()
    EmailAddress.objects.update(verified=True)  # everybody came in by a code
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    team = world.team()
    other = world.team(world.other_owner, world.other_member, world.recused, title="Lucht in de klas")
    world.selected(team, others=[other])
    scene = Scene(world, phase, when=PHASES[phase], bodies=BODIES)
    scene.keys = {
        "<slug:team_id>": {"team": team.pk, "other": other.pk},
        "<slug:project_id>": {},
        "<slug:obligation_id>": {},
        "<int:entry_id>": {"paid": "0", "closed": "0"},
    }
    scene.admin = {f"poc/{name}": model(pk=missing) for name, model, missing in _nothing()}
    if phase in ("building", "ended"):
        _build(scene, world, actions.open_project(team, by=world.member, at=DURING_POC))
    return scene


def _nothing() -> list[tuple[str, Any, Any]]:
    return [
        ("project", Project, NOBODY),
        ("obligation", Obligation, NOBODY),
        ("ledgerentry", LedgerEntry, 0),
    ]


def _build(scene: Scene, world: World, project: Project) -> None:
    """A cost that waits, one approved and paid in part, one closed; for `ended` the PoC stops after that."""
    costs: dict[str, Obligation] = {}
    lines: dict[str, LedgerEntry] = {}
    told: dict[str, Any] = {"by": world.member, "at": DURING_POC}
    for name in ("asked", "paid", "closed"):
        costs[name] = actions.ask_cost(
            project, title=name, amount_cents=100_000, vat_rate=21, key=name, **told
        )
        if name != "asked":
            actions.approve_cost(costs[name], by=world.staff, at=DURING_POC)
            lines[name] = actions.record_entry(
                costs[name], kind=EntryKind.PAID, amount_cents=50_000, key="payment", **told
            )
    actions.close_cost(costs["closed"], **told)
    if scene.phase == "ended":
        actions.stop(project, lessons="Het kon niet.", **told)
    scene.keys |= {
        "<slug:project_id>": {"project": project.pk},
        "<slug:obligation_id>": {name: cost.pk for name, cost in costs.items()},
        "<int:entry_id>": {name: str(line.pk) for name, line in lines.items()},
    }
    scene.admin = {"poc/project": project, "poc/obligation": costs["paid"], "poc/ledgerentry": lines["paid"]}


TABLE = Table("PoCs", ROWS, MEMBERS, tuple(PHASES), build)
