"""Reading a database file as bytes beside SQLite, in the process that may have it open.

Closing any descriptor of a file takes away the POSIX locks that this process holds on it, SQLite's among them. So a
descriptor opened here stays open for as long as a `Database` of this process has the file open.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_guard = threading.Lock()
_open: Counter[Path] = Counter()
_waiting: dict[Path, list[int]] = {}

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def note_open(path: Path) -> None:
    """A database of this process opens the file."""
    with _guard:
        _open[path.absolute()] += 1


def note_closed(path: Path) -> None:
    """One that was noted has closed it."""
    place = path.absolute()
    with _guard:
        _open[place] -= 1
        if _open[place] <= 0:
            del _open[place]
            for descriptor in _waiting.pop(place, ()):
                os.close(descriptor)


@contextmanager
def descriptor_of(path: Path) -> Iterator[int]:
    """A descriptor to read the file with.

    Raises:
        OSError: it cannot be opened.
    """
    place = path.absolute()
    descriptor = os.open(place, _FLAGS)
    try:
        yield descriptor
    finally:
        with _guard:
            if _open[place] > 0 and os.name == "posix":
                _waiting.setdefault(place, []).append(descriptor)
            else:
                os.close(descriptor)
