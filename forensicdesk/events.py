"""What the pipeline tells whoever listens: the command line's progress and the desktop's signals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `total` is None while it is not known; `phase` is "walk", "acquisition", "analyse",
    "stack", "match", "verify", "validate".
    """

    phase: str
    done: int
    total: int | None
    bytes_done: int = 0
    bytes_total: int = 0
    elapsed_s: float = 0.0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class ItemsStored:
    """A batch of items was written to the case and can be shown."""

    item_ids: tuple[int, ...]


Event = Progress | ItemsStored
Listener = Callable[[Event], None]
