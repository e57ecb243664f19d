"""The edition's file under a cursor that knows its lines and collects faults, so that all of them are told at once."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any, TypeVar

import yaml
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal import edition_values as values
from portal.edition_faults import BadEditionFile, Fault, did_you_mean, syntax_fault, twice, unexpected

T = TypeVar("T")
Row = dict[str, Any]
ANNOTATIONS = {
    "is",
    "mended",
}  # and `weight_is` beside `weight`: they say where a fact comes from and are not stored


class Reader:
    """A cursor on one mapping of the file.

    Each method takes a key and gives its value, or the default when it is not there. None means: not there or not
    right, and a fault was noted; who compares values asks for None first. A reader without a node stands where
    something else than a mapping was found: it gives None without another word.
    """

    def __init__(self, node: yaml.MappingNode | None, path: str, line: int, faults: list[Fault]) -> None:
        self.path, self.line, self.faults = path, line, faults
        self._silent = node is None
        self._nodes: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._known: set[str] = set()
        self._children: list[Reader] = []
        for key, value in node.value if node else []:
            self._add(key, value)

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        line = values.line(key)
        if not isinstance(key, yaml.ScalarNode):
            self.faults.append(Fault(line, self.path, _("een sleutel moet een woord zijn")))
        elif key.value in self._nodes:
            self.faults.append(Fault(line, self._at(key.value), twice(self._lines[key.value])))
        else:
            self._nodes[key.value], self._lines[key.value] = value, line

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}".strip(".")

    def fault(self, sentence: str, key: str = "") -> None:
        """Note a fault of one of the keys, or of the whole mapping."""
        if not self._silent:
            self.faults.append(Fault(self._lines.get(key, self.line), self._at(key), sentence))

    def has(self, key: str) -> bool:
        """Whether the key is there; asking makes it a known one."""
        self._known.add(key)
        return key in self._nodes

    def is_null(self, key: str) -> bool:
        return self.has(key) and values.kind(self._nodes[key]) == "null"

    def _take(self, key: str, expected: str, parse: Callable[[yaml.Node], T], default: T | None) -> T | None:
        if not self.has(key):
            if default is None:
                self.fault(_("ontbreekt"), key)
            return default
        try:
            return parse(self._nodes[key])
        except ValueError:
            self.fault(unexpected(expected, self._nodes[key]), key)
            return None

    def text(
        self, key: str, model: type[models.Model], field: str = "", default: str | None = None
    ) -> str | None:
        """Text that fits the model's field of that name (or named `field`)."""
        value = self._take(key, _("tekst tussen aanhalingstekens"), values.text, default)
        column: models.Field[Any, Any] = model._meta.get_field(field or key)  # type: ignore[assignment]
        try:
            column.run_validators(value)
        except ValidationError as error:
            self.fault(" ".join(error.messages), key)
            return None
        return value

    def words(self, name: str, model: type[models.Model]) -> Row:
        """The two columns of a localised field, from the keys `nl` and, optional, `en` of this mapping."""
        dutch = self.text("nl", model, f"{name}_nl")
        return {f"{name}_nl": dutch, f"{name}_en": self.text("en", model, f"{name}_en", default="")}

    def notes(self, *keys: str) -> None:
        """Texts that may stand there for people and are not stored."""
        for key in keys:
            self._take(key, _("tekst tussen aanhalingstekens"), values.text, "")

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str | None:
        value = self._take(key, _("tekst tussen aanhalingstekens"), values.text, default)
        if value is None or value in choices:
            return value
        self.fault(_("‘%(value)s’ is onbekend") % {"value": value} + did_you_mean(value, choices), key)
        return None

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int | None:
        value = self._take(key, _("een geheel getal"), values.integer, default)
        if value is None or low <= value <= high:
            return value
        self.fault(_("moet tussen %(low)d en %(high)d liggen") % {"low": low, "high": high}, key)
        return None

    def flag(self, key: str, default: bool | None = None) -> bool | None:
        return self._take(key, _("true of false"), values.flag, default)

    def day(self, key: str) -> date | None:
        return self._take(key, _("een dag zoals 2022-01-31"), values.day, None)

    def period(self) -> tuple[date, date] | None:
        """The days `from` and `until`, both inclusive."""
        first, last = self.day("from"), self.day("until")
        if first and last and last < first:
            self.fault(_("%(last)s ligt voor het begin, %(first)s") % {"last": last, "first": first}, "until")
            return None
        return (first, last) if first and last else None

    def hour(self, key: str, default: time) -> time | None:
        return self._take(key, _("een uur tussen aanhalingstekens, zoals 09:00"), values.hour, default)

    def integers(self, key: str, default: list[int] | None = None) -> list[int] | None:
        return self._take(key, _("een lijst van gehele getallen"), values.list_of(values.integer), default)

    def texts(self, key: str, default: list[str] | None = None) -> list[str] | None:
        return self._take(key, _("een lijst van teksten"), values.list_of(values.text), default)

    def mapping(self, key: str) -> "Reader":
        node = self._take(key, _("sleutels met waarden"), values.mapping, None)
        return self._below(node, self._at(key), self._lines.get(key, self.line))

    def items(self, key: str, *, optional: bool = False) -> list["Reader"]:
        """The mappings of a list, each with a `key` that no other has. Only an optional list may be empty."""
        empty: list[yaml.Node] | None = [] if optional else None
        nodes = self._take(key, _("een lijst"), values.sequence, empty)
        if nodes == [] and not optional:
            self.fault(_("mag niet leeg zijn"), key)
        seen: dict[str, int] = {}
        return [
            self._item(node, f"{key}[{number}]", seen) for number, node in enumerate(nodes or [], start=1)
        ]

    def _item(self, node: yaml.Node, place: str, seen: dict[str, int]) -> "Reader":
        name, line = values.name(node), values.line(node)
        path = self._at(f"{place.partition('[')[0]}.{name}" if name else place)
        if not isinstance(node, yaml.MappingNode):
            self.faults.append(Fault(line, path, unexpected(_("sleutels met waarden"), node)))
            return self._below(None, path, line)
        item = self._below(node, path, line)
        if name in seen:
            item.fault(twice(seen[name]), "key")
        elif name:
            seen[name] = line
        return item

    def _below(self, node: yaml.MappingNode | None, path: str, line: int) -> "Reader":
        self._children.append(Reader(node, path, line, self.faults))
        return self._children[-1]

    def done(self) -> None:
        """Note the keys that nobody asked for, here and in every mapping below."""
        for key in self._nodes.keys() - self._known - ANNOTATIONS:
            if key.removesuffix("_is") not in self._known:
                self.fault(_("onbekende sleutel") + did_you_mean(key, sorted(self._known)), key)
        for child in self._children:
            child.done()


def open_file(text: str) -> Reader:
    """A reader of the whole file; raises BadEditionFile when it is not YAML with keys at the top."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise BadEditionFile([syntax_fault(text, error)]) from error
    if not isinstance(node, yaml.MappingNode):
        raise BadEditionFile(
            [Fault(1, "", _("dit is geen editiebestand: er staan geen sleutels met waarden in"))]
        )
    return Reader(node, "", values.line(node), [])
