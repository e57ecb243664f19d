"""States of a booking: a team's hold on a sprint week."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import Machine, Move


class BookingState(models.TextChoices):
    HELD = "held", _("vastgehouden")
    BOOKED = "booked", _("geboekt")
    LAPSED = "lapsed", _("vervallen")
    CANCELLED = "cancelled", _("geannuleerd")


BOOKING = Machine(
    BookingState,
    start=BookingState.HELD,
    moves=[
        Move(BookingState.HELD, BookingState.BOOKED, "book", "elk lid bevestigde de week"),
        Move(BookingState.HELD, BookingState.HELD, "move", "het team houdt een andere week vast"),
        Move(
            BookingState.HELD,
            BookingState.LAPSED,
            "lapse",
            "niet iedereen bevestigde op tijd en een ander team nam de plaats",
        ),
        Move(BookingState.HELD, BookingState.CANCELLED, "cancel", "het team laat de week los, of stopt"),
        Move(
            BookingState.BOOKED,
            BookingState.HELD,
            "move",
            "het team neemt een andere week: iedereen bevestigt opnieuw",
        ),
        Move(BookingState.BOOKED, BookingState.CANCELLED, "cancel", "het team laat de week los, of stopt"),
        Move(BookingState.LAPSED, BookingState.HELD, "hold", "het team houdt opnieuw een week vast"),
        Move(BookingState.CANCELLED, BookingState.HELD, "hold", "het team houdt opnieuw een week vast"),
    ],
)
