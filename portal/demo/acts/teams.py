"""February: the shortlisted ideas call for members, people stand as candidate, managers answer, teams are complete."""

from datetime import datetime
from functools import partial
from typing import Any

from ideas.models import Idea
from portal.demo.acts.act import Act, edition, on
from portal.demo.cast import local, player, team_stories
from portal.models import Person
from teams import actions as teams
from teams.models import Candidacy, Membership, PitchFile, Support, Team
from teams.states import CandidacyState, SupportState, TeamState

WANTS_TO_TALK = "lid-zes"


def idea_of(story: dict[str, Any]) -> Idea:
    return Idea.objects.select_related("edition").get(
        edition=edition(), submission__public_text__title=story["title"]
    )


def owner_of(team: Team) -> Person:
    return Person.objects.get(ownerships__idea=team.idea, ownerships__is_main=True, ownerships__until=None)


def team_of(story: dict[str, Any], at: datetime) -> Team:
    """The story's team, begun when it is not there yet."""
    idea = idea_of(story)
    main = Person.objects.get(ownerships__idea=idea, ownerships__is_main=True, ownerships__until=None)
    return teams.team_for(idea, by=main, at=at)


def members_of(team: Team) -> list[Person]:
    return list(Person.objects.filter(memberships__team=team, memberships__until=None).order_by("pk"))


def _call(story: dict[str, Any], at: datetime) -> None:
    team = team_of(story, at)
    if not team.call:
        profiles = [(title, False) for title in story["profiles"]]
        teams.describe_call(
            team, call=story["call"], profiles=profiles, version=team.version, by=owner_of(team), at=at
        )


def _stand(story: dict[str, Any], part: dict[str, Any], at: datetime) -> None:
    team = team_of(story, at)
    teams.stand(
        team.idea,
        brings=part["brings"],
        expects="Samenwerken met mensen die ik anders nooit zou tegenkomen.",
        engagement=part.get("engagement", "hours"),
        engagement_note=part.get("note", ""),
        profile=team.profiles.filter(title=part.get("profile", "")).first(),
        by=player(part["who"]),
        at=at,
    )


def _step_back(story: dict[str, Any], at: datetime) -> None:
    person = player(story["withdrew"]["who"])
    rows = Candidacy.objects.filter(team=team_of(story, at), person=person, state=CandidacyState.OPEN)
    for candidacy in rows:
        teams.withdraw_candidacy(candidacy, by=person, at=at)


def _take_in(story: dict[str, Any], at: datetime) -> None:
    """Who came late is welcome too."""
    team, person = team_of(story, at), player(story["late"]["who"])
    for candidacy in Candidacy.objects.filter(team=team, person=person, state=CandidacyState.OPEN):
        teams.accept(candidacy, word="Welkom, ook nu nog!", by=owner_of(team), at=at)


def _leave(story: dict[str, Any], at: datetime) -> None:
    person = player(story["late"]["who"])
    rows = Membership.objects.current().filter(team=team_of(story, at), person=person)
    for membership in rows:
        teams.leave(membership, reason="Ik verander van werk.", by=person, at=at)


def _answer(story: dict[str, Any], at: datetime) -> None:
    """The owner takes in whom the story names, and says no to one with a word."""
    team = team_of(story, at)
    names = {player(part["who"]).pk for part in story["members"]}
    declined = story.get("declined", {})
    for candidacy in Candidacy.objects.filter(team=team, state=CandidacyState.OPEN).order_by("at"):
        if candidacy.person_id in names:
            teams.accept(candidacy, word="Welkom! We bellen deze week.", by=owner_of(team), at=at)
        elif declined and candidacy.person_id == player(declined["who"]).pk:
            teams.decline(candidacy, word=declined["word"], by=owner_of(team), at=at)


