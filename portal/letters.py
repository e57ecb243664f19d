"""From a letter's row to words: one source file per letter and language, text and HTML made from it.

`templates/mail/<name>.<language>.md`: the first line is the subject line, the rest the letter in Markdown. The text
part is that source with plain values; the HTML part the same source, rendered, with values that cannot act as markup.
"""

import re
from typing import Any

import nh3
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import timezone, translation
from markdown_it import MarkdownIt

from portal.models import Letter

_engine = Engine(
    dirs=[str(settings.BASE_DIR / "templates" / "mail")],
    autoescape=False,
    builtins=["portal.templatetags.portal", "django.templatetags.i18n"],
)
_markdown = MarkdownIt("commonmark", {"html": False})
_ACTIVE = re.compile(r"([\\`*_{}\[\]()#+\-.!<>|~&])")


def words(letter: Letter, values: dict[str, Any]) -> tuple[str, str, str]:
    """Subject line, text and HTML of a letter, in its recipient's language."""
    with translation.override(letter.recipient.language), timezone.override(timezone.get_default_timezone()):
        shared = {"name": letter.recipient.display_name, "portal_url": settings.PORTAL_URL}
        values = shared | values
        source = _engine.get_template(f"{letter.name}.{letter.recipient.language}.md")
        title, text = _split(source.render(Context(values)))
        inner = nh3.clean(_markdown.render(_split(source.render(Context(_harmless(values))))[1]))
        html = render_to_string(
            "mail/layout.html", {"title": title, "body": inner, "portal_url": settings.PORTAL_URL}
        )
    return title, text, html


def _split(rendered: str) -> tuple[str, str]:
    title, _, text = rendered.partition("\n")
    return " ".join(title.split()), text.strip() + "\n"


def _harmless(value: Any) -> Any:
    """The same values with every character escaped that Markdown could take for markup; addresses stay whole."""
    if isinstance(value, dict):
        return {key: _harmless(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_harmless(inner) for inner in value]
    if isinstance(value, str) and not value.startswith(settings.PORTAL_URL):
        return _ACTIVE.sub(r"\\\1", value)
    return value
