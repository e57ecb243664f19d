"""From a letter's row to words: one source file per letter and language, text and HTML made from it.

`templates/mail/<name>.<language>.md`: the first line is the subject line, the rest the letter in Markdown. The text
part is that source with plain values; the HTML part the same source, rendered, with values that cannot act as markup.
"""

import re
from functools import cache
from typing import Any

import nh3
from django.conf import settings
from django.template import Context, Engine, Template
from django.template.loader import render_to_string
from django.utils import timezone, translation
from markdown_it import MarkdownIt

from portal.models import Letter

_engine = Engine(
    dirs=[str(settings.BASE_DIR / "templates" / "mail")],
    builtins=["portal.templatetags.portal", "django.templatetags.i18n"],
)
_markdown = MarkdownIt("commonmark", {"html": False})
_ACTIVE = re.compile(r"([\\`*_{}\[\]()#+\-.!<>|~&=])")
_INDENT = re.compile(r"(^|[\r\n])[ \t]+")
_ADDRESS = re.compile(re.escape(settings.PORTAL_URL) + r"[A-Za-z0-9/.\-_:]*")


def words(letter: Letter, values: dict[str, Any]) -> tuple[str, str, str]:
    """Subject line, text and HTML of a letter, in its recipient's language."""
    with translation.override(letter.language), timezone.override(timezone.get_default_timezone()):
        name = letter.recipient.display_name if letter.recipient else ""
        shared = {"name": name, "portal_url": settings.PORTAL_URL}
        values = shared | values
        head, body = _sources(f"{letter.name}.{letter.language}.md")
        title = " ".join(_filled(head, values).split())
        text = _filled(body, values).strip() + "\n"
        inner = nh3.clean(_markdown.render(_filled(body, _harmless(values))))
        html = render_to_string(
            "mail/layout.html",
            shared | {"title": title, "body": inner, "language": letter.language},
        )
    return title, text, html


@cache
def _sources(name: str) -> tuple[Template, Template]:
    """The subject line and the letter, parted before any value comes in, so that none can move the border."""
    head, _, body = _engine.get_template(name).source.partition("\n")
    return _engine.from_string(head), _engine.from_string(body)


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
