"""December: somebody without account follows the call, somebody else wants one overview a day, a date moves and moves
back."""

from datetime import datetime
from functools import partial

from portal import phases
from portal.demo.acts.act import Act, edition
from portal.demo.cast import local, player
from portal.mail import choices, subscriptions
from portal.models import MailHow, Phase, PhaseKey, Subscription

FOLLOWER = "volger-een@demo.vlaanderen.be"  # has no account
READS_OVERVIEWS = "eigenaar-acht"
EARLIER, AS_PLANNED = local(2022, 1, 13, 0), local(2022, 1, 15, 0)


def _follow(at: datetime) -> None:
    subscriptions.ask(FOLLOWER, language="nl", at=at)


def _confirm(at: datetime) -> None:
    row = Subscription.objects.filter(email=FOLLOWER, confirmed_at=None).first()
    if row:
        subscriptions.confirm(row, at=at)


def _choose_overview(at: datetime) -> None:
    reader = player(READS_OVERVIEWS)
    choices.choose(reader, {"talk": MailHow.DIGEST.value}, by=reader, at=at)


def _move_deadline(to: datetime, reason: str, at: datetime) -> None:
    phase = Phase.objects.get(edition=edition(), key=PhaseKey.SUBMISSION)
    phase.closes_at = to
    phases.move_phase(phase, reason=reason, by=player("sandbox"), at=at)


ACTS = [
    Act(local(2021, 12, 2, 12), _follow),
    Act(local(2021, 12, 2, 12, 30), _confirm),
    Act(local(2021, 12, 3, 9), _choose_overview),
    Act(
        local(2021, 12, 16, 10),
        partial(_move_deadline, EARLIER, "Op 13 en 14 januari is er onderhoud aan het netwerk."),
    ),
    Act(local(2021, 12, 20, 10), partial(_move_deadline, AS_PLANNED, "Het onderhoud is uitgesteld.")),
]
