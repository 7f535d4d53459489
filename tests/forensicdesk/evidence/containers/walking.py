"""Everything in a file, through every container on the way, as the pipeline would find it; in this process."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.containers.table import recognise
from forensicdesk.evidence.opening import Opener, base_name, head_of
from forensicdesk.evidence.ranges import length_of
from forensicdesk.model import FILE_STEP, Location, Step

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Walked:
    """What was found, by path ("disk > partition 1 > a.jpg"): entries, their MD5, troubles, kinds of containers."""

    entries: dict[str, Entry] = field(default_factory=dict)
    md5: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, ContainerError | OSError] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def files(self) -> dict[str, str]:
        """MD5 by the last part of the path, of what is no part of a file system's own."""
        short = {path.rpartition(" > ")[2]: value for path, value in self.md5.items()}
        return {name: value for name, value in short.items() if not name.startswith("$") and name != "disk"}


def walk(path: Path, wanted: Wanted | None = None, depth: int = 6) -> Walked:
    """Go through a file that is a source of its own."""
    found = Walked()
    start = Location((Step(FILE_STEP, os.fsencode(path.name)),))
    _into(os.fsencode(path), start, wanted or Wanted(), found, Opener(), depth)
    return found


def _into(root: bytes, around: Location, wanted: Wanted, found: Walked, opener: Opener, depth: int) -> None:
    name = _text(around)
    try:
        with opener.open(root, around) as stream:
            reader = recognise(head_of(stream, length_of(stream), base_name(around)))
    except (OSError, ContainerError) as error:
        found.troubles[name] = error
        return
    if reader is None or not depth:
        return
    found.kinds[name] = reader.kind
    entries: list[Entry] = []
    try:
        container = opener.container(root, around, reader.kind)
        entries.extend(entry for entry in container.entries(wanted) if isinstance(entry, Entry))
    except (OSError, ContainerError) as error:
        found.troubles[name] = error
    for entry in entries:
        location = Location((*around.steps, Step(entry.kind or reader.kind, entry.path, entry.place)))
        found.entries[_text(location)] = entry
        if entry.issue is None:
            _read(root, location, found, opener)
            _into(root, location, wanted, found, opener, depth - 1)


def _read(root: bytes, location: Location, found: Walked, opener: Opener) -> None:
    digest = hashlib.md5(usedforsecurity=False)
    try:
        with opener.open(root, location) as stream:
            while data := stream.read(1 << 20):
                digest.update(data)
    except (OSError, ContainerError) as error:
        found.troubles[_text(location)] = error
        return
    found.md5[_text(location)] = digest.hexdigest()


def _text(location: Location) -> str:
    return " > ".join(step.path.decode("utf-8", "backslashreplace") for step in location.steps[1:])


def md5(data: bytes) -> str:
    """MD5 in hex."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
