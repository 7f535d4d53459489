"""Which node gets which jobs, and what becomes of those of a lost node. No processes, no network; time is told.

A job that was out at two nodes when they were lost goes to no third: the coordinator does it itself, as a single
machine would. So an item that ends whole nodes costs two of them, and no other item its result.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.settings import JOBS_IN_FLIGHT_PER_WORKER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.model import Job

LOSSES_OF_ONE_JOB = 2
PARCEL_JOBS = 8
PARCEL_BYTES = 8 << 20
"""A parcel has so many jobs, or is closed behind the one that brings it to so many bytes of evidence."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Jobs that went to one node together; `patience` is how many seconds nothing at all may come from it."""

    number: int
    node: str
    jobs: tuple[Job, ...]
    patience: float


class Dealing:
    """The nodes that take part, and what is out at them."""

    def __init__(self) -> None:
        self._windows: dict[str, int] = {}
        self._heard: dict[str, float] = {}
        self._out: Counter[str] = Counter()
        self._parcels: dict[int, Parcel] = {}
        self._again: deque[Job] = deque()
        self._losses: Counter[int] = Counter()
        self._number = 0

    @property
    def nodes(self) -> tuple[str, ...]:
        """Those that take part."""
        return tuple(self._windows)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is out, and nothing waits to be sent again."""
        return not self._parcels and not self._again

    @property
    def jobs_out(self) -> int:
        """How many jobs are out."""
        return sum(self._out.values())

    def join(self, node: str, children: int) -> None:
        """A node takes part."""
        self._windows[node] = children * JOBS_IN_FLIGHT_PER_WORKER

    def leave(self, node: str, *, lost: bool = True) -> tuple[list[Job], list[int]]:
        """A node takes part no more; its jobs are sent again.

        Args:
            node: which.
            lost: it has ended, perhaps over one of its jobs; if not, it was only sent away.

        Returns:
            The jobs that are to be done here, and the numbers of the parcels that nobody waits for any more.
        """
        self._windows.pop(node, None)
        self._out.pop(node, None)
        self._heard.pop(node, None)
        parcels = [parcel for parcel in self._parcels.values() if parcel.node == node]
        here: list[Job] = []
        for parcel in parcels:
            del self._parcels[parcel.number]
            for job in parcel.jobs:
                self._losses[job.item_id] += lost
                (here if self._losses[job.item_id] >= LOSSES_OF_ONE_JOB else self._again).append(job)
        for job in here:
            del self._losses[job.item_id]
        return here, [parcel.number for parcel in parcels]

    def next_node(self) -> str | None:
        """The node that has the least to do for its size, and room for more; None if there is none."""
        free = [node for node, window in self._windows.items() if self._out[node] < window]
        return min(free, key=lambda node: self._out[node] / self._windows[node], default=None)

    def again(self) -> Job | None:
        """A job that was lost; it goes alone, so that it takes no other along a second time."""
        return self._again.popleft() if self._again else None

    def deal(self, node: str, jobs: Sequence[Job], now: float, patience: float) -> Parcel:
        """Make a parcel for a node."""
        self._number += 1
        parcel = Parcel(self._number, node, tuple(jobs), patience)
        if not self._out[node]:
            self._heard[node] = now
        self._parcels[parcel.number] = parcel
        self._out[node] += len(jobs)
        return parcel

    def silent(self, now: float) -> list[tuple[str, float]]:
        """The nodes that have been silent for longer than any of their parcels takes, with the seconds."""
        patience: dict[str, float] = {}
        for parcel in self._parcels.values():
            patience[parcel.node] = max(parcel.patience, patience.get(parcel.node, 0.0))
        return [(node, most) for node, most in patience.items() if now - self._heard[node] > most]

    def answered(self, number: int, now: float) -> Parcel | None:
        """A parcel came back; None if it was sent again in the meantime, so that its answer does not count."""
        parcel = self._parcels.pop(number, None)
        if parcel is not None:
            self._heard[parcel.node] = now
            self._out[parcel.node] -= len(parcel.jobs)
            for job in parcel.jobs:
                self._losses.pop(job.item_id, None)
        return parcel

    def node_of(self, number: int) -> str | None:
        """Where a parcel is; None if nobody waits for it any more."""
        parcel = self._parcels.get(number)
        return parcel.node if parcel is not None else None

    def put_back(self, parcel: Parcel) -> None:
        """A parcel came back without results; its jobs are sent again."""
        self._again.extend(parcel.jobs)
