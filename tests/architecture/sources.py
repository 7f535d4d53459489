"""The project's own files, as the tests of this folder look at them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("forensicdesk", "hashing", "reports", "ui")
PROGRAMS = (*PACKAGES, "benchmarks", "bundling", "scripts")


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: its path from the root, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path as text with forward slashes, for messages and comparisons."""
        return self.path.as_posix()


def modules(*folders: str) -> list[Module]:
    """Every Python file under the folders, in order of path."""
    paths = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [_module(path) for path in paths if "__pycache__" not in path.parts]


def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(ROOT), text, ast.parse(text))


def imported(tree: ast.Module) -> set[str]:
    """Every module that the tree imports anywhere, with its parents and the names taken from it, as dotted names."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            names.update(arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))
    return {".".join(parts[: end + 1]) for name in names for parts in [name.split(".")] for end in range(len(parts))}


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
