"""The tests' world: the real edition, one fixed cast, and ideas brought to a state by the real verbs."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ideas import actions as ideas
from ideas.content import YES
from ideas.models import Idea, OutcomeKind
from jury import actions as jury
from jury.models import Gate, Round, RoundKind, Sheet
from jury.queries import criteria_of, round_of
from portal import editions, history, people, releases, roles
from portal.models import Edition, Entity, Person, RoleKind
from teams import actions as teams
from teams.models import Candidacy, SelectionKind, Team
from tests.snapshot import Trail, kept, once

BRUSSELS = ZoneInfo("Europe/Brussels")
EDITION_FILE = settings.BASE_DIR / "data" / "edition-2021-2022.yaml"
TESTER = history.System("test")


def local(*parts: int) -> datetime:
    """An instant by the clock of Brussels, in UTC: local(2022, 1, 14, 23, 59)."""
    return datetime(*parts, tzinfo=BRUSSELS).astimezone(UTC)  # type: ignore[arg-type, misc]


DURING_SUBMISSION = local(2022, 1, 10, 10)
DEADLINE = local(2022, 1, 15)  # the first instant that does not count
DURING_PRESELECTION = local(2022, 1, 20, 10)
DECIDING = local(2022, 1, 30, 10)
ANNOUNCEMENT = local(2022, 1, 31, 9)
DURING_TEAMS = local(2022, 2, 10, 10)
DURING_SPRINTS = local(2022, 4, 1, 10)
PITCH_DAY = local(2022, 5, 19, 14)
SELECTING = local(2022, 5, 19, 18)
SELECTION = local(2022, 5, 20, 9)  # the instant at which the selected teams are told
DURING_POC = local(2022, 7, 1, 10)
SHOWCASE_SET = local(2022, 10, 3, 10)  # staff say when the showcase is
DURING_SHOWCASE = local(2022, 11, 15, 10)

CAST = {
    "employee": "Medewerker Een",
    "owner": "Eigenaar Een",
    "other_owner": "Eigenaar Twee",
    "assessor": "Beoordelaar Een",
    "recused": "Beoordelaar Twee",
    "juror": "Jurylid Een",
    "recused_juror": "Jurylid Twee",
    "candidate": "Kandidaat Een",
    "member": "Lid Een",
    "second_member": "Lid Twee",
    "other_member": "Lid Drie",
    "designer": "UX-designer Een",
    "staff": "Sandbox Een",
    "decider": "Beslisser Een",
    "chair": "Voorzitter Een",
    "superuser": "Beheerder Een",
}

ROLES = {
    "assessor": RoleKind.ASSESSOR,
    "recused": RoleKind.ASSESSOR,
    "juror": RoleKind.JUROR,
    "recused_juror": RoleKind.JUROR,
    "designer": RoleKind.UX_DESIGNER,
    "staff": RoleKind.STAFF,
    "decider": RoleKind.STAFF,
    "chair": RoleKind.CHAIR,
}


@dataclass
class World:
    """The edition and its people; ideas are added by the methods."""

    edition: Edition
    people: dict[str, Person]
    trail: Trail = field(default_factory=lambda: Trail("world"))

    def forget(self) -> None:
        """What was read before the database changed is read again."""
        self.__dict__.pop("round", None)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    @cached_property
    def round(self) -> Round:
        found = round_of(self.edition, RoundKind.PRESELECTION)
        assert found is not None
        return found

    def fresh_round(self) -> Round:
        """The preselection as the database has it now."""
        self.forget()
        return self.round

    @kept
    def draft(
        self, owner: Person, title: str = "Slimme sluisdeuren", *, at: datetime = DURING_SUBMISSION
    ) -> Idea:
        """A draft with every question answered."""
        idea = ideas.start_idea(self.edition, by=owner, at=at)
        return ideas.save_draft(idea, self.filled(title), version=idea.version, by=owner, at=at)

    def filled(self, title: str) -> dict[str, Any]:
        """Changes that fill in the whole form."""
        keys = ["idea", "why", "problem", "benefit", "poc_test"]
        answers = {key: f"Antwoord op {key} van {title}." for key in keys}
        return {
            "title": title,
            "summary": f"{title} in enkele zinnen.",
            "answers": answers | {"time": YES, "week": ["2022-03-07"]},
            "entities": list(Entity.objects.order_by("name")[:2]),
        }

    @kept
    def submitted(
        self, owner: Person, title: str = "Slimme sluisdeuren", *, at: datetime = DURING_SUBMISSION
    ) -> Idea:
        """An idea that was handed in."""
        idea = self.draft(owner, title, at=at)
        ideas.submit_idea(idea, public_text_approved=True, show_name=False, by=owner, at=at)
        idea.refresh_from_db()
        return idea

    @kept
    def sheet(self, idea: Idea, judge: Person, *, at: datetime = DURING_PRESELECTION) -> Sheet:
        """A sheet without conflict, open, nothing scored yet."""
        sheet = jury.open_sheet(self.round, idea, by=judge, at=at)
        jury.declare_no_conflict(sheet, by=judge, at=at)
        sheet.refresh_from_db()
        return sheet

    @kept
    def judged(
        self,
        idea: Idea,
        judge: Person,
        *,
        gate: str = Gate.YES,
        grade: int = 4,
        at: datetime = DURING_PRESELECTION,
    ) -> Sheet:
        """A sheet handed in, the same gate on every must."""
        sheet = self.sheet(idea, judge, at=at)
        scores: dict[int, str | int] = {
            one.pk: gate if one.is_gate else grade for one in criteria_of(self.round)
        }
        sheet = jury.save_sheet(sheet, scores, comment="Helder.", version=sheet.version, by=judge, at=at)
        jury.hand_in(sheet, by=judge, at=at)
        return sheet

    @property
    def pitch_round(self) -> Round:
        """The pitch as the database has it now."""
        found = round_of(Edition.objects.get(pk=self.edition.pk), RoundKind.PITCH)
        assert found is not None
        return found

    @kept
    def pitch_sheet(self, team: Team, juror: Person, *, at: datetime = PITCH_DAY) -> Sheet:
        """A juror's sheet on a team without conflict, open, nothing scored yet."""
        sheet = jury.open_sheet(self.pitch_round, team, by=juror, at=at)
        jury.declare_no_conflict(sheet, by=juror, at=at)
        sheet.refresh_from_db()
        return sheet

    @kept
    def pitched(
        self, team: Team, juror: Person, *, grade: int = 4, but: dict[str, int] | None = None
    ) -> Sheet:
        """A juror's sheet handed in: the same grade on every criterion, `but` for those named by their key."""
        sheet = self.pitch_sheet(team, juror)
        scores: dict[int, str | int] = {
            one.pk: (but or {}).get(one.key, grade) for one in criteria_of(self.pitch_round)
        }
        version, word = sheet.version, "Sterk team."
        sheet = jury.save_sheet(sheet, scores, comment=word, version=version, by=juror, at=PITCH_DAY)
        jury.hand_in(sheet, by=juror, at=PITCH_DAY)
        return sheet

    @kept
    def pitch_decided(self, kinds: dict[Team, str], *, at: datetime = SELECTING) -> None:
        """A draft of the selection, with feedback for each team."""
        for team, kind in kinds.items():
            feedback = f"Feedback bij {team.title}."
            words = {"feedback": feedback, "reason": "Zo besproken."}
            jury.decide(self.pitch_round, team, kind=kind, version=0, by=self.decider, at=at, **words)

    @kept
    def pitch_released(
        self, kinds: dict[Team, str], *, visible_from: datetime = SELECTION, at: datetime = SELECTING
    ) -> None:
        """The selection, drafted and proposed by the decider, approved by the chair."""
        self.pitch_decided(kinds, at=at)
        jury.propose_release(self.pitch_round, visible_from=visible_from, by=self.decider, at=at)
        jury.approve_release(self.pitch_round, by=self.chair, at=at)

    @kept
    def decided(self, kinds: dict[Idea, str], *, at: datetime = DECIDING) -> None:
        """A draft decision with feedback for each idea."""
        for idea, kind in kinds.items():
            feedback = f"Feedback bij {idea.title}."
            words = {"feedback": feedback, "reason": "Zo besproken."}
            jury.decide(self.round, idea, kind=kind, version=0, by=self.decider, at=at, **words)

    @kept
    def released(
        self, kinds: dict[Idea, str], *, visible_from: datetime = ANNOUNCEMENT, at: datetime = DECIDING
    ) -> None:
        """Decisions, proposed by the decider, approved by the chair."""
        self.decided(kinds, at=at)
        jury.propose_release(self.round, visible_from=visible_from, by=self.decider, at=at)
        jury.approve_release(self.fresh_round(), by=self.chair, at=at)
        self.fresh_round()

    @kept
    def published(self, owner: Person, title: str = "Slimme sluisdeuren") -> Idea:
        """One idea, handed in, shortlisted and released for the announcement."""
        idea = self.submitted(owner, title)
        self.released({idea: OutcomeKind.SHORTLISTED})
        return idea

    @kept
    def shortlist(self, owners: dict[str, Person]) -> list[Idea]:
        """Several ideas by title, handed in, shortlisted and released together."""
        ideas = [self.submitted(owner, title) for title, owner in owners.items()]
        self.released(dict.fromkeys(ideas, OutcomeKind.SHORTLISTED.value))
        return ideas

    @kept
    def shortlist_but(self, owners: dict[str, Person], *hidden: Idea) -> list[Idea]:
        """The same, beside ideas that were handed in and are not shortlisted."""
        ideas = [self.submitted(owner, title) for title, owner in owners.items()]
        kinds = dict.fromkeys(ideas, OutcomeKind.SHORTLISTED.value)
        self.released(kinds | dict.fromkeys(hidden, OutcomeKind.NOT_SHORTLISTED.value))
        return ideas

    @kept
    def candidacy(self, idea: Idea, person: Person, *, at: datetime = DURING_TEAMS) -> Candidacy:
        """Somebody stands as candidate for the team of a shortlisted idea."""
        words = {"brings": f"Ervaring van {person.name}.", "expects": "Iets leren.", "engagement": "hours"}
        return teams.stand(idea, **words, by=person, at=at)

    @kept
    def forming_team(self, owner: Person, *members: Person, title: str = "Slimme sluisdeuren") -> Team:
        """A shortlisted idea whose owner took these people in."""
        idea = Idea.objects.filter(submission__content__title=title).first() or self.published(owner, title)
        team = teams.team_for(idea, by=owner, at=DURING_TEAMS)
        for person in members:
            teams.accept(self.candidacy(idea, person), by=owner, at=DURING_TEAMS)
        return fresh(team)

    @kept
    def team(self, owner: Person | None = None, *members: Person, title: str = "Slimme sluisdeuren") -> Team:
        """A complete team: by default the owner with two members."""
        team = self.forming_team(
            owner or self.owner, *(members or (self.member, self.second_member)), title=title
        )
        teams.complete(team, by=owner or self.owner, at=DURING_TEAMS)
        return fresh(team)

    @kept
    def selected(
        self, *chosen: Team, others: Iterable[Team] = (), visible_from: datetime = SELECTION
    ) -> None:
        """The selection of teams, released by two, without a round of judging: what stages after the jury stand on."""
        release = releases.propose(self.edition, visible_from=visible_from, by=self.decider, at=SELECTING)
        releases.approve(release, by=self.chair, at=SELECTING)
        kinds = [(team, SelectionKind.SELECTED) for team in chosen]
        kinds += [(team, SelectionKind.NOT_SELECTED) for team in others]
        told = [teams.Selected(team, kind.value, f"Feedback bij {team.title}.") for team, kind in kinds]
        teams.record_selections(release, told, by=self.chair, at=SELECTING)


