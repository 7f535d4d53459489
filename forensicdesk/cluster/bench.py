"""The children of one node, shared by all parcels of one kind: each parcel waits for its own results."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem, ForensicDeskError
from forensicdesk.language import sentence
from forensicdesk.workers.pool import results_and_ticks

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from forensicdesk.model import Job, Result
    from forensicdesk.workers.limits import Limits
    from hashing.values import Recipe

IDLE_S = 60.0
"""Children that had nothing to do for so long are ended."""


@dataclass(slots=True, eq=False)
class _Errand:
    """One parcel on its way through the children."""

    left: int
    results: list[Result] = field(default_factory=list)
    trouble: ForensicDeskError | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Bench:
    """Children that work by one recipe and within one set of limits. Parcels come from any thread."""

    def __init__(self, children: int, recipe: Recipe, limits: Limits) -> None:
        self._children = children
        self._recipe = recipe
        self._limits = limits
        self._lock = threading.Lock()
        self._waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._out: dict[int, tuple[int, _Errand]] = {}
        self._serial = 0
        self._used_at = time.monotonic()
        self._stop = threading.Event()
        self.is_open = True
        self._thread = threading.Thread(target=self._serve, name="bench", daemon=True)
        self._thread.start()

    def analyse(self, jobs: Sequence[Job]) -> tuple[Result, ...] | None:
        """The results of these jobs, in the order they came; None if this bench has ended, and another is to be asked.

        Raises:
            ForensicDeskError: an exhibit is gone, or no child can be kept running.
        """
        errand = _Errand(len(jobs))
        with self._lock:
            if not self.is_open:
                return None
            for job in jobs:
                # Jobs of several cases may have the same number.
                self._serial += 1
                self._out[self._serial] = job.item_id, errand
                self._waiting.put(replace(job, item_id=self._serial))
        errand.done.wait()
        if errand.trouble is not None:
            raise errand.trouble
        return tuple(errand.results)

    def close(self) -> None:
        """End the children; parcels that wait for them get an error."""
        self._stop.set()
        self._thread.join()

    def _serve(self) -> None:
        trouble: ForensicDeskError = EnvironmentProblem(sentence("The worker is ending."))
        try:
            with closing(
                results_and_ticks(self._jobs(), self._recipe, self._children, self._stop, limits=self._limits)
            ) as results:
                for result in results:
                    if result is not None:
                        self._hand_over(result)
        except ForensicDeskError as error:
            trouble = error
        finally:
            self._end(trouble)

    def _jobs(self) -> Generator[Job | None, None, None]:
        """What waits; None while nothing does, until that has been so for long."""
        while True:
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                with self._lock:
                    if not self._out and time.monotonic() - self._used_at > IDLE_S:
                        self.is_open = False
                        return
                yield None
            else:
                yield job

    def _hand_over(self, result: Result) -> None:
        with self._lock:
            item_id, errand = self._out.pop(result.item_id)
            self._used_at = time.monotonic()
        errand.results.append(replace(result, item_id=item_id))
        errand.left -= 1
        if not errand.left:
            errand.done.set()

    def _end(self, trouble: ForensicDeskError) -> None:
        """Nothing more comes: whoever waits is told why."""
        with self._lock:
            self.is_open = False
            stranded = {id(errand): errand for _, errand in self._out.values()}
            self._out.clear()
        for errand in stranded.values():
            errand.trouble = trouble
            errand.done.set()
