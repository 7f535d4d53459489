"""What matching again changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.model import Match


class Matches(Protocol):
    """Matches that are counted, and read one after the other, perhaps from disk."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Match]: ...


@dataclass(frozen=True, slots=True)
class Changes:
    """What matching again changed: matches that were not there before, and those that no longer hold."""

    new: Matches
    gone: Matches = ()
