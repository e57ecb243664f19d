"""The reviewed matrix of what came later: invitation, merger, team, candidacy, support, booking, PoC, cost, result."""

from datetime import timedelta
from typing import Any

from ideas.models import Invitation, Merger
from ideas.states import InvitationState, MergerState
from poc.models import Obligation, Project
from poc.states import ObligationState, ProjectState
from portal.models import Entity, Transfer
from portal.models.registration import TransferState
from showcase.models import Result
from showcase.states import ResultState
from sprints.models import Booking, Place, Week
from sprints.states import BookingState
from teams.models import Candidacy, Membership, Support, Team
from teams.states import CandidacyState, SupportState, TeamState
from tests.world import DURING_POC, DURING_SPRINTS, DURING_SUBMISSION, DURING_TEAMS, SHOWCASE_SET

# Reviewed by hand, apart from the tables in the code: from, to and the verb that history tells.
ALLOWED: dict[type, dict[tuple[str, str], str]] = {
    Invitation: {
        ("open", "accepted"): "accept",
        ("open", "declined"): "decline",
        ("open", "withdrawn"): "withdraw",
    },
    Merger: {
        ("open", "done"): "merge",
        ("open", "declined"): "decline",
        ("open", "withdrawn"): "withdraw",
    },
    Transfer: {
        ("seen", "proposed"): "propose",
        ("seen", "withdrawn"): "withdraw",
        ("proposed", "approved"): "approve",
        ("proposed", "withdrawn"): "withdraw",
    },
    Team: {
        ("forming", "complete"): "complete",
        ("complete", "forming"): "reopen",
        ("forming", "stopped"): "stop",
        ("complete", "stopped"): "stop",
    },
    Candidacy: {
        ("open", "accepted"): "accept",
        ("open", "declined"): "decline",
        ("open", "withdrawn"): "withdraw",
    },
    Support: {
        ("asked", "agreed"): "agree",
        ("asked", "talk"): "talk",
        ("asked", "asked"): "renew",
        ("talk", "asked"): "renew",
        ("asked", "cancelled"): "cancel",
        ("talk", "cancelled"): "cancel",
        ("agreed", "cancelled"): "cancel",
        ("cancelled", "asked"): "renew",
    },
    Booking: {
        ("held", "booked"): "book",
        ("held", "held"): "move",
        ("held", "lapsed"): "lapse",
        ("held", "cancelled"): "cancel",
        ("booked", "held"): "move",
        ("booked", "cancelled"): "cancel",
        ("lapsed", "held"): "hold",
        ("cancelled", "held"): "hold",
    },
    Project: {
        ("running", "finished"): "finish",
        ("running", "stopped"): "stop",
        ("finished", "running"): "resume",
        ("stopped", "running"): "resume",
    },
    Obligation: {
        ("asked", "approved"): "approve",
        ("asked", "declined"): "decline",
        ("asked", "cancelled"): "cancel",
        ("approved", "cancelled"): "cancel",
        ("approved", "closed"): "close",
    },
    Result: {
        ("draft", "approved"): "approve",
        ("approved", "draft"): "revise",
    },
}
STATES: dict[type, Any] = {
    Invitation: InvitationState,
    Merger: MergerState,
    Transfer: TransferState,
    Team: TeamState,
    Candidacy: CandidacyState,
    Support: SupportState,
    Booking: BookingState,
    Project: ProjectState,
    Obligation: ObligationState,
    Result: ResultState,
}


def row(world: Any, model: type) -> Any:
    """A row in the state its machine begins in."""
    if model is Transfer:
        entity = Entity.objects.get(name="VDAB")
        return Transfer.objects.create(
            person=world.employee, entity=entity, asked_at=DURING_SUBMISSION, proposed_by=world.staff
        )
    return _about_an_idea(world, model) if model in (Invitation, Merger) else _of_a_team(world, model)


def _about_an_idea(world: Any, model: type) -> Any:
    if model is Invitation:
        ends = DURING_SUBMISSION + timedelta(days=14)
        told = {"email": "employee@vlaanderen.be", "at": DURING_SUBMISSION, "expires_at": ends}
        return Invitation.objects.create(idea=world.draft(world.owner), by=world.owner, **told)
    kept, gone = world.submitted(world.owner), world.submitted(world.other_owner, "Lucht in de klas")
    return Merger.objects.create(kept=kept, gone=gone, why="Samen.", by=world.staff, at=DURING_SUBMISSION)


def _of_a_team(world: Any, model: type) -> Any:
    team = world.team()
    if model is Team:
        return team
    if model is Candidacy:
        words = {"brings": "Ervaring.", "engagement": "hours"}
        return Candidacy.objects.create(team=team, person=world.candidate, at=DURING_TEAMS, **words)
    if model is Support:
        membership = Membership.objects.get(team=team, person=world.member)
        return Support.objects.create(
            membership=membership, manager_email="chef@vlaanderen.be", asked_at=DURING_TEAMS
        )
    if model is Booking:
        return Booking.objects.create(
            team=team, place=place(world), uid="boeking@test", by=world.owner, at=DURING_SPRINTS
        )
    project = Project.objects.create(
        edition=world.edition, team=team, cap_cents=1_500_000, opened_at=DURING_POC
    )
    if model is Project:
        return project
    if model is Obligation:
        return Obligation.objects.create(project=project, title="Prototype", by=world.owner, at=DURING_POC)
    return Result.objects.create(edition=world.edition, project=project, saved_at=SHOWCASE_SET)


def with_it(world: Any, model: type, state: str) -> dict[str, Any]:
    """The columns the database asks for in a state; empty for the machines of other stages."""
    if model is Booking:
        stands = state in (BookingState.HELD, BookingState.BOOKED)
        return {"place_id": place(world).pk if stands else None}
    if model is Transfer and state == TransferState.APPROVED:
        return {
            "approved_by": world.decider, "approved_at": DURING_SUBMISSION,
        }  # fmt: skip
    if model is Support and state in (SupportState.AGREED, SupportState.TALK):
        return {"answered_at": DURING_TEAMS}
    if model is Project and state == ProjectState.STOPPED:
        return {"lessons": "Te vroeg."}
    if model is Result and state == ResultState.APPROVED:
        return {"approved_at": SHOWCASE_SET, "cost_cents": 120_000}
    return {}


def place(world: Any) -> Place:
    """One place to take, the same at every call."""
    week = Week.objects.filter(edition=world.edition).order_by("monday").first()
    assert week is not None
    return Place.objects.get_or_create(week=week, number=99)[0]
