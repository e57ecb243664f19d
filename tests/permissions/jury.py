"""The permission table of the pitch: the day itself, the evening in which the jury decides, and after the instant."""

from datetime import datetime

from allauth.account.models import EmailAddress

from jury import actions as jury
from jury.models import Sheet
from jury.queries import criteria_of
from teams.models import SelectionKind
from tests import world as worlds
from tests.permissions.rows import STAFF, Doors, Row, Table, read_rows
from tests.permissions.scene import Scene

MEMBERS = (
    "anonymous", "employee", "owner", "member", "candidate", "other_member", "assessor", "juror", "recused_juror",
    "designer", "staff", "decider", "chair", "superuser",
)  # fmt: skip
PHASES: dict[str, datetime] = {
    "before": worlds.DURING_SPRINTS,
    "pitch": worlds.PITCH_DAY,
    "proposed": worlds.SELECTING,
    "selected": worlds.DURING_POC,
}
GROUPS = {
    "deciders": ("decider", "chair"),
    "lookers": ("decider", "chair", "superuser"),
    "jurors": ("juror", "recused_juror"),
    "leaders": ("staff", "decider", "chair", "superuser"),
}
DOORS: Doors = {
    "signed in": MEMBERS[1:],
    "judges": ("assessor", "juror", "recused_juror", "superuser"),
    STAFF: ("staff", "decider", "chair", "superuser"),
}


def _rows(text: str) -> list[Row]:
    return read_rows(text, doors=DOORS, groups=GROUPS, phases=tuple(PHASES))


# URL | thing | door | GET | POST | anything else
ROWS = _rows("""
# an assessor passes the door and is no judge of the pitch; a superuser looks at the list and judges nothing
jury:my_round | pitch             | judges | 200 assessor=404 | 405
jury:begin    | team              | judges | 405 | 409/303/409/409 superuser=409 assessor=404
jury:begin    | forming           | judges | 405 | 404
jury:begin    | no_team           | judges | 405 | 404
# a sheet is its juror's alone; there are none before the pitch; a proposal makes them stand still
jury:sheet    | pitch_sheet       | judges | 404 juror=404/200/200/200 | 404 juror=404/303/409/409
jury:sheet    | pitch_handed_in   | judges | 404 juror=404/200/200/200 | 404 juror=404/409/409/409
jury:sheet    | pitch_recused     | judges | 404 recused_juror=404/200/200/200 | 404 recused_juror=404/409/409/409
jury:sheet    | no_pitch_sheet    | judges | 404 | 404
jury:conflict | pitch_sheet       | judges | 405 | 404 juror=404/303/409/409
jury:conflict | pitch_handed_in   | judges | 405 | 404 juror=404/303/409/409
jury:conflict | pitch_recused     | judges | 405 | 404 recused_juror=404/303/409/409
jury:reopen   | pitch_sheet       | judges | 405 | 404 juror=404/303/409/409
jury:reopen   | pitch_handed_in   | judges | 405 | 404 juror=404/303/409/409
jury:reopen   | pitch_recused     | judges | 405 | 404 recused_juror=404/303/409/409
jury:read_again | pitch_sheet     | judges | 405 | 404 juror=404/303/409/409
jury:check    | pitch_sheet       | judges | 404 juror=404/200/200/200 | 404 juror=404/409/409/409
# the day is for its jurors and for who leads it
jury:day      | pitch             | signed in | 404 jurors=200 leaders=200 | 404 jurors=409 leaders=303
jury:now      | pitch             | signed in | 404 jurors=200 leaders=200 | 405
jury:move_slot | team             | staff | 405 | 303
jury:move_slot | forming          | staff | 405 | 404
jury:on_stage | team              | staff | 405 | 303
jury:deliberate | pitch           | staff | 405 | 303
# named deciders and the chair; a superuser may look, which is recorded, and decides nothing
jury:result   | pitch             | signed in | 404 lookers=200 | 405
jury:export   | pitch             | signed in | 404 lookers=200 | 405
jury:book     | pitch             | signed in | 404 lookers=200 | 405
jury:checks   | pitch             | signed in | 404 lookers=200 | 405
jury:minutes  | pitch             | signed in | 404 lookers=200 | 405
# what is decided already cannot be chosen: the form comes back
jury:together | pitch             | signed in | 404 lookers=200 | 404 lookers=303/200/200/200 superuser=409/200/200/200
jury:decision | team              | signed in | 404 lookers=200 | 404 lookers=303/303/409/409 superuser=409
jury:decision | forming           | signed in | 404 | 404
jury:decision | no_team           | signed in | 404 | 404
# who proposed does not approve; what the teams know cannot be taken back
jury:propose  | pitch             | signed in | 405 | 404 deciders=409/303/409/409 superuser=409
jury:approve  | pitch             | signed in | 405 | 404 decider=409 chair=409/409/303/409 superuser=409
jury:withdraw | pitch             | signed in | 405 | 404 deciders=409/409/303/409 superuser=409
""")


