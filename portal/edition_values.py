"""Single values of the edition's file: from a YAML node to a value, or ValueError when it is something else.

Read from the node itself, not from what YAML makes of it: to YAML a bare `on` is true and a bare 10:30 the number 630.
"""

import re
from collections.abc import Callable
from datetime import date, time
from typing import TypeVar

import yaml

T = TypeVar("T")
YEARS = range(2000, 2101)
HOUR = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
UNSTORABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]"
)  # YAML has escapes for these, PostgreSQL no place
FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _scalar(node: yaml.Node, *kinds: str) -> str:
    if isinstance(node, yaml.ScalarNode) and kind(node) in kinds:
        return str(node.value)
    raise ValueError


def kind(node: yaml.Node) -> str:
    """YAML's name of a type: str, int, bool, null, timestamp, seq, map …"""
    return str(node.tag).removeprefix("tag:yaml.org,2002:")


def text(node: yaml.Node) -> str:
    """Words, without the space around them."""
    value = _scalar(node, "str").strip()
    if not value or UNSTORABLE.search(value):
        raise ValueError
    return value


def integer(node: yaml.Node) -> int:
    return int(_scalar(node, "int"), 0)


def flag(node: yaml.Node) -> bool:
    value = _scalar(node, "bool").lower()
    if value not in FLAGS:
        raise ValueError
    return FLAGS[value]


def day(node: yaml.Node) -> date:
    """A day, with or without quotes, in a year that makes sense."""
    value = date.fromisoformat(_scalar(node, "timestamp", "str"))
    if value.year not in YEARS:
        raise ValueError
    return value


def hour(node: yaml.Node) -> time:
    """An hour of the day, with or without quotes."""
    value = _scalar(node, "str", "int")
    if not HOUR.fullmatch(value):
        raise ValueError
    return time.fromisoformat(value)


def mapping(node: yaml.Node) -> yaml.MappingNode:
    if isinstance(node, yaml.MappingNode) and kind(node) == "map":
        return node
    raise ValueError


def sequence(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode) and kind(node) == "seq":
        return list(node.value)
    raise ValueError


def list_of(parse: Callable[[yaml.Node], T]) -> Callable[[yaml.Node], list[T]]:
    return lambda node: [parse(item) for item in sequence(node)]


def name(node: yaml.Node) -> str:
    """What the item of a list calls itself: its `key`, if it has a usable one."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    keys = [
        str(value.value) for key, value in pairs if key.value == "key" and isinstance(value, yaml.ScalarNode)
    ]
    return keys[0] if keys else ""


def line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
