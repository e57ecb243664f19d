"""The verbs of result sheets. Each locks the PoC first: its sheet, approvals and ledger hang together under it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poc.models import Project
from portal import consents, history, lifecycle, registry
from portal.errors import Stale
from portal.models import ConsentKind, Person
from portal.privacy import Kind
from portal.retention import blank
from showcase import content, emails, queries, rules
from showcase.models import Approval, Result
from showcase.states import ResultState
from teams.models import Membership
from teams.rules import check_member

THE_REST_AGREED = history.System("everybody who stays agreed")


def locked(project: Project) -> tuple[Project, Result | None]:
    """The PoC, locked until the end of the transaction, and its sheet (locked first, read after: see ideas.actions)."""
    Project.objects.select_for_update().only("pk").get(pk=project.pk)
    whole = Project.objects.select_related("edition", "team__edition", "team__idea__submission")
    found = whole.get(pk=project.pk)
    return found, queries.of_project(found)


def locked_result(result: Result) -> Result:
    """The sheet as it is now, under its PoC's lock."""
    Project.objects.select_for_update().only("pk").get(pk=result.project_id)
    return Result.objects.select_related(*queries.WHOLE).get(pk=result.pk)


@transaction.atomic
def save_result(
    project: Project, *, words: Mapping[str, str], version: int, by: Person, at: datetime
) -> Result:
    """Keep what a member wrote: any of the sheet's columns. Takes away approvals of the earlier text.

    `version` is what the writer started from, 0 when there was no sheet yet; raises Stale when another member saved
    since. The same text again changes nothing.
    """
    project, result = locked(project)
    rules.check_may_save(project, result, by=by)
    changes = content.known(words)
    if result and content.words_of(result) | changes == content.words_of(result):
        return result
    if (result.version if result else 0) != version:
        raise Stale(
            reason=_("Een ander lid bewaarde de fiche net voor jou, of je schreef in een tweede tabblad."),
            title=_("Dit is intussen gewijzigd"),
        )
    if result is None:
        result = Result.objects.create(edition=project.edition, project=project, saved_at=at, **changes)
    else:
        result.approvals.all().delete()
        rows = Result.objects.filter(pk=result.pk)
        rows.update(**changes, version=F("version") + 1, saved_at=at)
    history.record(result, "save", by=by, at=at)
    return locked_result(result)


@transaction.atomic
def approve_result(result: Result, *, show_name: bool, version: int, by: Person, at: datetime) -> Result:
    """A member agrees with the text of exactly this version; the last one makes it the team's result, with the cost
    that the ledger paid. Approving twice changes nothing. Raises Stale when the text is another by now."""
    result = locked_result(result)
    check_member(result.project.team, by=by)
    if result.version != version:
        raise Stale(
            reason=_("De tekst van de fiche is intussen gewijzigd. Lees ze opnieuw en keur ze dan goed."),
            title=_("Lees de nieuwe tekst"),
        )
    if result.state == ResultState.APPROVED or result.approvals.filter(person=by).exists():
        return result
    rules.check_may_approve(result, by=by)
    first = not result.approvals.exists()
    Approval.objects.create(result=result, person=by, at=at)
    history.record(result, "agree", by=by, at=at, data={"version": version})
    (consents.give if show_name else consents.withdraw)(ConsentKind.RESULT_NAME, about=result, by=by, at=at)
    if queries.everybody_agreed(result):
        _settle(result, by=by, at=at)
    elif first:
        emails.result_to_approve(result, by=by, at=at)
    return result


def _settle(result: Result, *, by: history.Actor, at: datetime) -> None:
    cost = queries.paid_cents(result.project)
    lifecycle.move(result, to=ResultState.APPROVED, by=by, at=at, approved_at=at, cost_cents=cost)
    emails.result_approved(result, at=at)


@transaction.atomic
def revise_result(result: Result, *, by: Person, at: datetime) -> Result:
    """A member takes the approved text back, before the showcase or after: it is offline until all agree again. A sheet
    that is open already stays as it is."""
    result = locked_result(result)
    check_member(result.project.team, by=by)
    if result.state != ResultState.APPROVED:
        return result
    result.approvals.all().delete()
    fields: dict[str, Any] = {"approved_at": None, "cost_cents": None, "version": result.version + 1}
    lifecycle.move(result, to=ResultState.DRAFT, by=by, at=at, **fields)
    emails.result_revised(result, by=by, at=at)
    return result


@transaction.atomic
def show_name(result: Result, shown: bool, *, by: Person, at: datetime) -> None:
    """A member lets their name stand with the result for everybody, or takes it away again, at any time."""
    check_member(result.project.team, by=by)
    (consents.give if shown else consents.withdraw)(ConsentKind.RESULT_NAME, about=result, by=by, at=at)


@transaction.atomic
def forget_approval(membership: Membership, *, by: history.Actor, at: datetime) -> None:
    """Who left no longer decides about a draft: their approval goes, and when all who stay have approved, it is the
    team's result. What was agreed on before stays agreed on. Follows `registry.MEMBER_LEFT`."""
    project = Project.objects.filter(team=membership.team_id).first()
    result = locked(project)[1] if project else None
    if result is None or result.state != ResultState.DRAFT:
        return
    if result.approvals.filter(person=membership.person_id).delete()[0]:
        history.record(result, "approval_gone", by=by, at=at, data={"person": membership.person_id})
    if rules.can_be_approved(result) and queries.everybody_agreed(result):
        _settle(result, by=THE_REST_AGREED, at=at)


def register_expiries() -> None:
    """A sheet that never went online goes like everything that people wrote. Called once, when the portal starts."""
    fields = ("summary", "problem", "why", "results", "obstacles", "lessons", "thanks")
    registry.keeps |= {f"showcase.result.{name}": gettext_lazy("tekst van het hele team") for name in fields}
    registry.expiries.append(blank(Result, Kind.CONTENT, *fields, keep=Q(state=ResultState.APPROVED)))
