"""Folders that are awkward on purpose."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_UTF8 = b"caf\xe9 \xff.jpg"
NEWLINE = b"two\nlines\t.png"
DEEP_LEVELS = 420
DEEP_NAME = b"a-folder-deep"


def write(folder: Path, name: bytes, content: bytes = b"content") -> bytes:
    """Write a file with any name; gives its whole path."""
    path = os.fsencode(folder) + b"/" + name
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - raw bytes
    with open(path, "wb") as file:  # noqa: PTH123 - raw bytes
        file.write(content)
    return path


def make_deep(folder: Path, content: bytes = b"deep", levels: int = DEEP_LEVELS) -> bytes:
    """A file whose path is far longer than the system takes in one call; gives its path below `folder`.

    On each level stands a file that sorts after the folder, so that a walk must come back to each.
    """
    here = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(DEEP_NAME, dir_fd=here)
        below = os.open(DEEP_NAME, os.O_RDONLY, dir_fd=here)
        _write_at(here, b"z", b"")
        os.close(here)
        here = below
    _write_at(here, b"last.jpg", content)
    os.close(here)
    return b"/".join([DEEP_NAME] * levels + [b"last.jpg"])


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A temporary folder that other users can reach, unlike pytest's own; removed with all that is in it."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _write_at(folder: int, name: bytes, content: bytes) -> None:
    file = os.open(name, os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=folder)
    os.write(file, content)
    os.close(file)
