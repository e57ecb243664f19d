"""Letters about judging: what somebody still has to judge, and until when."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from jury import queries, rules, subjects
from jury.models import RoundKind
from portal import clock, registry, roles, timeline
from portal.models import Edition, Letter, Person, Role, RoleKind
from portal.templatetags.portal import deadline

JUDGES = (RoleKind.ASSESSOR, RoleKind.JUROR)


def takes_part(edition: Edition, at: datetime) -> QuerySet[Role, Any]:
    """Assessors and jurors."""
    day = roles.day_of(at)
    rows = Role.objects.filter(kind__in=JUDGES, since__lte=day).exclude(until__lte=day)
    return (rows.filter(edition=edition) | rows.filter(edition=None)).values("person")


def with_open_sheets(kind: str, edition: Edition, at: datetime) -> QuerySet[Person]:
    """Who judges in a round and has not handed in everything."""
    round_ = queries.shown_round(edition, kind)
    return queries.with_work(round_, at=at) if round_ else Person.objects.none()


def assessors_to_go(edition: Edition, at: datetime) -> QuerySet[Person]:
    return with_open_sheets(RoundKind.PRESELECTION, edition, at)


def jurors_to_go(edition: Edition, at: datetime) -> QuerySet[Person]:
    return with_open_sheets(RoundKind.PITCH, edition, at)


def _to_judge(letter: Letter, kind: str) -> dict[str, Any] | None:
    """How much is left, as long as the window is open or still to come."""
    edition, now = letter.edition, clock.now()
    round_ = queries.round_of(edition, kind) if edition else None
    if edition is None or round_ is None or letter.recipient is None or round_.release_id:
        return None
    closes = timeline.of(edition).closes_at(subjects.of(round_).window)
    if closes is None or closes <= now or not rules.is_judge(round_, letter.recipient, at=now):
        return None
    left = queries.progress_of(round_, letter.recipient).left
    if not left:
        return None
    return {
        "number": left,
        "until": deadline(closes),
        "url": settings.PORTAL_URL + reverse("jury:my_round", args=[edition.pk, kind]),
        "contact": edition.contact,
    }


@registry.letter(
    "ideas_to_judge",
    gettext_lazy("Ideeën die nog beoordeeld moeten worden"),
    kind="reminder",
    to=gettext_lazy("beoordelaars met open beoordelingen"),
)
def _ideas(letter: Letter) -> dict[str, Any] | None:
    return _to_judge(letter, RoundKind.PRESELECTION)


@registry.letter(
    "teams_to_judge",
    gettext_lazy("Teams die nog beoordeeld moeten worden"),
    kind="reminder",
    to=gettext_lazy("juryleden met open beoordelingen"),
)
def _teams(letter: Letter) -> dict[str, Any] | None:
    return _to_judge(letter, RoundKind.PITCH)


registry.takes_part.append(takes_part)
registry.remind("ideas_to_judge", "preselection.closes", "-10d -4d -1d", audience=assessors_to_go)
registry.remind("teams_to_judge", "pitch.opens", "-7d -1d", audience=jurors_to_go)
