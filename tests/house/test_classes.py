"""A class in a template that no style sheet knows is a slip of the pen: the page looks other than it was meant."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
CLASSES = re.compile(r'class="([^"]*)"')
# Mail brings its own styles; the next one is there for tests to find its table.
OWN_STYLES = ("mail/", "allauth/elements/")
HOOKS = {"ranking"}


def written(text: str) -> set[str]:
    """The whole classes in a template; one that a value completes (`badge-{{ kind }}`) is left out."""
    words = {word for value in CLASSES.findall(text) for word in TAG.sub("…", value).split()}
    return {word for word in words if "…" not in word}


def known() -> set[str]:
    sheets = [*(ROOT / "static").rglob("*.css")]
    scripts = [*(ROOT / "static" / "js").glob("*.js")]
    found = {name for sheet in sheets for name in re.findall(r"\.([a-zA-Z][\w-]*)", sheet.read_text("utf-8"))}
    return found | HOOKS | {word for one in scripts for word in re.findall(r"[\w-]+", one.read_text("utf-8"))}


def test_every_class_in_a_template_has_a_style() -> None:
    styled = known()
    lost = {
        f"{path.relative_to(TEMPLATES)}: {word}"
        for path in TEMPLATES.rglob("*.html")
        if not str(path.relative_to(TEMPLATES)).startswith(OWN_STYLES)
        for word in written(path.read_text("utf-8")) - styled
    }
    assert not lost, sorted(lost)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('<p class="a b">', {"a", "b"}),
        ('<p class="a{% if b %} c{% endif %} d-{{ e }}">', set()),
        ('<p class="a {% if b %}c{% endif %}">', {"a"}),
    ],
)
def test_classes_are_read_from_a_template(text: str, told: set[str]) -> None:
    assert written(text) == told