def build(phase: str, *, drafts: bool = True) -> Scene:
    """Two complete teams and one that still forms; sheets, drafts and the release as far as they go."""
    world = worlds.build()
    EmailAddress.objects.update(verified=True)
    world.shortlist(
        {"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner, "Papier": world.employee}
    )
    team = world.team()
    second = world.team(world.other_owner, world.other_member, world.candidate, title="Lucht in de klas")
    forming = world.forming_team(world.employee, title="Papier")
    scene = Scene(world, phase, when=PHASES[phase])
    if phase != "before":
        scene.sheets = {
            "pitch_sheet": world.pitch_sheet(team, world.juror),
            "pitch_handed_in": world.pitched(second, world.juror),
            "pitch_recused": world.pitch_sheet(team, world.recused_juror),
        }
        jury.recuse(
            scene.sheets["pitch_recused"], reason="Familie.", by=world.recused_juror, at=worlds.PITCH_DAY
        )
    if phase != "before" and drafts:
        world.pitch_decided({team: SelectionKind.SELECTED.value, second: SelectionKind.NOT_SELECTED.value})
    if phase in ("proposed", "selected"):
        jury.propose_release(
            world.pitch_round, visible_from=worlds.SELECTION, by=world.decider, at=worlds.SELECTING
        )
    if phase == "selected":
        jury.approve_release(world.pitch_round, by=world.chair, at=worlds.SELECTING)
    subjects = {"team": team.pk, "forming": forming.pk}
    kinds = {row.about: "pitch" for row in ROWS}
    scene.keys = {"<slug:subject_id>": subjects, "<round:kind>": kinds}
    scene.bodies = BODIES
    return scene


def _scores(scene: Scene, about: str) -> dict[str, object]:
    given = {f"c{one.pk}": "3" for one in criteria_of(scene.world.pitch_round)}
    sheet = Sheet.objects.filter(pk=scene.sheets[about].pk).first() if about in scene.sheets else None
    return {"version": sheet.version if sheet else 1, "comment": "Goed uitgelegd en haalbaar.", **given}


def _decision(scene: Scene, about: str) -> dict[str, object]:
    version = 0 if scene.phase == "before" else 1
    return {"version": version, "kind": "selected", "feedback": "Een sterk team, bouw het uit."}


BODIES = {
    "jury:sheet": _scores,
    "jury:day": lambda scene, about: {"day_starts_at": "2022-05-19T13:00", "minutes": "10"},
    "jury:move_slot": lambda scene, about: {"places": "1"},
    "jury:on_stage": lambda scene, about: {"subject": scene.keys["<slug:subject_id>"]["team"]},
    "jury:conflict": lambda scene, about: {"conflict": "no"},
    "jury:decision": _decision,
    "jury:together": lambda scene, about: {
        "subjects": [scene.keys["<slug:subject_id>"]["team"]], "kind": "selected", "feedback": "Een sterk team.",
        "sure": "1",
    },
    "jury:propose": lambda scene, about: {"visible_from": "2022-05-20T09:00"},
    "jury:withdraw": lambda scene, about: {"reason": "Er klopt iets niet."},
}  # fmt: skip
TABLE = Table("jury", ROWS, MEMBERS, tuple(PHASES), build)