def _ask_support(story: dict[str, Any], at: datetime) -> None:
    team = team_of(story, at)
    for membership in Membership.objects.current().filter(team=team, support=None).select_related("person"):
        name = f"Leidinggevende {membership.person.name.rpartition(' ')[2]}"
        address = membership.person.email or ""
        teams.ask_support(
            membership,
            manager_name=name,
            manager_email=address.replace("@", "-leidt@"),
            hours="Eén sprintweek voltijds, daarna vier uur per week tot eind oktober",
            by=membership.person,
            at=at,
        )


def _managers_answer(at: datetime) -> None:
    asked = Support.objects.filter(state=SupportState.ASKED, membership__edition=edition())
    for support in asked.select_related("membership__person"):
        talk = support.membership.person.email == player(WANTS_TO_TALK).email
        word = (
            "Laten we eerst kijken wie jouw dossiers overneemt." if talk else "Doen! Vertel ons wat je leert."
        )
        teams.answer_support(support, turn=support.turn, agrees=not talk, word=word, at=at)


def _complete(story: dict[str, Any], at: datetime) -> None:
    """Whoever still waits is welcome; then the team is complete."""
    team = team_of(story, at)
    if team.state != TeamState.FORMING:
        return
    owner = owner_of(team)
    for candidacy in Candidacy.objects.filter(team=team, state=CandidacyState.OPEN).order_by("at"):
        teams.accept(candidacy, word="Welkom in het team!", by=owner, at=at)
    teams.complete(team, by=owner, at=at)


def _stop(story: dict[str, Any], at: datetime) -> None:
    team = team_of(story, at)
    if team.state == TeamState.FORMING:
        teams.stop(team, lessons=story["stopped"], by=owner_of(team), at=at)


def _pitch_file(story: dict[str, Any], at: datetime) -> None:
    team = team_of(story, at)
    if not PitchFile.objects.filter(team=team).exists():
        teams.save_pitch_file(
            team, plan=story["plan"], budget=story["budget"], version=0, by=owner_of(team), at=at
        )


STORIES = team_stories()
GOING_ON = [story for story in STORIES if "stopped" not in story]
ACTS = [
    *(Act(local(2022, 2, 2, 9, order), partial(_call, story)) for order, story in enumerate(STORIES)),
    *(
        Act(local(2022, 2, 3 + order, 10 + place, 20), partial(_stand, story, part))
        for order, story in enumerate(STORIES)
        for place, part in enumerate(
            [*story["members"], *([story["declined"]] if "declined" in story else [])]
        )
    ),
    *(Act(local(2022, 2, 10, 9, order), partial(_answer, story)) for order, story in enumerate(STORIES)),
    *(
        Act(local(2022, 2, 11, 9, order), partial(_ask_support, story))
        for order, story in enumerate(GOING_ON)
    ),
    Act(local(2022, 2, 13, 15), _managers_answer),
    *(
        act
        for story in STORIES
        if "unanswered" in story
        for act in (
            Act(local(2022, 2, 12, 11), partial(_stand, story, story["unanswered"])),
            Act(local(2022, 2, 16, 11), partial(_stand, story, story["withdrew"])),
            Act(local(2022, 2, 18, 11), partial(_step_back, story)),
        )
    ),
    *(
        act
        for story in STORIES
        if "late" in story
        for act in (
            Act(local(2022, 2, 15, 11), partial(_stand, story, story["late"])),
            Act(local(2022, 2, 16, 14), partial(_take_in, story)),
            Act(local(2022, 2, 17, 10), partial(_ask_support, story)),  # this manager never answers
            Act(local(2022, 4, 20, 10), partial(_leave, story)),
        )
    ),
    *(Act(local(2022, 2, 23, 9, order), partial(_complete, story)) for order, story in enumerate(GOING_ON)),
    *(Act(local(2022, 2, 28, 16), partial(_stop, story)) for story in STORIES if "stopped" in story),
    *(
        Act(on(story.get("pitch_file", "2022-05-10"), 9, order), partial(_pitch_file, story))
        for order, story in enumerate(GOING_ON)
    ),
]
