"""A letter whose words are frozen, as the message that a mail server gets: the same at every attempt."""

from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from portal.mail import choices
from portal.models import Letter


def message(letter: Letter) -> EmailMultiAlternatives:
    """Text and HTML, its calendar entry, its identity, and how to refuse its kind."""
    headers = {
        "Message-ID": letter.message_id,
        "Date": format_datetime(letter.frozen_at),  # type: ignore[arg-type]
        "Auto-Submitted": "auto-generated",
        "From": settings.DEFAULT_FROM_EMAIL,
    }
    if choices.may_refuse(letter):  # RFC 8058: mail programs show a button of their own
        headers["List-Unsubscribe"] = f"<{choices.link(letter)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        letter.title, letter.text, from_email=settings.MAIL_RETURN_PATH, to=[letter.address], headers=headers
    )
    mail.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        mail.attach_alternative(letter.calendar, f"text/calendar; method={_method_of(letter.calendar)}")
    return mail


def _method_of(calendar: str) -> str:
    """REQUEST or CANCEL: mail programs act on the one in the header of the part."""
    return "CANCEL" if "METHOD:CANCEL" in calendar.split("\r\n") else "REQUEST"  # a title may hold it too
