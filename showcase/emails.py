"""Letters about result sheets: one function queues a letter, one gives its words when it leaves."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from portal import clock, outbox, registry, timeline
from portal.models import Edition, Letter, Person, PhaseKey
from portal.templatetags.portal import moment
from showcase import queries
from showcase.models import Result
from showcase.states import ResultState
from teams.queries import members_of


def result_to_approve(result: Result, *, by: Person, at: datetime) -> None:
    """To the other members, when the first of them approves a text; once per text."""
    for person in members_of(result.project.team).exclude(pk=by.pk):
        outbox.queue("result_to_approve", to=person, about=result, due=at, occasion=str(result.version))


def result_approved(result: Result, *, at: datetime) -> None:
    """To every member: all agreed, this is when it can be read."""
    for person in members_of(result.project.team):
        outbox.queue("result_approved", to=person, about=result, due=at, occasion=str(result.version))


def result_revised(result: Result, *, by: Person, at: datetime) -> None:
    """To the other members: the text is open again, and all will be asked again."""
    for person in members_of(result.project.team).exclude(pk=by.pk):
        outbox.queue("result_revised", to=person, about=result, due=at, occasion=str(result.version))


def _result(letter: Letter, state: str) -> Result | None:
    """The sheet of a letter, in a state in which the letter makes sense, for somebody who is still a member."""
    rows = Result.objects.select_related(*queries.WHOLE).filter(state=state)
    result = rows.filter(pk=letter.subject.rpartition(":")[2]).first()
    if result is None or not members_of(result.project.team).filter(pk=letter.recipient_id).exists():
        return None
    return result


def _values(result: Result) -> dict[str, Any]:
    page = reverse("showcase:result", args=[result.edition_id, result.pk])
    return {
        "title": result.project.team.title,
        "url": settings.PORTAL_URL + page,
        "contact": result.edition.contact,
    }


def _opening(edition: Edition) -> dict[str, Any]:
    """When the sheets go online: `online` now, from a moment on, or on a day that staff still set."""
    opens = timeline.of(edition).opens_at(PhaseKey.SHOWCASE)
    online = opens is not None and opens <= clock.now()
    return {"online": online, "opens": moment(opens) if opens and not online else ""}


@registry.letter("result_to_approve", "Een resultaatfiche wacht op goedkeuring door het lid")
def _to_approve(letter: Letter) -> dict[str, Any] | None:
    result = _result(letter, ResultState.DRAFT)
    if result is None or str(result.version) != letter.occasion:
        return None
    if result.approvals.filter(person=letter.recipient_id).exists():
        return None
    return _values(result) | _opening(result.edition)


@registry.letter("result_approved", "Alle leden keurden de resultaatfiche goed")
def _approved(letter: Letter) -> dict[str, Any] | None:
    result = _result(letter, ResultState.APPROVED)
    if result is None or str(result.version) != letter.occasion:
        return None
    return _values(result) | _opening(result.edition)


@registry.letter("result_revised", "Een lid herziet een goedgekeurde resultaatfiche")
def _revised(letter: Letter) -> dict[str, Any] | None:
    result = _result(letter, ResultState.DRAFT)
    return _values(result) if result else None
