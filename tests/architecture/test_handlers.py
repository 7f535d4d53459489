"""Broad exception handlers stand at three barriers only, and around one library that raises anything."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.architecture.sources import PACKAGES, imported, modules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.architecture.sources import Module

BARRIERS = {
    "forensicdesk/workers/barrier.py": "the children's: around opening, analysing, listing, hashing",
    "forensicdesk/__main__.py": "the command line's main",
    "ui/tasks.py": "the desktop's task runner",
}
BROAD = {"Exception", "BaseException"}


def test_broad_handlers_stand_at_the_barriers_only() -> None:
    strays = [
        f"{module.name}:{line}"
        for module in modules(*PACKAGES)
        if module.name not in BARRIERS and "exifread" not in imported(module.tree)
        for line in broad_handlers(module.tree)
    ]

    assert strays == []


def test_every_broad_handler_says_why() -> None:
    for module in modules(*PACKAGES):
        for line in broad_handlers(module.tree):
            said = module.text.splitlines()[line - 1]
            # Where every error becomes another one, ruff wants no exception from its rule.
            assert "# noqa: BLE001 - " in said or "  # barrier: " in said, f"{module.name}:{line}"


def test_every_barrier_is_there() -> None:
    by_name: dict[str, Module] = {module.name: module for module in modules(*PACKAGES)}

    for name in BARRIERS:
        assert list(broad_handlers(by_name[name].tree)), f"{name} catches nothing broadly any more"


def broad_handlers(tree: ast.Module) -> Iterator[int]:
    """Lines of `except:`, `except Exception` and `suppress(Exception)`, alone or in a tuple.

    A handler that clears up and raises the same error again swallows nothing and does not count.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and (node.type is None or _names(node.type) & BROAD):
            last = node.body[-1]
            if not (isinstance(last, ast.Raise) and last.exc is None):
                yield node.lineno
        if isinstance(node, ast.Call) and _names(node.func) & {"suppress"} and _names(*node.args) & BROAD:
            yield node.lineno


def _names(*nodes: ast.expr) -> set[str]:
    return {part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)} | {
        part.attr for node in nodes for part in ast.walk(node) if isinstance(part, ast.Attribute)
    }
