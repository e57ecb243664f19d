"""Reading a page as a person does: its title, its errors, what stands in its fields."""

from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """What a test asks of a page: its title, its ids, the summary of errors, the errors and values of its fields."""

    VOID = frozenset(["br", "hr", "img", "input", "link", "meta", "source"])

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title, self.ids, self.summary = "", set(), []
        self.errors: dict[str, str] = {}
        self.values: dict[str, list[str]] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self._select = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        named = {name: value or "" for name, value in attrs}
        self.ids.add(named.get("id"))
        if tag == "input" and (named.get("type") not in ("radio", "checkbox") or "checked" in named):
            self.values.setdefault(named.get("name", ""), []).append(named.get("value", ""))
        if tag == "select":
            self._select = named.get("name", "")
        if tag == "option" and "selected" in named:
            self.values.setdefault(self._select, []).append(named.get("value", ""))
        if tag == "textarea":
            self.values.setdefault(named.get("name", ""), []).append("")
        if tag == "a" and self._inside("error-summary"):
            self.summary.append([named["href"], ""])
        if tag not in self.VOID:
            self._open.append((tag, named))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._open:
            return
        tag, named = self._open[-1]
        if tag == "title":
            self.title += data
        if tag == "textarea":
            self.values[named.get("name", "")][-1] += data
        if tag == "a" and self._inside("error-summary"):
            self.summary[-1][1] += data
        error = next((its["id"] for _tag, its in self._open if its.get("id", "").endswith("_error")), None)
        if error and named.get("class") != "visually-hidden":
            self.errors[error] = self.errors.get(error, "") + data

    def _inside(self, name: str) -> bool:
        return any(name in its.get("class", "").split() for _tag, its in self._open)

    def typed(self, name: str) -> list[str]:
        """What stands in a field; the line break that a text area begins with is not part of it."""
        return [value.removeprefix("\n") for value in self.values.get(name, [])]
