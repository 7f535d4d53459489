"""One confined child that decodes what somebody looks at, and may be ended at any moment."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from forensicdesk.language import sentence
from forensicdesk.settings import VIEW_TIMEOUT_S
from forensicdesk.viewed import NotShown
from forensicdesk.workers.crew import QuietContext, prepare_worker
from forensicdesk.workers.limits import Limits, processor_time
from forensicdesk.workers.messages import UnexpectedMessageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pebble import ProcessFuture

T = TypeVar("T")

PRELOAD = ("hashing.decode.pictures", "hashing.thumbnail", "forensicdesk.evidence.containers.table")
_LOOK_AGAIN_S = 0.2
_LATE_S = 2.0
"""pebble ends a child that is late; where it does not manage within this, the whole pool is ended."""
_START_S = 60.0
"""So long the first answer may take in addition: a child has to start."""

DIED = sentence("The process that decoded it ended; nothing else is affected.")
STOPPED = sentence("Showing it was stopped.")
UNSOUND = sentence("The process that decoded it sent something else than a picture; it was ended.")


def slow(seconds: float) -> str:
    """The sentence on a child that gave no answer."""
    return sentence(
        "The process that decoded it gave no answer for {seconds:g} s and was ended; nothing else is affected.",
        seconds=seconds,
    )


class Viewer:
    """Asks one child, one question at a time. It starts with the first question, and again after it was ended."""

    def __init__(self, seconds: float = VIEW_TIMEOUT_S, preload: tuple[str, ...] = PRELOAD) -> None:
        self._seconds = seconds
        self._limits = Limits()
        self._preload = preload
        self._turn = threading.Lock()
        self._pool: ProcessPool | None = None
        self._future: ProcessFuture[Any] | None = None
        self._closed = False

    def ask(self, function: Callable[..., T | NotShown], *arguments: object) -> T | NotShown:
        """What a function gives in the child, or why it gives nothing; waits, so call it beside an event loop."""
        with self._turn:
            try:
                return self._sound(self._asked(function, arguments))
            except (TimeoutError, FutureTimeoutError):
                return NotShown(slow(self._seconds))
            except CancelledError:
                return NotShown(STOPPED)
            except (ProcessExpired, BrokenProcessPool, UnexpectedMessageError):
                self._end()
                return NotShown(DIED)

    def stop(self) -> None:
        """End what the child is doing; who waits for it is told so."""
        future = self._future
        if future is not None:
            future.cancel()  # type: ignore[no-untyped-call]  # pebble gives it no types

    def close(self) -> None:
        """End the child for good."""
        self._closed = True
        self.stop()
        with self._turn:
            self._end()

    def _asked(self, function: Callable[..., T | NotShown], arguments: tuple[object, ...]) -> T | NotShown:
        if self._closed:
            raise CancelledError
        fresh = self._pool is None or not self._pool.active
        if fresh:
            self._end()
            self._pool = ProcessPool(
                max_workers=1,
                initializer=prepare_worker,
                initargs=(self._limits, self._preload),
                context=QuietContext(),
            )
        pool = self._pool
        if pool is None:  # `_end` is called under the same lock only
            raise CancelledError
        until = self._seconds + (_START_S if fresh else 0.0)
        self._future = pool.schedule(timed, args=(self._seconds, function, arguments), timeout=until)
        try:
            return self._waited_for(pool, self._future, time.monotonic() + until + _LATE_S)
        finally:
            self._future = None

    def _waited_for(self, pool: ProcessPool, future: ProcessFuture[T | NotShown], until: float) -> T | NotShown:
        """The answer. pebble ends a child that is late; where a pool breaks over an answer it may leave it open."""
        while True:
            try:
                return future.result(_LOOK_AGAIN_S)
            except FutureTimeoutError:
                if future.done():
                    raise
                if not pool.active:
                    raise BrokenProcessPool from None
                if time.monotonic() > until:
                    self._end()
                    raise

    def _sound(self, answer: T | NotShown) -> T | NotShown:
        """The answer, if it can be drawn: a child that a file has taken over may send any numbers."""
        if getattr(answer, "is_sound", True):
            return answer
        self._end()
        return NotShown(UNSOUND)

    def _end(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble gives it no types
            pool.join()


def timed(seconds: float, function: Callable[..., T], arguments: tuple[object, ...]) -> T:
    """Run in the child: the function within its share of a processor's time."""
    with processor_time(seconds):
        return function(*arguments)
