"""Names and sizes: what keeps four generic package names from going wrong."""

from __future__ import annotations

import importlib
import sys

import pytest

from tests.architecture.sources import PACKAGES, PROGRAMS, ROOT, modules

MAX_LINES = 500
ENTRY_NAMES = {"__init__", "__main__"}


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_comes_from_this_checkout(package: str) -> None:
    assert importlib.import_module(package).__path__[0] == str(ROOT / package)


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py") if "__pycache__" not in path.parts}
    without = sorted(str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").is_file())

    assert (ROOT / "tests" / "__init__.py").is_file()
    assert without == []


def test_every_folder_of_the_packages_is_a_package() -> None:
    parents = {(ROOT / module.path).parent for module in modules(*PACKAGES)}
    without = sorted(
        str(folder.relative_to(ROOT))
        for folder in parents
        if not (folder / "__init__.py").is_file() and "migrations" not in folder.parts
    )

    assert without == []


def test_no_module_is_named_like_one_of_pythons_own() -> None:
    """A folder that gets onto the module path by accident must not replace part of Python."""
    names = {module.name: module.path.stem for module in modules(*PACKAGES)}

    assert [name for name, stem in names.items() if stem not in ENTRY_NAMES and stem in sys.stdlib_module_names] == []


def test_no_file_is_longer_than_five_hundred_lines() -> None:
    lengths = {module.name: len(module.text.splitlines()) for module in modules(*PROGRAMS, "tests")}

    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_every_module_begins_with_a_docstring_and_defers_annotations() -> None:
    for module in modules(*PROGRAMS):
        assert module.text.startswith(('"""', "#!")), module.name
        code = [line for line in module.text.splitlines() if line.startswith(("from ", "import "))]
        assert not code or code[0] == "from __future__ import annotations", module.name
