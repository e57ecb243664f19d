"""May this person do this with a result sheet now?"""

from django.urls import reverse
from django.utils.translation import gettext as _

from poc.models import Project
from portal.errors import Refused
from portal.models import Person
from showcase import content
from showcase.models import ENDED, Result
from showcase.states import ResultState
from teams.rules import check_member


def has_ended(project: Project) -> bool:
    """Finished or stopped: both have a result to tell."""
    return project.state in ENDED


def check_may_save(project: Project, result: Result | None, *, by: Person) -> None:
    """Any member writes, from the first day of the PoC; a text that all agreed on is first taken back."""
    check_member(project.team, by=by)
    if result is not None and result.state == ResultState.APPROVED:
        page = reverse("showcase:revise", args=[result.edition_id, result.pk])
        raise Refused(
            reason=_(
                "Het hele team keurde deze tekst goed. Herzie de fiche eerst; daarna keurt iedereen opnieuw goed."
            ),
            title=_("Deze fiche is goedgekeurd"),
            links=[(_("Herzie de fiche"), page)],
        )


def check_may_approve(result: Result, *, by: Person) -> None:
    """A member approves a whole sheet, once the PoC has ended."""
    check_member(result.project.team, by=by)
    if not has_ended(result.project):
        raise Refused(
            reason=_("De PoC loopt nog. Rond hem eerst af, of stop hem met lessen. Schrijven kan nu al."),
            title=_("Eerst de PoC"),
        )
    if missing := content.gaps(result):
        page = reverse("showcase:write", args=[result.edition_id, result.project_id])
        raise Refused(
            reason=_("Vul eerst aan wat nog ontbreekt: %(list)s.") % {"list": "; ".join(missing)},
            title=_("De fiche is nog niet volledig"),
            links=[(_("Schrijf verder"), page)],
        )


def check_may_revise(result: Result, *, by: Person) -> None:
    """Only what all agreed on has to be taken back before it can be written again."""
    check_member(result.project.team, by=by)
    if result.state != ResultState.APPROVED:
        page = reverse("showcase:write", args=[result.edition_id, result.project_id])
        raise Refused(
            reason=_("Deze fiche staat open: je kan gewoon verder schrijven."),
            title=_("Niets om te herzien"),
            links=[(_("Schrijf verder"), page)],
        )


def can_be_approved(result: Result) -> bool:
    """Whether nothing but agreement is missing."""
    return has_ended(result.project) and not content.gaps(result)
