"""The paths in a container without a table of them: it is listed once, so that an index may ask for each file."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted

if TYPE_CHECKING:
    from collections.abc import Hashable

    from forensicdesk.evidence.containers.base import Container

SEARCHED = frozenset({"tar", "7z", "rar"})
"""Kinds of containers in which a path is found by going through all entries."""


class Paths:
    """The paths of the one container that was asked for last, with the place of the first file of each."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._places: dict[bytes, bytes] = {}

    def place(self, key: Hashable, container: Container, path: bytes) -> bytes | None:
        """Where a container, which the key stands for, keeps the file; None if it has none of this path."""
        if self._key != key:
            self._key, self._places = key, {}
            # What lies before the damage is there; the container's own listing says what is wrong.
            with suppress(ContainerError):
                for entry in container.entries(Wanted()):
                    if isinstance(entry, Entry) and entry.place:
                        self._places.setdefault(entry.path, entry.place)
        return self._places.get(path)
