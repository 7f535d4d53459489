"""Which build of the program this is: one SHA-256 over its own files, so that a record says what wrote it."""

from __future__ import annotations

import functools
import hashlib
import sys
from pathlib import Path

PACKAGES = ("forensicdesk", "hashing", "reports", "ui")


@functools.cache
def program_build() -> str:
    """The SHA-256 of this build, in hex.

    Of a frozen program it is that of the executable, which holds all its modules. Elsewhere it is that of a list with
    one line for each file of the four packages: its SHA-256, two blanks, its path below the packages, sorted by path.
    """
    if getattr(sys, "frozen", False):
        return _sha256(Path(sys.executable))
    root = Path(__file__).resolve().parent.parent
    files = sorted(
        (path.relative_to(root).as_posix(), path)
        for package in PACKAGES
        for path in (root / package).rglob("*")
        if path.suffix != ".pyc" and path.is_file()
    )
    lines = "".join(f"{_sha256(path)}  {name}\n" for name, path in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