def fresh(team: Team) -> Team:
    """The team as the database has it now, with what its title needs."""
    return Team.objects.select_related("edition", "idea__submission").get(pk=team.pk)


def with_slides(team: Team, *, by: Person) -> None:
    """A pitch file with a small presentation."""
    slides = SimpleUploadedFile("pitch.pdf", b"%PDF-1.7 een pitch")
    words = {"plan": "Juni: beginnen.", "budget": "€ 10.000", "slides": slides}
    teams.save_pitch_file(team, **words, version=0, by=by, at=DURING_TEAMS)


def small_picture(name: str = "tekening.png") -> SimpleUploadedFile:
    """A red square, as a browser sends it."""
    drawn = io.BytesIO()
    Image.new("RGB", (24, 16), "red").save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue())


@cache
def contents() -> editions.Contents:
    """The edition's file, read and checked once for all tests."""
    return editions.read(EDITION_FILE.read_text(encoding="utf-8"))


def build() -> World:
    """The edition and its cast, as the real verbs make them."""
    once("world", _make)
    cast = {person.name: person for person in Person.objects.all()}
    return World(Edition.objects.get(), {slug: cast[name] for slug, name in CAST.items()})


def _make() -> None:
    """Load the edition, appoint the cast, name the deciders."""
    at = local(2021, 12, 1, 10)
    editions._store(contents(), source_hash="tests", by=TESTER, at=at)
    edition = Edition.objects.get()
    for name in ("Departement Omgeving", "Departement Zorg", "VDAB"):
        people.save_entity(Entity(name=name), by=TESTER, at=at)
    cast = {
        slug: people.find_or_invite(f"{slug}@vlaanderen.be", name=name, by=TESTER, at=at)
        for slug, name in CAST.items()
    }
    for slug, kind in ROLES.items():
        roles.appoint(cast[slug], kind, edition=edition, by=TESTER, at=at)
    Person.objects.filter(pk=cast["superuser"].pk).update(is_superuser=True)
    world = World(edition, cast)
    for round_ in (world.round, world.pitch_round):
        jury.name_decider(round_, cast["decider"], by=TESTER, at=at)
