"""A tour of the main pages: which page, seen by whom, on which day of the programme. The table of queries and the
figures in benchmarks/ walk the same tour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.urls import reverse

from ideas.models import Idea
from jury import actions as jury
from portal.mail import planner
from tests.poc import stage as poc
from tests.showcase import stage as showcase
from tests.sprints import stage as sprints
from tests.world import (
    DECIDING,
    DURING_POC,
    DURING_PRESELECTION,
    DURING_SHOWCASE,
    DURING_SUBMISSION,
    DURING_TEAMS,
    PITCH_DAY,
    SELECTING,
    World,
)

KEY = "2021-2022"


@dataclass(frozen=True)
class Stop:
    """One page for one person: `who` is a slug of the cast, or empty for a visitor who is not logged in. `queries`:
    what it asks the database, a number that goes down on purpose and up only with a reason."""

    name: str
    who: str
    address: str
    queries: int

    def __str__(self) -> str:
        return f"{self.name}, {self.who or 'visitor'}"


@dataclass(frozen=True)
class Day:
    """A day of the programme: how the world comes there, and the pages to look at."""

    at: datetime
    build: Callable[[World], list[Stop]]


def page(name: str, *args: Any) -> str:
    return reverse(name, args=[KEY, *args])


def submission(world: World) -> list[Stop]:
    mine = world.draft(world.owner)
    world.submitted(world.other_owner, "Lucht in de klas")
    planner.replan(world.edition, at=DURING_SUBMISSION)
    write = partial(page, "ideas:write", mine.pk)
    return [
        Stop("home", "", page("edition_home"), 8),
        Stop("home", "employee", page("edition_home"), 12),
        Stop("log in", "", reverse("account_login"), 1),
        Stop("my trajectory", "owner", page("mine"), 10),
        Stop("start an idea", "employee", page("ideas:start"), 7),
        Stop("write, title", "owner", write("kern"), 12),
        Stop("write, entities", "owner", write("entiteiten"), 12),
        Stop("write, weeks", "owner", write("tijd"), 12),
        Stop("check and hand in", "owner", page("ideas:check", mine.pk), 12),
        Stop("own idea", "owner", page("ideas:detail", mine.pk), 14),
        Stop("profile", "employee", reverse("profile"), 7),
        Stop("my data", "employee", reverse("my_data"), 8),
        Stop("prove who I am", "employee", reverse("fresh_code"), 5),
        Stop("own mails", "employee", reverse("my_mails"), 7),
        Stop("follow the call", "", reverse("follow_call"), 1),
        Stop("calendar of mail", "staff", page("mails"), 12),
        Stop("mails that left", "staff", page("mails_sent"), 7),
        Stop("all letters", "staff", page("mail_plan"), 7),
        Stop("one letter", "staff", page("mail_letter", "draft_waits"), 16),
        Stop("admin, ideas", "staff", "/beheer/ideas/idea/", 6),
    ]


def preselection(world: World) -> list[Stop]:
    ideas = [world.submitted(world.owner, f"Idee {number}") for number in range(3)]
    sheet = world.judged(ideas[0], world.assessor)
    open_sheet = world.sheet(ideas[1], world.assessor)
    asked = jury.open_sheet(world.round, ideas[2], by=world.recused, at=DURING_PRESELECTION)
    jury.draft_rubric(world.round, by=world.staff, at=DURING_PRESELECTION)
    assert sheet.pk
    return [
        Stop("assessor's list", "assessor", page("jury:my_round", "preselectie"), 11),
        Stop("assessor's sheet", "assessor", page("jury:sheet", "preselectie", open_sheet.pk), 11),
        Stop("home", "assessor", page("edition_home"), 14),
        Stop("question about conflicts", "recused", page("jury:sheet", "preselectie", asked.pk), 12),
        Stop("check of a sheet", "assessor", page("jury:check", "preselectie", open_sheet.pk), 10),
        Stop("criteria", "", page("jury:criteria", "preselectie"), 3),
        Stop("set a round up", "staff", page("jury:set_up", "preselectie"), 15),
        Stop("criteria of a round", "staff", page("jury:rubric", "preselectie"), 8),
        Stop("score card before it is used", "staff", page("jury:preview", "preselectie"), 8),
        Stop("a criterion", "staff", page("jury:criterion", "preselectie", "benefit"), 7),
        Stop("seat", "staff", page("jury:seat", "preselectie", world.assessor.pk), 7),
        Stop("division", "staff", page("jury:division", "preselectie"), 11),
    ]


def deciding(world: World) -> list[Stop]:
    ideas = [world.submitted(world.owner, f"Idee {number}") for number in range(3)]
    world.judged(ideas[0], world.assessor)
    return [
        Stop("result of the preselection", "decider", page("jury:result", "preselectie"), 14),
        Stop("checks of the preselection", "decider", page("jury:checks", "preselectie"), 14),
        Stop("minutes of the preselection", "decider", page("jury:minutes", "preselectie"), 17),
        Stop("decide together", "decider", page("jury:together", "preselectie"), 14),
        Stop("decision", "decider", page("jury:decision", "preselectie", ideas[0].pk), 14),
    ]


def teams(world: World) -> list[Stop]:
    world.shortlist({"Slimme sluisdeuren": world.owner, "Lucht in de klas": world.other_owner})
    team = world.team()
    sprints.held(world, team)
    other = Idea.objects.get(submission__content__title="Lucht in de klas")
    asked = world.candidacy(other, world.candidate)
    return [
        Stop("home", "", page("edition_home"), 10),
        Stop("list of ideas", "", page("ideas:list"), 4),
        Stop("list of ideas", "employee", page("ideas:list"), 9),
        Stop("list of ideas", "staff", page("ideas:list"), 9),
        Stop("idea with a team", "", page("ideas:detail", team.idea_id), 6),
        Stop("idea with a team", "employee", page("ideas:detail", team.idea_id), 17),
        Stop("idea with a team", "owner", page("ideas:detail", team.idea_id), 22),
        Stop("list of teams", "", page("teams:list"), 4),
        Stop("list of teams", "employee", page("teams:list"), 9),
        Stop("stand as candidate", "employee", page("teams:stand", other.pk), 14),
        Stop("candidacy", "other_owner", page("teams:candidacy", asked.pk), 10),
        Stop("team room", "owner", page("teams:room", team.pk), 20),
        Stop("team room", "member", page("teams:room", team.pk), 18),
        Stop("team room", "staff", page("teams:room", team.pk), 17),
        Stop("call", "owner", page("teams:call", team.pk), 13),
        Stop("ask the manager", "member", page("teams:support", team.pk), 10),
        Stop("pitch file", "member", page("teams:pitch_file", team.pk), 12),
        Stop("sprint weeks", "", page("sprints:calendar"), 4),
        Stop("sprint weeks", "member", page("sprints:calendar"), 12),
        Stop("week of a team", "member", page("sprints:booking", team.pk), 12),
        Stop("my trajectory", "owner", page("mine"), 16),
    ]


def pitch(world: World) -> list[Stop]:
    team = world.team()
    sheet = world.pitch_sheet(team, world.juror)
    return [
        Stop("juror's list", "juror", page("jury:my_round", "pitch"), 10),
        Stop("juror's sheet", "juror", page("jury:sheet", "pitch", sheet.pk), 10),
        Stop("pitch day", "juror", page("jury:day", "pitch"), 9),
        Stop("pitch day", "staff", page("jury:day", "pitch"), 10),
    ]


def selecting(world: World) -> list[Stop]:
    team = world.team()
    world.pitched(team, world.juror)
    return [
        Stop("result of the pitch", "decider", page("jury:result", "pitch"), 16),
        Stop("result of the pitch", "chair", page("jury:result", "pitch"), 16),
    ]


def building(world: World) -> list[Stop]:
    project = poc.project_of(world)
    cost = poc.approved(world, project, 121_000)
    return [
        Stop("list of PoCs", "staff", page("poc:list"), 11),
        Stop("PoC", "member", page("poc:project", project.pk), 12),
        Stop("ask for a cost", "member", page("poc:ask", project.pk), 8),
        Stop("cost", "member", page("poc:cost", cost.pk), 10),
        Stop("cost", "staff", page("poc:cost", cost.pk), 11),
        Stop("team room", "member", page("teams:room", project.team_id), 20),
        Stop("idea with a team", "", page("ideas:detail", project.team.idea_id), 6),
        Stop("my trajectory", "member", page("mine"), 11),
    ]


def told(world: World) -> list[Stop]:
    project = showcase.poc(world)
    showcase.set_showcase(world)
    result = showcase.approved(world, project)
    return [
        Stop("home", "", page("edition_home"), 10),
        Stop("showcase", "", page("showcase:list"), 3),
        Stop("showcase", "employee", page("showcase:list"), 8),
        Stop("result", "", page("showcase:result", result.pk), 3),
        Stop("result", "member", page("showcase:result", result.pk), 14),
        Stop("team room", "member", page("teams:room", project.team_id), 23),
        Stop("idea with a team", "", page("ideas:detail", project.team.idea_id), 7),
    ]


TOUR = {
    "submission": Day(DURING_SUBMISSION, submission),
    "preselection": Day(DURING_PRESELECTION, preselection),
    "deciding": Day(DECIDING, deciding),
    "teams": Day(DURING_TEAMS, teams),
    "pitch": Day(PITCH_DAY, pitch),
    "selecting": Day(SELECTING, selecting),
    "building": Day(DURING_POC, building),
    "showcase": Day(DURING_SHOWCASE, told),
}
