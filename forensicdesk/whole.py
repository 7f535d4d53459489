"""Puts a finished file on disk whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read; one of the same name is replaced at the last moment.

    Raises:
        OSError: disk full, or permission refused; nothing is left behind and the old file is as it was.
    """
    part = write_part(path, lambda file: file.write(content))
    try:
        put_in_place(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_part(path: Path, write: Callable[[BinaryIO], object]) -> Path:
    """Write a file that only its owner can read beside its place, under another name, and see that it is on disk.

    Args:
        path: its place; `put_in_place` puts it there.
        write: is given the open file.

    Raises:
        OSError: disk full, or permission refused; as with any other error, nothing is left behind.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # readable by the owner only
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def put_in_place(part: Path, path: Path) -> None:
    """Give a file of `write_part` its name; one of the same name is replaced."""
    part.replace(path)
    if os.name == "posix":  # elsewhere a folder cannot be opened; the rename is as durable as the system makes it
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
