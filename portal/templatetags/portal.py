"""How moments, money and text are written. Dates in words, Brussels time."""

from datetime import date, datetime, timedelta

import nh3
from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from portal import language

register = template.Library()

MODEST = {"p", "br", "ul", "ol", "li", "strong", "em"}
_modest = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "emphasis", "newline", "escape"]
)

NBSP = "\u00a0"
DUTCH_MARKS = str.maketrans(",.", ".,")


@register.filter
def day(value: date | datetime | None) -> str:
    """vrijdag 14 januari 2022"""
    if value is None:
        return ""
    return date_format(timezone.localtime(value) if isinstance(value, datetime) else value, "l j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """vrijdag 14 januari 2022, 14.03 uur"""
    if value is None:
        return ""
    return _("%(day)s, %(time)s uur") % {"day": day(value), "time": clock_time(value)}


@register.filter
def clock_time(value: datetime | None) -> str:
    """14.03"""
    return date_format(timezone.localtime(value), "H.i") if value else ""


# What a browser says of itself, the telling words first: others name themselves after it.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@register.filter
def device(user_agent: str) -> str:
    """Firefox, Windows: browser and system by what the browser says of itself."""
    found = [
        next((name for sign, name in names.items() if sign in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or _("Onbekend toestel")


@register.filter
def deadline(value: datetime | None) -> str:
    """A closing instant as people say it: the last minute that counts (23.59 uur on the day before midnight)."""
    return moment(value - timedelta(minutes=1)) if value else ""


@register.filter
def euro(cents: int | None) -> str:
    """€ 15.000 from cents, €15,000 in English; two decimals when there are odd cents; never broken over lines."""
    if cents is None:
        return ""
    whole, rest = divmod(abs(cents), 100)
    amount = f"{whole:,}" + (f".{rest:02}" if rest else "")
    sign = "-" if cents < 0 else ""
    if get_language() == "en":
        return f"{sign}€{amount}"
    return f"{sign}€{NBSP}{amount.translate(DUTCH_MARKS)}"


@register.filter
def written(text: str) -> SafeString:
    """What somebody wrote, as HTML: paragraphs, lists, bold and italics, nothing else. A line break stays one;
    headings, links, pictures and anything with an angle bracket stay as they were typed."""
    return mark_safe(nh3.clean(_modest.render(str(text)), tags=MODEST, attributes={}))  # noqa: S308 cleaned


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text as paragraphs; a single line break stays one, and no amount is parted from its €. Nothing in it can
    act as markup."""
    whole = text.replace("\r\n", "\n").replace("€ ", "€\u00a0")
    blocks = [escape(block.strip()).replace("\n", "<br>") for block in whole.split("\n\n")]
    html = "".join(f"<p>{block}</p>" for block in blocks if block)
    return mark_safe(nh3.clean(html, tags={"p", "br"}))  # noqa: S308 escaped and cleaned


@register.filter
def language_of(row: object, field: str) -> str:
    """For `lang`: Dutch where content has no English, so that a screen reader reads it in the right voice."""
    return language.language_of(row, field)


@register.filter
def of_key(mapping: dict, key: str) -> object:
    """The value under a key that is only known while rendering."""
    return mapping.get(key, "") if mapping else ""
