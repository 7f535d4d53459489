"""The coordinator's own children: what no node could do is done as on a single machine, by the same limits."""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING

from forensicdesk.workers.child import full_analysis
from forensicdesk.workers.run import Run

if TYPE_CHECKING:
    from collections.abc import Generator

    from forensicdesk.model import Job, Result
    from forensicdesk.workers.limits import Limits
    from hashing.values import Recipe


class Here:
    """Children of this machine; they start with the first job."""

    def __init__(self, recipe: Recipe, workers: int | None, limits: Limits) -> None:
        self._recipe = recipe
        self._workers = workers or os.cpu_count() or 1
        self._limits = limits
        self._waiting: deque[Job] = deque()
        self._jobs: dict[int, Job] = {}
        self._run: Run | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits for a result."""
        return not self._jobs

    def put(self, job: Job) -> None:
        """Take a job."""
        self._jobs[job.item_id] = job
        self._waiting.append(job)

    def results(self) -> Generator[tuple[Job, Result], None, None]:
        """What has come, after a short wait if nothing has; nothing if nothing is waited for.

        Raises:
            EnvironmentProblem: a source is gone, or no child can be kept running.
        """
        if self.is_idle:
            return
        if self._run is None:
            self._run = Run(self._stream(), self._recipe, self._workers, full_analysis, self._limits)
        self._run.send()
        result = self._run.receive()
        if result is not None:
            yield self._jobs.pop(result.item_id), result

    def close(self) -> None:
        """End the children."""
        if self._run is not None:
            self._run.stop()

    def _stream(self) -> Generator[Job | None, None, None]:
        while True:
            yield self._waiting.popleft() if self._waiting else None
