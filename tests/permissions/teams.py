"""The permission table of teams: two shortlisted ideas, one complete team with a manager's answer, one forming with a
candidate, from the announcement to the selection.

`announced`: teams form; `sprinting`: candidates came, the week is chosen; `pitching`: everything stands still;
`selected`: the selection is told.
"""

from typing import Any

from allauth.account.models import EmailAddress

from teams import actions, content
from teams.models import Candidacy, Membership, Selection, Team
from tests import world as worlds
from tests.permissions.rows import STAFF, Doors, Table, admin_rows, read_rows
from tests.permissions.scene import NOBODY, Scene
from tests.world import DURING_POC, DURING_SPRINTS, DURING_TEAMS, PITCH_DAY, World, local

MEMBERS = (
    "anonymous", "employee", "owner", "member", "other_owner", "other_member", "candidate", "assessor", "juror",
    "staff", "chair", "superuser",
)  # fmt: skip
PHASES = {
    "announced": DURING_TEAMS,
    "sprinting": DURING_SPRINTS,
    "pitching": PITCH_DAY,
    "selected": DURING_POC,
}
GROUPS = {
    "crew": ("staff", "chair", "superuser"),
    "room": ("owner", "member", "staff", "chair", "superuser"),
    "inside": ("owner", "member"),
    "looking": ("other_owner", "other_member", "staff", "chair", "superuser"),
}
DOORS: Doors = {"open": MEMBERS, "signed in": MEMBERS[1:], STAFF: GROUPS["crew"]}
SHAPE: dict[str, Any] = {"doors": DOORS, "groups": GROUPS, "phases": tuple(PHASES)}

# URL | thing | door | GET | POST | anything else. `team` is complete, `forming` looks for members.
ROWS = read_rows(
    """
teams:list   |          | open      | 200 | 405
# who is in a team cannot stand elsewhere; who waits is led to their candidacy; after February nobody can
teams:stand  | complete | signed in | 409 | 409
teams:stand  | looking  | signed in | 200/409/409/409 owner=409 member=409 other_owner=409 other_member=409 candidate=303 | 303/409/409/409 owner=409 member=409 other_owner=409 other_member=409 candidate=303
teams:stand  | hidden   | signed in | 404 | 404
teams:stand  | nothing  | signed in | 404 | 404
teams:open   | complete | signed in | 405 | 404 owner=303
teams:open   | looking  | signed in | 405 | 404 other_owner=303
teams:open   | hidden   | signed in | 405 | 404 owner=409
# a candidacy is read by the candidate and by the owner
teams:candidacy          | waiting | signed in | 404 candidate=200 other_owner=200 | 405
teams:candidacy          | taken   | signed in | 404 member=200 owner=200 | 405
teams:candidacy          | nothing | signed in | 404 | 405
teams:answer             | waiting | signed in | 405 | 404 other_owner=303/303/409/409
teams:answer             | taken   | signed in | 405 | 404 owner=409
teams:withdraw_candidacy | waiting | signed in | 404 candidate=200 | 404 candidate=303
teams:withdraw_candidacy | taken   | signed in | 404 member=409 | 404 member=409
# the room: members, owners, staff
teams:room     | team    | signed in | 404 room=200 | 405
teams:room     | forming | signed in | 404 looking=200 | 405
teams:room     | nothing | signed in | 404 | 405
teams:call     | team    | signed in | 404 owner=200/200/409/409 | 404 owner=303/303/409/409
teams:complete | team    | signed in | 405 | 404 owner=303
teams:complete | forming | signed in | 405 | 404 other_owner=409
teams:reopen   | team    | signed in | 405 | 404 owner=303/303/409/409
teams:stop     | team    | signed in | 404 member=409 owner=200/200/200/409 crew=200/200/200/409 | 404 member=409 owner=303/303/303/409 crew=303/303/303/409
teams:leave    | team    | signed in | 404 owner=409 member=200 | 404 owner=409 member=303
teams:role     | team    | signed in | 405 | 404 inside=303
teams:name     | team    | signed in | 405 | 404 inside=303
teams:waive    | place   | staff     | 200 | 303
teams:waive    | nothing | staff     | 404 | 404
# managers, and who asks them
teams:support        | team    | signed in | 404 inside=200 | 404 inside=303
teams:cancel_support | team    | signed in | 405 | 404 member=303
teams:support_answer | fresh   | open      | 200/409/409/409 | 303/409/409/409
teams:support_answer | used    | open      | 200 | 409
teams:support_answer | forged  | open      | 404 | 404
# a new link goes by mail to who had the old one; the answer is the same for every link that we signed
teams:renew_support_link | fresh  | open | 405 | 303
teams:renew_support_link | used   | open | 405 | 303
teams:renew_support_link | forged | open | 405 | 404
# what the jury reads: the team's until the pitch, then the jury's too
teams:pitch_file | team    | signed in | 404 inside=200/200/409/409 | 404 inside=303/303/409/409
teams:slides     | team    | signed in | 404 room=200 juror=404/404/200/200 | 405
teams:slides     | forming | signed in | 404 | 405
""",  # noqa: E501 a row is one line
    **SHAPE,
)
MODELS = {"teams_team": "", "teams_candidacy": "", "teams_selection": "from=selected"}
ROWS += [row for model, can in MODELS.items() for row in admin_rows(model, can, **SHAPE)]

