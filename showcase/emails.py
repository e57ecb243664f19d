"""Letters about result sheets: one function queues a letter, one gives its words when it leaves."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from poc.models import Project
from portal import clock, outbox, registry, timeline
from portal.mail.emails import FOLLOWERS, followers, told
from portal.models import Edition, Letter, Person, PhaseKey
from portal.templatetags.portal import deadline, moment
from showcase import queries
from showcase.models import ENDED, Result
from showcase.states import ResultState
from teams.models import Membership
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
    page = reverse("showcase:enter", args=[result.edition_id, result.pk])
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


@registry.letter(
    "result_to_approve",
    gettext_lazy("Een resultaatfiche wacht op goedkeuring door het lid"),
    kind="asked",
    to=gettext_lazy("de andere leden"),
)
def _to_approve(letter: Letter) -> dict[str, Any] | None:
    result = _result(letter, ResultState.DRAFT)
    if result is None or str(result.version) != letter.occasion:
        return None
    if result.approvals.filter(person=letter.recipient_id).exists():
        return None
    return _values(result) | _opening(result.edition)


@registry.letter(
    "result_approved",
    gettext_lazy("Alle leden keurden de resultaatfiche goed"),
    kind="news",
    to=gettext_lazy("leden"),
)
def _approved(letter: Letter) -> dict[str, Any] | None:
    result = _result(letter, ResultState.APPROVED)
    if result is None or str(result.version) != letter.occasion:
        return None
    return _values(result) | _opening(result.edition)


@registry.letter(
    "result_revised",
    gettext_lazy("Een lid herziet een goedgekeurde resultaatfiche"),
    kind="news",
    to=gettext_lazy("de andere leden"),
)
def _revised(letter: Letter) -> dict[str, Any] | None:
    result = _result(letter, ResultState.DRAFT)
    return _values(result) if result else None


def _to_tell(edition: Edition) -> QuerySet[Project]:
    """PoCs that ended and whose sheet is not approved by the whole team."""
    told_of = Result.objects.filter(edition=edition, state=ResultState.APPROVED).values("project")
    return Project.objects.filter(edition=edition, state__in=ENDED).exclude(pk__in=told_of)


def _members(projects: QuerySet[Project]) -> QuerySet[Person]:
    rows = Membership.objects.current().filter(team__in=projects.values("team"))
    return Person.objects.filter(pk__in=rows.values("person"), is_active=True)


def members_to_tell(edition: Edition, at: datetime) -> QuerySet[Person]:
    return _members(_to_tell(edition))


def members_with_poc(edition: Edition, at: datetime) -> QuerySet[Person]:
    return _members(Project.objects.filter(edition=edition))


@registry.letter(
    "result_asked",
    gettext_lazy("Schrijf de resultaatfiche van jullie PoC"),
    kind="reminder",
    to=gettext_lazy("leden van teams zonder goedgekeurde fiche"),
)
def _asked(letter: Letter) -> dict[str, Any] | None:
    edition = letter.edition
    if edition is None:
        return None
    mine = Membership.objects.current().filter(person=letter.recipient_id).values("team")
    rows = _to_tell(edition).filter(team__in=mine).select_related("team__idea__submission")
    project = rows.order_by("pk").first()
    if project is None:
        return None
    opens = timeline.of(edition).opens_at(PhaseKey.SHOWCASE)
    coming = opens if opens and opens > clock.now() else None
    return {
        "title": project.team.title,
        "until": deadline(coming),
        "opens": moment(coming),
        "url": settings.PORTAL_URL + reverse("showcase:write", args=[edition.pk, project.pk]),
        "contact": edition.contact,
    }


def _day_of_showcase(letter: Letter) -> dict[str, Any] | None:
    opens = timeline.of(letter.edition).opens_at(PhaseKey.SHOWCASE) if letter.edition else None
    if letter.edition is None or opens is None or opens <= clock.now():
        return None
    return told(letter, "showcase:list") | {"when": moment(opens), "place": letter.edition.place}


@registry.letter(
    "showcase_soon",
    gettext_lazy("De showcase komt eraan: jullie tonen"),
    kind="reminder",
    to=gettext_lazy("leden van teams met een PoC"),
)
def _showcase_soon(letter: Letter) -> dict[str, Any] | None:
    shows = letter.edition and members_with_poc(letter.edition, clock.now()).filter(pk=letter.recipient_id)
    return _day_of_showcase(letter) if shows and shows.exists() else None


@registry.letter("call_showcase", gettext_lazy("De showcase komt eraan"), kind="call", to=FOLLOWERS)
def _call_showcase(letter: Letter) -> dict[str, Any] | None:
    return _day_of_showcase(letter)


registry.remind("result_asked", "poc.closes", "+3d +14d", audience=members_to_tell)
registry.remind("showcase_soon", "showcase.opens", "-14d -2d", audience=members_with_poc)
registry.remind("call_showcase", "showcase.opens", "-14d", audience=followers)
