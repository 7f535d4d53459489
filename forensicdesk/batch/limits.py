"""How a batch is worked off, and where its jobs come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.batch.order import BadOrder, JobOrder


@dataclass(frozen=True, slots=True)
class Limits:
    """How a batch is worked off.

    Attributes:
        at_once: jobs at a time.
        workers: child processes of each job; None takes one for each core.
        attempts: how often a job is begun whose trouble cannot be seen to be over.
        wait_s: how long a batch that has nothing else to do waits for causes to go away.
        pause_s: before the second attempt; twice as long before each further one.
        least_free: bytes that have to be free where a case lies.
        poll_s: between two looks.
        language: of the pages for people.
    """

    at_once: int = 1
    workers: int | None = None
    attempts: int = 3
    wait_s: float = 1_800.0
    pause_s: float = 10.0
    least_free: int = 1 << 30
    poll_s: float = 0.5
    language: str = "en"


class Orders(Protocol):
    """Where jobs come from."""

    @property
    def endless(self) -> bool:
        """Whether more may come at any time."""

    def read(self) -> Sequence[JobOrder | BadOrder]:
        """All jobs that are ordered now."""
