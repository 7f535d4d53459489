"""Jobs in, results out: child processes that may die or hang without costing more than their one item."""

from __future__ import annotations

import os
import threading
from contextlib import closing
from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.evidence.files import printable
from forensicdesk.evidence.single import single_location
from forensicdesk.language import sentence
from forensicdesk.model import Job
from forensicdesk.workers.child import full_analysis
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.run import Run

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path
    from typing import Protocol

    from forensicdesk.model import Result
    from forensicdesk.workers.child import Analyse
    from hashing.values import Analysis, Recipe

    class Analysts(Protocol):
        """Who analyses the items of a case: the children of this machine, or those of many."""

        def __call__(
            self, jobs: Iterable[Job | None], recipe: Recipe, stop: threading.Event, limits: Limits
        ) -> Generator[Result | None, None, None]:
            """As `results_and_ticks`."""


def analyse_jobs(
    jobs: Iterable[Job | None],
    recipe: Recipe,
    workers: int | None,
    stop: threading.Event,
    *,
    function: Analyse = full_analysis,
    limits: Limits | None = None,
) -> Generator[Result, None, None]:
    """Analyse jobs in child processes; one result for each, in the order they are finished.

    Few jobs are held at a time, however many there are. The results do not depend on the number of workers.

    Args:
        jobs: read as needed, in the calling thread. A None says that there is nothing now, and that more may
            follow.
        recipe: what to compute.
        workers: number of children; None takes one for each core.
        stop: set it to end within about a second; jobs without a result are simply not yielded.
        function: what a child runs on each item.
        limits: time and memory of one item.

    Raises:
        EnvironmentProblem: a source is gone, or child processes cannot be started.
    """
    with closing(results_and_ticks(jobs, recipe, workers, stop, function=function, limits=limits)) as results:
        for result in results:
            if result is not None:
                yield result


def results_and_ticks(
    jobs: Iterable[Job | None],
    recipe: Recipe,
    workers: int | None,
    stop: threading.Event,
    *,
    function: Analyse = full_analysis,
    limits: Limits | None = None,
) -> Generator[Result | None, None, None]:
    """As `analyse_jobs`, with a None now and then while nothing comes back, so that the caller can do other work."""
    run = Run(jobs, recipe, workers or os.cpu_count() or 1, function, limits or Limits())
    try:
        while not stop.is_set() and run.send():
            yield run.receive()
    finally:
        run.stop()


def of_this_machine(workers: int | None) -> Analysts:
    """So many children of this machine; None takes one for each core."""

    def analyse(
        jobs: Iterable[Job | None], recipe: Recipe, stop: threading.Event, limits: Limits
    ) -> Generator[Result | None, None, None]:
        return results_and_ticks(jobs, recipe, workers, stop, limits=limits)

    return analyse


def analyse_files(paths: Sequence[Path], recipe: Recipe, workers: int | None) -> Generator[Analysis, None, None]:
    """Analyse single files outside any case, in their order.

    Raises:
        UsageError: a path does not exist or is no file.
    """
    jobs = [file_job(number, path) for number, path in enumerate(paths)]
    waiting: dict[int, Analysis] = {}
    following = 0
    children = min(len(jobs), workers or os.cpu_count() or 1)
    with closing(analyse_jobs(jobs, recipe, children, threading.Event())) as results:
        for result in results:
            waiting[result.item_id] = result.analysis
            while following in waiting:
                yield waiting.pop(following)
                following += 1


def analyse_file(path: Path, recipe: Recipe) -> Analysis:
    """Analyse one file outside any case, in one child under the same limits.

    Raises:
        UsageError: the path does not exist or is no file.
    """
    [analysis] = analyse_files([path], recipe, 1)
    return analysis


def file_job(number: int, path: Path) -> Job:
    """The job of a single file outside any case.

    Raises:
        UsageError: the path does not exist or is no file.
    """
    root = os.fsencode(path.absolute())
    if not path.exists():
        msg = sentence("There is no file {root}; check the path.", root=printable(root))
        raise UsageError(msg)
    if not path.is_file():
        msg = sentence(
            "{root} is not a file; give the files themselves, or use 'run' for a folder.", root=printable(root)
        )
        raise UsageError(msg)
    return Job(number, root, single_location(root), path.stat().st_size)
