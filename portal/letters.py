"""From a letter's row to words: one source file per letter and language, text and HTML made from it.

`templates/mail/<name>.<language>.md`: the first line is the subject line, the rest the letter in Markdown; staff may
have written other words (`portal.mail.wordings`). The text part is that source with plain values and without its stars;
the HTML part the same source, rendered, with values that cannot act as markup. The first paragraph 'What to do:
<address>' is the letter's button.
"""

import re
from functools import lru_cache
from typing import Any

import nh3
from django.conf import settings
from django.template import Context, Engine, Template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from portal import registry
from portal.mail import choices, wordings
from portal.models import Letter

_engine = Engine(
    builtins=["portal.templatetags.portal", "django.templatetags.i18n"],
)
BOLD = "**"  # means nothing to who reads plain text
_markdown = MarkdownIt("commonmark", {"html": False})
_ACTIVE = re.compile(r"([\\`*_{}\[\]()#+\-.!<>|~&=])")
_INDENT = re.compile(r"(^|[\r\n])[ \t]+")
_ADDRESS = re.compile(re.escape(settings.PORTAL_URL) + r"[A-Za-z0-9/.\-_:]*")
_BUTTON = re.compile(r'<p>([^<>:.]{2,60}): <a href="([^"]+)"[^>]*>[^<]*</a></p>')


def words(
    letter: Letter, values: dict[str, Any], source: tuple[str, str] | None = None
) -> tuple[str, str, str]:
    """Subject line, text and HTML of a letter, in its recipient's language; `source`: words that nobody saved yet."""
    with translation.override(letter.language), timezone.override(timezone.get_default_timezone()):
        name = letter.recipient.display_name if letter.recipient else ""
        values = {"name": name, "portal_url": settings.PORTAL_URL} | values
        written = source or wordings.source(letter.name, letter.edition_id, letter.language)
        head, body = map(_compiled, written)
        title = " ".join(_filled(head, values).split())
        foot = _foot(letter)
        plain = _filled(_compiled(written[1].replace(BOLD, "")), values).strip()
        text = f"{plain}\n\n-- \n{foot['why']}\n{foot['label']}: {foot['url']}\n"
        inner = _mail_body(_filled(body, _harmless(values)))
        told = {"title": title, "body": inner, "language": letter.language, "foot": foot}
        html = render_to_string("mail/layout.html", told | {"portal_url": settings.PORTAL_URL})
    return title, text, html


def values_of(letter: Letter, language: str) -> dict[str, Any] | None:
    """What fills a letter now, in a language; None when it would not be sent now."""
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        return registry.letters[letter.name].contents(letter)


def look(
    letter: Letter, values: dict[str, Any], source: tuple[str, str], language: str
) -> tuple[str, SafeString, str]:
    """Subject line, body as HTML for a page, and what stands under it, all in one language; links under it lead
    nowhere before the letter exists, so their words stand alone."""
    name = letter.recipient.display_name if letter.recipient else ""
    values = {"name": name, "portal_url": settings.PORTAL_URL} | values
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        head, body = map(_compiled, source)
        title = " ".join(_filled(head, values).split())
        inner = nh3.clean(_markdown.render(_filled(body, _harmless(values))))
        refusable = choices.may_refuse(letter)
        foot = f"{choices.sentence(letter)} {_label(letter, refusable=refusable)}"
    button = '<p><a class="btn btn-primary" href="\\2">\\1</a></p>'
    return title, mark_safe(_BUTTON.sub(button, inner, 1)), foot  # noqa: S308 cleaned


@lru_cache(maxsize=500)
def _compiled(source: str) -> Template:
    """The subject line and the letter are parted before any value comes in, so that none can move the border."""
    return _engine.from_string(source)


def _foot(letter: Letter) -> dict[str, str]:
    """Why one gets the letter; a link that refuses its kind, or to all one's choices."""
    refusable = bool(letter.pk) and choices.may_refuse(letter)
    page = "my_mails" if letter.recipient else "privacy"
    url = choices.link(letter) if refusable else settings.PORTAL_URL + reverse(page)
    return {"why": choices.sentence(letter), "label": _label(letter, refusable=refusable), "url": url}


def _label(letter: Letter, *, refusable: bool) -> str:
    if refusable:
        return _("Uitschrijven met één klik")
    return _("Mijn e-mails") if letter.recipient else _("Privacy")


@lru_cache(maxsize=8)
def _mail_body(source: str) -> str:
    """The letter as HTML; the first paragraph that says what to do and where becomes the one button. What a whole batch
    reads is made once."""
    return _BUTTON.sub(
        lambda found: render_to_string("mail/button.html", {"label": found[1], "url": found[2]}),
        nh3.clean(_markdown.render(source)),
        1,
    )


def _filled(source: Template, values: dict[str, Any]) -> str:
    """The source with its values as they are: it is text, in which `&amp;` would be read as such."""
    return source.render(Context(values, autoescape=False))


def _harmless(value: Any) -> Any:
    """The same values with every character escaped that Markdown could take for markup; addresses stay whole."""
    if isinstance(value, dict):
        return {key: _harmless(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_harmless(inner) for inner in value]
    if isinstance(value, str) and not _ADDRESS.fullmatch(value):
        return _ACTIVE.sub(r"\\\1", _INDENT.sub(r"\1", value))
    return value
