"""What waits for judges and deciders."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jury import queries, rules, subjects
from jury.models import Round, RoundKind
from portal import timeline
from portal.models import Edition, Person
from portal.models.release import ReleaseState
from portal.registry import Waiting


def judging_of(person: Person, edition: Edition, at: datetime) -> Iterator[Waiting]:
    """In each round: sheets to fill in while it is open; then decisions to write and a release to approve."""
    if not queries.may_concern(person, edition, at=at):
        return
    windows = timeline.shown(edition)
    for kind in RoundKind.values:
        round_ = queries.shown_round(edition, kind)
        if round_ is None or not windows.has_opened(window := subjects.of(round_).window, at):
            continue
        if windows.is_open(window, at) and rules.is_judge(round_, person, at=at):
            yield from _sheets(round_, person, windows.closes_at(window))
        if rules.is_decider(round_, person, at=at):
            yield from _deciding(round_, person, subjects.of(round_).told_at(windows))


def _sheets(round_: Round, person: Person, due: datetime | None) -> Iterator[Waiting]:
    left = queries.progress_of(round_, person).left
    if left and round_.release_id is None:
        url = reverse("jury:my_round", args=[round_.edition_id, round_.kind])
        yield Waiting(_to_judge(round_, left), url, due=due)
    if round_.kind == RoundKind.PRESELECTION and round_.release_id is None:
        yield from _corrected(round_, person, due)


def _corrected(round_: Round, person: Person, due: datetime | None) -> Iterator[Waiting]:
    """An idea whose text was corrected after they scored it, one at a time."""
    sheet = queries.first_behind(round_, person)
    if sheet is not None:
        url = reverse("jury:sheet", args=[round_.edition_id, round_.kind, sheet.pk])
        title = subjects.title_of(sheet.entry.subject, subjects.of(round_))
        yield Waiting(_("Kijk na: ‘%(title)s’ is verbeterd na je score") % {"title": title}, url, due=due)


def _to_judge(round_: Round, number: int) -> str:
    if round_.kind == RoundKind.PITCH:
        return ngettext("Beoordeel nog %(n)d team", "Beoordeel nog %(n)d teams", number) % {"n": number}
    return ngettext("Beoordeel nog %(n)d idee", "Beoordeel nog %(n)d ideeën", number) % {"n": number}


def _to_decide(round_: Round, number: int) -> str:
    if number <= 0:
        return _("Stel de vrijgave voor")
    if round_.kind == RoundKind.PITCH:
        return ngettext("Beslis over nog %(n)d team", "Beslis over nog %(n)d teams", number) % {"n": number}
    return ngettext("Beslis over nog %(n)d idee", "Beslis over nog %(n)d ideeën", number) % {"n": number}


def _deciding(round_: Round, person: Person, due: datetime | None) -> Iterator[Waiting]:
    url = reverse("jury:result", args=[round_.edition_id, round_.kind])
    if round_.release is None:
        open_ones, total = queries.undecided(round_)
        if total:
            yield Waiting(_to_decide(round_, open_ones), url, due=due)
    elif round_.release.state == ReleaseState.PROPOSED and round_.release.proposed_by_id != person.pk:
        yield Waiting(_approve(round_), url, due=due)


def _approve(round_: Round) -> str:
    if round_.kind == RoundKind.PITCH:
        return _("Keur de vrijgave van de selectie goed")
    return _("Keur de vrijgave van de preselectie goed")
