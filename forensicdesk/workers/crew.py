"""A set of child processes that is replaced as a whole when it breaks.

pebble loses only the item whose child died or hung. Two things it does not survive: a child that ends before it has
taken any work, and one that is killed while it holds the lock of the shared pipe. Then all children are replaced.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TYPE_CHECKING, TypeVar

from pebble import CONSTS, ProcessPool

from forensicdesk.settings import CHILD_MAX_JOBS, CREW_START_ATTEMPTS, CREW_START_TIMEOUT_S
from forensicdesk.workers.child import PRELOAD, answer, work
from forensicdesk.workers.limits import prepare_child
from forensicdesk.workers.messages import careful_pipe
from forensicdesk.workers.opened import remember_passwords

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import RLock as _RLock

    from pebble import ProcessFuture

    from forensicdesk.model import Job
    from forensicdesk.workers.child import Analyse
    from forensicdesk.workers.limits import Limits
    from hashing.values import Analysis, Recipe


T = TypeVar("T")

_LOOK_AGAIN_S = 0.05
_LOADING_S, _LOADING_LOOK_S = 10.0, 0.01
"""Loading OpenCV is waited for at most so long, and looked at so often."""

CONSTS.sleep_unit = 0.02
"""How long pebble waits before it looks again whether children are to end; its own 0.1 s are spent at every end."""


def let_opencv_load() -> None:
    """Wait where another thread loads OpenCV just now.

    Meanwhile OpenCV's own folder is on the path for modules, which a child takes over, and the child finds OpenCV's
    `typing` in the place of Python's.
    """
    until = time.monotonic() + _LOADING_S
    while hasattr(sys, "OpenCV_LOADER") and time.monotonic() < until:  # OpenCV's mark of being loaded
        time.sleep(_LOADING_LOOK_S)


class QuietProcess(SpawnProcess):
    """A child that Ctrl+C at the terminal does not reach, not even while it starts: the parent decides its end."""

    def start(self) -> None:
        """Start with the interrupt signal blocked, which the child inherits."""
        let_opencv_load()
        if sys.platform == "win32":
            super().start()
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class QuietContext(SpawnContext):
    """Fresh interpreters, since forking a program with threads is not safe; what they answer is read with care."""

    Process = QuietProcess

    def __init__(self) -> None:
        super().__init__()
        self._locks: list[object] = []

    def RLock(self) -> _RLock:  # noqa: N802 - its name there
        """A lock that stays as long as this: pebble lets go of it before it ends children, and they may look for it."""
        lock = super().RLock()
        self._locks.append(lock)
        return lock

    def Pipe(self, duplex: bool = True) -> tuple[Connection, Connection]:  # noqa: N802, FBT001, FBT002 - its name there
        """Both ends of a pipe; pebble takes one in each direction."""
        ends = super().Pipe(duplex)
        return ends if duplex else careful_pipe(ends)


def prepare_worker(limits: Limits, preload: tuple[str, ...]) -> None:
    """Set up a child that opens evidence."""
    prepare_child(limits.memory_bytes, preload)
    remember_passwords(limits.passwords)


class _Starter(threading.Thread):
    """Starts children, and stays as long as they do: Linux ends a child with the thread that started it."""

    def __init__(self, crew: Crew) -> None:
        super().__init__(name="children", daemon=True)
        self._crew = crew
        self.all_started, self.over = threading.Event(), threading.Event()

    def run(self) -> None:
        """Start them with a first job."""
        try:
            self._crew.schedule(answer)
        finally:
            self.all_started.set()
        self.over.wait()


class Crew:
    """The children of one run. They start with the first job.

    Attributes:
        workers: how many.
        limits: what they may do.
    """

    def __init__(self, workers: int, limits: Limits, preload: tuple[str, ...] = PRELOAD) -> None:
        self.workers = workers
        self.limits = limits
        self._preload = preload
        self._pool = self._new_pool()
        self._starter: _Starter | None = None

    @property
    def is_broken(self) -> bool:
        """True if nothing more can come back from these children."""
        return not self._pool.active

    def start_ahead(self) -> None:
        """Start the children in a thread, since starting a process takes some milliseconds of its own."""
        self._starter = _Starter(self)
        self._starter.start()

    def submit(self, job: Job, recipe: Recipe, function: Analyse) -> ProcessFuture[Analysis] | None:
        """Hand out a job; None if the children must be replaced first."""
        size = job.size
        return self.schedule(work, job, recipe, function, self.limits.timeout_s(size), wall_s=self.limits.wall_s(size))

    def schedule(
        self, function: Callable[..., T], *arguments: object, wall_s: float | None = None
    ) -> ProcessFuture[T] | None:
        """Have a child call a function, for so long at most; None if the children must be replaced first."""
        try:
            return self._pool.schedule(function, args=arguments, timeout=wall_s)
        except RuntimeError:
            # pebble's word for a pool that has broken.
            return None

    def replace(self) -> None:
        """End all children and prepare new ones."""
        self.stop()
        self._pool = self._new_pool()

    def can_work(self) -> bool:
        """True once a child has answered; new children are tried a few times."""
        for _ in range(CREW_START_ATTEMPTS):
            if self.ask(answer) is not None:
                return True
            self.replace()
        return False

    def ask(self, function: Callable[..., T], *arguments: object) -> T | None:
        """What a function gives in a child; None if no child can tell."""
        pool, future = self._pool, self.schedule(function, *arguments)
        if future is None:
            return None
        until = time.monotonic() + CREW_START_TIMEOUT_S
        while not future.done() and pool.active and time.monotonic() < until:
            time.sleep(_LOOK_AGAIN_S)
        return future.result() if future.done() and future.exception() is None else None

    def stop(self) -> None:
        """End all children now; what they were doing is lost."""
        starter, self._starter = self._starter, None
        if starter is not None and starter.is_alive():
            starter.all_started.wait()  # pebble forgets those that it starts while it ends
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble gives it no types
        self._pool.join()
        if starter is not None:
            starter.over.set()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self.workers,
            max_tasks=CHILD_MAX_JOBS,
            initializer=prepare_worker,
            initargs=(self.limits, self._preload),
            context=QuietContext(),
        )
