"""Bytes of files in evidence, read in a child process and handed over block by block, as what is opened is hostile."""

from __future__ import annotations

from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from pebble import ProcessExpired, ProcessPool

from forensicdesk.errors import ForensicDeskError
from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.language import sentence
from forensicdesk.settings import LISTING_PAGE_TIMEOUT_S
from forensicdesk.workers.barrier import UnexpectedError, barrier
from forensicdesk.workers.child import reason
from forensicdesk.workers.crew import QuietContext, prepare_worker
from forensicdesk.workers.messages import UnexpectedMessageError
from forensicdesk.workers.opened import opener

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from forensicdesk.model import Location
    from forensicdesk.workers.limits import Limits

BLOCK_BYTES = 4 << 20
_TICK_S = 0.2
_PRELOAD = ("forensicdesk.evidence.containers.table",)


class CannotReadError(Exception):
    """A file could not be read to its end; the text says why."""


# --- in the child -------------------------------------------------------------------------------------------------

_open: tuple[bytes, Location, BinaryIO] | None = None


def read_block(root: bytes, location: Location, offset: int) -> bytes | str:
    """A block of a file, b"" behind its end; a text says why there is none. The file stays open for the next one."""
    global _open  # noqa: PLW0603 - one file at a time, for as long as this process lives
    try:
        with barrier():
            if _open is None or _open[:2] != (root, location) or offset == 0:
                _open = (root, location, opener().open(root, location))
            stream = _open[2]
            stream.seek(offset)
            return stream.read(BLOCK_BYTES)
    except OSError as error:
        return reason(error)
    except ContainerError as error:
        return error.detail
    except (ForensicDeskError, MemoryError, UnexpectedError) as error:
        return str(error) or type(error).__name__


# --- in the parent ------------------------------------------------------------------------------------------------


class Copier:
    """One child process that reads files one after the other; a new one takes its place when it ends."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pool: ProcessPool | None = None

    def blocks(self, root: bytes, location: Location) -> Iterator[bytes]:
        """The file from its first byte to its last.

        Raises:
            CannotReadError: the file cannot be read, or the process that read it ended.
        """
        offset = 0
        while block := self._ask(root, location, offset):
            offset += len(block)
            yield block

    def stop(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble gives it no types
            self._pool.join()
            self._pool = None

    def _ask(self, root: bytes, location: Location, offset: int) -> bytes:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=1,
                initializer=prepare_worker,
                initargs=(self._limits, _PRELOAD),
                context=QuietContext(),
            )
        future: Future[bytes | str] = self._pool.schedule(
            read_block, args=(root, location, offset), timeout=LISTING_PAGE_TIMEOUT_S
        )
        while not future.done() and self._pool.active:
            wait([future], _TICK_S)
        error = future.exception() if future.done() else BrokenProcessPool()
        if error is not None:
            self.stop()
            if isinstance(error, ProcessExpired | BrokenProcessPool | TimeoutError | UnexpectedMessageError):
                msg = sentence("the process that read it ended")
                raise CannotReadError(msg) from error
            raise error
        found = future.result()
        if isinstance(found, str):
            raise CannotReadError(found)
        return found


@contextmanager
def copying(limits: Limits) -> Iterator[Copier]:
    """A copier that is ended afterwards."""
    copier = Copier(limits)
    try:
        yield copier
    finally:
        copier.stop()
