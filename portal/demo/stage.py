"""The demo's clock: a jump forward lets every planned moment in between really happen; a jump back starts anew."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from portal import clock, delivery
from portal.demo import mails
from portal.demo.acts import ACTS
from portal.demo.cast import START, load, local
from portal.errors import Refused
from portal.mail import calendar, planner
from portal.models import Letter
from portal.models.mail import LetterState


@dataclass(frozen=True)
class Jump:
    """A moment worth going to."""

    label: Any
    at: datetime

    @property
    def value(self) -> str:
        return self.at.strftime("%Y-%m-%dT%H:%M")


JUMPS = [
    Jump(_("8 december: het webinar"), local(2021, 12, 8)),
    Jump(_("8 januari: nog 6 dagen om in te dienen"), local(2022, 1, 8)),
    Jump(_("14 januari, 23.58: net op tijd"), local(2022, 1, 14, 23, 58)),
    Jump(_("15 januari, 00.05: te laat"), local(2022, 1, 15, 0, 5)),
    Jump(_("17 januari: de preselectie begint"), local(2022, 1, 17)),
    Jump(_("29 januari: beoordeeld, nog te beslissen"), local(2022, 1, 29, 9)),
    Jump(_("31 januari, 08.59: net voor de bekendmaking"), local(2022, 1, 31, 8, 59)),
    Jump(_("31 januari, 09.00: de bekendmaking"), local(2022, 1, 31, 9)),
    Jump(_("14 februari: teams zoeken leden"), local(2022, 2, 14)),
    Jump(_("25 februari: de teams kiezen hun sprintweek"), local(2022, 2, 25)),
    Jump(_("21 maart: Design Sprints"), local(2022, 3, 21)),
    Jump(_("19 mei, 14.00: de pitch"), local(2022, 5, 19, 14)),
    Jump(_("19 mei, 16.30: beoordeeld, nog te beslissen"), local(2022, 5, 19, 16, 30)),
    Jump(_("20 mei, 09.00: de geselecteerde teams"), local(2022, 5, 20, 9)),
    Jump(_("24 mei: de PoC’s beginnen"), local(2022, 5, 24)),
    Jump(_("15 september: de PoC’s lopen"), local(2022, 9, 15)),
    Jump(_("8 november: de teams schrijven hun resultaat"), local(2022, 11, 8)),
    Jump(_("15 november: de showcase"), local(2022, 11, 15, 10)),
]


_turn = Lock()  # the web of the demo is one process with threads


def go_to(to: datetime) -> int:
    """Move the demo's clock. Forward: every act and every letter in between happens, in order, each at its own
    moment. Back: the cast starts anew. Returns how many moments were played. A second press waits for the first."""
    with _turn:
        if to < clock.now():
            start_anew(until=to)
            return 0
        return _play(to)


def start_anew(until: datetime = START) -> None:
    """Empty the database and the mailbox, bring the cast back on stage, and play until a moment."""
    call_command("flush", interactive=False, verbosity=0)
    mails.clear()
    load()
    _play(until)


def _play(to: datetime) -> int:
    played = 0
    while (moment := _next_moment(clock.now(), to)) is not None:
        clock.jump(moment)
        for act in ACTS:
            if act.at == moment:
                with suppress(Refused):  # the visitor may have made it impossible
                    act.play(moment)
        planner.tick(at=moment)
        delivery.sweep()
        played += 1
    clock.jump(to)
    return played


def _next_moment(after: datetime, until: datetime) -> datetime | None:
    due = Letter.objects.filter(state=LetterState.QUEUED, due_at__gt=after, due_at__lte=until).order_by(
        "due_at"
    )
    moments = [act.at for act in ACTS if after < act.at <= until]
    letter = due.values_list("due_at", flat=True).first()
    found = [letter, calendar.next_due(after=after, until=until)]
    return min([*moments, *(one for one in found if one)], default=None)
