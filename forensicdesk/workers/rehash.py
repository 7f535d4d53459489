"""Hashing what lies in evidence, at any depth, in child processes: whatever has to be opened for it is hostile.

The files come back in the order in which they were asked for, however many children work.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from forensicdesk.errors import ForensicDeskError, Interrupted
from forensicdesk.evidence.acquired import stated_of
from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.finding import Hashed, HashedPage, Statements
from forensicdesk.language import sentence
from forensicdesk.settings import LISTING_ATTEMPTS, LISTING_PAGE_TIMEOUT_S
from forensicdesk.workers.ahead import one_child
from forensicdesk.workers.barrier import UnexpectedError, barrier
from forensicdesk.workers.child import reason
from forensicdesk.workers.crew import QuietContext, prepare_worker
from forensicdesk.workers.messages import UnexpectedMessageError
from forensicdesk.workers.opened import opener

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future
    from typing import BinaryIO

    from forensicdesk.model import Location
    from forensicdesk.workers.limits import Limits

BLOCK_BYTES = 1 << 20
PAGE_S = 0.5
"""A child tells after this long how far it is."""

BATCH_FILES = 64
BATCH_BYTES = 64 * 1024 * 1024
"""Files are handed to a child in batches of so many, or of so many bytes."""

AHEAD = 20_000
"""No file is handed out that lies further behind the first one that is still out."""

_TICK_S = 0.1
_ENDED = sentence("could not be hashed: the process that read it ended twice")
_PRELOAD = ("forensicdesk.evidence.containers.table",)


@dataclass(frozen=True, slots=True)
class HashOrder:
    """One file to hash: a number that comes back with its digests, where it lies, its size, what to compute."""

    number: int
    source_root: bytes
    location: Location
    size: int
    algorithms: tuple[str, ...]


# --- in the child -------------------------------------------------------------------------------------------------


class _Work:
    """The batch this process is in the middle of."""

    def __init__(self, orders: tuple[HashOrder, ...]) -> None:
        self.left = orders
        self._steps = _hashed(orders)

    def next_page(self) -> HashedPage:
        """What was hashed in the time of one page, or all that is left."""
        done: list[Hashed] = []
        read = 0
        until = time.monotonic() + PAGE_S
        for step in self._steps:
            if isinstance(step, Hashed):
                done.append(step)
            else:
                read += step
            if time.monotonic() > until:
                break
        self.left = self.left[len(done) :]
        return HashedPage(tuple(done), read)


_work: _Work | None = None


def hash_page(orders: tuple[HashOrder, ...]) -> HashedPage:
    """Go on with these files; a file that this process has begun is gone on with where it stands."""
    global _work  # noqa: PLW0603 - one batch at a time, for as long as this process lives
    if _work is None or not _work.left or _work.left != orders:
        _work = _Work(orders)
    return _work.next_page()


def find_statements(root: bytes) -> Statements:
    """What states digests of the exhibit at `root`."""
    return stated_of(root, opener())


def _hashed(orders: tuple[HashOrder, ...]) -> Iterator[Hashed | int]:
    """The files one after the other, and the length of each block on the way."""
    for order in orders:
        sums = [hashlib.new(name, usedforsecurity=False) for name in order.algorithms]
        trouble = ""
        try:
            with barrier(), opener().open(order.source_root, order.location) as stream:
                for block in _blocks(stream):
                    for one in sums:
                        one.update(block)
                    yield len(block)
        except (OSError, ContainerError, ForensicDeskError, MemoryError) as error:
            trouble = _what_is_wrong(error)
        except UnexpectedError as error:
            trouble = sentence("cannot be read: its reader ended in an error it did not expect ({error})", error=error)
        digests = (
            () if trouble else tuple((name, one.digest()) for name, one in zip(order.algorithms, sums, strict=True))
        )
        yield Hashed(order.number, digests, trouble)


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    while block := stream.read(BLOCK_BYTES):
        yield block


def _what_is_wrong(error: BaseException) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return sentence("is missing")
    if isinstance(error, OSError):
        return sentence("cannot be read: {reason}", reason=reason(error))
    if isinstance(error, ContainerError):
        return sentence("cannot be read: {reason}", reason=error.detail)
    if isinstance(error, MemoryError):
        return sentence("cannot be read: the memory limit was reached")
    return sentence("cannot be reached: its exhibit can no longer be opened")


# --- in the parent ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Child:
    """One child process, the batch it has, and how often it ended over the first file of that."""

    limits: Limits
    left: deque[HashOrder] = field(default_factory=deque)
    future: Future[HashedPage] | None = None
    ended: int = 0
    pool: ProcessPool | None = None

    def ask(self) -> None:
        """Ask for the next page."""
        if self.pool is None or not self.pool.active:
            self.stop()
            self.pool = _new_pool(self.limits)
        self.future = self.pool.schedule(hash_page, args=(tuple(self.left),), timeout=LISTING_PAGE_TIMEOUT_S)

    def take(self) -> HashedPage:
        """The page that has come; where the process has ended twice over a file, that is what is said of it."""
        future, self.future = self.future, None
        error = BrokenProcessPool() if future is None or not future.done() else future.exception()
        if error is None and future is not None:
            page = future.result()
            if page.hashed:
                self.ended = 0
            for _ in page.hashed:
                self.left.popleft()
            return page
        if not isinstance(error, ProcessExpired | BrokenProcessPool | TimeoutError | UnexpectedMessageError):
            raise error or RuntimeError
        self.stop()
        self.ended += 1
        if self.ended < LISTING_ATTEMPTS:
            return HashedPage((), 0)
        self.ended = 0
        return HashedPage((Hashed(self.left.popleft().number, trouble=_ENDED),), 0)

    def stop(self) -> None:
        """End the process."""
        if self.pool is not None:
            self.pool.stop()  # type: ignore[no-untyped-call]  # pebble gives it no types
            self.pool.join()
            self.pool = None


def hash_files(
    orders: Iterable[HashOrder],
    workers: int | None,
    limits: Limits,
    stop: threading.Event,
    read: Callable[[int], None],
) -> Generator[Hashed, None, None]:
    """Hash files in child processes; gives them in the order of `orders`, whose numbers count up from 0.

    Args:
        orders: read as needed.
        workers: number of children; None takes one for each core.
        limits: memory of a child, and passwords.
        stop: set it to end within about a second.
        read: told of bytes as they are read.

    Raises:
        Interrupted: `stop` was set.
    """
    with closing(_Hashing(orders, workers or os.cpu_count() or 1, limits)) as work:
        while not work.is_done:
            if stop.is_set():
                raise Interrupted
            yield from work.round(read)


class _Hashing:
    """The children of one run, and what came back before its turn."""

    def __init__(self, orders: Iterable[HashOrder], workers: int, limits: Limits) -> None:
        self._orders = iter(orders)
        self._children = [_Child(limits) for _ in range(workers)]
        self._waiting: dict[int, Hashed] = {}
        self._next = self._handed_out = 0
        self._exhausted = False

    @property
    def is_done(self) -> bool:
        """Whether everything came back."""
        return self._exhausted and self._next == self._handed_out

    def round(self, read: Callable[[int], None]) -> Iterator[Hashed]:
        """Hand out what there is room for, wait a moment, take what has come."""
        for child in self._children:
            if child.future is None:
                self._hand_out(child)
        out = [child for child in self._children if child.future is not None]
        wait([child.future for child in out if child.future is not None], _TICK_S, FIRST_COMPLETED)
        for child in out:
            if child.future is not None and (child.future.done() or child.pool is None or not child.pool.active):
                page = child.take()
                read(page.read)
                self._waiting.update((hashed.number, hashed) for hashed in page.hashed)
        while (hashed := self._waiting.pop(self._next, None)) is not None:
            self._next += 1
            yield hashed

    def close(self) -> None:
        """End all children."""
        for child in self._children:
            child.stop()

    def _hand_out(self, child: _Child) -> None:
        if not child.left and not self._exhausted and self._handed_out - self._next < AHEAD:
            size = 0
            for order in islice(self._orders, BATCH_FILES):
                child.left.append(order)
                size += order.size
                if size >= BATCH_BYTES:
                    break
            self._handed_out += len(child.left)
            self._exhausted = not child.left
        if child.left:
            child.ask()


def statements_of(root: bytes, limits: Limits, stop: threading.Event) -> Statements:
    """What states digests of an exhibit, found out in a child process.

    Raises:
        Interrupted: `stop` was set.
        EnvironmentProblem: the exhibit is not there.
    """
    for _ in range(LISTING_ATTEMPTS):
        with one_child(limits, _PRELOAD) as crew:
            future = crew.schedule(find_statements, root, wall_s=LISTING_PAGE_TIMEOUT_S)
            if future is None:
                continue
            while not future.done() and not crew.is_broken:
                if stop.is_set():
                    future.cancel()  # type: ignore[no-untyped-call]  # pebble gives it no types
                    raise Interrupted
                wait([future], _TICK_S)
            error = future.exception() if future.done() else BrokenProcessPool()
            if error is None:
                return future.result()
            if isinstance(error, ForensicDeskError):
                raise error
    text = sentence(
        "The process that looked for digests of the exhibit ended twice; what states some was not found out."
    )
    return Statements(trouble=(text,))


def _new_pool(limits: Limits) -> ProcessPool:
    return ProcessPool(max_workers=1, initializer=prepare_worker, initargs=(limits, _PRELOAD), context=QuietContext())
