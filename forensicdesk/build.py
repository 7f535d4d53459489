"""Which build of the program this is: one SHA-256 over its own files, so that a record says what wrote it."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = ("forensicdesk", "hashing", "reports", "ui")


@functools.cache
def program_build() -> str:
    """The SHA-256 of this build, in hex.

    Of a frozen program it is that of the executable, which holds all its modules. Elsewhere it is that of a list with
    one line for each file of the four packages: its SHA-256, two blanks, its path below the packages, sorted by path.
    """
    if getattr(sys, "frozen", False):
        return _sha256(sys.executable)
    root = str(Path(__file__).resolve().parent.parent)
    files = sorted((path[len(root) + 1 :].replace(os.sep, "/"), path) for path in _files(root))
    lines = "".join(f"{_sha256(path)}  {name}\n" for name, path in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def _files(root: str) -> Iterator[str]:
    """All files of the packages but compiled modules. Some thousand: `pathlib` would take three times as long."""
    for package in PACKAGES:
        for folder, _, names in os.walk(f"{root}{os.sep}{package}"):
            for path in (f"{folder}{os.sep}{name}" for name in names if not name.endswith(".pyc")):
                if os.path.isfile(path):  # noqa: PTH113 - as above
                    yield path


def _sha256(path: str) -> str:
    with open(path, "rb") as file:  # noqa: PTH123 - as above
        return hashlib.file_digest(file, "sha256").hexdigest()
