"""SHA256SUMS of a folder, as `sha256sum -c` reads it: `python -m bundling.sums dist/forensicdesk`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

NAME = "SHA256SUMS"


def sums(folder: Path) -> str:
    """One line for each file below `folder` but the file of sums itself, sorted by path."""
    files = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    return "".join(f"{_sha256(path)}  {name}\n" for name, path in files if name != NAME)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    for named in map(Path, sys.argv[1:]):
        (named / NAME).write_text(sums(named), encoding="utf-8")
