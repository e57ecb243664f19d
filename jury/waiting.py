"""What waits for judges and deciders."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.queries import handed_in
from jury import queries, rules
from jury.models import Round, RoundKind
from portal import timeline
from portal.models import Edition, Person, PhaseKey
from portal.models.release import ReleaseState
from portal.registry import Waiting


def judging_of(person: Person, edition: Edition, at: datetime) -> Iterator[Waiting]:
    """Sheets to fill in while the preselection is open; then decisions to write and a release to approve."""
    round_ = queries.shown_round(edition, RoundKind.PRESELECTION)
    windows = timeline.shown(edition)
    if round_ is None or not windows.has_opened(PhaseKey.PRESELECTION, at):
        return
    if windows.is_open(PhaseKey.PRESELECTION, at) and rules.is_judge(round_, person, at=at):
        yield from _sheets(round_, person, windows.closes_at(PhaseKey.PRESELECTION))
    if rules.is_decider(round_, person, at=at):
        yield from _deciding(round_, person, windows.opens_at(PhaseKey.ANNOUNCEMENT))


def _sheets(round_: Round, person: Person, due: datetime | None) -> Iterator[Waiting]:
    left = queries.progress_of(round_, person).left
    if left and round_.release_id is None:
        label = ngettext("Beoordeel nog %(n)d idee", "Beoordeel nog %(n)d ideeën", left) % {"n": left}
        yield Waiting(label, reverse("jury:my_round", args=[round_.edition_id]), due=due)


def _deciding(round_: Round, person: Person, due: datetime | None) -> Iterator[Waiting]:
    url = reverse("jury:result", args=[round_.edition_id])
    if round_.release is None:
        open_ones = handed_in(round_.edition).count() - len(queries.decisions_of(round_))
        label = ngettext("Beslis over nog %(n)d idee", "Beslis over nog %(n)d ideeën", open_ones) % {
            "n": open_ones
        }
        yield Waiting(label if open_ones > 0 else _("Stel de vrijgave voor"), url, due=due)
    elif round_.release.state == ReleaseState.PROPOSED and round_.release.proposed_by_id != person.pk:
        yield Waiting(_("Keur de vrijgave van de preselectie goed"), url, due=due)
