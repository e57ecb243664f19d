"""Markdown that people write, as HTML: placeholders filled in, links inside the edition, nothing that can act."""

import re
from collections.abc import Iterator

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal import timeline
from portal.errors import Refused
from portal.models import Edition, PhaseKey
from portal.templatetags.portal import deadline, euro

TAGS = {"p", "br", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "blockquote", "code", "hr"}
LOWER = {"h1": "h2", "h5": "h4", "h6": "h4"}  # under the page's own h1, and not too deep
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
HEADING = re.compile(r"^##\s+(.+?)\s*#*\s*$", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/#?]", re.IGNORECASE)
_markdown = MarkdownIt("commonmark", {"html": False})


def values(edition: Edition) -> dict[str, str]:
    """What stands for `{name}` in a text: facts of the edition, so that nobody types them twice."""
    closes = timeline.shown(edition).closes_at(PhaseKey.SUBMISSION)
    return {
        "bedrag": euro(edition.poc_cap_cents),
        "deadline": deadline(closes) or _("een later moment"),
        "contact": edition.contact,
        "editie": edition.pk,
        "leden": _("%(least)d tot %(most)d") % {"least": edition.team_min, "most": edition.team_max},
    }


def unknown(text: str, edition: Edition) -> list[str]:
    """Names between braces for which there is no value."""
    return [name for name in PLACEHOLDER.findall(text) if name not in values(edition)]


def check(text: str, edition: Edition) -> None:
    """Refused when something between braces cannot be filled in."""
    for name in unknown(text, edition):
        raise Refused(reason=sentence_about(name, edition))


def sentence_about(name: str, edition: Edition) -> str:
    """Why `{name}` cannot stand in a text, and what can."""
    known = ", ".join(f"{{{one}}}" for one in values(edition))
    return _("{%(name)s} kan niet ingevuld worden. Wat wel kan: %(known)s.") % {"name": name, "known": known}


def filled(text: str, edition: Edition) -> str:
    """The text with its placeholders filled in; one that nobody knows stays as it was typed."""
    known = values(edition)
    return PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), text)


def html(text: str, edition: Edition) -> SafeString:
    """Markdown as HTML. Headings begin at h2; an address without a scheme or a slash lies in the edition."""
    tokens = _markdown.parse(filled(text, edition))
    for token in tokens:
        token.tag = LOWER.get(token.tag, token.tag)
        for inner in token.children or []:
            _lead_into(inner, edition)
    rendered = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(nh3.clean(rendered, tags=TAGS, attributes={"a": {"href"}}))  # noqa: S308 cleaned


def _lead_into(token: Token, edition: Edition) -> None:
    address = str(token.attrGet("href") or "")
    if address and not ELSEWHERE.match(address):
        token.attrSet("href", f"/{edition.pk}/{address.removeprefix('./')}")


def sections(text: str, edition: Edition) -> Iterator[tuple[str, SafeString]]:
    """The pieces under each `## heading`: heading and HTML. What stands before the first heading belongs to none."""
    _before, *parts = HEADING.split(text)
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        yield filled(heading, edition), html(body, edition)


def first_section(written: SafeString) -> tuple[SafeString, SafeString]:
    """What stands before the second heading of a text as HTML, and the rest: something may be told in between."""
    places = [found.start() for found in re.finditer("<h2>", written)]
    cut = places[1] if len(places) > 1 else len(written)
    return mark_safe(written[:cut]), mark_safe(written[cut:])  # noqa: S308 both halves were cleaned


def opening(text: str, edition: Edition) -> str:
    """The first paragraph without markup, for a card or a description of the page."""
    paragraph = html(text.strip().partition("\n\n")[0], edition)
    return nh3.clean(paragraph, tags=set()).strip()
