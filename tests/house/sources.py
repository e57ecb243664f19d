"""The sources of the product as trees, read once for all tests that judge them."""

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ["portal", *settings.STAGES]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def sources(*under: str) -> list[Path]:
    """The modules of the product, without migrations."""
    found = [path for name in under or PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


@cache
def all_trees(*under: str) -> Sequence[tuple[str, ast.Module]]:
    return [(name_of(path), ast.parse(path.read_text(encoding="utf-8"))) for path in sources(*under)]


@cache
def nodes(tree: ast.AST) -> Sequence[ast.AST]:
    return list(ast.walk(tree))


@cache
def calls(tree: ast.AST) -> Sequence[tuple[str, ast.Call]]:
    return [(dotted(node.func), node) for node in nodes(tree) if isinstance(node, ast.Call)]


def dotted(node: ast.AST) -> str:
    """The expression as it was written."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ast.unparse(node)
