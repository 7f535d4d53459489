"""A container made on the spot, listed and read as the program does it, in this process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.containers.table import recognise
from forensicdesk.evidence.opening import Opener, head_of
from forensicdesk.finding import Told
from forensicdesk.model import FILE_STEP, Location, Step

if TYPE_CHECKING:
    from pathlib import Path


def location(path: Path) -> Location:
    """Where a file lies that is a source of its own."""
    return Location((Step(FILE_STEP, os.fsencode(path.name)),))


def kind_of(path: Path) -> str:
    """The kind of container that a file is taken for, "" if none."""
    with path.open("rb") as stream:
        reader = recognise(head_of(stream, path.stat().st_size, os.fsencode(path.name)))
    return reader.kind if reader else ""


def listed(path: Path, wanted: Wanted | None = None, passwords: tuple[str, ...] = ()) -> list[Entry | Told]:
    """What listing a container gives, but for records word for word.

    Raises:
        ContainerError: the rest could not be listed.
    """
    opener = Opener(passwords)
    container = opener.container(os.fsencode(path), location(path), kind_of(path))
    return [entry for entry in container.entries(wanted or Wanted()) if isinstance(entry, Entry | Told)]


def contents(path: Path, passwords: tuple[str, ...] = (), wanted: Wanted | None = None) -> dict[bytes, bytes]:
    """The bytes of every file in a container that is to be analysed, by path."""
    opener, kind = Opener(passwords), kind_of(path)
    found: dict[bytes, bytes] = {}
    for entry in listed(path, wanted, passwords):
        if isinstance(entry, Entry) and entry.issue is None:
            step = Step(entry.kind or kind, entry.path, entry.place)
            with opener.open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
                found[entry.path] = stream.read()
    return found


def until_trouble(path: Path) -> tuple[list[Entry], ContainerError]:
    """The files that listing a container gives until it cannot go on, and why it cannot."""
    container = Opener().container(os.fsencode(path), location(path), kind_of(path))
    found: list[Entry] = []
    with pytest.raises(ContainerError) as caught:
        found.extend(entry for entry in container.entries(Wanted()) if isinstance(entry, Entry))
    return found, caught.value