BODIES: dict[str, Any] = {
    "teams:stand": lambda scene, about: {"brings": "Tien jaar ervaring.", "engagement": "hours"},
    "teams:answer": lambda scene, about: {"accept": "1", "word": "Welkom!"},
    "teams:call": lambda scene, about: {"version": 1, "call": "We zoeken je.", "title1": "iemand van IT"},
    "teams:stop": lambda scene, about: {"lessons": "Begin kleiner."},
    "teams:leave": lambda scene, about: {"reason": "Een andere baan."},
    "teams:role": lambda scene, about: {"role": "schrijft"},
    "teams:name": lambda scene, about: {"shown": "yes"},
    "teams:waive": lambda scene, about: {"reason": "Twee kleine rollen."},
    "teams:support": lambda scene, about: {
        "manager_name": "Chef Een", "manager_email": "chef@vlaanderen.be", "hours": "Vier uur per week",
    },
    "teams:support_answer": lambda scene, about: {"agrees": "yes", "word": "Doen!"},
    "teams:pitch_file": lambda scene, about: {"version": 1, "plan": "Juni: beginnen.", "budget": "€ 10.000"},
}  # fmt: skip


def build(phase: str) -> Scene:
    """Two shortlisted ideas and a hidden one, their teams, and the selection when the phase has it."""
    world = worlds.build()
    EmailAddress.objects.update(verified=True)  # everybody came in by a code
    hidden = world.submitted(world.owner, "Papier zonder einde")
    ideas = world.shortlist_but(
        {"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner}, hidden
    )
    team = world.team()
    forming = world.forming_team(world.other_owner, world.other_member, title="Lucht in de klas")
    waiting = world.candidacy(ideas[1], world.candidate)
    worlds.with_slides(team, by=world.member)
    scene = Scene(world, phase, when=PHASES[phase], bodies=BODIES)
    member = Membership.objects.get(team=team, person=world.member)
    scene.keys = {
        "<slug:idea_id>": {"complete": ideas[0].pk, "looking": ideas[1].pk, "hidden": hidden.pk},
        "<slug:team_id>": {"team": team.pk, "forming": forming.pk},
        "<slug:candidacy_id>": {
            "waiting": waiting.pk,
            "taken": Candidacy.objects.get(person=world.member).pk,
        },
        "<slug:membership_id>": {"place": member.pk},
        "<str:token>": _tokens(world, team, member),
    }
    if phase == "selected":
        world.selected(team, others=[forming])
    scene.admin = {
        "teams/team": team,
        "teams/candidacy": waiting,
        "teams/selection": Selection.objects.first() or Selection(pk=NOBODY),
    }
    return scene


def _tokens(world: World, team: Team, member: Membership) -> dict[str, str]:
    """A manager's link that waits, one that was answered, and one that somebody made up."""
    words = {"manager_name": "Chef Twee", "manager_email": "chef.twee@vlaanderen.be", "hours": "Vier uur"}
    fresh = actions.ask_support(member, **words, by=world.member, at=DURING_TEAMS)
    other = Membership.objects.get(team=team, person=world.second_member)
    used = actions.ask_support(other, **words, by=world.second_member, at=DURING_TEAMS)
    actions.answer_support(used, turn=used.turn, agrees=True, at=local(2022, 2, 11))
    tokens = {"fresh": fresh, "used": used}
    return {name: content.support_token(one.pk, one.turn) for name, one in tokens.items()} | {
        "forged": "bedrog"
    }


TABLE = Table("teams", ROWS, MEMBERS, tuple(PHASES), build)
