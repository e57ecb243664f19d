"""docs/security.md names a test beside each requirement: each exists, and the counts above the table are true."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "security.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (pass|not applicable|open) \| (.*?) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def rows():
    return ROW.findall(TABLE.read_text())


@cache
def functions(path):
    return {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}


def exists(file, name):
    path = ROOT / file
    return path.is_file() and (not name or name in functions(path))


def test_each_test_that_the_table_names_exists():
    named = [TEST.search(row[3]) for row in rows() if row[2] == "pass"]
    assert len(named) >= 100
    assert all(named)
    assert [one[0] for one in named if one and not exists(*one.groups())] == []


@pytest.mark.parametrize(
    "test", [("tests/test_roles.py", "test_no_such_thing"), ("tests/no_such_file.py", None)]
)
def test_a_test_that_does_not_exist_is_found(test):
    assert not exists(*test)


def test_every_line_of_the_table_is_read_and_the_counts_above_it_are_true():
    text, told = TABLE.read_text(), Counter(row[2] for row in rows())
    assert (
        len(re.findall(r"^\| \d+\.\d+\.\d+ ", text, re.MULTILINE))
        == len(rows())
        == len({row[0] for row in rows()})
    )
    counts = {
        name: int(count)
        for name, count in re.findall(r"^\| (pass|not applicable|open) \| (\d+) \|$", text, re.MULTILINE)
    }
    assert counts == dict(told)
    assert all(row[3] for row in rows())
